"""The strict YAML reader: PyYAML's events, our own small builder, a place for everything. Nothing else parses.

`yaml.load` is never used on a user's file: it turns ``NO`` into false and ``02134`` into a number, lets the last of two
equal keys win, follows alias bombs for ever, and its C loader crashes the interpreter on deep nesting (PyYAML #895).
The event stream has none of that; its parser keeps its stack on the heap.
"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import yaml

from composer.errors import Level, Place, Problem
from composer.patterns import regex
from composer.yaml.syntax_errors import BRACES, DOCUMENTS, QUOTES, character_problem, shown, syntax_problem

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SPECIAL: Mapping[str, bool | None] = {"null": None, "~": None, "": None, "true": True, "false": False}
"""The plain scalars that are not text."""
_TIGHT_COMMENT = regex(r"[ \t]+(?P<lost>#[^\s#].{0,40}(?<!\s))")
_TIGHT = regex(r"#(?<=[ \t]#)[^\s#]")
"""Whether a file has one at all, found by its sign."""
_TOO_MUCH = ("yaml-size", "the file holds more than can be read", "split it into parts")
_GROUP_KEY = ("yaml-key", "the name of a field is a word, not a group or a list", QUOTES)


class Position(NamedTuple):
    """A place in a file; line and column are counted from 1."""

    line: int
    column: int

    def within(self, path: str) -> Place:
        """The same place, with the file that it is in."""
        return Place(path, self.line, self.column)


class Map(dict[str, "Value"]):
    """A group of fields: the places of its keys and values, and the last line that holds something of it."""

    __slots__ = ("keys_at", "last_line", "start", "values_at")

    def __init__(self, start: Position) -> None:
        self.start = start
        self.last_line = start.line
        self.keys_at: dict[str, Position] = {}
        self.values_at: dict[str, Position] = {}


class Seq(list["Value"]):
    """A list: the places of its items, and the last line that holds something of it."""

    __slots__ = ("last_line", "start", "values_at")

    def __init__(self, start: Position) -> None:
        self.start = start
        self.last_line = start.line
        self.values_at: list[Position] = []


Value: TypeAlias = "str | bool | None | Map | Seq"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds, and what is wrong with it."""

    value: Value
    """``None`` for an empty file, or one that cannot be read at all."""
    problems: tuple[Problem, ...] = ()
    events: int = field(default=0, compare=False)
    """How many steps of the parser were read; there is a limit to those of a file."""


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much of a file is read before it is refused."""

    size: int = 40_000_000
    """Characters; a hundred thousand contacts have thirty million."""
    depth: int = 32
    events: int = 4_000_000


DEFAULT_LIMITS = ReadLimits()


class _RefusedError(Exception):
    """Stops the reading of a file, with the code, the text and the hint of a problem and its mark; stays in here."""


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: reading makes a million values, and looking through them was half its time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def read_yaml(text: str, path: str, *, limits: ReadLimits = DEFAULT_LIMITS) -> Document:
    """Reads YAML strictly, and never raises.

    Every plain scalar is text except ``null``, ``~``, nothing, ``true`` and ``false``. Of two equal keys the first
    stands and the second is a problem. Aliases, anchors, tags, merge keys and second documents end the reading.
    """
    if len(text) > limits.size:
        return Document(None, (Place(path).error(*_TOO_MUCH),))
    text, hidden = hide_odd_breaks(text.lstrip("\ufeff"))
    builder = _Builder(path, text, hidden, limits)
    try:
        with uncollected():
            value = builder.build(events_in(text))
        return Document(value, tuple(sorted(builder.problems)), builder.events)
    except _RefusedError as refusal:
        code, words, hint, at = refusal.args
        problem = Place(path, at.line + 1, at.column + 1).error(code, words, hint)
    except yaml.MarkedYAMLError as error:
        problem = syntax_problem(error, text, path)
    except (yaml.YAMLError, ValueError, OverflowError):  # the Python loader lets two of chr()'s own through (#843)
        problem = character_problem(text, path)
    return Document(None, (problem,))


def as_read(value: Any, at: Position = Position(1, 1)) -> Value:  # noqa: B008  # a value, and frozen
    """A value as if it had been read from a file, all of it at one place: for what is asked of records before they are
    written.
    """
    if isinstance(value, Mapping):
        made = Map(at)
        for key, inner in value.items():
            made[key], made.keys_at[key], made.values_at[key] = as_read(inner, at), at, at
        return made
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = Seq(at)
        items.extend(as_read(inner, at) for inner in value)
        items.values_at.extend(at for _ in value)
        return items
    return value  # type: ignore[no-any-return]  # a text, or true, or nothing


def events_in(text: str) -> Iterator[Any]:
    """What the parser finds, one after the other; `yaml.parse` asks twice for each."""
    loader = _LOADER(text)
    try:
        yield from iter(loader.get_event, None)
    finally:
        loader.dispose()


def hide_odd_breaks(text: str) -> tuple[str, dict[int, str]]:
    """A text whose lines end where an editor ends them, and how to get back what had to be hidden for that.

    YAML 1.1 also ends a line at U+0085, U+2028 and U+2029, which come along invisibly when a web page is copied.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    odd = [break_ for break_ in "\x85\u2028\u2029" if break_ in text]
    if not odd:
        return text, {}
    unused = (private for private in map(chr, range(0xE000, 0xF900)) if private not in text)
    pairs = list(zip(odd, unused, strict=False))
    return text.translate({ord(a): b for a, b in pairs}), {ord(b): a for a, b in pairs}


