"""Records changed for a person who fills in a form: only the lines of what changed, and nothing that would be refused.

A file is written where it is still the one that was shown. What it was before is kept, so that the last changes can be
taken back.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from composer.checks.rules.records import client_in
from composer.errors import ConflictError, NotFoundError, Problem, RecordsError, errors_in
from composer.filenames import names_in
from composer.files import FileText, is_there, make_folder, read_text, remove_file, write_text
from composer.records.base import Record
from composer.records.book import CONTACTS, HISTORY, PRACTICE, parse_book
from composer.records.contacts import Contact, make_id
from composer.spelling import normalized, same_place
from composer.workspace.snapshot import Snapshot, writing
from composer.yaml.editing import with_item, with_value, without_item
from composer.yaml.reader import Position, Seq, path_to, read_yaml
from composer.yaml.writer import Field

BEFORE = ".outreach/records-before"
"""The folder with files as they were before a change."""
Changes: TypeAlias = "Mapping[str, Field | None]"
"""New values of a record's fields by their names; ``None`` takes a field out."""
_KEPT = 20
_AGAIN = "look again, then change it"
_EDITED = (CONTACTS, PRACTICE)
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One change in one of the files of records."""

    file: str
    """``contacts.yaml`` or ``practice.yaml``."""
    at: tuple[str | int, ...]
    """Where: keys of groups, and positions in lists from 0; for an item to add, the list."""
    value: "Field | None" = None
    """``None``, like what is empty, takes it out."""
    kind: Literal["set", "add", "remove"] = "set"


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where a record stands."""

    file: str
    at: tuple[str | int, ...]
    digest: str
    """SHA-256 of the file as it is now; whoever was shown the record hands it back with a change."""


@dataclass(frozen=True, slots=True)
class RecordsEdit:
    """What a change did."""

    undo: str
    """The word by which `undo_records` takes it back; empty where there is nothing to take back."""
    problems: tuple[Problem, ...] = ()
    """What is worth a look in the records since, and was not before."""
    contact: str = ""
    """The id of a contact that was added."""


# --- where records stand ----------------------------------------------------------------------------------------------


def contact_place(snapshot: Snapshot, contact: str) -> RecordPlace:
    """Where the record of a contact stands; a `NotFoundError` where nobody has that id."""
    found = snapshot.records.contacts.find(contact)
    if found is None:
        raise NotFoundError(f"there is nobody with the id '{contact[:80]}'", hint="look into the list of people")
    return _place_of(snapshot, found)


def organization_place(snapshot: Snapshot, name: str) -> RecordPlace:
    """Where the record of a place stands, by its name or id; a `NotFoundError` where it has none of its own."""
    known = snapshot.records.contacts.organizations
    wanted = {normalized(name), same_place(name)}
    found = next((one for one in known if wanted & {normalized(one.name), same_place(one.name), one.id}), None)
    if found is None:
        raise NotFoundError(f"'{name[:80]}' has no record of its own", hint="look into the list of places")
    return _place_of(snapshot, found)


def practice_place(snapshot: Snapshot) -> RecordPlace:
    """Where the record of the practice stands: it is the whole file."""
    return RecordPlace(PRACTICE, (), _digest(snapshot.folder / PRACTICE))


def contacts_place(snapshot: Snapshot, part: str = "contacts") -> RecordPlace:
    """The list that contacts (or ``organizations``) are added to."""
    path = snapshot.folder / CONTACTS
    value = read_yaml(read_text(path).text, CONTACTS).value if is_there(path) else None
    whole = part == "contacts" and isinstance(value, Seq)
    return RecordPlace(CONTACTS, () if whole else (part,), _digest(path))


def _place_of(snapshot: Snapshot, record: Record) -> RecordPlace:
    at = record.at()
    path = snapshot.folder / at.path
    found = read_text(path)
    value = read_yaml(found.text, at.path).value
    way = path_to(value, Position(at.line or 1, at.column or 1))
    depth = next((depth for depth, part in enumerate(way, 1) if isinstance(part, int)), len(way))
    return RecordPlace(at.path, way[:depth], found.digest)


