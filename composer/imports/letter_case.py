"""Texts that came all in capitals or all in small letters, as they would be written."""

import re
from collections.abc import Iterator

_SMALL = frozenset("of and the for at in on de la y".split())  # noqa: SIM905
_STREETS = frozenset("st rd dr ln ct pl av ave blvd hwy pkwy ste apt fl cir sq ter trl".split())  # noqa: SIM905
_FEW = 3


def in_plain_case(text: str, *, small: bool = False) -> str:
    """A text that came all in capitals, as it would be written; short words without a vowel stay: ``YMCA``."""
    words = text.split(" ")
    letters = [letter for letter in text if letter.isalpha()]
    if text.islower() and small:
        return " ".join(
            word if index and word in _SMALL else word[:1].upper() + word[1:] for index, word in enumerate(words)
        )
    alone = len(words) == 1 and (len(letters) <= len("UCLA") or "/" in text)
    if len(letters) <= _FEW or not text.isupper() or alone:
        return text
    return " ".join(_recased(words))


def _recased(words: list[str]) -> Iterator[str]:
    for index, word in enumerate(words):
        plain = word.casefold()
        if index and plain in _SMALL:
            yield plain
        elif plain.strip(".,") in _STREETS:
            yield word.capitalize()
        elif "/" in word or any(map(str.isdigit, word)) or not re.search(r"[aeiouy]", plain) or len(word) <= len("NE"):
            yield word
        else:
            yield "-".join(part.capitalize() for part in word.split("-"))
