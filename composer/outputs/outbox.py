"""Handing over: a message becomes a file in ``outbox/``, and its draft says so, in this order and never twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from composer.disk import MODE
from composer.drafts.draft import Draft
from composer.drafts.folders import WRITABLE
from composer.drafts.outbox_places import PLACE_OF, Maildir, SharedFile, digest, maildir_folders
from composer.drafts.store import DraftFile, DraftStore
from composer.errors import ConflictError, Problem, RecordsError
from composer.files import make_folder, remove_file, sync_files, sync_folder, write_bytes
from composer.outputs.gate import Gate
from composer.outputs.registry import OutputFormat
from composer.planning.eligibility import Eligibility

_BATCH, _BATCH_BYTES = 200, 50_000_000


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
    goes_with: str = ""
    """The files that go with it, in words, where that was looked at."""
    kept: str = ""
    """Where what lay in the file's place is kept now; empty where that was the program's own, or nothing."""
    lies_too: str = ""
    """Where the same letter lies besides, in words: in a mailbox into which it was put before."""
    problems: tuple[Problem, ...] = ()
    """What kept it from leaving, where that is an error."""

    @property
    def note(self) -> str:
        """What a person should know besides, as a sentence without its full stop."""
        kept = f"what lay in its place was not as the program wrote it; it is kept in {self.kept}" if self.kept else ""
        twice = f"it lies in {self.lies_too}, too: delete one of them, so that it goes once" if self.lies_too else ""
        return "; ".join(filter(None, (kept, twice)))


class Outbox:
    """Where messages are handed over.

    A message is written first, and made to last, before its draft says that it has left: a crash in between leaves a
    draft that still waits, and the next run writes the same file again. It is remembered in between (`Departures`), so
    that a draft leaves once whatever its head says later; with `again` it may once more. Letters are written a batch at
    a time, behind what their files are called (`outbox_names`); what lay there under another name goes last.
    """

    def __init__(self, folder: Path, eligibility: Eligibility, form: OutputFormat, *, again: bool) -> None:
        self._drafts = folder / "drafts"
        self._store = DraftStore(folder)
        self._form, self._place = form, PLACE_OF[form.suffix]
        self._gate = Gate(folder, eligibility, again=again, suffix=form.suffix)
        self._departures = self._gate.departures
        self._waiting: list[tuple[DraftFile, Rendered, str]] = []
        for one in maildir_folders(self._departures.outbox) if isinstance(self._place, Maildir) else ():
            make_folder(one)
        make_folder(self._departures.outbox)

    def put(self, file: DraftFile, message: Rendered) -> str:
        """Takes a message; why not, where it has left before, or another has just left to them or to a colleague."""
        if why := self._gate.against(message.draft, message.data):
            return why
        stem = self._gate.stem(message.draft)
        kept = self._departures.make_room(file.name, message.data, self._form.suffix, stem)
        self._gate.passed(message.draft)
        self._waiting.append((file, message, kept))
        return ""

    def hand_over(self, *, last: bool = False) -> Iterator[Exported]:
        """Makes what was written last, and notes in the drafts that it has left; in whole batches, but for the last."""
        size = sum(len(message.data) for _, message, _ in self._waiting)
        if not self._waiting or (len(self._waiting) < _BATCH and size < _BATCH_BYTES and not last):
            return
        batch, self._waiting = self._waiting, []
        paths = self._make_last(batch)
        for file, message, _ in batch:
            self._departures.note(file.name, digest(message.data), self._form.suffix)
        sync_folder(self._departures.left)
        for (file, message, kept), path in zip(batch, paths, strict=True):
            yield self._note(file, message.noted, path, kept)
        sync_folder(self._drafts)

    def _make_last(self, batch: Sequence[tuple[DraftFile, Rendered, str]]) -> list[Path]:
        """Puts a batch on the disk: one file for all, or a file for each; returns the file of each."""
        if isinstance(self._place, SharedFile):
            before = {self._departures.digest_of(file.name) for file, _, _ in batch}
            now = {digest(message.data) for _, message, _ in batch}
            letters = [message.data for _, message, _ in batch]
            self._place.write(self._departures.outbox, letters, without=before | now, head=self._form.head)
            return [self._path(file) for file, _, _ in batch]
        self._departures.names.save()  # or after a crash nobody would know whose files these are
        paths = [self._path(file) for file, _, _ in batch]
        for (file, message, _), path in zip(batch, paths, strict=True):
            self._write(file, message, path)
        sync_files(paths)
        for folder in dict.fromkeys(path.parent for path in paths):
            sync_folder(folder)
        self._departures.settle((file.name for file, _, _ in batch), self._form.suffix)
        return paths

    def _write(self, file: DraftFile, message: Rendered, path: Path) -> None:
        mode = self._gate.mode(file.name)
        if path.exists() and not path.stat().st_mode & WRITABLE:
            remove_file(path)  # or the new one would be read-only, too
        write_bytes(path, message.data, sync=False, mode=mode | MODE)

    def _path(self, file: DraftFile) -> Path:
        return self._departures.newest(file.name, self._form.suffix)

    def _note(self, file: DraftFile, noted: str, path: Path, kept: str) -> Exported:
        """Notes in a draft that it has left; one that was saved meanwhile is not the one that left."""
        folder = self._departures.outbox.parent
        left = Exported(file.name, path.relative_to(folder).as_posix(), kept=kept)
        if noted == file.text:
            return left
        try:
            self._store.replace(file.name, file.text, noted, sync=self._store.is_edited(file.name, file.text))
        except (ConflictError, RecordsError):
            self._departures.remove(file.name)
            why = "it was saved while it was being handed over; run the export again"
            return Exported(file.name, because=why, kept=kept)
        return left
