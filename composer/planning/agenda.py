"""Who is due, and why: the one list of what to do now, the most pressing first, with a reason for everyone left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile
from typing import Literal, get_args

from composer.briefs.brief import Briefer
from composer.letters.catalogue import LetterHead
from composer.letters.compose import draft_name
from composer.planning.choosing import NO_DRAFTS, Choice, Drafts, Planner, Situation
from composer.planning.rules import open_request, thanks_among, unthanked
from composer.records.book import Records
from composer.records.contacts import Contact, stale
from composer.records.history import Event
from composer.records.roles import Seasons

Kind = Literal[
    "thanks",
    "facts",
    "reply",
    "sent",
    "follow-up",
    "check-in",
    "openings",
    "introduction",
    "successor",
    "verify",
    "second-person",
]
"""What there is to do, in the order in which it presses. Thanks and answers are due within two days."""
RANK: Mapping[str, int] = {kind: place for place, kind in enumerate(get_args(Kind))}
SAYS: Mapping[Kind, str] = {
    "thanks": "Thank for a referral",
    "facts": "Send the facts they asked for",
    "reply": "Answer",
    "sent": "Say whether it went",
    "follow-up": "Follow up, once",
    "check-in": "Check in",
    "openings": "Tell of an opening that fits",
    "introduction": "Introduce yourself",
    "successor": "Ask who is there now",
    "verify": "Look whether the facts still hold",
    "second-person": "Get to know a second person there",
}
_PROMPT = timedelta(days=2)
_PATIENCE = timedelta(days=14)
_WEEK = timedelta(days=7)
_MONTHS = 12
_BY_CONDITION: tuple[tuple[str, Kind], ...] = (
    ("referral", "thanks"),
    ("asked-for-facts", "facts"),
    ("unanswered", "follow-up"),
    ("in-touch", "check-in"),
    ("silent", "check-in"),
    ("new", "introduction"),
    ("gone", "successor"),
)
_IN_SEASON = frozenset({"check-in", "openings", "introduction"})
_ONE_A_WEEK = frozenset({"follow-up", "check-in", "openings", "introduction"})
# Shown from the first day; the date is the last on which they should be done.
_AT_ONCE = frozenset({"thanks", "facts", "reply"})
_OURS = frozenset({"sent", "called", "met", "thanked"})
# What tells that two people know each other, and one did not only write to the other.
_KNOWN = ("replied", "met", "called", "referral-received", "referral-made")
_FACTS_AGE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do, for one contact."""

    contact: str
    display_name: str
    organization: str
    kind: Kind
    on: date
    """The day it is due; it stays due until it is done or snoozed."""
    because: str
    letter: str = ""
    """The letter that does it; empty where it takes no letter."""
    draft: str = ""
    """The draft of it that is there; empty where none is."""
    status: str = ""
    """How that draft stands: ``draft``, ``ready``, ``handed-over``."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody for whom nothing is due, and why."""

    contact: str
    display_name: str
    because: str
    organization: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """The list, and those who are not on it."""

    due: tuple[Due, ...]
    left_out: tuple[LeftOut, ...]


def agenda(
    records: Records, heads: Mapping[str, LetterHead], today: date, horizon: date, drafts: Drafts = NO_DRAFTS
) -> Agenda:
    """Everything that is due up to a day.

    Args:
        records: what is known.
        heads: the letters there are.
        today: the day; what was missed before it is still due.
        horizon: the last day that is looked at, today or later.
        drafts: those there are.
    """
    desk = _AgendaBuilder(records, heads, today, horizon, drafts)
    found = [desk.look(contact) for contact in records.contacts.contacts]
    due = sorted(
        (one for one in found if isinstance(one, Due)), key=lambda one: (RANK[one.kind], one.on, one.display_name)
    )
    kept, postponed = _one_a_week(due)
    waiting = {one.contact: one for one in (*postponed, *(one for one in found if isinstance(one, LeftOut)))}
    order = (contact.id for contact in records.contacts.contacts)
    return Agenda(tuple(kept), tuple(waiting[key] for key in order if key in waiting))


