"""One person or one place with all that is known: who they are, what happened, which letter fits, what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from composer.checks.engine.standards import note_reader
from composer.checks.rules.records import inspect_records
from composer.errors import Problem
from composer.letters.catalogue import LetterHead
from composer.letters.draft_names import draft_name
from composer.planning.contact_rows import ContactRow, contact_row
from composer.planning.eligibility import Eligibility
from composer.planning.reason import Reason
from composer.records.base import Record
from composer.records.book import Records
from composer.records.contacts import Contact, ContactBook, Organization
from composer.records.history import Event, History
from composer.records.noted import stale
from composer.records.practice import Practice
from composer.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class LetterStanding:
    """How one letter of the catalogue stands with one person."""

    head: LetterHead
    reason: Reason
    """Whether it may be written now; one that `needs_release` is judged as if there were one."""
    by_itself: Reason
    """Why it is also chosen by itself now, or why it is not."""
    draft: str = ""
    """The draft of it that is there; empty where none is."""

    @property
    def fits(self) -> bool:
        """Whether it may be written now."""
        return self.reason.verdict == "now"

    @property
    def needs_release(self) -> bool:
        """Whether it is about a shared client, so that somebody gives the last day of the signed release."""
        return "release" in self.head.when


@dataclass(frozen=True, slots=True)
class Person:
    """One contact with all that is known."""

    row: ContactRow
    organization: Organization | None
    """The record of their place; ``None`` where the place has only a name."""
    colleagues: tuple[Contact, ...]
    """Who else is known there."""
    asked: str
    """Why they are to be left alone, where they or their place asked for it; empty otherwise."""
    events: tuple[Event, ...]
    """What happened, newest first."""
    letters: tuple[LetterStanding, ...]
    """Every letter: those that fit now, then those that fit on a day to come, then the others."""
    is_stale: bool
    """Whether name, role and address were last looked at longer ago than the limit, or nobody noted when."""
    problems: tuple[Problem, ...]
    """What is wrong in their record or in what is noted of them, and what seems to speak of a client."""

    @property
    def contact(self) -> Contact:
        """Their record."""
        return self.row.contact


def look_at_person(snapshot: Snapshot, who: str) -> Person:
    """One contact by id; a `NotFoundError` where there is nobody of it."""
    contact, records, today = snapshot.contact(who), snapshot.records, snapshot.today
    events = records.history.of(contact.id)
    return Person(
        row=contact_row(contact, records, today),
        organization=records.contacts.organization_of(contact) if contact.organization else None,
        colleagues=tuple(other for other in records.contacts.colleagues_of(contact) if other.id != contact.id),
        asked=records.suppression.against(contact.id, contact.email or ""),
        events=tuple(reversed(events)),
        letters=letters_for(snapshot, contact),
        is_stale=stale(contact.verified, today, records.library.limits.verified_days),
        problems=tuple(_problems_of(contact, events, records)),
    )


def letters_for(snapshot: Snapshot, contact: Contact) -> tuple[LetterStanding, ...]:
    """How every letter of the catalogue stands with somebody, those that fit now first."""
    heads, drafts = snapshot.catalogue.heads, snapshot.store.for_planning()
    now = Eligibility(snapshot.records, heads, snapshot.today, drafts, release=snapshot.today)
    there = frozenset(snapshot.store.names())
    found = (_standing(head, now, contact, there) for head in now.letters)
    return tuple(sorted(found, key=_by_day))


def _standing(head: LetterHead, now: Eligibility, contact: Contact, there: frozenset[str]) -> LetterStanding:
    name = draft_name(contact.id, head, now.records.history, now.today)
    reason, by_itself = now.asked_for(head, contact), now.by_itself(head, contact)
    return LetterStanding(head, reason, by_itself, name if name in there else "")


def _by_day(one: LetterStanding) -> tuple[int, int, date, str]:
    rank = ("now", "later", "never").index(one.reason.verdict)
    own = one.by_itself.verdict == "now" and one.head.turn
    return rank, 2 if one.needs_release else 0 if own else 1, one.reason.day or date.max, one.head.title


def _problems_of(contact: Contact, events: Iterable[Event], records: Records) -> Iterator[Problem]:
    """What was found in one record and its events, and what of them seems to speak of a client."""
    about = [record for record in (contact, *events) if record.origin]
    yield from (one for one in records.problems if any(_is_in(one, record) for record in about))
    alone = replace(
        records, contacts=ContactBook((contact,)), history=History(tuple(events)), practice=Practice(name="nobody")
    )
    yield from inspect_records(alone, note_reader(records.library))


def _is_in(problem: Problem, record: Record) -> bool:
    if record.origin is None or problem.at.path != record.origin.path:
        return False
    node = record.origin.node
    return node.start.line <= problem.at.line <= node.last_line
