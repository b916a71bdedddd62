"""When something was or will be, in the words of a language's phrases."""

import re
from collections.abc import Iterable
from datetime import date

from composer.briefs.locales import month_name, written
from composer.records.phrases import Dates

_SHORT_YEAR_DAYS = 300
_YEAR = 365.25


def month_phrase(day: date, today: date, dates: Dates, language: str) -> str:
    """``in February``, ``earlier in November`` (this one), ``in February 2025`` once the month alone misleads."""
    form = dates.month if (today - day).days < _SHORT_YEAR_DAYS else dates.year
    if (day.year, day.month) == (today.year, today.month):
        form = dates.this_month
    return form.replace("{month}", month_name(day.month, language)).replace("{year}", str(day.year))


def day_phrase(day: date, today: date, dates: Dates, language: str) -> str:
    """A day to come: ``February 28``, with its year where it is not within the next twelve months."""
    near = (day - today).days < _YEAR
    return written(day, dates.day if near else dates.long, language)


def years_phrase(days: int, dates: Dates) -> str:
    """A long time in words, in whole years: ``four years``."""
    years = max(1, int(days / _YEAR))
    if years == 1:
        return dates.a_year
    number = dates.numbers[years - 1] if years <= len(dates.numbers) else str(years)
    return dates.years.replace("{number}", number)


def is_noted(days: Iterable[str], notes: Iterable[str]) -> bool:
    """Whether one of these days, ``2027-01-25`` or in words, stands in a note: ``in-service Jan 25``."""
    said = " ".join(notes).casefold()
    return any(re.search(_day_pattern(day), said) for day in days)


def _day_pattern(day: str) -> str:
    try:
        at = date.fromisoformat(day)
    except ValueError:
        return re.escape(day.casefold())
    return rf"\b{at:%b}[a-z]*\.? 0?{at.day}\b|\b{at.month}/{at.day}\b|{at.isoformat()}".casefold()
