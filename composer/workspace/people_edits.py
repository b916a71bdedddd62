"""People and places changed for somebody who fills in a form: a wish to be left alone stays, no client is told of."""

from collections.abc import Iterator, Mapping

from composer.checks.rules.records import client_in
from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.records.book import CONTACTS
from composer.records.contacts import Contact, Organization, parse_contacts
from composer.records.library import Library
from composer.spelling import same_place
from composer.workspace.record_edits import RecordChange, RecordsEdit, edit_records, new_contact
from composer.workspace.record_places import RecordPlace, contact_place, open_records, organization_place
from composer.workspace.snapshot import Snapshot
from composer.yaml.reader import Map, Seq, Value
from composer.yaml.writer import Field, format_front_matter

Changes = Mapping[str, "Field | None"]
"""New values of fields by their names; ``None`` takes a field out."""
Path = tuple[str | int, ...]
_CLIENT = "'{}' seems to be about a client, and no file here may hold one"
_WITHOUT = "say it without the person; what is known of a client belongs into your clinical record system"


def written_fields(place: RecordPlace) -> dict[str, Field]:
    """What a record says as it is written, without the fields that say nothing."""
    return {key: _said(value) for key, value in place.values.items() if value is not None}


def _said(value: Value) -> Field:
    if isinstance(value, Map):
        return {key: _said(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_said(inner) for inner in value if inner is not None]
    return "" if value is None else value


def told_of_clients(changes: Changes, library: Library) -> dict[Path, str]:
    """Where in new values something surely tells of a client, by its path, and what is said of it."""
    found = ((path, client_in(text, library)) for path, text in _texts(changes, ()))
    return {path: _CLIENT.format(told.words) for path, told in found if told and told.sure}


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))


# --- people -----------------------------------------------------------------------------------------------------------


def change_contact(
    snapshot: Snapshot, contact: str, changes: Changes, *, digest: str, lifted: bool = False
) -> RecordsEdit:
    """Changes fields of one contact's record.

    Args:
        snapshot: the workspace.
        contact: the id.
        changes: the fields that change, and no others.
        digest: of the file that the person was shown.
        lifted: whether the person says that a wish to be left alone does not hold any more.

    Raises:
        NotFoundError: nobody has that id.
        ConflictError: the file is another one by now; nothing was written.
        RecordsError: it would be wrong then, a wish to be left alone would be gone, or it tells of a client; nothing
            was written. What `edit_records` refuses is one of these.
    """
    place = contact_place(snapshot, contact)
    _ensure_sayable(changes, snapshot.library)
    if not lifted:
        _ensure_wish_kept("contacts", place, changes)
    return edit_records(snapshot, _field_changes(place, changes), digest=digest, despite_warnings=True)


def verify_contact(snapshot: Snapshot, contact: str, *, digest: str) -> RecordsEdit:
    """Notes that a contact's name, role and address are right today; it raises what `change_contact` does."""
    return change_contact(snapshot, contact, {"verified": snapshot.today.isoformat()}, digest=digest)


def add_contact(snapshot: Snapshot, fields: Mapping[str, Field]) -> RecordsEdit:
    """Adds a contact behind the others; it raises what `change_contact` does."""
    _ensure_sayable(fields, snapshot.library)
    return new_contact(snapshot, fields, despite_warnings=True)


def added_id(edit: RecordsEdit) -> str:
    """The id of the contact that an edit was about."""
    record = _record_of("contacts", written_fields(edit.place))
    return record.id if record else ""


# --- places -----------------------------------------------------------------------------------------------------------


def change_organization(
    snapshot: Snapshot, name: str, changes: Changes, *, digest: str, lifted: bool = False
) -> RecordsEdit:
    """Changes fields of a place's record; one that only its people name gets a record, under that name.

    It takes and raises what `change_contact` does.
    """
    _ensure_sayable(changes, snapshot.library)
    try:
        place = organization_place(snapshot, name)
    except NotFoundError:
        named = (one.organization for one in snapshot.records.contacts.contacts)
        known = next((there for there in named if there and same_place(there) == same_place(name)), "")
        if not known:
            raise
        return _added(snapshot, {**changes, "name": known}, digest, str(changes.get("name") or known))
    if not lifted:
        _ensure_wish_kept("organizations", place, changes)
    return edit_records(snapshot, _field_changes(place, changes), digest=digest, despite_warnings=True)


def add_organization(snapshot: Snapshot, fields: Mapping[str, Field], *, digest: str) -> RecordsEdit:
    """Adds a place; it raises what `change_contact` does, and a `ConflictError` for one that has a record already."""
    _ensure_sayable(fields, snapshot.library)
    name = str(fields.get("name", ""))
    if any(same_place(one.name) == same_place(name) for one in snapshot.records.contacts.organizations):
        raise ConflictError(f"{name} has a record already, so nothing was added", hint="change that one")
    return _added(snapshot, fields, digest, name)


def _added(snapshot: Snapshot, fields: Changes, digest: str, name: str) -> RecordsEdit:
    """Adds a place under the name that people have for it, then gives it the one it is to have: they go along."""
    value = open_records(snapshot, CONTACTS).value
    if isinstance(value, Seq):
        hint = f"write the line 'contacts:' above all others of {CONTACTS}, with nothing else in it; then try again"
        raise RecordsError(f"{CONTACTS} is a list of people only, so no place can be added to it", hint=hint)
    places = value.get("organizations") if isinstance(value, Map) else None
    at = ("organizations", len(places) if isinstance(places, Seq) else 0, "name")
    item = {key: said for key, said in fields.items() if said is not None and key != "name"}
    added = RecordChange(CONTACTS, at[:1], {"name": fields.get("name") or "", **item}, "add")
    return edit_records(snapshot, [added, RecordChange(CONTACTS, at, name)], digest=digest, despite_warnings=True)


# --- what is kept safe ------------------------------------------------------------------------------------------------


def _ensure_sayable(changes: Changes, library: Library) -> None:
    for said in told_of_clients(changes, library).values():
        raise RecordsError(said, hint=_WITHOUT)


def _ensure_wish_kept(part: str, place: RecordPlace, changes: Changes) -> None:
    """A `RecordsError` where a record said that somebody is to be left alone, and would not say it any more."""
    fields = written_fields(place)
    before = _record_of(part, fields)
    after = _record_of(part, {key: value for key, value in {**fields, **changes}.items() if value is not None})
    if before and before.do_not_contact and after and not after.do_not_contact:
        hint = "leave those words in, or say below that they may be written to again"
        raise RecordsError("this would take out that they asked not to be written to", hint=hint)


def _record_of(part: str, fields: Mapping[str, Field]) -> Contact | Organization | None:
    """A record by itself; ``None`` where it cannot be used."""
    book = parse_contacts(format_front_matter({part: [fields]}), CONTACTS)
    found: tuple[Contact | Organization, ...] = (*book.contacts, *book.organizations)
    return found[0] if found else None


def _field_changes(place: RecordPlace, changes: Changes) -> list[RecordChange]:
    """The changes of a record; what is taken out comes last, so that the record is never empty meanwhile."""
    ordered = sorted(changes.items(), key=lambda pair: pair[1] is None)
    return [RecordChange(place.file, (*place.at, name), value) for name, value in ordered]
