"""Days are counted within the calendar, and a year is a calendar year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.days import days_after, year_after


@pytest.mark.parametrize(
    ("day", "after"),
    [
        ("2024-02-29", "2025-02-28"),
        ("2023-02-28", "2024-02-28"),
        ("2025-12-31", "2026-12-31"),
        ("2027-03-01", "2028-03-01"),
        ("9998-06-01", "9999-06-01"),
        ("9999-01-01", "9999-12-31"),
    ],
)
def test_a_year_later_is_the_same_day(day: str, after: str) -> None:
    assert year_after(date.fromisoformat(day)) == date.fromisoformat(after)


@given(st.dates(), st.integers(-5_000_000, 5_000_000))
def test_no_day_leaves_the_calendar(day: date, days: int) -> None:
    after = days_after(day, days)
    assert (after - day).days == days or after == (date.max if days > 0 else date.min)
    assert year_after(day) >= day
