"""Two versions of a text side by side, word by word: which words only one of them has. The pages mark those."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|[^\s]+")
# Comparing takes time with the square of the length; what is longer than any place in a letter is shown unmarked.
_MOST_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class WordRun:
    """A run of words."""

    text: str
    alone: bool = False
    """Whether only this version has it."""


def side_by_side(one: str, other: str) -> tuple[tuple[WordRun, ...], tuple[WordRun, ...]]:
    """Both texts in pieces; the blanks around them are left out."""
    left, right = _WORD.findall(one.strip()), _WORD.findall(other.strip())
    if max(len(left), len(right)) > _MOST_WORDS:
        return _joined([("".join(left), False)]), _joined([("".join(right), False)])
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return (
        _joined([("".join(left[a:b]), tag != "equal") for tag, a, b, _, _ in steps]),
        _joined([("".join(right[c:d]), tag != "equal") for tag, _, _, c, d in steps]),
    )


def _joined(runs: list[tuple[str, bool]]) -> tuple[WordRun, ...]:
    """Runs as pieces; a blank between two marked words is marked with them, so that a phrase is one mark."""
    found: list[tuple[str, bool]] = []
    for text, alone in runs:
        if not text:
            continue
        words = text
        if alone and len(found) > 1 and found[-2][1] and not found[-1][0].strip():
            blank, before = found.pop()[0], found.pop()[0]
            words = f"{before}{blank}{text}"
        found.append((words, alone))
    return tuple(piece for text, alone in found for piece in _trimmed(text, alone=alone))


def _trimmed(text: str, *, alone: bool) -> Iterator[WordRun]:
    """A run with the blanks around a mark outside of it."""
    bare = text.strip() if alone else ""
    if not bare:
        yield WordRun(text)
        return
    before, _, after = text.partition(bare)
    yield from (WordRun(blank, mark) for blank, mark in ((before, False), (bare, True), (after, False)) if blank)
