"""Contacts and organisations: who may be written to, and what is known about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, model_validator

from composer.addresses import mailbox
from composer.errors import Problem
from composer.filenames import slug
from composer.records.base import Record, alone, read_records
from composer.records.contact_parts import LIST, holds_one, parts_of
from composer.records.fields import (
    Block,
    DayOrMonth,
    Email,
    Identifier,
    IsoDate,
    Language,
    Line,
    Lines,
    Link,
    Many,
    Name,
    Sentence,
)
from composer.records.noted import Detail, Introducer, Meeting, Need, Request
from composer.records.wishes import (
    COMMENTED,
    FIELD,
    ContactStatus,
    as_stop,
    commented_wishes,
    may_hold_wish,
    put,
    understand_wishes,
)
from composer.spelling import normalized, same_place
from composer.yaml.reader import Map, Seq, Value, position_of, read_yaml, uncollected

TITLES = frozenset(
    [
        "the", "dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "rev", "reverend", "rabbi",
        "pastor", "father", "fr", "sister", "brother", "imam", "sr", "sra", "dra",
    ]
)  # fmt: skip
"""Left out of ids, so that ``Dr. Abena Osei, MD`` is ``abena-osei``. Fixed in code: ids must not change."""
R = TypeVar("R", bound=Record)


def _one_or_two_words(value: str) -> str:
    if value.count(",") > 1:
        raise ValueError("it is one word, or one and several with a comma between: 'parishioner, parishioners'")
    return value


def _plain_word(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


class DoNotContact(Record, kind="do-not-contact"):
    """Somebody asked not to be written to."""

    since: DayOrMonth | None = None
    reason: Line = ""
    said: Line = ""
    """The field whose words say so, where no field of its own does; found by the program."""


Wish = Annotated[DoNotContact | None, BeforeValidator(as_stop)]
"""``true``, a day or a reason; ``None`` where nobody asked for anything."""


class Consent(Record, kind="consent"):
    """Why this person may be written to, where a law asks (CASL s.10, PECR)."""

    basis: Line = ""
    """What allows it: ``conspicuous publication``, ``asked for it``, ``legitimate interest``."""
    source: Line = ""
    """Where that can be seen: a web page, a conversation."""
    date: DayOrMonth | None = None
    subscriber: Line = ""
    """In the UK: ``corporate`` or ``individual``; a sole trader or a partnership is an individual."""
    told: DayOrMonth | None = None
    """The day they were told that the practice keeps their details, and that they may object."""


class Organization(Record, kind="organization"):
    """A place where contacts work."""

    name: Name
    id: Identifier = ""
    email: Email | None = None
    phone: Line = ""
    fax: Line = ""
    address: Block = ""
    website: Link = ""
    state: Line = ""
    country: Line = ""
    notes: Block = ""
    """Private: no letter can hold it."""
    do_not_contact: Wish = None


class Contact(Record, kind="contact"):
    """A person, or a place where nobody is known yet, to whom a letter may go."""

    name: Name = ""
    """As on an envelope: ``Dr. Abena Osei, MD``; empty only with ``unknown_person``."""
    id: Identifier = ""
    """Made from the name where it is not given."""
    former_ids: Many[Identifier] = ()
    """Ids this person had in records that were merged into this one, or before it was changed: events keep them."""
    unknown_person: bool = False
    """Nobody's name is known at this organisation yet."""
    team: Line = ""
    """A shared inbox instead of a person: ``follow-up team``."""
    address_as: Name = ""
    """What stands after "Dear": ``Dr. Osei``, ``Priya``."""
    family_name: Name = ""
    """Says which part of the name is the family's, where that is not plain."""
    pronouns: Line = ""
    title: Line = ""
    roles: Lines = Field(default=(), validation_alias=AliasChoices("roles", "role"))
    """Written ``role:`` where there is one; of several, letters speak to the first."""
    organization: Name = ""
    email: Email | None = None
    phone: Line = ""
    fax: Line = ""
    address: Block = ""
    channel: Line = ""
    """How this person likes to be reached: ``email``, ``post``, ``phone``."""
    language: Language = "en"
    state: Line = ""
    country: Line = ""
    status: Annotated[ContactStatus, BeforeValidator(_plain_word)] = "active"
    successor: Line = ""
    """The id of whoever does their work now, for somebody who has moved or retired; nobody is asked for it then."""
    consent: Consent | None = None
    tags: Lines = ()
    needs: Many[Annotated[Need, alone("text")]] = ()
    details: Many[Annotated[Detail, alone("text")]] = ()
    introduced_by: Annotated[Introducer | None, alone("name")] = None
    met: Annotated[Meeting | None, alone("text")] = None
    asked_for: Many[Annotated[Request, alone("text")]] = ()
    """What they asked you for; a letter answers it before anything else, where practice.yaml has it."""
    thanks: Sentence = ""
    """A sentence of yours for when you thank them, about them and nobody else; one letter has it."""
    visit: IsoDate | None = None
    """A day to come on which you will stop by; the introduction announces it."""
    people_word: Annotated[Line, AfterValidator(_one_or_two_words)] = ""
    """Their own word for the people they look after, where it is not the usual one of the role: ``residents``; or
    ``parishioner, parishioners``, one and several."""
    attach: Lines = ()
    """Files in ``attachments/`` that go with this person's letters, by their names; ``card`` is your own vCard."""
    notes: Block = ""
    """Private: no letter can hold it."""
    verified: DayOrMonth | None = None
    """The day name, role and address were last known to be right."""
    do_not_contact: Wish = None
    other_addresses: Block = ""
    """Addresses that any other field holds, apart by blanks; found by the program."""
    mentioned_addresses: Block = ""
    """Those in notes, needs and details, which may be somebody else's."""

    @property
    def may_be_written_to(self) -> bool:
        """Whether the record says in so many words that nobody asked to be left alone: ``do_not_contact: false``."""
        return bool(self.do_not_contact is None and self.origin and FIELD in self.origin.node)

    @model_validator(mode="after")
    def _ensure_named(self) -> Self:
        if not self.name and not ((self.unknown_person or self.team) and self.organization):
            raise ValueError(
                "a contact has a name; for a place where nobody is known, write organization and unknown_person: true, "
                "or team: for a shared inbox"
            )
        return self

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that the record has for them, the one that letters go to first."""
        return (*([self.email] if self.email else []), *self.other_addresses.split())

    @property
    def display_name(self) -> str:
        """What a list shows: the name, or the place where nobody is known."""
        return self.name or f"{self.team or 'somebody'} at {self.organization}"


@dataclass(frozen=True)
class ContactBook:
    """Everyone in ``contacts.yaml`` and in files of their own, in the order of the files."""

    contacts: tuple[Contact, ...] = ()
    organizations: tuple[Organization, ...] = ()
    left_out: int = 0
    """How many contacts could not be used because of an error."""
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    @cached_property
    def by_id(self) -> dict[str, Contact]:
        """Each contact under its id."""
        return {contact.id: contact for contact in self.contacts}

    @cached_property
    def _by_every_id(self) -> dict[str, Contact]:
        """Each contact under the ids it has and had; of two claims the one of today counts."""
        former = {normalized(old): contact for contact in self.contacts for old in contact.former_ids}
        return {**former, **self.by_id}

    def find(self, key: str) -> Contact | None:
        """The contact who has an id or had it before; ``None`` for nobody."""
        return self.by_id.get(key) or self._by_every_id.get(normalized(key))

    def file_of(self, key: str) -> str:
        """The file in which a contact of this id stands."""
        origin = self.by_id[key].origin
        return origin.path if origin else LIST

    @cached_property
    def _organization_named(self) -> dict[str, Organization]:
        names = [(one, key) for key in (same_place, normalized) for one in self.organizations]
        return {key(organization.name): organization for organization, key in names}

    @cached_property
    def _colleagues(self) -> dict[str, tuple[Contact, ...]]:
        found: dict[str, list[Contact]] = defaultdict(list)
        for contact in self.contacts:
            if contact.organization:
                found[same_place(contact.organization)].append(contact)
        return {name: tuple(people) for name, people in found.items()}

    def organization_of(self, contact: Contact) -> Organization | None:
        """The organisation's own record; ``None`` where the file has only its name."""
        place, named = contact.organization, self._organization_named
        return named.get(normalized(place)) or named.get(same_place(place))

    def colleagues_of(self, contact: Contact) -> tuple[Contact, ...]:
        """Everyone at this contact's organisation, the contact too, in the file's order."""
        return self._colleagues.get(same_place(contact.organization), (contact,))


