"""Worker processes: the speed and the fence for pure functions over many items.

A worker has a limit on memory and time. A chunk that breaks a limit is done again one item at a time in fresh
workers; the culprit's place is taken by a `Stopped`, and the rest goes on. Workers are spawned, never forked: a fork
of a threaded program may hang. Signals and threads would not do: neither stops C code, and templates compile in it.
It imports `composer.errors` only, and owns `multiprocessing`.
"""

import math
import os
import pickle
import signal
import sys
import threading
import traceback
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from time import monotonic, process_time
from types import ModuleType
from typing import Any, Generic, Literal, Self, TypeVar

from composer.errors import ComposerError, ExternalError

if sys.platform != "win32":
    import resource

Item = TypeVar("Item")
Result = TypeVar("Result")
Reason = Literal["time", "memory", "crash", "repeated"]

_CHUNK = 64
_GROWTH = 4
_FEW = 200
_MOST_PROCESSES = 8
_OPEN_FILES = 64
_HOPELESS = 3
_CROWDED = "close other programs and try again"


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

    reason: Reason
    """``repeated`` where it was not tried, because three like it were stopped in a row."""


class WorkerError(Exception):
    """A function failed in a way it should not; the message is the worker's own traceback."""


@dataclass(slots=True)
class _Task:
    """Some neighbouring items, and the place of the first among all."""

    index: int
    items: list[Any]


@dataclass(slots=True)
class _Worker:
    """One process, and what it is busy with."""

    process: Any
    pipe: Connection
    deadline: float
    task: _Task | None = None
    ready: bool = False
    """Whether it has said that its setup is done; the time of its first chunk runs from then on."""
    finished: int = 0
    """How many tasks it has done: one that has done none had all its memory for the first."""


