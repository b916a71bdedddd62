"""Where the sentences of a letter come from, as a page shows it: in words first, the file and the line last."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from composer.app.dates import day_in_words, days_in_words
from composer.app.site import address_of
from composer.checks.pages import sentence
from composer.drafts.draft import Draft
from composer.letters.explain import Explained, State
from composer.patterns import regex
from composer.records.base import Citation
from composer.templating.escape import squeeze
from composer.workspace.explaining import explain_draft
from composer.workspace.snapshot import Snapshot

_NOTES = frozenset({"needs", "details", "asked_for", "met", "introduced_by", "visit", "notes"})
_FIELDS: Mapping[str, str] = {
    "name": "the name", "address_as": "how to address them", "roles": "the role", "organization": "where they work",
    "status": "how they stand", "people_word": "their word for their people", "title": "the title",
    "valediction": "how you close", "phone": "your phone number", "fax": "your fax number", "panels": "your panels",
    "licences": "your licences", "hours": "your hours", "address": "your address", "website": "your website",
    "call_back": "how soon you call back", "when_full": "what happens when you are full",
}  # fmt: skip
_OF_PRACTICE: Mapping[str, str] = {
    "practice": "your practice", "introduction": "who you are", "offer": "what you offer", "update": "your news",
    "limit": "what you do not do", "how-to-refer": "how people reach you", "handout": "your pages",
    "talk": "your talks", "licence": "your licences", "need": "your own needs",
}  # fmt: skip
_KEY = regex(r"'([a-z]+(?:-[a-z]+)*)'")


@dataclass(frozen=True, slots=True)
class Source:
    """A record that a sentence rests on."""

    begins: str
    """``From your notes on Dr. Abena Osei, MD, February 11``."""
    said: str
    """What stands there; empty where that says nothing."""
    address: str
    """The page of the app that shows the record."""
    link: str
    """What a link to it says."""
    place: str
    """The file and the line."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of a letter with where it comes from."""

    text: str
    state: State
    because: str
    sources: tuple[Source, ...]
    template: str
    """The line of the letter's wording that has it; empty for a person's own words."""


@dataclass(frozen=True, slots=True)
class WhyPage:
    """All that is known of where a letter comes from."""

    draft: Draft
    to: str
    made: str
    """The day it was made, in words; empty where that is not known."""
    standing: tuple[Reason, ...]
    """What the program wrote and stands in the letter."""
    own: tuple[Reason, ...]
    """What a person wrote."""
    earlier: tuple[Reason, ...]
    """What the program wrote before a record changed, and stands in the letter."""
    gone: tuple[Reason, ...]
    """What the program wrote and does not stand there any more."""


def why_page(snapshot: Snapshot, name: str) -> WhyPage:
    """Where the sentences of a draft come from.

    Raises:
        NotFoundError: there is no such draft, or its letter or contact is gone.
        RecordsError: it cannot be read.
        LetterError: its letter cannot be merged any more.
    """
    draft, sentences = explain_draft(snapshot, name)
    contact = snapshot.contact(draft.contact)
    reasons = [_reason(one, contact.display_name, draft, snapshot.today) for one in sentences]
    standing, others, gone = (
        tuple(one for one in reasons if one.state == state) for state in ("as made", "yours", "changed")
    )
    generated = squeeze(snapshot.store.file_to_check(draft.name).generated)
    own, earlier = (tuple(one for one in others if (one.text in generated) == known) for known in (False, True))
    made = day_in_words(draft.made, snapshot.today) if draft.made else ""
    return WhyPage(draft, contact.display_name, made, standing, own, earlier, gone)


def _reason(one: Explained, who: str, draft: Draft, today: date) -> Reason:
    noted = day_in_words(one.noted, today) if one.noted else ""
    sources = tuple(_source(cited, who, draft, noted) for cited in one.where)
    because = sentence(_KEY.sub(_in_words, days_in_words(one.because, today))) if one.because else ""
    return Reason(one.text, one.state, because, sources, one.template)


def _in_words(key: re.Match[str]) -> str:
    """A need's key between quotation marks, as words."""
    return f"\u201c{key[1].replace('-', ' ')}\u201d"


def _source(cited: Citation, who: str, draft: Draft, noted: str) -> Source:
    kind, field = cited.record.partition(" ")[0], re.split(r"[.\[]", cited.field)[0]
    day = f", {noted}" if noted else ""
    place = f"{cited.path.removeprefix('shipped:')}, line {cited.line}"
    if kind == "contact":
        of = f"your notes on {who}" if field in _NOTES else f"the record of {who}: {_FIELDS.get(field, field)}"
        return Source(f"From {of}{day}", cited.said, address_of("/people", draft.contact), f"Open {who}", place)
    if kind == "event":
        begins = f"From what happened between you and {who}{day}"
        return Source(begins, cited.said, address_of("/people", draft.contact), f"Open {who}", place)
    if kind in _OF_PRACTICE and cited.path == "practice.yaml":
        fact = cited.field.removeprefix("facts.") if field == "facts" else _FIELDS.get(field, "")
        of = f"your practice: {fact}" if kind == "practice" and fact else f"your practice: {_OF_PRACTICE[kind]}"
        return Source(f"From {of}", cited.said, "/practice", "Open your practice", place)
    return Source("From the wording that letters share", cited.said, "/letters", "Open the wording", place)
