"""What this reader said, or their page says: reported speech with its source and its month, or nothing.

A note is repeated in its own words only where it reads as a clause in the third person. Otherwise the need's own
clause stands in, and a detail that does not read as one is asked about. Pronouns are never shifted by rule.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from composer.briefs.dates import month_phrase
from composer.briefs.needs import FoundNeed, form_of
from composer.briefs.statement import NOTHING, Statement
from composer.records.contacts import Contact, Detail, stale
from composer.records.library import Library
from composer.records.phrases import Phrases, SourcePhrase
from composer.records.roles import RoleProfile, fill

_MOST_CLAUSES = 2
_WORDS = re.compile(r"[^\W\d_]+")
_NAMES = frozenset({"medicaid", "medicare"})
_SPEAKERS = frozenset({"i", "we", "my", "our", "me", "us", "you", "your"})


@dataclass(frozen=True, slots=True)
class Reported:
    """The sentence, and the needs it has already spoken of."""

    said: Statement = NOTHING
    needs: tuple[str, ...] = ()


def report(contact: Contact, needs: Sequence[FoundNeed], role: RoleProfile, library: Library, today: date) -> Reported:
    """The sentence a letter begins with, from the newest thing this reader or their page has said."""
    heard = [need for need in needs if need.recorded and need.heard and need.source]
    newest = max((need.heard for need in heard if need.heard), default=None)
    detail = max(contact.details, key=lambda detail: detail.heard or date.min, default=None)
    if newest and not stale(newest, today, library.phrases.fresh_days):
        told = _told([need for need in heard if need.heard == newest], role, library, today)
        if told.said:
            return told
    return Reported(_from_detail(contact, detail, role, library, today)) if detail else Reported()


def _told(needs: Sequence[FoundNeed], role: RoleProfile, library: Library, today: date) -> Reported:
    """What was said on one day, at most two clauses of it."""
    first = needs[0]
    phrase = _source_phrase(first.source, library.phrases)
    same_talk = {need.text or need.key: need for need in reversed(needs) if need.source == first.source}
    clauses = [(need, clause) for need in reversed(same_talk.values()) if (clause := _clause(need, role, library))]
    if phrase is None or not clauses or first.heard is None:
        return Reported()
    chosen = clauses[:_MOST_CLAUSES]
    text = _sentence(phrase, first.source, library.phrases.joint.join(clause for _, clause in chosen),
                     month_phrase(first.heard, today, library.phrases.dates, library.language))  # fmt: skip
    said = Statement(
        text,
        "their own words, with where and when",
        tuple(place for need, _ in chosen for place in need.where),
        first.heard,
    )
    return Reported(said, tuple(need.key for need, _ in chosen))


def _clause(need: FoundNeed, role: RoleProfile, library: Library) -> str:
    """The note where it reads as a clause; the need's own where the note says that very need; else a question."""
    if _reads_as_clause(need.text, role, library.phrases):
        return _lower_first(need.text, role, library.phrases)
    if need.text and not need.says_it:
        return f'[[CONFIRM: say "{need.text}" as a clause]]'
    form = form_of(need.key, "clause", role, library)
    return fill(form, {"people": role.people, "person": role.person}) or ""


def _from_detail(contact: Contact, detail: Detail, role: RoleProfile, library: Library, today: date) -> Statement:
    """A detail with its source; asked about where it is old, undated, or does not read as a clause."""
    phrases = library.phrases
    phrase = _source_phrase(detail.source, phrases)
    where = contact.cite("details", contact.details.index(detail))
    if phrase is None:
        question = f'where did you learn "{detail.text}"? "{detail.source}" cannot stand in a letter'
        return Statement(f"[[CONFIRM: {question}]]", "a detail needs a source that can be named", where, detail.heard)
    clause = _lower_first(detail.text, role, phrases)
    if not _reads_as_clause(detail.text, role, phrases):
        clause = f'[[CONFIRM: say "{detail.text}" as a clause]]'
    text = _sentence(
        phrase, detail.source, clause, month_phrase(detail.heard or today, today, phrases.dates, library.language)
    )
    if stale(detail.heard, today, phrases.fresh_days):
        noted = f"noted on {detail.heard}" if detail.heard else "noted without a date"
        text = f"[[CONFIRM: {noted}; is it still so?]] {text}"
    return Statement(text, "a detail of the record, with its source", where, detail.heard)


def _source_phrase(source: str, phrases: Phrases) -> SourcePhrase | None:
    words = set(_WORDS.findall(source.casefold()))
    for phrase in phrases.sources:
        if phrase.begins and source.casefold().startswith(f"{phrase.begins} "):
            return phrase
        if any(set(match.split()) <= words for match in phrase.match):
            return phrase
    return None


def _sentence(phrase: SourcePhrase, source: str, clauses: str, when: str) -> str:
    text = phrase.text.replace("{when}", when).replace("{source}", source).replace("{clauses}", clauses)
    return text[:1].upper() + text[1:]


def _reads_as_clause(text: str, role: RoleProfile, phrases: Phrases) -> bool:
    """Whether a note can follow "you told me that": a known beginning, a known verb after it, no I, we or you."""
    words = [word.casefold() for word in _WORDS.findall(text)]
    if not words or words[0] not in {*phrases.subjects, role.people.casefold()}:
        return False
    if not _SPEAKERS.isdisjoint(words):
        return False
    return any(word in phrases.verbs for word in words[1:]) and not text.rstrip().endswith("?")


def _lower_first(text: str, role: RoleProfile, phrases: Phrases) -> str:
    """A note as it stands inside a sentence: a common first word in small letters, a name as it is, no full stop."""
    text = text.rstrip(" .")
    first = text.split(maxsplit=1)[0] if text else ""
    common = first.casefold() in {*phrases.subjects, role.people.casefold()} - _NAMES
    return text[:1].lower() + text[1:] if common and not first.isupper() else text
