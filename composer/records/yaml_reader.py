"""The strict YAML reader: PyYAML's events, our own small builder, a place for everything. The only owner of `yaml`.

`yaml.load` is never used on a user's file: it turns ``NO`` into false and ``02134`` into a number, lets the last of two
equal keys win, follows alias bombs for ever, and its C loader crashes the interpreter on deep nesting (PyYAML #895).
The event stream has none of that; its parser keeps its stack on the heap.
"""

import gc
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from composer.errors import Level, Problem

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SPECIAL: Mapping[str, bool | None] = {"null": None, "~": None, "": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column are counted from 1."""

    line: int
    column: int


class Map(dict[str, "Value"]):
    """A group of fields with the places of its keys and values."""

    __slots__ = ("keys_at", "last_line", "start", "values_at")

    def __init__(self, start: Place) -> None:
        super().__init__()
        self.start = start
        self.last_line = start.line
        self.keys_at: dict[str, Place] = {}
        self.values_at: dict[str, Place] = {}


class Seq(list["Value"]):
    """A list with the places of its items."""

    __slots__ = ("last_line", "start", "values_at")

    def __init__(self, start: Place) -> None:
        super().__init__()
        self.start = start
        self.last_line = start.line
        self.values_at: list[Place] = []


Value: TypeAlias = "str | bool | None | Map | Seq"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds, and what is wrong with it."""

    value: Value
    """``None`` for an empty file, or one that cannot be read at all."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused."""

    size: int = 20_000_000
    """Characters."""
    depth: int = 32
    events: int = 2_000_000


DEFAULT_LIMITS = Limits()


class _RefusedError(Exception):
    """Stops the reading of a file; never leaves this module."""

    def __init__(self, code: str, text: str, hint: str, mark: Any) -> None:
        super().__init__(text)
        self.code, self.text, self.hint, self.mark = code, text, hint, mark


def read_yaml(text: str, path: str, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Reads YAML strictly.

    Every plain scalar is text except ``null``, ``~``, nothing, ``true`` and ``false``. Of two equal keys the first
    stands and the second is a problem. Aliases, anchors, tags, merge keys and second documents end the reading.

    Args:
        text: the whole file.
        path: how problems name it.
        limits: where the reading stops.
    """
    if len(text) > limits.size:
        text = f"the file is larger than {limits.size:,} characters"
        return Document(None, (Problem(path, 0, 0, "yaml-size", "error", text, "split it into parts"),))
    builder = _Builder(path, text, limits)
    collecting = gc.isenabled()
    gc.disable()  # a large file makes a million values and no cycle; looking for cycles is a third of the time
    try:
        return Document(builder.build(yaml.parse(text, Loader=_LOADER)), tuple(sorted(builder.problems)))
    except _RefusedError as refusal:
        at = refusal.mark
        problem = Problem(path, at.line + 1, at.column + 1, refusal.code, "error", refusal.text, refusal.hint)
        return Document(None, (problem,))
    except yaml.MarkedYAMLError as error:
        return Document(None, (_syntax_problem(error, text, path),))
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        return Document(None, (_character_problem(error, text, path),))
    finally:
        if collecting:
            gc.enable()


class _Builder:
    """Turns events into values with a stack of its own; one for each file."""

    def __init__(self, path: str, text: str, limits: Limits) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._text = text
        self._limits = limits

    def build(self, events: Iterator[Any]) -> Value:  # noqa: C901, PLR0912, PLR0915  # the one hot loop; see below
        """The value of the one document; long because it is the one loop that reading 10,000 records runs through."""
        stack: list[tuple[Map | Seq, str | None, bool]] = []
        holder: Map | Seq | None = None
        key: str | None = None
        skipping = False  # the value of a repeated key is read and dropped
        root: Value = None
        documents = 0
        for count, event in enumerate(events, 1):
            kind = type(event)
            mark = event.start_mark
            if kind is yaml.ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    _forbid_node(event)
                value: Value = event.value
                if not event.style:  # a plain scalar; the C loader says "" and the other None
                    if value in _SPECIAL:
                        value = _SPECIAL[value]  # type: ignore[index]  # a scalar event's value is text
                    elif "#" in self._text[event.end_mark.index : event.end_mark.index + 3]:
                        self._warn_of_comment(event)
                if holder is None:
                    root = value
                elif type(holder) is Map and key is None:
                    key, skipping = self._key(holder, event)
                else:
                    self._put(holder, key, value, mark, skipping=skipping)
                    key = None
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    _forbid_node(event)
                if type(holder) is Map and key is None:
                    hint = "put quotes around a value that begins with { or ["
                    raise _RefusedError("yaml-key", "the name of a field is a word, not a group or a list", hint, mark)
                place = Place(mark.line + 1, mark.column + 1)
                child: Map | Seq = Map(place) if kind is yaml.MappingStartEvent else Seq(place)
                if holder is None:
                    root = child
                else:
                    self._put(holder, key, child, mark, skipping=skipping)
                stack.append((child, None, False))
                if len(stack) > self._limits.depth:
                    deep = f"groups and lists are nested more than {self._limits.depth} deep"
                    hint = "a record is two or three deep; is a bracket missing?"
                    raise _RefusedError("yaml-depth", deep, hint, mark)
                holder, key, skipping = child, None, False
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                ended, _, _ = stack.pop()
                ended.last_line = event.end_mark.line + bool(event.end_mark.column)
                holder = stack[-1][0] if stack else None
                key = None
            elif kind is yaml.AliasEvent:
                raise _RefusedError("yaml-alias", f"'*{event.anchor}' repeats another part of the file",
                               "write it out; a * at the beginning of a text needs quotes around it", mark)  # fmt: skip
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise _RefusedError("yaml-documents", "a second document begins here",
                                   "take out the line with three hyphens", mark)  # fmt: skip
            if count > self._limits.events:
                raise _RefusedError("yaml-size", "the file holds more than can be read", "split it into parts", mark)
        return root

    def _key(self, holder: Map, event: Any) -> tuple[str, bool]:
        """A field's name, and whether it was there already; its first value then stands."""
        key, mark = event.value, event.start_mark
        if key == "<<" and not event.style:
            raise _RefusedError("yaml-alias", "'<<' copies another part of the file", "write the fields out", mark)
        if key in holder.keys_at:
            text = f"'{key}' stands twice in one record; the first is on line {holder.keys_at[key].line}"
            self._note("yaml-duplicate-key", "error", text, "keep one of the two", mark)
            return key, True
        holder.keys_at[key] = Place(mark.line + 1, mark.column + 1)
        return key, False

    def _put(self, holder: Map | Seq, key: str | None, value: Value, mark: Any, *, skipping: bool) -> None:
        if type(holder) is Seq:
            holder.append(value)
            holder.values_at.append(Place(mark.line + 1, mark.column + 1))
        elif key is not None and not skipping:
            holder[key] = value  # type: ignore[call-overload]  # a holder that is no Seq is a Map
            holder.values_at[key] = Place(mark.line + 1, mark.column + 1)  # type: ignore[call-overload]  # likewise

    def _warn_of_comment(self, event: Any) -> None:
        """``#12`` after a value is a comment to YAML and an extension to the person who wrote it."""
        rest = self._text[event.end_mark.index :].split("\n", 1)[0]
        found = re.match(r"[ \t]+#(?=\S)", rest)
        if found:
            text = f"everything from '{rest.strip()[:20]}' on is left out, because # begins a comment"
            self._note("yaml-comment", "warning", text, "put quotes around the whole value", event.end_mark)

    def _note(self, code: str, level: Level, text: str, hint: str, mark: Any) -> None:
        self.problems.append(Problem(self._path, mark.line + 1, mark.column + 1, code, level, text, hint))


def _forbid_node(event: Any) -> None:
    if event.anchor is not None:
        text = f"'&{event.anchor}' names a part of the file to be repeated"
        hint = "write things out; a & at the beginning of a text needs quotes around it"
        raise _RefusedError("yaml-alias", text, hint, event.start_mark)
    text = f"'{event.tag}' is an instruction, and this file holds only texts"
    hint = "take it out; a ! at the beginning of a text needs quotes around it"
    raise _RefusedError("yaml-tag", text, hint, event.start_mark)


# --- syntax errors in words ----------------------------------------------------------------------------------------

_QUOTE_HINT = "text that holds ': ', ' #', or begins with one of - ? { } [ ] * & ! | > % @ ` needs quotes around it"


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str) -> Problem:
    """What the parser objects to, as somebody who has never heard of YAML would say it."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = text.split("\n")
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    said = f"{error.context or ''} {error.problem or ''}"
    code, words, hint = "yaml-syntax", "the file cannot be read from here on", _QUOTE_HINT
    if "\t" in here[: len(here) - len(here.lstrip())] or "'\\t'" in said:
        code, words, hint = "yaml-tab", "this line is indented with a tab", "use blanks; two for each step"
    elif "quoted scalar" in said:
        start = error.context_mark
        line, column = (start.line + 1, start.column + 1) if start else (line, column)
        code, words, hint = (
            "yaml-quote",
            "a quotation mark opens here and never closes",
            "close it at the end of the text",
        )
    elif "mapping values are not allowed" in said:
        code, words = "yaml-colon", "a second ': ' stands in this line"
        hint = "put quotes around the whole text after the first colon, or mend the indentation"
    elif "{{" in here:
        code, words, hint = (
            "yaml-braces",
            "'{{' begins a group of fields",
            "put quotes around a text that holds {{ }}",
        )
    elif "expected <block end>" in said or "did not find expected '-'" in said or "block mapping" in said:
        code, words = "yaml-indent", "this line does not line up with the record it belongs to"
        hint = "the fields of one record begin in the same column"
    return Problem(path, line, column, code, "error", words, hint)


def _character_problem(error: Exception, text: str, path: str) -> Problem:
    """A character that no YAML file may hold."""
    position = getattr(error, "position", getattr(error, "start", 0))
    if not isinstance(position, int) or position >= len(text):
        position = 0
    found = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", text)
    position = found.start() if found else position
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    words = (
        f"there is a character here that does not print (U+{ord(text[position]):04X})"
        if text
        else "the file cannot be read"
    )
    return Problem(path, line, column, "yaml-character", "error", words, "delete it and type the text anew")


def place_of(value: Value, loc: Sequence[str | int]) -> Place:
    """The place of a value by its path of keys and positions, as far as the path exists.

    Parts of the path that are neither a key nor a position here are passed over: validators put the names of their
    own steps between ours.
    """
    place = value.start if isinstance(value, Map | Seq) else Place(1, 1)
    for part in loc:
        if isinstance(value, Map) and part in value:
            place, value = value.values_at[str(part)], value[str(part)]
        elif isinstance(value, Seq) and isinstance(part, int) and part < len(value):
            place, value = value.values_at[part], value[part]
    return place


# --- writing -------------------------------------------------------------------------------------------------------

_PLAIN = re.compile(
    r"[A-Za-z0-9(/À-ɏЀ-ӿ](?:[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]*[^\x00-\x20\x7f-\xa0:\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff])?\Z"
)


def dump_scalar(text: str) -> str:
    """One text as YAML that reads back as the same text: plain where that is safe, in double quotes otherwise."""
    if _PLAIN.match(text) and ": " not in text and " #" not in text and text not in _SPECIAL:
        return text
    written = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", written)


def format_front_matter(fields: Mapping[str, str | Sequence[str]]) -> str:
    """Fields as YAML, one a line; a list is written one item a line below its name."""
    lines: list[str] = []
    for key, value in fields.items():
        if isinstance(value, str):
            lines.append(f"{key}: {dump_scalar(value)}\n")
        else:
            lines += [f"{key}:\n", *(f"  - {dump_scalar(item)}\n" for item in value)]
    return "".join(lines)
