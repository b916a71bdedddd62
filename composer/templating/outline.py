"""All that a template may say: its branches, those that are not written out too, and the sentences it chooses from.

An `if` without an `else` has two branches: what it says, and saying nothing. Each branch has a number, in the order in
which the tags stand; the marks of a traced merge hold those numbers, and the labels here say what they mean.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from composer.patterns import regex

_TAG = regex(r"\{%[-+]?\s*(if|elif|else|endif|for|endfor)\b(.*?)[-+]?%\}|\{#.*?#\}", re.DOTALL)
_BRACES = regex(r"(?:\{[^{}]*\})+")
_LONGEST_VALUE, _MOST_GAPS, _MOST_PLACES = 200, 10, 1_000
_OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Branch:
    """One way that a template may go."""

    template: str
    number: int
    line: int
    """Of the template's file, counted from 1."""
    label: str
    """As the template writes it, ``if offers``; ``otherwise, not: if offers`` for what is left."""


@dataclass(frozen=True, slots=True)
class ChosenSentence:
    """A sentence that a template holds as a value, so that a filter may choose it: ``['…', '…'] | pick(turn)``."""

    template: str
    line: int
    text: str

    def stands_in(self, letter: str) -> bool:
        """Whether a letter says it; what stands in braces may have become anything up to 200 characters long.

        A pattern with many gaps would be tried in all ways, for ever. Here each part is looked for once, and is good
        where it begins near enough behind the end of the part before it. What is too much of either is left out.
        """
        text = " ".join(letter.split())
        words = _BRACES.sub("\0", " ".join(self.text.split())).strip("\0")
        ends: list[int] | None = None
        for part in words.split("\0")[:_MOST_GAPS]:
            ends = [at + len(part) for at in _places(part, text) if ends is None or _near(ends, at)]
        return bool(ends)


def _places(part: str, text: str) -> Iterator[int]:
    """Where a text has a part, ascending."""
    at = text.find(part)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(part, at + 1)


def _near(ends: Sequence[int], at: int) -> bool:
    """Whether the last of the ascending ends before a place is near enough to it."""
    before = bisect_right(ends, at)
    return before > 0 and at - ends[before - 1] <= _LONGEST_VALUE


@dataclass(frozen=True, slots=True)
class Outline:
    """All that a template may say: its branches, and its sentences that are chosen by a filter."""

    branches: tuple[Branch, ...] = ()
    sentences: tuple[ChosenSentence, ...] = ()


def branches_of(text: str, name: str, first_line: int) -> tuple[Branch, ...]:
    """The branches of a template's text, which begins on a line of its file, in the order of its tags."""
    found: list[tuple[int, str]] = []
    opened: list[tuple[str, bool]] = []
    for tag in _TAG.finditer(text):
        kind, rest = tag[1], " ".join((tag[2] or "").split())
        line = first_line + text.count("\n", 0, tag.start())
        if kind in {"if", "for"}:
            opened.append((f"{kind} {rest}", False))
            found.append((line, opened[-1][0]))
        elif kind == "elif":
            found.append((line, f"elif {rest}"))
        elif kind in {"else", "endif", "endfor"} and opened:
            label, closed = opened.pop()
            if not closed:
                found.append((line, f"{_OTHERWISE}, not: {label}"))
            if kind == "else":
                opened.append((label, True))
    return tuple(Branch(name, number, line, label) for number, (line, label) in enumerate(found))
