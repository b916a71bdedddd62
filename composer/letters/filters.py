"""The filters a letter may use: whole sentences joined as a person joins them, and a few plain ones.

No others exist.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Undefined
from jinja2.exceptions import FilterArgumentError, SecurityError
from jinja2.filters import FILTERS

TEXT_LIMIT = 20_000
_TWO = 2


class Lines(tuple[str, ...]):
    """Text that keeps its line breaks when it is printed; only the `lines` filter makes one."""

    __slots__ = ()


def sentences(value: Any) -> str:
    """Whole sentences on one line with a blank between them; empty ones and empty lists leave no gap."""
    return " ".join(_texts(value))


def lines(value: Any) -> Lines:
    """A text with line breaks, or a list, one line each: an address, a signature."""
    parts = value.split("\n") if isinstance(value, str) else list(_texts(value))
    return Lines(part for part in parts if part.strip())


def and_list(value: Any, word: str = "and") -> str:
    """``a``, ``a and b``, ``a, b, and c``."""
    items = list(_texts(value))
    if len(items) <= _TWO:
        return f" {word} ".join(items)
    return f"{', '.join(items[:-1])}, {word} {items[-1]}"


def or_list(value: Any) -> str:
    """``a``, ``a or b``, ``a, b, or c``."""
    return and_list(value, "or")


def capfirst(value: str) -> str:
    """The text with a capital at its beginning; the rest stays as it is."""
    text = str(value)
    return text[:1].upper() + text[1:]


def _texts(value: Any) -> Iterable[str]:
    """The texts in a value, however deep its lists are; a field that does not exist is an error here, too."""
    if isinstance(value, Undefined):
        str(value)  # a strict undefined says here which field is missing
    elif isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, Mapping):
        raise FilterArgumentError("a group of fields is no sentence; name one of its fields")
    elif value is not None:
        for item in value:
            yield from _texts(item)


def _capped(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of Jinja's own whose input and output stay small."""

    def capped(value: Any, *arguments: Any, **options: Any) -> Any:
        if isinstance(value, str) and len(value) > TEXT_LIMIT:
            raise SecurityError("this text is too long for a filter")
        result = function(value, *arguments, **options)
        if isinstance(result, str) and len(result) > TEXT_LIMIT:
            raise SecurityError("this filter makes too long a text")
        return result

    return capped


def _replace(value: str, old: str, new: str) -> str:
    """Text with one part replaced by another."""
    text = str(value)
    if old and len(text) + text.count(old) * len(new) > TEXT_LIMIT:
        raise SecurityError("this replacement makes too long a text")
    return text.replace(str(old), str(new)) if old else text


OWN: Mapping[str, Callable[..., Any]] = {
    "sentences": sentences,
    "lines": lines,
    "and_list": and_list,
    "or_list": or_list,
    "capfirst": capfirst,
    "replace": _replace,
}
_PLAIN = (
    "capitalize count first int last length list lower max min reverse title trim upper wordcount"  # of Jinja's own
)
ALLOWED: Mapping[str, Callable[..., Any]] = {
    **{name: _capped(FILTERS[name]) for name in _PLAIN.split()},
    "default": FILTERS["default"],
    **OWN,
}
_TESTS = (
    "defined undefined none string number sequence mapping equalto eq ne == != in lt gt le ge < > <= >= odd even "
    "divisibleby true false boolean integer"
)
TESTS = frozenset(_TESTS.split())
