"""The history under today's names: what happened with somebody under an id, or with a letter under a name, of before.

People are merged and letters renamed, and the file of events stays as it was written. A contact lists its
``former_ids``, a letter what it was ``formerly`` called; from then on every rule sees one person and one letter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from composer.errors import Problem
from composer.records.contacts import Contact
from composer.records.history import Event, History
from composer.yaml.reader import Position


def under_todays_names(history: History, contacts: Mapping[str, str], letters: Mapping[str, str]) -> History:
    """The same events, each with the id and the name that its contact and its letter have today.

    Args:
        history: as it was written.
        contacts: today's id for each former one.
        letters: today's name for each former one.
    """
    if not (contacts or letters):
        return history
    return replace(history, events=tuple(_renamed(event, contacts, letters) for event in history.events))


def _renamed(event: Event, contacts: Mapping[str, str], letters: Mapping[str, str]) -> Event:
    contact, letter = contacts.get(event.contact, event.contact), letters.get(event.letter, event.letter)
    same = contact == event.contact and letter == event.letter
    return event if same else event.model_copy(update={"contact": contact, "letter": letter})


def former_ids(contacts: Iterable[Contact], path: str) -> tuple[Mapping[str, str], list[Problem]]:
    """Today's id for each id that somebody had before; an id that is somebody else's is a problem."""
    people = tuple(contacts)
    taken = {contact.id: contact for contact in people}
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for contact in people:
        for index, former in enumerate(contact.former_ids):
            if former in taken:
                problems.append(_clash(contact, index, taken[former], path))
            else:
                taken[former], found[former] = contact, contact.id
    return found, problems


def _clash(contact: Contact, index: int, other: Contact, path: str) -> Problem:
    at = contact.origin.position("former_ids", index) if contact.origin else Position(1, 1)
    text = f"'{contact.former_ids[index]}' is the id of {other.display_name} ({other.where()})"
    hint = "delete the record that was merged into this one, or take its id out of former_ids"
    return at.within(path).error("contact-former_ids", text, hint)