class Pool(Generic[Item, Result]):
    """A few workers that each hold what ``setup`` makes; use it as a context manager, in one thread at a time.

    Args:
        setup: a callable that can be pickled, and its arguments; what it returns is the first argument of every call.
            It runs before the limits do, so it is to be trusted. It may not live in ``__main__``.
        processes: how many; one for a few items, one a core for many, where it is not given.
        limits: for each worker.
    """

    def __init__(self, setup: tuple[Any, ...], *, processes: int | None = None, limits: Limits | None = None) -> None:
        self._setup = pickle.dumps(setup)
        self._processes = processes
        self._limits = limits or Limits()
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in list(self._workers):
            self._end(worker)

    def map(
        self,
        function: Callable[[Any, Item], Result],
        items: Iterable[Item],
        *,
        chunk: int = _CHUNK,
        alike: Callable[[Item], Hashable] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Iterator[tuple[Item, Result | Stopped]]:
        """Each item with its result, in the items' order; only a few chunks are read ahead.

        Args:
            function: takes what the setup made, and an item.
            items: read as they are needed.
            chunk: how many of them travel together at most.
            alike: an item's kind, such as its template. After three stops of a kind in a row its others are not tried.
            progress: told how many are done.

        Raises:
            ComposerError: the function raised it; a function that wants the rest to go on returns it instead.
            WorkerError: the function raised something else; that is a bug, and the message says where.
            ExternalError: the system would not start a worker, or ended it before it began.
        """
        source = iter(items)
        first = list(islice(source, 1))
        if not first:
            return
        if not self._workers:
            self._start()  # it gets up while the next items are made
        first += islice(source, _FEW - 1)
        most = self._processes or (min(os.cpu_count() or 1, _MOST_PROCESSES) if len(first) == _FEW else 1)
        line = _Line(chain(first, source), chunk, 4 * most * chunk, alike or (lambda _: object()))
        try:
            while line.given < line.read or not line.exhausted:
                if self._assign(function, line, most):
                    self._collect(line)
                    self._assign(function, line, most)  # they work while the caller does what it does with results
                yield from line.finished()
                if progress:
                    progress(line.given)
        finally:
            for worker in [worker for worker in self._workers if worker.task]:
                self._end(worker)

    def _assign(self, function: Callable[[Any, Item], Result], line: "_Line", most: int) -> bool:
        """Gives every free worker something to do; whether there is anything to wait for."""
        free = [worker for worker in self._workers if worker.task is None]
        while (free or len(self._workers) < most) and (task := line.next()):
            worker = free.pop() if free else self._start()
            worker.task = task
            worker.deadline = monotonic() + (self._allowed(task) if worker.ready else self._limits.setup_seconds)
            try:
                worker.pipe.send((function, task.items, self._allowed(task)))
            except OSError:
                worker.deadline = monotonic()  # it is dead; `_collect` finds its pipe closed
        return any(worker.task for worker in self._workers)

    def _start(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._setup, self._limits.memory), daemon=True)
        worker = _Worker(process, ours, monotonic() + self._limits.setup_seconds)
        try:
            with _quiet_start():
                process.start()
                self._workers.append(worker)
        except OSError as error:
            ours.close()
            raise ExternalError("no worker process could be started", hint=_CROWDED) from error
        finally:
            theirs.close()
        return worker

    def _end(self, worker: _Worker) -> int:
        """Ends a process at once, and waits until it is gone; its exit code, negative for a signal."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()
        code = worker.process.exitcode
        worker.process.close()
        return int(code)

    def _allowed(self, task: _Task) -> float:
        """Seconds for a task: one item's limit, and as much again for a full chunk of ordinary ones."""
        return self._limits.seconds * (1 + (len(task.items) - 1) / _CHUNK)

    def _collect(self, line: "_Line") -> None:
        """Waits for at least one worker to answer, to die, or to be late."""
        soonest = min(worker.deadline for worker in self._workers)
        heard = wait([worker.pipe for worker in self._workers], max(0.0, soonest - monotonic()))
        now = monotonic()
        for worker in list(self._workers):
            if worker.pipe in heard:
                self._receive(worker, line)
            elif now >= worker.deadline:
                self._lose(worker, line, "time")

    def _receive(self, worker: _Worker, line: "_Line") -> None:
        try:
            kind, value = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker, line, "crash")
            return
        task = worker.task
        if kind == "ready":
            worker.ready = True
            worker.deadline = monotonic() + self._allowed(task) if task else math.inf
        elif kind == "memory":
            self._lose(worker, line, "memory")
        elif kind == "raised" or task is None:
            raise value
        else:
            line.settle(task, value)
            worker.task, worker.deadline, worker.finished = None, math.inf, worker.finished + 1

    def _lose(self, worker: _Worker, line: "_Line", reason: Reason) -> None:
        """Ends a worker that broke a limit. What it was busy with is done again, or named where it was alone."""
        task, fresh, code = worker.task, worker.finished == 0, self._end(worker)
        if not worker.ready:
            raise ExternalError("a worker process ended before it could begin", hint=_CROWDED)
        if sys.platform != "win32" and code == -signal.SIGXCPU:
            reason = "time"
        if task:
            sure = len(task.items) == 1 and (fresh or reason == "time")
            line.lose(task, Stopped(reason) if sure else None)


@dataclass(slots=True)
class _Line:
    """The items on their way: read in chunks that begin small, done in any order, given back in their own."""

    source: Iterator[Any]
    most: int
    """Items in the largest chunk."""
    ahead: int
    """How many items may be read beyond the last one given back."""
    alike: Callable[[Any], Hashable]
    size: int = 1
    """Of the next chunk; it grows, so that the first item to break a limit takes few others with it."""
    read: int = 0
    given: int = 0
    alone: deque[_Task] = field(default_factory=deque)
    """What is to be done again."""
    done: dict[int, tuple[_Task, list[Any]]] = field(default_factory=dict)
    stops: Counter[Hashable] = field(default_factory=Counter)
    """How many of a kind were stopped in a row."""
    exhausted: bool = False

    def next(self) -> _Task | None:
        """What to do next; ``None`` where there is nothing, or too much is waiting to be given back."""
        while task := self.alone.popleft() if self.alone else self._read():
            if not self.stops or all(self.stops[self.alike(item)] < _HOPELESS for item in task.items):
                return task
            if len(task.items) == 1:
                self.done[task.index] = (task, [Stopped("repeated")])
            else:
                self._part(task)
        return None

    def _read(self) -> _Task | None:
        if self.read - self.given >= self.ahead:
            return None
        task = _Task(self.read, list(islice(self.source, min(self.size, self.most))))
        self.read += len(task.items)
        self.exhausted = not task.items
        return task if task.items else None

    def settle(self, task: _Task, results: list[Any]) -> None:
        """Keeps results until their turn comes."""
        self.done[task.index] = (task, results)
        self.size = min(self.most, _GROWTH * self.size)
        for item in task.items if self.stops else ():
            self.stops.pop(self.alike(item), None)

    def lose(self, task: _Task, stopped: Stopped | None) -> None:
        """Names the one item that broke a limit; ``None`` puts all of them first in the line, each by itself."""
        self.size = 1
        if stopped:
            self.done[task.index] = (task, [stopped])
            self.stops[self.alike(task.items[0])] += 1
        else:
            self._part(task)

    def _part(self, task: _Task) -> None:
        self.alone.extendleft(_Task(task.index + place, [item]) for place, item in reversed([*enumerate(task.items)]))

    def finished(self) -> Iterator[tuple[Any, Any]]:
        """The items whose turn has come, with their results."""
        while self.given in self.done:
            task, results = self.done.pop(self.given)
            self.given += len(results)
            yield from zip(task.items, results, strict=True)


