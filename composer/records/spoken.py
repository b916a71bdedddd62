"""Phrases as the lists in ``templates/`` have them, found in the words of a sentence."""

import re
import unicodedata
from collections.abc import Iterable

from composer.patterns import regex

_APOSTROPHES = regex("['\u2019`]")
_GAP = r"(?: \w+){0,4}"


def plain_letters(word: str) -> str:
    """A word as it is compared: in small letters, without accents and apostrophes."""
    if word.isascii():
        return _APOSTROPHES.sub("", word.casefold())
    bare = _APOSTROPHES.sub("", unicodedata.normalize("NFKD", word.casefold()))
    return "".join(c for c in bare if unicodedata.category(c) not in {"Mn", "Cf"})


def spoken(sentence: str) -> str:
    """A sentence as its words, each behind one blank, and one behind the last."""
    words = " ".join(re.findall(r"\w+", plain_letters(sentence)))
    return f" {words} "


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some phrases in a sentence as `spoken`: ``*`` is any end of a word, and ``…`` a few words.

    With ``=`` before it a phrase is found only where nothing else stands in the sentence.
    """
    found = filter(None, map(_of_phrase, phrases))
    return re.compile("|".join(found) or r"(?!)")


def _of_phrase(phrase: str) -> str:
    whole = phrase.startswith("=")
    pieces = (re.findall(r"[\w*]+", plain_letters(piece)) for piece in phrase.split("…"))
    words = f"{_GAP} ".join(" ".join(piece) for piece in pieces if piece).replace("*", r"\w*")
    return (rf"\A {words}(?= \Z)" if whole else f" {words}(?= )") if words else ""
