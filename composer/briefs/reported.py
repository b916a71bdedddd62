"""What this reader said, or their page says: the record's own words with their source and month, or nothing.

Words are repeated where the writer gave them for a letter (``say:``), where they stand in quotation marks, or where
they surely read as a clause in the third person. No other wording, and no pronoun turned round, stands in their place.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from composer.briefs.clauses import is_clause, quoted
from composer.briefs.content import content_stems
from composer.briefs.dates import when_phrase
from composer.briefs.discretion import tells_on_somebody
from composer.briefs.needs import FoundNeed
from composer.briefs.statement import NOTHING, Statement
from composer.briefs.wordings import Form, form_of_wording
from composer.days import Month
from composer.patterns import regex
from composer.records.base import Cited
from composer.records.contacts import Contact, Detail, Need, stale
from composer.records.library import Library
from composer.records.phrases import Phrases, SourcePhrase
from composer.records.roles import RoleProfile

STILL_SO = "is it still so?"
"""How a question ends about something that was noted long ago, and that the sentence behind it says."""
_MOST_CLAUSES = 2
_WORDS = regex(r"[^\W\d_]+")
_DOUBTFUL = regex(r"[?:()]|,\s*\S|\d{4}")
"""Signs in a source behind which stands more than where it was said: ``phone: a mother``, ``in person?``."""
_CLAUSES = regex(r"(?:that|que) (?=\{clauses\})")
_THAT = regex(r"\A(?:that|que)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reported:
    """The sentence, and the needs it has already spoken of."""

    said: Statement = NOTHING
    beside: Statement = NOTHING
    """The same behind a sentence that says where you have met: ``You said that …``."""
    then: Statement = NOTHING
    """The newest thing they have said with its date, however long ago."""
    undated: Statement = NOTHING
    """The same without its date, for a letter that has none."""
    needs: tuple[str, ...] = ()
    unsaid: str = ""
    """The newest detail, where nothing was said because no letter can repeat it as it is noted."""
    leads: tuple["Lead", ...] = ()
    """What may stand before each answer of the writer's own, in the order of the record."""


class Lead(NamedTuple):
    """What leads to an answer of the writer's own: the words that it answers, or where and when they were said."""

    said: Statement
    """Nothing where neither can be told."""
    beside: Statement
    """The same behind a sentence that says where the two have met, or who gave whose name."""
    subject: Statement
    """A subject that goes back to it; nothing where there is none."""
    note: Need | Detail
    where: tuple[Cited, ...]


class _Words(NamedTuple):
    """What can be repeated, how, and whose words they are."""

    text: str
    form: Form
    """Whether it stands behind "that", behind "of", or in quotation marks."""
    because: str


