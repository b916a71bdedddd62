"""From what a record says to the needs that letters know: by key, by phrase, or by the reader's role."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from composer.records.base import Cited
from composer.records.contacts import Contact, Need
from composer.records.library import Library
from composer.records.roles import NeedForms, RoleProfile
from composer.spelling import stem

_WORD = re.compile(r"[a-z0-9]+")
_SHORT = 3
_FEW = 2
_BETWEEN = 2
_BREAK = re.compile(r"[;.!]|, (?=but |so |and |they )|\bbut\b")


@dataclass(frozen=True, slots=True)
class FoundNeed:
    """One need of a reader, and how it is known."""

    key: str
    because: str
    """``the record names it``, ``the record says 'wait' and 'months'``, ``primary care readers usually need it``."""
    where: tuple[Cited, ...]
    """The record's line, or the role's."""
    recorded: bool
    """Whether it is this reader's own; otherwise it is what readers of the role usually need."""
    text: str = ""
    """The record's words; empty for a usual need."""
    heard: date | None = None
    source: str = ""
    says_it: bool = False
    """Whether the record's words themselves speak of this need, so that its own clause may stand for them."""


@dataclass(frozen=True, slots=True)
class FoundPhrase:
    """A need that a text speaks of, and the phrase that shows it."""

    need: str
    phrase: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    stems: frozenset[str]
    """What must occur in a note."""
    words: tuple[str, ...]
    """Its words in order, without endings."""
    order: int
    need: str
    phrase: str
    alone: bool
    """Whether it counts only in a note of one or two words."""

    @property
    def weight(self) -> tuple[int, int, int]:
        """The phrase with the most words first, then the longest, then the need that stands first."""
        return len(self.stems), sum(map(len, self.stems)), -self.order


class NeedIndex:
    """Matches free text to needs: a phrase fits where its words stand in its order, nearly together, endings aside.

    A phrase whose words are all part of a longer one that fits says nothing of its own ("custody" in "custody
    evaluation"). A clause that denies ("evenings are not a problem") speaks of no need. Deterministic and without a
    network.
    """

    def __init__(self, needs: Iterable[NeedForms], denials: Iterable[str] = ()) -> None:
        phrases: dict[str, list[_Phrase]] = defaultdict(list)
        for order, need in enumerate(needs):
            for phrase, alone in (*((text, False) for text in need.phrases), *((text, True) for text in need.alone)):
                stems, spoken = _stems(phrase), tuple(map(stem, _words(phrase)))
                for each in stems:
                    phrases[each].append(_Phrase(stems, spoken, order, need.need, phrase, alone))
        self._phrases: Mapping[str, list[_Phrase]] = dict(phrases)
        self._known: dict[str, tuple[FoundPhrase, ...]] = {}
        said = "|".join(re.escape(denial.casefold()) for denial in denials)
        self._denied = re.compile(rf"\b(?:{said})\b") if said else None

    def find(self, text: str) -> tuple[FoundPhrase, ...]:
        """Every need that a text speaks of, the one with the strongest phrase first. Remembered: notes recur."""
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def match(self, text: str) -> tuple[str, str]:
        """The need that a text chiefly speaks of and the phrase that showed it; two empty texts where none does."""
        found = self.find(text)
        return (found[0].need, found[0].phrase) if found else ("", "")

    def _find(self, text: str) -> tuple[FoundPhrase, ...]:
        fitting = [phrase for clause in self._clauses(text) for phrase in self._fitting(clause)]
        best: dict[str, _Phrase] = {}
        for phrase in sorted(fitting, key=lambda phrase: phrase.weight, reverse=True):
            part = any(set(phrase.words) < set(other.words) for other in fitting)
            if phrase.need and not part:
                best.setdefault(phrase.need, phrase)
        return tuple(FoundPhrase(phrase.need, phrase.phrase) for phrase in best.values())

    def _clauses(self, text: str) -> list[str]:
        """The parts of a note that may speak of a need; those that deny one, or tell of a private life, are not."""
        parts = _BREAK.split(text.casefold().replace("\u2019", "'"))
        return [part for part in parts if part.strip() and not (self._denied and self._denied.search(part))]

    def _fitting(self, clause: str) -> list[_Phrase]:
        words = _words(clause)
        stems = frozenset(map(stem, words)) | {f"={_singular(word)}" for word in words}
        near = {id(phrase): phrase for stem in stems for phrase in self._phrases.get(stem, ())}
        spoken = list(map(stem, words))
        few = len(words) <= _FEW
        return [
            phrase
            for phrase in near.values()
            if phrase.stems <= stems and (few or not phrase.alone) and _near(phrase.words, spoken)
        ]


def _near(phrase: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words of a phrase stand in this order, with few others between them."""
    if len(phrase) == 1:
        return True
    for start, word in enumerate(words):
        if word != phrase[0]:
            continue
        reach = words[start : start + len(phrase) + _BETWEEN]
        rest = iter(reach)
        if all(any(wanted == other for other in rest) for wanted in phrase):
            return True
    return False


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("'", ""))


def _stems(phrase: str) -> frozenset[str]:
    """A phrase's words without their commonest endings, so that ``waits`` and ``waiting`` are one.

    A phrase of one word keeps its ending, the plural aside: "training" is no train, and "testing" no test.
    """
    words = _words(phrase)
    return frozenset(f"={_singular(word)}" if len(words) == 1 else stem(word) for word in words)


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > _SHORT and not word.endswith("ss") else word


def needs_of(contact: Contact, role: RoleProfile, index: NeedIndex) -> tuple[FoundNeed, ...]:
    """Every need of a reader: their own in the record's order, then what readers of the role usually need."""
    own = [found for position, need in enumerate(contact.needs) for found in _own(contact, position, need, index)]
    keys = {found.key for found in own}
    usual = [
        FoundNeed(
            want.need, f"{role.name.lower()} readers usually need it", role.cite("wants", position), recorded=False
        )
        for position, want in enumerate(role.wants)
        if want.need not in keys
    ]
    return (*_once(own), *usual)


def form_of(need: str, field: Literal["people", "clause", "subject"], role: RoleProfile, library: Library) -> str:
    """How a letter speaks of a need: in the role's own form, or in the common one; empty where there is neither."""
    forms = (forms for forms in (role.want(need), library.need_by_key.get(need)) if forms)
    return next((form for one in forms if (form := str(getattr(one, field)))), "")


def _own(contact: Contact, position: int, need: Need, index: NeedIndex) -> list[FoundNeed]:
    """The needs of one note: the one that it names, or all that its words speak of."""
    where = contact.cite("needs", position)
    spoken = index.find(need.text)
    named = [(need.need, "the record names it")] if need.need else []
    because = [(each.need, f"the record says '{need.text}', which holds '{each.phrase}'") for each in spoken]
    says = {each.need for each in spoken}
    return [
        FoundNeed(
            key, reason, where, recorded=True, text=need.text, heard=need.heard, source=need.source, says_it=key in says
        )
        for key, reason in named or because
    ]


def _once(needs: Iterable[FoundNeed]) -> list[FoundNeed]:
    """The first of several notes about the same need, but one that says when it was heard before one that does not."""
    kept: dict[str, FoundNeed] = {}
    for need in needs:
        if need.key not in kept or (need.heard and not kept[need.key].heard):
            kept[need.key] = need
    return list(kept.values())
