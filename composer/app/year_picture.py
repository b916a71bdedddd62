"""The last twelve months as a page shows them: pictures with the same numbers as a table, who waits, who is where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from composer.app.charts import BarChart, bar_chart
from composer.app.dates import day_in_words, how_long
from composer.briefs.locales import written
from composer.planning.agenda import SAYS, Due
from composer.workspace.overview import KnownPerson, KnownPlace, MonthOfContact, Overview

SERIES = {
    "letters": "Letters and thanks you sent",
    "talks": "Calls and meetings",
    "replies": "Replies and questions to you",
    "referrals": "Referrals to you",
}
"""What is counted each month, by the fields of `MonthOfContact`, with its title."""
_WAITING, _PLACES = 6, 9


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the table."""

    month: str
    counts: tuple[int, ...]
    """In the order of `SERIES`."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody for whom something was due before today."""

    contact: str
    who: str
    what: str
    how_long: str


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody at a place."""

    contact: str
    who: str
    roles: str
    touch: str
    """When you were last in touch, or why nothing may go to them."""


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place with who is known there."""

    name: str
    people: tuple[PersonShown, ...]
    referrals: int
    hangs_on: str
    """The only person there whom you are in touch with; empty where there are several, or nobody yet."""


@dataclass(frozen=True, slots=True)
class YearView:
    """The last twelve months."""

    charts: tuple[BarChart, ...]
    rows: tuple[MonthRow, ...]
    overdue: int
    """For how many people something was due before today."""
    waiting: tuple[Waiting, ...]
    """Who has waited longest."""
    places: tuple[PlaceShown, ...]
    """The first of all."""
    place_count: int


def year_view(overview: Overview, today: date) -> YearView:
    """The year as it is shown on the first screen."""
    overdue = sorted((one for one in overview.agenda.due if one.on < today), key=attrgetter("on"))
    return YearView(
        charts=tuple(_chart(key, overview.months) for key in SERIES),
        rows=tuple(_row(month) for month in overview.months),
        overdue=len(overdue),
        waiting=tuple(_waiting(one, today) for one in overdue[:_WAITING]),
        places=tuple(_place(place, today) for place in overview.places[:_PLACES]),
        place_count=len(overview.places),
    )


def _chart(key: str, months: Sequence[MonthOfContact]) -> BarChart:
    return bar_chart(key, SERIES[key], [(month.first, getattr(month, key)) for month in months])


def _row(month: MonthOfContact) -> MonthRow:
    return MonthRow(written(month.first, "MMMM y", "en"), tuple(getattr(month, key) for key in SERIES))


def _waiting(one: Due, today: date) -> Waiting:
    return Waiting(one.contact, one.display_name, SAYS[one.kind], how_long(one.on, today))


def _place(place: KnownPlace, today: date) -> PlaceShown:
    """A place, in words."""
    people = tuple(_person(person, today) for person in place.people)
    return PlaceShown(place.name, people, place.referrals, place.hangs_on.display_name if place.hangs_on else "")


def _person(person: KnownPerson, today: date) -> PersonShown:
    touch = "not in touch yet"
    if person.standing:
        touch = person.standing
    elif person.last_touch:
        touch = f"last in touch {day_in_words(person.last_touch, today)}"
    return PersonShown(
        person.contact, person.display_name if person.is_named else "Nobody by name", ", ".join(person.roles), touch
    )