def parse_contacts(text: str, path: str) -> ContactBook:
    """``contacts.yaml`` from its text: a list, or ``organizations:`` and ``contacts:``."""
    return parse_contact_files({path: text})


@uncollected()
def parse_contact_files(texts: Mapping[str, str]) -> ContactBook:
    """Everyone in several files by their paths, in this order: ``contacts.yaml``, and those that hold one contact."""
    contacts, organizations, problems, written = list[Contact](), list[Organization](), list[Problem](), 0
    for path, text in texts.items():
        document = read_yaml(text, path)
        people, places, shape = parts_of(document.value, path)
        there, found = _read(Organization, places, text, path)
        read, more = _read(Contact, people, text, path)
        written += len(people) if isinstance(people, list) else 0
        contacts += read
        organizations += there
        problems += [*document.problems, *shape, *found, *more]
    named, clashes = _with_ids(contacts)
    problems += [*clashes, *_shared_addresses(named)]
    return ContactBook(tuple(named), tuple(organizations), written - len(named), tuple(sorted(problems)))


def _read(model: type[R], nodes: Value, text: str, path: str) -> tuple[list[R], list[Problem]]:
    """The records of a list, their wishes understood; one that is left out with a wish in it stops everything."""
    items = nodes if isinstance(nodes, Seq) else ()
    known = frozenset(model.model_fields)
    unclear = [problem for node in items for problem in understand_wishes(node, model.kind, path, known)]
    for node, at in commented_wishes(text, items, only=holds_one(path)):
        if FIELD not in node:
            put(node, FIELD, True, at)
            unclear.append(at.within(path).error(f"{model.kind}-{FIELD}", *COMMENTED))
    records, found = read_records(model, nodes, path)
    used = {id(record.origin.node) for record in records if record.origin}
    unread = [_unread_wish(node, path) for node in items if id(node) not in used and may_hold_wish(node)]
    return records, [*found, *unclear, *unread]


