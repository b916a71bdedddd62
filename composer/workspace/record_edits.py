"""Records changed as a person fills in forms: one write under the lock, checked before, and taken back if it was wrong.

Only the lines of the record change. But an id made from a name stays when the name changes, and contacts follow when
their organisation gets another name, because events, drafts and wishes hang on both.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Literal

from composer.drafts.folders import WRITABLE
from composer.errors import ComposerError, ConflictError, NotFoundError, Problem, RecordsError, errors_in
from composer.files import remove_file, write_bytes
from composer.records.base import read_record
from composer.records.book import CONTACTS, PRACTICE, read_book
from composer.records.contacts import Contact, make_id, parse_contacts
from composer.shipped import templates_folder
from composer.spelling import same_place
from composer.workspace.record_backups import Backup, find_backup, forget_backup, keep_backup
from composer.workspace.record_places import NO_FILE, RecordFile, RecordPlace, open_records, value_at
from composer.workspace.snapshot import Snapshot, writing
from composer.yaml.editing import with_item, with_value
from composer.yaml.reader import Seq, Value, position_of, read_yaml
from composer.yaml.writer import Field

_AGAIN = "look at it as it is now, then make your change again"
_MAKING_IDS = frozenset({"name", "organization", "team", "role", "roles"})
_EMPTY: tuple[Any, ...] = ("", [], {}, None)


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One change in a file of records."""

    file: str
    """``contacts.yaml`` or ``practice.yaml``."""
    at: tuple[str | int, ...]
    """The path of the value; the list's where an item is added."""
    value: "Field | None" = None
    """What is empty is taken out."""
    kind: Literal["set", "add", "remove"] = "set"


@dataclass(frozen=True, slots=True)
class RecordsEdit:
    """What an edit did."""

    place: RecordPlace
    """The record that was changed, as it is now; of several changes that of the first."""
    undo: str
    """Hand it to `undo_records`, and the edit is taken back; empty where nothing changed."""
    warnings: tuple[Problem, ...] = ()
    """What was saved all the same."""


class RecordsRefusedError(RecordsError):
    """The records would have new problems, so nothing was written.

    Attributes:
        place: the record as it would have been; `field_of` finds the field of each problem in it.
    """

    def __init__(self, place: RecordPlace, problems: Sequence[Problem]) -> None:
        first = min(problems, key=lambda problem: problem.level != "error")
        super().__init__(f"nothing was saved: {first.text}", hint=first.hint, problems=problems)
        self.place = place


# --- edits ----------------------------------------------------------------------------------------------------------


def edit_records(
    snapshot: Snapshot, changes: Sequence[RecordChange], *, digest: str = "", despite_warnings: bool = False
) -> RecordsEdit:
    """Makes changes in one file of records, one after the other, in one write; what is read afterwards is a `reread`.

    Args:
        snapshot: the workspace.
        changes: all in one file, which is made where it is not there yet; each in the file as those before it left it.
        digest: of the file that the person was shown; empty where it may have changed since.
        despite_warnings: whether new warnings are no reason to refuse; new errors always are.

    Raises:
        ConflictError: the file is not as it was shown; nothing was written.
        RecordsRefusedError: the records would have new problems; nothing was written.
        RecordsError: the file has a mistake, cannot be changed safely or is read-only; nothing was written.
        ExternalError: the disk refused.
    """
    names = {change.file for change in changes}
    if len(names) != 1 or not names <= {CONTACTS, PRACTICE}:
        raise RecordsError("nothing was saved: changes belong to one file of records at a time")
    with writing(snapshot) as now:
        return _edit(now, _opened(now, names.pop(), digest), changes, despite_warnings=despite_warnings)


def new_contact(
    snapshot: Snapshot, fields: Mapping[str, Field], *, digest: str = "", despite_warnings: bool = False
) -> RecordsEdit:
    """Adds a contact behind the others; the id is made from the name, and written where somebody has it already.

    The arguments and errors are those of `edit_records`.
    """
    with writing(snapshot) as now:
        file = _opened(now, CONTACTS, digest)
        value = file.value
        at: tuple[str | int, ...] = () if isinstance(value, Seq) else ("contacts",)
        kept = _as_kept(fields)
        number = _number_of(kept, file)
        change = RecordChange(CONTACTS, at, {**number, **kept}, "add")
        return _edit(now, file, [change], despite_warnings=despite_warnings)


