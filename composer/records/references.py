"""Every reference from one record to another, resolved in one place.

A contact names an organisation, an event a contact, the list of those to be left alone people and places: by an id of
today or of before, or by a name, whatever its case, its Unicode form and its titles. Whoever is named is found here
once; the rooms above see ids and names of today only. A wish whose owner cannot be found stops all writing.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Generic, TypeVar

from composer.addresses import mailbox
from composer.errors import Problem, errors_in
from composer.records.contacts import TITLES, Contact, ContactBook, DoNotContact, Organization
from composer.records.history import Event, History
from composer.records.phrases import NameParts, plain_title
from composer.records.suppression import Suppressed, Suppression
from composer.spelling import did_you_mean, nearest, normalized

_WHOSE = "`outreach contacts` shows every id; a record that was merged, or got another id, keeps the old in former_ids"
_WHOM = "write which: an id (`outreach contacts` shows them), an address or a domain; until then nothing is written"
_GONE = "write an address or a domain, or keep their record with do_not_contact: true; until then nothing is written"
_SAY = "write do_not_contact: true or false in their record"
_FALSE = "write do_not_contact: false in their record"
_SLIP = 2
_FEW = 300
"""So many names of organisations are compared with each that has no record; more would take seconds."""
T = TypeVar("T")


def resolve(
    book: ContactBook, history: History, listed: Suppression, names: NameParts
) -> tuple[ContactBook, History, Suppression, list[Problem]]:
    """The same records, each reference as its record is called today, and what none is; titles do not count."""
    blind = any(problem.code.startswith(("yaml-", "contacts-shape")) for problem in errors_in(book.problems))
    book, problems = _with_places(book, names)
    people = _People(book, names)
    past, lost = _with_ids_of_today(history, people)
    events = past.events if past is history else (*history.events, *past.events)
    wishes, unmet = _wishes(people, events, listed)
    problems += [*_former_clashes(book), *([] if blind else [*lost, *unmet])]
    return book, past, wishes, problems


def with_names_of_today(history: History, field: str, names: Mapping[str, str]) -> History:
    """The same events with the names of today in one field; the very same where it has none of the former."""
    value = attrgetter(field)
    if names.keys().isdisjoint(map(value, history.events)):
        return history
    events = (
        event.model_copy(update={field: names[value(event)]}) if value(event) in names else event
        for event in history.events
    )
    return replace(history, events=tuple(events))


# --- whom a name means ---------------------------------------------------------------------------------------------


class _People:
    """Finds people and places by what they are called, but for titles and degrees."""

    def __init__(self, book: ContactBook, names: NameParts) -> None:
        self.book = book
        self._asides = TITLES | names.written | names.degrees

    def people(self, called: str) -> list[Contact]:
        """The contacts that an id or a name may mean: one, several or none."""
        known = self.book.find(called)
        return [known] if known else self.spelled(called)

    def spelled(self, called: str) -> list[Contact]:
        """The contacts whom a name alone may mean, be it no id."""
        return self._people.meant(self.words(called))

    def places(self, called: str) -> list[str]:
        """The organisations that an id or a name may mean, by name; two names that differ in little are one place."""
        key = normalized(called)
        known = [one.name for one in self.book.organizations if key in {normalized(one.name), normalized(one.id)}]
        return known or self._places.meant(self.words(called))

    def words(self, name: str) -> frozenset[str]:
        """The words of a name in plain letters, without titles and degrees, in whatever order."""
        parts = (part for part in re.split(r"[\s,]+", name) if plain_title(part) not in self._asides)
        return frozenset(word for part in parts for word in _plain_words(part) if word not in self._asides)

    def like(self, one: str, other: str) -> bool:
        """Whether two names may mean the same: each word of the shorter is in the longer, or a slip apart."""
        words, others = sorted((self.words(one), self.words(other)), key=len)
        slip = abs(len(one) - len(other)) <= _SLIP and bool(nearest(normalized(one), [normalized(other)]))
        return slip or bool(words and words <= others)

    @cached_property
    def _people(self) -> "_ByWords[Contact]":
        return _ByWords((self.words(contact.name), contact) for contact in self.book.contacts if contact.name)

    @cached_property
    def _places(self) -> "_ByWords[str]":
        contacts = (contact.organization for contact in self.book.contacts if contact.organization)
        named = dict.fromkeys([*(one.name for one in self.book.organizations), *contacts])
        return _ByWords((self.words(name), name) for name in named)


class _ByWords(Generic[T]):
    """Whoever or whatever has a name, under the words of that name."""

    def __init__(self, pairs: Iterable[tuple[frozenset[str], T]]) -> None:
        self._known: dict[frozenset[str], list[T]] = defaultdict(list)
        self._sharing: dict[str, dict[frozenset[str], None]] = defaultdict(dict)
        for words, one in pairs:
            self._known[words].append(one)
            for word in words:
                self._sharing[word][words] = None

    def meant(self, words: frozenset[str]) -> list[T]:
        """Those of exactly these words; where there are none, those who have more or fewer."""
        if words in self._known:
            return self._known[words] if words else []
        near = dict.fromkeys(own for word in words for own in self._sharing.get(word, ()))
        return [one for own in near if words <= own or own <= words for one in self._known[own]]


@lru_cache(maxsize=65_536)
def _plain_words(part: str) -> tuple[str, ...]:
    """A part of a name in letters a to z and digits: ``García-Núñez`` is two words."""
    from anyascii import anyascii

    return tuple(re.findall(r"[a-z0-9]+", anyascii(normalized(part)).lower().replace("'", "")))


# --- contact → organisation ----------------------------------------------------------------------------------------


def _with_places(book: ContactBook, names: NameParts) -> tuple[ContactBook, list[Problem]]:
    """Each contact with the name of their organisation as its own record has it.

    A place may have no record. One that may be another spelling of a place that asked to be left alone keeps its
    contact out until somebody says which it is.
    """
    if not book.organizations:
        return book, []
    by_key = _organizations_by_key(book.organizations)
    problems = list(_doubles(by_key))
    stopped = [one.name for one in book.organizations if one.do_not_contact]
    people = _People(book, names)
    contacts: list[Contact] = []
    for contact in book.contacts:
        found = by_key.get(normalized(contact.organization), []) if contact.organization else []
        problem = None if found or not contact.organization else _near_place(contact, stopped, by_key, people)
        if len({one.name for one in found}) > 1:
            text = f"'{contact.organization}' is the id of one organization and the name of another"
            problem = contact.at("organization").error("contact-organization", text, "give one of them another id")
        if problem:
            problems.append(problem)
        if not problem or problem.level == "warning":
            same = not found or found[0].name == contact.organization
            contacts.append(contact if same else contact.model_copy(update={"organization": found[0].name}))
    left_out = book.left_out + len(book.contacts) - len(contacts)
    return replace(book, contacts=tuple(contacts), left_out=left_out), problems


def _organizations_by_key(organizations: Iterable[Organization]) -> Mapping[str, list[Organization]]:
    found: dict[str, list[Organization]] = defaultdict(list)
    for one in organizations:
        for key in dict.fromkeys(normalized(word) for word in (one.name, one.id) if word):
            found[key].append(one)
    return found


def _doubles(by_key: Mapping[str, list[Organization]]) -> Iterator[Problem]:
    for key, found in by_key.items():
        for other in found[1:]:
            field = "name" if normalized(other.name) == key else "id"
            text = f"'{getattr(other, field)}' is another organization already ({found[0].where()})"
            hint = "make one record of the two, or give each a name and an id of its own"
            yield other.at(field).error(f"organization-{field}", text, hint)


def _near_place(
    contact: Contact, stopped: Iterable[str], known: Mapping[str, list[Organization]], people: _People
) -> Problem | None:
    """What to say of a place without a record: an error where it may be one that asked to be left alone."""
    place = contact.organization
    wish = next((name for name in stopped if people.like(place, name)), "")
    if wish:
        text = f"'{place}' may be '{wish}', who asked not to be written to"
        hint = "write the name as it is there, or give the other a record, too"
        return contact.at("organization").error("contact-organization", text, hint)
    near = nearest(normalized(place), known) if len(known) <= _FEW else ""
    if not near:
        return None
    text, hint = f"there is no organization '{place}' among the records", f"did you mean '{known[near][0].name}'?"
    return contact.at("organization").warning("contact-organization", text, hint)


# --- ids of before --------------------------------------------------------------------------------------------------


def _former_clashes(book: ContactBook) -> Iterator[Problem]:
    """Ids that somebody had before and that are somebody else's."""
    taken = {contact.id: contact for contact in book.contacts}
    for contact in book.contacts:
        for index, former in enumerate(contact.former_ids):
            other = taken.setdefault(former, contact)
            if other is not contact or former == contact.id:
                text = f"'{former}' is the id of {other.display_name} ({other.where()})"
                hint = "delete the record that was merged into this one, or take its id out of former_ids"
                yield contact.at("former_ids", index).error("contact-former_ids", text, hint)


