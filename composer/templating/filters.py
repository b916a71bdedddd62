"""The filters a letter may use: whole sentences joined as a person joins them, and a few plain ones.

No others exist. They take and give plain values, and what they make is small. Imports nothing of ours.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

TEXT_LIMIT = 20_000
LIST_LIMIT = 2_000
_TWO = 2


class TooMuchError(ValueError):
    """A template asked for more than a letter can hold."""


@dataclass(frozen=True, slots=True)
class TextOrigin:
    """Where a value, or a part of one, is from."""

    start: int = 0
    """The place in the text from which on this is so."""
    field: str = ""
    """``practice.phone``; empty for a text that stands in the template itself."""
    source: int | None = None
    """The number it carried; see `briefs.statement`."""

    def moved(self, by: int) -> "TextOrigin":
        """The same so many places further on, and never before the beginning."""
        return TextOrigin(max(0, self.start + by), self.field, self.source)


class Text(str):
    """A text on its way through a template that remembers something; to the template it is a text like any other."""

    __slots__ = ("lines", "origins")

    origins: tuple[TextOrigin, ...]
    """Where its parts are from, in a traced merge."""
    lines: bool
    """Whether its line breaks stay when it is printed; only the `lines` filter says so."""

    def __new__(cls, text: str, origins: Iterable[TextOrigin] = (), *, lines: bool = False) -> Self:
        """The text, with what it remembers."""
        made = super().__new__(cls, text)
        made.origins, made.lines = tuple(origins), lines
        return made


def _origins(text: str) -> tuple[TextOrigin, ...]:
    return text.origins if isinstance(text, Text) else ()


def _made_from(text: str, made: str) -> str:
    """A text that a filter made, with the origins of what it was made from where they can be told."""
    origins = _origins(text)
    if not origins or made is text:
        return made
    if len(origins) == 1:
        return Text(made, [origins[0].moved(-origins[0].start)])
    return Text(made, origins) if len(made) == len(text) else made


def _stripped(text: str) -> str:
    made = text.strip()
    lead = len(text) - len(text.lstrip())
    origins = _origins(text)
    return Text(made, [origin.moved(-lead) for origin in origins]) if origins else made


def _joined(glue: str, parts: Sequence[str]) -> str:
    """Parts with glue between them, each part keeping its origins; the glue goes with the part before it."""
    _ensure_small(sum(map(len, parts)) + len(glue) * len(parts))
    if not any(isinstance(part, Text) and part.origins for part in parts):
        return glue.join(parts)
    origins: list[TextOrigin] = []
    at = 0
    for part in parts:
        origins += [origin.moved(at) for origin in _origins(part) or (TextOrigin(),)]
        at += len(part) + len(glue)
    return Text(glue.join(parts), origins)


def _ensure_small(size: int) -> None:
    if size > TEXT_LIMIT:
        raise TooMuchError("this text is too long for a letter")


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value, however deep its lists are; empty ones left out."""
    if isinstance(value, str):
        if text := _stripped(value):
            yield text
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, Mapping):
        raise TypeError("a group of fields is no sentence; name one of its fields")
    elif isinstance(value, bool):
        raise TypeError("true and false are no sentences")
    elif value is not None:
        for item in value:
            yield from _texts(item)


def _items(value: Any) -> list[Any]:
    """The items of a list; a text and a group of fields are none."""
    if isinstance(value, str | Mapping | int | float) or value is None:
        raise TypeError("this filter wants a list")
    items = list(value)
    if len(items) > LIST_LIMIT:
        raise TooMuchError("this list is too long for a letter")
    return items


def _text(value: Any) -> str:
    """A text; a number is one, too."""
    if isinstance(value, str):
        _ensure_small(len(value))
        return value
    text = str(value)  # a field that does not exist says so here
    if isinstance(value, int | float) and not isinstance(value, bool):
        return text
    raise TypeError("this filter wants a text")


def sentences(value: Any) -> str:
    """Whole sentences on one line with a blank between them; empty ones and empty lists leave no gap."""
    return _joined(" ", list(_texts(value)))


def lines(value: Any) -> str:
    """A text with line breaks, or a list, one line each: an address, a signature."""
    parts = split_lines(value) if isinstance(value, str) else list(_texts(value))
    text = _joined("\n", [part for part in parts if part.strip()])
    return Text(text, _origins(text), lines=True)


