"""The signs of a sentence: its words, the lists they are in, and which of them stand beside each other."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product

from composer.patterns import regex
from composer.records.sentence_points import SentencePoints
from composer.spelling import in_ascii, stem, without_marks

_TOKEN = regex(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|_+|[.?!#$£%&:;()\N{EN DASH}\N{EM DASH}-]")
# "she's" is two words to a reader, and "can't" is one of them and its denial.
_SHORT = regex(r"(?i)\b(can|won|shan)'t\b|n't\b|'(s|ll|re|ve|d|m)\b")
_WRITTEN_OUT = {"s": " s", "ll": " will", "re": " are", "ve": " have", "d": " would", "m": " am"}
_WHOLE = {"can": "can not", "won": "will not", "shan": "shall not"}
_ENDS = frozenset(".?!")
_BEFORE = 3  # letters that a word has at least before an ending that is a sign
_STEMMED = 4  # letters of the shortest word whose ending may be dropped
_REMEMBERED = 10_000  # words, of which there are few beside those who say them
FIRST, LAST, KNOWN, NUMBER, NAME, GIVEN = "FIRST", "LAST", "KNOWN", "NUMBER", "NAME", "GIVEN"


class SignReader:
    """Finds the signs of sentences.

    A sign is a word in small letters and without accents, the same without its ending, the name of a list that it is in
    (``HE``) or of an ending that it has (``DONE``), or one of: NUMBER; KNOWN, a name that the records have and that was
    blotted out; NAME, a capital within a sentence; GIVEN, a given name; FIRST and LAST, where the sentence begins and
    ends. Two of them are a sign, too, where they follow each other (``HE came``) or have one word between them
    (``HE _ back``).
    """

    def __init__(self, words: SentencePoints, given: Collection[str]) -> None:
        self._lists: dict[str, list[str]] = defaultdict(list)
        for name, listed in words.lists.items():
            for word in listed:
                self._lists[in_ascii(word)].append(name)
        self._endings = [(ending, name) for name, endings in words.endings.items() for ending in endings]
        self._stems = words.stems
        self._given = given
        self._of_token = lru_cache(_REMEMBERED)(self._signs_of)

    def signs(self, sentence: str) -> set[str]:
        """All signs of a sentence, or of two that belong together."""
        meant = [[FIRST], *self._meant(_TOKEN.findall(_written_out(sentence))), [LAST]]
        found = {sign for signs in meant for sign in signs}
        for one, other in pairwise(meant):
            found.update(map(" ".join, product(one, other)))
        for one, other in zip(meant, meant[2:], strict=False):
            found.update(map(" _ ".join, product(one, other)))
        return found

    def _meant(self, tokens: Sequence[str]) -> Iterator[list[str]]:
        begins = True
        for token in tokens:
            yield self._of_token(token, begins)
            begins = token in _ENDS

    def _signs_of(self, token: str, begins: bool) -> list[str]:  # it is remembered by its place
        if token.isdigit():
            return [NUMBER]
        if token[0] == "_":
            return [KNOWN]
        said = token.casefold()
        word = in_ascii(said)
        lists = self._lists.get(word, ())
        signs = [word, *self._bare(word), *lists]
        if token[0].isupper():
            if not begins and word != "i" and "CALENDAR" not in lists and not token.isupper():
                signs.append(NAME)
            if token in self._given:
                signs.append(GIVEN)
        fits = (name for ending, name in self._endings if said.endswith(ending) and len(said) >= len(ending) + _BEFORE)
        return [*signs, *fits]

    def _bare(self, word: str) -> list[str]:
        """A word without its ending, where it has one."""
        bare = stem(word, self._stems) if len(word) >= _STEMMED else word
        return [bare] if bare != word else []


def _written_out(sentence: str) -> str:
    """The sentence with straight apostrophes and its short forms written out, and without marks inside its words."""
    return _SHORT.sub(_long, without_marks(sentence).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


def _long(short: re.Match[str]) -> str:
    if short[1]:
        return _WHOLE[short[1].casefold()]
    return _WRITTEN_OUT[short[2].casefold()] if short[2] else " not"
