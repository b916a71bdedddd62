"""Words by which the rows of an address book are put in order, as data: ``templates/import-words.yaml``."""

import re
from functools import cached_property

from pydantic import Field

from composer.patterns import regex
from composer.records.base import Record
from composer.records.fields import Lines
from composer.records.gone_words import GoneWords
from composer.records.spoken import pattern_of, plain_letters, spoken

_PARTS = regex(r"[.,;:!?\n()\[\]/]|\s[-\u2013\u2014]+\s")

_ACCENTED = regex(r"\b[^\W\d_A-Z]*[\u00df-\u024f\u1e00-\u1eff][^\W\d_A-Z]*\b")


class OtherLanguage(Record, kind="other-language"):
    """The words by which a remark in a language that is not read here is known."""

    refuses: Lines = ()
    """One of them is enough."""
    tells: Lines = ()
    """Two of them are."""

    def has(self, said: str, accented: int) -> bool:
        """Whether a remark, as `spoken`, is in this language or may refuse something in it.

        A word in small letters with an accent, of which it has `accented`, counts like one of `tells`.
        """
        return bool(self._refuses.search(said)) or len(self.plain.intersection(said.split())) + accented > 1

    @cached_property
    def plain(self) -> frozenset[str]:
        """The words of `tells` as they are compared."""
        return frozenset(map(plain_letters, self.tells))

    @cached_property
    def _refuses(self) -> re.Pattern[str]:
        return pattern_of(self.refuses)


class ImportWords(Record, kind="import-words"):
    """What notes say of people who are gone, and labels that say nothing."""

    gone: GoneWords = Field(default_factory=GoneWords)
    labels: Lines = ()
    no_place: Lines = ()
    may_ask: Lines = ()
    no_good: Lines = ()
    borrowed: Lines = ()
    other_languages: dict[str, OtherLanguage] = Field(default_factory=dict)

    def may_ask_to_stop(self, remark: str) -> bool:
        """Whether a remark has one of the short words for people who are let be."""
        return bool(self._may_ask.search(spoken(remark)))

    def in_other_language(self, remark: str) -> bool:
        """Whether a remark seems to be in a language that is not read here, so that nobody can tell what it asks."""
        said = spoken(remark)
        words = set(said.split())
        accented = 0 if remark.isascii() else len(set(_ACCENTED.findall(remark)).difference(self.borrowed))
        if not accented and words.isdisjoint(self._strange) and not any(one.startswith(self._stems) for one in words):
            return False
        return any(one.has(said, accented) for one in self.other_languages.values())

    @cached_property
    def _strange(self) -> frozenset[str]:
        """The words without one of which no remark is in another language: most have none."""
        begin = {one for one in self._beginnings if not one.endswith("*")}
        return frozenset(begin.union(*(one.plain for one in self.other_languages.values())))

    @cached_property
    def _stems(self) -> tuple[str, ...]:
        return tuple(one.rstrip("*") for one in self._beginnings if one.endswith("*"))

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The first word of each phrase that refuses."""
        phrases = (phrase for one in self.other_languages.values() for phrase in one.refuses)
        return frozenset(plain_letters(phrase.lstrip("=")).split()[0] for phrase in phrases)

    @cached_property
    def _may_ask(self) -> re.Pattern[str]:
        return pattern_of(self.may_ask)

    def says_no_good(self, remark: str) -> bool:
        """Whether a remark beside an address or a number says that it is no longer good: ``old``, ``bounces``."""
        return any(self._no_good.search(spoken(part)) for part in _PARTS.split(remark) if part.strip())

    def without_no_good(self, remark: str) -> str:
        """The words of a remark but for those that say that."""
        return "; ".join(" ".join(self._no_good.sub(" ", spoken(part)).split()) for part in _PARTS.split(remark))

    @cached_property
    def _no_good(self) -> re.Pattern[str]:
        return pattern_of(self.no_good)

    def is_no_place(self, said: str) -> bool:
        """Whether what stands for a place is none: ``Private practice``, ``self``."""
        return " ".join(re.findall(r"\w+", said.casefold())) in self.no_place

    def status_in(self, remark: str) -> str:
        """The status of somebody of whom a remark says that they are gone; empty where it does not."""
        status = self.gone.status_in(remark)
        return "" if status == "active" else status
