"""Records of plain values, made without pydantic and exactly as pydantic makes them, for a tenth of what that costs.

Only values that are beyond doubt come here (`plain_lines.py`, `event_lines.py`). The proofs are those of `fields.py`;
whatever is not proved here raises ValueError, so that the record is read the ordinary way, which says what is wrong.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel

from composer.records.base import Origin, Record
from composer.records.fields import LINE_LIMIT, listed, proof_of
from composer.records.plain_lines import PlainRecord

R = TypeVar("R", bound=Record)
Reader: TypeAlias = Callable[[Any], Any]
# What pydantic's own copy of a record sets. Asked of the class once, they cost half of what `object.__setattr__` does.
_set_fields, _set_given, _set_extra, _set_private = (
    vars(BaseModel)[name].__set__
    for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


def ready(model: type[R], fields: dict[str, Any], given: set[str]) -> R:
    """A record of values that need no further proof, in every way like one that pydantic has proved.

    Args:
        model: the record's class.
        fields: every field with its value, those that were not written too, in the model's order; the record keeps
            this very mapping.
        given: the fields that were written. Records are frozen, so that many may share one set.
    """
    record = object.__new__(model)
    _set_fields(record, fields)
    _set_given(record, given)
    _set_extra(record, None)
    _set_private(record, None)
    return record


def maker(model: type[R], **readers: Reader) -> Callable[[dict[str, Any]], R]:
    """What makes records of one kind; it asks for no more than that the fields are proved one by one.

    Args:
        model: the record's class. A proof of the whole record is for the caller to ask for.
        readers: what reads the fields that may hold more than a text.

    Returns:
        A function of the fields that were written. It raises ValueError, or KeyError for a field that there is not.
    """
    proofs = {name: proof_of(model.__annotations__[name]) for name in model.model_fields}
    unwritten = {name: info.default for name, info in model.model_fields.items()}
    required = {name for name, info in model.model_fields.items() if info.is_required()}

    @lru_cache(maxsize=512)
    def given(names: tuple[str, ...]) -> set[str]:
        if not required.issubset(names):
            raise ValueError("a field is missing")
        return set(names)

    def make(values: dict[str, Any]) -> R:
        fields = unwritten | values
        for name, value in values.items():
            if name in readers:
                fields[name] = readers[name](value)
                continue
            proof = proofs[name]
            if type(value) is not str or len(value) > LINE_LIMIT:
                raise ValueError("this is no text, or a long one")
            if proof:
                fields[name] = proof(value)
        return ready(model, fields, given(tuple(values)))

    return make


def grouped(make: Callable[[dict[str, Any]], R]) -> Reader:
    """What reads a field that holds a group."""

    def read(value: Any) -> R:
        if not isinstance(value, dict):
            raise ValueError("this is no group")  # noqa: TRY004  # a verdict, as in fields.py
        return make(value)

    return read


def texts(proof: Callable[[str], Any] | None) -> Reader:
    """What reads a field that holds several texts, or one."""

    def read(value: Any) -> Any:
        if type(value) is not str or len(value) > LINE_LIMIT:
            raise ValueError("this is no text, or a long one")
        return proof(value) if proof else value

    return several(read)


def several(item: Reader) -> Reader:
    """What reads a field that may hold several things, or one text."""

    def read(value: Any) -> tuple[Any, ...]:
        if isinstance(value, dict):
            raise ValueError("this is a group and no list")  # noqa: TRY004  # as above
        return tuple([item(each) for each in listed(value)])

    return read


def flag(value: Any) -> bool:
    """What reads a field that is true or false."""
    if type(value) is not bool:
        raise ValueError("this is neither true nor false")
    return value


def place(record: R, found: PlainRecord, path: str) -> R:
    """The record, which now knows where it stands, as do those made of a group inside it."""
    for key, position, line in found.groups:
        inner = vars(record)[key]
        one: Record = inner if position < 0 else inner[position]
        one.from_file(Origin(path, line, partial(found.lines.inside, key, position)))
    return record.from_file(Origin(path, found.lines.line, found.lines))
