"""The first hour: who writes, what there is for people who refer, and first people; told in words, kept as files."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from composer.errors import ConflictError, RecordsError
from composer.files import is_there
from composer.records.book import FILES, PRACTICE
from composer.records.contact_files import has_contacts
from composer.records.practice import Offer
from composer.start import start_workspace
from composer.workspace.record_edits import RecordChange, edit_records, new_contacts, practice_place
from composer.workspace.record_faults import idle_days
from composer.workspace.record_writing import RecordsEdit
from composer.workspace.snapshot import Snapshot, writing
from composer.yaml.writer import Field

Step = Literal["practice", "offers", "people", ""]
"""What is still to be told; empty where the workspace is complete enough to write a letter."""
NOT_YET = "Your Name"
"""What stands in a fresh file where the name is to come."""


def missing_step(snapshot: Snapshot) -> Step:
    """The first thing that is still to be told."""
    if not has_records(snapshot):
        return "practice"
    records = snapshot.records
    if records.practice.name == NOT_YET:
        return "practice"
    if records.contacts.contacts or records.contacts.left_out:
        return ""
    return "people" if records.practice.offers else "offers"


def has_records(snapshot: Snapshot) -> bool:
    """Whether the folder has the files that every workspace has."""
    return has_contacts(snapshot.folder) and is_there(snapshot.folder / PRACTICE)


def tell_practice(snapshot: Snapshot, fields: Mapping[str, Field]) -> RecordsEdit:
    """Keeps what was told of the practice, each field under its name; a fresh folder gets its files first.

    A list of mappings, such as ``offers``, comes behind what the list has already; it raises what `edit_records` does,
    and a `RecordsError` for an offer that has ended before anybody could read of it.
    """
    _ensure_lasting(fields.get("offers", ()), snapshot.today)
    if not has_records(snapshot):
        with writing(snapshot) as now:
            start_workspace(now.folder, sample=False, today=now.today)
        snapshot = snapshot.reread()
    return edit_records(snapshot, list(_changes(fields)), digest=practice_place(snapshot).digest)


def _changes(fields: Mapping[str, Field]) -> Iterable[RecordChange]:
    for key, value in fields.items():
        if key in {"offers", "how_to_refer"} and isinstance(value, list):
            yield from (RecordChange(PRACTICE, (key,), item, "add") for item in value)
        else:
            yield RecordChange(PRACTICE, (key,), value)


def _ensure_lasting(offers: Field, today: date) -> None:
    for offer in offers if isinstance(offers, list) else ():
        if isinstance(offer, dict) and (idle := idle_days(Offer, offer, typed=offer, today=today)):
            words, _, hint = idle[0].text.partition("; ")
            raise RecordsError(f"'{offer.get('text', '')}' says until when it holds, and {words}", hint=hint)


def tell_people(snapshot: Snapshot, people: Sequence[Mapping[str, Field]]) -> RecordsEdit:
    """Adds people to write to, all of them or none; it raises what `new_contacts` does."""
    return new_contacts(snapshot, [{key: value for key, value in one.items() if value} for one in people])


def is_without_records(snapshot: Snapshot) -> bool:
    """Whether not one file of the records is there."""
    return not has_contacts(snapshot.folder) and not any(is_there(snapshot.folder / name) for name in FILES)


def look_around(snapshot: Snapshot) -> None:
    """Fills a folder without records with the made-up practice, to look around in.

    Raises:
        ConflictError: there are records, which are somebody's own; nothing was changed.
    """
    with writing(snapshot) as now:
        if not is_without_records(now):
            text = "there are records in this folder already, so the made-up practice was not put beside them"
            raise ConflictError(text, hint="nothing was changed; to look around, begin in a new, empty folder")
        start_workspace(now.folder, sample=True, today=now.today)
