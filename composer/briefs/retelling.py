"""Whether and how what one contact has said is told again: in the record's own words, or not at all."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from composer.briefs.clauses import is_clause, quoted
from composer.briefs.content import content_stems
from composer.briefs.dates import when_phrase
from composer.briefs.discretion import tells_on_somebody
from composer.briefs.sources import MET, is_somebody_elses, source_phrase, told_by_another
from composer.briefs.wordings import Form, form_of_wording
from composer.days import Month
from composer.patterns import regex
from composer.records.contacts import Contact
from composer.records.library import Library
from composer.records.noted import Detail, Need
from composer.records.roles import RoleProfile
from composer.records.source_phrases import SourcePhrase

_WORDS = regex(r"[^\W\d_]+")
_CLAUSES = regex(r"(?:that|que) (?=\{clauses\})")
_THAT = regex(r"\A(?:that|que)\s+", re.IGNORECASE)
_NAME = regex(r"[^\W\d_]{3,}")
_INITIAL = 2
_LONG = 7


class Words(NamedTuple):
    """What can be repeated, how, and whose words they are."""

    text: str
    form: Form
    """Whether it stands behind "that", behind "of", or in quotation marks."""
    because: str
    is_given: bool = False
    """Whether its writer has worded it for its reader (``say:``)."""


@dataclass(frozen=True, slots=True)
class Retelling:
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
        """When it was heard: as it is noted, or the day of the meeting that its source names: ``the fair``."""
        met = self.contact.met
        if noted.heard or not (met and met.date and noted.source):
            return noted.heard
        named = self._stems(noted.source)
        elses = is_somebody_elses(noted.source, self.library.phrases)
        return met.date if named and named <= self._stems(met.text) and not elses else None

    def source(self, source: str, day: date, *, given: bool = False) -> SourcePhrase | None:
        """How a letter names a source: what was heard on a day on which the two have met was said there.

        What was `given` a wording for its reader was told by them, wherever that was, unless a source names another.
        """
        phrases, words = self.library.phrases, {*_WORDS.findall(source.casefold())}
        known = source_phrase(source, phrases)
        if self._is_told_by_another(source, known) or (given and self.is_introducers(source)):
            return None
        if given and not (known and self._is_sure(known, day, words)):
            return self._heard_on(words) or self._met_or_told(day)
        if known:
            return known
        if is_somebody_elses(self._without_place(source), phrases):
            return None
        met = not isinstance(day, Month) and day in self.met_on
        told = source and self.contact.met is not None and phrases.untold.isdisjoint(words) and "?" not in source
        return self._met_or_told(day) if met or told else None

    def _is_told_by_another(self, source: str, known: SourcePhrase | None) -> bool:
        """Whether another than the reader told it; what is on a page of theirs nobody tells."""
        if known and not known.in_touch:
            return False
        return told_by_another(self._without_place(source), self.library.phrases, self.contact.roles)

    def _is_sure(self, phrase: SourcePhrase, day: date, words: Collection[str]) -> bool:
        """Whether the two have met, where a letter would say so: at a county's meeting many sit who do not."""
        met = self.contact.met is not None or day in self.met_on
        return met or MET.isdisjoint(phrase.match) or self.library.phrases.of_many.isdisjoint(words)

    def is_introducers(self, source: str) -> bool:
        """Whether a source is whoever gave the writer this reader's name."""
        by = self.contact.introduced_by
        return by is not None and not {*_NAME.findall(by.name.casefold())}.isdisjoint(_NAME.findall(source.casefold()))

    def _heard_on(self, words: Collection[str]) -> SourcePhrase | None:
        """How a letter says that it was heard or read, where a source is no talk between the two: ``a panel``."""
        public = (one for one in self.library.phrases.sources if not one.in_touch and one.match)
        return next((one for one in public if not {*one.match}.isdisjoint(words)), None)

    def _met_or_told(self, day: date) -> SourcePhrase | None:
        """That it was said where the two met, or that it was said."""
        phrases, met = self.library.phrases, not isinstance(day, Month) and day in self.met_on
        at_meeting = (one for one in phrases.sources if met and not MET.isdisjoint(one.match))
        return next(at_meeting, phrases.told)

    def _without_place(self, source: str) -> str:
        """A source without the words that the record has for where the two met, or for where its reader works."""
        met = self.contact.met.text if self.contact.met else ""
        known = {*_WORDS.findall(f"{met} {self.contact.organization}".casefold())}
        return _WORDS.sub(lambda word: "" if word[0].casefold() in known else word[0], source).strip()

    def _stems(self, text: str) -> frozenset[str]:
        return content_stems(text, self.library)

    def words(self, noted: Need | Detail) -> Words | None:
        """A note as it may stand in a letter; ``None`` where it may not."""
        text = noted.say or noted.text
        if tells_on_somebody(text, self.library.phrases.grammar):
            return None
        whose = "your own wording of it (say:)" if noted.say else "the record's own words"
        if inside := quoted(text):
            return Words(inside, "quoted", f"{whose}, in quotation marks, with where and when")
        if noted.say:
            inside = self._inside_sentence(text)
            form = self._form_of_given(inside)
            return Words(inside, form, f"{whose}, with where and when", is_given=True)
        addressed = isinstance(noted, Detail) and self._is_addressed(text)
        if addressed or (self._is_clause(text) and not self._speaks_of_reader(text)):
            return Words(self._inside_sentence(text), "that", f"{whose}, with where and when")
        if self._is_copied(noted):
            return Words(text.strip(), "quoted", f"{whose}, in quotation marks, since it speaks as its writer")
        return None

    def _form_of_given(self, text: str) -> Form:
        """How a wording of one's own stands: it was asked for as what follows "you told me that"; a long one does."""
        grammar = self.library.phrases.grammar
        form, words = form_of_wording(text, grammar, (self.role.people,)), _WORDS.findall(text.casefold())
        if words[:1] and words[0] in grammar.speakers - grammar.addressed:
            return "quoted"  # "I wish I had someone to call"
        is_thing = words[0].endswith("ing") or not {*grammar.subordinators}.isdisjoint(words) if words else True
        return "that" if form == "of" and len(words) >= _LONG and not is_thing else form

    def _is_copied(self, noted: Need | Detail) -> bool:
        """Whether a note has the very words of something that its reader wrote: it says "we" there, or "our"."""
        phrases = self.library.phrases
        source, said = source_phrase(noted.source, phrases) if noted.source else None, noted.text.casefold().split()
        theirs = {"we", "our"} & {*phrases.grammar.speakers}
        return bool(source and source.begins and said and said[0] in theirs)

    def sentence(
        self, words: Sequence[Words], source: str, day: date, *, beside: bool = False, dated: bool = True
    ) -> str:
        """What was said, after who said it and when; empty where the source is nobody's whom a letter can name."""
        phrases = self.library.phrases
        phrase = self.source(source, day, given=words[0].is_given)
        if phrase and phrase.in_touch and not (self.in_touch or words[0].is_given):
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
        in_person = not MET.isdisjoint(phrase.match) and bool(self.met_on)
        return in_person and all((one.year, one.month) != (day.year, day.month) for one in self.met_on)

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


def _form_for(phrase: SourcePhrase, form: Form, *, beside: bool) -> str:
    """The sentence for words of one form; what has none for "of" is quoted."""
    if form == "of":
        return (beside and phrase.beside_of) or phrase.of or phrase.quoted
    return phrase.quoted if form == "quoted" else (beside and phrase.beside) or phrase.text


def _in_quotation_marks(words: str) -> str:
    return f"\u201c{words}\u201d" if words[-1:] in ".?!" else f"\u201c{words}.\u201d"
