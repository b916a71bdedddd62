"""Records as most people write them, one plain field a line, read without YAML and exactly as YAML would read them.

A book of ten thousand contacts is read at every command, and nearly all of it is such lines. What is written in any
other way (quotes, texts over several lines, comments inside) is YAML's to read: the lines of the plain records are left
empty, so that no other line moves, and the rest goes the ordinary way. Where the two ways could differ, YAML reads all.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from composer.errors import errors_in
from composer.records.apart import Lines, is_apart
from composer.yaml.reader import DEFAULT_LIMITS, SPECIAL, Document, Map, Value, read_yaml

# Words with one blank between them. A colon inside a word is a colon (12:30); a hash would have to be looked at twice.
# Nothing begins with a sign of YAML's, or is one of its words.
_BEGIN = rf"(?=[\w(+/])(?!(?:{'|'.join(filter(None, map(re.escape, SPECIAL)))})(?:[\n,\]}}]|\Z))"
_WORD = r"[^\x00- :#\x7f]++(?::++[^\x00- :#\x7f]++)*+"
_TEXT = rf"{_BEGIN}{_WORD}(?: {_WORD})*+"
# Between brackets commas, brackets and question marks mean something, and a colon may.
_SHORT_WORD = r"[^\x00- :#\x7f,?\[\]{}]++"
_SHORT = rf"{_BEGIN}{_SHORT_WORD}(?: {_SHORT_WORD})*+"
_LIST = rf"\[{_SHORT}(?:, {_SHORT})*+\]"
_GROUP = rf"\{{[a-z_]++: {_SHORT}(?:, [a-z_]++: {_SHORT})*+\}}"
# The first item of a list, and nothing but comments before it.
_FIRST = re.compile(r"(?:\n *(?:#.*)?)*?(?P<hyphen>\n *- )")
# Where a part of the file ends: a line that begins in the first column and is neither comment nor item.
_NEXT_PART = re.compile(r"\n(?:[^ \n#-]|-(?![ \n]))")
# What begins or ends a document or gives the reader orders, and line ends that editors do not agree about.
_UNUSUAL = ("\r", "\n---", "\n...", "\n%", "\n\ufeff")

Group: TypeAlias = dict[str, str]
Plain: TypeAlias = str | bool | Group | list[str | Group]
T = TypeVar("T")


class PlainRecord(NamedTuple):
    """A record whose every field is plain."""

    fields: dict[str, Plain]
    """As YAML would read them."""
    groups: list[tuple[str, int, int]]
    """Every group in a field: the field, the position in its list or -1 where it is in none, and the line."""
    lines: Lines


Make: TypeAlias = Callable[[PlainRecord], T]


@dataclass(frozen=True, slots=True)
class Taken(Generic[T]):
    """What was made of the plain records of a file, and what YAML read from all other lines of it."""

    made: list[T]
    rest: Document


def take_records(text: str, path: str, part: str, make: Make[T]) -> Taken[T] | None:
    """Reads the plain records of a list quickly, and the rest of the file through YAML.

    Args:
        text: the whole file.
        path: how problems name it.
        part: the field of the file that holds the list; the file may also be that list itself.
        make: makes something of a plain record, or raises ValueError or KeyError where YAML has to read it.

    Returns:
        ``None`` where there is no plain record, or where YAML has to read the whole file.
    """
    lined = f"\n{text}"
    if len(text) > DEFAULT_LIMITS.size or any(sign in lined for sign in _UNUSUAL):
        return None
    at = lined.find(f"\n{part}:\n")
    begin = at + len(f"\n{part}:") if at >= 0 else 0
    following = _NEXT_PART.search(lined, begin) if begin else None
    end = following.start() if following else len(lined)
    first = _FIRST.match(lined, begin, end)
    if not first:
        return None
    at, hyphen = first.span("hyphen")[0], first["hyphen"]
    split = _split(lined[at:end], hyphen, lined.count("\n", 0, at), make)
    rest = f"{lined[:at]}{split.rest}{lined[end:]}".removeprefix("\n")
    return _together(split, rest, path, (part, lined.count("\n", 0, begin)), len(hyphen) - 2)


# --- the records -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Split(Generic[T]):
    """What was made of the plain records, where each begins, and the text of all others, no line of which has moved."""

    made: list[T]
    lines: list[int]
    rest: str
    steps: int
    """How many steps YAML would have needed for the plain records, at most; there is a limit to those of a file."""


def _split(section: str, hyphen: str, line: int, make: Make[T]) -> _Split[T]:
    """Goes through a list whose every item begins with this line end, indent and hyphen; ``line`` is the one before."""
    made: list[T] = []
    lines: list[int] = []
    rest: list[str] = []
    field, begin = _field(len(hyphen) - 1), hyphen[1:]
    for chunk in section.split(hyphen)[1:]:
        line += 1
        body = _without_comments(chunk) if "#" in chunk else chunk.rstrip(" \n")
        height = body.count("\n") + 1
        try:
            made.append(make(_record(body, height, field, Lines(line, begin + body))))
        except (ValueError, KeyError):
            rest.append(hyphen + chunk)
        else:
            lines.append(line)
            rest.append("\n" * height + chunk[len(body) :])
        line += chunk.count("\n")
    steps = 4 * section.count("\n") + 2 * section.count(",") + 2 * len(made)
    return _Split(made, lines, "".join(rest), steps)


def _without_comments(chunk: str) -> str:
    """A record without the empty lines after it, and the comments that have lines of their own there."""
    lines = chunk.split("\n")
    while lines and lines[-1].lstrip(" ")[:1] in {"", "#"}:
        lines.pop()
    return "\n".join(lines).rstrip(" ")


@cache
def _field(indent: int) -> re.Pattern[str]:
    """One field with all of its value: a text, a list or a group on its line, or items on the lines below it.

    The first character of what is no text says what it is; ``true`` and ``false`` keep the blank before them.
    """
    item = rf"- (?:{_TEXT}|{_GROUP})"
    below = "|".join(rf"(?:\n {{{pad}}}{item})++" for pad in (indent + 2, indent))
    value = rf"(?<= )(?:{_TEXT}|{_LIST}|{_GROUP})|(?<=:) (?:true|false)|{below}"
    return re.compile(rf"(?:\A|\n {{{indent}}})([a-z_]++): ?({value})(?=\n|\Z)")


def _record(body: str, height: int, field: re.Pattern[str], lines: Lines) -> PlainRecord:
    """A record of which every line is a part of a plain field; ValueError for any other."""
    fields: dict[str, Any] = dict(field.findall(body))
    groups: list[tuple[str, int, int]] = []
    line = lines.line
    for key, value in fields.items():
        sign = value[0]
        if sign in "\n[{ ":
            if sign == "{":
                groups.append((key, -1, line))
            fields[key] = _items(key, value, line, groups) if sign == "\n" else _compound(value)
            line += value.count("\n")
        line += 1
    if line - lines.line != height or not (body.isascii() or body.replace("\n", "").isprintable()):
        raise ValueError("this is no plain record")
    return PlainRecord(fields, groups, lines)


def _items(key: str, value: str, line: int, groups: list[tuple[str, int, int]]) -> list[Any]:
    """The items of a list below its field; the groups among them are added to the others."""
    items: list[Any] = value.split(value[: value.index("-") + 2])[1:]
    if "{" in value:
        for at, item in enumerate(items):
            if item[0] == "{":
                items[at] = _group(item)
                groups.append((key, at, line + 1 + at))
    return items


def _compound(value: str) -> Plain:
    """What is neither a text nor a list below its field."""
    if value[0] == "[":
        return list(value[1:-1].split(", "))
    return _group(value) if value[0] == "{" else value == " true"


def _group(text: str) -> Group:
    group: Group = dict([pair.split(": ") for pair in text[1:-1].split(", ")])
    if len(group) < text.count(": "):
        raise ValueError("a name stands twice")
    return group


# --- the rest of the file ----------------------------------------------------------------------------------------


def _together(split: _Split[T], rest: str, path: str, part: tuple[str, int], column: int) -> Taken[T] | None:
    """The plain records with what YAML reads from the rest, where that leaves no doubt of what either is.

    Args:
        split: the records.
        rest: the file without those that are plain, their lines left empty.
        path: how problems name it.
        part: the field that holds the list, and its line; 0 where the file is the list.
        column: where the hyphens stand.
    """
    if not split.made:
        return None
    document = read_yaml(rest, path, limits=replace(DEFAULT_LIMITS, events=DEFAULT_LIMITS.events - split.steps))
    if errors_in(document.problems) or not is_apart(
        _list_in(document.value, *part, split.lines[-1]), rest, split.lines, column
    ):
        return None
    return Taken(split.made, document)


def _list_in(value: Value, part: str, line: int, last: int) -> Value:
    """What the part of the file on that line holds, and holds to the last line taken; else a text, which is no list."""
    if not line:
        return value
    parts = value.keys_at if isinstance(value, Map) else {}
    here = [(key, at.line) for key, at in parts.items() if line <= at.line <= last]
    return value[part] if isinstance(value, Map) and here == [(part, line)] else "no list"
