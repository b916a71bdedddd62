"""Everybody's wish to be left alone, from wherever it was said: one person's, a place's, a mailbox's."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from composer.addresses import mailbox
from composer.errors import Problem
from composer.records.contacts import Contact, ContactBook, DoNotContact
from composer.records.event_kinds import OPEN_OR_NOT
from composer.records.history import Event
from composer.records.people import People
from composer.records.suppression import Suppressed, Suppression
from composer.spelling import did_you_mean, normalized, same_place

_WHOM = "write which: an id (`outreach contacts` shows them), an address or a domain; until then nothing is written"
_GONE = "write an address or a domain, or keep their record with do_not_contact: true; until then nothing is written"
_SAY = "write do_not_contact: true or false in their record"
_FALSE = "write do_not_contact: false in their record"
_READ = "read it, then say which, with `outreach log 'asked to stop' {0}` or `outreach log 'did not ask to stop' {0}`"
_PHONE = 7
"""Digits; a shorter one is an extension."""


def resolve_wishes(people: People, events: Iterable[Event], listed: Suppression) -> tuple[Suppression, list[Problem]]:
    """Everybody's wish to be left alone, from wherever it was said, and those on the list whom nobody can find."""
    book = people.book
    problems: list[Problem] = []
    own: dict[str, str] = {}
    places = {one.name: _asked(one.name, one.do_not_contact) for one in book.organizations if one.do_not_contact}
    own |= _of_old_addresses(book, listed)
    problems += _slips(book, listed)
    for entry in listed.entries:
        who, where, unclear = named_by(entry, people)
        own |= {contact.id: f"{contact.display_name} {entry.because}" for contact in who}
        places = {**{place: f"{place} {entry.because}" for place in where}, **places}
        problems += unclear
    stops = {event.contact: event for event in events if event.event == "asked-to-stop" or event.said}
    stops |= _open_wishes(book, events)
    stops |= {event.contact: event for event in events if event.event == "asked-to-stop"}
    open_wishes = {who for who, event in stops.items() if event.event == OPEN_OR_NOT[0]}
    by_place = {same_place(place): why for place, why in places.items()}
    some = bool(by_place or stops)  # mostly nobody asked, and a book is long
    asked = {
        contact.id: why
        for contact in book.contacts
        if (some or contact.do_not_contact) and (why := _why(contact, by_place, stops))
    }
    stopped = (contact for contact in book.contacts if contact.id in asked)
    personal = {*own, *(contact.id for contact in stopped if _why(contact, {}, stops))}
    asked |= _doubles_of(people, personal, asked, open_wishes)
    return replace(
        listed, asked=asked, listed=own, mailboxes=_mailboxes(book, {**own, **asked}, by_place, open_wishes)
    ), problems


def _open_wishes(book: ContactBook, events: Iterable[Event]) -> Mapping[str, Event]:
    """The answers that may hold a wish, and of which nobody has said since whether they do; by the ids of today."""
    told = [event for event in events if event.event in OPEN_OR_NOT]
    by_contact: dict[str, list[Event]] = defaultdict(list)
    for event in told:
        by_contact[event.contact].append(event)
    return {who: wish for who, events in by_contact.items() if who in book.by_id and (wish := open_wish(events))}


def open_wish(events: Iterable[Event]) -> Event | None:
    """The answer of one person that may hold a wish, where nobody has said since whether it does; else ``None``."""
    told = [event for event in events if event.event in OPEN_OR_NOT]
    # The one that was noted last: an older answer that was read later has not been judged yet.
    last = max(told, key=lambda event: event.where().line, default=None)
    return last if last and last.event == OPEN_OR_NOT[0] else None


def _why(contact: Contact, places: Mapping[str, str], stops: Mapping[str, Event]) -> str:
    """Why nothing may go to somebody: their own word, their organisation's, or what the history tells."""
    if contact.do_not_contact:
        return _asked("they", contact.do_not_contact)
    if places and contact.organization and (why := places.get(same_place(contact.organization))):
        return why
    event = next((stops[key] for key in (contact.id, *contact.former_ids) if key in stops), None) if stops else None
    if event and event.event == OPEN_OR_NOT[0]:
        return f"their answer of {event.date} may ask you not to write any more; {_READ.format(contact.id)}"
    if event and event.event != "asked-to-stop":
        said = f"they may have asked on {event.date} not to be written to ('{event.said}' at {event.where()})"
        return "" if contact.may_be_written_to else f"{said}; {_SAY}"
    return f"they asked on {event.date} not to be written to" if event else ""