def _number_of(fields: Mapping[str, Any], file: RecordFile) -> dict[str, Field]:
    """The id for somebody whose name makes one that is taken; nothing where it is free, or one is given."""
    node = read_yaml(with_item("", (), fields), CONTACTS).value
    contact = read_record(Contact, node[0], CONTACTS)[0] if isinstance(node, Seq) else None
    if contact is None or contact.id:
        return {}
    book, made = parse_contacts(file.read, CONTACTS), make_id(contact)
    if not book.find(made):
        return {}
    return {"id": next(f"{made}-{number}" for number in count(2) if not book.find(f"{made}-{number}"))}


def undo_records(snapshot: Snapshot, undo: str) -> RecordsEdit:
    """Puts a file of records back as it was before an edit, once.

    Raises:
        NotFoundError: nothing is kept of that edit any more.
        ConflictError: the file was changed since; it stays as it is.
        ExternalError: the disk refused.
    """
    with writing(snapshot) as now:
        backup = find_backup(now.folder, undo)
        if backup is None:
            raise NotFoundError("there is nothing to take back any more", hint="change the record as you want it")
        file = open_records(now, backup.file)
        if file.digest != backup.left:
            text = f"{backup.file} was changed after that, so it stays as it is"
            raise ConflictError(text, hint="change the record as you want it")
        _write(now, file, backup.text)
        forget_backup(now.folder, undo)
        return RecordsEdit(open_records(now, backup.file).place(()), "")


# --- what an edit is made of ----------------------------------------------------------------------------------------


def _opened(snapshot: Snapshot, name: str, digest: str) -> RecordFile:
    file = open_records(snapshot, name)
    if digest and file.digest != digest:
        raise ConflictError(f"{name} was changed elsewhere meanwhile, so nothing was saved", hint=_AGAIN)
    if not file.mode & WRITABLE:
        text, hint = f"{name} is read-only, so nothing was saved", "allow writing to it, then try again"
        raise RecordsError(text, hint=hint)
    return file


def _edit(
    snapshot: Snapshot, file: RecordFile, changes: Sequence[RecordChange], *, despite_warnings: bool
) -> RecordsEdit:
    text, at = file.text, _record_of(changes[0], file.value)
    for change in changes:
        before, text = text, _with(text, change)
        for following in _following(replace(file, text=before), replace(file, text=text), change):
            text = _with(text, following)
    if text == file.text:
        return RecordsEdit(file.place(at), "")
    made = replace(file, text=text, digest=hashlib.sha256(text.encode()).hexdigest())
    place = made.place(at)
    worse = _worse(snapshot, file, made)
    if errors_in(worse) or (worse and not despite_warnings):
        raise RecordsRefusedError(place, worse)
    was = None if file.digest == NO_FILE else file.text
    undo = keep_backup(snapshot.folder, Backup(file.name, was, made.digest))
    try:
        _write(snapshot, file, text)
    except ComposerError:
        forget_backup(snapshot.folder, undo)
        raise
    return RecordsEdit(place, undo, worse)


def _with(text: str, change: RecordChange) -> str:
    value = _as_kept(change.value)
    if change.kind == "add":
        return with_item(text, change.at, value, path=change.file)
    return with_value(text, change.at, value if change.kind == "set" else None, path=change.file)


def _as_kept(value: Any) -> Any:
    """A value as it is written: line ends as they are in files, no blanks around, nothing empty in groups and lists."""
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        text = "\n".join(line.rstrip() for line in lines).strip()
        return f"{text}\n" if "\n" in text else text
    if isinstance(value, Mapping):
        return {key: kept for key, inner in value.items() if (kept := _as_kept(inner)) not in _EMPTY}
    if isinstance(value, Sequence):
        return [kept for inner in value if (kept := _as_kept(inner)) not in _EMPTY]
    return value


