"""Records changed for a person who fills in a form: only the lines of what changed, and nothing that would be refused.

A file is written where it is still the one that was shown. What it was before is kept, so that the last changes can be
taken back.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from composer.checks.rules.records import clients_in
from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.records.base import Record
from composer.records.book import CONTACTS, PRACTICE, read_contacts
from composer.records.contact_files import free_paths
from composer.records.contact_parts import holds_one
from composer.records.contacts import Contact, ContactBook, make_id, parse_contacts
from composer.spelling import normalized, same_place
from composer.workspace.record_backups import is_record_file
from composer.workspace.record_files import RecordFile, ensure_changeable, open_records
from composer.workspace.record_writing import RecordsEdit, RecordWrite, put_records
from composer.workspace.snapshot import Snapshot, writing
from composer.yaml.editing import with_changes, with_item, with_value, without_item
from composer.yaml.reader import Map, Seq, Value
from composer.yaml.record_text import with_record_text
from composer.yaml.writer import Field

Changes: TypeAlias = "Mapping[str, Field | None]"
"""New values of a record's fields by their names; ``None`` takes a field out."""
_AGAIN = "look again, then change it"
_MANY = 3
_EMPTY: tuple[object, ...] = (None, "", [], {})
_NOTHING: "Mapping[str, Changes]" = {}


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One change in one of the files of records."""

    file: str
    """``contacts.yaml``, a contact's own file, or ``practice.yaml``."""
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


# --- where records stand ----------------------------------------------------------------------------------------------


def contact_place(snapshot: Snapshot, contact: str) -> RecordPlace:
    """Where the record of a contact stands; a `NotFoundError` where nobody has that id, or had it before."""
    book, texts = read_contacts(snapshot.folder)
    found = book.find(contact)
    if found is None:
        raise NotFoundError(f"there is nobody with the id '{contact[:80]}'", hint="look into the list of people")
    path = book.file_of(found.id)
    file = open_records(snapshot.folder, path)
    if file.read != texts[path]:
        raise ConflictError(f"{path} is being written by another program", hint="wait a moment, then try again")
    return RecordPlace(path, (), file.digest) if holds_one(path) else _place_of(file, found, "contacts")


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
    """The list in ``contacts.yaml`` of contacts, or of ``organizations``; `new_contact` knows where a new one goes."""
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
    if len(files) != 1:
        raise RecordsError("one file is changed here, one at a time", hint=_AGAIN)
    return edit_record_files(snapshot, changes, digests=dict.fromkeys(files, digest))


def edit_record_files(
    snapshot: Snapshot, changes: Sequence[RecordChange], *, digests: Mapping[str, str]
) -> RecordsEdit:
    """Makes changes in several files of records as one act: all of them or none, and one word takes them back.

    A change that takes out all of a contact's own file, at ``()``, takes away the file.

    Args:
        snapshot: the workspace.
        changes: taken one after the other in each file.
        digests: SHA-256 of each file as the person was shown it, by its name; empty for one that is not there yet.

    It raises what `edit_records` does.
    """
    names = dict.fromkeys(change.file for change in changes)
    if not names or not names.keys() <= digests.keys() or not all(map(is_record_file, names)):
        raise RecordsError("only a file of contacts or of the practice is changed here", hint=_AGAIN)
    with writing(snapshot) as now:
        _ensure_no_client(now, changes)
        writes = list[RecordWrite]()
        for name in names:
            file = open_records(now.folder, name)
            if file.digest != digests[name]:
                raise ConflictError(f"{name} was changed elsewhere since you looked, so nothing was done", hint=_AGAIN)
            ensure_changeable(file)
            writes.append(RecordWrite(file, _made(file, [change for change in changes if change.file == name])))
        return put_records(now, writes)


def _made(file: RecordFile, changes: Sequence[RecordChange]) -> str | None:
    """What a file holds after changes; ``None`` where it goes. Very many that take nothing out are made at once."""
    if len(changes) > _MANY and all(
        one.at and one.kind in {"set", "add"} and one.value not in _EMPTY for one in changes
    ):
        places = [((*one.at, -1) if one.kind == "add" else one.at, one.value) for one in changes]
        return with_changes(file.text, [(at, value) for at, value in places if value is not None], path=file.name)
    made = file.text
    for change in changes:
        if change.kind == "remove" and not change.at and holds_one(change.file):
            return None
        made = _changed(made, change)
    return made


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
    return edit_contacts(snapshot, added=people, digest=digest)


