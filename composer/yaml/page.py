"""A YAML text as it is edited: its parts with their places, and one piece of it replaced by another, byte for byte."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from composer.patterns import regex
from composer.yaml.spans import Comment, Node, comments_in, read_spans
from composer.yaml.writer import Layout

_BREAK = regex(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Splice:
    """A piece of a page's text, and what comes in its place, with LF line ends."""

    begin: int
    end: int
    text: str


class Page:
    """A text with whatever line ends and byte order mark it has; all places are in the text without them."""

    written: str
    """As it stands in its file."""

    def __init__(self, written: str) -> None:
        self.written = written
        self._mark = len(written) - len(written.lstrip("\ufeff"))
        self.text = _BREAK.sub("\n", written[self._mark :])

    # --- places -----------------------------------------------------------------------------------------------------

    @cached_property
    def root(self) -> Node | None:
        """The one value of the text, with all that is inside it; for a text that can be read."""
        return read_spans(self.text)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """Every comment, in the order of the text."""
        return tuple(comments_in(self.text, self.root)) if "#" in self.text else ()

    def comments_from(self, begin: int, end: int) -> list[Comment]:
        """The comments that begin in a piece of the text."""
        found = self.comments
        first, last = (bisect_left(found, at, key=lambda comment: comment.begin) for at in (begin, end))
        return list(found[first:last])

    def line_begin(self, at: int) -> int:
        """Where the line of a place begins."""
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Where the line of a place ends, before its line end."""
        found = self.text.find("\n", at)
        return found if found >= 0 else len(self.text)

    def column(self, at: int) -> int:
        """How many characters stand before a place in its line."""
        return at - self.line_begin(at)

    def before(self, at: int) -> str:
        """What stands before a place in its line."""
        return self.text[self.line_begin(at) : at]

    def behind_colon(self, key: Node) -> int:
        """The place behind the colon of a key; behind the key itself where it has none."""
        found = self.text.find(":", key.end)
        return found + 1 if found >= 0 else key.end

    def hyphen(self, items: Node, index: int) -> int:
        """The place of the hyphen of an item, in a list without brackets."""
        column, at = self.column(items.begin), items.inside[index].begin
        while index and at > items.begin:
            at = self.line_begin(at)
            if self.text.startswith(" " * column + "-", at):
                return at + column
            at -= 1
        return items.begin

    def below(self, at: int, column: int) -> int:
        """Where the remarks end that follow the line of a place and are indented at least so far: they belong to it.

        Blank lines may stand between, but where nothing is indented: remarks further down speak of what follows them.
        """
        blank = r"(?:[ \t]*\n)*" if column else ""
        remark, end = re.compile(rf"\n{blank} {{{column},}}#.*"), self.line_end(at)
        while found := remark.match(self.text, end):
            end = found.end()
        return end

    # --- habits -----------------------------------------------------------------------------------------------------

    def layout(self, near: int) -> Layout:
        """How far this text indents what is inside a field: as is done nearest to a place, or by two."""
        steps = [step for group in (self.root.walk() if self.root else ()) for step in self._steps(group)]
        nearest = sorted(steps, key=lambda step: abs(step[0] - near))
        group, items = (next((wide for _, kind, wide in nearest if kind == one), 2) for one in ("map", "list"))
        return Layout(group=group, items=items, open_lines=True)

    def _steps(self, group: Node) -> Iterator[tuple[int, str, int]]:
        """Where a field of a group goes on below its name, what it is, and how far it is indented."""
        if group.kind != "map" or group.flow:
            return
        column = self.column(group.begin)
        for inner in group.inside.values():
            if inner.kind != "text" and not inner.flow:
                yield inner.begin, inner.kind, self.column(inner.begin) - column

    # --- changes ----------------------------------------------------------------------------------------------------

    def spliced(self, change: Splice) -> "Page":
        """The page with one piece replaced; every byte around it stays, and new lines end as the one before them."""
        begin, end = self._where(change.begin), self._where(change.end)
        found = _BREAK.search(self.written, begin) or next(_BREAK.finditer(self.written), None)
        text = change.text.replace("\n", found[0] if found else "\n")
        return Page(self.written[:begin] + text + self.written[end:])

    def _where(self, at: int) -> int:
        return self._mark + at + bisect_left(self._two, at)

    @cached_property
    def _two(self) -> list[int]:
        """The line ends that are two characters in the text as it is written."""
        if "\r\n" not in self.written:
            return []
        ends = _BREAK.finditer(self.written, self._mark)
        wide = [found.start() - self._mark for found in ends if found[0] == "\r\n"]
        return [at - before for before, at in enumerate(wide)]
