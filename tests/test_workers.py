"""Workers: the order stands, the culprit is named, the rest goes on, and nobody is left behind."""

import json
import multiprocessing
import operator
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, get_args

import pytest

from composer.errors import ConflictError, ExternalError
from composer.worker_process import WorkerError, WorkerLimits
from composer.workers import Pool, Reason, Stopped

pytestmark = pytest.mark.workers

QUICK = WorkerLimits(seconds=0.4, memory=300 << 20)
# Workers begin fast when they need not import this file: they evaluate what their items say.
EVAL = (partial, eval)
LOOP = "all(True for _ in iter(int, 1))"
MEMORY = "'x' * (2 << 30)"
EXIT = "__import__('os')._exit(3)"
SEGFAULT = "__import__('ctypes').string_at(0)"


def evaluated(items: list[str], limits: WorkerLimits = QUICK, processes: int | None = None) -> list[Any]:
    with Pool[str, Any](EVAL, limits=limits, processes=processes) as pool:
        return [result for _, result in pool.map(operator.call, items)]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [(LOOP, "time"), (MEMORY, "memory"), (EXIT, "crash"), (SEGFAULT, "crash")],
    ids=["loop", "memory", "exit", "segfault"],
)
def test_a_culprit_is_named_and_the_rest_goes_on(bad: str, reason: Any) -> None:
    assert evaluated(["1", bad, "2", "3"]) == [1, Stopped(reason), 2, 3]


@pytest.mark.parametrize(("bad", "reason"), [(LOOP, "time"), (EXIT, "crash")], ids=["loop", "exit"])
def test_a_culprit_is_named_among_answers_that_were_not_told_yet(bad: str, reason: Any) -> None:
    """Quick ones travel together, and one that is done again is as it was."""
    assert evaluated([*map(str, range(12)), bad, *map(str, range(40))]) == [*range(12), Stopped(reason), *range(40)]


def test_a_culprit_alone_goes_through_the_fence_too() -> None:
    assert evaluated([LOOP]) == [Stopped("time")]


TURN = "__import__('select').select([], [], [], {})[0] or 7"
"""Waits for so many seconds without working, as whatever gets no turn on a busy computer does."""


def test_an_item_that_waits_for_its_turn_is_not_stopped() -> None:
    """A busy or suspended computer is no fault of a letter's: only the worker's own processor time counts."""
    assert evaluated(["1", TURN.format(0.6), "2"], limits=WorkerLimits(seconds=0.2)) == [1, 7, 2]


def test_an_item_has_its_time_for_itself_and_not_what_others_left_of_theirs() -> None:
    busy = "next(n for n in __import__('itertools').count() if __import__('time').process_time() > {})"
    items = [busy.format(f"__import__('builtins').t + {0.2}") for _ in range(6)]
    begin = "setattr(__import__('builtins'), 't', __import__('time').process_time())"
    both = [word for item in items for word in (begin, item)]
    found = evaluated(both, limits=WorkerLimits(seconds=0.4))
    assert not [result for result in found if isinstance(result, Stopped)]


def test_where_the_system_has_no_timer_a_thread_counts_the_time() -> None:
    """As on Windows."""
    assert evaluated(["delattr(__import__('signal'), 'setitimer')", "1", LOOP, "2"]) == [None, 1, Stopped("time"), 2]
    assert evaluated(["delattr(__import__('signal'), 'setitimer')", TURN.format(0.6)]) == [None, 7]


def test_what_waits_for_ever_is_ended_and_not_blamed() -> None:
    assert evaluated(["1", TURN.format(600), "2"], limits=WorkerLimits(silence=1)) == [1, Stopped("late"), 2]


def test_what_is_said_is_what_was_measured() -> None:
    limits = WorkerLimits(seconds=0.5, memory=512 << 20, silence=90)
    said = {reason: Stopped(reason, limits) for reason in get_args(Reason)}
    assert {reason: f"this letter {stopped.because}" for reason, stopped in said.items()} == {
        "time": "this letter took more than 0.5 seconds of processor time, so it was stopped",
        "memory": "this letter needed more than 512 megabytes of memory, so it was stopped",
        "crash": "this letter ended its process, so it was stopped",
        "repeated": "this letter was stopped three times in a row, so it was not tried again",
        "late": "this letter was not reached: for 90 seconds this computer did not get to it",
    }
    assert said["time"].hint("look for a loop in it") == "look for a loop in it"
    assert said["late"].hint("look for a loop in it") == "close other programs and try again"


