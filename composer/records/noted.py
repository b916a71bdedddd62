"""What is noted of a contact, with when and where from: needs, true things, requests, how two have met."""

from datetime import date
from typing import Self

from pydantic import model_validator

from composer.records.base import Record
from composer.records.fields import DayOrMonth, Line, Name, Sentence


class Need(Record, kind="need"):
    """Something this reader needs from a therapist."""

    text: Sentence = ""
    """As it was said or noted: ``Medicaid patients wait months``."""
    say: Sentence = ""
    """How a letter puts it after "you told me that", word for word, where the note itself does not read so."""
    need: Line = ""
    """A key of the needs vocabulary; empty lets the text be matched."""
    heard: DayOrMonth | None = None
    """The day it was learned."""
    source: Line = ""
    """Who or what said so: ``phone``, ``your centre's page``."""
    role: Line = ""
    """For somebody with several roles: the one in which they need it."""
    answer: Sentence = ""
    """What you would say to that, in your own words: the next letter has it word for word, behind theirs."""

    @model_validator(mode="after")
    def _ensure_said(self) -> Self:
        if not (self.text or self.need):
            raise ValueError("a need has a text, or names one with 'need'")
        return self


class Detail(Record, kind="detail"):
    """A true thing that a letter may mention, with where it is from."""

    text: Sentence
    """A clause in the third person: ``students are referred out after twelve sessions``."""
    say: Sentence = ""
    """How a letter puts it after "your page says that", word for word, where the note itself does not read so."""
    source: Line = ""
    """As a letter would name it: ``your centre's page``; without it no letter says the detail."""
    heard: DayOrMonth | None = None
    """The day it was read or heard."""
    answer: Sentence = ""
    """What you would say to that, in your own words: the next letter has it word for word, behind theirs."""


class Introducer(Record, kind="introduced-by"):
    """Who sent you to them, or gave you their name."""

    name: Name
    """As a letter names them: ``Ruth Adeyemi``."""
    how: Sentence = ""
    """Who that is to the two of you: ``shares a waiting room with me``, ``my colleague on Harbor Street``."""


class Meeting(Record, kind="met"):
    """Where writer and reader have met."""

    text: Sentence
    """After "we" or "we met": ``at the hospital's open day``, ``sat at one table at the open day``."""
    date: DayOrMonth | None = None


class Request(Record, kind="asked-for"):
    """Something this reader has asked you for."""

    text: Sentence
    """After "you asked for": ``a page for the front desk``, ``my fax number``; or ``to be told about groups``."""
    heard: DayOrMonth | None = None
    """The day it was asked."""
    source: Line = ""
    """How it was asked: ``phone``."""
    answer: Sentence = ""
    """What you would say to that, in your own words: the next letter has it word for word, behind theirs."""


def stale(day: date | None, today: date, days: int) -> bool:
    """Whether a fact noted on that day is older than ``days``; an undated one is."""
    return day is None or (today - day).days > days
