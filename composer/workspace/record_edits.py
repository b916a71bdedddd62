"""Records changed for a person who fills in a form: only the lines of what changed, and nothing that would be refused.

A file is written where it is still the one that was shown. What it was before is kept, so that the last changes can be
taken back.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from composer.checks.rules.records import client_in
from composer.errors import ComposerError, ConflictError, NotFoundError, Problem, RecordsError, errors_in
from composer.records.base import Record
from composer.records.book import CONTACTS, PRACTICE, read_book
from composer.records.contacts import Contact, ContactBook, make_id, parse_contacts
from composer.shipped import templates_folder
from composer.spelling import normalized, same_place
from composer.workspace.record_backups import Backup, find_backup, forget_backup, keep_backup
from composer.workspace.record_files import RecordFile, digest_of, ensure_changeable, open_records, write_records
from composer.workspace.snapshot import Snapshot, writing
from composer.yaml.editing import with_changes, with_item, with_value, without_item
from composer.yaml.reader import Map, Seq
from composer.yaml.record_text import with_record_text
from composer.yaml.writer import Field

Changes: TypeAlias = "Mapping[str, Field | None]"
"""New values of a record's fields by their names; ``None`` takes a field out."""
_AGAIN = "look again, then change it"
_EDITED = (CONTACTS, PRACTICE)
_MANY = 3
_EMPTY: tuple[object, ...] = (None, "", [], {})
_NOTHING: "Mapping[str, Changes]" = {}


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One change in one of the files of records."""

    file: str
    """``contacts.yaml`` or ``practice.yaml``."""
    at: tuple[str | int, ...]
    """Where: keys of groups, and positions in lists from 0; for an item to add, the list."""
    value: "Field | None" = None
    """``None``, like what is empty, takes it out."""
    kind: Literal["set", "add", "remove", "text"] = "set"
    """``text`` puts the lines of a record that somebody edited in its place."""


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where a record stands."""

    file: str
    at: tuple[str | int, ...]
    digest: str
    """SHA-256 of the file as it is now, empty where there is none; whoever was shown the record hands it back with a
    change."""


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


# --- where records stand ----------------------------------------------------------------------------------------------


def contact_place(snapshot: Snapshot, contact: str) -> RecordPlace:
    """Where the record of a contact stands; a `NotFoundError` where nobody has that id, or had it before."""
    file = open_records(snapshot.folder, CONTACTS)
    found = parse_contacts(file.read, CONTACTS).find(contact)
    if found is None:
        raise NotFoundError(f"there is nobody with the id '{contact[:80]}'", hint="look into the list of people")
    return _place_of(file, found, "contacts")


def organization_place(snapshot: Snapshot, name: str) -> RecordPlace:
    """Where the record of a place stands, by its name or id; a `NotFoundError` where it has none of its own."""
    file = open_records(snapshot.folder, CONTACTS)
    known = parse_contacts(file.read, CONTACTS).organizations
    wanted = {normalized(name), same_place(name)}
    found = next((one for one in known if wanted & {normalized(one.name), same_place(one.name), one.id}), None)
    if found is None:
        raise NotFoundError(f"'{name[:80]}' has no record of its own", hint="look into the list of places")
    return _place_of(file, found, "organizations")


def practice_place(snapshot: Snapshot) -> RecordPlace:
    """Where the record of the practice stands: it is the whole file, which need not be there yet."""
    return RecordPlace(PRACTICE, (), open_records(snapshot.folder, PRACTICE).digest)


def contacts_place(snapshot: Snapshot, part: str = "contacts") -> RecordPlace:
    """The list that contacts (or ``organizations``) are added to."""
    return _list_in(open_records(snapshot.folder, CONTACTS), part)


def _list_in(file: RecordFile, part: str) -> RecordPlace:
    whole = part == "contacts" and isinstance(file.value, Seq)
    return RecordPlace(CONTACTS, () if whole else (part,), file.digest)


def _place_of(file: RecordFile, record: Record, part: str) -> RecordPlace:
    """The place of a record in the very text that it was read from."""
    value = file.value
    items = value.get(part) if isinstance(value, Map) else value
    places = items.values_at if isinstance(items, Seq) else []
    index = places.index(record.origin.node.start) if record.origin else 0
    return RecordPlace(file.name, (part, index) if isinstance(value, Map) else (index,), file.digest)


# --- changing them ----------------------------------------------------------------------------------------------------


def edit_records(snapshot: Snapshot, changes: Sequence[RecordChange], *, digest: str = "") -> RecordsEdit:
    """Makes changes in one file of records, all of them or none.

    Args:
        snapshot: the workspace.
        changes: taken one after the other, all in the same file.
        digest: SHA-256 of the file that the person was shown; empty for one that is not there yet.

    Raises:
        ConflictError: the file is another one by now; nothing was written.
        RecordsError: the records would have a mistake that they have not now, with its place; the file cannot be
            changed safely, or is read-only; or what was typed tells of a client. Nothing was written.
    """
    files = {change.file for change in changes}
    if len(files) != 1 or not files <= {*_EDITED}:
        raise RecordsError("only contacts.yaml or practice.yaml is changed here, one at a time", hint=_AGAIN)
    with writing(snapshot) as now:
        _ensure_no_client(now, changes)
        file = open_records(now.folder, files.pop())
        if file.digest != digest:
            raise ConflictError(f"{file.name} was changed elsewhere since you looked, so nothing was done", hint=_AGAIN)
        ensure_changeable(file)
        made = _made(file, changes)
        if made == file.text:
            return RecordsEdit("")
        problems = _new_problems(now, file, made)
        if wrong := errors_in(problems):
            raise RecordsError(f"nothing was changed: {wrong[0].text}", hint=wrong[0].hint, problems=wrong)
        return RecordsEdit(_write(now, file, made), problems)


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
    """The same for several people, all of them or none."""
    return edit_contacts(snapshot, added=people, digest=digest)


