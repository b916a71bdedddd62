"""Files of records written together: judged before anything is written, all of them or none, and taken back as one act.

New files come first and those that go come last, so that a computer that stops in between has somebody twice, which is
found and said, and never loses anybody.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from composer.errors import ComposerError, ConflictError, NotFoundError, Problem, RecordsError, errors_in
from composer.files import sync_files, sync_folder
from composer.patterns import regex
from composer.records.book import CONTACTS, PRACTICE, read_book
from composer.records.contact_parts import holds_contacts
from composer.shipped import templates_folder
from composer.workspace.brought import forget_brought
from composer.workspace.record_backups import Backup, find_backup, forget_backup, keep_backup
from composer.workspace.record_files import RecordFile, digest_of, open_records, write_records
from composer.workspace.snapshot import Snapshot, writing

_AGAIN = "look again, then change it"
_FILES_OF_CONTACTS = regex(r"contacts/[^\s:()]+\.yaml")


@dataclass(frozen=True, slots=True)
class RecordWrite:
    """A file of records as it was read, and what it is to hold."""

    file: RecordFile
    text: str | None
    """With its line ends; ``None`` takes the file away."""

    @property
    def before(self) -> str | None:
        """What the file held; ``None`` where there was none."""
        return self.file.text if self.file.digest else None


@dataclass(frozen=True, slots=True)
class RecordsEdit:
    """What a change did."""

    undo: str
    """The word by which `undo_records` takes it back, once; empty where nothing changed."""
    problems: tuple[Problem, ...] = ()
    """What is worth a look in the records since, and was not before."""
    contact: str = ""
    """The id of a contact that was added."""
    contacts: tuple[str, ...] = ()
    """The ids of all that were added, in their order."""


def put_records(snapshot: Snapshot, writes: Sequence[RecordWrite]) -> RecordsEdit:
    """Writes files of records as one act, all of them or none; the lock is held, and the snapshot is one of since.

    Raises:
        ConflictError: a file is another one by now; nothing was written.
        RecordsError: the records would have a mistake that they have not now, with its place; nothing was written.
        ExternalError: the disk refused; what was written already was put back.
    """
    changed = [write for write in writes if write.text != write.before]
    if not changed:
        return RecordsEdit("")
    problems = _new_problems(snapshot, changed)
    if wrong := errors_in(problems):
        raise RecordsError(f"nothing was changed: {wrong[0].text}", hint=wrong[0].hint, problems=wrong)
    backups = [Backup(one.file.name, one.before, _digest(one.text)) for one in changed]
    undo = keep_backup(snapshot.folder, backups)
    try:
        _write_each(snapshot, changed)
    except ComposerError:
        with suppress(ComposerError):  # as it is kept where not all of it could be put back
            _ensure_as_before(snapshot, changed)
            forget_backup(snapshot.folder, undo)
        raise
    return RecordsEdit(undo, problems)


def undo_records(snapshot: Snapshot, undo: str) -> RecordsEdit:
    """Puts files of records back as they were before a change, once, where nobody has changed one of them since.

    Raises:
        ConflictError: a file was changed since; nothing was written.
        NotFoundError: it is not known how they were.
    """
    with writing(snapshot) as now:
        backups = find_backup(now.folder, undo)
        if not backups:
            raise NotFoundError("it is not known any more how it was before", hint="change it by hand")
        writes = list[RecordWrite]()
        for backup in backups:
            write = RecordWrite(open_records(now.folder, backup.file), backup.text)
            if write.file.digest != backup.left and write.before != backup.text:
                raise ConflictError("it was changed again since, so nothing was taken back", hint=_AGAIN)
            writes.append(write)
        _write_each(now, [write for write in writes if write.text != write.before])
        forget_backup(now.folder, undo)
        forget_brought(now.folder, undo)
        return RecordsEdit("")


def _write_each(snapshot: Snapshot, writes: Sequence[RecordWrite]) -> None:
    """Writes files one after the other; those that are written are put back where the disk refuses a later one."""
    done, new = list[RecordWrite](), [write for write in writes if write.before is None and write.text is not None]
    others = sorted(
        (write for write in writes if write.before is not None or write.text is None), key=lambda one: one.text is None
    )
    try:
        for write in new:
            write_records(snapshot.folder, write.file, write.text, sync=False)
            done.append(write)
        paths = [snapshot.folder / write.file.name for write in new]
        sync_files(paths)
        for parent in dict.fromkeys(above for path in paths for above in (path.parent, snapshot.folder)):
            sync_folder(parent)
        for write in others:
            write_records(snapshot.folder, write.file, write.text)
            done.append(write)
    except ComposerError:
        for write in reversed(done):
            with suppress(ComposerError):
                written = replace(write.file, text=write.text or "", digest=_digest(write.text))
                write_records(snapshot.folder, written, write.before)
        raise


def _ensure_as_before(snapshot: Snapshot, writes: Iterable[RecordWrite]) -> None:
    for write in writes:
        if open_records(snapshot.folder, write.file.name).digest != write.file.digest:
            raise ConflictError(f"{write.file.name} was changed", hint=_AGAIN)


def _digest(text: str | None) -> str:
    return "" if text is None else digest_of(text.encode())


def _new_problems(snapshot: Snapshot, writes: Sequence[RecordWrite]) -> tuple[Problem, ...]:
    """What the records would have to mend after a change and have not now, in whichever file."""
    names = {CONTACTS, PRACTICE} - {write.file.name for write in writes}
    others: Mapping[str, str | None] = {name: open_records(snapshot.folder, name).read for name in names}
    texts = (
        {one.file.name: _as_read(one.before) for one in writes},
        {one.file.name: _as_read(one.text) for one in writes},
    )
    before, after = (
        read_book(snapshot.folder, templates_folder(), texts={**others, **changed}).problems for changed in texts
    )
    known, found = Counter(map(_said_in, before)), []
    for problem in after:
        said = _said_in(problem)
        known[said] -= 1
        if known[said] < 0:
            found.append(problem)
    return tuple(found)


def _as_read(text: str | None) -> str | None:
    return None if text is None else RecordFile("", text).read


def _said_in(problem: Problem) -> tuple[str, ...]:
    """By what two problems are the same, though the lines that they name, or a record, have moved."""
    path = CONTACTS if holds_contacts(problem.at.path) else problem.at.path
    text = _FILES_OF_CONTACTS.sub(CONTACTS, re.sub(r":\d+", "", problem.text))
    return path, problem.code, problem.level, text
