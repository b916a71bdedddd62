"""Handing over from a page: a few letters at once, many while a page says how far it is."""

from threading import Lock, Thread

from composer.errors import ComposerError, ConflictError
from composer.outputs.export import ExportRequest
from composer.outputs.outbox import Exported
from composer.workspace.exporting import export_drafts
from composer.workspace.snapshot import Snapshot

MANY = 100
"""From so many letters on nobody waits for the page."""

THREAD = "handing-over"


class HandingRun:
    """One hand-over in a thread of its own, as far as it is; at its end, what became of each letter."""

    def __init__(self, snapshot: Snapshot, letters: frozenset[str]) -> None:
        self.letters = letters
        """Those that were to leave, by the names of their drafts."""
        self.looked_at = 0
        """How many of all drafts were gone through."""
        self.error: ComposerError | None = None
        """What ended it early; what was handed over before that is whole."""
        self._results: list[Exported] = []
        self._thread = Thread(target=self._hand_over, args=(snapshot,), name=THREAD, daemon=True)
        self._thread.start()

    @property
    def goes_on(self) -> bool:
        """Whether it has not ended yet."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Returns at its end."""
        self._thread.join()

    @property
    def left(self) -> tuple[Exported, ...]:
        """What was handed over."""
        return tuple(one for one in self._results if one.path)

    @property
    def stayed(self) -> tuple[Exported, ...]:
        """What was to leave and did not."""
        return tuple(one for one in self._results if not one.path and one.draft in self.letters)

    def _hand_over(self, snapshot: Snapshot) -> None:
        try:
            for one in export_drafts(snapshot, ExportRequest(), progress=self._tell):
                self._results.append(one)
        except ComposerError as error:
            self.error = error
        except Exception:  # noqa: BLE001  # nobody stands above a thread to say it
            self.error = ComposerError("this is a fault of the program, not of your files")

    def _tell(self, looked_at: int) -> None:
        self.looked_at = looked_at


class Handing:
    """The hand-over that goes on, or the last one; there is one at a time."""

    def __init__(self) -> None:
        self.run: HandingRun | None = None
        self._begins = Lock()

    def begin(self, snapshot: Snapshot, letters: frozenset[str]) -> HandingRun:
        """Hands over what is approved, as `outreach export` does; it waits for the end where there are few.

        `letters` are those that are to leave as far as anybody knows; which do is decided once the lock is held.

        Raises:
            ConflictError: it goes on already.
        """
        with self._begins:
            if self.run and self.run.goes_on:
                raise ConflictError("letters are being handed over just now", hint="wait until that is done")
            self.run = run = HandingRun(snapshot, letters)
        if len(letters) < MANY:
            run.wait()
        return run