def edit_contacts(
    snapshot: Snapshot,
    *,
    added: Sequence[Mapping[str, Field]] = (),
    filled: Mapping[str, Changes] = _NOTHING,
    organizations: Sequence[Mapping[str, Field]] = (),
    digest: str = "",
) -> RecordsEdit:
    """Adds people and places, and fills fields of people who are there, as one change.

    It raises what `edit_records` does.

    Args:
        snapshot: the workspace.
        added: the fields of each new contact.
        filled: fields that contacts lack, by their ids.
        organizations: the fields of each new place.
        digest: SHA-256 of the file that the person was shown; the one of today where it is empty.
    """
    file = open_records(snapshot.folder, CONTACTS)
    book, place = parse_contacts(file.read, CONTACTS), _list_in(file, "contacts")
    places = [RecordChange(CONTACTS, ("organizations",), fields_with({}, one), "add") for one in organizations]
    more = [
        change
        for who, fields in filled.items()
        if (known := book.find(who))
        for change in field_changes(_place_of(file, known, "contacts"), fields)
    ]
    changes, ids = _additions(place, book, added)
    edit = edit_records(snapshot, [*more, *places, *changes], digest=digest or place.digest)
    return RecordsEdit(edit.undo, edit.problems, ids[-1] if ids else "", ids)


def free_id(book: ContactBook, fields: Mapping[str, Field], taken: Collection[str] = ()) -> str:
    """The id that a new contact gets: its own, or made from the name, with a number where somebody has it."""
    first = str(fields.get("id", "")) or _id_of(fields)
    return next(one for one in _numbered(first) if one not in taken and not book.find(one))


def _additions(
    place: RecordPlace, book: ContactBook, people: Sequence[Mapping[str, Field]]
) -> tuple[list[RecordChange], tuple[str, ...]]:
    """The changes that add people, each under an id that nobody has, and these ids."""
    taken: dict[str, None] = {}
    changes = []
    for fields in people:
        first = str(fields.get("id", "")) or _id_of(fields)
        free = free_id(book, fields, taken)
        taken[free] = None
        told = fields_with({}, fields)
        changes.append(RecordChange(place.file, place.at, {"id": free, **told} if free != first else told, "add"))
    return changes, tuple(taken)


def undo_records(snapshot: Snapshot, undo: str) -> RecordsEdit:
    """Puts a file of records back as it was before a change, once, where nobody has changed it since.

    Raises:
        ConflictError: the file was changed since.
        NotFoundError: it is not known how it was.
    """
    with writing(snapshot) as now:
        backup = find_backup(now.folder, undo)
        if backup is None:
            raise NotFoundError("it is not known any more how it was before", hint="change it by hand")
        file = open_records(now.folder, backup.file)
        if file.digest != backup.left:
            raise ConflictError("it was changed again since, so nothing was taken back", hint=_AGAIN)
        write_records(now.folder, file, backup.text)
        forget_backup(now.folder, undo)
        return RecordsEdit("")


def _made(file: RecordFile, changes: Sequence[RecordChange]) -> str:
    """The text after the changes; very many that take nothing out are made at once."""
    if len(changes) > _MANY and all(change.kind in {"set", "add"} and change.value not in _EMPTY for change in changes):
        at_once = [((*one.at, -1) if one.kind == "add" else one.at, one.value) for one in changes]
        return with_changes(file.text, [(at, value) for at, value in at_once if value is not None], path=file.name)
    made = file.text
    for change in changes:
        made = _changed(made, change)
    return made


def _changed(text: str, change: RecordChange) -> str:
    if change.kind == "add" and change.value is not None:
        return with_item(text, change.at, change.value, path=change.file)
    if change.kind == "text":
        return with_record_text(text, change.at, str(change.value), path=change.file)
    if change.kind == "remove":
        return without_item(text, change.at, path=change.file)
    return with_value(text, change.at, change.value, path=change.file)


def _new_problems(snapshot: Snapshot, file: RecordFile, made: str) -> tuple[Problem, ...]:
    """What the records would have to mend after a change and have not now, in whichever file."""
    other = open_records(snapshot.folder, PRACTICE if file.name == CONTACTS else CONTACTS)
    before, after = (
        read_book(snapshot.folder, templates_folder(), texts={other.name: other.read, file.name: text}).problems
        for text in (file.read, RecordFile(file.name, made).read)
    )
    known, found = Counter(map(_said_in, before)), []
    for problem in after:
        said = _said_in(problem)
        known[said] -= 1
        if known[said] < 0:
            found.append(problem)
    return tuple(found)


def _said_in(problem: Problem) -> tuple[str, ...]:
    """By what two problems are the same, though the lines that they name have moved."""
    return problem.at.path, problem.code, problem.level, re.sub(r":\d+", "", problem.text)


def _write(snapshot: Snapshot, file: RecordFile, made: str) -> str:
    """Writes a file of records, after keeping what it was; returns the word that takes it back."""
    was = file.text if file.digest else None
    undo = keep_backup(snapshot.folder, Backup(file.name, was, digest_of(made.encode())))
    try:
        write_records(snapshot.folder, file, made)
    except ComposerError:
        forget_backup(snapshot.folder, undo)
        raise
    return undo


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
