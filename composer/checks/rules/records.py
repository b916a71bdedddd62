"""What the records themselves must not hold: notes, needs, details and history are read for clients, too.

What a letter may repeat is an error. A private note never leaves this folder and is a warning, because nothing about a
client is stored here at all.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from composer.checks.engine.inspection import BLOCK, Findings, Inspection
from composer.checks.engine.recipient import FreeText, name_words
from composer.checks.engine.rule import rule
from composer.checks.engine.sentences import blank_out, sentences
from composer.checks.engine.standards import free_texts, note_reader, open_notes
from composer.checks.rules.privacy import AGE, GENERAL_AGE, INITIALS
from composer.errors import Level, Place, Problem
from composer.records.base import Record
from composer.records.book import Records
from composer.records.library import RECORD_POINTS, Library
from composer.records.sentence_reader import REMEMBERED, SentenceReader
from composer.spelling import did_you_mean

_OF_CLIENTS = frozenset({"privacy-client", "privacy-email", "privacy-feedback"})
WHO = frozenset(
    "name credentials address_as family_name id former_ids successor organization email phone fax address".split()  # noqa: SIM905
)
"""Fields that say who and where somebody is: neither ``Rosalind Teague, J.D.`` nor ``D.A.'s office`` is a client."""
_UNREAD = "nobody has looked for clients in your records: the points for notes cannot be used"
_MEND = f"mend templates/{RECORD_POINTS}, or take it away, so that the one that ships is read"


class Told(NamedTuple):
    """What of a note seems to be about a client."""

    words: str
    sure: bool
    """Whether it surely is; otherwise it may be."""


@rule("privacy-noted", level=BLOCK, source="45 CFR 164.530(c); 45 CFR 164.501 on psychotherapy notes kept apart",
      remedy="take it out; what is known of a client belongs into your clinical record system. If it is about somebody "
      "else, say who: 'her son', 'Priya at the front desk'",
      wrong="details: the firefighter you sent is doing well",
      right="details: the clinic is open until eight on Thursdays")  # fmt: skip
def privacy_noted(inspection: Inspection) -> Findings:
    """A record seems to speak of a client. A referral here is a day and a name. What is known of a client is kept in
    the clinical record, and nowhere else. A private note is shown, and what may be about a client; what surely is, and
    may be repeated by a letter, is an error, and stops the letters to that person.
    """
    reader = inspection.standards.note_reader
    if not reader.usable:
        yield inspection.on("contact", _UNREAD, _MEND)
    for note in inspection.recipient.free_texts if inspection.recipient and reader.usable else ():
        for told in _told(note.text, inspection.names, reader):
            if told.sure:
                yield inspection.on("contact", f"their record says '{told.words}', which seems to be about a client")


@rule("address-wish", level=BLOCK, source="15 U.S.C. 7704(a)(4); UK GDPR art. 21(3)",
      remedy="write do_not_contact: true into their record, or do_not_contact: false if it asks for nothing",
      wrong="notes: says twenty years of our letters is plenty", right="notes: prefers letters to calls")  # fmt: skip
def address_wish(inspection: Inspection) -> Findings:
    """Their notes may ask that nobody write to them. What asks for it in plain words stops every letter before one is
    made; there are other words for it, and somebody has to look at them once.
    """
    reader = inspection.standards.wish_reader
    for words in _asking(inspection.recipient.notes, reader) if inspection.recipient else ():
        yield inspection.on("contact", f"their notes say '{words}', which may ask that nobody write to them")


def _asking(notes: str, reader: SentenceReader) -> Iterator[str]:
    """The sentences of notes that likely ask that nobody write; all of them where nothing can weigh them."""
    for sentence in sentences(notes):
        if not reader.usable or reader.read(sentence.text).points >= reader.stop(thanks=False):
            yield " ".join(sentence.text.split())


def inspect_records(records: Records, reader: SentenceReader) -> tuple[Problem, ...]:
    """Every place in the records that seems to speak of a client, by what weighs notes."""
    if not records.library.record_points.usable:
        return (Place(f"templates/{RECORD_POINTS}").error(privacy_noted.code, _UNREAD, _MEND),)
    noted = (problem for text in _texts(records) for problem in _problems(*text, reader))
    return tuple(sorted([*noted, *_of_practice(records), *_of_wishes(records)]))


