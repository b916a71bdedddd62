"""Choosing: which letter goes to whom, in which language, or why none does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from composer.briefs.brief import Briefer
from composer.letters.compose import Order
from composer.planning.choosing import Choice, Drafts, Planner, Situation
from composer.workspace.snapshot import Snapshot


def drafts_of(snapshot: Snapshot) -> Drafts:
    """The drafts there are, as far as planning looks at them; each under the id that its contact has today."""
    book = snapshot.records.contacts
    beyond = ((draft, book.by_any_id(draft.contact)) for draft in snapshot.store.beyond())
    known = tuple(replace(draft, contact=contact.id if contact else draft.contact) for draft, contact in beyond)
    return Drafts(frozenset(snapshot.store.names()), known)


def choose_letters(
    snapshot: Snapshot, letter: str = "", who: Sequence[str] = (), release: date | None = None
) -> list[Choice]:
    """The letter for each contact, or why there is none.

    Args:
        snapshot: the workspace.
        letter: one letter for all; empty chooses the one that fits each.
        who: ids, addresses or names; empty means everyone.
        release: the last day of a signed release, for a letter about a shared client.
    """
    book, today = snapshot.records.contacts, snapshot.today
    contacts = list(dict.fromkeys(snapshot.contact(name) for name in who)) if who else list(book.contacts)
    situation = Situation(today, release, drafts_of(snapshot))
    planner = Planner(snapshot.records, snapshot.catalogue.heads, Briefer(snapshot.records, today), situation)
    if letter:
        key = snapshot.letter(letter).key
        return [planner.check(key, contact) for contact in contacts]
    return [planner.choose(contact) for contact in contacts]


def order(snapshot: Snapshot, choice: Choice, release: date | None = None) -> Order:
    """The letter of a choice in its reader's language, or in English where it is not translated."""
    letter = snapshot.letter(choice.letter)
    return Order(choice.contact, snapshot.catalogue.spoken(letter.key, choice.contact.language), release)