def edit_contacts(
    snapshot: Snapshot,
    *,
    added: Sequence[Mapping[str, Field]] = (),
    filled: Mapping[str, Changes] = _NOTHING,
    organizations: Sequence[Mapping[str, Field]] = (),
    digest: str = "",
) -> RecordsEdit:
    """Adds people and places, and changes fields of people who are there, as one act.

    Where everybody has a file in ``contacts/``, each new contact gets one there. It raises what `edit_records` does.

    Args:
        snapshot: the workspace.
        added: the fields of each new contact.
        filled: fields of contacts, by their ids.
        organizations: the fields of each new place.
        digest: SHA-256 of ``contacts.yaml`` as the person was shown it; the one of today where it is empty.
    """
    file = open_records(snapshot.folder, CONTACTS)
    book, texts = read_contacts(snapshot.folder)
    digests = {CONTACTS: digest or file.digest}
    changes = [RecordChange(CONTACTS, ("organizations",), fields_with({}, one), "add") for one in organizations]
    for who, fields in filled.items():
        place = _known_place(snapshot, file, book, who)
        digests.setdefault(place.file, place.digest)
        changes += field_changes(place, fields)
    apart = any(map(holds_one, texts)) and not _has_items(file.value)
    new, ids = _additions(snapshot, _list_in(file, "contacts"), book, added, apart=apart)
    digests = {**{change.file: "" for change in new if apart}, **digests}
    edit = edit_record_files(snapshot, [*changes, *new], digests=digests)
    return replace(edit, contact=ids[-1] if ids else "", contacts=ids)


def _known_place(snapshot: Snapshot, file: RecordFile, book: ContactBook, who: str) -> RecordPlace:
    """The place of somebody's record; that of many in ``contacts.yaml`` is found without reading it again."""
    found = book.find(who)
    if found and book.file_of(found.id) == CONTACTS:
        return _place_of(file, found, "contacts")
    return contact_place(snapshot, who)


def free_id(book: ContactBook, fields: Mapping[str, Field], taken: Collection[str] = ()) -> str:
    """The id that a new contact gets: its own, or made from the name, with a number where somebody has it."""
    first = str(fields.get("id", "")) or _id_of(fields)
    return next(one for one in _numbered(first) if one not in taken and not book.find(one))


def _additions(
    snapshot: Snapshot, place: RecordPlace, book: ContactBook, people: Sequence[Mapping[str, Field]], *, apart: bool
) -> tuple[list[RecordChange], tuple[str, ...]]:
    """The changes that add people, each under an id that nobody has, and these ids; `apart` gives each a file."""
    made: dict[str, Mapping[str, Field]] = {}
    for fields in people:
        first = str(fields.get("id", "")) or _id_of(fields)
        free = free_id(book, fields, made)
        told = fields_with({}, fields)
        made[free] = {"id": free, **told} if free != first else told
    if apart:
        paths = free_paths(snapshot.folder, made)
        changes = [RecordChange(path, (), named) for path, named in zip(paths, made.values(), strict=True)]
    else:
        changes = [RecordChange(place.file, place.at, named, "add") for named in made.values()]
    return changes, tuple(made)


def _has_items(value: Value) -> bool:
    """Whether contacts stand in ``contacts.yaml``, be they ones to mend."""
    return bool(value.get("contacts") if isinstance(value, Map) else value)


def _changed(text: str, change: RecordChange) -> str:
    if change.kind == "add" and change.value is not None:
        return with_item(text, change.at, change.value, path=change.file)
    if change.kind == "text":
        return with_record_text(text, change.at, str(change.value), path=change.file)
    if change.kind == "remove":
        return without_item(text, change.at, path=change.file)
    return with_value(text, change.at, change.value, path=change.file)


def _ensure_no_client(snapshot: Snapshot, changes: Iterable[RecordChange]) -> None:
    for change in changes:
        for told in clients_in(_inside(change), snapshot.library):
            hint = "say it without the person; what is known of a client belongs into your clinical record system"
            raise RecordsError(f"'{told.words}' seems to be about a client, and no file here may hold one", hint=hint)


def _inside(change: RecordChange) -> object:
    """The value of a change below the last field's name on its way."""
    field = next((part for part in reversed(change.at) if isinstance(part, str)), "")
    return {field: change.value} if field else change.value


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