def _unread_wish(node: Value, path: str) -> Problem:
    at = position_of(node, (FIELD if isinstance(node, Map) and FIELD in node else "status",))
    text = "this record cannot be used, and it may say that somebody asked to be left alone"
    return at.within(path).error("contacts-wish", text, "mend it; until then nothing is written to anybody")


def _with_ids(contacts: Iterable[Contact]) -> tuple[list[Contact], list[Problem]]:
    """Every contact with an id; the second of two with the same one is left out and says so."""
    taken: dict[str, Contact] = {}
    problems: list[Problem] = []
    for contact in contacts:
        chosen = contact.id or make_id(contact)
        if chosen in taken:
            text = f"'{chosen}' is already the id of another contact ({taken[chosen].where()})"
            hint = "is it the same person twice? If not, give each an 'id:' of their own"
            problems.append(contact.at("id" if contact.id else "name").error("contact-id", text, hint))
            if contact.origin and may_hold_wish(contact.origin.node):
                problems.append(_unread_wish(contact.origin.node, contact.origin.path))
            continue
        taken[chosen] = contact if contact.id else contact.model_copy(update={"id": chosen})
    return list(taken.values()), problems


def make_id(contact: Contact) -> str:
    """An id from a contact's name without titles and degrees; from the place and the role where nobody is known."""
    if not contact.name:
        return slug(f"{contact.organization} {contact.team or ' '.join(contact.roles[:1])}")
    words = contact.name.partition(",")[0].split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in TITLES:
        words = words[1:]
    return slug(" ".join(words))


def _shared_addresses(contacts: Iterable[Contact]) -> list[Problem]:
    """Two people with one address would get two letters in one inbox; worth a word, not a stop."""
    first: dict[str, Contact] = {}
    problems: list[Problem] = []
    for contact in contacts:
        if not contact.email:
            continue
        other = first.setdefault(mailbox(contact.email), contact)
        if other is not contact:
            text = f"{contact.display_name} and {other.display_name} have the same address"
            hint = "right for a shared inbox; otherwise mend one of them"
            problems.append(contact.at("email").warning("contact-shared-address", text, hint))
    return problems
