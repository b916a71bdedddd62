"""Choosing on disk: drafts, both versions of each place, and backups, written in an order that loses nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from composer.drafts.conflicts import Conflicts
from composer.drafts.settling import EVERY, Opened, Place, Settled, Which, find_places, pick, take
from composer.drafts.status import FINISHED, no_longer_ready, status_of
from composer.files import FileText, read_text, write_text


class Choosing:
    """The places of drafts that wait for a person's choice.

    Args:
        drafts: the folder of the drafts.
        made: the folder of the texts as the program last made them.
        conflicts: both versions of each place.
        backup: keeps a draft as it is, before anything else is written in its place.
    """

    def __init__(self, drafts: Path, made: Path, conflicts: Conflicts, backup: Callable[[str, FileText], None]) -> None:
        self._drafts = drafts
        self._base = made
        self._conflicts = conflicts
        self._backup = backup

    def places(self, name: str) -> Opened:
        """What waits for a choice in a draft; its words stand nowhere where the draft itself is gone.

        Raises:
            RecordsError: the record of both versions cannot be read.
        """
        conflicts = self._conflicts.read(name)
        path, base = self._drafts / f"{name}.md", self._base / f"{name}.md"
        found = read_text(path) if path.is_file() else None
        made = read_text(base).text if conflicts and base.is_file() else ""
        text = found.text if found else ""
        places = find_places(text, made, conflicts, finished=status_of(text) in FINISHED)
        return Opened(found.digest if found else "", places)

    def settle(self, name: str, *, new: bool, which: Which = EVERY, today: date | None = None) -> Settled:
        """Ends places of a draft.

        The draft is kept as a backup before its text changes, and both versions of what is ended after it. Where the
        new text is chosen and cannot be put in, nothing changes and the place stays open.

        Args:
            name: the draft.
            new: whether the program's version is taken; otherwise the draft stays as it is.
            which: which of its places.
            today: the day that is named where the draft was ready.

        Raises:
            NotFoundError: there is no such place.
            ConflictError: somebody changed the draft meanwhile; nothing was written.
        """
        opened = self.places(name)
        chosen = pick(name, opened, which)
        done = self._take(name, chosen, opened.digest, today) if new else Settled(kept=chosen)
        ended = [place.conflict for place in (*done.taken, *done.kept)]
        if ended:
            self._conflicts.end(name, ended)
        return done

    def _take(self, name: str, chosen: Sequence[Place], digest: str, today: date | None) -> Settled:
        """Puts the new text into a draft that is still the one its places were looked for in."""
        if all(place.hindrance for place in chosen):
            return Settled(left=tuple(chosen))
        path = self._drafts / f"{name}.md"
        found = read_text(path)
        text, done = take(found.text, chosen)
        words = no_longer_ready(text, today)
        self._backup(name, found)
        write_text(path, words, like=found, expect=digest)
        return replace(done, reopened=words != text)
