"""One run at a time changes a workspace; who holds the lock may ask again, and nobody else gets in meanwhile."""

import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from composer.errors import ConflictError
from composer.lock import locked
from tests.conftest import DAY, Run


def test_a_step_that_needs_the_lock_can_be_part_of_a_longer_one(tmp_path: Path) -> None:
    with locked(tmp_path), locked(tmp_path, patience=0):
        pass
    with locked(tmp_path, patience=0):
        pass


def test_another_thread_waits_its_turn(tmp_path: Path) -> None:
    """The preview answers in threads of one process."""
    said: list[str] = []

    def other() -> None:
        with pytest.raises(ConflictError) as error, locked(tmp_path, patience=0):
            pass
        said.append(error.value.message)

    with locked(tmp_path):
        thread = Thread(target=other)
        thread.start()
        thread.join()
    assert said == ["another run of this program is writing in this folder"]


HOLDING = """
import sys
from pathlib import Path
from composer.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_waits_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "held\n"
        with pytest.raises(ConflictError), locked(tmp_path, patience=0):
            pass
        run.kill()
    with locked(tmp_path, patience=0):
        pass


def test_reading_needs_no_lock(sample: Path, run: Run) -> None:
    """While another run writes, everything that only reads answers."""
    run("-C", sample, *DAY, "draft")
    said: list[int] = []
    with locked(sample):
        for words in (
            ["contacts"],
            ["due"],
            ["check"],
            ["explain", "abena-osei.introduction"],
            ["letters"],
            ["measure"],
        ):
            said.append(run("-C", sample, *DAY, *words).code)  # noqa: PERF401  # a comprehension would hide the lock
    assert said == [0] * 6
