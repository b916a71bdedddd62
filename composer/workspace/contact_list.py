"""Everyone in one line each, picked out by words, role, place, tag, status, and by what is missing or out of date."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from composer.planning.contact_rows import ContactRow, contact_rows
from composer.planning.stops import gone_as
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.noted import stale
from composer.spelling import in_ascii, same_place
from composer.workspace.organization import organization_standings
from composer.workspace.snapshot import Snapshot

MISSING: Mapping[str, Callable[[Contact], object]] = MappingProxyType(
    {
        "email": lambda one: one.email,
        "role": lambda one: one.roles,
        "needs": lambda one: one.needs or one.details,
        "name": lambda one: one.name,
        "phone": lambda one: one.phone,
        "address": lambda one: one.address,
        "organization": lambda one: one.organization,
        "verified": lambda one: one.verified,
    }
)
"""What may be missing from a record, with what finds it there."""
SORTS: Mapping[str, Callable[[ContactRow], tuple[object, ...]]] = MappingProxyType(
    {
        "name": lambda row: (in_ascii(row.contact.display_name),),
        "organization": lambda row: (in_ascii(row.contact.organization), in_ascii(row.contact.display_name)),
        "role": lambda row: (in_ascii(" ".join(row.contact.roles[:1])), in_ascii(row.contact.display_name)),
        "last": lambda row: (row.last.date if row.last else date.min,),
        "verified": lambda row: (str(row.contact.verified or ""),),
    }
)
"""By what a list can be sorted: the longest ago first, and what nobody noted before that."""


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """Whom a list is to show; what is empty leaves nobody out."""

    words: str = ""
    """Words that each of them holds, in whatever order; case and accents do not count."""
    role: str = ""
    place: str = ""
    tag: str = ""
    status: str = ""
    missing: Sequence[str] = ()
    """Keys of `MISSING`, of which each lacks at least one."""
    is_stale: bool = False
    """Whose `verified`, or one of whose facts, is older than the limit."""
    left_alone: bool = False
    """Who asked not to be written to."""
    alone: bool = False
    """Who is the only one known at their place."""
    replaced: bool = False
    """Who has left, where somebody else is known by name at the place."""
    sort: str = ""
    """A key of `SORTS`; empty for the order of the file."""


def pick_contacts(snapshot: Snapshot, wanted: ContactFilter) -> list[ContactRow]:
    """Those whom a filter lets pass, in its order."""
    rows = contact_rows(snapshot.records, snapshot.today)
    tests = tuple(_tests(snapshot.records, rows, wanted, snapshot.today))
    found = [row for row in rows if all(test(row) for test in tests)]
    return sorted(found, key=SORTS[wanted.sort]) if wanted.sort else found


def plain_text(row: ContactRow) -> str:
    """The words by which somebody is found, in plain small letters."""
    one = row.contact
    said = row.as_dict()
    return in_ascii(" ".join([*said.values(), *one.tags, *one.addresses, *one.former_ids]))


def has_words(text: str, words: str) -> bool:
    """Whether a plain text holds every one of some words; case and accents do not count."""
    return all(word in text for word in in_ascii(words).split())


def successors_of(contact: Contact, records: Records) -> tuple[Contact, ...]:
    """Who is known by name at the place that somebody has left; nobody where they have not left."""
    if not gone_as(contact, records.history):
        return ()
    there = records.contacts.colleagues_of(contact)
    return tuple(one for one in there if one.name and one.id != contact.id and not gone_as(one, records.history))


def _tests(
    records: Records, rows: Sequence[ContactRow], wanted: ContactFilter, today: date
) -> Iterator[Callable[[ContactRow], bool]]:
    """What each of them has to be, by the parts of the filter that say something."""
    place, tag, limit = same_place(wanted.place), in_ascii(wanted.tag), records.library.limits.verified_days
    alone = _known_alone(records, rows) if wanted.alone else frozenset[str]()
    tests: tuple[tuple[object, Callable[[ContactRow], bool]], ...] = (
        (wanted.words, lambda row: has_words(plain_text(row), wanted.words)),
        (wanted.role, _in_role(records, wanted.role)),
        (wanted.place, lambda row: place in same_place(row.contact.organization)),
        (wanted.tag, lambda row: tag in map(in_ascii, row.contact.tags)),
        (wanted.status, lambda row: (gone_as(row.contact, records.history) or "active") == wanted.status),
        (wanted.missing, lambda row: any(not MISSING[what](row.contact) for what in wanted.missing)),
        (wanted.is_stale, lambda row: is_stale(row.contact, today, limit)),
        (wanted.left_alone, lambda row: row.left_alone),
        (wanted.alone, lambda row: row.contact.id in alone),
        (wanted.replaced, lambda row: bool(successors_of(row.contact, records))),
    )
    return (test for says, test in tests if says)


def _known_alone(records: Records, rows: Sequence[ContactRow]) -> frozenset[str]:
    """The ids of those who are the only ones to whom a letter may go at their place."""
    return frozenset(one.hangs_on.contact.id for one in organization_standings(records, rows) if one.hangs_on)


def is_stale(contact: Contact, today: date, days: int) -> bool:
    """Whether `verified`, or a day that is noted with one of somebody's facts, is more than so many days ago."""
    heard = (*(one.heard for one in contact.needs), *(one.heard for one in contact.details))
    noted = (contact.verified, *heard, *(one.heard for one in contact.asked_for))
    return any(day is not None and stale(day, today, days) for day in noted)


def _in_role(records: Records, words: str) -> Callable[[ContactRow], bool]:
    """Whoever is called by these words, or has the role that they mean."""
    library, plain = records.library, in_ascii(words)
    meant = library.role_of(words).role.key
    profile = meant if meant in library.role_by_key and library.role_of("").role.key != meant else ""

    def fits(row: ContactRow) -> bool:
        roles = row.contact.roles
        keys = {library.role_of(role, row.contact.organization).role.key for role in roles}
        return profile in keys or any(plain in in_ascii(role) for role in roles)

    return fits
