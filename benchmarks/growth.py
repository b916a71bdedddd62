"""How time and memory grow with the number of contacts: the batch of each size from cold, and the same bytes by any
number of workers.
"""

import hashlib
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.batch import DAY, STEPS, WARM, Bench, run_ours, write_workspace
from benchmarks.processes import Figure, Machine, Program, counted, machine, median, run

SIZES = (1_000, 10_000, 100_000)
WORKERS = (1, 2, 4)
PEOPLE = 1_000
"""Contacts of the batch that is written with each number of workers."""
_WITH = "import os; os.cpu_count = lambda: {}; from composer.cli import main; main()"


@dataclass(frozen=True)
class Size:
    """The steps of one size."""

    people: int
    steps: dict[str, Figure]

    @property
    def seconds(self) -> float:
        """Of draft, check and export."""
        return sum(figure.wall for figure in self.steps.values())

    @property
    def memory(self) -> float:
        """Megabytes, of the largest process of all steps."""
        return max(figure.memory for figure in self.steps.values())


@dataclass(frozen=True)
class Growth:
    """All sizes, the smallest first."""

    machine: Machine
    sizes: tuple[Size, ...]


@dataclass(frozen=True)
class SameBytes:
    """What was written by each number of workers."""

    people: int
    digests: dict[int, str]
    """Over the names and the bytes of all messages."""


def measure_size(bench: Bench, people: int, loops: list[float]) -> Size:
    """One batch of this checkout."""
    with tempfile.TemporaryDirectory(dir=bench.folder) as name:
        (steps,) = run_ours(replace(bench, programs=bench.programs[:1]), Path(name), people, loops).values()
    return Size(people, {step: median([figure]) for step, figure in steps.items()})


def measure_growth(bench: Bench, sizes: tuple[int, ...]) -> Growth:
    """A batch of each size, after a small one that is not counted."""
    loops: list[float] = []
    measure_size(bench, WARM, loops)
    loops.clear()
    found = tuple(measure_size(bench, people, loops) for people in sorted(sizes))
    loops.append(counted())
    return Growth(machine(loops), found)


def digest_of(outbox: Path) -> str:
    """One digest over every message, by name."""
    found = hashlib.sha256()
    for path in sorted(outbox.glob("*.eml")):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def write_with(bench: Bench, program: Program, book: Path, workers: int) -> str:
    """Drafts and exports a book as a computer of so many cores would; the digest of what came out."""
    for step in ("draft", "export"):
        options: list[str | Path] = ["-C", book, "--today", DAY, "-q", *STEPS[step]]
        run(step, [*program.environment(), sys.executable, "-c", _WITH.format(workers), *options], bench.log)
    return digest_of(book / "outbox")


def measure_bytes(bench: Bench, people: int = PEOPLE) -> SameBytes:
    """The same batch with each number of workers, from the records on."""
    found = {}
    for workers in WORKERS:
        with tempfile.TemporaryDirectory(dir=bench.folder) as name:
            book = Path(name) / "book"
            write_workspace(book, people)
            shutil.rmtree(bench.programs[0].kept, ignore_errors=True)
            found[workers] = write_with(bench, bench.programs[0], book, workers)
            if (made := len(list((book / "outbox").glob("*.eml")))) != people:
                sys.exit(f"{made} of {people} messages were written")
    return SameBytes(people, found)
