"""The places where people work, each with its record and everyone who is known there."""

from collections.abc import Iterable
from dataclasses import dataclass

from composer.errors import NotFoundError
from composer.planning.contact_rows import ContactRow
from composer.records.book import Records
from composer.records.contacts import Organization
from composer.spelling import same_place


@dataclass(frozen=True, slots=True)
class OrganizationStanding:
    """One place with who is known there."""

    name: str
    record: Organization | None
    """Its own record; ``None`` where only its people name it."""
    people: tuple[ContactRow, ...]
    """Everyone who is there, in the file's order."""
    left_alone: bool = False
    """Whether the place itself asked not to be written to."""

    @property
    def hangs_on(self) -> ContactRow | None:
        """The only one there by name to whom a letter may go; ``None`` where there are several, or nobody."""
        there = [row for row in self.people if not row.stopped]
        return there[0] if len(there) == 1 and there[0].contact.name else None

    @property
    def nobody_by_name(self) -> bool:
        """Whether nobody there is known by name to whom a letter may go."""
        return not any(row.contact.name and not row.stopped for row in self.people)


def organization_standings(records: Records, rows: Iterable[ContactRow]) -> tuple[OrganizationStanding, ...]:
    """Every place by name, those that nobody is known at, too; two spellings of one name are one place."""
    named = {same_place(one.name): one for one in records.contacts.organizations}
    people: dict[str, list[ContactRow]] = {key: [] for key in named}
    for row in rows:
        if row.contact.organization:
            people.setdefault(same_place(row.contact.organization), []).append(row)
    found = (_standing(named.get(key), there) for key, there in people.items())
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def _standing(record: Organization | None, there: list[ContactRow]) -> OrganizationStanding:
    name = record.name if record else there[0].contact.organization
    return OrganizationStanding(name, record, tuple(there), bool(record and record.do_not_contact))


def organization_named(standings: Iterable[OrganizationStanding], name: str) -> OrganizationStanding:
    """One of the places by its name, whatever its case; a `NotFoundError` where there is none."""
    found = next((one for one in standings if same_place(one.name) == same_place(name)), None)
    if found is None:
        raise NotFoundError("there is no place of this name", hint="the list of places has all of them")
    return found
