"""Arithmetic of days that stays within the calendar, whatever day a file holds."""

from datetime import date


def days_after(day: date, days: int) -> date:
    """The day so many days later, or earlier where ``days`` is negative; never past an end of the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def year_after(day: date) -> date:
    """The same day of the next year; 29 February is followed by the 28th, and the year 9999 by its last day."""
    if day.year == date.max.year:
        return date.max
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
