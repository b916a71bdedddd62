"""Handing over: a message becomes a file in ``outbox/``, and its draft says so, in this order and never twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from composer.disk import MODE
from composer.drafts.departures import OUTBOX, Departures, digest
from composer.drafts.draft import Draft
from composer.drafts.folders import WRITABLE
from composer.drafts.store import DraftFile, DraftStore
from composer.errors import ConflictError, Problem, RecordsError
from composer.files import make_folder, read_bytes, remove_file, sync_files, sync_folder, write_bytes
from composer.outputs.gate import Gate
from composer.planning.eligibility import Eligibility

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
    kept: str = ""
    """Where what lay in the file's place is kept now; empty where that was the program's own, or nothing."""
    problems: tuple[Problem, ...] = ()
    """What kept it from leaving, where that is an error."""


class Outbox:
    """Where messages are handed over.

    A message is written first, and made to last, before its draft says that it has left: a crash in between leaves a
    draft that still waits, and the next run writes the same file again. It is remembered in between (`Departures`), so
    that a draft leaves once whatever its head says later; with `again` it may once more.
    """

    def __init__(self, folder: Path, eligibility: Eligibility, *, again: bool) -> None:
        self._departures = Departures(folder)
        self._drafts = folder / "drafts"
        self._store = DraftStore(folder)
        self._gate = Gate(folder, eligibility, again=again)
        self._waiting: list[tuple[DraftFile, Rendered, str]] = []
        make_folder(self._departures.outbox)

    def put(self, file: DraftFile, message: Rendered) -> str:
        """Writes a message; why not, where it has left before, or another has just left to them or to a colleague."""
        if why := self._gate.against(message.draft, message.data):
            return why
        path = self._departures.message(file.name)
        lies, mode = read_bytes(path), self._gate.mode(file.name)
        others = lies and lies != message.data and not self._departures.is_as_written(file.name, lies)
        kept = self._departures.keep(file.name, lies) if lies and others else ""
        if lies is not None and not path.stat().st_mode & WRITABLE:
            remove_file(path)  # or the new one would be read-only, too
        write_bytes(path, message.data, sync=False, mode=mode | MODE)
        self._gate.passed(message.draft)
        self._waiting.append((file, message, kept))
        return ""

    def hand_over(self, *, last: bool = False) -> Iterator[Exported]:
        """Makes what was written last, and notes in the drafts that it has left; in whole batches, but for the last."""
        if not self._waiting or (len(self._waiting) < _BATCH and not last):
            return
        batch, self._waiting = self._waiting, []
        sync_files([self._departures.message(file.name) for file, _, _ in batch])
        sync_folder(self._departures.outbox)
        for file, message, _ in batch:
            self._departures.note(file.name, digest(message.data))
        sync_folder(self._departures.left)
        for file, message, kept in batch:
            yield self._note(file, message.noted, kept)
        sync_folder(self._drafts)

    def _note(self, file: DraftFile, noted: str, kept: str) -> Exported:
        """Notes in a draft that it has left; one that was saved meanwhile is not the one that left."""
        path = self._departures.message(file.name)
        left = Exported(file.name, f"{OUTBOX}/{path.name}", kept=kept)
        if noted == file.text:
            return left
        try:
            self._store.replace(file.name, file.text, noted, sync=self._store.is_edited(file.name, file.text))
        except (ConflictError, RecordsError):
            remove_file(path)
            self._departures.forget(file.name)
            why = "it was saved while it was being handed over; run the export again"
            return Exported(file.name, because=why, kept=kept)
        return left
