"""Two versions of a text side by side, word by word: which words only one of them has. The pages mark those."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from composer.patterns import regex

_WORD = regex(r"\S+\s*")
# difflib looks at every pair of equal words again for each run it finds. More looks than this take seconds, and are
# needed by no two versions of one place in a letter; what is more alike within itself is shown unmarked.
_MOST_LOOKS = 20_000_000


@dataclass(frozen=True, slots=True)
class WordRun:
    """A run of words."""

    text: str
    alone: bool = False
    """Whether only this version has it."""


def side_by_side(one: str, other: str) -> tuple[tuple[WordRun, ...], tuple[WordRun, ...]]:
    """Both texts in runs of words; the blanks around them are left out."""
    left, right = _WORD.findall(one.strip()), _WORD.findall(other.strip())
    words, others = ([word.strip() for word in side] for side in (left, right))
    counted = Counter(others)  # the pairs of equal words, for each of the runs that there may be
    if sum(counted[word] for word in words) * min(len(words), len(others)) > _MOST_LOOKS:
        return (WordRun("".join(left)),), (WordRun("".join(right)),)
    steps = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    return (
        tuple(run for tag, a, b, _, _ in steps for run in _trimmed("".join(left[a:b]), alone=tag != "equal")),
        tuple(run for tag, _, _, c, d in steps for run in _trimmed("".join(right[c:d]), alone=tag != "equal")),
    )


def _trimmed(text: str, *, alone: bool) -> Iterator[WordRun]:
    """A run with the blanks behind a mark outside of it; no run begins with one."""
    bare = text.rstrip()
    runs = ((bare, True), (text[len(bare) :], False)) if alone else ((text, False),)
    yield from (WordRun(words, mark) for words, mark in runs if words)