def _one_a_week(due: Iterable[Due]) -> tuple[list[Due], list[LeftOut]]:
    """Of two colleagues the second waits a week, so that nobody compares letters over lunch."""
    first: dict[str, Due] = {}
    kept: list[Due] = []
    postponed: list[LeftOut] = []
    for one in due:
        place = " ".join(one.organization.casefold().split())
        earlier = first.get(place) if place and one.kind in _ONE_A_WEEK else None
        if earlier:
            why = f"{earlier.display_name} at {one.organization} is due in the same week; theirs comes a week later"
            postponed.append(LeftOut(one.contact, one.display_name, why, one.organization))
            continue
        if place and one.kind in _ONE_A_WEEK:
            first[place] = one
        kept.append(one)
    return kept, postponed


class _AgendaBuilder:
    """All that a look at one contact needs."""

    def __init__(
        self, records: Records, heads: Mapping[str, LetterHead], today: date, horizon: date, drafts: Drafts
    ) -> None:
        self.records = records
        self.heads = heads
        self.today = today
        self.horizon = horizon
        self._planner = Planner(records, heads, Briefer(records, horizon), Situation(horizon, drafts=drafts))
        self._thanks = thanks_among(heads)
        self._seasons_of: dict[str, Seasons] = {}
        self._openings = tuple(key for key, head in heads.items() if "opening" in head.when)
        self._statuses = {**dict.fromkeys(drafts.names, "draft"), **{one.name: one.status for one in drafts.beyond}}
        self._out = {one.contact: one for one in reversed(drafts.beyond) if one.status == "handed-over"}

    def look(self, contact: Contact) -> Due | LeftOut:
        """What is due for a contact, or why nothing is."""
        snoozed = self._snoozed(contact)
        quiet = _left_out(contact, f"snoozed until {snoozed.until}") if snoozed else None
        if snoozed and quiet and not self._came_since(contact, snoozed):
            return quiet
        found = self._waiting_reply(contact) or self._by_letter(contact)
        if isinstance(found, Due) and found.kind in _AT_ONCE and found.status != "handed-over":
            return found
        return quiet or self._on_its_way(contact) or self._otherwise(contact, found)

    def _otherwise(self, contact: Contact, found: Due | LeftOut) -> Due | LeftOut:
        """What there is to do where no letter is due."""
        if isinstance(found, Due):
            return found
        return self._by_opening(contact) or self._without_letter(contact) or found

    def _snoozed(self, contact: Contact) -> Event | None:
        event = self.records.history.last(contact.id, "snoozed")
        return event if event and event.until and event.until > self.horizon else None

    def _came_since(self, contact: Contact, snoozed: Event) -> bool:
        """Whether something came in after somebody asked for quiet: thanks and answers wait for no snooze."""
        came = self.records.history.last(contact.id, "referral-received", "replied", "update-requested")
        return came is not None and came.date > snoozed.date

    def _on_its_way(self, contact: Contact) -> Due | None:
        """A draft that was handed over, and that nobody has called sent."""
        out = self._out.get(contact.id)
        if out is None:
            return None
        on = out.handed_over or self.today
        because = f"it left as a file on {on}; note that with `outreach sent`, or `outreach reopen` it"
        return replace(self._due(contact, "sent", on, because), draft=out.name, status=out.status)

    def _waiting_reply(self, contact: Contact) -> Due | None:
        """A reply that nothing of ours has followed, in the order in which the history has them."""
        history = self.records.history
        reply = history.last(contact.id, "replied")
        if reply is None or self._planner.stop(contact):
            return None
        told = (event for event in reversed(history.of(contact.id)) if event.event == "replied" or event.event in _OURS)
        waiting = list(takewhile(lambda event: event.event == "replied", told))
        if not waiting:
            return None
        on = waiting[-1].date
        return self._due(contact, "reply", on + _PROMPT, f"they wrote on {on}, and nothing of yours has followed")

    def _by_letter(self, contact: Contact) -> Due | LeftOut:
        choice = self._planner.choose(contact)
        if not choice.letter:
            return _left_out(contact, choice.because)
        kind = _kind_of(self.heads[choice.letter])
        return self._timed(contact, choice, kind)

    def _by_opening(self, contact: Contact) -> Due | None:
        for key in self._openings:
            choice = self._planner.check(key, contact)
            if choice.letter:
                because = "a dated offer of yours answers a need of theirs"
                found = self._timed(contact, Choice(contact, key, because), "openings")
                return found if isinstance(found, Due) else None
        return None

    def _timed(self, contact: Contact, choice: Choice, kind: Kind) -> Due | LeftOut:
        """The choice with its day, moved out of the weeks in which nobody there reads letters."""
        day = self._day(contact, kind)
        moved = out_of(self._seasons(contact), day, self.today) if kind in _IN_SEASON else day
        if moved > self.horizon and kind not in _AT_ONCE:
            why = f"due on {moved}" + (", after their busy weeks" if moved > day else "")
            return _left_out(contact, why)
        return self._due(contact, kind, moved, choice.because, choice.letter)

    def _day(self, contact: Contact, kind: Kind) -> date:
        """The day on which it was first due; today for what nothing has started the clock of."""
        history = self.records.history
        if kind == "thanks" and (referral := unthanked(contact, history, self._thanks)):
            return referral.date + _PROMPT
        if kind == "facts" and (asked := open_request(contact, history)):
            return asked.date + _PROMPT
        if kind == "follow-up" and (sent := history.last(contact.id, "sent")):
            return sent.date + _PATIENCE
        if kind == "check-in" and (last := history.last_touch(contact.id)):
            return months_after(last, _MONTHS)
        return self.today

    def _without_letter(self, contact: Contact) -> Due | None:
        if self._planner.stop(contact):
            return None
        if contact.verified and stale(contact.verified, self.today, _FACTS_AGE_DAYS):
            on = contact.verified + timedelta(days=_FACTS_AGE_DAYS)
            return self._due(
                contact, "verify", on, f"name, role and address were last known to be right on {contact.verified}"
            )
        if self._is_alone(contact) and (known := self.records.history.last(contact.id, *_KNOWN)):
            refers = self.records.history.last(contact.id, "referral-received")
            also = ", and refers to you" if refers else f"; you were last in touch on {known.date}"
            why = f"{contact.display_name} is the only person you know at {contact.organization}{also}"
            return self._due(contact, "second-person", self.today, why)
        return None

    def _is_alone(self, contact: Contact) -> bool:
        """Whether nobody else is known at their place; who has left it, or wants no letters, does not count."""
        others = (other for other in self.records.contacts.colleagues_of(contact) if other.id != contact.id)
        return bool(contact.organization) and all(self._planner.stop(other) for other in others)

    def _seasons(self, contact: Contact) -> Seasons:
        hat = contact.hats[0] if contact.hats else ""
        if hat not in self._seasons_of:
            self._seasons_of[hat] = self.records.library.role_of(hat).role.seasons if hat else Seasons()
        return self._seasons_of[hat]

    def _due(self, contact: Contact, kind: Kind, on: date, because: str, letter: str = "") -> Due:
        name = draft_name(contact.id, self.heads[letter], self.records.history, self.horizon) if letter else ""
        status = self._statuses.get(name, "")
        display_name, place = contact.display_name, contact.organization
        return Due(contact.id, display_name, place, kind, on, because, letter, name if status else "", status)


