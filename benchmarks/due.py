"""Does `outreach due` answer within two seconds for 10,000 contacts and 50,000 events? The process, and its parts.

    python benchmarks/due.py [--people 10000] [--events 50000] [--times 5]

Two histories are measured: the one that the program writes itself, one event a line, and one that a person wrote with
every field on a line of its own. The part that is not reading is the answer: a look at each contact.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.batch import run, write_workspace
from composer.workspace.agenda import find_due
from composer.workspace.snapshot import Snapshot

TODAY = date(2026, 11, 24)
EVENTS = ("sent", "sent", "sent", "called", "met", "replied", "referral-received", "thanked", "moved", "snoozed")
LETTERS = ("introduction", "annual-update", "thank-you")


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


def by_program(found: list[dict[str, str]]) -> str:
    """One event a line."""
    return "".join("- {" + ", ".join(f"{key}: {value}" for key, value in one.items()) + "}\n" for one in found)


def by_hand(found: list[dict[str, str]]) -> str:
    """One field a line."""
    return "".join("- " + "\n  ".join(f"{key}: {value}" for key, value in one.items()) + "\n" for one in found)


def measure(folder: Path, times: int) -> tuple[float, float, float]:
    """Medians: seconds of the process, of reading in one process, of answering in one process."""
    command: list[str | Path] = [sys.executable, "-m", "composer", "-C", folder, "--today", str(TODAY), "due"]
    whole = statistics.median(run("due", command, folder / "due.txt").wall for _ in range(times))
    reading, answering = [], []
    for _ in range(times):
        workspace = Snapshot(folder, today=TODAY)
        begin = time.perf_counter()
        workspace.ensure_usable()
        read = time.perf_counter()
        find_due(workspace)
        reading.append(read - begin)
        answering.append(time.perf_counter() - read)
    return whole, statistics.median(reading), statistics.median(answering)


def main() -> None:
    """Prints the figures of both histories."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    found = events(asked.events, asked.people)
    for name, written in (("written by the program", by_program), ("written by hand", by_hand)):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "book"
            write_workspace(folder, asked.people)
            (folder / "history.yaml").write_text(written(found), encoding="utf-8")
            whole, reading, answering = measure(folder, asked.times)
        print(
            f"due, {asked.people:,} contacts, {asked.events:,} events {name}: {whole:.2f} s as a process "
            f"(reading {reading:.2f} s, answering {answering:.2f} s)"
        )


if __name__ == "__main__":
    main()
