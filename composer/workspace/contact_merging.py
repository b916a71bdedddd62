"""Two records of one person made one: every fact, every wish, what happened and the drafts of both are kept.

The first wins where both speak; what the second says otherwise goes into the notes, with its name. The second's id is
theirs for ever, among the former ones, so that history and drafts stay with the person.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from composer.errors import RecordsError
from composer.records.contacts import Contact
from composer.records.doubles import Doubles
from composer.spelling import normalized
from composer.workspace.record_edits import Changes, RecordChange, RecordPlace, contact_place, edit_record_files
from composer.workspace.record_faults import written_record
from composer.workspace.record_files import open_records
from composer.workspace.record_writing import RecordsEdit
from composer.workspace.snapshot import Snapshot
from composer.yaml.editing import without_item
from composer.yaml.record_text import remarks_in
from composer.yaml.writer import Field, format_flow

_UNITED = frozenset({"roles", "needs", "details", "tags", "asked_for", "attach", "former_ids"})
_WISH = "do_not_contact"


@dataclass(frozen=True, slots=True)
class Merge:
    """What two records would be as one; nothing is written."""

    kept: Contact
    gone: Contact
    fields: Mapping[str, Field]
    """The whole record then."""
    changes: Changes
    """What of it the first has not now; ``None`` for what it has under another name then."""
    places: tuple[RecordPlace, RecordPlace]


def plan_merge(snapshot: Snapshot, first: str, second: str, *, same_person: bool = False) -> Merge:
    """What the records of two contacts would be as one.

    Raises:
        NotFoundError: nobody is meant by a name, or several are.
        RecordsError: they are one record already, or seem to be two people and it was not said that they are one.
    """
    kept, gone = snapshot.contact(first), snapshot.contact(second)
    if kept.id == gone.id:
        raise RecordsError(f"'{first}' and '{second}' are one record already", hint="nothing has to be done")
    records = snapshot.records
    match = Doubles(records.contacts, records.library).compare(gone, kept)
    if not same_person and not (match and match.sure):
        text = f"{kept.display_name} and {gone.display_name} {'may' if match else 'seem to'} be two people"
        raise RecordsError(f"{text}, so nothing was done", hint="say --same-person if they are one")
    places = contact_place(snapshot, kept.id), contact_place(snapshot, gone.id)
    mine, theirs = (dict(written_record(snapshot, place).fields) for place in places)
    made = _united(mine, theirs, gone, _remarks(snapshot, places[1]))
    if made.get("successor") in {kept.id, gone.id}:
        del made["successor"]
    made.setdefault("id", kept.id)  # a name that a merge completes changes nobody's id
    changes: dict[str, Field | None] = {key: value for key, value in made.items() if mine.get(key) != value}
    changes |= dict.fromkeys(mine.keys() - made.keys())
    return Merge(kept, gone, made, changes, places)


def make_merge(snapshot: Snapshot, merge: Merge) -> RecordsEdit:
    """Writes it, as one change; it raises what `edit_records` does."""
    kept, gone = merge.places
    changes = [RecordChange(kept.file, (*kept.at, key), value) for key, value in merge.changes.items()]
    removal = RecordChange(gone.file, gone.at, kind="remove")
    return edit_record_files(snapshot, [*changes, removal], digests={gone.file: gone.digest, kept.file: kept.digest})


def _united(
    mine: dict[str, Field], theirs: Mapping[str, Field], gone: Contact, remarks: Iterable[str]
) -> dict[str, Field]:
    """One record of two; what has no place of its own is a line of the notes."""
    mine, theirs = _plural(mine), _plural(dict(theirs))
    made, lines = dict(mine), list[str]()
    for key, value in theirs.items():
        if key in {"id", "notes", "former_ids", _WISH}:
            continue
        if key not in made:
            made[key] = value
        elif key in _UNITED:
            made[key] = _union(made[key], value)
        elif not _is_same(made[key], value):
            lines.append(f"{key} in the record {gone.id}: {_shown(value)}")
    made["former_ids"] = _union(made.get("former_ids", []), [gone.id, *_listed(theirs.get("former_ids", []))])
    lines += _wish(made, mine.get(_WISH), theirs.get(_WISH), gone)
    lines += [f"remark in the record {gone.id}: {one}" for one in remarks]
    notes = [str(one).rstrip("\n") for one in (made.get("notes", ""), theirs.get("notes", "")) if one]
    if notes or lines:
        made["notes"] = "\n".join([*dict.fromkeys(notes), *lines])
    return _singular(made)


def _wish(made: dict[str, Field], mine: "Field | None", theirs: "Field | None", gone: Contact) -> Iterator[str]:
    """A wish to be left alone of either holds; the other's words are kept."""
    if theirs is None and gone.do_not_contact:
        theirs = True  # a remark says it
    if theirs in (None, False):
        if theirs is False and mine is None:
            yield f"{_WISH} in the record {gone.id}: false"
        return
    if mine in (None, False):
        made[_WISH] = theirs
    elif mine != theirs:
        yield f"{_WISH} in the record {gone.id}: {_shown(theirs)}"


def _plural(fields: dict[str, Field]) -> dict[str, Field]:
    """A record with its roles under one name."""
    return {("roles" if key == "role" else key): value for key, value in fields.items()}


def _singular(made: dict[str, Field]) -> dict[str, Field]:
    """The roles as one writes them: ``role`` for one."""
    if "roles" not in made:
        return made
    roles = _listed(made.pop("roles"))
    return {**made, **({"role": roles[0]} if len(roles) == 1 else {"roles": roles})}


def _union(one: Field, other: Field) -> list[Field]:
    made = list(_listed(one))
    for item in _listed(other):
        if not any(_is_same(item, known) for known in made):
            made.append(item)
    return made


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value] if value else []


def _is_same(one: Field, other: Field) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return normalized(one) == normalized(other)
    return one == other


def _shown(value: Field) -> str:
    return " ".join(value.split()) if isinstance(value, str) else format_flow(value)


def _remarks(snapshot: Snapshot, place: RecordPlace) -> list[str]:
    """The comments that go with a record when it is taken out of its file."""
    text = open_records(snapshot.folder, place.file).text
    left = Counter(remarks_in(without_item(text, place.at, path=place.file)) if place.at else ())
    return [one for one in (Counter(remarks_in(text)) - left).elements() if one]
