"""A letter as sentences, each with its place: what most checks look at."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from composer.patterns import regex
from composer.records.sentence_reader import REMEMBERED

# Where one sentence ends and the next begins; not after a title, an initial or the dots inside "a.m.".
_TITLES = ("Dr", "Mr", "Ms", "Mrs", "Mx", "MR", "MS", "MRS", "Srta", "St",
           "Rev", "Prof", "Sra", "Sr", "Dra", "[A-Z]", r"[ap]\.m", r"[ei]\.[ge]", "etc")  # fmt: skip
_NOT_AFTER = "".join(rf"(?<!\b{title}\.)" for title in _TITLES)
_CLOSING = "[\"'\u201d\u2019)]*(?=\\s)"
# Each alternative begins with one plain character, so that the search can skip from one to the next.
_END = regex(
    rf"\.{_NOT_AFTER}{_CLOSING}|\?{_CLOSING}|!{_CLOSING}"
    r"|\n(?:[ \t]*\n\s*|(?=[ \t]*(?:[-*>#]|\d+[.)])\s))|\\\n"
)
_WORD = regex(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_BLANK = "_"


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """A pattern that a rule looks for in sentences; `search_for` makes one."""

    pattern: re.Pattern[str]

    def __call__(self, sentence: str) -> tuple[re.Match[str], ...]:
        """What it finds in a sentence."""
        return found_in(sentence).get(self, ())


_searches: list[Search] = []


class LocatedSentence(NamedTuple):
    """One sentence, or one line of a greeting or a signature."""

    start: int
    """Its place in the text, counted from 0."""
    text: str


@lru_cache(maxsize=8)
def sentences(text: str) -> tuple[LocatedSentence, ...]:
    """The sentences of a Markdown text in order; a line break inside a paragraph is a blank, as it is for a reader."""
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[LocatedSentence]:
    begin = 0
    for end in (*(found.end() for found in _END.finditer(text)), len(text)):
        piece = text[begin:end]
        bare = piece.strip()
        if bare:
            yield LocatedSentence(begin + piece.index(bare[0]), bare)
        begin = end


def blank_out(text: str, names: Iterable[str]) -> str:
    """A text with the names of known people blotted out, letter for letter, so that no place moves.

    ``Dear Grace Client`` speaks of no client, and ``Patience May`` of no month.
    """
    for name in names:
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):  # Joanna is not Jo
                text = f"{text[:at]}{_BLANK * len(name)}{text[end:]}"
            at = text.find(name, end) if name else -1
    return text


def search_for(pattern: re.Pattern[str]) -> Search:
    """A search for a pattern, to be made once, where a rule's module is read."""
    _searches.append(made := Search(pattern))
    found_in.cache_clear()
    return made


@lru_cache(maxsize=REMEMBERED)
def found_in(sentence: str) -> Mapping[Search, tuple[re.Match[str], ...]]:
    """What every search finds in a sentence, remembered; one that finds nothing is not there.

    Letters have most of their sentences in common, and in most of these nobody finds anything.
    """
    return {search: found for search in _searches if (found := tuple(search.pattern.finditer(sentence)))}


@lru_cache(maxsize=REMEMBERED)
def words_of(sentence: str) -> tuple[str, ...]:
    """The words of a sentence in small letters, remembered."""
    return tuple(words_in(sentence))


def words_in(text: str) -> list[str]:
    """The words of a text in small letters."""
    return _WORD.findall(text.casefold())


def plain(text: str) -> str:
    """A text in small letters and with straight apostrophes, as phrases are written."""
    return text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
