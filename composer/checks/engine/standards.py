"""From the records to what drafts are held against: standards for all of them, and what is known of each reader."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from composer.checks.engine.inspection import Standards
from composer.checks.engine.phrases import PhraseReader
from composer.checks.engine.recipient import Fact, FreeText, Recipient, name_words
from composer.planning.eligibility import Eligibility
from composer.records.base import Record
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.library import POINTS, Library
from composer.records.name_parts import plain_title
from composer.records.sentence_reader import SentenceReader
from composer.spelling import name_word

_FREE = frozenset(
    {
        "text",
        "say",
        "thanks",
        "answer",
        "how",
        "mention",
        "title",
        "people_word",
        "address_as",
        "source",
        "tags",
        "basis",
        "problem",
    }
    | {"topic", "takeaways", "suits", "call_back", "when_full", "valediction", "signature"}
)
"""The fields of records in which people write as they like."""
_COLLEAGUES = 40  # whose names a letter may hold; a hospital of a thousand must not slow every check
_KINDS = ("privacy-client", "privacy-feedback", "privacy-email", "gifts-value", "claims-outcome")
"""The rules that sentences are weighed for."""
# Addresses at these say nothing about where somebody works.
_ANYWHERE = frozenset({"gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "aol.com", "proton.me"})


def make_standards(records: Records, today: date) -> Standards:
    """What every draft is held against."""
    library, names = records.library, records.library.names
    contacts = records.contacts.contacts
    said = [contact.name for contact in contacts] + [contact.organization for contact in contacts]
    return Standards(
        practice=records.practice,
        readers=make_readers(library),
        sentence_readers=sentence_readers(library),
        note_reader=note_reader(library),
        wish_reader=library.wish_reader,
        limits=library.limits,
        places=library.jurisdictions,
        roles=library.role_by_key,
        needs=records.need_index,
        their_word=library.phrases.their_word,
        suppression=records.suppression,
        today=today,
        given_names=frozenset(map(name_word, names.given)),
        post_nominals=frozenset(names.post_nominals),
        titles=frozenset(
            word for title in (*names.written, *map(plain_title, names.honorifics.values())) for word in title.split()
        ),
        known_words=frozenset(_capitals([*said, records.practice.model_dump_json()])),
        full_names=_full_names(contacts, library),
        employers=_domains(contacts),
    )


def make_readers(library: Library) -> Mapping[str, PhraseReader]:
    """The phrases of every language that has some, under its tag; English always."""
    spoken = {tag: own.wording for tag, own in library.languages.items() if own.wording.rules}
    return {tag: PhraseReader(wording) for tag, wording in {**spoken, library.language: library.wording}.items()}


def sentence_readers(library: Library) -> Mapping[str, SentenceReader | None]:
    """What weighs the sentences of each language that has a file for it; ``None`` where that cannot be used."""
    own = {tag: one for tag, one in library.languages.items() if POINTS in one.files}
    given = frozenset(library.names.given)
    points = {tag: one.sentence_points for tag, one in {library.language: library, **own}.items()}
    return {
        tag: SentenceReader(one, given) if one.usable and one.kinds == _KINDS else None for tag, one in points.items()
    }


def note_reader(library: Library) -> SentenceReader:
    """What weighs the notes of records, in whatever language."""
    return library.note_reader


def _capitals(texts: Iterable[str]) -> Iterable[str]:
    marks = str.maketrans(dict.fromkeys('",.:;()[]{}\\/', " "))
    return (word for text in texts for word in text.translate(marks).split() if word[0].isupper())


def _bare(name: str, library: Library) -> str:
    """A name without titles in front and degrees behind: ``Abena Osei``."""
    words = name.partition(",")[0].split()
    while words and plain_title(words[0]) in {*library.names.written, "the"}:
        words = words[1:]
    return " ".join(words)


def _full_names(contacts: Iterable[Contact], library: Library) -> Mapping[str, tuple[str, ...]]:
    """Names of two words or more under the first, the longest in front; a single one is too often another word."""
    names = {name for one in contacts for name in (_bare(one.name, library), one.organization) if " " in name}
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        found[name.split()[0]].append(name)
    return {word: tuple(sorted(own, key=len, reverse=True)) for word, own in found.items()}


def _domains(contacts: Iterable[Contact]) -> Mapping[str, str]:
    """Whose addresses are at a domain; those of mail services say nothing."""
    pairs = (((contact.email or "").rpartition("@")[2].casefold(), contact.organization) for contact in contacts)
    return {domain: place for domain, place in pairs if domain and place and domain not in _ANYWHERE}


class Recipients(Mapping[str, Recipient]):
    """What the records know of each contact, under its id and under those it had before.

    It is worked out when it is asked for: in a book of thousands, one letter does not wait for everyone.
    """

    def __init__(self, records: Records, eligibility: Eligibility) -> None:
        contacts = records.contacts.contacts
        former = {old: contact for contact in contacts for old in contact.former_ids}
        self._contacts = {**former, **{contact.id: contact for contact in contacts}}
        self._make = cache(lambda id_: _recipient(self._contacts[id_], records, eligibility))

    def __getitem__(self, id_: str) -> Recipient:
        return self._make(id_)

    def __iter__(self) -> Iterator[str]:
        return iter(self._contacts)

    def __len__(self) -> int:
        return len(self._contacts)

    def __reduce__(self) -> tuple[type[dict[str, Recipient]], tuple[dict[str, Recipient]]]:
        return dict, (dict(self),)  # another process gets what is known, and not the records


def _recipient(contact: Contact, records: Records, eligibility: Eligibility) -> Recipient:
    place = records.contacts.organization_of(contact)
    state = contact.state or (place.state if place else "")
    country = contact.country or (place.country if place else "")
    places = records.library.jurisdictions
    roles = contact.roles
    events = records.history.of(contact.id)
    stop, stop_there = eligibility.stop(contact), eligibility.stop(contact, about_gone=True)
    return Recipient(
        display_name=contact.display_name,
        email=contact.email or "",
        stop=stop.sentence if stop else "",
        stop_there=stop_there.sentence if stop_there else "",
        email_there=(place.email or "") if place else "",
        address=contact.address or (place.address if place else ""),
        names=_names(contact, records),
        introduced_by=contact.introduced_by.name if contact.introduced_by else "",
        role=records.library.role_of(roles[0], contact.organization).role.key if roles else "",
        state=places.state(state),
        places=places.find(state, country),
        consent=contact.consent,
        verified=contact.verified,
        referrals=tuple(event.date for event in events if event.event == "referral-received"),
        timing=eligibility.timing(contact),
        facts=(*_facts(contact, records.library), *(Fact(event.mention) for event in events if event.mention)),
        notes=open_notes(contact),
        free_texts=(*free_texts(contact), *(text for event in events for text in free_texts(event))),
    )


def open_notes(contact: Contact) -> str:
    """The private notes of somebody of whom the record does not say whether they may be written to."""
    return "" if contact.do_not_contact is not None or contact.may_be_written_to else contact.notes


def free_texts(record: Record) -> Iterator[FreeText]:
    """Whatever somebody wrote into a record in words of their own, but for private notes, which no letter can hold."""
    for name in sorted(record.model_fields_set):
        value = getattr(record, name)
        several = enumerate(value) if isinstance(value, tuple) else ()
        for loc, each in [((name,), value), *(((name, at), one) for at, one in several)]:
            if isinstance(each, Record):
                yield from (found.below(*loc) for found in free_texts(each))
            elif isinstance(each, str) and each and name in _FREE:
                yield FreeText(each, loc)


def _names(contact: Contact, records: Records) -> tuple[str, ...]:
    """What may stand in a letter to somebody without being about anyone else."""
    colleagues = records.contacts.colleagues_of(contact)[:_COLLEAGUES] if contact.organization else (contact,)
    own = {word for one in (*colleagues, contact) for word in name_words(one.name) if word[:1].isupper()}
    named = {*own, contact.address_as, *name_words(contact.address_as), contact.team, contact.organization}
    return tuple(sorted(named - records.library.names.in_front - {""}))


def _facts(contact: Contact, library: Library) -> Iterable[Fact]:
    """What a record says of somebody's needs and work, as texts."""
    for need in contact.needs:
        known = library.need_by_key.get(need.need)
        yield Fact(need.text or (known.label if known and known.label else need.need.replace("-", " ")), need.need)
    for detail in contact.details:
        yield Fact(detail.text)