def _doubles_of(
    people: People, stopped: Collection[str], known: Collection[str], open_wishes: Collection[str]
) -> Mapping[str, str]:
    """Why nothing may go to a second record of somebody with a wish: by its name, an id or an address of the first.

    At one place, or with one phone, nearly the name is enough. The ids of those whose own wish it is are `stopped`; to
    those who are `known` nothing goes anyway.
    """
    same: dict[object, Contact] = {}
    there: dict[str, list[Contact]] = defaultdict(list)
    for contact in people.book.contacts if stopped else ():
        if contact.id in stopped:
            for key in _own_keys(people, contact):
                same.setdefault(key, contact)
            for key in _shared_keys(contact):
                there[key].append(contact)
    found: dict[str, str] = {}
    for contact in people.book.contacts if same else ():
        if contact.id in stopped or contact.id in known or contact.may_be_written_to:
            continue
        near = ((one, key.isdigit()) for key in _shared_keys(contact) for one in there.get(key, ()))
        other = next((same[key] for key in _own_keys(people, contact) if key in same), None) or next(
            (one for one, phone in near if people.may_be(contact, one, one_phone=phone)), None
        )
        if other:
            who = f"{contact.display_name} may be {other.display_name} ({other.where()})"
            todo = f"{_READ.format(other.id)}; or {_FALSE}" if other.id in open_wishes else _SAY
            found[contact.id] = f"{who}, {_asked_of(other, open_wishes)}; {todo}"
    return found


def _asked_of(contact: Contact, open_wishes: Collection[str]) -> str:
    """What is known of somebody's wish, behind their name."""
    return "whose answer may ask for no more letters" if contact.id in open_wishes else "who asked not to be written to"


def _own_keys(people: People, contact: Contact) -> Iterator[object]:
    """What nobody has but one person: ids, addresses, the words of a name."""
    yield from map(normalized, (contact.id, *contact.former_ids))
    yield from map(mailbox, contact.addresses)
    if words := people.words(contact.name):
        yield words


def _shared_keys(contact: Contact) -> Iterator[str]:
    """What colleagues have in common: the place, in words, and the phone, in digits."""
    if contact.organization:
        yield f"at {same_place(contact.organization)}"
    if len(phone := re.sub(r"\D", "", contact.phone)) >= _PHONE:
        yield phone[-10:]


def _of_old_addresses(book: ContactBook, listed: Suppression) -> Mapping[str, str]:
    """Why nothing may go to those in whose record an address of the list stands, as one that they had or have, too."""
    found: dict[str, str] = {}
    main = (
        {mailbox(contact.email) for contact in book.contacts if contact.email} if listed.entries else frozenset[str]()
    )
    for contact in book.contacts if main else ():
        mentioned = (one for one in contact.mentioned_addresses.split() if mailbox(one) not in main)
        for address in () if contact.may_be_written_to else (*contact.other_addresses.split(), *mentioned):
            if entry := listed.entry_of(address):
                found[contact.id] = f"{address} in their record {entry.because}; {_SAY}"
    return found


def _slips(book: ContactBook, listed: Suppression) -> Iterator[Problem]:
    """Addresses on the list that are nobody's, and one slip away from somebody's."""
    known = [mailbox(one) for contact in book.contacts for one in contact.addresses] if listed.entries else []
    known += [mailbox(one.email) for one in book.organizations if one.email]
    by_part: dict[str, list[str]] = defaultdict(list)
    for address in known:
        local, _, domain = address.rpartition("@")
        by_part[f"{local}@"].append(address)
        by_part[f"@{domain}"].append(address)
    for entry in listed.entries:
        address = mailbox(entry.email or "")
        local, _, domain = address.rpartition("@")
        alike = {*by_part.get(f"{local}@", ()), *by_part.get(f"@{domain}", ())} if entry.email else set[str]()
        if alike and address not in alike and (hint := did_you_mean(address, alike)):
            text = f"nobody in your contacts has the address '{entry.email}'"
            yield entry.at("email").warning("do-not-contact-email", text, hint)


def _asked(who: str, wish: DoNotContact) -> str:
    told = f" ('{wish.said}' at {wish.where()}); if that is not what it says, {_FALSE}" if wish.said else ""
    return f"{who} asked not to be written to" + (f" on {wish.since}" if wish.since else "") + told


def _mailboxes(
    book: ContactBook, stopped: Mapping[str, str], places: Mapping[str, str], open_wishes: Collection[str]
) -> Mapping[str, str]:
    """The mailboxes of all who are to be left alone: another record may have the same one."""
    found = {
        mailbox(one.email): f"is the address of {one.name}, who asked not to be written to"
        for one in book.organizations
        if one.email and same_place(one.name) in places
    }
    others = {mailbox(one.email) for one in book.contacts if one.email and one.id not in stopped} if stopped else set()
    for contact in book.contacts if stopped else ():
        if contact.id in stopped:
            for address in {*map(mailbox, (*contact.addresses, *contact.mentioned_addresses.split()))} - others:
                found[address] = f"is the address of {contact.display_name}, {_asked_of(contact, open_wishes)}"
    return found


def named_by(entry: Suppressed, people: People) -> tuple[list[Contact], list[str], list[Problem]]:
    """The people and the places that a line of the list names, and what is wrong with its names."""
    who: list[Contact] = people.spelled(entry.domain.replace(".", " "))  # "Dr.Hale" looks like a domain
    where: list[str] = []
    problems: list[Problem] = []
    for field, called in (("contact", entry.contact), ("organization", entry.organization)):
        persons = people.claiming(called) or people.people(called) if called else []
        places = people.places(called) if called else []
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
    return at.error(f"do-not-contact-{field}", f"nobody in your contacts is called '{called}'", hint)
