"""Who may be in the records twice: people and places that share an address, a name or a number.

Nothing here compares everybody with everybody: each is looked up by what it has. It only says what is likely; whether
two are one is for a person to say.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, KeysView, Mapping
from typing import NamedTuple

from composer.addresses import mailbox
from composer.patterns import regex
from composer.records.contacts import TITLES, Contact, ContactBook
from composer.records.library import Library
from composer.records.people import People
from composer.records.phones import phone_key
from composer.spelling import in_ascii, one_slip, same_place

_FEW, _MOST = 2, 50
_WORD = regex(r"[a-z]+")
_GENERATION = regex(r"\b(jr|sr|ii|iii|iv)\b(?!\. [A-Z])", re.IGNORECASE)


class Match(NamedTuple):
    """Somebody who may be the same as another."""

    contact: Contact
    sure: bool
    """Whether all that is known of both fits; otherwise a person has to say."""
    why: str
    """In words: ``the same address``, ``the same name, at another place``."""


class Doubles:
    """An index of people by what they share, to which more can be added."""

    def __init__(self, book: ContactBook, library: Library, *, region: str = "US") -> None:
        self._people, self._region = People(book, library.names), region
        self._place = library.place_names.key
        self._known: dict[Hashable, list[Contact]] = defaultdict(list)
        for contact in book.contacts:
            self.add(contact)

    def add(self, contact: Contact) -> None:
        """One more to be found."""
        for key in self._keys(contact):
            if len(self._known[key]) < _MOST:
                self._known[key].append(contact)

    def find(self, contact: Contact) -> Match | None:
        """Who is most likely the same as a contact; ``None`` where nobody is."""
        others = {id(one): one for key in self._keys(contact) for one in self._known.get(key, ())}.values()
        found = [match for other in others if (match := self.compare(contact, other))]
        sure = [match for match in found if match.sure]
        sharing = [match for match in sure if self._mailboxes(contact) & self._mailboxes(match.contact)] or sure
        if len(sharing) > 1:
            first, second, *_ = sharing
            return first._replace(sure=False, why=f"{first.why}, and so is {second.contact.id}")
        return next(iter(sharing or found), None)

    def compare(self, contact: Contact, other: Contact) -> Match | None:
        """Whether two may be one, and why."""
        address = bool(self._mailboxes(contact) & self._mailboxes(other))
        place = bool(contact.organization) and self._place(contact.organization) == self._place(other.organization)
        if not (contact.name and other.name):
            return self._of_nobody(contact, other, address=address, place=place)
        words, others = self._people.words(contact.name), self._people.words(other.name)
        phone = bool(self._number(contact)) and self._number(contact) == self._number(other)
        if words and words == others and _generation(contact.name) != _generation(other.name):
            return Match(other, sure=False, why="the same name, but for Jr. or Sr.")
        if words and words == others:
            return self._of_one_name(contact, other, shared=address or phone or place)
        near = phone or place
        if not self._people.may_be(contact, other, one_phone=False):
            short = (near or address) and _short_form(contact.name, other.name, words & others)
            return Match(other, sure=False, why="the same family name at the same place") if short else None
        if address:
            whole = _is_part(*sorted((words, others), key=len))
            return Match(other, sure=whole, why="the same address, and nearly the same name")
        return Match(other, sure=False, why=f"nearly the same name, and the same {_one(phone)}") if near else None

    def _of_one_name(self, contact: Contact, other: Contact, *, shared: bool) -> Match | None:
        apart = bool(contact.organization and other.organization) or bool(contact.email and other.email)
        one_word = len(self._people.words(contact.name)) < _FEW
        if shared or not (apart or one_word):
            return Match(other, sure=not one_word or shared, why="the same name")
        return None if one_word else Match(other, sure=False, why="the same name, at another place or address")

    def _of_nobody(self, contact: Contact, other: Contact, *, address: bool, place: bool) -> Match | None:
        """Records of places where nobody is known are one where place and desk are; a person is none of them."""
        if bool(contact.name) != bool(other.name) or contact.team.casefold() != other.team.casefold():
            return None
        apart = bool(contact.email and other.email) and not address
        return Match(other, sure=True, why="the same place, where nobody is known") if place and not apart else None

    # --- what people share ------------------------------------------------------------------------------------------

    def _keys(self, contact: Contact) -> Iterator[Hashable]:
        words = self._people.words(contact.name)
        if words:
            yield words
        yield from self._mailboxes(contact)
        if number := self._number(contact):
            yield number
        if contact.organization:
            place = self._place(contact.organization)
            yield from ((place, word) for word in words)
            if not words:
                yield place, contact.team.casefold()

    def _mailboxes(self, contact: Contact) -> set[str]:
        return set(map(mailbox, contact.addresses))

    def _number(self, contact: Contact) -> str:
        return phone_key(contact.phone, self._region) if contact.phone else ""


def _is_part(few: frozenset[str], many: frozenset[str]) -> bool:
    """Whether one name is a shorter form of another: fewer words, or an initial; ``Dan`` is none of ``Dana``."""
    return all(any(word == own or (len(word) == 1 and own.startswith(word)) for own in many) for word in few)


def _generation(name: str) -> str:
    found = _GENERATION.search(name)
    return found[1].casefold() if found else ""


def _short_form(name: str, other: str, shared: frozenset[str]) -> bool:
    """Whether two given names may be one, by their first letter, where another word of both names is the same."""
    first, second = (_first_of(one, shared) for one in (name, other))
    return bool(shared and first and second) and first[0] == second[0]


def _first_of(name: str, shared: frozenset[str]) -> str:
    words = _WORD.findall(in_ascii(name))
    return next((word for word in words if word not in shared and word not in TITLES), "")


def _one(phone: bool) -> str:
    return "number" if phone else "place"


def likely_doubles(book: ContactBook, library: Library, *, region: str = "US") -> tuple[tuple[Contact, Match], ...]:
    """Pairs of people who may be one, each with the earlier of the two as its match, in the order of the file."""
    index = Doubles(ContactBook(), library, region=region)
    found = []
    for contact in book.contacts:
        if match := index.find(contact):
            found.append((contact, match))
        index.add(contact)
    return tuple(found)


# --- places -----------------------------------------------------------------------------------------------------------


def likely_places(book: ContactBook, library: Library) -> tuple[tuple[str, ...], ...]:
    """Spellings that may be of one place, the one that most use first; those that are known to be one are left out.

    A slip of one letter in a word is near, too, where another word is the same.
    """
    counts: dict[str, int] = defaultdict(int)
    for name in (*(one.name for one in book.organizations), *(one.organization for one in book.contacts)):
        if name:
            counts[name] += 1
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for name in counts:
        groups[library.place_names.key(name)].append(name)
    sharing = _sharing(groups)
    for key in list(groups):
        if (near := _near(key, groups.keys(), sharing)) != key:
            groups[near] += groups.pop(key)
    spelled = (sorted(names, key=lambda name: (-counts[name], name)) for names in groups.values())
    return tuple(tuple(names) for names in spelled if len(set(map(same_place, names))) > 1)


def _near(
    key: frozenset[str], there: KeysView[frozenset[str]], sharing: Mapping[frozenset[str], list[frozenset[str]]]
) -> frozenset[str]:
    """A place of the same words but one, and that a letter apart; the key itself where there is none."""
    if len(key) < _FEW:
        return key
    for word in sorted(key):
        rest = key - {word}
        for other in sharing.get(rest, ()):
            last = next(iter(other - rest), "")
            if other != key and other in there and last and one_slip(word, (last,)):
                return other
    return key


def _sharing(groups: Mapping[frozenset[str], list[str]]) -> dict[frozenset[str], list[frozenset[str]]]:
    found: dict[frozenset[str], list[frozenset[str]]] = defaultdict(list)
    for key in groups:
        for word in key:
            found[key - {word}].append(key)
    return found
