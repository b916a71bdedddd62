"""Worker processes: the speed and the fence for pure functions over many items.

A worker answers a few items at a time, and notes in a second pipe each that it begins. So what broke a limit is known:
a `Stopped` takes its place, and a fresh worker goes on.
Time is the worker's own processor time, which a busy or sleeping computer does not use up. In a thread nothing stops C
code, in which templates compile. The workers of a program with one thread are forks of it on Linux, which have all that
it has imported and compiled; others are spawned, since a fork of a threaded program may hang.
What happens inside a worker is in `worker_process.py`; the two own `multiprocessing`.
"""

import os
import pickle
import signal
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any, Generic, Literal, Self, TypeVar

from composer.errors import ExternalError
from composer.worker_process import OVERTIME, WorkerLimits, serve

Item = TypeVar("Item")
Result = TypeVar("Result")
Reason = Literal["time", "memory", "crash", "repeated", "late"]

_CHUNK = 32
_UNTOLD = 0.02  # seconds of processor time, after which a worker tells what it has done; at once where one was stopped
MANY = 200
"""Of so many items several processes make shorter work than one."""
_MOST_PROCESSES = 8
_HOPELESS = 3
_CROWDED = "close other programs and try again"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Stands in the place of a result that was not reached."""

    reason: Reason
    """``repeated`` where it was not tried, because three like it were stopped in a row; ``late`` is no fault of it."""
    limits: WorkerLimits = field(default=WorkerLimits(), compare=False, repr=False)

    @property
    def because(self) -> str:
        """What was measured, to follow a name: ``took more than 2 seconds of processor time, so it was stopped``."""
        return {
            "time": f"took more than {self.limits.seconds:g} seconds of processor time, so it was stopped",
            "memory": f"needed more than {self.limits.memory >> 20:,} megabytes of memory, so it was stopped",
            "crash": "ended its process, so it was stopped",
            "repeated": "was stopped three times in a row, so it was not tried again",
            "late": f"was not reached: for {self.limits.silence} seconds this computer did not get to it",
        }[self.reason]

    def hint(self, otherwise: str) -> str:
        """What to do: ``otherwise`` where it may be the item's fault."""
        return _CROWDED if self.reason == "late" else otherwise


@dataclass(slots=True)
class _Worker:
    """One process, and what it is busy with."""

    process: Any
    pipe: Connection
    begun: Connection
    """Holds a note for each item that it has begun and not answered, read when it is answered or the worker lost."""
    items: deque[tuple[int, Any]] = field(default_factory=deque)
    """What it has yet to answer, each with its place among all."""
    ready: bool = False
    """Whether its setup is done."""
    fresh: bool = True
    """Whether it has answered nothing yet: all its memory was there for the first item."""
    silent: int = 0
    """For how many seconds nothing was heard."""


