"""Writing the little YAML that the program writes: heads, events, fields of records; our reader reads the same.

`yaml.dump` is not used: it loses U+0085, and would rewrite what a person wrote.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from composer.patterns import regex
from composer.yaml.reader import SPECIAL

Field: TypeAlias = "str | bool | Sequence[Field] | Mapping[str, Field]"
# What never prints, or means something in the middle of a line, is left to the quoted form.
_ODD = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
_PLAIN = regex(rf"[A-Za-z0-9(/À-ɏЀ-ӿ](?:[^{_ODD}]*[^{_ODD}\x20:])?\Z")
_LONGEST_KEY = 1_000
# Between brackets commas and brackets mean something, too.
_PLAIN_IN_FLOW = regex(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]*[A-Za-z0-9._-])?\Z")
_STRANGE = regex(f"[{_ODD}]")


@dataclass(frozen=True, slots=True)
class Layout:
    """How far what is inside a field is indented below it, in columns."""

    group: int = 2
    items: int = 2
    """The hyphens of a list; none puts them right below the first letter of the field."""
    open_lines: bool = False
    """Whether a text of several lines is written line by line, behind ``|``, for a person to read."""


_USUAL: Final = Layout()


def dump_scalar(text: str) -> str:
    """One text as YAML that reads back as the same text: plain where that is safe, in double quotes otherwise.

    For a value on a line of its own; inside brackets a comma would end a plain one.
    """
    if _PLAIN.match(text) and ": " not in text and " #" not in text and text not in SPECIAL:
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    written = json.dumps(text, ensure_ascii=False)
    return re.sub(r"[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", written)


def format_front_matter(fields: Mapping[str, Field]) -> str:
    """Fields as YAML, one a line; what is inside a field is indented below it. Nothing for no fields."""
    return "".join(_lines(fields, "", _USUAL))


def format_lines(value: Sequence[Field] | Mapping[str, Field], layout: Layout, *, column: int = 0) -> str:
    """Fields or items as whole lines that begin behind so many columns."""
    return "".join(_lines(value, " " * column, layout))


def format_behind(value: Field, column: int, layout: Layout, *, item: bool = False) -> tuple[str, str]:
    """What stands behind a field's colon, with the blank before it, and the whole lines below; either may be empty.

    An `item` stands behind the hyphen of a list instead; the field or the hyphen begins behind so many columns.
    """
    indent = " " * column
    if isinstance(value, bool):
        return f" {str(value).lower()}", ""
    if isinstance(value, str):
        inside = indent + " " * (2 if item else layout.group)
        if layout.open_lines and _reads_in_lines(value):
            lines = value.removesuffix("\n").split("\n")
            below = "".join(f"{inside}{line}\n" if line else "\n" for line in lines)
            return " |" if value.endswith("\n") else " |-", below
        return f" {dump_scalar(value)}", ""
    if not value:
        return " {}" if isinstance(value, Mapping) else " []", ""
    further = 2 if item else layout.group if isinstance(value, Mapping) else layout.items
    return "", "".join(_lines(value, indent + " " * further, layout))


def _reads_in_lines(text: str) -> bool:
    """Whether a text has several lines, and none with a blank at a place where it would be lost or not be seen."""
    lines = text.removesuffix("\n").split("\n")
    blank = lines[0][:1] in {"", " "} or not lines[-1] or any(line.endswith(" ") for line in lines)
    return "\n" in text and not blank and not any(_STRANGE.search(line) for line in lines)


def format_flow_entry(fields: Mapping[str, str]) -> str:
    """Fields as one item of a list on one line, so that one write appends it: ``- {contact: ann, event: met}``."""
    return f"- {format_flow(fields)}"


def format_flow(value: Field) -> str:
    """A value on one line, as it stands between brackets: ``{text: no room, source: phone}``."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _flow_scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(format_flow_field(key, inner) for key, inner in value.items()) + "}"
    return "[" + ", ".join(map(format_flow, value)) + "]"


def format_flow_field(key: str, value: Field) -> str:
    """One field as it stands between brackets: ``source: phone``."""
    return f"{_flow_scalar(key)}: {format_flow(value)}"


def _flow_scalar(text: str) -> str:
    return text if _PLAIN_IN_FLOW.match(text) and text not in SPECIAL else _quoted(text)


def _key(key: str, indent: str) -> str:
    """A key with its colon, which YAML wants within 1,024 characters; a question mark lets it be any length."""
    written = dump_scalar(key)
    return f"{written}:" if len(written) < _LONGEST_KEY else f"? {written}\n{indent}:"


def _lines(value: Sequence[Field] | Mapping[str, Field], indent: str, layout: Layout) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            behind, below = format_behind(inner, len(indent), layout)
            yield f"{indent}{_key(key, indent)}{behind}\n{below}"
        return
    for item in value:
        behind, below = format_behind(item, len(indent), layout, item=True)
        yield f"{indent}-{behind}\n{below}" if behind else f"{indent}- {below[len(indent) + 2 :]}"
