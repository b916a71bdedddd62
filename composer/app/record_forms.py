"""Records as forms: what a record says in each field, and what of a form that was sent is another value than before.

A form holds texts under the names of its inputs: ``email``, ``needs.0.heard``. Only fields whose texts differ from what
was shown change at all, so that what a form cannot show stays as somebody wrote it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from composer.app.forms import Form
from composer.patterns import regex
from composer.records.faults import Fault
from composer.yaml.writer import Field

Kind = Literal["line", "block", "day", "email", "tel", "url", "choice", "tick", "words", "several", "group", "rows"]
"""``words`` are several texts with commas between; ``several`` have an input each; ``rows`` are groups of fields."""
Path: TypeAlias = tuple[str | int, ...]
MaybeField: TypeAlias = "Field | None"
"""A value of a record; ``None`` where there is none."""
_EMPTY_ROWS = 1
_ISO_DAY = regex(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ROW = regex(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a record as a form asks for it."""

    name: str
    """As the record has it."""
    label: str
    kind: Kind = "line"
    help: str = ""
    also: tuple[str, ...] = ()
    """Other names that it may have in a file: ``role`` for ``roles``; where it is new it gets the first of them."""
    suggestions: str = ""
    """The list of suggestions for it, by its name; empty for none."""
    choices: tuple[tuple[str, str], ...] = ()
    """For ``choice``: what the record may hold, and how that is called."""
    parts: tuple["FormField", ...] = ()
    """For ``group`` and ``rows``: its fields; one that holds only the first of them is written as that text alone."""
    usual: str = ""
    """What it means where the record says nothing."""
    as_group: bool = False
    """For ``group`` and ``rows``: whether it is a group of fields even where it has only the first of them."""


@dataclass(frozen=True, slots=True)
class FormGroup:
    """Fields that belong together."""

    title: str
    fields: tuple[FormField, ...]
    folded: bool = False
    """Whether it is closed until somebody opens it, or something in it is wrong."""
    help: str = ""
    key: str = ""
    """What its address ends with, for a link that leads there."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a form."""

    name: str
    field: FormField
    text: str
    wrong: str = ""

    @property
    def type(self) -> str:
        """The kind of input, as HTML calls it; one for days alone would hide, and then lose, a month."""
        if self.field.kind == "day":
            return "date" if not self.text or _ISO_DAY.fullmatch(self.text) else "text"
        return self.field.kind if self.field.kind in {"email", "tel", "url"} else "text"

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What may be chosen; what the record holds is among it, be it known or not."""
        known = self.field.choices
        return known if any(value == self.text for value, _ in known) else (*known, (self.text, self.text))


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field with its inputs: one row of one for a simple field."""

    field: FormField
    rows: tuple[tuple[Input, ...], ...]
    wrong: str = ""
    """What is wrong with the whole of it."""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of fields as a page shows it."""

    group: FormGroup
    fields: tuple[ShownField, ...]

    @property
    def is_open(self) -> bool:
        """Whether the fields are seen at once."""
        return not self.group.folded or any(
            one.wrong or any(input_.wrong for row in one.rows for input_ in row) for one in self.fields
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of a record that is to have another value."""

    name: str
    """As the file has it."""
    value: MaybeField
    """``None`` takes it out."""
    inputs: Mapping[Path, str] = field(default_factory=dict)
    """The name of the input that each part of the value comes from, by its path in the record."""


Texts: TypeAlias = Mapping[str, str]
"""What stands in each input of a form, by its name."""


# --- from a record to a form ----------------------------------------------------------------------------------------


def texts_of(fields: Iterable[FormField], record: Mapping[str, Field]) -> dict[str, str]:
    """What the inputs of a form hold for a record as it is written; those that are empty are left out."""
    found: dict[str, str] = {}
    for one in fields:
        found |= _texts(one, record.get(written_name(one, record)))
    return {name: text for name, text in found.items() if text}


def written_name(one: FormField, record: Mapping[str, Field]) -> str:
    """The name that a field has in a record: the one it is written under, or the one for a new field."""
    names = (*one.also, one.name)
    return next((name for name in names if name in record), names[0])


def _texts(one: FormField, value: MaybeField) -> dict[str, str]:
    if one.kind == "words":
        return {one.name: ", ".join(_text(item, one) for item in _listed(value))}
    if one.kind == "several":
        return {f"{one.name}.{index}": _text(item, one) for index, item in enumerate(_listed(value))}
    if one.kind == "group":
        return _texts_of_group(one, value, one.name)
    if one.kind == "rows":
        rows = (_texts_of_group(one, item, f"{one.name}.{index}") for index, item in enumerate(_listed(value)))
        return {name: text for row in rows for name, text in row.items()}
    return {one.name: _text(value, one) or one.usual}


