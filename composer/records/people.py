"""Whom a name means: people and places by what they are called, and who may be the same."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from composer.records.contacts import TITLES, Contact, ContactBook
from composer.records.name_parts import NameParts, plain_title
from composer.spelling import in_ascii, nearest, normalized, same_place

_SLIP = 2
T = TypeVar("T")


class People:
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

    def claiming(self, called: str) -> list[Contact]:
        """Those who have an id or had it before; two who claim one are both meant."""
        return self._claims.get(normalized(called), [])

    def places(self, called: str) -> list[str]:
        """The organisations that an id or a name may mean, by name; two names that differ in little are one place."""
        key = same_place(called)
        known = [one.name for one in self.book.organizations if key in {same_place(one.name), same_place(one.id)}]
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

    def may_be(self, one: Contact, other: Contact, *, one_phone: bool) -> bool:
        """Whether two names at one place, or with one phone, may be of one person: short, misspelt or with more to it.

        With one phone a name in common is enough: ``Bob Smith`` may be ``Robert Smith``.
        """
        words, others = sorted((self.words(one.name), self.words(other.name)), key=len)
        near = bool(words) and all(any(_is_near(word, own) for own in others) for word in words)
        return near or (one_phone and any(len(word) > _SLIP for word in words & others))

    @cached_property
    def _claims(self) -> Mapping[str, list[Contact]]:
        found: dict[str, list[Contact]] = defaultdict(list)
        for contact in self.book.contacts:
            for key in dict.fromkeys(map(normalized, (contact.id, *contact.former_ids))):
                found[key].append(contact)
        return found

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
    return tuple(re.findall(r"[a-z0-9]+", in_ascii(part).replace("'", "")))


def _is_near(word: str, other: str) -> bool:
    """Whether two words may be one: equal, an initial, or a slip apart."""
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) == 1 and long.startswith(short)) or bool(nearest(word, [other]))
