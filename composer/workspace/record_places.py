"""Where the records of people, places and the practice stand in their files, and which field a problem is about."""

import hashlib
from dataclasses import dataclass, field

from composer.errors import ConflictError, NotFoundError, Problem
from composer.files import is_there, read_bytes, read_text
from composer.records.base import Record
from composer.records.beside import nearly_named
from composer.records.book import CONTACTS, PRACTICE
from composer.records.contacts import parse_contacts
from composer.spelling import did_you_mean, normalized, same_place
from composer.workspace.snapshot import Snapshot
from composer.yaml.reader import Map, Position, Seq, Value, path_to, read_yaml

NO_FILE = "none"
"""The digest of a file that is not there yet."""
_END = 100_000_000
"""Behind every column of a line."""


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where a record stands, and what it says as it is written."""

    file: str
    at: tuple[str | int, ...]
    """Its path in the file: ``("contacts", 3)``, ``(3,)``; ``()`` for the practice, which is the whole file."""
    digest: str
    """Of the file as it was read: hand it back to `edit_records`, and nothing that was changed elsewhere is lost."""
    values: Map = field(compare=False, repr=False)
    """Its fields, each with its place; empty where there is no such record."""


# --- files ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of records as it is read now, or as it is to be."""

    name: str
    text: str
    """With the line ends and the mark that it has; empty where there is no file."""
    digest: str
    mode: int = 0o777

    @property
    def read(self) -> str:
        """The text as it is read."""
        return self.text.removeprefix("\ufeff").replace("\r\n", "\n")

    @property
    def value(self) -> Value:
        """What it holds."""
        return read_yaml(self.text, self.name).value

    def place(self, at: tuple[str | int, ...]) -> RecordPlace:
        """A place in it."""
        found = value_at(self.value, at)
        return RecordPlace(self.name, at, self.digest, found if isinstance(found, Map) else Map(Position(0, 0)))


def open_records(snapshot: Snapshot, name: str) -> RecordFile:
    """A file of records as it is now, be it that there is none.

    Raises:
        NotFoundError: there is none, and one of nearly this name, which may be meant.
        ConflictError: it is written at this moment.
        RecordsError: it is not UTF-8.
        ExternalError: the system would not let it be read.
    """
    path = snapshot.folder / name
    if not is_there(path):
        if near := nearly_named(snapshot.folder, name):
            raise NotFoundError(f"there is no {name}, and {near} is not read", hint=f"rename {near} to {name}")
        return RecordFile(name, "", NO_FILE)
    found, data = read_text(path), read_bytes(path)
    if data is None or hashlib.sha256(data).hexdigest() != found.digest:
        raise ConflictError(f"{name} is being written by another program", hint="wait a moment, then try again")
    return RecordFile(name, data.decode("utf-8"), found.digest, found.mode)


# --- places ---------------------------------------------------------------------------------------------------------


def contact_place(snapshot: Snapshot, contact_id: str) -> RecordPlace:
    """Where a contact's record stands, by the id of today or before; a `NotFoundError` where there is none."""
    file = open_records(snapshot, CONTACTS)
    book = parse_contacts(file.read, CONTACTS)
    found = book.find(contact_id)
    if found is None:
        hint = did_you_mean(contact_id, book.by_id, "it may have been taken out meanwhile")
        raise NotFoundError(f"there is no contact '{contact_id}'", hint=hint)
    return file.place(_index_of(found, file.value, "contacts"))


def organization_place(snapshot: Snapshot, name_or_id: str) -> RecordPlace:
    """Where an organisation's record stands, by its name or id; a `NotFoundError` where there is none."""
    file = open_records(snapshot, CONTACTS)
    places = parse_contacts(file.read, CONTACTS).organizations
    for compared in (normalized, same_place):
        for place in places:
            if compared(name_or_id) in {compared(word) for word in (place.name, place.id) if word}:
                return file.place(_index_of(place, file.value, "organizations"))
    hint = did_you_mean(name_or_id, [place.name for place in places], "a contact may name a place without a record")
    raise NotFoundError(f"there is no organisation '{name_or_id}' among the records", hint=hint)


def practice_place(snapshot: Snapshot) -> RecordPlace:
    """Where the practice stands: the whole of its file, which need not be there yet."""
    return open_records(snapshot, PRACTICE).place(())


def field_of(problem: Problem, place: RecordPlace) -> str:
    """The field of a record that a problem is about, as ``email`` or ``needs[1].source``.

    It is empty where the problem is about the whole record, or about another one.
    """
    at, values = problem.at, place.values
    if at.path != place.file or not values.start.line <= at.line <= values.last_line:
        return ""
    path = path_to(values, Position(at.line, at.column or _END))
    begins = [_begin_of(values, path[:length]) for length in range(1, len(path) + 1)]
    if not at.column:  # the line alone is known
        lines = [key.line for key, _ in begins]
        path = path[: lines.index(at.line) + 1] if at.line in lines else path
    elif Position(at.line, at.column) == _group_of(values, path).start:  # nothing in it has a place of its own
        path = _named_in_code(problem.code, path)
    elif Position(at.line, at.column) not in begins[-1] and not problem.code.startswith("yaml-"):
        return ""  # a comment between two fields
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _group_of(values: Map, path: tuple[str | int, ...]) -> Map | Seq:
    found = value_at(values, path[:-1])
    assert isinstance(found, Map | Seq)  # noqa: S101  # the path leads through it
    return found


def _begin_of(values: Map, path: tuple[str | int, ...]) -> tuple[Position, Position]:
    """Where the name and the value at a path begin; an item has no name."""
    group, part = _group_of(values, path), path[-1]
    if isinstance(group, Map):
        return group.keys_at[str(part)], group.values_at[str(part)]
    return group.values_at[int(part)], group.values_at[int(part)]


def _named_in_code(code: str, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The path of the field that a problem's code names, beside the first of its group; of the group where none is."""
    if code.endswith("-unknown-field"):
        return path
    kind, _, name = code.rpartition("-")
    return (*path[:-1], name) if name in _fields_of_kind(kind) else path[:-1]


def _fields_of_kind(kind: str) -> set[str]:
    found, models = set[str](), [Record]
    while models:
        model = models.pop()
        models += model.__subclasses__()
        found |= {*model.model_fields} if model.kind == kind else set()
    return found


def value_at(value: Value, path: tuple[str | int, ...]) -> Value:
    """What stands at a path; ``None`` for nothing, or where there is no such path."""
    for part in path:
        if isinstance(value, Map) and isinstance(part, str):
            value = value.get(part)
        elif isinstance(value, Seq) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def _index_of(record: Record, value: Value, part: str) -> tuple[str | int, ...]:
    """The path of a record that was read from a file."""
    items = value.get(part) if isinstance(value, Map) else value
    assert isinstance(items, Seq)  # noqa: S101  # it was read from there
    assert record.origin is not None  # noqa: S101
    index = items.values_at.index(record.origin.node.start)
    return (part, index) if isinstance(value, Map) else (index,)
