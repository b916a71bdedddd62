"""One reader, understood: in which role, with which needs, what they said, and what the practice has for that."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from composer.briefs.content import content_stems
from composer.briefs.dates import is_noted
from composer.briefs.entries import Entries
from composer.briefs.hats import hats_of, in_their_words, of_another, own_needs
from composer.briefs.matching import OfferMatch, answers, closing_limit, match_by_words, match_limits, match_offers
from composer.briefs.needs import FoundNeed, needs_of
from composer.briefs.reported import Reported, report
from composer.briefs.their_word import Rewording
from composer.records.contacts import Contact
from composer.records.library import Library
from composer.records.need_index import NeedIndex
from composer.records.practice import Limit, Practice, Talk
from composer.records.role_names import FoundRole
from composer.records.roles import RoleProfile

_MORE_THAN_A_NEED = 3


@dataclass(frozen=True, slots=True)
class Setting:
    """What all readers of letters in one language have in common on a day."""

    practice: Practice
    """With its sentences in that language."""
    library: Library
    """That language's own."""
    index: NeedIndex
    today: date
    entries: Entries
    _meant: dict[frozenset[str], Practice] = field(default_factory=dict, compare=False)
    _told: dict[tuple[frozenset[str], str, str], Practice] = field(default_factory=dict, compare=False)

    def practice_for(self, hats: frozenset[str]) -> Practice:
        """What of the practice is for readers with these hats, worked out once for all of them."""
        if hats not in self._meant:
            self._meant[hats] = self.practice.for_readers(hats, self.today)
        return self._meant[hats]

    def told_to(self, hats: frozenset[str], word: Rewording) -> Practice:
        """The same with its sentences in a reader's word for people."""
        key = (hats, word.person, word.people)
        if key not in self._told:
            self._told[key] = word.practice(self.practice_for(hats))
        return self._told[key]


@dataclass(frozen=True)
class Reader:
    """What is understood of one contact before anything is chosen to be said."""

    contact: Contact
    found: FoundRole
    """How the record's role was understood."""
    role: RoleProfile
    """Its profile, in the letter's language and with this reader's word for people."""
    needs: tuple[FoundNeed, ...]
    reported: Reported
    matches: tuple[OfferMatch, ...]
    """The offers that answer these needs, best first."""
    practice: Practice
    """What of the practice is for this reader, in their word for people."""
    library: Library
    index: NeedIndex
    today: date
    entries: Entries

    @cached_property
    def words(self) -> dict[str, str]:
        """What fills the slots of a profile's sentences."""
        people, place = self.role.people, self.contact.organization
        yours, capital = _your_people(people, self.library), people[:1].upper() + people[1:]
        return {
            "person": self.role.person, "people": people, "People": capital, "organization": place, "your_people": yours
        }  # fmt: skip

    @cached_property
    def near(self) -> tuple[FoundNeed, ...]:
        """Their own needs, and what the practice has for readers like them; not what such readers usually need."""
        return tuple(need for need in self.needs if need.recorded or need.for_reader)

    @cached_property
    def closed(self) -> Limit | None:
        """What the practice says of all whom this reader looks after, where it sees none of them."""
        return closing_limit(self.needs, self.practice, self.library)

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """What it does not do, and this reader should be told, beside that."""
        notes = [f"{need.text} {need.say}" for need in self.contact.needs]
        asked = match_limits(self.needs, notes, self.practice, self.library)
        told = (limit for limit in self.practice.does_not if not {*limit.roles}.isdisjoint(self.found.hats))
        return tuple(limit for limit in (*told, *asked) if limit != self.closed)

    @cached_property
    def helps(self) -> tuple[OfferMatch, ...]:
        """The offers that answer a need of their own; where none does, those for readers like them."""
        own = tuple(match for match in self.matches if match.need.recorded)
        return own or tuple(match for match in self.matches if match.need.for_reader)

    @cached_property
    def talk(self) -> Talk | None:
        """The talk about one of these, or one whose own words a note says; of several the nearest to all that is noted.

        That they look after people of several groups brings none by itself, nor does a group that a note names: a talk
        for preschools is not for a high school. Where nobody knows whom a reader could gather, a need is not enough.
        """
        groups = self.role.looks_after if len(self.role.looks_after) > 1 else ()
        needs = [
            need for need in self.near
            if need.key not in groups and not (need.recorded and self.library.is_group(need.key))
        ]  # fmt: skip
        fewest = _MORE_THAN_A_NEED if self.role.key == "general" else 0
        fitting = [
            talk for talk in self.practice.talks
            if self._entries_of(talk) or (self.nearness(talk) >= fewest and any(answers(talk, need) for need in needs))
        ]  # fmt: skip
        return max(fitting, key=self.nearness, default=None)

    def nearness(self, talk: Talk) -> int:
        """How much a talk and the record have in common: words that carry meaning; needs and a day count twice."""
        said = content_stems(" ".join((talk.topic, talk.problem, *talk.takeaways, *talk.entries)), self.library)
        words = len(said & content_stems(" ".join(self.noted), self.library))
        needs = len({need.key for need in self.needs if need.recorded} & {*talk.needs})
        return words + 2 * (max(needs, len(self._entries_of(talk))) + is_noted(talk.dates, self.noted))

    def _entries_of(self, talk: Talk) -> list[str]:
        """What the talk is for in the practice's own words, and a need or a role of theirs says."""
        return self.entries.said(talk, (*self.contact.roles, *(need.text for need in self.contact.needs)))

    @property
    def noted(self) -> tuple[str, ...]:
        """All that the record says of them in words: role and place, needs, details, what they asked for."""
        contact = self.contact
        notes = (note.text for part in (contact.needs, contact.details, contact.asked_for) for note in part)
        return (*contact.roles, contact.organization, contact.people_word, *notes)


