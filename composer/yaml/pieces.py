"""Items of a list moved into texts of their own and back, line for line, with every comment that is theirs.

What belongs to an item: its lines, the remarks below it that are indented further than its hyphen, and those directly
above it. Each move is read again and compared: what would say anything else, or lack a comment, is refused.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from composer.errors import Place, RecordsError, errors_in
from composer.patterns import regex
from composer.yaml.page import Page
from composer.yaml.reader import Map, Value, read_yaml
from composer.yaml.spans import Node

At = tuple[str | int, ...]
_LINE = regex(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_END = regex(r"[\r\n]+\Z")
_INDENT = 2


def lift_items(text: str, at: At, indexes: Sequence[int], *, path: str) -> tuple[str, list[str]]:
    """A text without some items of the list at a path, and each of these as a text of its own.

    Raises:
        RecordsError: one is written so that it cannot be moved safely; it says which line.
    """
    sheet, value = _opened(text, path)
    items = sheet.page.root.find(at) if sheet.page.root else None
    if items is None or items.kind != "list" or items.flow:
        raise _refused(path, 1)
    pieces, gone, whole, lines = list[str](), set[int](), _at(value, at), sheet.lines
    for index in indexes:
        first, last = sheet.lines_of(items, index)
        pieces.append("".join(_lifted(sheet, items, index)))
        while last + 1 < len(lines) and not lines[last + 1].strip():
            last += 1
        while last + 1 == len(lines) and first and not lines[first - 1].strip():
            first -= 1
        gone.update(range(first, last + 1))
    rest = sheet.mark + "".join(line for number, line in enumerate(lines) if number not in gone)
    chosen = frozenset(indexes)
    wanted = _with(value, at, [item for index, item in enumerate(whole) if index not in chosen] or None)
    made = [(rest, wanted), *((piece, whole[index]) for piece, index in zip(pieces, indexes, strict=True))]
    _ensure_same(made, [sheet.page], path, sheet.line_of(items.begin) + 1)
    return rest, pieces


def drop_items(text: str, pieces: Sequence[str], *, key: str, path: str) -> str:
    """A text with further items behind those of its list, from texts that hold one each; `lift_items` the other way.

    The list is the whole text, or the field `key` of it, which is made where there is none.

    Raises:
        RecordsError: the list or one of the texts is written so that it cannot be moved safely.
    """
    sheet, value = _opened(text, path)
    at: At = (key,) if isinstance(value, Map) else ()
    place = _place_for(sheet, key, path)
    line, lines = place.line, [*sheet.lines]
    end = next((found[0] for one in lines[:1] if (found := _END.search(one))), "\n")
    if line and not _END.search(lines[line - 1]):
        lines[line - 1] += end
    added, opened = list[str](), [_opened(piece, path) for piece in pieces]
    for one, _ in opened:
        if place.apart and (added or place.behind):
            added.append("\n")
        added += _dropped(one, place.column, path)
    added = [*place.above, *added]
    made = sheet.mark + "".join([*lines[:line], *(_END.sub("", one) + end for one in added), *lines[line:]])
    items = [*_at(value, at), *(inner for _, inner in opened)]
    _ensure_same([(made, _with(value, at, items))], [sheet.page, *(one.page for one, _ in opened)], path, line + 1)
    return made


class _Sheet:
    """A page with its lines as they are written, each with its end."""

    def __init__(self, text: str) -> None:
        self.page = Page(text)
        self.mark = "\ufeff" * text.startswith("\ufeff")
        self.lines: list[str] = _LINE.findall(text.lstrip("\ufeff"))
        self._starts = [0, *(found.end() for found in re.finditer("\n", self.page.text))]

    def line_of(self, at: int) -> int:
        """The number of the line of a place, from 0."""
        return bisect_right(self._starts, at) - 1

    def lines_of(self, items: Node, index: int) -> tuple[int, int]:
        """The numbers of the first and the last line that are an item's."""
        column = self.page.column(items.begin)
        first = self.line_of(self.page.hyphen(items, index))
        last = self.line_of(self.page.below(items.inside[index].end, column + 1))
        above = re.compile(rf" {{0,{column}}}#")
        while first and above.match(self.lines[first - 1]):
            first -= 1
        return first, last


# --- out of a list ----------------------------------------------------------------------------------------------------


