"""Places as their list shows them, and one place with all that its page shows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from composer.app.dates import day_in_words
from composer.app.people_list import PAGE_SIZE, Choice, PersonLine, person_line
from composer.records.contacts import DoNotContact
from composer.workspace.organization import OrganizationStanding

PLACES_SHOWN: Mapping[str, str] = {
    "one-person": "where everything hangs on one person",
    "nobody": "where you know nobody by name",
    "left-alone": "asked not to be written to",
}
"""By what places are picked out, each with its words; the key stands in the list's address."""
_NAMES = 3


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """Which places the list is to show."""

    query: str = ""
    show: str = ""
    """A key of `PLACES_SHOWN`; empty for all."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place in the list."""

    name: str
    people: str
    """Who is known there: the first few by name."""
    state: str
    """``stop`` where nothing goes there, ``look`` where somebody is to be got to know; empty otherwise."""
    says: str


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """One page of the list of places."""

    lines: tuple[PlaceLine, ...]
    total: int
    everything: int
    kinds: tuple[Choice, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class PlacePage:
    """One place with all that its page shows."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    notes: str
    asked: str
    """What it asked for, where that is not to be written to; empty otherwise."""
    people: tuple[PersonLine, ...]
    says: str
    """On how many people it hangs, in a sentence; empty where several are known."""


def places_page(places: Sequence[OrganizationStanding], filter_: PlaceFilter) -> PlacesPage:
    """A page of the places that are wanted; one beyond the end is the last."""
    words = filter_.query.casefold().split()
    found = [one for one in places if all(word in _text(one) for word in words)]
    counts = Counter(kind for one in found for kind in _kinds(one))
    found = [one for one in found if not filter_.show or filter_.show in _kinds(one)]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(1, filter_.page), pages)
    return PlacesPage(
        lines=tuple(_line(one) for one in found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        total=len(found),
        everything=len(places),
        kinds=tuple(Choice(key, PLACES_SHOWN[key], counts[key]) for key in PLACES_SHOWN if counts[key]),
        page=page,
        pages=pages,
    )


def place_page(place: OrganizationStanding, today: date) -> PlacePage:
    """One place, in words."""
    record = place.record
    return PlacePage(
        name=place.name,
        pairs=tuple(_pairs(place)),
        notes=record.notes if record else "",
        asked=_asked(record.do_not_contact, today) if record and record.do_not_contact else "",
        people=tuple(person_line(row, today) for row in place.people),
        says=_says(place),
    )


def _text(place: OrganizationStanding) -> str:
    people = (row.contact for row in place.people)
    return " ".join([place.name, *(word for one in people for word in (one.display_name, *one.roles))]).casefold()


def _kinds(place: OrganizationStanding) -> Iterator[str]:
    if place.left_alone:
        yield "left-alone"
    elif place.hangs_on:
        yield "one-person"
    elif place.nobody_by_name:
        yield "nobody"


def _line(place: OrganizationStanding) -> PlaceLine:
    names = [row.contact.display_name for row in place.people]
    more = len(names) - _NAMES
    people = ", ".join(names[:_NAMES]) + (f" and {more:,} more" if more > 0 else "")
    says = _says(place)
    return PlaceLine(place.name, people, "stop" if place.left_alone else "look" if says else "", says)


def _says(place: OrganizationStanding) -> str:
    if place.left_alone:
        return "They asked not to be written to."
    if place.hangs_on:
        return f"Everything hangs on {place.hangs_on.contact.display_name}."
    return "Nobody you know by name is there now." if place.nobody_by_name else ""


def _asked(wish: DoNotContact, today: date) -> str:
    since = f" since {day_in_words(wish.since, today)}" if wish.since else ""
    reason = f" ({wish.reason})" if wish.reason else ""
    return f"This place asked not to be written to{since}{reason}. That holds for everyone there."


def _pairs(place: OrganizationStanding) -> Iterator[tuple[str, str]]:
    if record := place.record:
        names = (("Email", record.email), ("Phone", record.phone), ("Fax", record.fax), ("Address", record.address),
                 ("Web page", record.website), ("State", record.state), ("Country", record.country))  # fmt: skip
        yield from ((label, value) for label, value in names if value)
