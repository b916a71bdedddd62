"""Work that takes longer than a page may: one run at a time, in a thread of its own, while pages say how far it is."""

from collections import OrderedDict
from collections.abc import Callable
from itertools import count
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

from composer.errors import ComposerError, ConflictError, NotFoundError

T = TypeVar("T")
Tell = Callable[[int], None]
"""Called with how much of a run is done."""
THREAD = "run"
"""What the thread of a run is called."""
_MOST = 20
"""So many runs are remembered."""


class Run(Generic[T]):
    """One run: how much there is to do, how far it is, and what came of it."""

    def __init__(self, number: str, total: int) -> None:
        self.number = number
        self.total = total
        self.done = 0
        self._result: T | None = None
        self._error: Exception | None = None
        self._ended = Event()

    @property
    def is_going(self) -> bool:
        """Whether it has not come to its end yet."""
        return not self._ended.is_set()

    @property
    def error(self) -> ComposerError | None:
        """What ended it early, in words for a person."""
        if self._error is None or isinstance(self._error, ComposerError):
            return self._error
        return ComposerError("this is a fault of the program, not of your files")

    def result(self, patience: float | None = 0.0) -> T | None:
        """What came of it, ``None`` while it goes on; it raises what stopped the run.

        `patience` is for how many seconds its end is waited for; ``None`` waits for it however long that takes.
        """
        self._ended.wait(patience)
        if self._error:
            raise self._error
        return self._result

    def wait(self, patience: float | None = None) -> None:
        """Returns at its end, whatever that is, or after so many seconds."""
        self._ended.wait(patience)

    def carry_out(self, work: Callable[[Tell], T]) -> None:
        """Does the work to its end, whatever that is."""
        try:
            self._result = work(self._tell)
        except Exception as error:  # noqa: BLE001  # it is raised again for whoever asks what came of it
            self._error = error
        finally:
            self._ended.set()

    def _tell(self, done: int) -> None:
        self.done = min(done, self.total)


class Runs(Generic[T]):
    """The runs of one kind since the program began, the last of which may still go on.

    `busy` is what somebody is told who begins one while another goes on; `hint` is what to do then.
    """

    def __init__(self, *, busy: str, hint: str) -> None:
        self._busy = busy, hint
        self._runs: OrderedDict[str, Run[T]] = OrderedDict()
        self._numbers = count(1)
        self._lock = Lock()

    def start(self, total: int, work: Callable[[Tell], T]) -> Run[T]:
        """Begins a run that has so much to do.

        Raises:
            ConflictError: another run is going on.
        """
        with self._lock:
            if self.going():
                busy, hint = self._busy
                raise ConflictError(busy, hint=hint)
            run: Run[T] = Run(str(next(self._numbers)), total)
            self._runs[run.number] = run
            if len(self._runs) > _MOST:
                self._runs.popitem(last=False)
        # What it has half done when the program is ended is mended by the next run, as after a power cut.
        Thread(target=run.carry_out, args=[work], name=THREAD, daemon=True).start()
        return run

    def going(self) -> Run[T] | None:
        """The run that is going on."""
        last = self.last()
        return last if last and last.is_going else None

    def last(self) -> Run[T] | None:
        """The run that was begun last."""
        return next(reversed(self._runs.values()), None)

    def get(self, number: str) -> Run[T]:
        """A run by its number; a `NotFoundError` where there was none since the program began."""
        if number not in self._runs:
            raise NotFoundError("nothing is being written under this address", hint="the list has what was written")
        return self._runs[number]