# --- event → contact ------------------------------------------------------------------------------------------------


def _with_ids_of_today(history: History, people: _People) -> tuple[History, list[Problem]]:
    """Each event under the id that its contact has today, and those whose contact is nobody or may be several.

    Nothing is said of an unknown contact while records are unreadable, whose event it may be: but of a wish always.
    """
    book = people.book
    found = {called: people.people(called) for called in dict.fromkeys(event.contact for event in history.events)}
    today = {called: who[0].id for called, who in found.items() if len(who) == 1}
    silent = bool(book.left_out or errors_in(book.problems))
    problems = [
        _unknown_contact(event, found[event.contact], book)
        for event in (history.events if len(today) < len(found) else ())
        if event.contact not in today and (event.event == "asked-to-stop" or not silent)
    ]
    return with_names_of_today(history, "contact", {old: new for old, new in today.items() if old != new}), problems


def _unknown_contact(event: Event, found: list[Contact], book: ContactBook) -> Problem:
    at, called = event.at("contact"), event.contact
    if found:
        ids = ", ".join(contact.id for contact in found)
        return at.error("event-contact", f"'{called}' may be {len(found)} people", f"write the id: {ids}")
    return at.error("event-contact", f"no contact has the id '{called}'", did_you_mean(called, book.by_id, _WHOSE))


