"""Leaving with everything: contacts, places and what happened, in a form that other programs take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from composer.errors import ConflictError
from composer.files import is_there, make_folder, write_bytes
from composer.outputs.contact_cards import as_vcards
from composer.outputs.contact_tables import Table, as_csv, as_json, lost_in_tables, tables
from composer.records.book import FILES
from composer.records.contacts import Contact
from composer.workspace.record_files import open_records
from composer.workspace.snapshot import Snapshot

Format = Literal["csv", "xlsx", "vcard", "json"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "vcard", "json")
_ENDINGS: Mapping[Format, str] = {"csv": "", "xlsx": ".xlsx", "vcard": ".vcf", "json": ".json"}
_LOST: Mapping[Format, str] = {
    "vcard": "no needs, details, requests, meetings and history: a vCard has no place for them",
    "json": "",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export is made of, before anything is written."""

    files: Mapping[str, bytes]
    """Each file's content under its name; one under an empty name where the form is one file."""
    contacts: int
    lost: str
    """What the form has no place for, in words; empty where nothing is lost."""


def export_contacts(snapshot: Snapshot, form: Format, wanted: Sequence[Contact] | None = None) -> Exported:
    """All contacts, or some, in a form; nothing is written.

    A `RecordsError` where the records cannot be read: of a wish that nobody could read none would stand there.
    """
    snapshot.ensure_usable()
    records = snapshot.records
    people = records.contacts.contacts if wanted is None else tuple(wanted)
    whole = tables(records, people)
    if form == "csv":
        return Exported({f"{one.name}.csv": as_csv(one) for one in whole}, len(people), lost_in_tables(people))
    if form == "xlsx":
        from composer.outputs.contact_spreadsheet import as_xlsx

        return Exported({"": as_xlsx(whole, snapshot.today)}, len(people), lost_in_tables(people))
    wishes = _wishes(whole[0])
    if form == "vcard":
        places = [one for one in records.contacts.organizations if wanted is None]
        return Exported({"": as_vcards(people, places, wishes, records.library.names)}, len(people), _LOST["vcard"])
    parts = {name: open_records(snapshot.folder, name).value for name in FILES}
    return Exported({"": as_json(parts, wishes)}, len(records.contacts.contacts), "")


def _wishes(contacts: Table) -> dict[str, str]:
    who, why = contacts.columns.index("id"), contacts.columns.index("do_not_contact")
    return {row[who]: row[why] for row in contacts.rows if row[why]}


def name_of(snapshot: Snapshot, form: Format) -> Path:
    """What an export is called where nobody says: ``contacts-2026-11-24.xlsx``; for CSV a folder."""
    return Path(f"contacts-{snapshot.today}{_ENDINGS[form]}")


def save_export(found: Exported, path: Path) -> tuple[Path, ...]:
    """Writes an export to a path where nothing is yet, a folder for several files.

    Raises:
        ConflictError: something of that name is there; nothing was written.
        ExternalError: the disk refused.
    """
    files = {path / name if name else path: data for name, data in found.files.items()}
    there = next((one for one in files if is_there(one)), None)
    if there:
        hint = "give another name with --to, or take that one away first"
        raise ConflictError(f"{there} is there already, so nothing was written", hint=hint)
    if "" not in found.files:
        make_folder(path)
    for one, data in files.items():
        write_bytes(one, data, expect=None)
    return tuple(files)
