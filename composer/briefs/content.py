"""The words of a text that carry its meaning, so that two texts can be held against each other."""

from functools import lru_cache

from composer.patterns import regex
from composer.records.library import Library
from composer.spelling import stem

_WORD = regex(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_SHORT = 3
_INNER_END = regex(r"(?<=[.!?])\s+(?=\S)|\n\s*\n")


def content_stems(text: str, library: Library) -> frozenset[str]:
    """The stems of all its words but the small ones, and those that stand for people in general: ``patients``."""
    return _stems(text, library.small_words)


@lru_cache(maxsize=1_000)  # what the practice says is held against every reader's notes
def _stems(text: str, small: frozenset[str]) -> frozenset[str]:
    words = {word for word in _WORD.findall(text.casefold()) if len(word) > _SHORT or word.isdigit()}
    return frozenset(stem(word) for word in words - small)


def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    return _INNER_END.split(text.strip(), maxsplit=1)[0]
