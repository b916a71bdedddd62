"""Workers: the order stands, the culprit is named, the rest goes on."""

import os
import time

import pytest

from composer.workers import Limits, Pool, Stopped, WorkerError

QUICK = Limits(seconds=0.5, memory=300 << 20)


def nothing() -> None:
    """A setup that holds nothing."""


def misbehave(_: None, item: str) -> str:
    """Does what its item says."""
    if item == "loop":
        while True:
            pass
    if item == "memory":
        return "x" * (2 << 30)
    if item == "exit":
        os._exit(3)
    if item == "raise":
        raise KeyError("a bug")
    return item.upper()


def double(factor: int, item: int) -> int:
    """Uses what the setup made."""
    return factor * item


@pytest.mark.parametrize(("bad", "reason"), [("loop", "time"), ("memory", "memory"), ("exit", "crash")])
def test_a_culprit_is_named_and_the_rest_goes_on(bad: str, reason: str) -> None:
    with Pool[str, str]((nothing,), limits=QUICK) as pool:
        results = [result for _, result in pool.map(misbehave, ["a", bad, "b", "c"])]
    assert results == ["A", Stopped(reason), "B", "C"]  # type: ignore[arg-type]  # the parameter is one of the three


def test_order_is_kept_over_many_chunks_and_processes() -> None:
    with Pool[int, int]((int, 2), processes=2) as pool:
        pairs = list(pool.map(double, range(1_000), chunk=7))
    assert pairs == [(item, 2 * item) for item in range(1_000)]


def test_items_are_not_read_far_ahead() -> None:
    """Memory does not grow with the book."""
    read = 0

    def items() -> "list[int] | object":
        nonlocal read
        for item in range(100_000):
            read = item
            yield item

    with Pool[int, int]((int, 1), processes=2) as pool:
        stream = pool.map(double, items(), chunk=50)  # type: ignore[arg-type]  # a generator of numbers
        for _ in range(10):
            next(stream)
        assert read < 5_000


def test_progress_is_told_to_the_end() -> None:
    told: list[int] = []
    with Pool[int, int]((int, 1)) as pool:
        list(pool.map(double, range(130), progress=told.append))
    assert told[-1] == 130
    assert told == sorted(told)


def test_nothing_to_do_is_done_without_a_worker() -> None:
    with Pool[int, int]((int, 1)) as pool:
        assert list(pool.map(double, [])) == []


def test_a_bug_comes_back_as_one_with_its_place() -> None:
    with pytest.raises(WorkerError, match="KeyError: 'a bug'"), Pool[str, str]((nothing,)) as pool:
        list(pool.map(misbehave, ["raise"]))


def test_leaving_ends_the_workers() -> None:
    with Pool[int, int]((int, 1), processes=2) as pool:
        next(iter(pool.map(double, range(1_000))))
        numbers = [worker.process.pid for worker in pool._workers]
        assert numbers
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and any(alive(number) for number in numbers):
        os.sched_yield()
    assert not any(alive(number) for number in numbers)


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