def _lifted(sheet: _Sheet, items: Node, index: int) -> Iterator[str]:
    """The lines of an item as a text of its own."""
    item, hyphen = items.inside[index], sheet.page.hyphen(items, index)
    column, line = sheet.page.column(item.begin), sheet.line_of(hyphen)
    first, last = sheet.lines_of(items, index)
    for number in range(first, last + 1):
        text = sheet.lines[number]
        if number != line:
            yield re.sub(rf"^ {{0,{column}}}", "", text)
        elif sheet.line_of(item.begin) == line:
            yield text[column:]
        elif behind := text[sheet.page.column(hyphen) + 1 :].strip(" \r\n"):
            yield f"{behind}\n"


# --- into a list ------------------------------------------------------------------------------------------------------


class _Where(NamedTuple):
    """Where items are added."""

    line: int
    """The number of the line before which they come."""
    column: int = 0
    """How far their hyphens are indented."""
    above: tuple[str, ...] = ()
    """A line above them that is not there yet."""
    behind: bool = False
    """Whether others stand before them."""
    apart: bool = True
    """Whether a blank line stands between two."""


def _place_for(sheet: _Sheet, key: str, path: str) -> _Where:
    root, lines = sheet.page.root, len(sheet.lines)
    if root is None or root.is_nothing:
        return _Where(lines)
    items = root if root.kind == "list" else root.inside.get(key)
    if root.kind == "map" and not root.flow:
        if items is None:
            return _Where(lines, _INDENT, (f"{key}:",))
        if items.is_nothing:
            return _Where(sheet.line_of(root.keys[key].end) + 1, _INDENT)
    if items is None or items.kind != "list" or items.flow or root.flow:
        raise _refused(path, sheet.line_of(root.begin) + 1)
    first, last = sheet.lines_of(items, len(items.inside) - 1)
    apart = len(items.inside) == 1 or not sheet.lines[first - 1].strip()
    return _Where(last + 1, sheet.page.column(items.begin), behind=True, apart=apart)


def _dropped(sheet: _Sheet, column: int, path: str) -> Iterator[str]:
    """The lines of a text of one group as an item whose hyphen is indented so far."""
    root = sheet.page.root
    if root is None or root.kind != "map":
        raise _refused(path, 1)
    begin, own = sheet.line_of(root.begin), sheet.page.column(root.begin)
    for number, line in enumerate(sheet.lines):
        inside = re.sub(rf"^ {{0,{own}}}", "", line)
        if number < begin:
            if "#" in line:  # the remarks above it; a line of hyphens only opens a text
                yield " " * column + line[line.index("#") :]
        elif number == begin:
            yield " " * column + "-" + " " * (_INDENT - 1) + inside
        else:
            yield " " * (column + _INDENT) + inside if _END.sub("", inside) else line


# --- both ways --------------------------------------------------------------------------------------------------------


def _opened(text: str, path: str) -> tuple[_Sheet, Value]:
    document = read_yaml(text, path)
    if found := errors_in(document.problems):
        raise _refused(path, found[0].at.line)
    return _Sheet(text), document.value


def _at(value: Value, at: At) -> list[Value]:
    for part in at:
        value = value.get(str(part)) if isinstance(value, Map) else None
    return [*value] if isinstance(value, list) else []


def _with(value: Value, at: At, items: list[Value] | None) -> object:
    return {**(value if isinstance(value, Map) else {}), str(at[0]): items} if at else items


def _ensure_same(made: Iterable[tuple[str, object]], before: Iterable[Page], path: str, line: int) -> None:
    """A `RecordsError` where texts do not say what they are to say, or a comment is lost or made."""
    left = Counter(remark.text for page in before for remark in page.comments)
    for text, wanted in made:
        document = read_yaml(text, path)
        if errors_in(document.problems) or document.value != wanted:
            raise _refused(path, line)
        left.subtract(remark.text for remark in Page(text).comments)
    if any(left.values()):
        raise _refused(path, line)


def _refused(path: str, line: int) -> RecordsError:
    words, hint = "it is written so that it cannot be moved safely", f"move it by hand: {path}, line {line}"
    problem = Place(path, line).error("record-move", words, hint)
    return RecordsError(f"nothing was moved from {path}: {words}", hint=hint, problems=(problem,))