@dataclass(frozen=True, slots=True)
class _Voice:
    """What decides whether and how one contact's words are repeated."""

    contact: Contact
    role: RoleProfile
    library: Library
    today: date
    in_touch: bool
    """Whether a call or an email of the record was surely with this reader."""
    met_on: Collection[date] = ()
    """The days on which the two have met, where they are known."""
    turn: int = 0
    """Which of several wordings is this reader's."""

    def day(self, noted: Need | Detail) -> date | None:
        """When it was heard: as it is noted, or the day of the meeting that its source names: ``lunch``, ``the fair``."""
        met = self.contact.met
        if noted.heard or not (met and met.date and noted.source):
            return noted.heard
        named = self._stems(noted.source)
        return met.date if named and named <= self._stems(met.text) and not self._is_others(noted.source) else None

    def source(self, source: str, day: date) -> SourcePhrase | None:
        """How a letter names a source: what was heard on a day on which the two have met was said there."""
        phrases = self.library.phrases
        there = not isinstance(day, Month) and day in self.met_on and not self._is_others(source)
        at_meeting = (one for one in phrases.sources if there and not _MET.isdisjoint(one.match))
        return source_phrase(source, phrases) or next(at_meeting, None)

    def _stems(self, text: str) -> frozenset[str]:
        return content_stems(text, self.library)

    def _is_others(self, source: str) -> bool:
        """Whether somebody else is named in a source, or a word stands in it for one."""
        phrases = self.library.phrases
        return not {*phrases.others}.isdisjoint(_WORDS.findall(source.casefold())) or _of_another(source, ())

    def words(self, noted: Need | Detail) -> _Words | None:
        """A note as it may stand in a letter; ``None`` where it may not."""
        text = noted.say or noted.text
        if tells_on_somebody(text, self.library.phrases.grammar):
            return None
        whose = "your own wording of it (say:)" if noted.say else "the record's own words"
        if inside := quoted(text):
            return _Words(inside, "quoted", f"{whose}, in quotation marks, with where and when")
        if noted.say:
            inside = self._inside_sentence(text)
            form = form_of_wording(inside, self.library.phrases.grammar, (self.role.people,))
            return _Words(inside, form, f"{whose}, with where and when")
        addressed = isinstance(noted, Detail) and self._is_addressed(text)
        if addressed or (self._is_clause(text) and not self._speaks_of_reader(text)):
            return _Words(self._inside_sentence(text), "that", f"{whose}, with where and when")
        if self._is_copied(noted):
            return _Words(text.strip(), "quoted", f"{whose}, in quotation marks, since it speaks as its writer")
        return None

    def _is_copied(self, noted: Need | Detail) -> bool:
        """Whether a note has the very words of something that its reader wrote: it says "we" there, or "our"."""
        phrases = self.library.phrases
        source, said = source_phrase(noted.source, phrases) if noted.source else None, noted.text.casefold().split()
        theirs = {"we", "our"} & {*phrases.grammar.speakers}
        return bool(source and source.begins and said and said[0] in theirs)

    def sentence(
        self, words: Sequence[_Words], source: str, day: date, *, beside: bool = False, dated: bool = True
    ) -> str:
        """What was said, after who said it and when; empty where the source is nobody's whom a letter can name."""
        phrases = self.library.phrases
        phrase = self.source(source, day)
        if phrase and phrase.in_touch and not self.in_touch:
            return ""
        form = phrase and _form_for(phrase, words[0].form, beside=beside)
        if not form:
            return ""
        they = words[0].text.partition(" ")[0].casefold() in phrases.they
        if they and phrases.of_whom and self.role.people != "people":
            yours = phrases.your_people.called(self.role.people, known=True)
            form = _CLAUSES.sub(phrases.of_whom.replace("{your_people}", yours) + " ", form)
        clauses = phrases.joint.join(each.text for each in words)
        when = when_phrase(day, self.today, phrases.dates, self.library.language)
        if not dated or (phrase and self._was_another_day(phrase, day)):
            form = form.replace("{when} ", "").replace(" {when}", "")
        parts = {"when": when, "source": source, "clauses": clauses, "words": _in_quotation_marks(clauses)}
        text = re.sub(r"\{(\w+)\}", lambda slot: parts[slot[1]], form)
        return text[:1].upper() + text[1:]

    def _was_another_day(self, phrase: SourcePhrase, day: date) -> bool:
        """Whether the two are known to have met in other months only than the one in which this was noted."""
        in_person = not _MET.isdisjoint(phrase.match) and bool(self.met_on)
        return in_person and all((one.year, one.month) != (day.year, day.month) for one in self.met_on)

    def lead(self, noted: Need | Detail, day: date | None, *, beside: bool) -> str:
        """What stands before an answer to a note: its words, or else that the letter goes back to them."""
        words = self.words(noted) if day and day <= self.today and not stale(day, self.today, self._fresh) else None
        if words and noted.source and day and (text := self.sentence([words], noted.source, day, beside=beside)):
            return text
        forms = self._going_back(noted, day, beside=beside)
        form = forms[self.turn % len(forms)] if forms else ""
        if not form or (day and day > self.today):
            return ""
        when = when_phrase(day, self.today, self.library.phrases.dates, self.library.language) if day else ""
        when = "" if beside and self.contact.met else when
        form = form.replace("{when}", when) if when else form.replace("{when}, ", "").replace(" {when}", "")
        form = form.replace("{channel}", _owned_channel(noted.source, self.library.phrases))
        text = form.replace("{source}", noted.source).replace("{name}", self._introducer)
        return text[:1].upper() + text[1:]

    def lead_subject(self, noted: Need | Detail, day: date | None) -> str:
        """A subject for a letter that goes back to a note."""
        phrases = self.library.phrases
        phrase = self.source(noted.source, day or self.today) if noted.source else None
        if not phrase or not self.in_touch:
            return phrases.introducer_subject.replace("{name}", self._introducer) if self._introducer else ""
        when = when_phrase(day, self.today, phrases.dates, self.library.language) if day else ""
        return phrase.subject.replace("{when}", when).strip()

    @property
    def _fresh(self) -> int:
        return self.library.phrases.fresh_days

    @property
    def _introducer(self) -> str:
        return self.contact.introduced_by.name if self.contact.introduced_by else ""

    def _going_back(self, noted: Need | Detail, day: date | None, *, beside: bool) -> Sequence[str]:
        """How a letter says where something was said that it does not repeat; empty where that is nobody's to tell."""
        phrases, source = self.library.phrases, noted.source
        names = {word for word in _WORDS.findall(self._introducer) if len(word) > _INITIAL}
        if not names.isdisjoint(_WORDS.findall(source)):
            return phrases.introducer_told_beside if beside else phrases.introducer_told
        phrase = self.source(source, day or self.today) if source else None
        if not phrase or (phrase.in_touch and not self.in_touch):
            return ()
        if not (phrase.begins or phrase.in_touch or _owned_channel(source, phrases)):
            return ()  # "something that I read" leads to nothing
        return (beside and self.contact.met and phrase.goes_back_beside) or phrase.goes_back

    def _is_clause(self, text: str) -> bool:
        return is_clause(text, self.library.phrases.grammar, (self.role.people,))

    def _is_addressed(self, text: str) -> bool:
        """Whether a true thing is noted as one tells it to its reader: ``you have 96 units``, ``your crew …``."""
        grammar, words = self.library.phrases.grammar, _WORDS.findall(text.casefold().replace("\u2019", "'"))
        yours = {*grammar.addressed, "yours"}
        ours = {*grammar.speakers} - yours - {one for one in grammar.speakers if one.startswith("you")}
        return (
            bool(words)
            and words[0] in yours
            and ours.isdisjoint(words)
            and form_of_wording(text, grammar, (self.role.people,)) == "that"
        )

    def _speaks_of_reader(self, text: str) -> bool:
        """Whether a note names its reader or their place, whom the letter calls you."""
        contact, words = self.contact, _WORDS.findall(text.casefold())
        names = {name for name in _WORDS.findall(contact.name.casefold()) if len(name) > _INITIAL}
        names -= self.library.phrases.grammar.common
        called = (self.role.name, *contact.roles, contact.title, contact.organization)
        said = f" {' '.join(words)} "
        return not names.isdisjoint(words) or any(f" {name.casefold()} " in said for name in called if name)

    def _inside_sentence(self, text: str) -> str:
        """A note as it stands inside a sentence: a common first word in small letters, no full stop, no second that."""
        text = _THAT.sub("", text.strip().removesuffix("."))
        first = text.split(maxsplit=1)[0] if text else ""
        common = {*self.library.phrases.grammar.common, self.role.people.casefold()}
        return text[:1].lower() + text[1:] if first.casefold() in common and not first.isupper() else text


