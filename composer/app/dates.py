"""Days as our pages say them: in words, and how long ago they were."""

import re
from datetime import date

from composer.briefs.locales import written
from composer.days import Month, parse_month
from composer.patterns import regex

_ISO = regex(r"\b\d{4}-\d{2}(-\d{2})?\b", re.ASCII)
_TWO_MONTHS, _TWO_YEARS = 60, 730


def day_in_words(day: date, today: date) -> str:
    """``November 13``, with its year where that is another; ``September 2026`` where only the month is known."""
    if isinstance(day, Month):
        return written(day, "MMMM y", "en")
    return written(day, "MMMM d" if day.year == today.year else "MMMM d, y", "en")


def days_in_words(text: str, today: date) -> str:
    """A sentence with every day and month in it in words."""
    return _ISO.sub(lambda found: _said(found[0], today), text)


def _said(iso: str, today: date) -> str:
    try:
        day = parse_month(iso) or date.fromisoformat(iso)
    except ValueError:
        return iso
    return day_in_words(day, today)


def how_long(day: date, today: date) -> str:
    """How long ago a day is: ``1 day``, ``11 days``, ``4 months``, ``3 years``."""
    days = (today - day).days
    if days < _TWO_MONTHS:
        return f"{days} day" if days == 1 else f"{days} days"
    return f"{days * 12 // 365} months" if days < _TWO_YEARS else f"{days // 365} years"
