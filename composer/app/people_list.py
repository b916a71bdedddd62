"""Everyone as the list of people shows them: found by words, role, place and how they stand, a page at a time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from composer.app.dates import days_in_words
from composer.app.event_words import last_in_touch
from composer.app.reloading import ReloadingSnapshot
from composer.errors import Problem
from composer.planning.contact_rows import ContactRow, contact_rows
from composer.records.book import Records
from composer.spelling import in_ascii, same_place
from composer.workspace.contact_list import has_words
from composer.workspace.organization import OrganizationStanding, organization_standings

PAGE_SIZE = 50
LEFT_ALONE, UNREACHABLE, TO_MEND = "left-alone", "unreachable", "to-mend"
SHOWN: Mapping[str, str] = {
    "in-touch": "in touch",
    "new": "not in touch yet",
    TO_MEND: "with something missing or out of date",
    "unnamed": "places where you know nobody by name",
    UNREACHABLE: "gone, or mail came back",
    LEFT_ALONE: "asked not to be written to",
}
"""By what people are picked out, each with its words; the key stands in the list's address."""
_MOST_CHOICES = 40


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Whom the list is to show."""

    query: str = ""
    """Words that each of them holds."""
    show: str = ""
    """A key of `SHOWN`; empty for all."""
    role: str = ""
    """The key of a role profile; empty for all."""
    place: str = ""
    """The name of an organisation; empty for all."""
    page: int = 1

    @property
    def is_on(self) -> bool:
        """Whether anybody may be left out."""
        return bool(self.query or self.show or self.role or self.place)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One contact in the list."""

    id: str
    name: str
    roles: str
    """As the record has them, apart by commas."""
    place: str
    touch: str
    """When there was a word last, and which."""
    state: str
    """``stop`` where nothing may go to them, ``look`` where something is missing; empty otherwise."""
    says: str
    """Why, in words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One link that narrows the list."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list."""

    lines: tuple[PersonLine, ...]
    total: int
    everybody: int
    """How many people there are without any filter."""
    kinds: tuple[Choice, ...]
    """By `SHOWN`, those that pick somebody out of whom the rest of the filter leaves."""
    roles: tuple[Choice, ...]
    """The same by role, and below by place: where most are known, at most forty."""
    places: tuple[Choice, ...]
    page: int
    pages: int
    problems: tuple[Problem, ...]
    """What is wrong in the records."""
    left_out: int
    """How many people's records cannot be read."""


@dataclass(frozen=True)
class _Known:
    """Everyone of one reading of the records."""

    records: Records
    today: date
    rows: tuple[ContactRow, ...] = field(repr=False)

    @cached_property
    def roles(self) -> Sequence[str]:
        """The key of each row's role profile; empty without a role."""
        library = self.records.library
        contacts = (row.contact for row in self.rows)
        return [library.role_of(one.roles[0], one.organization).role.key if one.roles else "" for one in contacts]

    @cached_property
    def texts(self) -> Sequence[str]:
        """The words by which each row is found."""
        contacts = (row.contact for row in self.rows)
        return [
            in_ascii(" ".join([one.display_name, one.organization, *one.roles, *one.tags, one.email or ""]))
            for one in contacts
        ]

    @cached_property
    def places(self) -> tuple[OrganizationStanding, ...]:
        """Every place."""
        return organization_standings(self.records, self.rows)

    @cached_property
    def kinds(self) -> Sequence[frozenset[str]]:
        """The keys of `SHOWN` that pick each row out."""
        return [frozenset(_kinds(row)) for row in self.rows]


class PeopleList:
    """The people of a workspace; what was read of them is kept until their records change."""

    def __init__(self, reloading: ReloadingSnapshot) -> None:
        self._reloading = reloading
        self._known: _Known | None = None

    def page(self, filter_: PeopleFilter) -> PeoplePage:
        """A page of those who are wanted; one beyond the end is the last."""
        snapshot, known = self._reloading.snapshot, self._look()
        found = _wanted(known, filter_)
        pages = max(1, -(-len(found) // PAGE_SIZE))
        page = min(max(1, filter_.page), pages)
        chosen = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        return PeoplePage(
            lines=tuple(person_line(known.rows[index], known.today) for index in chosen),
            total=len(found),
            everybody=len(known.rows),
            kinds=_of_kinds(known, _wanted(known, replace(filter_, show=""))),
            roles=_of_roles(known, _wanted(known, replace(filter_, role=""))),
            places=_of_places(known, _wanted(known, replace(filter_, place=""))),
            page=page,
            pages=pages,
            problems=snapshot.problems,
            left_out=known.records.contacts.left_out,
        )

    def places(self) -> tuple[OrganizationStanding, ...]:
        """Every place by name, with who is known there."""
        return self._look().places

    def _look(self) -> _Known:
        snapshot = self._reloading.snapshot
        if self._known is None or self._known.records is not snapshot.records or self._known.today != snapshot.today:
            rows = tuple(contact_rows(snapshot.records, snapshot.today))
            self._known = _Known(snapshot.records, snapshot.today, rows)
        return self._known


def _kinds(row: ContactRow) -> Iterator[str]:
    if row.left_alone:
        yield LEFT_ALONE
    elif row.stopped:
        yield UNREACHABLE
    elif row.missing:
        yield TO_MEND
    if not row.contact.name:
        yield "unnamed"
    yield "in-touch" if row.last else "new"


def _wanted(known: _Known, filter_: PeopleFilter) -> list[int]:
    """The places of the rows that a filter lets pass."""
    place = same_place(filter_.place) if filter_.place else ""
    return [
        index
        for index, row in enumerate(known.rows)
        if (not filter_.show or filter_.show in known.kinds[index])
        and (not filter_.role or filter_.role == known.roles[index])
        and (not place or place == same_place(row.contact.organization))
        and has_words(known.texts[index], filter_.query)
    ]


def person_line(row: ContactRow, today: date) -> PersonLine:
    """One contact as the list shows them."""
    contact = row.contact
    says = row.stopped or ", ".join(row.missing)
    return PersonLine(
        id=contact.id,
        name=contact.display_name,
        roles=", ".join(contact.roles),
        place=contact.organization,
        touch=last_in_touch(row.last, today),
        state="stop" if row.stopped else "look" if row.missing else "",
        says=days_in_words(says, today),
    )


def _of_kinds(known: _Known, found: Sequence[int]) -> tuple[Choice, ...]:
    counts = Counter(kind for index in found for kind in known.kinds[index])
    return tuple(Choice(key, SHOWN[key], counts[key]) for key in SHOWN if counts[key])


def _of_roles(known: _Known, found: Sequence[int]) -> tuple[Choice, ...]:
    counts = Counter(known.roles[index] for index in found if known.roles[index])
    profiles = known.records.library.role_by_key
    named = (Choice(key, profiles[key].name, count) for key, count in counts.items())
    return tuple(sorted(named, key=lambda one: one.label.casefold()))


def _of_places(known: _Known, found: Sequence[int]) -> tuple[Choice, ...]:
    named = [name for index in found if (name := known.rows[index].contact.organization)]
    counts, names = Counter(map(same_place, named)), {same_place(name): name for name in reversed(named)}
    return tuple(Choice(names[key], names[key], count) for key, count in counts.most_common(_MOST_CHOICES))
