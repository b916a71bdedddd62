"""Inside a worker process: items in, answers out, under limits that the system keeps."""

import gc
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

from composer.errors import ComposerError

if sys.platform != "win32":
    import resource

_OPEN_FILES = 64
OVERTIME: Final = 152
"""The exit code of a worker that ends itself, where the system has no timer that does."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What a worker may take."""

    seconds: float = 2.0
    """Of processor time, for one item."""
    memory: int = 1 << 30
    """Bytes of address space beyond what the process had when it began; no limit where the system has none."""
    silence: int = 300
    """Seconds in which no worker says a word. It ends what waits for ever; a busy computer is far from it."""


class WorkerError(Exception):
    """A function failed in a way it should not; the message is the worker's own traceback."""


def serve(
    pipe: Connection, begin: Connection, setup: tuple[Any, ...], limits: WorkerLimits, inherited: tuple[Connection, ...]
) -> None:
    """The life of a worker: until the parent is gone, or an item breaks a limit.

    A forked worker lets go of the parent's ends of all pipes, which would keep workers waiting for one that is gone.
    What it was born with stays as it is: looking for cycles in it would copy the parent's memory page by page.
    """
    gc.freeze()
    for end in inherited:
        end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        for answer in _answers(pipe, begin, setup, limits):
            pipe.send_bytes(answer)


def _answers(pipe: Connection, begin: Connection, setup: tuple[Any, ...], limits: WorkerLimits) -> Iterator[bytes]:
    """That it is ready, and then answers, in the items' order; one that cannot be given is the last."""
    untold: list[bytes] = []
    try:
        make, *arguments = setup
        held = make(*arguments)
        _limit(limits.memory)
        yield pickle.dumps(("ready", None))
        while True:
            function, items, patience = pipe.recv()
            due = 0.0  # the first answer goes at once
            for item in items:
                begin.send_bytes(b"")
                _allow(limits.seconds)
                untold.append(pickle.dumps(function(held, item)))
                _allow(0)
                if time.process_time() >= due or item is items[-1]:
                    yield pickle.dumps(("done", untold))
                    untold, due = [], time.process_time() + patience
    except MemoryError:
        last: tuple[str, Any] = ("memory", None)
    except ComposerError as error:
        last = ("raised", error)
    except Exception:  # noqa: BLE001  # it crosses to the parent as text and is raised there
        last = ("raised", WorkerError(traceback.format_exc()))
    yield pickle.dumps(("done", untold))
    yield pickle.dumps(last)


def _allow(seconds: float) -> None:
    """Ends this process once it has used so much more processor time; 0 for as much as it likes.

    The system's own timer ends C code, too, and a worker whose parent was killed. Windows has none: there a thread
    looks, and what lets no thread run is left to the parent's patience.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)  # of the whole process; nobody catches its signal
        return
    if not _until:
        threading.Thread(target=_watch, daemon=True).start()
    _until[:] = [time.process_time() + seconds if seconds else float("inf")]


_until: list[float] = []  # the processor time at which this process ends, where it is a worker without a timer


def _watch() -> None:
    while not _until or time.process_time() < _until[0]:
        time.sleep(0.02)
    os._exit(OVERTIME)


def _limit(memory: int) -> None:
    """Limits on this process where the system knows them."""
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
