"""Lines that were taken out of a file: whether YAML may read the rest without them, and what it would read in them."""

from collections.abc import Sequence
from functools import cached_property

from composer.yaml.reader import Map, Position, Seq, Value, read_yaml


def is_apart(value: Value, rest: str, taken: Sequence[int], column: int = 1) -> bool:
    """Whether lines that were taken out are items of the list that YAML read, and none stands inside another item.

    Args:
        value: what YAML read from the rest: a list whose every item is a group, or nothing.
        rest: the text without the lines.
        taken: where the items that were taken out begin.
        column: where their hyphens stand.
    """
    if value is None:
        return True
    if not isinstance(value, Seq) or value.start.column != column or _at(rest, value.start) != "-":
        return False
    place = 0
    for item in value:
        if not isinstance(item, Map):
            return False
        while place < len(taken) and taken[place] < item.start.line:
            place += 1
        if place < len(taken) and taken[place] <= item.last_line:
            return False
    return True


def _at(text: str, place: Position) -> str:
    """The character at a place; a list in brackets is another thing than one with hyphens."""
    line = text.split("\n", place.line)[place.line - 1]
    return line[place.column - 1 : place.column]


class Lines:
    """The lines of an item that YAML can read as a list of one group; it does so once somebody asks for a place."""

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        self.text = text

    def __call__(self) -> Map:
        """The item as YAML would have read it where it stands."""
        return self._node

    @cached_property
    def _node(self) -> Map:
        return read_item(self.line, self.text)

    def inside(self, key: str, position: int) -> Map:
        """The group that a field holds, or the one at a position of the list that it holds."""
        found = self._node.get(key)
        found = found[position] if isinstance(found, Seq) else found
        return found if isinstance(found, Map) else self._node


def read_item(line: int, text: str) -> Map:
    """The one item of a list, from its lines, with the places it has in its file.

    Args:
        line: the line of the file that the first of them is.
        text: the lines.
    """
    value = read_yaml(text, "").value
    item = value[0] if isinstance(value, Seq) and value else None
    if not isinstance(item, Map):
        return Map(Position(line, 1))
    _move_down(item, line - 1)
    return item


def _move_down(value: Value, by: int) -> None:
    """Gives what was just read by itself the places that it has in its file."""
    if not isinstance(value, Map | Seq):
        return
    value.start, value.last_line = _below(value.start, by), value.last_line + by
    if isinstance(value, Map):
        value.keys_at = {key: _below(at, by) for key, at in value.keys_at.items()}
        value.values_at = {key: _below(at, by) for key, at in value.values_at.items()}
    else:
        value.values_at = [_below(at, by) for at in value.values_at]
    for inner in value.values() if isinstance(value, Map) else value:
        _move_down(inner, by)


def _below(place: Position, by: int) -> Position:
    return Position(place.line + by, place.column)
