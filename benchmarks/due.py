"""How long does one command take in a large book: the first time, the second time, and where nothing is kept?

    python benchmarks/due.py [--times 5] [--drafts] [--against ../another-checkout]

Each figure is a whole process: the median of its seconds, and of the processor's with its children. A first run reads
the files and keeps what it read, a second one loads it. ``--against`` times another checkout, which has an environment
of its own in ``.venv``, turn by turn with this one; ``--drafts`` first writes a draft for everybody.
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.batch import write_workspace
from benchmarks.processes import Figure, run

TODAY = date(2026, 11, 24)
EVENTS = ("sent", "sent", "sent", "called", "met", "replied", "referral-received", "thanked", "moved", "snoozed")
LETTERS = ("introduction", "annual-update", "thank-you")
BOOKS = ((300, 1_500), (10_000, 50_000))
COMMANDS = {"due": ["due"], "one letter": ["draft", "introduction", "--to", "person-7"]}


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


def ways(home: Path, kept: Path, against: Path | None) -> Iterator[tuple[str, list[str | Path]]]:
    """The ways to run the program, each with how its command begins; the first run comes before the second."""
    here: list[str | Path] = [sys.executable, "-m", "composer"]
    if against:
        yield "before", ["env", "-C", against, against / ".venv/bin/python", "-m", "composer"]
    yield "nothing kept", ["env", "-C", home, "OUTREACH_CACHE=off", *here]
    yield "first run", ["env", "-C", home, f"OUTREACH_CACHE={kept}", *here]
    yield "second run", ["env", "-C", home, f"OUTREACH_CACHE={kept}", *here]


def measure(book: Path, arguments: Sequence[str], times: int, against: Path | None) -> dict[str, list[Figure]]:
    """Every way's figures, taken in turns, so that what else the machine does falls on all of them."""
    found: dict[str, list[Figure]] = {}
    kept = book.parent / "kept"
    for _ in range(times):
        shutil.rmtree(kept, ignore_errors=True)
        for way, program in ways(Path(__file__).parents[1], kept, against):
            command = [*program, "-C", book, "--today", str(TODAY), "-q", *arguments]
            found.setdefault(way, []).append(run(way, command, book.parent / "log"))
    return found


def report(name: str, figures: dict[str, list[Figure]]) -> None:
    """One line a way, and how many times as long as the second run it takes."""
    wall = {way: statistics.median(one.wall for one in many) for way, many in figures.items()}
    cpu = {way: statistics.median(one.cpu for one in many) for way, many in figures.items()}
    for way in figures:
        times = f"{wall[way] / wall['second run']:.2f} and {cpu[way] / cpu['second run']:.2f} times the second run"
        print(f"{name:<40} {way:<12} {wall[way]:6.2f} s, {cpu[way]:5.2f} s of the processor: {times}", flush=True)


def main() -> None:
    """Prints the figures of both books."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--drafts", action="store_true")
    parser.add_argument("--against", type=Path)
    asked = parser.parse_args()
    for people, count in BOOKS:
        with tempfile.TemporaryDirectory() as temporary:
            book = Path(temporary).resolve() / "book"
            write_workspace(book, people)
            (book / "history.yaml").write_text(written(events(count, people)), encoding="utf-8")
            if asked.drafts:
                run("draft", [sys.executable, "-m", "composer", "-C", book, "--today", str(TODAY), "-q", "draft"],
                    book.parent / "log")  # fmt: skip
            for name, arguments in COMMANDS.items():
                title = f"{name}, {people:,} contacts, {count:,} events"
                report(title, measure(book, arguments, asked.times, asked.against and asked.against.resolve()))


if __name__ == "__main__":
    main()
