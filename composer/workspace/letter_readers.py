"""A letter and its readers: whom it fits today, and how it reads for any one of them. Nothing is written here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from composer.drafts.draft import Draft
from composer.errors import Problem, RecordsError
from composer.letters.catalogue import Letter
from composer.letters.compose import Order, compose
from composer.letters.languages import letter_for
from composer.letters.lint import fault_problem
from composer.planning import letter_choice
from composer.planning.eligibility import Eligibility
from composer.records.contacts import Contact
from composer.workspace.drafting import choose_letters
from composer.workspace.snapshot import Snapshot

MOST_LETTERS: Final = 500
"""How many letters a page looks at, however many people there are in the book."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """One letter as it would be written to one contact now."""

    contact: Contact
    fits: bool
    because: str
    """Why it may go to them now, or why not."""
    draft: Draft | None = None
    """``None`` where it cannot be written."""
    problems: tuple[Problem, ...] = ()
    """Why it cannot be written, each with its line."""
    notes: tuple[str, ...] = ()
    """What the writer should know; see `Composed`."""


def ensure_records(snapshot: Snapshot) -> None:
    """A `RecordsError` where the records cannot be trusted, so that no letter can be tried out."""
    if snapshot.records.blocking():
        raise RecordsError("the letters cannot be tried out; these need mending first", problems=snapshot.problems)


def readers(snapshot: Snapshot, key: str) -> tuple[Contact, ...]:
    """Everyone whom a letter fits today, as if a release were signed for those that need one.

    Raises:
        NotFoundError: there is no such letter.
    """
    choices = choose_letters(snapshot, key, release=snapshot.today)
    return tuple(choice.contact for choice in choices if choice.letter)


def readers_of_each(snapshot: Snapshot, keys: Iterable[str]) -> Mapping[str, tuple[Contact, ...]]:
    """The same of several letters, in one walk through the people."""
    heads, drafts = snapshot.catalogue.heads, snapshot.store.for_planning()
    eligibility = Eligibility(snapshot.records, heads, snapshot.today, drafts, snapshot.today)
    found: dict[str, list[Contact]] = {key: [] for key in keys}
    for contact in snapshot.records.contacts.contacts:
        for key, people in found.items():
            if letter_choice.check(eligibility, key, contact).letter:
                people.append(contact)
    return {key: tuple(people) for key, people in found.items()}


def show_letter(snapshot: Snapshot, key: str, contact: Contact) -> ShownLetter:
    """One letter over one contact, made as drafts are, whether it may go to them or not.

    Raises:
        NotFoundError: there is no such letter.
        RecordsError: the records cannot be trusted.
    """
    ensure_records(snapshot)
    letter = snapshot.letter(key)
    release = snapshot.today if "release" in letter.head.when else None
    (choice,) = choose_letters(snapshot, key, [contact.id], release)
    spoken = letter_for(letter.key, contact, snapshot.catalogue, snapshot.records)
    orders = [Order(contact, spoken, release)]
    (made,) = compose(orders, snapshot.records, snapshot.catalogue, snapshot.today)
    problems = tuple(fault_problem(fault, snapshot.catalogue) for fault in made.faults)
    return ShownLetter(contact, bool(choice.letter), choice.because, made.draft, problems, made.notes)


def show_examples(snapshot: Snapshot, people: Mapping[str, Sequence[Contact]]) -> Mapping[str, Draft]:
    """One letter of each kind for the first of its people, by its name; none where nobody is, or it cannot be made."""
    catalogue, records = snapshot.catalogue, snapshot.records
    orders = [_example(snapshot, catalogue.letters[key], some[0]) for key, some in people.items() if some]
    made = compose(orders, records, catalogue, snapshot.today)
    return {one.letter: one.draft for one in made if one.draft}


def _example(snapshot: Snapshot, letter: Letter, contact: Contact) -> Order:
    release = snapshot.today if "release" in letter.head.when else None
    return Order(contact, letter_for(letter.key, contact, snapshot.catalogue, snapshot.records), release)


def find_people(snapshot: Snapshot, words: str, *, most: int) -> tuple[Contact, ...]:
    """Those whose name, place, role, id or address holds all of these words, in the file's order, `most` at most."""
    wanted, found = words.casefold().split(), []
    for contact in snapshot.records.contacts.contacts:
        said = (contact.display_name, contact.organization, *contact.roles, contact.id, contact.email or "")
        text = " ".join(said).casefold()
        if all(word in text for word in wanted):
            found.append(contact)
            if len(found) == most:
                break
    return tuple(found)


def spread(items: Sequence[T], most: int) -> Sequence[T]:
    """At most so many of them, at even steps from the first on, so that they stand for all; 0 takes all."""
    if not most or len(items) <= most:
        return items
    return [items[number * len(items) // most] for number in range(most)]
