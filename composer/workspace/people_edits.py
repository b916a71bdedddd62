"""People and places changed for somebody who fills in a form: who they are to the rest of the records stays true.

A name that changes does not change who somebody is: their id stays, and whoever is at a place goes along with its new
name. A wish to be left alone goes only when somebody says so.
"""

from collections.abc import Iterator, Mapping

from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.files import read_if_there
from composer.records.book import CONTACTS, read_contacts
from composer.records.contact_parts import holds_one
from composer.records.contacts import Contact, ContactBook, Organization, parse_contacts
from composer.spelling import same_place
from composer.workspace.record_edits import (
    Changes,
    RecordChange,
    RecordPlace,
    contact_place,
    contacts_place,
    edit_record_files,
    edit_records,
    field_changes,
    fields_with,
    organization_place,
)
from composer.workspace.record_faults import written_record
from composer.workspace.record_files import open_records
from composer.workspace.record_writing import RecordsEdit
from composer.workspace.snapshot import Snapshot
from composer.yaml.reader import Map, Seq, Value, read_yaml
from composer.yaml.writer import Field, format_front_matter

_LOOK = "look again, then change it"


def change_contact(
    snapshot: Snapshot, contact: str, changes: Changes, *, digest: str, lifted: bool = False
) -> RecordsEdit:
    """Changes fields of one contact's record.

    Args:
        snapshot: the workspace.
        contact: the id.
        changes: the fields that change, and no others.
        digest: SHA-256 of the file that the person was shown.
        lifted: whether the person says that a wish to be left alone does not hold any more.

    Raises:
        NotFoundError: nobody has that id.
        ConflictError: the file is another one by now; nothing was written.
        RecordsError: it would be wrong then, or a wish to be left alone would be gone; nothing was written.
    """
    place = _seen(contact_place(snapshot, contact), digest)
    fields = written_record(snapshot, place).fields
    made = fields_with(fields, changes)
    before, after = _book_of("contacts", fields).contacts, _book_of("contacts", made).contacts
    ensure_wish_kept(before, after, lifted=lifted)
    if after and "id" not in made and after[0].id != contact:
        changes = {**changes, "id": contact}
    return edit_records(snapshot, field_changes(place, changes), digest=digest)


def verify_contact(snapshot: Snapshot, contact: str, *, digest: str) -> RecordsEdit:
    """Notes that a contact's name, role and address are right today; it raises what `change_contact` does."""
    return change_contact(snapshot, contact, {"verified": snapshot.today.isoformat()}, digest=digest)


def change_organization(
    snapshot: Snapshot, name: str, changes: Changes, *, digest: str, lifted: bool = False
) -> RecordsEdit:
    """Changes fields of a place's record; who is there goes along with a new name.

    A place that only its people name gets a record. It takes and raises what `change_contact` does.
    """
    new = changes.get("name")
    moved = list(_contacts_moved(snapshot, name, new)) if isinstance(new, str) else []
    digests = {one.file: open_records(snapshot.folder, one.file).digest for one in moved} | {CONTACTS: digest}
    try:
        place = _seen(organization_place(snapshot, name), digest)
    except NotFoundError:
        if not (known := _as_people_name_it(snapshot, name)):
            raise
        added = _added(snapshot, {"name": known, **changes}, digest)
        return edit_record_files(snapshot, [added, *moved], digests=digests)
    fields = written_record(snapshot, place).fields
    made = fields_with(fields, changes)
    before, after = _book_of("organizations", fields).organizations, _book_of("organizations", made).organizations
    ensure_wish_kept(before, after, lifted=lifted)
    return edit_record_files(snapshot, [*field_changes(place, changes), *moved], digests=digests)


def add_organization(snapshot: Snapshot, fields: Mapping[str, Field], *, digest: str) -> RecordsEdit:
    """Adds a place; it raises what `change_contact` does, a `ConflictError` for one that has a record already, too."""
    name = str(fields.get("name", ""))
    if any(same_place(one.name) == same_place(name) for one in snapshot.records.contacts.organizations):
        raise ConflictError(f"{name} has a record already, so nothing was added", hint="change that one")
    return edit_records(snapshot, [_added(snapshot, fields, digest)], digest=digest)


def _as_people_name_it(snapshot: Snapshot, name: str) -> str:
    """A place's name as the first of its people has it; empty where nobody is there."""
    named = (one.organization for one in snapshot.records.contacts.contacts if one.organization)
    return next((there for there in named if same_place(there) == same_place(name)), "")


def _added(snapshot: Snapshot, fields: Changes, digest: str) -> RecordChange:
    place = _seen(contacts_place(snapshot, "organizations"), digest)
    if isinstance(_written(snapshot), Seq):
        hint = f"write the line 'contacts:' above all others of {CONTACTS}, with nothing else in it; then try again"
        raise RecordsError(f"{CONTACTS} is a list of people only, so no place can be added to it", hint=hint)
    return RecordChange(place.file, place.at, fields_with({}, fields), "add")


def _contacts_moved(snapshot: Snapshot, name: str, new: str) -> Iterator[RecordChange]:
    """The new name of a place in the record of each contact who is there by its old one."""
    ids = {one.id for one in snapshot.records.contacts.organizations if one.id}
    for file, text in read_contacts(snapshot.folder)[1].items():
        value = read_yaml(text, file).value
        for at, one in _people_in(file, value):
            there = one.get("organization")
            if isinstance(there, str) and there not in ids and same_place(there) == same_place(name) and there != new:
                yield RecordChange(file, (*at, "organization"), new)


def _people_in(file: str, value: Value) -> Iterator[tuple[tuple[str | int, ...], Map]]:
    """The contacts of a file, each with its place."""
    if holds_one(file):
        yield from [((), value)] if isinstance(value, Map) else []
        return
    people, above = (value.get("contacts"), ("contacts",)) if isinstance(value, Map) else (value, ())
    for index, one in enumerate(people if isinstance(people, Seq) else ()):
        if isinstance(one, Map):
            yield (*above, index), one


def _written(snapshot: Snapshot) -> object:
    return read_yaml(read_if_there(snapshot.folder / CONTACTS), CONTACTS).value


def _seen(place: RecordPlace, digest: str) -> RecordPlace:
    if place.digest != digest:
        raise ConflictError(f"{place.file} was changed elsewhere since you looked, so nothing was done", hint=_LOOK)
    return place


def _book_of(part: str, fields: Mapping[str, Field]) -> ContactBook:
    return parse_contacts(format_front_matter({part: [fields]}), CONTACTS)


def ensure_wish_kept(
    before: tuple[Contact | Organization, ...], after: tuple[Contact | Organization, ...], *, lifted: bool
) -> None:
    """A `RecordsError` where a record said that somebody is to be left alone, and does not say it any more."""
    asked = any(one.do_not_contact for one in before)
    if asked and after and not any(one.do_not_contact for one in after) and not lifted:
        hint = "leave those words in, or say below that they may be written to again"
        raise RecordsError("this would take out that they asked not to be written to", hint=hint)
