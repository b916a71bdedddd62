"""The numbers that checks measure against, as data: ``templates/limits.yaml``."""

from typing import ClassVar

from pydantic import Field

from composer.records.base import Record


class Limits(Record):
    """Where a check begins to speak. Each default is what ships; a workspace's own file may change any."""

    kind: ClassVar[str] = "limits"
    verified_days: int = Field(default=365, ge=1)
    """How old ``verified:`` may be before name, role and address are asked about."""
    timing_days: int = Field(default=14, ge=0)
    """A thank-you this soon after somebody's only referral may confirm that a client came."""
    dates_days: int = Field(default=60, ge=0)
    """A date in a letter this soon after a referral may be a date of service."""
    sentence_words: int = Field(default=28, ge=5)
    """The longest sentence, in words."""
    grade: float = Field(default=12.0, ge=1)
    """The highest Flesch-Kincaid grade."""
    facts_used: int = Field(default=2, ge=0)
    """The fewest facts of a person's own record in an introduction or a yearly letter, where the record has as many."""
    overlap: float = Field(default=0.6, ge=0, le=1)
    """The largest share of five-word sequences that two letters to readers of different roles may have in common."""
    overlap_same_role: float = Field(default=0.8, ge=0, le=1)
    repeats: float = Field(default=0.5, ge=0, le=1)
    """The same, for two letters to one person."""
