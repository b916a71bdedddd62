"""The numbers that checks measure against, as data: ``templates/limits.yaml``."""

from pydantic import Field

from composer.records.base import Record


class Limits(Record, kind="limits"):
    """Where a check begins to speak. Each default is what ships; a workspace's own file may change any."""

    verified_days: int = Field(default=365, ge=1)
    """How old ``verified:`` may be before name, role and address are asked about."""
    answer_days: int = Field(default=2, ge=0)
    """Thanks, and answers to what somebody wrote or asked, are due so many days after it."""
    timing_days: int = Field(default=14, ge=0)
    """Thanks for somebody's only referral wait so long: sooner they may confirm that a client came."""
    after_thanks_days: int = Field(default=14, ge=0)
    """An offer waits so long after thanks, so that these ask for nothing."""
    follow_up_days: int = Field(default=14, ge=1)
    """How long a letter waits for its answer before it is followed up."""
    follow_up_until_days: int = Field(default=180, ge=1)
    """How old a letter may be to be followed up at all."""
    silence_days: int = Field(default=730, ge=1)
    """After more days than these without a word, a letter reconnects before it says anything else."""
    dates_days: int = Field(default=60, ge=0)
    """A date in a letter this soon after a referral may be a date of service."""
    sentence_words: int = Field(default=28, ge=5)
    """The longest sentence, in words."""
    grade: float = Field(default=12.0, ge=1)
    """The highest Flesch-Kincaid grade."""
    subject_characters: int = Field(default=78, ge=20)
    """The longest subject, in characters."""
    attachments_megabytes: int = Field(default=10, ge=1, le=25)
    """The most that the files of one letter may have together, in millions of bytes."""
    attachments_heavy_megabytes: int = Field(default=5, ge=1)
    """From here on a letter is heavy."""
    facts_used: int = Field(default=2, ge=0)
    """The fewest facts of a person's own record in an introduction or a yearly letter, where the record has as many."""
    overlap: float = Field(default=0.6, ge=0, le=1)
    """The largest share of five-word sequences that two letters to readers of different roles may have in common."""
    overlap_same_role: float = Field(default=0.8, ge=0, le=1)
    repeats: float = Field(default=0.5, ge=0, le=1)
    """The same, for two letters to one person."""