# --- who is to be left alone ----------------------------------------------------------------------------------------


def _wishes(people: _People, events: Iterable[Event], listed: Suppression) -> tuple[Suppression, list[Problem]]:
    """Everybody's wish to be left alone, from wherever it was said, and those on the list whom nobody can find."""
    book = people.book
    problems: list[Problem] = []
    own: dict[str, str] = {}
    places = {one.name: _asked(one.name, one.do_not_contact) for one in book.organizations if one.do_not_contact}
    for entry in listed.entries:
        who, where, unclear = _named(entry, people)
        own |= {contact.id: f"{contact.display_name} {entry.because}" for contact in who}
        places = {**{place: f"{place} {entry.because}" for place in where}, **places}
        problems += unclear
    stops = {event.contact: event for event in events if event.event == "asked-to-stop" or event.said}
    stops |= {event.contact: event for event in events if event.event == "asked-to-stop"}
    by_place = {normalized(place): why for place, why in places.items()}
    some = bool(by_place or stops)  # mostly nobody asked, and a book is long
    asked = {
        contact.id: why
        for contact in book.contacts
        if (some or contact.do_not_contact) and (why := _why(contact, by_place, stops))
    }
    stopped = (contact for contact in book.contacts if contact.id in asked)
    personal = {*own, *(contact.id for contact in stopped if _why(contact, {}, stops))}
    asked |= _doubles_of(people, personal, asked)
    return replace(listed, asked=asked, listed=own, mailboxes=_mailboxes(book, {**own, **asked}, by_place)), problems


