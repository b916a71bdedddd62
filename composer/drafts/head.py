"""Changing a draft's head and nothing else: the lines of the keys that change, every other byte as it was."""

import re
from collections.abc import Mapping

from composer.yaml.writer import dump_scalar

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


def with_head(text: str, fields: Mapping[str, str]) -> str:
    """A draft's file with some keys of its head set, or taken out where the value is empty.

    Args:
        text: the whole file, which begins with a head.
        fields: the new values; a key that is not there yet is added at the end of the head.
    """
    begin, end = (found.start() for found in list(_FENCE.finditer(text))[:2])
    head = text[begin:end]
    for key, value in fields.items():
        line = f"{key}: {dump_scalar(value)}\n" if value else ""
        found = re.search(rf"^{re.escape(key)}:[^\n]*\n(?:[ \t]+[^\n]*\n)*", head, re.MULTILINE)
        head = head[: found.start()] + line + head[found.end() :] if found else head + line
    return head + text[end:]