def test_a_kind_that_was_stopped_three_times_in_a_row_is_given_up() -> None:
    """And no other kind is."""
    items = [word for number in range(40) for word in (EXIT, str(number))]
    with Pool[str, Any](EVAL, limits=QUICK) as pool:
        found = [result for _, result in pool.map(operator.call, items, alike=EXIT.__eq__)]
    assert found[1::2] == list(range(40))
    assert found[0:6:2] == [Stopped("crash")] * 3
    assert found[-2] == Stopped("repeated")
    assert {stopped.reason for stopped in found[0::2]} == {"crash", "repeated"}


def test_what_was_done_before_a_kind_was_given_up_stays_done() -> None:
    with Pool[str, Any](EVAL, limits=QUICK) as pool:
        items = ["1", "2", "3", LOOP, LOOP, LOOP, LOOP, "4"]
        found = [result for _, result in pool.map(operator.call, items, alike=lambda _: "all")]
    assert found[:3] == [1, 2, 3]
    assert found[-1] == Stopped("repeated")


def test_culprits_in_many_chunks_take_nobody_with_them() -> None:
    items = [str(number) for number in range(400)]
    items[37] = items[38] = items[301] = EXIT
    expected: list[Any] = list(range(400))
    expected[37] = expected[38] = expected[301] = Stopped("crash")
    assert evaluated(items, processes=2) == expected


def test_order_is_kept_over_many_chunks_and_processes() -> None:
    with Pool[int, int]((int, 2), processes=2) as pool:
        pairs = list(pool.map(operator.mul, range(1_000)))
    assert pairs == [(item, 2 * item) for item in range(1_000)]


def test_items_are_not_read_far_ahead() -> None:
    """Memory does not grow with the book."""
    read = given = most = 0

    def items() -> Iterator[int]:
        nonlocal read
        for item in range(20_000):
            read = item
            yield item

    with Pool[int, int]((int, 1), processes=2) as pool:
        for item, _ in pool.map(operator.mul, items()):
            given = item
            most = max(most, read - given)
    assert given == 19_999
    assert most < 600


def test_progress_is_told_to_the_end() -> None:
    told: list[int] = []
    with Pool[int, int]((int, 1)) as pool:
        list(pool.map(operator.mul, range(130), progress=told.append))
    assert told[-1] == 130
    assert told == sorted(told)


def test_nothing_to_do_is_done_without_a_worker() -> None:
    with Pool[int, int]((int, 1)) as pool:
        assert list(pool.map(operator.mul, [])) == []
        assert pool._workers == []


def test_a_few_items_go_through_one_worker() -> None:
    with Pool[int, int]((int, 1)) as pool:
        list(pool.map(operator.mul, range(9)))
        assert len(pool._workers) == 1


def test_a_worker_is_kept_from_one_map_to_the_next() -> None:
    with Pool[str, Any](EVAL) as pool:
        numbers = [list(pool.map(operator.call, ["__import__('os').getpid()"])) for _ in range(3)]
    assert numbers[0] == numbers[1] == numbers[2]


def test_a_map_that_was_left_early_does_not_disturb_the_next() -> None:
    with Pool[int, int]((int, 10), processes=2) as pool:
        left = pool.map(operator.mul, range(1_000))
        next(left)
        left.close()  # type: ignore[attr-defined]  # a generator has it
        assert [result for _, result in pool.map(operator.mul, [1, 2, 3])] == [10, 20, 30]


def test_a_bug_comes_back_as_one_with_its_place() -> None:
    with pytest.raises(WorkerError, match="KeyError: 'a bug'"):
        evaluated(["1", "{}['a bug']"])


def test_an_error_of_the_system_is_a_bug_and_no_crash() -> None:
    with pytest.raises(WorkerError, match="FileNotFoundError"):
        evaluated(["open('/no/such/file')"])


def test_a_result_that_cannot_travel_is_a_bug() -> None:
    with pytest.raises(WorkerError, match=r"(?i)pickle"):
        evaluated(["lambda: 0"])


