"""Whether two texts are one letter, and in which words they differ: what mail programs do to a text is not looked at.

A program wraps lines, marks links and bold words in its own way, and turns quotation marks and dashes about; none of
that is a difference. Work is bounded by the number of words.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from composer.drafts.three_way import matches_in
from composer.spelling import normalized

_MOST_WORDS = 20_000
_QUOTED = 4
"""Words; fewer of them stand in a letter by chance."""
_ALIKE = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2013": "-", "\u2014": "-",
     "\u2011": "-", "\u00a0": " ", "\u202f": " ", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": ""}
)  # fmt: skip
_MARKS = "*_`<>|\u2022\u00b7#=~"
"""Signs around a word that mail programs put there for emphasis, links and lists."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which a letter that was sent is not as it was drafted."""

    drafted: str
    """The words of the draft; empty where some were put in."""
    sent: str
    """The words that went; empty where some were taken out."""


@lru_cache(maxsize=512)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text with the punctuation at their ends, as they are compared."""
    plain = unicodedata.normalize("NFKC", text.translate(_ALIKE))
    words = (word.strip(_MARKS) for word in plain.split())
    return tuple(word for word in words if word.strip("-+."))[:_MOST_WORDS]


def likeness(one: str, other: str) -> float:
    """How much of their words two texts have in common, in order, from 0 to 1."""
    from rapidfuzz.distance import Indel  # only a letter whose subject changed needs it

    return float(Indel.normalized_similarity(words_of(one), words_of(other)))


def differences(drafted: str, sent: str) -> tuple[Difference, ...]:
    """Where a letter was sent in other words than it was drafted in; a place is a run of words."""
    before, after = words_of(drafted), words_of(sent)
    found: list[Difference] = []
    a = b = 0
    for run in matches_in(before, after):
        if run.a > a or run.b > b:
            found.append(Difference(_joined(before[a : run.a]), _joined(after[b : run.b])))
        a, b = run.a + run.size, run.b + run.size
    return tuple(found)


def _joined(words: Sequence[str]) -> str:
    return " ".join(words)


def same_subject(text: str) -> str:
    """A subject by which it is compared: case, blanks and the form of its quotation marks aside."""
    return normalized(text.translate(_ALIKE))


def without_lines_of(text: str, letters: Iterable[str]) -> str:
    """A text without the lines that stand in a letter: an answer quotes it in whatever way its program likes."""
    known = [f" {_joined(words_of(letter))} ".casefold() for letter in letters]
    return "\n".join(line for line in text.split("\n") if not _stands_in(words_of(line), known))


def _stands_in(words: Sequence[str], letters: Iterable[str]) -> bool:
    said = f" {_joined(words)} ".casefold()
    return len(words) >= _QUOTED and any(said in letter for letter in letters)