@dataclass(slots=True)
class _Builder:
    """Turns events into values with a stack of its own; one for each file."""

    path: str
    text: str
    hidden: dict[int, str]
    limits: ReadLimits
    problems: list[Problem] = field(default_factory=list)
    events: int = 0

    def build(self, events: Iterator[Any]) -> Value:  # noqa: C901, PLR0912, PLR0915  # the one hot loop; see below
        """The value of the one document; long because it is the one loop that reading 10,000 records runs through.

        The document is the one item of a list that the user never sees. A group of fields is `due` a key, or holds one
        in `key`; a list is never due one. `skip` drops the value of a key that was there already.
        """
        document = Seq(Position(1, 1))
        holder: Any = document
        keys_at: dict[str, Position] = {}
        values_at: Any = document.values_at
        outer: list[Any] = []
        key: str | None = None
        due = skip = False
        scalar: Any = None  # the newest event with a text: it says where a group ends
        line = 0
        hidden, hashes = self.hidden, _TIGHT.search(self.text) is not None
        for count, event in enumerate(events, 1):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    _forbid_node(event)
                mark = event.start_mark
                value = event.value.translate(hidden) if hidden else event.value
                scalar = event
                plain = not event.style  # the C loader says "" and the other None
                if due:
                    key, due, skip = value, False, value in keys_at
                    if skip or (plain and (value in SPECIAL or value == "<<")):
                        self._check_key(value, keys_at.get(value), mark, plain=plain)
                    if not skip:
                        keys_at[value] = Position(mark.line + 1, mark.column + 1)
                    continue
                if plain:
                    if hashes and (value == "" or value not in SPECIAL):
                        self._warn_of_comment(event.end_mark)
                    if value in SPECIAL:
                        value = SPECIAL[value]
                if key is None:
                    holder.append(value)
                    values_at.append(Position(mark.line + 1, mark.column + 1))
                else:
                    if not skip:
                        holder[key] = value
                        values_at[key] = Position(mark.line + 1, mark.column + 1)
                    key, due = None, True
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                mark = event.start_mark
                if due or event.anchor is not None or event.tag is not None or len(outer) >= self.limits.depth:
                    self._forbid_group(event, as_key=due)
                child: Any = (Map if kind is yaml.MappingStartEvent else Seq)(Position(mark.line + 1, mark.column + 1))
                if key is None:
                    holder.append(child)
                    values_at.append(child.start)
                elif not skip:
                    holder[key] = child
                    values_at[key] = child.start
                outer.append(holder)
                holder, values_at, key, scalar, line = child, child.values_at, None, None, mark.line + 1
                due = kind is yaml.MappingStartEvent
                if due:
                    keys_at = child.keys_at
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                if event.end_mark.index > event.start_mark.index:  # a bracket; an indented group's end has no width
                    line = event.end_mark.line + 1
                elif scalar is not None:
                    line = self._last_line(scalar)
                scalar, holder.last_line = None, line
                holder = outer.pop()
                values_at = holder.values_at
                due = type(holder) is Map
                if due:
                    keys_at = holder.keys_at
            elif kind is yaml.AliasEvent:
                _forbid_node(event)
            elif kind is yaml.DocumentStartEvent and document:
                raise _RefusedError(*DOCUMENTS, event.start_mark)
            if count > self.limits.events:
                raise _RefusedError(*_TOO_MUCH, event.start_mark)
        self.events = count
        return document[0] if document else None

    def _warn_of_comment(self, end: Any) -> None:
        """``#12`` after a value is a comment to YAML and an extension to the person who wrote it."""
        found = _TIGHT_COMMENT.match(self.text, end.index)
        if found:
            place = Position(end.line + 1, end.column + 1 + found.start("lost") - end.index)
            lost = shown(found["lost"].translate(self.hidden), 20)
            words = f"everything from '{lost}' on is left out, because # begins a comment"
            self._note("yaml-comment", "warning", words, "put quotes around the whole value", place)

    def _last_line(self, scalar: Any) -> int:
        """The line on which a text ends; one that begins with | or > has the blank lines after it in its mark."""
        start, end = scalar.start_mark, scalar.end_mark
        block = scalar.style in {"|", ">"}
        return int(start.line + self.text[start.index : end.index].rstrip().count("\n") if block else end.line) + 1

    def _check_key(self, key: str, first: Position | None, mark: Any, *, plain: bool) -> None:
        """Notes a name that is none, or that was there already on the line of ``first``."""
        if key == "<<" and plain:
            raise _RefusedError("yaml-alias", "'<<' copies another part of the file", "write the fields out", mark)
        place = Position(mark.line + 1, mark.column + 1)
        if plain and key in SPECIAL:
            words = f"'{key}' is not the name of a field" if key else "the name of a field is missing here"
            self._note("yaml-key", "error", words, "write a word before the colon", place)
        if first:
            words = f"'{shown(key)}' stands twice in one record; the first is on line {first.line}"
            self._note("yaml-duplicate-key", "error", words, "keep one of the two", place)

    def _note(self, code: str, level: Level, text: str, hint: str, at: Position) -> None:
        self.problems.append(Problem(at=at.within(self.path), code=code, level=level, text=text, hint=hint))

    def _forbid_group(self, event: Any, *, as_key: bool) -> None:
        _forbid_node(event)
        mark = event.start_mark
        if as_key:
            raise _RefusedError(*(BRACES if self.text.startswith("{{", mark.index - 1) else _GROUP_KEY), mark)
        words = f"groups and lists are nested more than {self.limits.depth} deep"
        raise _RefusedError("yaml-depth", words, "a record is two or three deep; is a bracket missing?", mark)


