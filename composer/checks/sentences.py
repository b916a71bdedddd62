"""A letter as sentences, each with its place: what most checks look at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Where one sentence ends and the next begins; not after a title, an initial or the dots inside "a.m.".
_END = re.compile(
    r"(?:(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bRev)(?<!\bProf)(?<!\bSra)(?<!\bSr)(?<!\bDra)(?<!\b[A-Z])"
    r"(?<!\b[ap]\.m)(?<!\be\.g)(?<!\bi\.e)(?<!\betc)[.]|[?!])[\"'\u201d\u2019)]*(?=\s)"
    r"|\n[ \t]*\n\s*|[\\]\n|\n(?=[ \t]*(?:[-*>#]|\d+[.)])\s)"
)
_HIDDEN = "_"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one line of a greeting or a signature."""

    start: int
    """Its place in the text, counted from 0."""
    text: str


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a Markdown text in order; a line break inside a paragraph is a blank, as it is for a reader."""
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[Sentence]:
    begin = 0
    for end in (*(found.end() for found in _END.finditer(text)), len(text)):
        piece = text[begin:end]
        bare = piece.strip()
        if bare:
            yield Sentence(begin + piece.index(bare[0]), bare)
        begin = end


def hide(text: str, names: Sequence[str]) -> str:
    """A text with the names of known people blotted out, letter for letter, so that no place moves.

    ``Dear Grace Client`` speaks of no client, and ``Patience May`` of no month.
    """
    for name in names:
        if name in text:
            text = text.replace(name, _HIDDEN * len(name))
    return text