def client_in(text: str, library: Library) -> Told | None:
    """What of a text is about a client, or may be; ``None`` for nothing."""
    reader = note_reader(library)
    return max(_told(text, (), reader), key=lambda told: told.sure, default=None)


def clients_in(value: object, library: Library) -> Iterator[Told]:
    """What of a field's value, or of a record, surely is about a client; who and where somebody is, is not read."""
    if isinstance(value, str):
        if (told := client_in(value, library)) and told.sure:
            yield told
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from () if key in WHO else clients_in(inner, library)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from clients_in(inner, library)


def inspect_wording(library: Library, codes: Collection[str]) -> tuple[Problem, ...]:
    """Phrases of a workspace's own that belong to no rule, and so would never be looked for."""
    found = []
    for code, file in product(library.wording.rules, library.files.values()):
        if code not in codes and "wording/" in file.name and f"{code}:" in file.text:
            place = Place(file.path, file.text[: file.text.index(f"{code}:")].count("\n") + 1)
            hint = did_you_mean(code, codes, "`outreach rule` lists them")
            found.append(place.error("wording-rule", f"there is no rule '{code}'", hint))
    return tuple(found)


def _texts(records: Records) -> Iterator[tuple[Record, FreeText, Level, Collection[str]]]:
    """Each text of a record, how bad it is to find a client in it, and the names that may stand there."""
    named = {contact.id: sorted(name_words(contact.name)) for contact in records.contacts.contacts}
    for contact in records.contacts.contacts:
        yield contact, FreeText(contact.notes, ("notes",)), "warning", named[contact.id]
        for text in free_texts(contact):
            yield contact, text, "error", named[contact.id]
    for place in records.contacts.organizations:
        yield place, FreeText(place.notes, ("notes",)), "warning", (place.name,)
    for event in records.history.events:
        for text in free_texts(event):
            yield event, text, "error", named.get(event.contact, ())


def _of_practice(records: Records) -> Iterator[Problem]:
    """The practice's own sentences that would stop a letter: they may stand in every one."""
    practice, points = records.practice, records.library.sentence_points
    reader = SentenceReader(points, ())
    for said in free_texts(practice) if points.usable else ():
        for sentence in sentences(said.text):
            reading = reader.read(sentence.text)
            if reading.kind in _OF_CLIENTS and reading.points >= reader.stop(thanks=False):
                what = f"'{sentence.text}' reads as if it told of a client, and may stand in every letter"
                hint = "say it in general, or leave it out"
                yield practice.where(*said.loc).warning(privacy_noted.code, what, hint)


def _of_wishes(records: Records) -> Iterator[Problem]:
    """The notes that may ask that nobody write, of people who may be written to as far as anybody has said."""
    for contact in records.contacts.contacts:
        for words in _asking(open_notes(contact), records.library.wish_reader):
            what = f"'{words}' may ask that nobody write to them"
            yield contact.where("notes").warning(address_wish.code, what, address_wish.remedy)


def _problems(
    record: Record, note: FreeText, level: Level, names: Collection[str], reader: SentenceReader
) -> Iterator[Problem]:
    for told in _told(note.text, names, reader):
        what = f"'{told.words}' {'seems to' if told.sure else 'may'} be about a client, and no file here may hold one"
        at = record.where(*note.loc)
        yield (at.error if level == "error" and told.sure else at.warning)(
            privacy_noted.code, what, privacy_noted.remedy
        )


def _told(text: str, names: Collection[str], reader: SentenceReader) -> Iterator[Told]:
    """What of a text is about a client, or may be, in its own words."""
    for sentence in sentences(blank_out(text, names)):
        if told := _client_in(sentence.text, reader):
            start = sentence.start + sentence.text.index(told.words)
            yield Told(" ".join(text[start : start + len(told.words)].split()), told.sure)


def _client_in(sentence: str, reader: SentenceReader) -> Told | None:
    """Initials, an age, or all the words of a sentence together."""
    if plainly := _plainly(sentence):
        return Told(plainly, sure=True)
    points = reader.read(sentence).points
    return Told(sentence, sure=points >= reader.stop(thanks=False)) if points >= reader.ask else None


@lru_cache(REMEMBERED)  # many write the same of many
def _plainly(sentence: str) -> str:
    """Initials or somebody's age in a note; empty for none."""
    found = INITIALS.search(sentence) or (None if GENERAL_AGE.search(sentence) else AGE.search(sentence))
    return found[0].strip() if found else ""
