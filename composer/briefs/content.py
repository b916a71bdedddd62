"""The words of a text that carry its meaning, so that two texts can be held against each other."""

import re
from functools import lru_cache

from composer.records.library import Library
from composer.spelling import stem

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_SHORT = 3
_SMALL_WORDS = (
    "determiners", "pronouns", "finite", "adverbs", "infinitive", "subordinators", "they", "absent",
    "speakers", "deictic",
)  # fmt: skip


def content_stems(text: str, library: Library) -> frozenset[str]:
    """The stems of all its words but the small ones, and those that stand for people in general: ``patients``."""
    words = {word for word in _WORD.findall(text.casefold()) if len(word) > _SHORT or word.isdigit()}
    return frozenset(stem(word) for word in words - _small(library))


@lru_cache(maxsize=8)
def _small_words(lists: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(word for words in lists for word in words)


def _small(library: Library) -> frozenset[str]:
    grammar = library.phrases.grammar
    return _small_words((library.notes.anybody, *(getattr(grammar, name) for name in _SMALL_WORDS)))