def test_one_of_our_own_errors_comes_back_as_itself() -> None:
    """With its hint, for the boundary to show."""
    item = "(_ for _ in ()).throw(__import__('composer.errors').errors.ConflictError('held', hint='wait'))"
    with pytest.raises(ConflictError, match="held") as caught:
        evaluated([item])
    assert caught.value.hint == "wait"


def test_a_setup_that_fails_is_a_bug_with_its_place() -> None:
    with pytest.raises(WorkerError, match="ValueError"), Pool[int, int]((int, "x")) as pool:
        list(pool.map(operator.mul, [1]))


def test_a_worker_that_cannot_begin_is_not_blamed_on_an_item() -> None:
    with (
        pytest.raises(ExternalError, match="a worker process ended before it could begin"),
        Pool[int, int]((os._exit, 3)) as pool,
    ):
        list(pool.map(operator.mul, [1]))


@pytest.mark.skipif(sys.platform != "linux", reason="the numbers are those of Linux")
def test_a_worker_writes_no_file_and_leaves_no_core(tmp_path: Path) -> None:
    core, files = evaluated(
        ["__import__('resource').getrlimit(4)[0]", "__import__('resource').getrlimit(7)[0]"], limits=WorkerLimits()
    )
    assert (core, files) == (0, 64)
    with pytest.raises(WorkerError, match="File too large"):
        evaluated([f"__import__('pathlib').Path({str(tmp_path / 'x')!r}).write_text('x')"], limits=WorkerLimits())


def test_leaving_ends_the_workers() -> None:
    with Pool[int, int]((int, 1), processes=2) as pool:
        results = pool.map(operator.mul, range(1_000))
        next(results)
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files in /proc")
def test_no_open_file_is_left_behind() -> None:
    evaluated(["1"])  # the first pool of a process starts its resource tracker, which stays
    before = sorted(Path("/proc/self/fd").iterdir())
    evaluated(["1", EXIT, LOOP])
    assert sorted(Path("/proc/self/fd").iterdir()) == before


# --- programs of their own -----------------------------------------------------------------------------------------

SCRIPT = """
import operator
from composer.workers import Pool

print("once")
with Pool((int, 2)) as pool:
    print([result for _, result in pool.map(operator.mul, [1, 2])])
"""


@pytest.mark.parametrize("how", ["script", "module", "text"])
def test_a_program_is_not_run_again_by_its_workers(tmp_path: Path, how: str) -> None:
    """Not even one without `if __name__ == "__main__"`."""
    (tmp_path / "program.py").write_text(SCRIPT, encoding="utf-8")
    arguments = {"script": ["program.py"], "module": ["-m", "program"], "text": ["-c", SCRIPT]}[how]
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == ("once\n[2, 4]\n", "", 0)


BUSY = f"""
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job inherits a deaf ear
import json, operator, os, sys
from functools import partial
from composer.worker_process import WorkerLimits
from composer.workers import Pool

with Pool((partial, eval), limits=WorkerLimits(seconds=float(sys.argv[1])), processes=1) as pool:
    results = pool.map(operator.call, ["__import__('os').getpid()", {LOOP!r}])
    print(json.dumps(next(results)[1]), flush=True)
    next(results)
"""


def start_busy(seconds: float) -> tuple[subprocess.Popen[str], int]:
    """A program whose worker is busy for ever; and the worker's process number."""
    program = subprocess.Popen(
        [sys.executable, "-c", BUSY, str(seconds)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert program.stdout
    return program, json.loads(program.stdout.readline())


def has_ended(number: int) -> bool:
    """Waits until a process that is not our child is gone, or a zombie that its new parent has yet to bury."""
    while True:
        try:
            stat = Path(f"/proc/{number}/stat").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):
            return True
        if stat.rpartition(")")[2].split()[0] == "Z":
            return True
        os.sched_yield()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_an_interrupt_ends_program_and_workers_quietly() -> None:
    """Ctrl-C goes to the whole group; only the parent answers it."""
    program, worker = start_busy(60)
    os.killpg(program.pid, signal.SIGINT)
    _, errors = program.communicate(timeout=300)
    assert program.returncode != 0
    assert errors.count("Traceback") == 1
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert has_ended(worker)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_a_busy_worker_does_not_outlive_a_parent_that_was_killed() -> None:
    program, worker = start_busy(0.1)
    program.kill()
    program.communicate(timeout=300)
    assert has_ended(worker)
