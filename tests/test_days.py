"""Days are counted within the calendar, and a year is a calendar year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.days import Month, days_after, parse_month, year_after


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


@pytest.mark.parametrize("text", ["2026-09", "Sept 2026", "September 2026", "sep. 2026", "SEP, 2026"])
def test_a_month_is_understood_as_people_write_it(text: str) -> None:
    found = parse_month(text)
    assert isinstance(found, Month)
    assert (found, str(found), f"{found}") == (date(2026, 9, 1), "2026-09", "2026-09")


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "0000-05", "Smarch 2026", "Se 2026", "2026", "May", "2026-9", "ma 26"]
)
def test_what_is_no_month_is_none(text: str) -> None:
    assert parse_month(text) is None


@given(st.dates())
def test_a_month_is_compared_as_its_first_day(day: date) -> None:
    month = parse_month(f"{day.year:04}-{day.month:02}")
    assert month == day.replace(day=1)
    assert month <= day
