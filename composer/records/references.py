"""Every reference from one record to another, resolved in one place.

A contact names an organisation, an event a contact, the list of those to be left alone people and places: by an id of
today or of before, or by a name, whatever its case, its Unicode form and its titles. Whoever is named is found here
once; the rooms above see ids and names of today only. A wish whose owner cannot be found stops all writing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter

from composer.errors import Problem, errors_in
from composer.records.contacts import Contact, ContactBook, Organization
from composer.records.event_kinds import WISHES
from composer.records.history import Event, History
from composer.records.left_alone import named_by, resolve_wishes
from composer.records.name_parts import NameParts
from composer.records.people import People
from composer.records.suppression import Suppression
from composer.spelling import did_you_mean, nearest, normalized, same_place

ELSEWHERE = "a place, or somebody in no record, stands in do-not-contact.yaml: - {}"
"""What to do with a wish that is no contact's."""
_WHOSE = "`outreach contacts` shows every id; a record that was merged, or got another id, keeps the old in former_ids"
_FEW = 300
"""So many names of organisations are compared with each that has no record; more would take seconds."""


def resolve(
    book: ContactBook, history: History, listed: Suppression, names: NameParts
) -> tuple[ContactBook, History, Suppression, list[Problem]]:
    """The same records, each reference as its record is called today, and what none is; titles do not count."""
    blind = any(problem.code.startswith(("yaml-", "contacts-shape")) for problem in errors_in(book.problems))
    book, problems = _with_places(book, listed, names)
    people = People(book, names)
    past, lost = _with_ids_of_today(history, people)
    events = past.events if past is history else (*history.events, *past.events)
    wishes, unmet = resolve_wishes(people, events, listed)
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


# --- contact → organisation ----------------------------------------------------------------------------------------


def _with_places(book: ContactBook, listed: Suppression, names: NameParts) -> tuple[ContactBook, list[Problem]]:
    """Each contact with the name of their organisation as its own record has it.

    A place may have no record. One that may be another spelling of a place that asked to be left alone keeps its
    contact out until somebody says which it is.
    """
    if not (book.organizations or listed.entries):
        return book, []
    by_key = _organizations_by_key(book.organizations)
    problems = list(_doubles(by_key))
    people = People(book, names)
    stopped = [one.name for one in book.organizations if one.do_not_contact]
    stopped += [place for entry in listed.entries for place in named_by(entry, people)[1]]
    contacts: list[Contact] = []
    for contact in book.contacts:
        found = _called(contact.organization, by_key)
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


def _called(place: str, known: Mapping[str, list[Organization]]) -> list[Organization]:
    """The organizations of a name or an id; where there are none, the one of nearly that name."""
    found = known.get(normalized(place), []) if place else []
    if found or not place:
        return found
    found = known.get(f"={same_place(place)}", [])
    return found if len(found) == 1 else []


def _organizations_by_key(organizations: Iterable[Organization]) -> Mapping[str, list[Organization]]:
    """Each under its name and its id, and under ``=`` and how its name is compared."""
    found: dict[str, list[Organization]] = defaultdict(list)
    for one in organizations:
        for key in dict.fromkeys(
            [*(normalized(word) for word in (one.name, one.id) if word), f"={same_place(one.name)}"]
        ):
            found[key].append(one)
    return found


def _doubles(by_key: Mapping[str, list[Organization]]) -> Iterator[Problem]:
    for key, found in by_key.items():
        for other in found[1:] if not key.startswith("=") else ():
            field = "name" if normalized(other.name) == key else "id"
            text = f"'{getattr(other, field)}' is another organization already ({found[0].where()})"
            hint = "make one record of the two, or give each a name and an id of its own"
            yield other.at(field).error(f"organization-{field}", text, hint)


def _near_place(
    contact: Contact, stopped: Iterable[str], known: Mapping[str, list[Organization]], people: People
) -> Problem | None:
    """What to say of a place without a record: an error where it may be one that asked to be left alone."""
    place = contact.organization
    own = same_place(place)
    wish = next((name for name in stopped if same_place(name) != own and people.like(place, name)), "")
    if wish:
        text = f"'{place}' may be '{wish}', who asked not to be written to"
        hint = "write the name as it is there, or give the other a record, too"
        return contact.at("organization").error("contact-organization", text, hint)
    near = nearest(normalized(place), known) if len(known) <= 2 * _FEW else ""
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


def _with_ids_of_today(history: History, people: People) -> tuple[History, list[Problem]]:
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
        if event.contact not in today and (event.event in WISHES or not silent)
    ]
    return with_names_of_today(history, "contact", {old: new for old, new in today.items() if old != new}), problems


def _unknown_contact(event: Event, found: list[Contact], book: ContactBook) -> Problem:
    at, called = event.at("contact"), event.contact
    if found:
        ids = ", ".join(contact.id for contact in found)
        return at.error("event-contact", f"'{called}' may be {len(found)} people", f"write the id: {ids}")
    hint = did_you_mean(called, book.by_id, _WHOSE)
    hint = f"{hint}; {ELSEWHERE.format(called)}" if event.event in WISHES else hint
    return at.error("event-contact", f"no contact has the id '{called}'", hint)
