"""From phrases a person can read to a search in a sentence. A sentence is read once, however many letters hold it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from composer.records.wording import RuleWording, Wording

_PART = re.compile(r"\{(\w+)\}|(\N{HORIZONTAL ELLIPSIS})|([^\s{}\N{HORIZONTAL ELLIPSIS}]+)")
_WORD = re.compile(r"[^\W_]+")
# Words that nearly every sentence has, and that say nothing about which one it is.
_COMMON = frozenset(
    [
        "a",
        "about",
        "all",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "do",
        "every",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "made",
        "me",
        "my",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "our",
        "out",
        "so",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "up",
        "us",
        "was",
        "we",
        "what",
        "when",
        "which",
        "who",
        "will",
        "with",
        "you",
        "your",
    ]
)
_BETWEEN = r"(?:\s+[^\s.?!]+){0,3}?"
_BEHIND = re.compile(r"(?:\s+[^\s.?!]+){0,3}")  # "thank you for sending | me your form"
_REMEMBERED = 20_000
# Words with a capital that begin sentences and are nobody's name.
_NO_NAMES = (
    "Everyone|Everybody|Nobody|Someone|Somebody|Anyone|This|That|It|What|Who|Which|How|When|Where|Practice|Business|Work|He|She|"
    "They|We|You|The|And|But|So|One|Each|Such|There|Here|Your|Our|My"
)
_SLOTS = {
    "Name": rf"(?-i:(?!(?:{_NO_NAMES})\b)[A-Z][a-z]+)",
    "Initial": r"(?-i:[A-Z]\b\.?)",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Words of a sentence that a rule objects to."""

    start: int
    """Their place in the sentence, counted from 0."""
    text: str


class Reader:
    """Finds what each rule's phrases say, in one language.

    Args:
        wording: the phrases and the lists they name. They are compiled when first needed, in whichever process.
    """

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._known: dict[str, Mapping[str, tuple[Found, ...]]] = {}

    def __getstate__(self) -> Wording:
        return self._wording

    def __setstate__(self, wording: Wording) -> None:
        self.__init__(wording)  # type: ignore[misc]  # the way to begin anew in another process

    @cached_property
    def _searches(self) -> Mapping[str, "_Search"]:
        lists = self._wording.lists
        return {code: _Search.of(rule, lists) for code, rule in self._wording.rules.items() if rule.find}

    def has(self, code: str) -> bool:
        """Whether this language has phrases for a rule."""
        return code in self._wording.rules

    def rule(self, code: str) -> RuleWording:
        """A rule's words; none where this language has none."""
        return self._wording.rules.get(code) or RuleWording()

    def read(self, sentence: str) -> Mapping[str, tuple[Found, ...]]:
        """What every rule finds in a sentence, by its code; a rule that finds nothing is not there."""
        found = self._known.get(sentence)
        if found is None:
            words = frozenset(_WORD.findall(sentence.casefold()))
            found = {code: hits for code, search in self._searches.items() if (hits := search.all(sentence, words))}
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[sentence] = found
        return found

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list; none where it is not there."""
        return self._wording.lists.get(name, ())


@dataclass(frozen=True, slots=True)
class _Search:
    """One rule's phrases as patterns."""

    find: re.Pattern[str]
    signs: frozenset[str] | None
    """Every sentence that holds one of the phrases has one of these words; looking for them first is quick. ``None``
    where a phrase has no word at all."""
    unless: re.Pattern[str] | None
    about: re.Pattern[str] | None

    @classmethod
    def of(cls, rule: RuleWording, lists: Mapping[str, Sequence[str]]) -> "_Search":
        find = _any_of(rule.find, lists)
        assert find is not None  # noqa: S101  # a rule without phrases is not searched for
        signs = [_signs(phrase, lists) for phrase in rule.find]
        return cls(
            find,
            frozenset().union(*signs) if all(signs) else None,
            _any_of(rule.unless, lists),
            _any_of(rule.about, lists),
        )

    def all(self, sentence: str, words: frozenset[str]) -> tuple[Found, ...]:
        """Every place in a sentence, unless something excuses it; its words are given, in small letters."""
        if self.signs is not None and self.signs.isdisjoint(words):
            return ()
        hits = [hit for hit in self.find.finditer(sentence) if not self._about(sentence, hit)]
        if not hits or (self.unless and self.unless.search(sentence)):
            return ()
        return tuple(Found(hit.start(), hit[0]) for hit in hits)

    def _about(self, sentence: str, hit: re.Match[str]) -> bool:
        behind = _BEHIND.match(sentence, hit.end())
        end = behind.end() if behind else hit.end()
        return bool(self.about and self.about.search(sentence[hit.start() : end]))


def _any_of(phrases: Sequence[str], lists: Mapping[str, Sequence[str]]) -> re.Pattern[str] | None:
    """One pattern for all phrases; ``None`` for none."""
    if not phrases:
        return None
    return re.compile("|".join(_pattern(phrase, lists) for phrase in phrases), re.IGNORECASE)


def _pattern(phrase: str, lists: Mapping[str, Sequence[str]]) -> str:
    """A phrase as a regular expression. Words stand apart by blanks; a phrase begins and ends where words do."""
    body = ""
    for found in _PART.finditer(phrase):
        slot, dots, word = found.groups()
        gap = body and not dots and phrase[found.start() - 1].isspace()
        piece = _BETWEEN if dots else _slot(slot, lists) if slot else _literal(word)
        body += (r"\s+" if gap else "") + piece
    begin = r"(?<!\w)" if phrase[0].isalnum() or phrase[0] == "{" else ""
    end = r"(?!\w)" if phrase[-1].isalnum() or phrase[-1] == "}" else ""
    return f"{begin}(?:{body}){end}"


def _signs(phrase: str, lists: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Words of which every sentence with the phrase holds one: the rarest part of it."""
    parts = []
    for slot, _, word in _PART.findall(phrase):
        said = lists.get(slot, () if slot in _SLOTS else (slot,)) if slot else (word,)
        firsts = [_rarest(_WORD.findall(item.casefold())) for item in said]
        if firsts and all(firsts):
            parts.append(frozenset(firsts))
    return min(parts, key=lambda words: (len(words & _COMMON) > 0, len(words)), default=frozenset())


def _rarest(words: Sequence[str]) -> str:
    """The word of several that says most: an uncommon one, the longest; empty for none."""
    return max(words, key=lambda word: (word not in _COMMON, len(word)), default="")


def _literal(words: str) -> str:
    """Words as they are typed, with either apostrophe and any blanks."""
    return re.sub(r"(?:\\ )+", r"\\s+", re.escape(words)).replace("'", "['\u2019]")


def _slot(name: str, lists: Mapping[str, Sequence[str]]) -> str:
    if name in _SLOTS:
        return _SLOTS[name]
    words = sorted(lists.get(name, (name,)), key=len, reverse=True)
    return "(?:" + "|".join(_literal(word) for word in words) + ")"