def _texts_of_group(one: FormField, value: MaybeField, name: str) -> dict[str, str]:
    parts: Mapping[str, Field] = value if isinstance(value, dict) else {one.parts[0].name: value or ""}
    found: dict[str, str] = {}
    for part in one.parts:
        texts = _texts(part, parts.get(written_name(part, parts)))
        found |= {f"{name}.{inner}": text for inner, text in texts.items()}
    return found


def _text(value: MaybeField, one: FormField) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return _clean(value, one) if isinstance(value, str) else ""


def _clean(text: str, one: FormField) -> str:
    """A text as an input holds it: on one line, but for a block."""
    if one.kind == "block":
        return "\n".join(line.rstrip() for line in text.strip().split("\n"))
    return " ".join(text.split())


def _listed(value: MaybeField) -> Sequence[Field]:
    return value if isinstance(value, list) else [] if value is None else [value]


def shown(groups: Iterable[FormGroup], texts: Texts, wrong: Mapping[str, str] | None = None) -> tuple[ShownGroup, ...]:
    """A form as a page shows it; `wrong` says what is wrong with an input, or a whole field, by its name."""
    faults = wrong or {}
    return tuple(
        ShownGroup(
            group,
            tuple(ShownField(one, _rows(one, texts, faults), faults.get(f"{one.name}!", "")) for one in group.fields),
        )
        for group in groups
    )


def _rows(one: FormField, texts: Texts, wrong: Mapping[str, str]) -> tuple[tuple[Input, ...], ...]:
    if one.kind in {"several", "rows"}:
        count = _row_count(one.name, texts) + _EMPTY_ROWS
        return tuple(_row(one, f"{one.name}.{index}", texts, wrong) for index in range(count))
    return (_row(one, one.name, texts, wrong),)


def _row(one: FormField, name: str, texts: Texts, wrong: Mapping[str, str]) -> tuple[Input, ...]:
    inputs = [(f"{name}.{part.name}", part) for part in one.parts] or [(name, one)]
    return tuple(Input(key, part, texts.get(key, ""), wrong.get(key, "")) for key, part in inputs)


def _row_count(name: str, texts: Texts) -> int:
    """How many rows of a field hold anything; one behind an empty one counts, too."""
    numbers = (
        key.removeprefix(f"{name}.").partition(".")[0]
        for key, text in texts.items()
        if text and key.startswith(f"{name}.")
    )
    return max((int(number) + 1 for number in numbers if _ROW.fullmatch(number)), default=0)


# --- from a form to changes -----------------------------------------------------------------------------------------


def typed(fields: Iterable[FormField], form: Form) -> dict[str, str]:
    """What was typed into the inputs of a form; those that are empty are left out, and so is what no field has."""
    known = tuple(fields)
    found = ((name, _field_of(name, known)) for name in form.fields)
    texts = {name: _clean(form.text(name), one) for name, one in found if one}
    return {name: text for name, text in texts.items() if text}


def _field_of(name: str, fields: Sequence[FormField]) -> FormField | None:
    """The field that an input is for, be it a part of another; ``None`` for a name that no form of these has."""
    first, _, rest = name.partition(".")
    one = next((one for one in fields if one.name == first), None)
    if one and one.kind in {"several", "rows"}:
        number, _, rest = rest.partition(".")
        if not _ROW.fullmatch(number):
            return None
    return _field_of(rest, one.parts) if one and one.parts else one if not rest else None


def changes(fields: Iterable[FormField], record: Mapping[str, Field], texts: Texts) -> tuple[Changed, ...]:
    """The fields of a record that a form gives another value; `record` is as it is written."""
    known = tuple(fields)
    before = texts_of(known, record)
    return tuple(
        _changed(one, record, before, texts)
        for one in known
        if own_texts(one.name, before) != own_texts(one.name, texts)
    )


def own_texts(name: str, texts: Texts) -> Texts:
    """What the inputs of one field hold, or those of one of its rows."""
    return {key: text for key, text in texts.items() if key == name or key.startswith(f"{name}.")}


