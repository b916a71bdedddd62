"""How words are written: what a misspelt one was probably meant to be, and what the forms of one have in common."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

import Stemmer

from composer.patterns import regex

_DISTANCE: Final = 2
_SIMILARITY: Final = 0.6


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of ``words`` that ``word`` was probably meant to be; empty where none is near.

    Near is at most two edits (Damerau-Levenshtein), fewer for a short word, and most of the longer one in common:
    ``emial`` is ``email``, and ``cat`` is not ``cc``. Of two equally near words the first in the alphabet is taken.
    """
    allowed = min(_DISTANCE, max(1, len(word) // 3))
    long_enough = sorted(other for other in words if abs(len(other) - len(word)) <= allowed)
    if not long_enough:
        return ""
    from rapidfuzz import process  # only a slip needs it
    from rapidfuzz.distance import DamerauLevenshtein

    best = process.extractOne(word, long_enough, scorer=DamerauLevenshtein.distance, score_cutoff=allowed)
    if not best or best[1] / max(len(word), len(best[0])) > 1 - _SIMILARITY:
        return ""
    return str(best[0])


def did_you_mean(word: str, words: Iterable[str], otherwise: str = "") -> str:
    """The hint for a word that is not among ``words``: the nearest of them, or ``otherwise`` where none is near."""
    near = nearest(word, words)
    return f"did you mean '{near}'?" if near else otherwise


@lru_cache(maxsize=40_000)
def stem(word: str, language: str = "english") -> str:
    """A word in small letters without its ending (Snowball): ``families`` and ``family`` are one."""
    return str(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(language, 0)  # `stem` remembers more than its own memory holds, and in less time


@lru_cache(maxsize=20_000)
def one_slip(word: str, words: tuple[str, ...]) -> str:
    """The one of ``words`` that differs from a word by one letter or two swapped ones; empty where none does."""
    from rapidfuzz import process  # only a slip needs it
    from rapidfuzz.distance import DamerauLevenshtein

    found = process.extractOne(word, words, scorer=DamerauLevenshtein.distance, score_cutoff=1)
    return str(found[0]) if found else ""


@lru_cache(maxsize=65_536)
def normalized(name: str) -> str:
    """A name by which it is compared: two that differ only in case, blanks or Unicode form are one."""
    if name.isascii():
        return " ".join(name.casefold().split())
    name = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", name.casefold()).split())


def in_ascii(name: str) -> str:
    """A name as `normalized`, in letters a to z: ``Zoë`` is ``zoe``."""
    if (plain := normalized(name)).isascii():
        return plain
    from anyascii import anyascii

    return anyascii(plain).lower()


_UNSEEN = regex("[*`~\u00ad\u200b-\u200d\u2060\ufeff]")


def without_marks(text: str) -> str:
    """A text as its reader sees its words: without marks of emphasis, and what no screen shows."""
    return _UNSEEN.sub("", text)


@lru_cache(maxsize=65_536)
def name_word(word: str) -> str:
    """One word of a name by which it is compared: ``ZOË`` is ``Zoe``."""
    return in_ascii(without_marks(word)).capitalize()


_NO_PLACE = frozenset({"the", "and", "inc", "llc", "llp", "ltd", "corp", "co", "pllc", "pc", "pa", "lc", "gmbh", "ev"})
"""Words that a place is called with or without: its article, and what kind of company it is."""


@lru_cache(maxsize=65_536)
def same_place(name: str) -> str:
    """A place's name by which it is compared: ``The Elm House, Inc.`` and ``elm-house`` are one place."""
    plain = in_ascii(name).replace("'", "").replace(".", "")
    return " ".join(word for word in re.findall(r"[a-z0-9]+", plain) if word not in _NO_PLACE) or plain


def likeness(one: str, other: str) -> float:
    """How like two texts are, from 0 to 1."""
    from rapidfuzz.fuzz import ratio  # only a slip needs it

    return ratio(one, other) / 100
