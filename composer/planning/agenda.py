"""Who is due, and why: the one list of what to do now, the most pressing first, with a reason for everyone left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Literal

from composer.days import days_after, year_after
from composer.drafts.draft import Draft
from composer.drafts.lifecycle import CHANGED, LIFECYCLE
from composer.letters.catalogue import Condition, LetterHead
from composer.letters.draft_names import draft_name, name_it_has
from composer.planning.eligibility import Eligibility
from composer.planning.letter_choice import choose
from composer.planning.spacing import meeting_places
from composer.records.contacts import Contact
from composer.records.noted import stale
from composer.records.roles import Seasons
from composer.spelling import same_place

Kind = Literal[
    "thanks", "facts", "reply", "sent", "follow-up", "check-in", "openings", "introduction", "successor", "verify",
    "second-person",
]  # fmt: skip
"""What there is to do. Thanks and answers are due within two days."""
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
"""The same in words, in the order in which it presses."""
_RANK = {kind: place for place, kind in enumerate(SAYS)}
_BY_CONDITION: Mapping[Condition, Kind] = {
    "referral": "thanks", "asked-for-facts": "facts", "unanswered": "follow-up", "in-touch": "check-in",
    "silent": "check-in", "new": "introduction", "gone": "successor",
}  # fmt: skip
_IN_SEASON = frozenset({"check-in", "openings", "introduction"})
_ONE_A_WEEK = frozenset({"follow-up", "check-in", "openings", "introduction"})
# Shown from the first day on which they may go; their date is the last on which they should be done.
_AT_ONCE = frozenset({"thanks", "facts", "reply"})
_DONE_BY_US = ("sent", "answered", "called", "met", "thanked")
# What tells that two people know each other, and one did not only write to the other.
_ACQUAINTED = ("replied", "met", "called", "referral-received", "referral-made")


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
    """How that draft stands: ``draft``, ``ready``, ``ready, changed since``, ``handed-over``."""
    deleted: bool = False
    """Whether it was written before, and somebody has deleted it."""


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


def agenda(now: Eligibility, horizon: date, names: Iterable[str] = (), *, deleted: Iterable[str] = ()) -> Agenda:
    """Everything that was missed or is due up to a day, today or later.

    `names` are those of all drafts there are, `deleted` those of drafts that were there before.
    """
    builder = _AgendaBuilder(now, horizon, names, frozenset(deleted))
    contacts = now.records.contacts.contacts
    found = [builder.look(contact) for contact in contacts]
    due = sorted(
        (one for one in found if isinstance(one, Due)), key=lambda one: (_RANK[one.kind], one.on, one.display_name)
    )
    people = now.records.contacts.by_id
    kept, postponed = _one_a_week(due, {one.contact: meeting_places(people[one.contact]) for one in due})
    waiting = {one.contact: one for one in (*postponed, *(one for one in found if isinstance(one, LeftOut)))}
    order = (contact.id for contact in contacts)
    return Agenda(tuple(kept), tuple(waiting[key] for key in order if key in waiting))


def _one_a_week(due: Sequence[Due], places: Mapping[str, Sequence[str]]) -> tuple[list[Due], list[LeftOut]]:
    """Of two colleagues the second waits a week, so that nobody compares letters over lunch; so does one mailbox.

    Thanks and answers wait for nobody; an offer waits for them, too, since both would leave on one day.
    """
    at_once = [one for one in due if one.letter and one.kind not in _ONE_A_WEEK]
    first = {place: one for one in at_once for place in places[one.contact]}
    kept: list[Due] = []
    postponed: list[LeftOut] = []
    for one in due:
        there = places[one.contact] if one.kind in _ONE_A_WEEK else ()
        if earlier := next((first[place] for place in there if place in first), None):
            where = (
                f"at {one.organization}"
                if first.get(same_place(one.organization)) is earlier
                else "with the same address"
            )
            why = f"{earlier.display_name} {where} is due in the same week; theirs comes a week later"
            postponed.append(LeftOut(one.contact, one.display_name, why, one.organization))
        else:
            first |= dict.fromkeys(there, one)
            kept.append(one)
    return kept, postponed


class _AgendaBuilder:
    """All that a look at one contact needs."""

    def __init__(self, now: Eligibility, horizon: date, names: Iterable[str], deleted: frozenset[str]) -> None:
        self.records = now.records
        self.today = now.today
        self.horizon = horizon
        self._now = now
        self._eligibility = now.on(horizon)
        self._limits = now.records.library.limits
        self._openings = tuple(head for head in now.letters if "opening" in head.when)
        self._statuses = {**dict.fromkeys(names, "draft"), **{one.name: _standing(one) for one in now.drafts}}
        self._deleted = deleted
        self._known = self._deleted.union(self._statuses).__contains__
        out = (one for one in reversed(now.drafts) if LIFECYCLE[one.status].on_its_way)
        self._out = {self._eligibility.contact_id(one): one for one in out}

    def look(self, contact: Contact) -> Due | LeftOut:
        """What is due for a contact, or why nothing is."""
        history, quiet = self.records.history, None
        snoozed = history.last(contact.id, "snoozed")
        if snoozed and snoozed.until and snoozed.until > self.horizon:
            quiet = _left_out(contact, f"snoozed until {snoozed.until}")
            came = history.last(contact.id, "referral-received", "replied", "update-requested")
            if came is None or came.date <= snoozed.date:  # thanks and answers wait for no snooze
                return quiet
        found = self._waiting_reply(contact) or self._by_letter(contact)
        if isinstance(found, Due) and found.kind in _AT_ONCE and found.status != "handed-over":
            return found
        if waits := quiet or self._on_its_way(contact):
            return waits
        by_letter = found if isinstance(found, Due) else self._by_opening(contact)
        return by_letter or self._without_letter(contact) or found

    def _on_its_way(self, contact: Contact) -> Due | None:
        """A draft that was handed over, and that nobody has called sent."""
        out = self._out.get(contact.id)
        if out is None:
            return None
        on = out.handed_over or self.today
        because = f"it was handed over on {on}; note that with `outreach sent`, or `outreach reopen` it"
        return replace(self._due(contact, "sent", on, because), draft=out.name, status=out.status)

    def _waiting_reply(self, contact: Contact) -> Due | None:
        """A reply that nothing of ours has followed, in the order in which the history has them."""
        history = self.records.history
        if history.last(contact.id, "replied") is None or self._eligibility.stop(contact):
            return None
        told = (one for one in reversed(history.of(contact.id)) if one.event in ("replied", *_DONE_BY_US))
        answered = history.last(contact.id, "answered")  # on one day mail goes to and fro, and no order is kept
        last = takewhile(lambda event: event.event == "replied", told)
        waiting = [event for event in last if answered is None or event.date > answered.date]
        if not waiting:
            return None
        on = waiting[-1].date
        because = f"they wrote on {on}, and nothing of yours has followed"
        return self._due(contact, "reply", days_after(on, self._limits.answer_days), because)

    def _by_letter(self, contact: Contact) -> Due | LeftOut:
        choice = choose(self._eligibility, contact)
        if not choice.letter:
            return _left_out(contact, choice.because)
        head = self._now.heads[choice.letter]
        kind: Kind = next((kind for condition, kind in _BY_CONDITION.items() if condition in head.when), "check-in")
        return self._timed(contact, head, kind, choice.because)

    def _by_opening(self, contact: Contact) -> Due | None:
        for head in self._openings:
            if self._eligibility.by_itself(head, contact).verdict == "now":
                found = self._timed(contact, head, "openings", "a dated offer of yours answers a need of theirs")
                return found if isinstance(found, Due) else None
        return None

    def _timed(self, contact: Contact, head: LetterHead, kind: Kind, because: str) -> Due | LeftOut:
        """A letter with its day: not before it may go, and not in the weeks in which nobody there reads letters."""
        held = self._now.early(head, contact)
        day = max(self._day(contact, kind), held.day if held and held.day else date.min)
        moved = day
        if kind in _IN_SEASON and contact.roles:
            role = self.records.library.role_of(contact.roles[0], contact.organization).role
            moved = out_of(role.seasons, day, self.today)
        if moved > self.horizon and kind not in _AT_ONCE:
            return _left_out(contact, f"due on {moved}" + (", after their busy weeks" if moved > day else ""))
        return self._due(contact, kind, moved, because, head)

    def _day(self, contact: Contact, kind: Kind) -> date:
        """The day on which it was first due; today for what nothing has started the clock of."""
        facts, limits = self._eligibility.facts(contact), self._limits
        if kind == "thanks" and facts.unthanked:
            return max(days_after(facts.unthanked.date, limits.answer_days), facts.thanks_from or date.min)
        if kind == "facts" and facts.open_request:
            return days_after(facts.open_request.date, limits.answer_days)
        if kind == "follow-up" and facts.sent:
            return days_after(facts.sent.date, limits.follow_up_days)
        if kind == "check-in" and facts.touch:
            return year_after(facts.touch)
        return self.today

    def _without_letter(self, contact: Contact) -> Due | None:
        if self._eligibility.stop(contact):
            return None
        verified, age = contact.verified, self._limits.verified_days
        if verified and stale(verified, self.today, age):
            why = f"name, role and address were last known to be right on {verified}"
            return self._due(contact, "verify", days_after(verified, age), why)
        if self._is_alone(contact) and (known := self.records.history.last(contact.id, *_ACQUAINTED)):
            refers = self.records.history.last(contact.id, "referral-received")
            also = ", and refers to you" if refers else f"; you were last in touch on {known.date}"
            why = f"{contact.display_name} is the only person you know at {contact.organization}{also}"
            return self._due(contact, "second-person", self.today, why)
        return None

    def _is_alone(self, contact: Contact) -> bool:
        """Whether nobody else is known at their place; who has left it, or wants no letters, does not count."""
        others = (other for other in self.records.contacts.colleagues_of(contact) if other.id != contact.id)
        return bool(contact.organization) and all(self._eligibility.stop(other) for other in others)

    def _due(self, contact: Contact, kind: Kind, on: date, because: str, head: LetterHead | None = None) -> Due:
        who = contact.id, contact.display_name, contact.organization
        if head is None:
            return Due(*who, kind, on, because)
        own = draft_name(contact.id, head, self.records.history, self.horizon)
        name = name_it_has(own, contact, head, self._known)
        status = self._statuses.get(name, "")
        draft, deleted = name if status else "", name in self._deleted
        return Due(*who, kind, on, because, head.letter, draft, status, deleted)


def _standing(draft: Draft) -> str:
    """How a draft stands; a ready one that lost its approval has changed since."""
    return CHANGED if draft.status == "ready" and not draft.approved else draft.status


def _left_out(contact: Contact, because: str) -> LeftOut:
    return LeftOut(contact.id, contact.display_name, because, contact.organization)


def out_of(seasons: Seasons, day: date, today: date) -> date:
    """A day, moved behind the busy weeks it falls into. What was missed stays due, from the end of such weeks on.

    A day in the past is judged by today, which is when the letter would go.
    """
    found = max(day, today)
    for year in (max(found.year - 1, date.min.year), found.year):
        for begin, end in seasons.spans(year):
            if begin <= found <= end:
                return days_after(end, 1)
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