_INITIAL = 2
_MET = frozenset({"met"})
"""What a source says of which one met; in whatever language the phrases are, the record's word is among them."""


def report(  # noqa: PLR0913  # what a reader is and what is known of them
    contact: Contact,
    needs: Sequence[FoundNeed],
    role: RoleProfile,
    library: Library,
    today: date,
    *,
    known: bool,
    met_on: Collection[date] = (),
    turn: int = 0,
) -> Reported:
    """The sentence a letter begins with, from the newest thing this reader or their page has said.

    Somebody whose name another gave, who is not `known` from the history, and whom the record neither met nor heard ask
    for anything may never have spoken to the writer: a call that is noted there may have been with that other.
    """
    surely = known or contact.introduced_by is None or contact.met is not None or bool(contact.asked_for)
    in_touch = surely and not contact.unknown_person
    days = {*met_on, *({contact.met.date} if contact.met and contact.met.date else ())}
    voice = _Voice(contact, role, library, today, in_touch, days, turn)
    return replace(_reported(needs, voice), leads=tuple(_leads(voice)))


def _reported(needs: Sequence[FoundNeed], voice: _Voice) -> Reported:
    contact, library, today = voice.contact, voice.library, voice.today
    ever = next((told for talk in _talks(voice) if (told := _told(talk, needs, voice)).said), None)
    if ever and not stale(ever.said.noted, today, library.phrases.fresh_days):
        return replace(ever, then=ever.said)
    details = sorted(
        (each for each in contact.details if each.source and (voice.day(each) or today) <= today),
        key=lambda detail: voice.day(detail) or date.min,
        reverse=True,
    )
    said = next(filter(None, (_from_detail(detail, voice) for detail in details)), NOTHING)
    then, undated = (ever.said, ever.undated) if ever else (NOTHING, NOTHING)
    return Reported(said, said, then, undated, unsaid=details[0].text if details and not said else "")


def _leads(voice: _Voice) -> Iterator[Lead]:
    """The leads to all answers of a record."""
    contact = voice.contact
    noted = [*((each, contact.cite("needs", at)) for at, each in enumerate(contact.needs))]
    noted += [(each, contact.cite("details", at)) for at, each in enumerate(contact.details)]
    for note, where in noted:
        if note.answer:
            day = voice.day(note)
            told = [
                Statement(text, "what your own answer goes back to", where, day)
                for beside in (False, True)
                for text in [voice.lead(note, day, beside=beside)]
            ]
            subject = voice.lead_subject(note, day) if told[0] else ""
            yield Lead(*told, Statement(subject, told[0].because, where), note, where)


def _form_for(phrase: SourcePhrase, form: Form, *, beside: bool) -> str:
    """The sentence for words of one form; what has none for "of" is quoted."""
    if form == "of":
        return (beside and phrase.beside_of) or phrase.of or phrase.quoted
    return phrase.quoted if form == "quoted" else (beside and phrase.beside) or phrase.text


