"""What a validator found, in our words: for a record in a file, and for one that is still a form somebody fills in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

HINTS: Mapping[str, str] = {
    "email": "write it as name@example.org",
    "role": "`outreach roles` lists the words it knows",
    "status": "write active, moved, retired or deceased",
}
"""What to do, by the name of the field."""
_TEXTS: Mapping[str, str] = {
    "missing": "is missing",
    "string_type": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "too_long": "is longer than {max_length} characters",  # what a proof returned
    "literal_error": "may be {expected}",
    "bool_type": "is true or false",
    "bool_parsing": "is true or false",
    "int_parsing": "is a whole number",
    "model_type": "is a group of fields here",
    "tuple_type": "is a list here",
}
"""What is said behind a field's name, for each of pydantic's types of error, with its context in braces."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of what is to be a record."""

    at: tuple[str | int, ...]
    """Where, by keys and positions: ``("needs", 1, "heard")``; empty where it is wrong as a whole."""
    text: str
    """What is wrong, and what to do, without the field's name."""


def faults_of(model: type[BaseModel], fields: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What is wrong with fields that are to be a record, the first for each place; none where they make one."""
    try:
        model.model_validate(fields)
    except ValidationError as error:
        found: dict[tuple[str | int, ...], Fault] = {}
        for fault in error.errors(include_url=False, include_input=False):
            at = _path_in(fields, fault["loc"], missing=fault["type"] == "missing")
            hint = HINTS.get(str(at[-1]), "") if at else ""
            said = f"it {fault_words(fault)}" if has_verb(fault) else fault_words(fault)
            found.setdefault(at, Fault(at, f"{said}; {hint}" if hint else said))
        return tuple(found.values())
    return ()


def has_verb(fault: Mapping[str, Any]) -> bool:
    """Whether the words for one of pydantic's errors go on behind the field's name: ``is missing``."""
    return fault["type"] in _TEXTS


def fault_words(fault: Mapping[str, Any]) -> str:
    """One of pydantic's errors in our words, without the field's name."""
    context = fault.get("ctx") or {}
    if fault["type"] == "value_error":
        return str(context.get("error", fault["msg"]))
    if fault["type"] in _TEXTS:
        expected = str(context.get("expected", "")).replace("'", "")
        return _TEXTS[fault["type"]].format_map({**context, "expected": expected})
    return f"{fault['msg'][:1].lower()}{fault['msg'][1:]}"


def _path_in(value: Any, loc: tuple[str | int, ...], *, missing: bool) -> tuple[str | int, ...]:
    """The part of a validator's path that leads through a value, and to what is missing at its end.

    Validators put the names of their own steps between ours.
    """
    path: tuple[str | int, ...] = ()
    for part in loc:
        parts = value if isinstance(value, Mapping) else range(len(value)) if isinstance(value, list | tuple) else ()
        if part in parts:
            path, value = (*path, part), value[part]
    return (*path, loc[-1]) if missing else path
