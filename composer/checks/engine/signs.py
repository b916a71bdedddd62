"""The signs of a sentence: its words, the lists they are in, and which of them stand beside each other."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise, product

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|_+|[.?!#$£%&:;()\N{EN DASH}\N{EM DASH}-]")
# "she's" is two words to a reader, and "can't" is one of them and its denial.
_SHORT = re.compile(r"(?i)\b(can|won|shan)'t\b|n't\b|'(s|ll|re|ve|d|m)\b")
_UNSEEN = re.compile("[*`~\u00ad\u200b-\u200d\u2060\ufeff]")  # emphasis, and what no reader sees
_WRITTEN_OUT = {"s": " s", "ll": " will", "re": " are", "ve": " have", "d": " would", "m": " am"}
_WHOLE = {"can": "can not", "won": "will not", "shan": "shall not"}
_ENDS = frozenset(".?!")
_ENDED = 4  # letters of the longest word whose "ed" is no ending, and one more for "ing"
FIRST, LAST, KNOWN, NUMBER, NAME, GIVEN = "FIRST", "LAST", "KNOWN", "NUMBER", "NAME", "GIVEN"


class SignReader:
    """Finds the signs of sentences.

    A sign is a word in small letters, the name of a list that it is in (``HE``), or one of: NUMBER; KNOWN, a name that
    the records have and that was blotted out; NAME, a capital within a sentence; GIVEN, a given name; DONE and ING, the
    endings; FIRST and LAST, where the sentence begins and ends. Two of them are a sign, too, where they follow each
    other (``HE came``) or have one word between them (``HE _ back``).
    """

    def __init__(self, lists: Mapping[str, Sequence[str]], given: Collection[str]) -> None:
        self._lists: dict[str, list[str]] = defaultdict(list)
        for name, words in lists.items():
            for word in words:
                self._lists[word].append(name)
        self._given = given

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
            yield self._of_token(token, begins=begins)
            begins = token in _ENDS

    def _of_token(self, token: str, *, begins: bool) -> list[str]:
        if token.isdigit():
            return [NUMBER]
        if token[0] == "_":
            return [KNOWN]
        word = token.casefold()
        lists = self._lists.get(word, ())
        signs = [word, *lists]
        if token[0].isupper():
            if not begins and word != "i" and "CALENDAR" not in lists and not token.isupper():
                signs.append(NAME)
            if token in self._given:
                signs.append(GIVEN)
        if word.endswith("ed") and len(word) > _ENDED:
            signs.append("DONE")
        elif word.endswith("ing") and len(word) > _ENDED + 1:
            signs.append("ING")
        return signs


def _written_out(sentence: str) -> str:
    """The sentence with straight apostrophes and its short forms written out, and without marks inside its words."""
    return _SHORT.sub(_long, _UNSEEN.sub("", sentence).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


def _long(short: re.Match[str]) -> str:
    if short[1]:
        return _WHOLE[short[1].casefold()]
    return _WRITTEN_OUT[short[2].casefold()] if short[2] else " not"
