"""Tracing a merge: marks in its text that say which template line and which field each piece is from.

The marks are made of private-use characters, which no template and no value may hold. `sandbox.py` writes them.
Texts that remember are from `filters.py`, the numbers that values carry from `briefs.statement`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from composer.briefs.marks import MARK_BEGIN, MARK_END
from composer.patterns import regex
from composer.templating.escape import escape_cut
from composer.templating.filters import Text, TextOrigin


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of merged text from one place of a template."""

    text: str
    template: str
    line: int
    """Of the template's file, counted from 1."""
    value: str = ""
    """The field that gave it: ``practice.phone``; empty for the template's own words."""
    source: int | None = None
    """The number its value carried; ``None`` where it carried none."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A traced merge: its pieces, and the branches it went through as template and number."""

    pieces: tuple[Piece, ...]
    branches: frozenset[tuple[str, int]]

    @property
    def text(self) -> str:
        """The merge without its trace."""
        return "".join(piece.text for piece in self.pieces)


_BEGIN, _END, _COMMA = "\ue000", "\ue001", "\ue002"
_WORDS, _VALUE, _PART, _CLOSE, _BRANCH = "wvpcb"
MARKS = f"(?:{_BEGIN}[^{_END}]*{_END})*"
"""A pattern: any marks that stand between two characters of the text."""
_MARK = regex(f"{_BEGIN}([^{_END}]*){_END}")
_LINE = regex(r"[^\n]*\n|[^\n]+")
_NUMBER = regex(f"{MARK_BEGIN}(\\d+){MARK_END}")
CLOSE = f"{_BEGIN}{_CLOSE}{_END}"
"""What stands after a printed expression."""


def mark_words(text: str, template: str, line: int) -> str:
    """A template's own words, each line behind a mark."""
    parts = _LINE.findall(text)
    return "".join(f"{_mark(_WORDS, template, line + index)}{part}" for index, part in enumerate(parts))


def mark_value(template: str, line: int, field: str) -> str:
    """What stands before a printed expression."""
    return _mark(_VALUE, template, line, field)


def mark_branch(template: str, number: int) -> str:
    """What stands at the beginning of a branch; see `branches.py`."""
    return _mark(_BRANCH, template, number)


def branches_in(text: str) -> frozenset[tuple[str, int]]:
    """The branches that a traced merge went through, as template and number."""
    marks = (mark.split(_COMMA) for mark in _MARK.findall(text))
    return frozenset((fields[1], int(fields[2])) for fields in marks if fields[0] == _BRANCH)


def mark_parts(text: Text) -> str:
    """A printed text, escaped, with a mark before each part that has an origin of its own."""
    origins = text.origins if text.origins[0].start == 0 else (TextOrigin(), *text.origins)
    parts = escape_cut(text, [origin.start for origin in origins])
    return "".join(f"{_part(origin)}{part}" for origin, part in zip(origins, parts, strict=True))


def _part(origin: TextOrigin) -> str:
    return _mark(_PART, origin.field, "" if origin.source is None else origin.source)


def _mark(*fields: str | int) -> str:
    return f"{_BEGIN}{_COMMA.join(map(str, fields))}{_END}"


def without_marks(text: str) -> str:
    """A traced text as the plain merge would give it."""
    return _MARK.sub("", text)


def with_origins(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with texts that know which field they are, and the number they carried, if any."""
    return {key: _known(value, key) for key, value in values.items()}


def _known(value: Any, field: str) -> Any:
    # The number goes before a template can see it: a filter that counts, cuts or compares would count the mark, too.
    if isinstance(value, str):
        number = _NUMBER.match(value)
        return Text(
            value[number.end() :] if number else value, [TextOrigin(0, field, int(number[1]) if number else None)]
        )
    if isinstance(value, Mapping):
        return {key: _known(inner, f"{field}.{key}") for key, inner in value.items()}
    if isinstance(value, list):
        return [_known(inner, field) for inner in value]
    return value


def read_trace(text: str) -> tuple[Piece, ...]:
    """The pieces of a traced merge; their texts joined are the plain merge."""
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    at = Piece("", "", 0)
    around: list[Piece] = []
    position = 0
    for mark in _MARK.finditer(text):
        if mark.start() > position:
            yield replace(at, text=text[position : mark.start()])
        position = mark.end()
        kind, *fields = mark[1].split(_COMMA)
        if kind == _WORDS:
            at = Piece("", fields[0], int(fields[1]))
        elif kind == _VALUE:
            # A value may be what a macro or a block printed, with marks of its own inside; once it is closed, what
            # follows belongs to whatever stood around it.
            around.append(at)
            at = Piece("", fields[0], int(fields[1]), fields[2])
        elif kind == _PART:
            at = Piece("", at.template, at.line, fields[0], int(fields[1]) if fields[1] else None)
        elif kind == _CLOSE:
            at = around.pop()
    if position < len(text):
        yield replace(at, text=text[position:])