def _changed(one: FormField, record: Mapping[str, Field], before: Texts, texts: Texts) -> Changed:
    name = written_name(one, record)
    old = record.get(name)
    if one.kind == "rows":
        kept = [*_kept_rows(one, _listed(old), before, texts)]
        value = [item for _, item in kept]
        return Changed(name, value or None, _inputs_of_rows(one, name, [row for row, _ in kept]))
    if one.kind == "group":
        inputs: dict[Path, str] = {(name, part.name): f"{one.name}.{part.name}" for part in one.parts}
        return Changed(name, _group(one, old, texts, one.name), {(name,): f"{one.name}.{one.parts[0].name}", **inputs})
    return Changed(name, *_simple(one, name, old, texts))


def _simple(one: FormField, name: str, old: MaybeField, texts: Texts) -> tuple[MaybeField, Mapping[Path, str]]:
    """The value of a field without parts, and the inputs it comes from."""
    if one.kind == "several":
        rows = [row for row in range(_row_count(one.name, texts)) if texts.get(f"{one.name}.{row}")]
        items = [texts[f"{one.name}.{row}"] for row in rows]
        inputs: dict[Path, str] = {(name, index): f"{one.name}.{row}" for index, row in enumerate(rows)}
        return _as_written(items, old), {(name,): f"{one.name}.0", **inputs}
    text = texts.get(one.name, "")
    if one.kind == "words":
        return _as_written([word for part in text.split(",") if (word := part.strip())], old), {(name,): one.name}
    if one.kind == "tick":
        return bool(text) or None, {(name,): one.name}
    return (None if text == one.usual else text) or None, {(name,): one.name}


def _as_written(items: list[str], old: MaybeField) -> MaybeField:
    """Several texts; one alone is no list, where it was none before."""
    return items[0] if len(items) == 1 and not isinstance(old, list) else items or None


def _kept_rows(one: FormField, old: Sequence[Field], before: Texts, texts: Texts) -> Iterator[tuple[int, Field]]:
    """The rows that stay, each with its number on the page; one whose first text was taken out is gone."""
    for row in range(max(len(old), _row_count(one.name, texts))):
        name, first = f"{one.name}.{row}", f"{one.name}.{row}.{one.parts[0].name}"
        item = old[row] if row < len(old) else None
        if own_texts(name, before) == own_texts(name, texts):
            if item is not None:
                yield row, item
        elif not (before.get(first) and not texts.get(first)) and (made := _group(one, item, texts, name)) is not None:
            yield row, made


def _group(one: FormField, old: MaybeField, texts: Texts, name: str) -> MaybeField:
    """A group with what was typed, and with all that the form does not show; ``None`` where nothing is left."""
    parts = dict(old) if isinstance(old, dict) else {one.parts[0].name: old} if old is not None else {}
    inner = {key.removeprefix(f"{name}."): text for key, text in texts.items() if key.startswith(f"{name}.")}
    made: dict[str, Field] = dict(parts)
    for change in changes(one.parts, parts, inner):
        made.pop(change.name, None)
        if change.value is not None:
            made[change.name] = change.value
    alone = list(made) == [one.parts[0].name] and not isinstance(old, dict) and not one.as_group
    return (made[one.parts[0].name] if alone else made) or None


def _inputs_of_rows(one: FormField, name: str, rows: Sequence[int]) -> Mapping[Path, str]:
    found: dict[Path, str] = {(name,): f"{one.name}.0.{one.parts[0].name}"}
    for index, row in enumerate(rows):
        found[name, index] = f"{one.name}.{row}.{one.parts[0].name}"
        found |= {(name, index, part.name): f"{one.name}.{row}.{part.name}" for part in one.parts}
    return found


# --- what is wrong --------------------------------------------------------------------------------------------------


def with_changes(record: Mapping[str, Field], changed: Iterable[Changed]) -> dict[str, Field]:
    """The fields of a record as they will be."""
    made: dict[str, Field] = dict(record)
    for one in changed:
        made.pop(one.name, None)
        if one.value is not None:
            made[one.name] = one.value
    return made


def wrong_inputs(faults: Iterable[Fault], changed: Iterable[Changed]) -> tuple[dict[str, str], tuple[Fault, ...]]:
    """What is wrong beside each input that the form changed, and the faults that are beside none."""
    inputs = {path: name for one in changed for path, name in one.inputs.items()}
    beside: dict[str, str] = {}
    others: list[Fault] = []
    for fault in faults:
        paths = (fault.at[:end] for end in range(len(fault.at), 0, -1))
        name = next((inputs[path] for path in paths if path in inputs), "")
        if name:
            beside.setdefault(name, fault.text)
        else:
            others.append(fault)
    return beside, tuple(others)
