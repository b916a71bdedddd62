"""The brief: all that a letter may say to this one person, each piece with its reason. A template sees nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from composer.letters.matching import Match, match_limits, match_offers, match_updates
from composer.letters.needs import FoundNeed, NeedIndex, needs_of
from composer.letters.questions import Asked, choices, choose_question
from composer.letters.reported import Reported, remember, report
from composer.letters.said import NOTHING, Said, Tree
from composer.letters.salutation import salutation
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.practice import Practice
from composer.records.roles import RoleProfile, fill

_ROLE_SENTENCES = ("lead", "no_offer", "close", "wish", "ask_again", "regard", "kindness")


@dataclass(frozen=True, slots=True)
class Brief:
    """What may be said, ready for the merge."""

    contact: Contact
    role: RoleProfile
    recognised: bool
    """Whether the record's role is one the library knows; otherwise the general profile speaks."""
    needs: tuple[FoundNeed, ...]
    matches: tuple[Match, ...]
    question: str
    """The key of the question asked; empty for none."""
    tree: dict[str, Tree]
    """The template's fields."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is understood of one contact before anything is chosen to be said."""

    role: RoleProfile
    recognised: bool
    needs: tuple[FoundNeed, ...]
    reported: Reported


class Briefer:
    """Makes briefs from one set of records on one day; holds what can be worked out once for all of them."""

    def __init__(self, records: Records, today: date) -> None:
        self._records = records
        self._today = today
        self._index = NeedIndex(records.library.needs)
        self._vocabulary = dict(records.library.need_by_key)
        self._readings: dict[str, _Reading] = {}
        self._questions: dict[str, Asked | None] = {}
        self._role_trees: dict[str, dict[str, Tree]] = {}
        self._practice = practice_tree(records.practice)

    def brief(self, contact: Contact) -> Brief:
        """All that a letter may say to a contact."""
        records, today = self._records, self._today
        question = self._question(contact)
        reading = self._readings.pop(contact.id, None) or self._read(contact)
        role, needs = reading.role, reading.needs
        matches = match_offers(needs, records.practice, role.key, today)
        tree: dict[str, Tree] = {
            **self._role_tree(contact, role),
            "salutation": self._salutation(contact, role),
            "subject": self._subject(role, matches, self._words(contact, role)),
            "reason": reading.reported.said,
            "question": question.said if question else NOTHING,
            "offers": [
                Said(match.offer.text, match.because, (match.offer.where("text"), match.need.where))
                for match in matches
            ],
            "limits": [
                Said(limit.text, "the practice does not do this, and says so", (limit.where("text"),))
                for limit in match_limits(needs, records.practice, role.key)
            ],
            "memory": self._memory(contact),
            "news": self._news(contact, role, needs),
            "reader": _reader(contact, role),
            "practice": self._practice,
            "today": _long_date(today, records.library.phrases.months),
        }
        return Brief(contact, role, reading.recognised, needs, matches, question.key if question else "", tree)

    def role_of(self, contact: Contact) -> tuple[RoleProfile, bool]:
        """The profile for the first of a contact's hats, and whether it was recognised."""
        hats = contact.hats
        return self._records.library.role_of(hats[0] if hats else "general")

    def _read(self, contact: Contact) -> _Reading:
        role, recognised = self.role_of(contact)
        needs = needs_of(contact, role, self._index)
        return _Reading(role, recognised, needs, report(contact, needs, role, self._records.library, self._today))

    def _salutation(self, contact: Contact, role: RoleProfile) -> Said:
        greeting = salutation(contact, role, self._records.library.names)
        field = "address_as" if contact.address_as else "name" if contact.name else "organization"
        return Said(greeting.text, greeting.because, (contact.where(field),))

    def _subject(self, role: RoleProfile, matches: Sequence[Match], words: dict[str, str]) -> Said:
        """A subject about what the letter offers; the role's own for a letter that offers nothing."""
        for match in matches[:1]:
            own, common = role.want(match.need.key), self._vocabulary.get(match.need.key)
            form = (own and own.subject) or (common.subject if common else "")
            text = fill(form, words)
            if text:
                return Said(text, f"the letter's first offer is about '{match.need.key}'", (match.need.where,))
        return Said(fill(role.subject, words) or role.subject, "the role's own subject", (role.where("subject"),))

    def _question(self, contact: Contact) -> Asked | None:
        """The contact's question; colleagues of one role who stand earlier in the file choose before them."""
        if contact.id not in self._questions:
            taken: dict[str, set[str]] = {}
            colleagues = self._records.contacts.colleagues_of(contact) if contact.organization else (contact,)
            for colleague in colleagues:
                reading = self._readings[colleague.id] = self._read(colleague)
                mine = taken.setdefault(reading.role.key, set())
                asked = self._ask(colleague, reading, mine)
                self._questions[colleague.id] = asked
                mine |= {asked.key} if asked else set()
        return self._questions[contact.id]

    def _ask(self, contact: Contact, reading: _Reading, taken: set[str]) -> Asked | None:
        spoken = reading.reported.needs
        words = self._words(contact, reading.role)
        words["choices"] = choices(reading.needs, reading.role, self._vocabulary, words, spoken)
        passed = {event.question for event in self._records.history.of(contact.id) if event.question}
        return choose_question(reading.role, reading.needs, words, spoken=spoken, passed=passed | taken)

    def _words(self, contact: Contact, role: RoleProfile) -> dict[str, str]:
        """What fills the slots of a profile's sentences."""
        practice = self._records.practice
        return {
            "person": role.person,
            "people": role.people,
            "People": role.people[:1].upper() + role.people[1:],
            "organization": contact.organization,
            "phone": practice.phone or "[[CONFIRM: the number to call]]",
            "fax": practice.fax,
            "call_back": practice.call_back,
            "when_full": practice.when_full,
            "practice": practice.practice,
        }

    def _role_tree(self, contact: Contact, role: RoleProfile) -> dict[str, Tree]:
        """A profile's own sentences; the same for all of its readers, but where one names their organization."""
        words = self._words(contact, role)
        if role.names_organization:
            return _role_sentences(role, words)
        if role.key not in self._role_trees:
            self._role_trees[role.key] = _role_sentences(role, words)
        return self._role_trees[role.key]

    def _memory(self, contact: Contact) -> Said:
        history = self._records.history
        events = [event for event in history.of(contact.id) if event.mention]
        return remember(events[-1] if events else None, self._records.library.phrases, self._today)

    def _news(self, contact: Contact, role: RoleProfile, needs: Sequence[FoundNeed]) -> list[Tree]:
        last = self._records.history.last(contact.id, "sent")
        updates = match_updates(needs, self._records.practice, role.key, last.date if last else None, self._today)
        because = "news since the last letter that matters to this reader"
        return [Said(update.text, because, (update.where("text"),), update.date) for update in updates]


