"""When something was or will be, in the words of a language's phrases."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from composer.briefs.locales import month_name, written
from composer.days import Month
from composer.records.phrases import Dates

_SHORT_YEAR_DAYS = 300
_YEAR = 365.25
_WEEK = 7


def when_phrase(day: date, today: date, dates: Dates, language: str) -> str:
    """``on Monday``, ``last week``, ``on November 2``, ``in February``; ``in February 2025`` where that misleads.

    Of a month where nobody noted the day it is ``earlier in November``.
    """
    ago = (today - day).days
    form = dates.month if ago < _SHORT_YEAR_DAYS else dates.year
    if (day.year, day.month) == (today.year, today.month):
        form = dates.this_month if isinstance(day, Month) else dates.on_day
    if not isinstance(day, Month) and 0 <= ago < 2 * _WEEK:
        form = _lately(ago, today.weekday(), dates) or form
    return form.format(
        month=month_name(day.month, language),
        year=day.year,
        weekday=written(day, "EEEE", language),
        day=written(day, dates.day, language),
    )


def _lately(ago: int, weekday: int, dates: Dates) -> str:
    """A day of the last two weeks; empty where it is in none of them, counted from Monday."""
    if ago < _WEEK:
        return dates.this_week if ago else dates.today
    return dates.last_week if ago <= weekday + _WEEK else ""


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


@lru_cache(maxsize=100)  # the days of a few talks, held against every reader's notes
def _day_pattern(day: str) -> str:
    try:
        at = date.fromisoformat(day)
    except ValueError:
        return re.escape(day.casefold())
    return rf"\b{at:%b}[a-z]*\.? 0?{at.day}\b|\b{at.month}/{at.day}\b|{at.isoformat()}".casefold()
