"""From what a record says to the needs that letters know: by key, by phrase, or by the reader's role."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from composer.records.base import Citation
from composer.records.contacts import Contact, Need
from composer.records.roles import NeedForms, RoleProfile

_WORD = re.compile(r"[a-z0-9]+")
_SHORT = 3


@dataclass(frozen=True, slots=True)
class FoundNeed:
    """One need of a reader, and how it is known."""

    key: str
    because: str
    """``the record names it``, ``the record says 'wait' and 'months'``, ``primary care readers usually need it``."""
    where: tuple[Citation, ...]
    """The record's line, or the role's."""
    recorded: bool
    """Whether it is this reader's own; otherwise it is what readers of the role usually need."""
    text: str = ""
    """The record's words; empty for a usual need."""
    heard: date | None = None
    source: str = ""
    says_it: bool = False
    """Whether the record's words themselves speak of this need, so that its own clause may stand for them."""


class NeedIndex:
    """Matches free text to needs: the phrase with the most words that all occur wins.

    Deterministic and without a network; of two equal phrases, the need that stands first in the vocabulary.
    """

    def __init__(self, needs: Iterable[NeedForms]) -> None:
        phrases: dict[str, list[tuple[frozenset[str], int, str, str]]] = defaultdict(list)
        for order, need in enumerate(needs):
            for phrase in need.phrases:
                words = frozenset(_stems(phrase))
                for word in words:
                    phrases[word].append((words, order, need.need, phrase))
        self._phrases: Mapping[str, list[tuple[frozenset[str], int, str, str]]] = dict(phrases)
        self._known: dict[str, tuple[str, str, frozenset[str]]] = {}

    def match(self, text: str) -> tuple[str, str]:
        """The need that a text speaks of and the phrase that showed it; two empty texts where none does."""
        key, phrase, _ = self._look(text)
        return key, phrase

    def all_of(self, text: str) -> frozenset[str]:
        """Every need that some phrase in a text speaks of."""
        return self._look(text)[2]

    def _look(self, text: str) -> tuple[str, str, frozenset[str]]:
        """Remembered: the same few notes stand in many records."""
        if text not in self._known:
            words = frozenset(_stems(text))
            near = (entry for word in words for entry in self._phrases.get(word, ()))
            fitting = [entry for entry in near if entry[0] <= words]
            best = max(fitting, key=lambda entry: (len(entry[0]), sum(map(len, entry[0])), -entry[1]), default=None)
            found = (best[2], best[3]) if best else ("", "")
            self._known[text] = (*found, frozenset(entry[2] for entry in fitting))
        return self._known[text]


def _stems(text: str) -> list[str]:
    """Words without their commonest endings, so that ``waits``, ``waited`` and ``waiting`` are one word."""
    return [_stem(word) for word in _WORD.findall(text.casefold().replace("'", ""))]


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORT:
            return word.removesuffix(ending)
    return word


def needs_of(contact: Contact, role: RoleProfile, index: NeedIndex) -> tuple[FoundNeed, ...]:
    """Every need of a reader: their own in the record's order, then what readers of the role usually need."""
    own = [found for position, need in enumerate(contact.needs) if (found := _own(contact, position, need, index))]
    keys = {found.key for found in own}
    usual = [
        FoundNeed(
            want.need,
            f"{role.name.lower()} readers usually need it",
            role.cite("wants", position),
            recorded=False,
        )
        for position, want in enumerate(role.wants)
        if want.need not in keys
    ]
    return (*_once(own), *usual)


def _own(contact: Contact, position: int, need: Need, index: NeedIndex) -> FoundNeed | None:
    where = contact.cite("needs", position)
    key, because = need.need, "the record names it"
    if not key:
        key, phrase = index.match(need.text)
        because = f"the record says '{need.text}', which holds '{phrase}'"
    if not key:
        return None
    says_it = key in index.all_of(need.text)
    return FoundNeed(
        key, because, where, recorded=True, text=need.text, heard=need.heard, source=need.source, says_it=says_it
    )


def _once(needs: Iterable[FoundNeed]) -> list[FoundNeed]:
    """The first of several notes about the same need, but one that says when it was heard before one that does not."""
    kept: dict[str, FoundNeed] = {}
    for need in needs:
        if need.key not in kept or (need.heard and not kept[need.key].heard):
            kept[need.key] = need
    return list(kept.values())


def unmatched_needs(contact: Contact, index: NeedIndex) -> tuple[Need, ...]:
    """What the record says this reader needs and the vocabulary does not know."""
    return tuple(need for need in contact.needs if not need.need and not index.match(need.text)[0])
