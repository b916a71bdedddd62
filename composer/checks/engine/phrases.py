"""From phrases a person can read to a search in a sentence. A sentence is read once, however many letters hold it."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from composer.checks.engine.sentences import LocatedSentence
from composer.patterns import regex
from composer.records.sentence_reader import REMEMBERED
from composer.records.wording import RuleWording, Wording

# The parts of a phrase: a {slot}, three dots, or a word.
_PART = regex(r"\{(\w+)\}|(\N{HORIZONTAL ELLIPSIS})|([^\s{}\N{HORIZONTAL ELLIPSIS}]+)")
# Three dots: up to three words, as few as will do, and never across the end of a sentence.
_BETWEEN = r"(?:\s+[^\s.?!]+){0,3}?"
# Words with a capital that begin sentences and are nobody's name.
_NO_NAMES = (
    "Everyone|Everybody|Nobody|Someone|Somebody|Anyone|This|That|It|What|Who|Which|How|When|Where|Practice|Business|Work|He|She|"
    "They|We|You|The|And|But|So|One|Each|Such|There|Here|Your|Our|My"
)
_SLOTS = {
    "Name": rf"(?-i:(?!(?:{_NO_NAMES})\b)[A-Z][a-z]+)",
    "Initial": r"(?-i:[A-Z](?![\w'\u2019-])\.?)",
}


class PhraseMatch(NamedTuple):
    """Words that the phrases of a rule find."""

    start: int
    """Their place, counted from 0: in the sentence, or where a letter was read, in its body."""
    text: str
    sentence: LocatedSentence
    """The sentence they stand in."""


Matches = Mapping[str, tuple[PhraseMatch, ...]]
"""What rules find, by their codes; one that finds nothing is not there."""


class PhraseReader:
    """Finds what each rule's phrases say, in one language. They are compiled when first needed, in any process."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def __reduce__(self) -> tuple[type["PhraseReader"], tuple[Wording]]:
        return PhraseReader, (self._wording,)

    def has(self, code: str) -> bool:
        """Whether this language has phrases for a rule."""
        return code in self._wording.rules

    def rule(self, code: str) -> RuleWording:
        """A rule's words; none where this language has none."""
        return self._wording.rules.get(code) or RuleWording()

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list; none where it is not there."""
        return self._wording.lists.get(name, ())

    @cached_property
    def read(self) -> Callable[[str], Matches]:
        """What every rule finds in a sentence; remembered, because letters have most of their sentences in common."""
        lists = self._wording.lists
        searches = {code: _Search.of(rule, lists) for code, rule in self._wording.rules.items() if rule.find}

        @lru_cache(REMEMBERED)
        def read(sentence: str) -> Matches:
            return {code: found for code, search in searches.items() if (found := search.all(sentence))}

        return read


@dataclass(frozen=True, slots=True)
class _Search:
    """One rule's phrases as patterns."""

    find: re.Pattern[str]
    unless: re.Pattern[str] | None

    @classmethod
    def of(cls, rule: RuleWording, lists: Mapping[str, Sequence[str]]) -> "_Search":
        return cls(_any_of(rule.find, lists), _any_of(rule.unless, lists) if rule.unless else None)

    def all(self, sentence: str) -> tuple[PhraseMatch, ...]:
        """Every place in a sentence, unless something excuses it."""
        whole = LocatedSentence(0, sentence)
        hits = tuple(PhraseMatch(hit.start(), hit[0], whole) for hit in self.find.finditer(sentence))
        return () if hits and self.unless and self.unless.search(sentence) else hits


def _any_of(phrases: Sequence[str], lists: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Any of some phrases, the first that fits; a phrase begins and ends where words do.

    A letter has few words and a rule has hundreds of phrases. So that a word begins is asked once for all that stand in
    a row, and only those are tried that begin with its letter: a fifth of the time, and the same is found.
    """
    rows = groupby(phrases, key=_begins)
    return regex("|".join(_row(begins, [*row], lists) for begins, row in rows), re.IGNORECASE)


def _begins(phrase: str) -> str:
    """With what a phrase begins: a ``letter`` that is only itself, another sign of a ``word``, or neither."""
    if phrase[0].isalnum() and phrase[0].isascii():
        return "letter"
    return "word" if phrase[0].isalnum() or phrase[0] == "{" else ""


def _row(begins: str, phrases: Sequence[str], lists: Mapping[str, Sequence[str]]) -> str:
    """Phrases that begin alike; those with one first letter together, which changes nothing in which fits."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        by_letter[phrase[0].lower() if begins == "letter" else ""].append(_pattern(phrase, lists))
    letters = "|".join(f"(?:{'|'.join(patterns)})" for patterns in by_letter.values())
    return rf"(?<!\w)(?:{letters})" if begins else letters


def _pattern(phrase: str, lists: Mapping[str, Sequence[str]]) -> str:
    """A phrase as a regular expression, but for where it begins. Words stand apart by blanks."""
    body = ""
    for found in _PART.finditer(phrase):
        slot, dots, word = found.groups()
        gap = body and not dots and phrase[found.start() - 1].isspace()
        piece = _BETWEEN if dots else _slot(slot, lists) if slot else _literal(word)
        body += (r"\s+" if gap else "") + piece
    end = r"(?!\w)" if phrase[-1].isalnum() or phrase[-1] == "}" else ""
    return f"{body}{end}"


def _literal(words: str) -> str:
    """Words as they are typed, with either apostrophe and any blanks."""
    return re.sub(r"(?:\\ )+", r"\\s+", re.escape(words)).replace("'", "['\u2019]")


def _slot(name: str, lists: Mapping[str, Sequence[str]]) -> str:
    if name in _SLOTS:
        return _SLOTS[name]
    words = sorted(lists.get(name, (name,)), key=len, reverse=True)  # a list that is not there is a word
    return "(?:" + "|".join(_literal(word) for word in words) + ")"
