"""Letters being written while the page says how far it is: one run at a time, in a thread of its own."""

from collections import OrderedDict
from collections.abc import Callable
from itertools import count
from threading import Event, Lock, Thread

from composer.errors import ConflictError, NotFoundError
from composer.workspace.drafting import DraftResult, DraftRun, Progress

_MOST = 20
_NAMES = 3
_MERGES = 2
"""A letter is worded in two steps, its subject and its text."""
_LEFT_ALONE = {
    "unchanged": "already there",
    "kept": "already there; it would read differently now",
    "edited": "already there, with words of your own",
    "deleted": "deleted by you before, so not written again",
    "finished": "handed over, sent or put aside already",
}
"""What is said of letters that a run of this app does not touch, by `DraftResult.outcome`."""


class WritingRun:
    """One run: how many letters it writes, how far it is, and what came of it."""

    def __init__(self, number: str, total: int) -> None:
        self.number = number
        self.total = total
        self._merged = 0
        self._to = ""
        self._error: Exception | None = None
        self._ended = Event()

    @property
    def is_going(self) -> bool:
        """Whether it has not come to its end yet."""
        return not self._ended.is_set()

    @property
    def done(self) -> int:
        """How many letters are worded; they are saved once all of them are."""
        return min(self._merged // _MERGES, self.total)

    def result(self, patience: float = 0.0) -> str:
        """The address of the page that says what came of it, empty while it goes on; it raises what stopped the run.

        `patience` is for how many seconds its end is waited for.
        """
        self._ended.wait(patience)
        if self._error:
            raise self._error
        return self._to

    def carry_out(self, work: Callable[[Progress], str]) -> None:
        """Does the work to its end, whatever that is."""
        try:
            self._to = work(self._tell)
        except Exception as error:  # noqa: BLE001  # it is raised again for whoever asks what came of it
            self._error = error
        finally:
            self._ended.set()

    def _tell(self, merged: int) -> None:
        self._merged = merged


class WritingRuns:
    """The runs of this program, the last of which may still go on."""

    def __init__(self) -> None:
        self._runs: OrderedDict[str, WritingRun] = OrderedDict()
        self._numbers = count(1)
        self._lock = Lock()

    def start(self, total: int, work: Callable[[Progress], str]) -> WritingRun:
        """Begins to write so many letters; `work` returns the address of the page that says what came of it.

        Raises:
            ConflictError: another run is going on.
        """
        with self._lock:
            if self.going():
                hint = "wait until they are there; the page Today says how far it is"
                raise ConflictError("letters are being written already, so nothing more was begun", hint=hint)
            run = WritingRun(str(next(self._numbers)), total)
            self._runs[run.number] = run
            if len(self._runs) > _MOST:
                self._runs.popitem(last=False)
        # What it has half done when the program is ended is mended by the next run, as after a power cut.
        Thread(target=run.carry_out, args=[work], daemon=True).start()
        return run

    def going(self) -> WritingRun | None:
        """The run that is going on."""
        return next((run for run in self._runs.values() if run.is_going), None)

    def get(self, number: str) -> WritingRun:
        """A run by its number; a `NotFoundError` where there was none since the program began."""
        if number not in self._runs:
            raise NotFoundError("nothing is being written under this address", hint="the list has what was written")
        return self._runs[number]


def outcome_in_words(run: DraftRun, asked: int) -> str:
    """What a run did, in a few sentences; `asked` is for how many letters it was begun."""
    written = sum(result.outcome == "written" for result in run.results)
    said = ["No letter was written." if not written else f"{_letters(written)} written. Read each before it leaves."]
    for outcome, words in _LEFT_ALONE.items():
        alone = [result for result in run.results if result.outcome == outcome]
        said += [f"Left alone: {_names(alone)} ({words})."] if alone else []
    failed = [result for result in run.results if result.outcome == "failed"]
    said += [f"Could not be written: {_names(failed)}: {failed[0].because}."] if failed else []
    if (gone := asked - len(run.results)) > 0:
        said.append(f"{_letters(gone)} not due any more.")
    return " ".join(said)


def _letters(count: int) -> str:
    return "One letter is" if count == 1 else f"{count:,} letters are"


def _names(results: list[DraftResult]) -> str:
    """Whom letters are for: the first few by name."""
    more = len(results) - _NAMES
    return ", ".join(result.display_name for result in results[:_NAMES]) + (f" and {more:,} more" if more > 0 else "")
