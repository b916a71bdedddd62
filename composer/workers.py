"""Worker processes: the speed and the fence for pure functions over many items.

A worker has a limit on memory and time. A chunk that breaks a limit is done again one item at a time in fresh
workers; the culprit's place is taken by a `Stopped`, and the rest goes on. Workers are spawned, never forked: a fork
of a threaded program may hang. Signals and threads would not do: neither stops C code, and templates compile in it.
"""

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from time import monotonic
from types import TracebackType
from typing import Any, Generic, Literal, Self, TypeVar

from composer.errors import ExternalError

Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK = 64
_FEW = 200
_MOST_PROCESSES = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take."""

    seconds: float = 2.0
    """For one item alone; a chunk gets this and a little for each item."""
    memory: int = 1 << 30
    """Bytes of address space beyond what the process had when it began; no limit where the system has none."""
    setup_seconds: float = 30.0
    """For a worker to begin."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Stands in the place of a result that was not reached."""

    reason: Literal["time", "memory", "crash"]


class WorkerError(Exception):
    """A function failed in a way it should not; the message is the worker's own traceback."""


@dataclass(slots=True)
class _Worker:
    """One process and the chunk it is busy with."""

    process: Any
    pipe: Connection
    number: int = -1
    items: list[Any] = field(default_factory=list)
    deadline: float = 0.0
    ready: bool = False
    """Whether it has said that its setup is done; the time of its first chunk runs from then on."""


@dataclass(slots=True)
class _Task:
    number: int
    items: list[Any]


