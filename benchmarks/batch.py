"""A batch of letters, from records to messages: draft, check and export, beside mailmerge and a bare loop.

`python -m benchmarks.performance --only batch` measures it and writes it into docs/performance.md. Everything happens
in a temporary folder; the other program renders and sends nothing. The people are made up; tests take them, too.
"""

import csv
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Figure, Machine, Program, counted, machine, median, run
from composer.records.library import parse_library, read_templates
from composer.shipped import sample_folder, templates_folder

DAY = "2026-11-24"
STEPS = {"draft": ("draft",), "check": ("check",), "export": ("export", "eml", "--all")}
WARM = 250
"""Letters enough that worker processes are started."""
NEEDS = (
    "evenings",
    "Medicaid patients wait months",
    "first visit within seven days",
    "trauma",
    "sliding scale",
    "grief",
)


def people(count: int) -> Iterator[dict[str, str]]:
    """Made-up contacts over all roles, each at a place of their own, so that all letters may leave in one week."""
    roles = [role.key for role in parse_library(read_templates([(templates_folder(), "")])).roles]
    for number in range(count):
        role = roles[number % len(roles)]
        spelt = str(number).translate(str.maketrans("0123456789", "abcdefghij"))  # no name of a person holds a digit
        yield {
            "id": f"person-{number}",
            "name": f"Dr. Given{spelt} Family{spelt}",
            "role": role,
            "organization": f"Organization {number}",
            "email": f"person{number}@place{number // 5}.example",
            "need": NEEDS[number % len(NEEDS)],
        }


def write_workspace(folder: Path, count: int) -> None:
    """A workspace with that many contacts and the sample practice."""
    folder.mkdir()
    shutil.copy(sample_folder() / "practice.yaml", folder / "practice.yaml")
    write_contacts(folder, count)


def write_contacts(folder: Path, count: int) -> None:
    """The contacts of a workspace, in place of those that are there."""
    lines = ["contacts:\n"]
    for person in people(count):
        lines.append(  # noqa: PERF401  # a record is five lines, and reads better so
            f"  - id: {person['id']}\n    name: {person['name']}\n    role: {person['role']}\n"
            f"    organization: {person['organization']}\n    email: {person['email']}\n    needs:\n"
            f"      - {{text: {person['need']}, heard: 2026-02-11, source: phone}}\n"
            f"      - someone who can start soon\n"
            f"    verified: 2026-02-11\n"
        )
    (folder / "contacts.yaml").write_text("".join(lines), encoding="utf-8")


LETTER = """TO: {{email}}
SUBJECT: Evenings for your patients
FROM: Maya Chen <maya@harborstreet.example>
CONTENT-TYPE: text/markdown

Dear {{name}},

In February you told me that {{need}}. Which of your patients leave with a therapist's number and never get as far as
a first visit?

I can help with part of it. From 8 December I have two openings on Tuesday evenings. With a signed release I send half
a page after the first visit, by fax if your chart prefers that.

Patients can call 555-0142 and say that you suggested it. I call back within one working day. When I am full I say so
the same day and give other names. Please leave patient details out of email.

With good wishes,
Maya Chen, LPCC
Harbor Street Counseling, 12 Harbor Street, Fairhaven, OH 45202

If you would rather not hear from me, tell me in a word and I will not write again.
"""


def write_mailmerge(folder: Path, count: int) -> None:
    """The same people and a letter of the same length, as mailmerge wants them."""
    folder.mkdir()
    (folder / "mailmerge_template.txt").write_text(LETTER, encoding="utf-8")
    (folder / "mailmerge_server.conf").write_text("[smtp_server]\nhost = localhost\nport = 25\n", encoding="utf-8")
    with (folder / "mailmerge_database.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["id", "name", "role", "organization", "email", "need"])
        writer.writeheader()
        writer.writerows(people(count))


def mailmerge_command(folder: Path) -> Path:
    """Mailmerge 2.3.0 in an environment of its own, which is made once in a folder."""
    home = folder / "mailmerge-venv"
    if not home.exists():
        venv.create(home, with_pip=True)
        install: list[str | Path] = [
            home / "bin/python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        subprocess.run([*install, "mailmerge==2.3.0"], check=True)
    return home / "bin/mailmerge"


@dataclass(frozen=True)
class Bench:
    """What is measured with: a folder that goes afterwards, and the checkouts, this one first."""

    folder: Path
    programs: tuple[Program, ...]

    @property
    def log(self) -> Path:
        """Where the output of a measured process goes."""
        return self.folder / "log"


@dataclass(frozen=True)
class Batch:
    """The figures of each step: by checkout, of mailmerge and of the bare loop."""

    machine: Machine
    people: int
    times: int
    programs: dict[str, dict[str, Figure]]
    mailmerge: Figure
    floor: Figure


def run_step(bench: Bench, program: Program, book: Path, step: str) -> Figure:
    """One step as a process of its own."""
    return run(step, program.command("-C", book, "--today", DAY, "-q", *STEPS[step]), bench.log)


def run_ours(bench: Bench, folder: Path, people: int, loops: list[float]) -> dict[str, dict[str, Figure]]:
    """The three steps of each checkout from cold, each step turn by turn: the first finds nothing kept."""
    found: dict[str, dict[str, Figure]] = {program.name: {} for program in bench.programs}
    for program in bench.programs:
        shutil.rmtree(program.kept, ignore_errors=True)
        write_workspace(folder / program.name, people)
    for step in STEPS:
        for program in bench.programs:
            loops.append(counted())
            found[program.name][step] = run_step(bench, program, folder / program.name, step)
    for name in found:
        made = len(list((folder / name / "outbox").glob("*.eml")))
        if made != people:
            sys.exit(f"{made} of {people} messages were written")
    return found


def run_others(bench: Bench, folder: Path, people: int, loops: list[float]) -> dict[str, Figure]:
    """Mailmerge and the bare loop, for the same people and one letter."""
    theirs, mailmerge = folder / "theirs", mailmerge_command(bench.folder)
    write_mailmerge(theirs, people)
    merge: list[str | Path] = ["env", "-C", theirs, mailmerge, "--dry-run", "--no-limit", "--output-format", "raw"]
    bare: list[str | Path] = [sys.executable, Path(__file__).with_name("floor.py"), theirs, folder / "floor.txt"]
    loops.append(counted())
    found = {"mailmerge": run("mailmerge", merge, bench.log)}
    made = bench.log.read_bytes().count(b"\nContent-Type: multipart/alternative")
    if made != people:
        sys.exit(f"mailmerge rendered {made} of {people} messages")
    loops.append(counted())
    return {**found, "floor": run("floor", bare, bench.log)}


def run_turn(bench: Bench, people: int, loops: list[float]) -> dict[str, dict[str, Figure]]:
    """Everything once, in a folder of its own."""
    with tempfile.TemporaryDirectory(dir=bench.folder) as name:
        found = run_ours(bench, Path(name), people, loops)
        return {**found, "others": run_others(bench, Path(name), people, loops)}


def measure_batch(bench: Bench, people: int, times: int) -> Batch:
    """Medians of some turns. One with few people comes before, so that all modules are compiled and on hand."""
    loops: list[float] = []
    run_turn(bench, WARM, loops)
    loops.clear()
    turns = [run_turn(bench, people, loops) for _ in range(times)]
    loops.append(counted())
    middle = {who: {step: median([turn[who][step] for turn in turns]) for step in turns[0][who]} for who in turns[0]}
    others = middle.pop("others")
    return Batch(machine(loops), people, times, middle, **others)
