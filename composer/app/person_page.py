"""What the page of one person shows, as values: in words, with the letters that fit now and why the others do not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from composer.app.dates import day_in_words, days_in_words
from composer.app.draft_list import DraftList
from composer.app.event_words import in_words, last_in_touch
from composer.checks.pages import sentence
from composer.drafts.lifecycle import CHANGED, LIFECYCLE
from composer.drafts.summary import DraftSummary
from composer.errors import Problem
from composer.records.contacts import Contact
from composer.records.left_alone import open_wish
from composer.records.noted import Detail, Need, Request
from composer.workspace.person import LetterStanding, Person, look_at_person
from composer.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class SaidLine:
    """Something they need, said or asked for, and who told it when."""

    text: str
    told: str
    """``phone, February 11``; empty where nobody noted it."""
    answer: str = ""
    """What you would say to that."""


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing that happened."""

    day: str
    text: str
    mention: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One letter that is written to them."""

    name: str
    title: str
    subject: str
    status: str


@dataclass(frozen=True, slots=True)
class FittingLetter:
    """A letter that may be written now."""

    key: str
    title: str
    about: str
    """What it is for, in its first sentence."""
    because: str
    """Why it is also their turn, or why it is not chosen without being asked for."""
    needs_release: bool
    draft: str
    """The draft that is there; empty where none is."""


@dataclass(frozen=True, slots=True)
class OtherLetters:
    """Letters that do not fit now for one reason."""

    titles: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person with all that their page shows."""

    id: str
    name: str
    roles: str
    organization: str
    pairs: tuple[tuple[str, str], ...]
    """How to reach them and what else is known in a word or two, each with its label."""
    asked: str
    """Why they are to be left alone, in a sentence; empty where they did not ask for it."""
    wish: str
    """The day of an answer that may ask for that, in words, until somebody says whether it does; empty without one."""
    stopped: str
    """Why nothing may go to them, where they did not ask for that; empty where it may."""
    touch: str
    needs: tuple[SaidLine, ...]
    details: tuple[SaidLine, ...]
    requests: tuple[SaidLine, ...]
    past: tuple[str, ...]
    """How the two know each other."""
    notes: str
    events: tuple[EventLine, ...]
    drafts: tuple[DraftLine, ...]
    fitting: tuple[FittingLetter, ...]
    others: tuple[OtherLetters, ...]
    colleagues: tuple[Contact, ...]
    missing: tuple[str, ...]
    verified: str
    """When the details were last known to be right, in a sentence; empty within the limit, or where nobody noted it."""
    is_undated: bool
    """Whether nobody noted when the details were last known to be right."""
    problems: tuple[Problem, ...]


def person_page(drafts: DraftList, who: str) -> PersonPage:
    """One person by id; a `NotFoundError` where there is nobody of it."""
    snapshot = drafts.snapshot
    person, today = look_at_person(snapshot, who), snapshot.today
    contact, titles = person.contact, _titles(snapshot)
    return PersonPage(
        id=contact.id,
        name=contact.display_name,
        roles=", ".join(contact.roles),
        organization=contact.organization,
        pairs=tuple(_pairs(person, today)),
        asked=sentence(days_in_words(person.asked, today)) if person.asked else "",
        wish=day_in_words(wish.date, today) if (wish := open_wish(person.events)) else "",
        stopped="" if person.asked or not person.row.stopped else sentence(days_in_words(person.row.stopped, today)),
        touch=last_in_touch(person.row.last, today),
        needs=tuple(_said(need, need.text or need.need, today) for need in contact.needs),
        details=tuple(_said(detail, detail.text, today) for detail in contact.details),
        requests=tuple(_said(request, request.text, today) for request in contact.asked_for),
        past=tuple(_past(contact, today)),
        notes=contact.notes,
        events=tuple(
            EventLine(day_in_words(event.date, today), in_words(event, titles, today), event.mention)
            for event in person.events
        ),
        drafts=tuple(_drafts_of(drafts, contact, titles)),
        fitting=tuple(_fitting(letter, today) for letter in person.letters if letter.fits),
        others=tuple(_others(person.letters, today)),
        colleagues=person.colleagues,
        missing=tuple(days_in_words(words, today) for words in person.row.missing if "verified" not in words),
        verified=_verified(person, today),
        is_undated=person.contact.verified is None,
        problems=person.problems,
    )


def _titles(snapshot: Snapshot) -> Mapping[str, str]:
    return {key: head.title for key, head in snapshot.catalogue.heads.items()}


def _pairs(person: Person, today: date) -> Iterator[tuple[str, str]]:
    contact, place = person.contact, person.organization
    pairs = (
        ("Email", contact.email or ""),
        ("Phone", contact.phone or (place.phone if place else "")),
        ("Fax", contact.fax or (place.fax if place else "")),
        ("Address", contact.address or (place.address if place else "")),
        ("Best reached by", contact.channel),
        ("After “Dear”", contact.address_as),
        ("Title", contact.title),
        ("Pronouns", contact.pronouns),
        ("Tags", ", ".join(contact.tags)),
        ("You stop by on", day_in_words(contact.visit, today) if contact.visit else ""),
    )
    return ((label, value) for label, value in pairs if value)


def _said(record: Need | Detail | Request, text: str, today: date) -> SaidLine:
    heard = day_in_words(record.heard, today) if record.heard else ""
    return SaidLine(text, ", ".join(filter(None, (record.source, heard))), record.answer)


def _past(contact: Contact, today: date) -> Iterator[str]:
    if met := contact.met:
        yield sentence(f"You met {met.text}" + (f", {day_in_words(met.date, today)}" if met.date else ""))
    if by := contact.introduced_by:
        yield sentence(f"{by.name} gave you their name" + (f" ({by.how})" if by.how else ""))


def _drafts_of(drafts: DraftList, contact: Contact, titles: Mapping[str, str]) -> Iterator[DraftLine]:
    ids = {contact.id, *contact.former_ids}
    for summary in drafts.summaries().values():
        if summary.readable and summary.contact in ids:
            title = titles.get(summary.letter, summary.letter.replace("-", " "))
            yield DraftLine(summary.name, title, summary.subject, _label(summary))


def _label(summary: DraftSummary) -> str:
    if summary.status == CHANGED:
        return CHANGED
    return next((state.label for status, state in LIFECYCLE.items() if status == summary.status), summary.status)


def _fitting(letter: LetterStanding, today: date) -> FittingLetter:
    head, own = letter.head, letter.by_itself
    because = days_in_words(own.sentence, today) if head.turn or own.verdict != "now" else ""
    return FittingLetter(
        key=head.letter,
        title=head.title,
        about=sentence(head.about.partition(". ")[0]),
        because=sentence(because) if because else "",
        needs_release=letter.needs_release,
        draft=letter.draft,
    )


def _others(letters: Iterable[LetterStanding], today: date) -> Iterator[OtherLetters]:
    """Those that do not fit now, together where one reason stands against several."""
    by_reason: dict[str, list[str]] = {}
    for letter in letters:
        if not letter.fits:
            by_reason.setdefault(letter.reason.sentence, []).append(letter.head.title)
    for because, titles in by_reason.items():
        yield OtherLetters(tuple(titles), sentence(days_in_words(because, today)))


def _verified(person: Person, today: date) -> str:
    day = person.contact.verified
    if day is None or not person.is_stale:
        return ""
    return f"Name, role and address were last known to be right on {day_in_words(day, today)}."
