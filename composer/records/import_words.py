"""Words by which the rows of an address book are put in order, as data: ``templates/import-words.yaml``."""

import re
from collections.abc import Mapping
from functools import cached_property

from pydantic import Field

from composer.records.base import Record
from composer.records.fields import Lines
from composer.records.spoken import pattern_of, spoken
from composer.records.wishes import ContactStatus

_PARTS = re.compile(r"[.,;:!?\n()\[\]/]|\s[-\u2013\u2014]+\s")


class ImportWords(Record, kind="import-words"):
    """What notes say of people who are gone, and labels that say nothing."""

    gone: dict[ContactStatus, Lines] = Field(default_factory=dict)
    labels: Lines = ()
    no_place: Lines = ()
    may_ask: Lines = ()
    no_good: Lines = ()

    def may_ask_to_stop(self, remark: str) -> bool:
        """Whether a remark has one of the short words for people who are let be."""
        return bool(self._may_ask.search(spoken(remark)))

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
        said = spoken(remark)
        return next((status for status, words in self._gone.items() if words.search(said)), "")

    @cached_property
    def _gone(self) -> Mapping[ContactStatus, re.Pattern[str]]:
        return {status: pattern_of(phrases) for status, phrases in self.gone.items()}
