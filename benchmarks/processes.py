"""Whole processes, measured: seconds, the processor's, memory; and beside them the machine's own speed."""

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

COUNT = 10_000_000
"""How far the loop counts that says how fast the machine is just now."""


@dataclass(frozen=True)
class Figure:
    """What one process took."""

    wall: float
    cpu: float
    """Of the process and its children."""
    memory: float
    """Megabytes, of the largest single process."""


@dataclass(frozen=True)
class Machine:
    """Where figures were taken, and how fast it was meanwhile."""

    about: str
    loops: tuple[float, ...]
    """Seconds of the counting loop, before, between and after what was measured."""


@dataclass(frozen=True)
class Program:
    """A checkout of the program, run by this interpreter, with nothing of the user's."""

    name: str
    home: Path
    kept: Path
    """Where it keeps what it has read."""

    def environment(self) -> list[str | Path]:
        """How each of its commands begins."""
        return ["env", "-C", self.home, f"PYTHONPATH={self.home}", f"OUTREACH_CACHE={self.kept}",
                "OUTREACH_SETTINGS=off"]  # fmt: skip

    def command(self, *arguments: str | Path) -> list[str | Path]:
        """One command line of it."""
        return [*self.environment(), sys.executable, "-m", "composer", *arguments]


# A program that is installed runs from compiled modules; those of a checkout are compiled into a folder of their own.
ENVIRONMENT = {
    **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "outreach-compiled"),
}


def run(name: str, command: Sequence[str | Path], output: Path) -> Figure:
    """Runs a command to its end and measures it; its output goes to a file."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with output.open("wb") as out:
        done = subprocess.run(
            ["/usr/bin/env", "time", "-f", "%M", *map(str, command)],
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
            env=ENVIRONMENT,
        )
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{name} ended with {done.returncode}:\n{done.stderr.decode()[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Figure(wall, cpu, int(done.stderr.split()[-1]) / 1024)


def median(figures: Sequence[Figure]) -> Figure:
    """The median of each, to the millisecond and the tenth of a megabyte."""
    return Figure(
        round(statistics.median(one.wall for one in figures), 3),
        round(statistics.median(one.cpu for one in figures), 3),
        round(statistics.median(one.memory for one in figures), 1),
    )


def counted() -> float:
    """Seconds that a plain loop takes on this machine, now."""
    begun = time.perf_counter()
    for _ in range(COUNT):
        pass
    return round(time.perf_counter() - begun, 3)


def machine(loops: Sequence[float]) -> Machine:
    """This machine, without a name."""
    about = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}"
    return Machine(about, tuple(loops))
