"""What there is to know today: who is due, what to look at, the year month by month, and who is known where."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from composer.errors import RecordsError
from composer.planning.agenda import Agenda, Due
from composer.planning.stops import gone_as, stop
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.history import Event
from composer.records.noted import stale
from composer.spelling import same_place
from composer.workspace.agenda import find_due, next_due
from composer.workspace.snapshot import Snapshot
from composer.workspace.to_delete import nobody_may_send

YEAR = 12
_SERIES: Mapping[str, str] = {
    "sent": "letters",
    "thanked": "letters",
    "called": "talks",
    "met": "talks",
    "replied": "replies",
    "update-requested": "replies",
    "referral-received": "referrals",
}
_GONE = {"moved": "has left", "retired": "has retired", "deceased": "has died"}


@dataclass(frozen=True, slots=True)
class MonthOfContact:
    """How often there was contact in one month."""

    first: date
    """The first day of the month."""
    letters: int = 0
    """Letters that were sent, and thanks."""
    talks: int = 0
    """Calls and meetings."""
    replies: int = 0
    """Replies, and questions for facts."""
    referrals: int = 0
    """Referrals that were received."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody at a place."""

    contact: str
    display_name: str
    roles: tuple[str, ...]
    """As the record has them."""
    last_touch: date | None
    """The day of the last letter, call, meeting or reply."""
    standing: str = ""
    """Why nothing may go to them, as ``has retired``; empty where it may."""
    is_named: bool = True
    """Whether a name is known, and not only the place."""


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """An organisation, and who is known there."""

    name: str
    people: tuple[KnownPerson, ...]
    referrals: int = 0
    """How many came from there within the last twelve months."""

    @property
    def hangs_on(self) -> KnownPerson | None:
        """The only person there that one may write to, where you are in touch; ``None`` where there are several."""
        there = [person for person in self.people if not person.standing]
        in_touch = self.referrals or (there and there[0].last_touch)
        return there[0] if len(there) == 1 and there[0].is_named and in_touch else None

    @property
    def last_touch(self) -> date | None:
        """The last day of being in touch with anybody there."""
        return max((person.last_touch for person in self.people if person.last_touch), default=None)


@dataclass(frozen=True, slots=True)
class Overview:
    """A workspace on one day."""

    agenda: Agenda
    blocked: bool
    """Whether something in the records stops every letter; the agenda is empty then."""
    next_due: Due | None
    """What comes due first, where nothing is due now."""
    months: tuple[MonthOfContact, ...]
    """The last twelve, this one last."""
    places: tuple[KnownPlace, ...]
    """Those that refer most first, then those that were in touch last."""
    stale: int
    """How many people may be written to whose name, role and address were last looked at too long ago."""
    to_delete: tuple[str, ...]
    """Where messages lie that nobody may send, in words."""


def look_over(snapshot: Snapshot) -> Overview:
    """The workspace as it is today; a `NotFoundError` where it is none."""
    records, today = snapshot.records, snapshot.today
    try:
        found, blocked = find_due(snapshot), False
    except RecordsError:
        found, blocked = Agenda((), ()), True
    return Overview(
        agenda=found,
        blocked=blocked,
        next_due=None if blocked or found.due else next_due(snapshot),
        months=months_of_contact(records.history.events, today),
        places=known_places(records, today),
        stale=sum(_is_stale(contact, records, today) for contact in records.contacts.contacts),
        to_delete=nobody_may_send(snapshot),
    )


def months_of_contact(events: Iterable[Event], today: date) -> tuple[MonthOfContact, ...]:
    """How often there was contact in each of the last twelve months, the one of `today` last."""
    months = [_month_before(today, back) for back in reversed(range(YEAR))]
    kinds = ((event.date.replace(day=1), _SERIES.get(event.event)) for event in events)
    count = Counter((date(first.year, first.month, 1), kind) for first, kind in kinds if kind)
    return tuple(MonthOfContact(first, **{kind: count[first, kind] for kind in _SERIES.values()}) for first in months)


def _month_before(day: date, back: int) -> date:
    """The first day of the month so many months before; never before the calendar begins."""
    year, month = divmod(day.year * YEAR + day.month - 1 - back, YEAR)
    return date(year, month + 1, 1) if year else date.min


def known_places(records: Records, today: date) -> tuple[KnownPlace, ...]:
    """Every organisation of a contact with everyone who is known there; two spellings of one name are one place."""
    people: dict[str, list[Contact]] = defaultdict(list)
    for contact in records.contacts.contacts:
        if contact.organization:
            people[same_place(contact.organization)].append(contact)
    since = _month_before(today, YEAR - 1)
    referrers = Counter(
        event.contact for event in records.history.events if event.event == "referral-received" and event.date >= since
    )
    person = partial(_person, records)
    places = (
        KnownPlace(there[0].organization, tuple(map(person, there)), sum(referrers[one.id] for one in there))
        for there in people.values()
    )
    return tuple(sorted(places, key=_by_weight))


def _person(records: Records, contact: Contact) -> KnownPerson:
    standing = _GONE.get(gone_as(contact, records.history), "gets no letters") if stop(contact, records) else ""
    touch = records.history.last_touch(contact.id)
    return KnownPerson(contact.id, contact.display_name, contact.roles, touch, standing, bool(contact.name))


def _by_weight(place: KnownPlace) -> tuple[int, int, str]:
    touch = place.last_touch
    return (-place.referrals, -touch.toordinal() if touch else 0, place.name.casefold())


def _is_stale(contact: Contact, records: Records, today: date) -> bool:
    verified, limit = contact.verified, records.library.limits.verified_days
    return bool(verified and stale(verified, today, limit) and not stop(contact, records))
