"""What happens to people, said once: their record edited as text, a new place, the end of their work.

Each is one change of the records that can be taken back, and no other line of any file changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from composer.errors import ConflictError, RecordsError
from composer.records.contacts import Contact, parse_contacts
from composer.records.doubles import Doubles, Match
from composer.records.faults import faults_of
from composer.records.wishes import ContactStatus
from composer.spelling import same_place
from composer.workspace.people_edits import ensure_wish_kept
from composer.workspace.record_edits import (
    Changes,
    RecordChange,
    RecordPlace,
    contact_place,
    edit_contacts,
    edit_records,
    free_id,
)
from composer.workspace.record_files import open_records
from composer.workspace.record_writing import RecordsEdit
from composer.workspace.snapshot import Snapshot
from composer.yaml.reader import Map, read_yaml
from composer.yaml.record_text import record_text
from composer.yaml.writer import Field

OF_THE_PLACE = ("email", "phone", "fax", "address")
"""What belongs to somebody's place, and is out of date when they leave it."""


# --- a record as text -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record as somebody sees it in an editor."""

    contact: str
    place: RecordPlace
    text: str


def open_record(snapshot: Snapshot, who: str) -> OpenRecord:
    """The lines of one contact's record; a `NotFoundError` where nobody is meant, or several."""
    contact = snapshot.contact(who)
    place = contact_place(snapshot, contact.id)
    file = open_records(snapshot.folder, place.file)
    return OpenRecord(contact.id, place, record_text(file.text, place.at, path=place.file))


def save_record(snapshot: Snapshot, opened: OpenRecord, text: str, *, lifted: bool = False) -> RecordsEdit:
    """Puts edited lines in the place of a record's, where its file is still the one that was shown.

    Somebody's id stays theirs, be their name another one: it is written into the record then.

    Raises:
        ConflictError: the file was changed meanwhile; nothing was written.
        RecordsError: it is no record, it has a mistake, or a wish to be left alone would be gone and it was not
            `lifted`; nothing was written.
    """
    before, after = _contacts_in(opened.text), _contacts_in(text)
    ensure_wish_kept(before, after, lifted=lifted)
    if len(after) == 1 and after[0].id != opened.contact and not _has_id(text) and not _has_id(opened.text):
        text = f"id: {opened.contact}\n{text}"
    change = RecordChange(opened.place.file, opened.place.at, text, "text")
    return edit_records(snapshot, [change], digest=opened.place.digest)


def _contacts_in(text: str) -> tuple[Contact, ...]:
    """The contact of a record's lines, as it is read in its file: its remarks count, too."""
    first, *rest = text.lstrip("\ufeff").replace("\r\n", "\n").strip("\n").split("\n")
    return parse_contacts("\n".join([f"- {first}", *(f"  {line}" for line in rest)]), "your text").contacts


def _has_id(text: str) -> bool:
    value = read_yaml(text, "your text").value
    return isinstance(value, Map) and "id" in value


# --- somebody new -----------------------------------------------------------------------------------------------------


def likely_same(snapshot: Snapshot, fields: Mapping[str, Field]) -> Match | None:
    """Who is here already and may be the person whom these fields describe; ``None`` for nobody, or for no record."""
    records = snapshot.records
    known = {key: value for key, value in fields.items() if key in Contact.model_fields or key == "role"}
    if faults_of(Contact, known):
        return None
    return Doubles(records.contacts, records.library).find(Contact.model_validate(known))


def add_contact(snapshot: Snapshot, fields: Mapping[str, Field], *, anyway: bool = False) -> RecordsEdit:
    """Adds a contact.

    Raises:
        ConflictError: somebody here may be the same person, and it was not said `anyway`; nothing was written.
        RecordsError: the record would have a mistake; nothing was written.
    """
    match = None if anyway else likely_same(snapshot, fields)
    if match:
        hint = f"change theirs: outreach contacts edit {match.contact.id}; or say --anyway"
        text = f"{match.contact.display_name} ({match.contact.id}) may be the same person: {match.why}"
        raise ConflictError(f"{text}; nothing was added", hint=hint)
    return edit_contacts(snapshot, added=[fields])


# --- leaving a place --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody's leaving: what changes in their record, and who is at the old place then."""

    contact: Contact
    changes: Changes
    after: Mapping[str, Field]
    """The record of whoever is at the old place now, or of nobody known; empty where one is there already."""
    gone: Mapping[str, str]
    """What is taken out of the record and kept in its notes, since it belonged to the old place."""


def plan_move(snapshot: Snapshot, who: str, to: str, *, successor: str = "", keep: bool = False) -> Departure:
    """Somebody works at another place now; what belonged to the old one goes into the notes, unless it is to `keep`.

    A `RecordsError` where they are there already.
    """
    contact = snapshot.contact(who)
    if same_place(contact.organization) == same_place(to):
        raise RecordsError(f"{contact.display_name} is at {contact.organization} already")
    gone = {} if keep else {name: said for name in OF_THE_PLACE if (said := str(getattr(contact, name) or ""))}
    lines = [f"at {contact.organization or 'their old place'} until {snapshot.today}", *_lines(gone)]
    changes: dict[str, Field | None] = {"organization": to, "notes": _more(contact.notes, lines)}
    changes |= dict.fromkeys(gone)
    return Departure(contact, changes, _after(snapshot, contact, successor), gone)


def plan_end(snapshot: Snapshot, who: str, status: ContactStatus, *, successor: str = "") -> Departure:
    """Somebody has retired, moved nobody knows where, or died; nothing of their record is taken out."""
    contact = snapshot.contact(who)
    return Departure(contact, {"status": status}, _after(snapshot, contact, successor), {})


def make_departure(snapshot: Snapshot, departure: Departure) -> RecordsEdit:
    """Writes it, as one change; it raises what `edit_records` does."""
    added = [departure.after] if departure.after else []
    changes = dict(departure.changes)
    if departure.after and "name" in departure.after and "status" in changes:
        changes["successor"] = free_id(snapshot.records.contacts, departure.after)
    return edit_contacts(snapshot, added=added, filled={departure.contact.id: changes})


def _after(snapshot: Snapshot, contact: Contact, successor: str) -> Mapping[str, Field]:
    """Who is at somebody's old place then, under the same role."""
    if not contact.organization:
        return {}
    there: dict[str, Field] = {"organization": contact.organization}
    if contact.roles:
        there["role"] = contact.roles[0]
    if successor:
        return {"name": successor, **there}
    others = (one for one in snapshot.records.contacts.colleagues_of(contact) if one.id != contact.id)
    return {} if any(one.status == "active" for one in others) else {"unknown_person": True, **there}


def _lines(said: Mapping[str, str]) -> list[str]:
    return [f"{name} there: {' '.join(value.split())}" for name, value in said.items()]


def _more(notes: str, lines: list[str]) -> str:
    return "\n".join([*([notes.rstrip("\n")] if notes else []), *lines])