_STARTING = threading.Lock()  # guards sys.modules["__main__"] while a process is started


@contextmanager
def _quiet_start() -> Iterator[None]:
    """What a new process inherits: no ``__main__`` and no Ctrl-C.

    `spawn` would run the parent's script again in every worker: slow for a console script, and without end for one
    that has no ``if __name__ == "__main__"``. Ctrl-C is the parent's to answer, from the first moment on.
    """
    with _STARTING:
        main, held = sys.modules["__main__"], None
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # otherwise `start` does, and unblocks the signal after it
            held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
            if sys.platform != "win32" and held is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, held)


# --- inside a worker -----------------------------------------------------------------------------------------------


def _serve(pipe: Connection, setup: bytes, memory: int) -> None:
    """The life of a worker: set up once, then a task at a time until the pipe closes or a limit is broken."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        make, *arguments = pickle.loads(setup)  # noqa: S301  # from our own parent
        held = make(*arguments)
        _limit(memory)
    except Exception:  # noqa: BLE001  # it crosses to the parent as text and is raised there
        _say(pipe, ("raised", WorkerError(traceback.format_exc())))
        return
    answer: tuple[str, Any] = ("ready", None)
    while _say(pipe, answer):
        try:
            task = pipe.recv_bytes()
        except (EOFError, OSError):
            return  # the parent is gone
        answer = _answer(task, held)


def _answer(task: bytes, held: Any) -> tuple[str, Any]:
    """Does one task; what became of it."""
    try:
        function, items, seconds = pickle.loads(task)  # noqa: S301  # from our own parent
        if sys.platform != "win32":  # the system ends a busy worker whose parent was killed, or is away
            _cap(resource.RLIMIT_CPU, math.ceil(process_time() + seconds) + 1)
        return "done", [function(held, item) for item in items]
    except MemoryError:
        return "memory", None
    except ComposerError as error:
        return "raised", error
    except Exception:  # noqa: BLE001  # it crosses to the parent as text and is raised there
        return "raised", WorkerError(traceback.format_exc())


def _say(pipe: Connection, message: tuple[str, Any]) -> bool:
    """Sends a message, or what kept it from being sent; whether anybody listens."""
    try:
        pipe.send(message)
    except OSError:
        return False
    except MemoryError:
        return _say(pipe, ("memory", None))
    except Exception:  # noqa: BLE001  # a result that cannot be pickled
        return _say(pipe, ("raised", WorkerError(traceback.format_exc())))
    return True


def _limit(memory: int) -> None:
    """Limits on this process where the system knows them; the parent's clock limits it everywhere."""
    if sys.platform == "win32":
        return
    _cap(resource.RLIMIT_CORE, 0)
    _cap(resource.RLIMIT_FSIZE, 0)
    _cap(resource.RLIMIT_NOFILE, _OPEN_FILES)
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  # a pseudo-file, not a path of the user's
            held = int(statm.read().split()[0]) * resource.getpagesize()
        _cap(resource.RLIMIT_AS, held + memory)


def _cap(limit: int, value: int) -> None:
    """Sets a limit, unless the system has a lower one."""
    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
