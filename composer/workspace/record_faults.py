"""A record as it is written, and what would be wrong with one that somebody is still typing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from composer.checks.rules.records import client_in
from composer.errors import ConflictError
from composer.files import read_text
from composer.records.base import Record
from composer.records.faults import Fault, faults_of
from composer.records.library import Library
from composer.records.practice import Offer, Talk, Update
from composer.workspace.record_edits import RecordPlace
from composer.workspace.snapshot import Snapshot
from composer.yaml.reader import Map, Value, read_yaml
from composer.yaml.writer import Field

_CLIENT = "'{}' seems to be about a client, and no file here may hold one; say it without the person"
_ENDING = (Offer, Update, Talk)
_DAYS = (("until",), ("start", "date"))
"""The fields of a record's last day, and of its first."""
_PAST = "this day is past, so no letter would say it; write a day to come, or none where it has no end"
_BACKWARDS = "the last day is before the first, so no letter would say it; mend one of the two"


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """One record as its file has it."""

    place: RecordPlace
    fields: Mapping[str, Field]
    """Without those that say nothing."""


def written_record(snapshot: Snapshot, place: RecordPlace) -> WrittenRecord:
    """The fields at a place, as they are written; a `ConflictError` where the file is another one by now."""
    found = read_text(snapshot.folder / place.file)
    value: Any = read_yaml(found.text, place.file).value
    for part in place.at:
        value = value[part] if isinstance(value, Map | list) else None  # type: ignore[index]
    if found.digest != place.digest or not isinstance(value, Map):
        raise ConflictError(f"{place.file} has just been changed elsewhere", hint="look again")
    return WrittenRecord(place, {key: _said(inner) for key, inner in value.items() if inner is not None})


def _said(value: Value) -> Field:
    if isinstance(value, Map):
        return {key: _said(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_said(inner) for inner in value if inner is not None]
    return value if value is not None else ""


def record_faults(
    model: type[Record], fields: Mapping[str, Any], library: Library, *, typed: Collection[str], today: date
) -> tuple[Fault, ...]:
    """What is wrong with fields that are to be a record.

    Of those that were `typed` also what tells of a client, and a day that lets no letter say it.
    """
    told = (fault for name in typed for fault in _clients_in(fields.get(name), library, (name,)))
    return (*faults_of(model, fields), *told, *idle_days(model, fields, typed=typed, today=today))


def idle_days(
    model: type[Record], fields: Mapping[str, Any], *, typed: Collection[str], today: date
) -> tuple[Fault, ...]:
    """A last day that is past, or before the first day, where one of the two was `typed`: no letter would say it."""
    if model not in _ENDING or faults_of(model, fields):
        return ()
    record = model.model_validate(fields)
    until, first = (next((day for name in names if (day := getattr(record, name, None))), None) for names in _DAYS)
    if until is None:
        return ()
    if until < today and "until" in typed:
        return (Fault(("until",), _PAST),)
    changed = next((name for name in ("until", "from", "start", "date") if name in typed), "")
    return (Fault((changed,), _BACKWARDS),) if changed and first and until < first else ()


def _clients_in(value: Any, library: Library, at: tuple[str | int, ...]) -> Iterator[Fault]:
    if isinstance(value, str):
        if (told := client_in(value, library)) and told.sure:
            yield Fault(at, _CLIENT.format(told.words))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _clients_in(inner, library, (*at, key))
    elif isinstance(value, Sequence):
        for index, inner in enumerate(value):
            yield from _clients_in(inner, library, (*at, index))
