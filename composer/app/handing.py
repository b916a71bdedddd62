"""Handing over from a page: a few letters at once, many while a page says how far it is."""

from dataclasses import dataclass

from composer.app.background import Run, Runs, Tell
from composer.outputs.export import ExportRequest
from composer.outputs.outbox import Exported
from composer.workspace.exporting import export_drafts
from composer.workspace.snapshot import Snapshot

MANY = 100
"""From so many letters on nobody waits for the page."""


@dataclass(frozen=True, slots=True)
class HandingOver:
    """One hand-over, as far as it is; at its end, what became of each letter."""

    letters: frozenset[str]
    """Those that were to leave, by the names of their drafts."""
    results: list[Exported]
    """What became of each draft so far."""
    run: Run[None]
    """How many of all drafts were gone through, and what ended it early; what was handed over before that is whole."""

    @property
    def left(self) -> tuple[Exported, ...]:
        """What was handed over."""
        return tuple(one for one in self.results if one.path)

    @property
    def stayed(self) -> tuple[Exported, ...]:
        """What was to leave and did not."""
        return tuple(one for one in self.results if not one.path and one.draft in self.letters)


class Handing:
    """The hand-over that goes on, or the last one; there is one at a time."""

    def __init__(self) -> None:
        self.last: HandingOver | None = None
        self._runs: Runs[None] = Runs(busy="letters are being handed over just now", hint="wait until that is done")

    def begin(self, snapshot: Snapshot, letters: frozenset[str]) -> HandingOver:
        """Hands over what is approved, as `outreach export` does; it waits for the end where there are few.

        `letters` are those that are to leave as far as anybody knows; which do is decided once the lock is held.

        Raises:
            ConflictError: it goes on already.
        """
        results: list[Exported] = []

        def hand_over(tell: Tell) -> None:
            results.extend(export_drafts(snapshot, ExportRequest(), progress=tell))

        run = self._runs.start(len(snapshot.store.names()), hand_over)
        self.last = HandingOver(letters, results, run)
        if len(letters) < MANY:
            run.wait()
        return self.last
