"""Where each part of a YAML text begins and ends, to the character, so that one can be changed and no other.

For texts that `read_yaml` has read without an error; it knows what a text means, this knows how it is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from composer.patterns import regex
from composer.yaml.reader import SPECIAL, events_in, hide_odd_breaks, uncollected

_COMMENT = regex(r"#.*")
_ENDS = frozenset({yaml.MappingEndEvent, yaml.SequenceEndEvent})


@dataclass(slots=True)
class Node:
    """One value as it is written, with all that is inside it."""

    kind: Literal["text", "map", "list"]
    begin: int
    """Counted in characters from 0, as is the end, which lies behind its last character."""
    end: int
    value: str | bool | None = None
    """What a text is read as."""
    flow: bool = False
    """Whether it stands in brackets, or between some."""
    header: int = 0
    """Where the first line of a text ends that begins with | or >; such a line may hold a comment."""
    keys: "dict[str, Node]" = field(default_factory=dict)
    inside: "dict[str | int, Node]" = field(default_factory=dict)
    """The values of a group by their keys, or the items of a list by their positions."""

    @property
    def is_nothing(self) -> bool:
        """Whether it is an empty value, such as that of a field with nothing behind its colon."""
        return self.kind == "text" and self.value is None

    def find(self, at: "tuple[str | int, ...]") -> "Node | None":
        """The node at a path; ``None`` where there is none."""
        node: Node | None = self
        for part in at:
            node = node.inside.get(part) if node else None
        return node

    def walk(self) -> "Iterator[Node]":
        """The node and all inside it, keys too, in the order of the text."""
        yield self
        for part, inner in self.inside.items():
            if self.kind == "map":
                yield self.keys[str(part)]
            yield from inner.walk()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its sign to the end of its line."""

    begin: int
    end: int
    text: str


@uncollected()
def read_spans(text: str) -> Node | None:
    """The one value of a text whose lines end with LF, without a byte order mark.

    ``None`` where it has none, or cannot be read: an edit that goes wrong is found out when the text is read again.
    """
    plain, hidden = hide_odd_breaks(text)
    events = events_in(plain)
    try:
        return next(
            (_node(event, events, plain, hidden) for event in events if isinstance(event, yaml.NodeEvent)), None
        )
    except (yaml.YAMLError, ValueError, OverflowError):
        return None


def _node(event: Any, events: Iterator[Any], text: str, hidden: dict[int, str]) -> Node:
    found = type(event)
    if found is yaml.ScalarEvent:
        return _scalar(event, text, hidden)
    if found is yaml.AliasEvent:
        raise yaml.YAMLError
    kind: Literal["map", "list"] = "map" if found is yaml.MappingStartEvent else "list"
    node = Node(kind, event.start_mark.index, event.start_mark.index, flow=bool(event.flow_style))
    for inner in events:
        if type(inner) in _ENDS:
            if inner.end_mark.index > inner.start_mark.index:  # a bracket
                node.end = inner.end_mark.index
            break
        if kind == "map":
            key = _node(inner, events, text, hidden)
            part = key.value = getattr(inner, "value", "").translate(hidden)
            node.keys[part] = key
            value = node.inside[part] = _node(next(events), events, text, hidden)
        else:
            value = node.inside[len(node.inside)] = _node(inner, events, text, hidden)
        node.end = value.end
    return node


def _scalar(event: Any, text: str, hidden: dict[int, str]) -> Node:
    begin, end = event.start_mark.index, event.end_mark.index
    value = event.value.translate(hidden) if hidden else event.value
    if event.style in {"|", ">"}:
        header = text.find("\n", begin)
        header = header if header >= 0 else len(text)
        return Node("text", begin, _end_of_lines(text, begin, end), value, header=min(header, end))
    return Node("text", begin, end, SPECIAL.get(value, value) if not event.style else value)


def _end_of_lines(text: str, begin: int, end: int) -> int:
    """The end of the last line that is part of a text which begins with | or >: blank ones may be, or may not."""
    lines = text[begin:end].split("\n")
    indent = next((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip()), 0)
    if "+" not in lines[0].split("#")[0]:
        while len(lines) > 1 and not lines[-1].strip(" ") and len(lines[-1]) <= indent:
            lines.pop()
    elif not lines[-1].strip(" "):
        lines.pop()
    return begin + len("\n".join(lines))


def comments_in(text: str, root: Node | None) -> Iterator[Comment]:
    """All comments of a text, in its order; a number sign within a value is none."""
    begin = 0
    for node in root.walk() if root else ():
        if node.kind == "text" and node.end > node.begin:
            yield from _comments_between(text, begin, node.begin)
            if node.header:
                yield from _comments_between(text, node.begin, node.header)
            begin = node.end
    yield from _comments_between(text, begin, len(text))


def _comments_between(text: str, begin: int, end: int) -> Iterator[Comment]:
    for found in _COMMENT.finditer(text, begin, end):
        yield Comment(found.start(), found.end(), found[0].rstrip())
