"""The practice changed for somebody who fills in a form: who writes, and one record of one of its lists.

A record is known by its list and its place in it, so whoever changes one hands back the file that it was shown of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.records.base import Record
from composer.records.book import PRACTICE
from composer.records.fields import Line
from composer.records.practice import Handout, HowToRefer, Introduction, Limit, Offer, OwnQuestion, Talk, Update
from composer.workspace.record_edits import (
    Changes,
    RecordChange,
    RecordPlace,
    edit_records,
    field_changes,
    fields_with,
    practice_place,
)
from composer.workspace.record_faults import WrittenRecord, written_record
from composer.workspace.record_writing import RecordsEdit
from composer.workspace.snapshot import Snapshot
from composer.yaml.writer import Field

FACTS = "facts"
_TEXT = "text"


class NamedFact(Record, kind="fact"):
    """A fact of the practice, as a record of its own."""

    name: Line
    """What lists call it: ``fee``."""
    text: Line
    """What it is: ``$140 for fifty minutes``."""


@dataclass(frozen=True, slots=True)
class PracticeList:
    """One of the practice's lists."""

    field: str
    """Its name in the file."""
    model: type[Record]


LISTS: Mapping[str, PracticeList] = {
    "offers": PracticeList("offers", Offer),
    "updates": PracticeList("updates", Update),
    "talks": PracticeList("talks", Talk),
    "handouts": PracticeList("handouts", Handout),
    "ways": PracticeList("how_to_refer", HowToRefer),
    "introductions": PracticeList("introduction", Introduction),
    "questions": PracticeList("questions", OwnQuestion),
    "limits": PracticeList("does_not", Limit),
    FACTS: PracticeList("facts", NamedFact),
}
"""The lists by a word for each, in the order of a practice's page."""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One record of a list as it is written."""

    at: tuple[str | int, ...]
    """Where it stands in the file."""
    fields: Mapping[str, Field]
    is_text: bool = False
    """Whether it is written as a text alone."""


def written_practice(snapshot: Snapshot) -> WrittenRecord:
    """The whole record of the practice as it is written."""
    return written_record(snapshot, practice_place(snapshot))


def list_entries(written: WrittenRecord, part: str) -> tuple[ListEntry, ...]:
    """The records of a list, a key of `LISTS`, in their order; a `RecordsError` where it is no list of records."""
    field = LISTS[part].field
    value = written.fields.get(field, [])
    if part == FACTS:
        facts = value if isinstance(value, Mapping) else {}
        return tuple(ListEntry((field, name), {"name": name, _TEXT: text}) for name, text in facts.items())
    if isinstance(value, list):
        return tuple(_entry((field, index), one) for index, one in enumerate(value))
    return (_entry((field,), value),)


def _entry(at: tuple[str | int, ...], value: Field) -> ListEntry:
    if isinstance(value, Mapping):
        return ListEntry(at, value)
    if isinstance(value, str):
        return ListEntry(at, {_TEXT: value}, is_text=True)
    raise RecordsError(f"{PRACTICE} cannot be read at '{at[0]}'", hint="mend it in the file, then look again")


def change_practice(snapshot: Snapshot, changes: Changes, *, digest: str) -> RecordsEdit:
    """Changes who writes.

    Args:
        snapshot: the workspace.
        changes: the fields that change, and no others.
        digest: SHA-256 of the file that the person was shown.

    Raises:
        ConflictError: the file is another one by now; nothing was written.
        RecordsError: it would be wrong then; nothing was written.
    """
    return edit_records(snapshot, field_changes(practice_place(snapshot), changes), digest=digest)


def change_entry(snapshot: Snapshot, part: str, number: int, changes: Changes, *, digest: str) -> RecordsEdit:
    """Changes fields of the record at a place of a list, from 1.

    It raises what `change_practice` does, and a `NotFoundError` where the list has no such place.
    """
    entry = _seen_entry(snapshot, part, number, digest)
    if part == FACTS:
        return edit_records(snapshot, [*_fact_changes(snapshot, entry, changes)], digest=digest)
    if entry.is_text:
        made = fields_with(entry.fields, changes)
        whole: Field = made[_TEXT] if made.keys() == {_TEXT} else made
        return edit_records(snapshot, [RecordChange(PRACTICE, entry.at, whole)], digest=digest)
    return edit_records(snapshot, field_changes(RecordPlace(PRACTICE, entry.at, digest), changes), digest=digest)


def add_entry(snapshot: Snapshot, part: str, fields: Changes) -> RecordsEdit:
    """Adds a record behind the others of its list; it raises what `change_practice` does."""
    place, made = practice_place(snapshot), fields_with({}, fields)
    if part == FACTS:
        name = str(made.get("name", ""))
        _ensure_free(snapshot, name)
        change = RecordChange(PRACTICE, (FACTS, name), made.get(_TEXT))
    else:
        change = RecordChange(PRACTICE, (LISTS[part].field,), made, "add")
    return edit_records(snapshot, [change], digest=place.digest)


def remove_entry(snapshot: Snapshot, part: str, number: int, *, digest: str) -> RecordsEdit:
    """Takes a record out of its list; it raises what `change_entry` does."""
    entry = _seen_entry(snapshot, part, number, digest)
    return edit_records(snapshot, [RecordChange(PRACTICE, entry.at, kind="remove")], digest=digest)


def _seen_entry(snapshot: Snapshot, part: str, number: int, digest: str) -> ListEntry:
    """The record at a place of a list, in the file that was shown."""
    written = written_practice(snapshot)
    if written.place.digest != digest:
        hint = "look again, then change it"
        raise ConflictError("your practice was changed elsewhere since you looked, so nothing was done", hint=hint)
    entries = list_entries(written, part)
    if not 0 < number <= len(entries):
        raise NotFoundError("there is nothing at this place of the list any more", hint="look at the list again")
    return entries[number - 1]


def _fact_changes(snapshot: Snapshot, entry: ListEntry, changes: Changes) -> Iterator[RecordChange]:
    """A fact under another name is another field, so the old one goes."""
    made = fields_with(entry.fields, changes)
    name, old = str(made.get("name", "")), str(entry.fields["name"])
    if name != old:
        _ensure_free(snapshot, name)
    yield RecordChange(PRACTICE, (FACTS, name), made.get(_TEXT))
    if name != old:
        yield RecordChange(PRACTICE, entry.at, kind="remove")


def _ensure_free(snapshot: Snapshot, name: str) -> None:
    if name in snapshot.records.practice.facts:
        raise ConflictError(f"there is a fact called '{name}' already, so nothing was done", hint="change that one")