def _left_out(contact: Contact, because: str) -> LeftOut:
    return LeftOut(contact.id, contact.display_name, because, contact.organization)


def _kind_of(head: LetterHead) -> Kind:
    return next((kind for condition, kind in _BY_CONDITION if condition in head.when), "check-in")


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of a month that has no such day. 29 February is followed by the 28th."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)  # every month has a 28th


def out_of(seasons: Seasons, day: date, today: date) -> date:
    """A day, moved behind the busy weeks it falls into. What was missed stays due, from the end of such weeks on.

    Args:
        seasons: of the reader's role.
        day: when it would be due.
        today: a day in the past is judged by today, which is when the letter would go.
    """
    found = max(day, today)
    for begin, end in (span for year in (found.year - 1, found.year) for span in seasons.spans(year)):
        if begin <= found <= end:
            return end + timedelta(days=1)
    return day


def only(found: Agenda, *, letter: str = "", people: frozenset[str] | None = None, organization: str = "") -> Agenda:
    """The part of an agenda that is about a letter, some contacts, or an organisation."""
    place = organization.casefold()

    def wanted(one: Due | LeftOut) -> bool:
        return (people is None or one.contact in people) and place in one.organization.casefold()

    return Agenda(
        due=tuple(one for one in found.due if wanted(one) and (not letter or one.letter == letter)),
        left_out=tuple(one for one in found.left_out if wanted(one)),
    )