class Pool(Generic[Item, Result]):
    """A few workers that each hold what ``setup`` makes; use it as a context manager, in one thread at a time.

    Args:
        setup: a callable that can be pickled, and its arguments; what it returns is the first argument of every call.
            It runs before the limits do, so it is to be trusted. It may not live in ``__main__``.
        processes: how many; one for a few items, one a core for many, where it is not given.
        limits: for each worker.
    """

    def __init__(
        self, setup: tuple[Any, ...], *, processes: int | None = None, limits: WorkerLimits | None = None
    ) -> None:
        self._setup = setup
        self._processes = processes
        self._limits = limits or WorkerLimits()
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
        alike: Callable[[Item], Hashable] | None = None,
        progress: Callable[[int], None] | None = None,
        at_once: bool = False,
    ) -> Iterator[tuple[Item, Result | Stopped]]:
        """Each item with its result, in the items' order; only a few hundred are read ahead.

        Args:
            function: takes what the setup made, and an item.
            items: read as they are needed.
            alike: an item's kind, such as its template. After three stops of a kind in a row its others are not tried.
            progress: told how many are done.
            at_once: whether a worker starts before it is known that there is an item.

        Raises:
            ComposerError: the function raised it; a function that wants the rest to go on returns it instead.
            WorkerError: the function raised something else; that is a bug, and the message says where.
            ExternalError: the system would not start a worker, or ended it before it began.
        """
        source = iter(items)
        first = [] if at_once else list(islice(source, 1))
        if (at_once or first) and not self._workers:
            self._start()  # it gets up while the next items are made
        first += islice(source, MANY - len(first))
        most = self._processes or (min(os.cpu_count() or 1, _MOST_PROCESSES) if len(first) == MANY else 1)
        line = _Line(enumerate(chain(first, source)), 2 * most * _CHUNK, alike or (lambda _: object()))
        try:
            while self._assign(function, line, most):
                self._listen(line)
                yield from line.finished()
                if progress:
                    progress(line.given)
        finally:
            for worker in [worker for worker in self._workers if worker.items]:
                self._end(worker)

    def _assign(self, function: Callable[[Any, Item], Result], line: "_Line", most: int) -> bool:
        """Gives every free worker something to do; whether there is anything to wait for, or to give back."""
        free = [worker for worker in self._workers if not worker.items]
        while (free or len(self._workers) < most) and (taken := line.take()):
            worker = free.pop() if free else self._start()
            worker.items, worker.silent = taken, 0
            with suppress(OSError):  # it is dead; `_listen` finds its pipe closed
                worker.pipe.send((function, [item for _, item in taken], 0 if line.stops else _UNTOLD))
        return bool(line.done) or any(worker.items for worker in self._workers)

    def _start(self) -> _Worker:
        fork = may_fork()
        context: Any = get_context("fork" if fork else "spawn")
        ours, theirs = context.Pipe()
        begun, begin = context.Pipe(duplex=False)
        others = (end for worker in self._workers for end in (worker.pipe, worker.begun))
        held = (ours, begun, *others) if fork else ()
        process = context.Process(target=serve, args=(theirs, begin, self._setup, self._limits, held), daemon=True)
        try:
            with _quiet_start(fork=fork):
                process.start()
        except OSError as error:
            ours.close()
            begun.close()
            raise ExternalError("no worker process could be started", hint=_CROWDED) from error
        finally:
            theirs.close()
            begin.close()
        self._workers.append(_Worker(process, ours, begun))
        return self._workers[-1]

    def _end(self, worker: _Worker) -> int:
        """Ends a process at once, and waits until it is gone; its exit code, negative for a signal."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.begun.close()
        worker.process.kill()
        worker.process.join()
        code = worker.process.exitcode
        worker.process.close()
        return int(code)

    def _listen(self, line: "_Line") -> None:
        """Waits until a worker answers or dies, or a second has passed in which none did.

        Seconds are counted, not read off a clock: a computer that slept through the night has counted one.
        """
        busy = [worker for worker in self._workers if worker.items]
        heard = wait([worker.pipe for worker in busy], 1.0) if busy else []
        for worker in busy:
            worker.silent = 0 if worker.pipe in heard else worker.silent + (not heard)
            if worker.pipe in heard:
                self._receive(worker, line)
            elif worker.silent >= self._limits.silence:
                self._lose(worker, line, "late")

    def _receive(self, worker: _Worker, line: "_Line") -> None:
        try:
            kind, value = worker.pipe.recv()
        except (EOFError, OSError):
            kind, value = "crash", None
        if kind == "ready":
            worker.ready = True
        elif kind == "done":
            worker.fresh = worker.fresh and not value
            for answer in value:
                worker.begun.recv_bytes()
                line.settle(worker.items.popleft(), pickle.loads(answer))  # noqa: S301  # from our own worker
        elif kind == "raised":
            raise value
        else:
            self._lose(worker, line, kind)

    def _lose(self, worker: _Worker, line: "_Line", reason: Reason) -> None:
        """Ends a worker that broke a limit. Its item is named, where that is sure; the others are done again.

        An item of which it is not sure comes first in a fresh worker: there it is.
        """
        untold = max(0, _notes_in(worker.begun) - 1)
        code = self._end(worker)
        if not worker.ready:
            raise ExternalError("a worker process ended before it could begin", hint=_CROWDED)
        if code in {OVERTIME, -getattr(signal, "SIGPROF", OVERTIME)}:
            reason = "time"
        culprit = worker.items[untold]
        del worker.items[untold]
        if (worker.fresh and not untold) or reason in {"time", "late"}:
            line.settle(culprit, Stopped(reason, self._limits))
        else:
            worker.items.appendleft(culprit)
        line.again.extendleft(reversed(worker.items))


def _notes_in(pipe: Connection) -> int:
    """How many messages wait in a pipe; they are taken out."""
    found = 0
    with suppress(EOFError, OSError):
        while pipe.poll():
            pipe.recv_bytes()
            found += 1
    return found


@dataclass(slots=True)
class _Line:
    """The items on their way: taken in their order, done in any, given back in their own."""

    source: Iterator[tuple[int, Any]]
    ahead: int
    """How many may wait to be given back."""
    alike: Callable[[Any], Hashable]
    given: int = 0
    again: deque[tuple[int, Any]] = field(default_factory=deque)
    """What a worker that died had not answered."""
    done: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    stops: Counter[Hashable] = field(default_factory=Counter)
    """How many of a kind were stopped in a row."""

    def take(self) -> deque[tuple[int, Any]]:
        """What to do next; nothing where all is taken, or too much is waiting to be given back."""
        taken: deque[tuple[int, Any]] = deque()
        while len(taken) < _CHUNK and (self.again or len(self.done) < self.ahead):
            one = self.again.popleft() if self.again else next(self.source, None)
            if one is None:
                break
            if self.stops and self.stops[self.alike(one[1])] >= _HOPELESS:
                self.done[one[0]] = (one[1], Stopped("repeated"))
            else:
                taken.append(one)
        return taken

    def settle(self, one: tuple[int, Any], result: Any) -> None:
        """Keeps a result until its turn comes."""
        place, item = one
        self.done[place] = (item, result)
        if isinstance(result, Stopped):
            self.stops[self.alike(item)] += 1
        elif self.stops:
            self.stops.pop(self.alike(item), None)

    def finished(self) -> Iterator[tuple[Any, Any]]:
        """The items whose turn has come, with their results."""
        while self.given in self.done:
            self.given += 1
            yield self.done.pop(self.given - 1)


def may_fork() -> bool:
    """Whether this process may be copied: it has one thread, on the system where a fork is safe then."""
    if sys.platform != "linux":
        return False
    with os.scandir("/proc/self/task") as threads:  # those of libraries, too, of which Python knows nothing
        return len(list(threads)) == 1


_STARTING = threading.Lock()  # guards sys.modules["__main__"] while a process is started


@contextmanager
def _quiet_start(*, fork: bool) -> Iterator[None]:
    """What a new process inherits: no ``__main__`` and no Ctrl-C.

    `spawn` would run the parent's script again in every worker: slow for a console script, and without end for one
    that has no ``if __name__ == "__main__"``. Ctrl-C is the parent's to answer, from the first moment on.
    """
    with _STARTING:
        main, held = sys.modules["__main__"], None
        if sys.platform != "win32":
            if not fork:
                resource_tracker.ensure_running()  # otherwise `start` does, and unblocks the signal after it
            held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
            if sys.platform != "win32" and held is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, held)