def field_of(problem: Problem, place: RecordPlace, text: str) -> str:
    """The field of a record that a problem in its file is about; empty where it is about none of this record."""
    value = read_yaml(text, place.file).value
    way = path_to(value, Position(problem.at.line or 1, problem.at.column or 1))
    inside = way[len(place.at) :] if way[: len(place.at)] == place.at else ()
    return str(inside[0]) if inside else ""


# --- changing them ----------------------------------------------------------------------------------------------------


def edit_records(snapshot: Snapshot, changes: Sequence[RecordChange], *, digest: str = "") -> RecordsEdit:
    """Makes changes in one file of records, all of them or none.

    Args:
        snapshot: the workspace.
        changes: taken one after the other, all in the same file.
        digest: SHA-256 of the file that the person was shown; empty for one that is not there yet.

    Raises:
        ConflictError: the file is another one by now; nothing was written.
        RecordsError: it would have a mistake that it has not now, with its place; it cannot be changed safely; or what
            was typed tells of a client. Nothing was written.
    """
    file = changes[0].file
    if file not in _EDITED or any(change.file != file for change in changes):
        raise RecordsError("only contacts.yaml or practice.yaml is changed here", hint=_AGAIN)
    with writing(snapshot) as now:
        _ensure_no_client(now, changes)
        found = _unchanged(now.folder / file, digest)
        made = found.text if found else ""
        for change in changes:
            made = _changed(made, change)
        if found and made == found.text:
            return RecordsEdit("")
        problems = _new_problems(now, file, found.text if found else "", made)
        if wrong := errors_in(problems):
            raise RecordsError(f"nothing was changed: {wrong[0].text}", hint=wrong[0].hint, problems=wrong)
        return RecordsEdit(_write(now.folder, file, made, found), problems)


def field_changes(place: RecordPlace, changes: Changes) -> list[RecordChange]:
    """The changes of a record's fields; what is taken out comes last, so that no group is empty meanwhile."""
    ordered = sorted(changes.items(), key=lambda pair: pair[1] is None)
    return [RecordChange(place.file, (*place.at, name), value) for name, value in ordered]


def fields_with(fields: Mapping[str, Field], changes: Changes) -> dict[str, Field]:
    """The fields of a record as they will be."""
    return {key: value for key, value in {**fields, **changes}.items() if value is not None}


def new_contact(snapshot: Snapshot, fields: Mapping[str, Field], *, digest: str = "") -> RecordsEdit:
    """Adds a contact behind the others; the id is made from the name, and given a number where somebody has it.

    It raises what `edit_records` does.
    """
    return new_contacts(snapshot, [fields], digest=digest)


def new_contacts(snapshot: Snapshot, people: Sequence[Mapping[str, Field]], *, digest: str = "") -> RecordsEdit:
    """The same for several people, all of them or none; the id in the result is the last one's."""
    place = contacts_place(snapshot)
    taken = set(snapshot.records.contacts.by_id if is_there(snapshot.folder / CONTACTS) else ())
    changes, free = [], ""
    for fields in people:
        first = str(fields.get("id", "")) or _id_of(fields)
        free = next(one for one in _numbered(first) if one not in taken)
        taken.add(free)
        named = {"id": free, **fields} if free != first else fields
        changes.append(RecordChange(place.file, place.at, named, "add"))
    edit = edit_records(snapshot, changes, digest=digest or place.digest)
    return RecordsEdit(edit.undo, edit.problems, free)


def undo_records(snapshot: Snapshot, undo: str) -> RecordsEdit:
    """Puts a file of records back as it was before a change, where nobody has changed it since.

    Raises:
        ConflictError: the file was changed since.
        NotFoundError: it is not known how it was.
    """
    file, _, after = undo.rpartition(".")
    if file not in _EDITED:
        raise NotFoundError("there is nothing to take back", hint=_AGAIN)
    with writing(snapshot) as now:
        kept, path = now.folder / BEFORE / undo, now.folder / file
        if undo not in names_in(now.folder / BEFORE):
            raise NotFoundError("it is not known any more how it was before", hint="change it by hand")
        found = read_text(path)
        if found.digest[:_DIGITS] != after:
            raise ConflictError("it was changed again since, so nothing was taken back", hint=_AGAIN)
        return RecordsEdit(_write(now.folder, file, read_text(kept).text, found))


