"""Arithmetic of days that stays within the calendar, whatever day a file holds; and months whose day nobody noted."""

import re
from datetime import date

from composer.patterns import regex

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NUMBERED = regex(r"(?P<year>\d{4})-(?P<month>\d{2})", re.ASCII)
_NAMED = regex(r"(?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})", re.ASCII)


class Month(date):
    """A day of which only the month is known: it is compared as the first of it, and printed as ``2026-09``."""

    def __str__(self) -> str:
        return self.isoformat().rpartition("-")[0]


def parse_month(text: str) -> Month | None:
    """``2026-09``, ``Sept 2026`` or ``September 2026``; ``None`` for a text that is no month."""
    found = _NUMBERED.fullmatch(text) or _NAMED.fullmatch(text)
    if not found:
        return None
    word = found["month"].casefold()
    number = int(word) if word.isdecimal() else _number_of(word)
    return Month(int(found["year"]), number, 1) if 1 <= number <= len(_MONTHS) and int(found["year"]) else None


def _number_of(word: str) -> int:
    return next((number for number, name in enumerate(_MONTHS, start=1) if name.startswith(word)), 0)


def days_after(day: date, days: int) -> date:
    """The day so many days later, or earlier where ``days`` is negative; never past an end of the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def year_after(day: date) -> date:
    """The same day of the next year; 29 February is followed by the 28th, and the year 9999 by its last day."""
    if day.year == date.max.year:
        return date.max
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
