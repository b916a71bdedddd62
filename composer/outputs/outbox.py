"""Handing over: a message becomes a file in ``outbox/``, and its draft says so, in this order and never twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from composer.drafts.draft import Draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.store import DraftFile, DraftStore
from composer.errors import ConflictError, Problem
from composer.files import make_folder, remove_file, sync_files, sync_folder, write_bytes
from composer.lock import ensure_own
from composer.planning.eligibility import Eligibility

OUTBOX = "outbox"
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Rendered:
    """A draft, the message made from it, and how the draft's file reads once that has left."""

    draft: Draft
    data: bytes
    noted: str


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of one draft."""

    draft: str
    path: str = ""
    """The file, relative to the workspace; empty where none was written, or it was taken back."""
    because: str = ""
    """Why there is none; empty otherwise."""
    problems: tuple[Problem, ...] = ()
    """What kept it from leaving, where that is an error."""


class Outbox:
    """Where messages are handed over.

    A message is written first, and made to last, before its draft says that it has left: a crash in between leaves a
    draft that still waits, and the next run writes the same file again.
    """

    def __init__(self, folder: Path, suffix: str, eligibility: Eligibility) -> None:
        self._outbox = folder / OUTBOX
        self._drafts = folder / "drafts"
        self._store = DraftStore(folder)
        self._suffix = suffix
        self._eligibility = eligibility
        self._waiting: list[tuple[DraftFile, str]] = []
        make_folder(self._outbox)

    def put(self, file: DraftFile, message: Rendered) -> str:
        """Writes a message; why it has to wait where another letter has just left to them or to a colleague."""
        draft = message.draft
        if LIFECYCLE[draft.status].is_open and (why := self._eligibility.wait(draft)):
            return f"it waits: {why}"
        path = self._path(file.name)
        if path.is_symlink():  # what is none lies where it seems to
            ensure_own(path, self._outbox)
        write_bytes(path, message.data, sync=False, mode=self._mode(file.name))
        self._eligibility.left(draft)
        self._waiting.append((file, message.noted))
        return ""

    def hand_over(self, *, last: bool = False) -> Iterator[Exported]:
        """Makes what was written last, and notes in the drafts that it has left; in whole batches, but for the last."""
        if not self._waiting or (len(self._waiting) < _BATCH and not last):
            return
        batch, self._waiting = self._waiting, []
        sync_files([self._path(file.name) for file, _ in batch])
        sync_folder(self._outbox)
        for file, noted in batch:
            yield self._note(file, noted)
        sync_folder(self._drafts)

    def _note(self, file: DraftFile, noted: str) -> Exported:
        """Notes in a draft that it has left; one that was saved meanwhile is not the one that left."""
        path = f"{OUTBOX}/{file.name}{self._suffix}"
        if noted == file.text:
            return Exported(file.name, path)
        try:
            self._store.replace(file.name, file.text, noted, sync=self._store.is_edited(file.name, file.text))
        except ConflictError:
            remove_file(self._path(file.name))
            why = "it was saved while it was being handed over; run the export again"
            return Exported(file.name, because=why)
        return Exported(file.name, path)

    def _mode(self, name: str) -> int:
        """Who may read a draft, and so at most its message; its owner where it is gone meanwhile."""
        try:
            return (self._drafts / f"{name}.md").stat().st_mode & 0o777
        except OSError:
            return 0o600

    def _path(self, name: str) -> Path:
        return self._outbox / f"{name}{self._suffix}"
