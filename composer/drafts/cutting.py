"""Taking one sentence out of a draft's file, so that what stood around it reads as if it had never been there."""

import re
from bisect import bisect_right

from composer.drafts.head import Head
from composer.records.fields import composed

_MARKER = re.compile(r"(?:[-*>#]+|\d+[.)])[ \t]+")
_NUMBER = re.compile(r"^([ \t]*)\d+\.[ \t]+\Z", re.MULTILINE)


def without(head: Head, start: int, end: int) -> str:
    """The file without a piece of its letter, whose places are counted in `Draft.body`.

    That is the file's text without empty lines around it and in Unicode's composed form; here every other byte stays.
    """
    blank = len(head.body) - len(head.body.lstrip("\n"))
    begin, stop = (blank + _written(head.body[blank:], place) for place in (start, end))
    front = head.text.removesuffix(head.body)
    return front + _cut(head.body, begin, stop)


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
