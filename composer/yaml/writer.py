"""Writing the little YAML that the program writes, heads of drafts and single events; our reader reads the same.

`yaml.dump` is not used: it loses U+0085, and would rewrite what a person wrote.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from composer.yaml.reader import SPECIAL

Field: TypeAlias = "str | Sequence[Field] | Mapping[str, Field]"
# What never prints, or means something in the middle of a line, is left to the quoted form.
_ODD = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
_PLAIN = re.compile(rf"[A-Za-z0-9(/À-ɏЀ-ӿ](?:[^{_ODD}]*[^{_ODD}\x20:])?\Z")
_LONGEST_KEY = 1_000
# Between brackets commas and brackets mean something, too.
_PLAIN_IN_FLOW = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]*[A-Za-z0-9._-])?\Z")


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
    return "".join(_lines(fields, ""))


def format_flow_entry(fields: Mapping[str, str]) -> str:
    """Fields as one item of a list on one line, so that one write appends it: ``- {contact: ann, event: met}``."""
    return "- {" + ", ".join(f"{key}: {_flow_scalar(value)}" for key, value in fields.items()) + "}"


def _flow_scalar(text: str) -> str:
    return text if _PLAIN_IN_FLOW.match(text) and text not in SPECIAL else _quoted(text)


def _key(key: str, indent: str) -> str:
    """A key with its colon, which YAML wants within 1,024 characters; a question mark lets it be any length."""
    written = dump_scalar(key)
    return f"{written}:" if len(written) < _LONGEST_KEY else f"? {written}\n{indent}:"


def _lines(value: Sequence[Field] | Mapping[str, Field], indent: str) -> Iterator[str]:
    pairs = value.items() if isinstance(value, Mapping) else (("", item) for item in value)
    for key, item in pairs:
        head = _key(key, indent) if isinstance(value, Mapping) else "-"
        if isinstance(item, str):
            yield f"{indent}{head} {dump_scalar(item)}\n"
        elif not item:
            yield f"{indent}{head} {'{}' if isinstance(item, Mapping) else '[]'}\n"
        else:
            below = "".join(_lines(item, indent + "  "))
            yield f"{indent}- {below[len(indent) + 2 :]}" if head == "-" else f"{indent}{head}\n{below}"