def _record_of(change: RecordChange, value: Value) -> tuple[str | int, ...]:
    """The path of the record that a change is about, before or after; the list's where the record is taken out."""
    if change.file == PRACTICE:
        return ()
    depth = next((place for place, part in enumerate(change.at, 1) if isinstance(part, int)), 0)
    if depth:
        return change.at[: depth - (change.kind == "remove" and depth == len(change.at))]
    items = value_at(value, change.at)
    return (*change.at, len(items) if isinstance(items, Seq) else 0) if change.kind == "add" else change.at


def _worse(snapshot: Snapshot, file: RecordFile, made: RecordFile) -> tuple[Problem, ...]:
    """The problems that the records would have, and do not have now, wherever they stand."""
    other = open_records(snapshot, PRACTICE if file.name == CONTACTS else CONTACTS)
    before, after = (
        read_book(snapshot.folder, templates_folder(), texts={other.name: other.read, one.name: one.read}).problems
        for one in (file, made)
    )
    known, worse = Counter(map(_kind_of, before)), []
    for problem in after:
        kind = _kind_of(problem)
        known[kind] -= 1
        if known[kind] < 0:
            worse.append(problem)
    return tuple(worse)


def _kind_of(problem: Problem) -> tuple[str, ...]:
    """By what two problems are the same, though lines have moved."""
    return problem.at.path, problem.code, problem.level, re.sub(r":\d+", "", problem.text)


def _write(snapshot: Snapshot, file: RecordFile, text: str | None) -> None:
    """Writes a file in place of what was read; without a text the file is removed."""
    path = snapshot.folder / file.name
    if text is None:
        remove_file(path)
    else:
        expect = None if file.digest == NO_FILE else file.digest
        write_bytes(path, text.encode("utf-8"), expect=expect, mode=file.mode)


# --- what hangs on a record -----------------------------------------------------------------------------------------


def _following(before: RecordFile, after: RecordFile, change: RecordChange) -> Iterator[RecordChange]:
    """The changes that another one makes necessary: an id that is to stay, and a place's name where people have it."""
    at = _record_of(change, before.value)
    if change.file != CONTACTS or change.kind == "add" or not any(isinstance(part, int) for part in at):
        return
    field = change.at[len(at) : len(at) + 1]
    if at[0] == "organizations":
        if field in {(), ("name",)}:
            yield from _renamed_place(before.value, after.value, at)
    elif not field or field[0] in _MAKING_IDS:
        yield from _kept_id(before, after, at)


def _kept_id(before: RecordFile, after: RecordFile, at: tuple[str | int, ...]) -> Iterator[RecordChange]:
    """The id that a contact had from the name, written out where the name of today would make another."""
    old, new = (_contact_at(file, at) for file in (before, after))
    written = any(value_at(file.value, (*at, "id")) for file in (before, after))
    if old and not written and (new is None or new.id != old.id):
        yield RecordChange(CONTACTS, (*at, "id"), old.id)


def _contact_at(file: RecordFile, at: tuple[str | int, ...]) -> Contact | None:
    start = position_of(file.value, at)
    contacts = parse_contacts(file.read, CONTACTS).contacts
    return next((one for one in contacts if one.origin and one.origin.node.start == start), None)


def _renamed_place(before: Value, after: Value, at: tuple[str | int, ...]) -> Iterator[RecordChange]:
    """The new name of an organisation, for each contact who has the old one; those who name its id keep that."""
    was, name = value_at(before, (*at, "name")), value_at(after, (*at, "name"))
    if not (isinstance(was, str) and isinstance(name, str)) or was == name:
        return
    contacts = value_at(after, ("contacts",))
    for index in range(len(contacts) if isinstance(contacts, Seq) else 0):
        place = ("contacts", index, "organization")
        said = value_at(after, place)
        if isinstance(said, str) and said != value_at(after, (*at, "id")) and same_place(said) == same_place(was):
            yield RecordChange(CONTACTS, place, name)