def _why(contact: Contact, places: Mapping[str, str], stops: Mapping[str, Event]) -> str:
    """Why nothing may go to somebody: their own word, their organisation's, or what the history tells."""
    if contact.do_not_contact:
        return _asked("they", contact.do_not_contact)
    if places and contact.organization and (why := places.get(normalized(contact.organization))):
        return why
    event = next((stops[key] for key in (contact.id, *contact.former_ids) if key in stops), None) if stops else None
    if event and event.event != "asked-to-stop":
        said = f"they may have asked on {event.date} not to be written to ('{event.said}' at {event.where()})"
        return "" if contact.may_be_written_to else f"{said}; {_SAY}"
    return f"they asked on {event.date} not to be written to" if event else ""


def _doubles_of(people: _People, stopped: Collection[str], known: Collection[str]) -> Mapping[str, str]:
    """Why nothing may go to a second record of somebody with a wish: by its name, or by an address of the first.

    The ids of those whose own wish it is are `stopped`; to those who are `known` nothing goes anyway.
    """
    names: dict[frozenset[str], Contact] = {}
    addresses: dict[str, Contact] = {}
    for contact in people.book.contacts if stopped else ():
        if contact.id in stopped:
            names.setdefault(people.words(contact.name), contact)
            addresses |= {mailbox(address): contact for address in contact.other_addresses.split()}
    names.pop(frozenset(), None)
    found: dict[str, str] = {}
    for contact in people.book.contacts if names or addresses else ():
        other = addresses.get(mailbox(contact.email or "")) or names.get(people.words(contact.name))
        if other and contact.id not in stopped and contact.id not in known and not contact.may_be_written_to:
            who = f"{contact.display_name} may be {other.display_name} ({other.where()})"
            found[contact.id] = f"{who}, who asked not to be written to; {_SAY}"
    return found


def _asked(who: str, wish: DoNotContact) -> str:
    told = f" ('{wish.said}' at {wish.where()}); if that is not what it says, {_FALSE}" if wish.said else ""
    return f"{who} asked not to be written to" + (f" on {wish.since}" if wish.since else "") + told


def _mailboxes(book: ContactBook, stopped: Mapping[str, str], places: Mapping[str, str]) -> Mapping[str, str]:
    """The mailboxes of all who are to be left alone: another record may have the same one."""
    found = {
        mailbox(one.email): f"is the address of {one.name}, who asked not to be written to"
        for one in book.organizations
        if one.email and normalized(one.name) in places
    }
    return found | {
        mailbox(contact.email): f"is the address of {contact.display_name}, who asked not to be written to"
        for contact in (book.contacts if stopped else ())
        if contact.email and contact.id in stopped
    }


def _named(entry: Suppressed, people: _People) -> tuple[list[Contact], list[str], list[Problem]]:
    """The people and the places that a line of the list names, and what is wrong with its names."""
    who: list[Contact] = people.spelled(entry.domain.replace(".", " "))  # "Dr.Hale" looks like a domain
    where: list[str] = []
    problems: list[Problem] = []
    for field, called in (("contact", entry.contact), ("organization", entry.organization)):
        persons, places = (people.people(called), people.places(called)) if called else ([], [])
        if persons and (field == "contact" or not places):
            who, places = [*who, *persons], []
        where += places
        several = places or [one.id for one in persons]
        if called and (not several or (len(several) > 1 and (not places or len(set(map(people.words, places))) > 1))):
            problems.append(_unclear(entry, field, several, people.book))
    return who, where, problems


def _unclear(entry: Suppressed, field: str, several: list[str], book: ContactBook) -> Problem:
    called, at = getattr(entry, field), entry.at(field)
    if several:
        return at.error(f"do-not-contact-{field}", f"'{called}' may be {', '.join(several)}", _WHOM)
    known = [*book.by_id, *(contact.name for contact in book.contacts), *(one.name for one in book.organizations)]
    hint = did_you_mean(called, filter(None, known), _GONE)
    return at.error(f"do-not-contact-{field}", f"nobody in contacts.yaml is called '{called}'", hint)