def _talks(voice: _Voice) -> Iterator[tuple[tuple[int, Need], ...]]:
    """What was heard in one talk together, the newest talk first."""
    days = {index: voice.day(need) for index, need in enumerate(voice.contact.needs) if need.source}
    heard = [(index, voice.contact.needs[index], day) for index, day in days.items() if day and day <= voice.today]
    order = sorted(heard, key=lambda told: told[2], reverse=True)
    for _, talk in groupby(order, key=lambda told: (told[2], told[1].source)):
        yield tuple((index, need) for index, need, _ in talk)


def _told(talk: Sequence[tuple[int, Need]], needs: Sequence[FoundNeed], voice: _Voice) -> Reported:
    """What was said in one talk: two clauses of it at most, or one thing that is none."""
    said = [(index, words) for index, need in talk if (words := voice.words(need))]
    source, day = talk[0][1].source, voice.day(talk[0][1])
    if not said or not day:
        return Reported()
    alike = [(index, words) for index, words in said if words.form == said[0][1].form]
    chosen = alike[: _MOST_CLAUSES if said[0][1].form == "that" else 1]
    where = tuple(cited for index, _ in chosen for cited in voice.contact.cite("needs", index))

    def said_as(*, beside: bool, dated: bool = True) -> Statement:
        text = voice.sentence([words for _, words in chosen], source, day, beside=beside, dated=dated)
        return Statement(text, chosen[0][1].because, where, day) if text else NOTHING

    spoken = tuple(dict.fromkeys(need.key for need in needs if _is_from(need, where)))
    undated = said_as(beside=False, dated=False)
    return Reported(said_as(beside=False), said_as(beside=True), undated=undated, needs=spoken)


def _is_from(need: FoundNeed, where: Sequence[Cited]) -> bool:
    """Whether a need was found in one of these notes."""
    return need.recorded and any(cited in where for cited in need.where)


def _from_detail(detail: Detail, voice: _Voice) -> Statement:
    """A detail with its source, asked about where it is old or undated; nothing where it cannot be repeated."""
    where = voice.contact.cite("details", voice.contact.details.index(detail))
    words = voice.words(detail)
    day = voice.day(detail)
    text = voice.sentence([words], detail.source, day or voice.today, dated=day is not None) if words else ""
    if not words or not text:
        return NOTHING
    if stale(day, voice.today, voice.library.phrases.fresh_days):
        noted = f"noted on {day}" if day else "noted without a date"
        text = f"[[CONFIRM: {noted}; {STILL_SO}]] {text}"
    return Statement(text, words.because, where, day)


def source_phrase(source: str, phrases: Phrases) -> SourcePhrase | None:
    """How a letter names a source; ``None`` where it is nobody's, or the word of somebody else than the reader."""
    if is_of_others(source, phrases):
        return None
    words, named = _WORDS.findall(source.casefold()), phrases.channels
    owned = any(one in phrases.possessives and after in named for one, after in pairwise(words))
    for phrase in phrases.sources:
        if phrase.begins and source.casefold().startswith(f"{phrase.begins} "):
            return phrase
        if any(set(match.split()) <= set(words) for match in phrase.match):
            return phrase if owned or not (phrase.owned or _of_another(source, named)) else None
    return None


def _owned_channel(source: str, phrases: Phrases) -> str:
    """What of the reader's own a source names: ``blog`` in ``her blog``; empty where it does not say whose it is."""
    words = _WORDS.findall(source.casefold())
    found = (after for one, after in pairwise(words) if one in phrases.possessives and after in phrases.channels)
    return next(found, "")


def is_of_others(source: str, phrases: Phrases) -> bool:
    """Whether a source is surely somebody else's than the reader, or in doubt: ``her boss``, ``in person?``."""
    words, named = _WORDS.findall(source.casefold()), phrases.channels
    theirs = {one for one, after in pairwise(words) if after in named}  # "her talk" is what its reader has said there
    left = set(words) - (theirs & set(phrases.possessives))
    return bool(_DOUBTFUL.search(source)) or not left.isdisjoint(phrases.others)


def _of_another(source: str, named: Collection[str]) -> bool:
    """Whether somebody else is in a source: ``site visit by Kim``, ``letter to Kim``; where one met is no person."""
    words = source.split()
    by = [after for one, after in pairwise(words) if one.casefold() == "by" and after.casefold() not in named]
    names = [word for word in words[1:] if word[:1].isupper()] if words[0].casefold() != "met" else []
    return bool(by or names)


def _in_quotation_marks(words: str) -> str:
    return f"\u201c{words}\u201d" if words[-1:] in ".?!" else f"\u201c{words}.\u201d"