def rewording(role: RoleProfile, library: Library) -> Rewording:
    """How the practice's sentences are said in a role's word for people."""
    phrases = library.phrases
    return Rewording(role.person, role.people, _your_people(role.people, library), phrases.their_word)


def _your_people(people: str, library: Library) -> str:
    known = people != library.role_by_key["general"].people
    return library.phrases.your_people.called(people, known=known)


def understand(contact: Contact, found: FoundRole, setting: Setting, *, known: bool) -> Reader:
    """A contact as a reader in one role; `known` where the history has them in touch with the writer."""
    library, index, today = setting.library, setting.index, setting.today
    role = library.role_by_key.get(found.role.key) or library.role_by_key["general"]
    role = in_their_words(role, contact.people_word, library.phrases.your_people)
    practice, word = setting.practice_for(found.hats), rewording(role, library)
    needs = needs_as(contact, found, setting)
    reported = report(contact, needs, role, library, today, known=known)
    needs = tuple(sorted(needs, key=lambda need: need.key not in reported.needs))  # what was said is answered first
    matches = match_offers(needs, practice, setting.entries)
    said = set(reported.said.where)
    if not any(match.need.recorded and said & set(match.need.where) for match in matches):
        others = of_another(contact, found, library)
        told = [note for note in _notes(contact, others) if not said or said & set(note.where)]
        by_words = match_by_words(told, practice, library, setting.entries)
        own = {match.offer.text: match for match in matches if match.need.recorded}
        told_by = [own.get(one.offer.text, one) for one in by_words]
        named = {match.offer.text for match in told_by}
        matches = (*told_by, *(match for match in matches if match.offer.text not in named))[:2]
    matches = tuple(replace(match, offer=word.sentence(match.offer)) for match in matches)
    practice = setting.told_to(found.hats, word)
    return Reader(contact, found, role, needs, reported, matches, practice, library, index, today, setting.entries)


def _notes(contact: Contact, others: Collection[str]) -> Iterator[FoundNeed]:
    """A contact's notes as they stand, but those of `others`, each as a need that no key is known for."""
    for position, need in enumerate(contact.needs):
        if need.text and need.text not in others:
            yield FoundNeed("", "", contact.cite("needs", position), recorded=True, text=f"{need.text} {need.say}")


def needs_as(contact: Contact, found: FoundRole, setting: Setting) -> tuple[FoundNeed, ...]:
    """What a contact needs in one role, own needs first; what they need in another is left out.

    What such readers usually need is left out, too, where the practice does not see those whom they look after.
    """
    library = setting.library
    needs = needs_of(contact, found.role, setting.index, library)
    others = of_another(contact, found, library)
    closed = closing_limit(needs, setting.practice, library) is not None
    return tuple(
        need for need in needs
        if not (need.recorded and need.text in others) and (need.recorded or need.for_reader or not closed)
    )  # fmt: skip


def role_of(contact: Contact, setting: Setting) -> FoundRole:
    """The role in which a contact is written to, and how sure that is.

    Of several it is the first, unless more of their needs are of another, or the practice answers more of them there.
    """
    library = setting.library
    hats = hats_of(contact, library)

    def of_use(hat: FoundRole) -> int:
        needs = needs_as(contact, hat, setting)
        matches = match_offers(needs, setting.practice_for(hat.hats))
        return own_needs(contact, hat, library) + sum(match.need.recorded for match in matches)

    return hats[0] if len(hats) == 1 else max(hats, key=of_use)
