"""What the records themselves must not hold: notes, needs, details and history are read for clients, too.

What a letter may repeat is an error. A private note never leaves this folder and is a warning, because nothing about a
client is stored here at all.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from composer.checks.engine.inspection import BLOCK, Findings, Inspection, name_words
from composer.checks.engine.phrases import ABOUT_CLIENTS, PhraseReader
from composer.checks.engine.rule import rule
from composer.checks.engine.sentences import blank_out, sentences
from composer.checks.engine.standards import make_readers
from composer.checks.rules.privacy import AGE, GENERAL_AGE, INITIALS
from composer.errors import Level, Place, Problem
from composer.records.base import Record
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.library import Library, TemplateFile
from composer.spelling import did_you_mean


@rule("privacy-noted", level=BLOCK, source="45 CFR 164.530(c); 45 CFR 164.501 on psychotherapy notes kept apart",
      remedy="take it out; what is known of a client belongs into your clinical record system",
      wrong="details: the firefighter you sent is doing well",
      right="details: the clinic is open until eight on Thursdays")  # fmt: skip
def privacy_noted(_: Inspection) -> Findings:
    """A record seems to speak of a client. A referral here is a day and a name. What is known of a client is kept in
    the clinical record, and nowhere else. A private note is shown; what a letter may repeat is an error.
    """
    return ()  # it looks at records, below, and at no draft


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of a record, and how bad it is to find a client in it."""

    text: str
    record: Record
    field: str
    level: Level
    names: tuple[str, ...] = ()


def inspect_records(records: Records) -> tuple[Problem, ...]:
    """Every place in the records that seems to speak of a client."""
    readers = make_readers(records.library)
    return tuple(sorted(problem for text in _texts(records) for problem in _problems(text, readers)))


def client_in(text: str, library: Library) -> str:
    """The words of a text that seem to be about a client; empty for none."""
    readers = make_readers(library)
    return next((words for one in sentences(text) if (words := _client_in(one.text, readers))), "")


def inspect_wording(library: Library, codes: Collection[str]) -> tuple[Problem, ...]:
    """Phrases of a workspace's own that belong to no rule, and so would never be looked for."""
    unknown = [code for code in library.wording.rules if code not in codes]
    return tuple(_no_rule(code, file, codes) for code in unknown for file in library.files.values() if _has(file, code))


def _has(file: TemplateFile, code: str) -> bool:
    return "wording/" in file.name and f"{code}:" in file.text


def _no_rule(code: str, file: TemplateFile, codes: Collection[str]) -> Problem:
    line = file.text[: file.text.index(f"{code}:")].count("\n") + 1
    hint = did_you_mean(code, codes, "`outreach rule` lists them")
    return Place(file.path, line).error("wording-rule", f"there is no rule '{code}'", hint)


def _texts(records: Records) -> Iterator[_Text]:
    named = {contact.id: tuple(sorted(name_words(contact.name))) for contact in records.contacts.contacts}
    for contact in records.contacts.contacts:
        yield from _of_contact(contact, named[contact.id])
    for place in records.contacts.organizations:
        yield _Text(place.notes, place, "notes", "warning", (place.name,))
    for event in records.history.events:
        yield _Text(event.mention, event, "mention", "error", named.get(event.contact, ()))


def _of_contact(contact: Contact, names: tuple[str, ...]) -> Iterator[_Text]:
    yield _Text(contact.notes, contact, "notes", "warning", names)
    for need in contact.needs:
        yield _Text(need.text, need, "text", "error", names)
    for detail in contact.details:
        yield _Text(detail.text, detail, "text", "error", names)


def _problems(text: _Text, readers: Mapping[str, PhraseReader]) -> Iterator[Problem]:
    if not text.text:
        return
    for sentence in sentences(blank_out(text.text, text.names)):
        said = _client_in(sentence.text, readers)
        if said:
            what = f"'{said}' may be about a client, and no file here may hold one"
            at = text.record.where(text.field)
            say = at.error if text.level == "error" else at.warning
            yield say(privacy_noted.code, what, privacy_noted.remedy)


def _client_in(sentence: str, readers: Mapping[str, PhraseReader]) -> str:
    """The words that seem to be about a client; empty for none."""
    found = INITIALS.search(sentence) or (None if GENERAL_AGE.search(sentence) else AGE.search(sentence))
    if found:
        return found[0].strip()
    hits = (hit for reader in readers.values() for code in ABOUT_CLIENTS for hit in reader.read(sentence).get(code, ()))
    return next((hit.text for hit in hits), "")