class Pool(Generic[Item, Result]):
    """A few workers that each hold what ``setup`` makes; use it as a context manager.

    Args:
        setup: a callable that can be pickled, and its arguments; what it returns is the first argument of every call.
        processes: how many; one for a few items, one a core for many, where it is not given.
        limits: for each worker.
    """

    def __init__(self, setup: tuple[Any, ...], *, processes: int | None = None, limits: Limits | None = None) -> None:
        self._setup = pickle.dumps(setup)
        self._processes = processes
        self._limits = limits or Limits()
        self._workers: list[_Worker] = []
        self._context = get_context("spawn")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in list(self._workers):
            self._end(worker)

    def map(
        self,
        function: Callable[[Any, Item], Result],
        items: Iterable[Item],
        *,
        chunk: int = _CHUNK,
        progress: Callable[[int], None] | None = None,
    ) -> Iterator[tuple[Item, Result | Stopped]]:
        """Each item with its result, in the items' order; only a few chunks are read ahead.

        Raises:
            WorkerError: the function raised; that is a bug, and the message says where.
        """
        source = iter(items)
        first = list(islice(source, _FEW))
        most = self._processes or (min(os.cpu_count() or 1, _MOST_PROCESSES) if len(first) == _FEW else 1)
        tasks = self._tasks(first, source, chunk)
        done: dict[int, list[tuple[Item, Result | Stopped]]] = {}
        wanted = count = 0
        running = True
        while running or done or self._busy():
            while running and len(self._busy()) < most and len(done) < 4 * most:
                task = next(tasks, None)
                running = task is not None
                if task:
                    self._give(self._idle(), function, task)
            done |= dict(self._collect(function))
            while wanted in done:
                for pair in done.pop(wanted):
                    count += 1
                    yield pair
                wanted += 1
                if progress:
                    progress(count)

    def _tasks(self, first: list[Item], source: Iterator[Item], chunk: int) -> Iterator[_Task]:
        number = 0
        for start in range(0, len(first), chunk):
            yield _Task(number, first[start : start + chunk])
            number += 1
        while items := list(islice(source, chunk)):
            yield _Task(number, items)
            number += 1

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.number >= 0]

    def _idle(self) -> _Worker:
        return next((worker for worker in self._workers if worker.number < 0), None) or self._start()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._setup, self._limits.memory), daemon=True)
        try:
            process.start()
        except OSError as error:
            raise ExternalError(
                "no worker process could be started", hint="close other programs and try again"
            ) from error
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _end(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.process.close()
        worker.pipe.close()
        self._workers.remove(worker)

    def _give(self, worker: _Worker, function: Callable[[Any, Item], Result], task: _Task) -> None:
        worker.number, worker.items = task.number, task.items
        worker.deadline = monotonic() + (self._allowed(worker) if worker.ready else self._limits.setup_seconds)
        try:
            worker.pipe.send((function, task.items))
        except OSError:
            worker.deadline = monotonic()  # it died before it began; `_collect` finds its pipe closed

    def _allowed(self, worker: _Worker) -> float:
        """Seconds for a worker's chunk: one item's limit, and as much again for a full chunk of ordinary ones."""
        return self._limits.seconds * (1 + (len(worker.items) - 1) / _CHUNK)

    def _collect(self, function: Callable[[Any, Item], Result]) -> Iterator[tuple[int, list[Any]]]:
        """The chunks that are done, or that had to be done one by one; waits for at least one event."""
        busy = self._busy()
        if not busy:
            return
        soonest = min(worker.deadline for worker in busy)
        ready = wait([worker.pipe for worker in busy], max(0.0, soonest - monotonic()))
        for worker in busy:
            if worker.pipe in ready:
                received = self._received(worker, function)
                if received:
                    yield received
            elif monotonic() >= worker.deadline:
                yield self._broken(worker, function, "time")

    def _received(self, worker: _Worker, function: Callable[[Any, Item], Result]) -> tuple[int, list[Any]] | None:
        try:
            kind, value = worker.pipe.recv()
        except (EOFError, OSError):
            return self._broken(worker, function, "crash")
        if kind == "ready":
            worker.ready, worker.deadline = True, monotonic() + self._allowed(worker)
            return None
        if kind == "memory":
            return self._broken(worker, function, "memory")
        if kind == "fault":
            raise WorkerError(value)
        number, items = worker.number, worker.items
        worker.number, worker.items = -1, []
        return number, list(zip(items, value, strict=True))

    def _broken(
        self,
        worker: _Worker,
        function: Callable[[Any, Item], Result],
        reason: Literal["time", "memory", "crash"],
    ) -> tuple[int, list[Any]]:
        """A chunk whose worker was lost: the culprit is named where it was alone, searched for one by one otherwise."""
        number, items = worker.number, worker.items
        self._end(worker)
        if len(items) == 1:
            return number, [(items[0], Stopped(reason))]
        with Pool[Item, Result](pickle.loads(self._setup), processes=1, limits=self._limits) as alone:  # noqa: S301  # our own bytes
            return number, list(alone.map(function, items, chunk=1))


# --- inside a worker -----------------------------------------------------------------------------------------------


def _serve(pipe: Connection, setup: bytes, memory: int) -> None:
    """The life of a worker: set up once, then a chunk at a time until the pipe closes."""
    import traceback

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    try:
        make, *arguments = pickle.loads(setup)  # noqa: S301  # from our own parent
        held = make(*arguments)
        _limit(memory)
        pipe.send(("ready", None))
        while True:
            function, items = pipe.recv()
            pipe.send(("done", [function(held, item) for item in items]))
    except (EOFError, OSError):
        return
    except MemoryError:
        held = None
        _say(pipe, ("memory", ""))
    except Exception:  # noqa: BLE001  # it crosses to the parent as text and is raised there
        _say(pipe, ("fault", traceback.format_exc()))


def _say(pipe: Connection, message: tuple[str, str]) -> None:
    try:
        pipe.send(message)
    except (OSError, MemoryError):
        return  # the closed pipe says it


def _limit(memory: int) -> None:
    """Limits on this process where the system knows them; the parent's clock limits it everywhere."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  # a pseudo-file, not a path of the user's
            held = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + memory, held + memory))