def _role_sentences(role: RoleProfile, words: dict[str, str]) -> dict[str, Tree]:
    said = [_role_said(role, form, words, "refer", index) for index, form in enumerate(role.refer)]
    tree: dict[str, Tree] = {"refer": [sentence for sentence in said if sentence]}
    for field in _ROLE_SENTENCES:
        tree[field] = _role_said(role, getattr(role, field), words, field)
    return tree


def _role_said(role: RoleProfile, form: str, words: dict[str, str], *loc: str | int) -> Said:
    text = fill(form, words)
    return Said(text, f"what one says to {role.name.lower()} readers", (role.where(*loc),)) if text else NOTHING


def _reader(contact: Contact, role: RoleProfile) -> dict[str, Tree]:
    return {
        "name": Said(contact.name, "", (contact.where("name"),)),
        "organization": Said(contact.organization, "", (contact.where("organization"),)),
        "title": Said(contact.title, "", (contact.where("title"),)),
        "role": role.name,
        "person": role.person,
        "people": role.people,
    }


def practice_tree(practice: Practice) -> dict[str, Tree]:
    """The practice's facts as templates see them."""
    facts: dict[str, Tree] = {
        field: Said(getattr(practice, field), "a fact of the practice", (practice.where(field),))
        for field in ("name", "credentials", "practice", "phone", "fax", "address", "hours", "website", "call_back",
                      "when_full", "valediction")
    }  # fmt: skip
    facts["email"] = Said(practice.email or "", "a fact of the practice", (practice.where("email"),))
    facts["panels"] = [Said(panel, "a panel of the practice", (practice.where("panels"),)) for panel in practice.panels]
    facts["signed"] = Said(signed(practice), "who writes", (practice.where("name"),))
    facts["signature"] = Said(signature(practice), "the practice's own facts", (practice.where("name"),))
    return facts


def signed(practice: Practice) -> str:
    """The writer's name with post-nominals: ``Maya Chen, LPCC``."""
    return ", ".join(part for part in (practice.name, practice.credentials) if part)


def signature(practice: Practice) -> str:
    """The block below a letter, from the practice's facts; a line without a fact is left out."""
    if practice.signature:
        return practice.signature
    place = ", ".join(part for part in (practice.practice, *practice.address.split("\n")) if part)
    reach = ", ".join(part for part in (practice.phone, practice.email or "") if part)
    lines = (signed(practice), _licences(practice), place, reach, practice.hours, practice.website)
    return "\n".join(line for line in lines if line)


def _licences(practice: Practice) -> str:
    """Exact titles with their states: ``Licensed Professional Clinical Counselor, Ohio and Kentucky``."""
    states: dict[str, list[str]] = {}
    for licence in practice.licences:
        number = f" ({licence.number})" if licence.number else ""
        states.setdefault(licence.title, []).append(f"{licence.state}{number}")
    return "; ".join(f"{title}, {' and '.join(held)}" for title, held in states.items())


def _long_date(day: date, months: Sequence[str]) -> str:
    return f"{day.day} {months[day.month - 1]} {day.year}" if months else day.isoformat()


def unspoken(reported: Reported, needs: Sequence[FoundNeed], matches: Sequence[Match]) -> tuple[FoundNeed, ...]:
    """The reader's own needs that neither the first sentence nor an offer speaks of."""
    spoken = {*reported.needs, *(match.need.key for match in matches)}
    return tuple(need for need in needs if need.recorded and need.key not in spoken)
