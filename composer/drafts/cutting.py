"""Changing one piece of a draft's file: other words in its place, or a sentence out as if it had never been there.

Places are counted in `Draft.body`. That is the file's text without empty lines around it and in Unicode's composed
form; here every byte around the piece stays.
"""

import re
from bisect import bisect_right

from composer.drafts.head import Head
from composer.patterns import regex
from composer.records.fields import composed

_MARKER = regex(r"(?:[-*>#]+|\d+[.)])[ \t]+")
_MARKED = regex(r"[ \t]*(?:#|>|\|)")
_ODD = regex(r"[\[\]|<>]|\*\*|__|^=+$|^-+$", re.MULTILINE)
"""Marks that may reach beyond a sentence: those of links, tables, comments and bold words."""
_PAIRED = frozenset({"**"})
_NUMBER = regex(r"^([ \t]*)\d+\.[ \t]+\Z", re.MULTILINE)


def without(head: Head, start: int, end: int) -> str:
    """The file without a piece of its letter."""
    begin, stop = _in_file(head, start, end)
    return _front(head) + _cut(head.body, begin, stop)


def replaced(head: Head, start: int, end: int, words: str) -> str:
    """The file with other words for a piece of its letter, or with words between two places that are one."""
    begin, stop = _in_file(head, start, end)
    return f"{_front(head)}{head.body[:begin]}{words}{head.body[stop:]}"


def can_be_cut(body: str, start: int, end: int) -> bool:
    """Whether a sentence can be taken out: none of its marks, as of a heading, a table or a link, reaches beyond it.

    Bold words inside a line of its own do not.
    """
    said = body[start:end]
    if _MARKED.match(body[:start].rpartition("\n")[2] + said):
        return False
    odd = _ODD.findall(said)
    line = not body[:start].rpartition("\n")[2].strip() and not body[end:].partition("\n")[0].strip()
    return not odd or (line and set(odd) <= _PAIRED and len(odd) % 2 == 0)


def _front(head: Head) -> str:
    return head.text.removesuffix(head.body)


def _in_file(head: Head, start: int, end: int) -> tuple[int, int]:
    blank = len(head.body) - len(head.body.lstrip("\n"))
    begin, stop = (blank + _written(head.body[blank:], place) for place in (start, end))
    return begin, stop


def _written(text: str, place: int) -> int:
    """The place in a text that is `place` in its composed form: behind an accent that is written by itself."""
    return bisect_right(range(len(text) + 1), place, key=lambda at: len(composed(text[:at]))) - 1


def _cut(text: str, begin: int, end: int) -> str:
    if number := _NUMBER.search(text, 0, begin):  # it stands in front of the sentence, as a sentence of its own
        begin = number.end(1)
    before, after = text[:begin].rstrip(), text[end:].lstrip()
    above, below = text[len(before) : begin], text[end : len(text) - len(after)]
    marker = _MARKER.match(text, begin, end)
    if marker and after and "\n" not in below:  # the first sentence of a list's item: the next one takes its place
        return f"{text[:begin]}{marker[0]}{after}"
    gap = above if after and (not before or above.count("\n") >= below.count("\n")) else below
    if before.endswith("\\") and (not after or gap.count("\n") > 1):  # a line broken by hand, and no line behind it
        before = before[:-1]
    return f"{before}{gap}{after}"