def _forbid_node(event: Any) -> None:
    """Refuses a node that repeats another, is to be repeated, or says what it is to become."""
    hint, at = "write it out; a {} at the beginning of a text needs quotes around it", event.start_mark
    name = shown(event.anchor or "")
    if isinstance(event, yaml.AliasEvent):
        raise _RefusedError("yaml-alias", f"'*{name}' repeats another part of the file", hint.format("*"), at)
    if name:
        raise _RefusedError("yaml-alias", f"'&{name}' names a part of the file to be repeated", hint.format("&"), at)
    if event.tag is not None:
        words = f"'{shown(event.tag, 60)}' is an instruction, and this file holds only texts"
        raise _RefusedError("yaml-tag", words, hint.format("!"), at)


def position_of(value: Value, loc: Sequence[str | int]) -> Position:
    """The place of a value by its path of keys and positions, as far as the path exists.

    Parts of the path that are neither a key nor a position here are passed over: validators put the names of their
    own steps between ours.
    """
    place = value.start if isinstance(value, Map | Seq) else Position(1, 1)
    for part in loc:
        if isinstance(value, Map) and part in value:
            place, value = value.values_at.get(str(part), place), value[str(part)]
        elif isinstance(value, Seq) and isinstance(part, int) and 0 <= part < len(value):
            place, value = value.values_at[part], value[part]
    return place
