"""Choosing: which letter goes to whom, in which language, or why none does."""

from collections.abc import Sequence
from datetime import date

from composer.letters.compose import Order
from composer.planning import letter_choice
from composer.planning.eligibility import Eligibility
from composer.planning.letter_choice import Choice
from composer.workspace.snapshot import Snapshot


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
    contacts = list(dict.fromkeys(map(snapshot.contact, who))) if who else list(snapshot.records.contacts.contacts)
    drafts, heads = snapshot.store.for_planning(), snapshot.catalogue.heads
    eligibility = Eligibility(snapshot.records, heads, snapshot.today, drafts, release)
    if letter:
        key = snapshot.letter(letter).key
        return [letter_choice.check(eligibility, key, contact) for contact in contacts]
    return [letter_choice.choose(eligibility, contact) for contact in contacts]


def order(snapshot: Snapshot, choice: Choice, release: date | None = None) -> Order:
    """The letter of a choice in its reader's language, or in English where it is not translated."""
    letter = snapshot.letter(choice.letter)
    return Order(choice.contact, snapshot.catalogue.spoken(letter.key, choice.contact.language), release)