def _changed(text: str, change: RecordChange) -> str:
    if change.kind == "add":
        assert change.value is not None  # noqa: S101  # an item that is nothing is none
        return with_item(text, change.at, change.value, path=change.file)
    if change.kind == "remove":
        return without_item(text, change.at, path=change.file)
    return with_value(text, change.at, change.value, path=change.file)


def _unchanged(path: Path, digest: str) -> FileText | None:
    """The file, where it is the one that was shown; ``None`` where there is none, and none was shown."""
    found = read_text(path) if is_there(path) else None
    if (found.digest if found else "") != digest:
        raise ConflictError(f"{path.name} was changed elsewhere since you looked, so nothing was done", hint=_AGAIN)
    return found


def _new_problems(snapshot: Snapshot, file: str, before: str, after: str) -> tuple[Problem, ...]:
    """What the records would have to mend after a change and have not now."""
    texts = {name: _text(snapshot.folder / name) for name in (CONTACTS, PRACTICE, HISTORY)}

    def problems(text: str) -> tuple[Problem, ...]:
        made = {**texts, file: text}
        book = parse_book(
            contacts=made[CONTACTS],
            practice=made[PRACTICE],
            history=made[HISTORY],
            templates=snapshot.library.files,
        )
        return tuple(one for one in book.problems if one.at.path == file)

    known = [(one.code, one.text) for one in problems(before)]
    found = []
    for one in problems(after):
        said = (one.code, one.text)
        if said in known:
            known.remove(said)
        else:
            found.append(one)
    return tuple(found)


def _text(path: Path) -> str:
    return read_text(path).text if is_there(path) else ""


def _write(folder: Path, file: str, text: str, found: FileText | None) -> str:
    """Writes a file of records, after keeping what it was; returns the word that takes it back."""
    if found is None:
        write_text(folder / file, text, expect=None)
        return ""
    made = _bytes_of(text, found)
    undo = f"{file}.{hashlib.sha256(made).hexdigest()[:_DIGITS]}"
    before = folder / BEFORE
    make_folder(before)
    write_text(before / undo, found.text, like=found)
    for old in _oldest(before):
        remove_file(old)
    write_text(folder / file, text, like=found, expect=found.digest)
    return undo


def _bytes_of(text: str, like: FileText) -> bytes:
    written = text.replace("\n", like.newline) if like.newline != "\n" else text
    return ("\ufeff" if like.bom else "").encode() + written.encode()


def _oldest(folder: Path) -> Iterable[Path]:
    paths = sorted((folder / name for name in names_in(folder)), key=lambda path: path.stat().st_mtime_ns)
    return paths[:-_KEPT]


def _digest(path: Path) -> str:
    return read_text(path).digest if is_there(path) else ""


def _ensure_no_client(snapshot: Snapshot, changes: Iterable[RecordChange]) -> None:
    for words in (text for change in changes for text in _texts(change.value)):
        if (told := client_in(words, snapshot.library)) and told.sure:
            hint = "say it without the person; what is known of a client belongs into your clinical record system"
            raise RecordsError(f"'{told.words}' seems to be about a client, and no file here may hold one", hint=hint)


def _texts(value: "Field | None") -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts(inner)


def _id_of(fields: Mapping[str, Field]) -> str:
    roles = fields.get("roles", fields.get("role"))
    made = Contact.model_construct(
        name=str(fields.get("name", "")),
        organization=str(fields.get("organization", "")),
        team=str(fields.get("team", "")),
        roles=tuple(_texts(roles)),
    )
    return make_id(made)


def _numbered(first: str) -> Iterator[str]:
    yield first
    number = 2
    while True:
        yield f"{first}-{number}"
        number += 1
