"""One letter: how long a command takes in a small and in a large book, once what was read is kept.

Each figure is the wall time of a whole process, the median of some; a first run, which reads and keeps, is not counted.
After each run the book is put back as it was, so that every run writes, approves or notes for the first time.
"""

import random
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

from benchmarks.batch import DAY, Bench, mailmerge_command, write_contacts, write_workspace
from benchmarks.processes import Machine, Program, counted, machine, run

TODAY = date.fromisoformat(DAY)
EVENTS = ("sent", "sent", "sent", "called", "met", "replied", "referral-received", "thanked", "moved", "snoozed")
LETTERS = ("introduction", "annual-update", "thank-you")
STARTS = ("--help", "--version")
NEW = 2
"""So many contacts, the last ones, of whom nothing has happened."""

Contents: TypeAlias = dict[Path, tuple[int, bytes]]
"""When each file was last written, and what it holds."""


@dataclass(frozen=True)
class Book:
    """How much there is in a book."""

    contacts: int
    events: int
    bar: float
    """Seconds that a command may take in it."""


BOOKS = (Book(300, 1_500, 0.3), Book(10_000, 50_000, 0.5))


@dataclass(frozen=True)
class Task:
    """What a person does at the prompt."""

    name: str
    arguments: tuple[str, ...]
    before: tuple[str, ...] = ()
    """What must have been done, and is not measured."""
    settings: tuple[str, ...] = ()
    """Variables of the environment."""


@dataclass(frozen=True)
class Answers:
    """What was measured in one book."""

    book: Book
    seconds: dict[str, dict[str, float]]
    """By checkout and task."""
    offered: int
    """Names that completion found."""


@dataclass(frozen=True)
class Letters:
    """What was measured in all books, and how long a program takes to say how it is used."""

    machine: Machine
    times: int
    drafts: bool
    """Whether there was a draft for everybody."""
    books: tuple[Answers, ...]
    starts: dict[str, dict[str, float]]
    """By program and option; mailmerge is one of them."""


def events(count: int, people: int) -> list[dict[str, str]]:
    """Made-up events of six years, the same at every run."""
    chance = random.Random(1)
    found = []
    for _ in range(count):
        kind = chance.choice(EVENTS)
        event = {
            "date": str(TODAY - timedelta(days=chance.randrange(1, 2200))),
            "contact": f"person-{chance.randrange(people)}",
            "event": kind,
        }
        if kind == "sent":
            event["letter"] = chance.choice(LETTERS)
        if kind == "snoozed":
            event["until"] = str(TODAY + timedelta(days=chance.randrange(90)))
        found.append(event)
    return sorted(found, key=lambda event: event["date"])


def written(found: Sequence[dict[str, str]]) -> str:
    """One event a line, as the program itself appends them."""
    return "".join("- {" + ", ".join(f"{key}: {value}" for key, value in one.items()) + "}\n" for one in found)


def tasks(folder: Path, contact: str) -> list[Task]:
    """What is done for one contact, of whom nothing has happened yet."""
    letter = ("draft", "introduction", "--to", contact)
    asked = (
        "_OUTREACH_COMPLETE=bash_complete",
        f"COMP_WORDS=outreach -C {folder} draft --to {contact}",
        "COMP_CWORD=5",
    )
    return [
        Task("`draft introduction --to NAME`", letter),
        Task("`ready DRAFT`", ("ready", f"{contact}.introduction"), before=letter),
        Task("`log called NAME`", ("log", "called", contact)),
        Task("`due`", ("due",)),
        Task("Tab after `draft --to NAM`", (), settings=asked),
    ]


def write_book(bench: Bench, folder: Path, book: Book, *, drafts: bool) -> None:
    """A book, with a draft for everybody but the last contact where that is asked for."""
    write_workspace(folder, book.contacts - 1)
    (folder / "history.yaml").write_text(written(events(book.events, book.contacts - NEW)), encoding="utf-8")
    everyone = () if drafts else ("--to", f"person-{book.contacts - NEW}")
    run("draft", command(bench.programs[0], folder, "draft", *everyone), bench.log)
    write_contacts(folder, book.contacts)


def command(program: Program, folder: Path, *arguments: str, settings: Sequence[str] = ()) -> list[str | Path]:
    """A command line in a book."""
    first, *rest = program.command("-C", folder, "--today", DAY, "-q", *arguments)
    return [first, *rest[:2], *settings, *rest[2:]]


def contents(folder: Path) -> Contents:
    """Every file of a book."""
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def put_back(folder: Path, before: Contents) -> None:
    """Undoes whatever was done to the files of a book; a file that nobody touched stays as it is."""
    for path in folder.rglob("*"):
        if path.is_file() and path not in before:
            path.unlink()
    for path, (written_at, data) in before.items():
        if not path.exists() or path.stat().st_mtime_ns != written_at:
            path.write_bytes(data)


def timed(bench: Bench, program: Program, folder: Path, task: Task) -> float:
    """Seconds of a task, what must come before it being done."""
    if task.before:
        run(task.name, command(program, folder, *task.before), bench.log)
    return run(task.name, command(program, folder, *task.arguments, settings=task.settings), bench.log).wall


def measure_task(bench: Bench, folder: Path, task: Task, times: int) -> dict[str, float]:
    """The median seconds of a task by checkout, turn by turn; the first turn is not counted."""
    before = contents(folder)
    found: dict[str, list[float]] = {program.name: [] for program in bench.programs}
    for _ in range(times + 1):
        for program in bench.programs:
            found[program.name].append(timed(bench, program, folder, task))
            put_back(folder, before)
    return {name: round(statistics.median(seconds[1:]), 3) for name, seconds in found.items()}


def measure_book(bench: Bench, book: Book, loops: list[float], *, times: int, drafts: bool) -> Answers:
    """Every task in a book of its own; how many names were offered is what this checkout leaves in the log."""
    seconds: dict[str, dict[str, float]] = {program.name: {} for program in bench.programs}
    with tempfile.TemporaryDirectory(dir=bench.folder) as name:
        folder = Path(name) / "book"
        write_book(bench, folder, book, drafts=drafts)
        for task in tasks(folder, f"person-{book.contacts - 1}"):
            loops.append(counted())
            for program, median in measure_task(bench, folder, task, times).items():
                seconds[program][task.name] = median
        timed(bench, bench.programs[0], folder, task)
    return Answers(book, seconds, sum(bool(line.strip()) for line in bench.log.read_text().splitlines()))


def measure_starts(bench: Bench, times: int) -> dict[str, dict[str, float]]:
    """The median seconds until each program has said how it is used, or which version it is."""
    mailmerge = mailmerge_command(bench.folder)
    programs = {program.name: program.command() for program in bench.programs} | {"mailmerge": [mailmerge]}
    found: dict[str, dict[str, float]] = {name: {} for name in programs}
    for option in STARTS:
        turns = [
            {name: run(name, [*program, option], bench.log).wall for name, program in programs.items()}
            for _ in range(times + 1)
        ]
        for name, figures in found.items():
            figures[option] = round(statistics.median(turn[name] for turn in turns[1:]), 3)
    return found


def measure_letters(bench: Bench, times: int, *, drafts: bool) -> Letters:
    """Both books and both options."""
    loops: list[float] = []
    books = tuple(measure_book(bench, book, loops, times=times, drafts=drafts) for book in BOOKS)
    loops.append(counted())
    starts = measure_starts(bench, times)
    loops.append(counted())
    return Letters(machine(loops), times, drafts, books, starts)