def split_lines(text: str) -> list[str]:
    """The lines of a text without the blanks at their ends, each with the origins of its part."""
    origins = _origins(text)
    if not origins:
        return [line.strip() for line in text.split("\n")]
    parts: list[str] = []
    at = 0
    for line in text.split("\n"):
        inside = [origin for origin in origins if at < origin.start < at + len(line)]
        before = [origin for origin in origins if origin.start <= at][-1:]
        moved = [origin.moved(-at) for origin in [*before, *inside]]
        parts.append(_stripped(Text(line, moved) if moved else line))
        at += len(line) + 1
    return parts


def word_list(value: Any, two: str, middle: str, last: str) -> str:
    """A list as a language says it: ``a``, ``a and b``, ``a, b, and c``; see `dates.ListWords` for what is between."""
    items = list(_texts(value))
    if len(items) <= _TWO:
        return _joined(two, items)
    return _joined(last, [_joined(middle, items[:-1]), items[-1]])


def pick(value: Any, turn: Any) -> Any:
    """One item of a list: the first the first time, the next the next time, and round again."""
    items = _items(value)
    return items[_int(turn) % len(items)] if items else ""


def join(value: Any, glue: str = "") -> str:
    """The items of a list as one text."""
    return _joined(_text(glue), [_text(item) for item in _items(value)])


def capfirst(value: Any) -> str:
    """The text with a capital at its beginning; the rest stays as it is."""
    text = _text(value)
    return _made_from(text, text[:1].upper() + text[1:])


def replace(value: Any, old: str, new: str) -> str:
    """The text with one part replaced by another."""
    text, old, new = _text(value), _text(old), _text(new)
    if not old:
        return text
    _ensure_small(len(text) + text.count(old) * len(new))
    return _made_from(text, text.replace(old, new))


def truncate(value: Any, length: int = 255) -> str:
    """The text cut at a word, with an ellipsis, where it is longer than ``length``."""
    text = _text(value)
    if len(text) <= length:
        return text
    kept = text[: max(0, length)].rpartition(" ")[0] or text[: max(0, length - 1)]
    return _made_from(text, f"{kept.rstrip()}…")


def _cased(change: Callable[[str], str]) -> Callable[[Any], str]:
    def cased(value: Any) -> str:
        text = _text(value)
        return _made_from(text, change(text))

    return cased


def _title(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def _sorted(value: Any, reverse: bool = False) -> list[Any]:  # noqa: FBT002  # as templates write it
    return sorted(_items(value), key=lambda item: item.casefold() if isinstance(item, str) else item, reverse=reverse)


def _unique(value: Any) -> list[Any]:
    kept: list[Any] = []
    kept.extend(item for item in _items(value) if item not in kept)
    return kept


def _reversed(value: Any) -> Any:
    return value[::-1] if isinstance(value, str) else _items(value)[::-1]


def _int(value: Any, default: int = 0) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return default


FILTERS: Mapping[str, Callable[..., Any]] = {
    "capfirst": capfirst,
    "capitalize": _cased(str.capitalize),
    "count": len,
    "first": lambda value: next(iter(_items(value)), ""),
    "int": _int,
    "items": lambda value: [list(pair) for pair in dict(value).items()],
    "join": join,
    "last": lambda value: next(reversed(_items(value)), ""),
    "length": len,
    "lines": lines,
    "list": lambda value: list(_text(value)) if isinstance(value, str) else _items(value),
    "lower": _cased(str.lower),
    "max": lambda value: max(_items(value), default=""),
    "min": lambda value: min(_items(value), default=""),
    "pick": pick,
    "replace": replace,
    "reverse": _reversed,
    "sentences": sentences,
    "sort": _sorted,
    "string": _text,
    "sum": lambda value: sum(_items(value)),
    "title": _cased(_title),
    "trim": lambda value: _stripped(_text(value)),
    "truncate": truncate,
    "unique": _unique,
    "upper": _cased(str.upper),
    "wordcount": lambda value: len(_text(value).split()),
}
"""Those that need nothing of Jinja; `sandbox.py` adds `and_list`, `or_list`, `default`, `select` and `reject`."""
TESTS = frozenset({
    "boolean", "defined", "divisibleby", "equalto", "even", "false", "greaterthan", "in", "integer", "lessthan",
    "lower", "mapping", "none", "number", "odd", "sequence", "string", "true", "undefined", "upper",
    "eq", "==", "ge", ">=", "gt", ">", "le", "<=", "lt", "<", "ne", "!=",
})  # fmt: skip
