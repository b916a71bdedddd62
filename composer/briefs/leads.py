"""What leads to an answer of the writer's own: the words that it answers, or where and when they were said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from composer.briefs.dates import when_phrase
from composer.briefs.retelling import Retelling
from composer.briefs.sources import owned_channel
from composer.briefs.statement import Statement
from composer.briefs.who import introduced
from composer.records.base import Cited
from composer.records.noted import Detail, Need
from composer.records.phrases import Phrases

_BECAUSE = "what your own answer goes back to"


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


def leads(retelling: Retelling) -> Iterator[Lead]:
    """The leads to all answers of a record, in its order."""
    contact = retelling.contact
    noted: list[tuple[Need | Detail, tuple[Cited, ...]]] = []
    noted += [(each, contact.cite("needs", at)) for at, each in enumerate(contact.needs)]
    noted += [(each, contact.cite("details", at)) for at, each in enumerate(contact.details)]
    return (_Leading(retelling, note, where).lead for note, where in noted if note.answer)


@dataclass(frozen=True, slots=True)
class _Leading:
    """The lead to one note."""

    retelling: Retelling
    note: Need | Detail
    where: tuple[Cited, ...]

    @property
    def lead(self) -> Lead:
        day = self._day
        said, beside = (Statement(self._text(beside=each), _BECAUSE, self.where, day) for each in (False, True))
        return Lead(said, beside, Statement(self._subject if said else "", _BECAUSE, self.where), self.note, self.where)

    @property
    def _day(self) -> date | None:
        return self.retelling.day(self.note)

    @property
    def _phrases(self) -> Phrases:
        return self.retelling.library.phrases

    @property
    def _introducer(self) -> str:
        by = self.retelling.contact.introduced_by
        return by.name if by else ""

    def _text(self, *, beside: bool) -> str:
        """The note in its own words, or else that the letter goes back to it; empty where neither can be said."""
        retelling, day = self.retelling, self._day
        if day and day > retelling.today:
            return ""
        words = retelling.words(self.note) if (day and self.note.source) or self.note.say else None
        told, dated = day or retelling.today, day is not None
        if words and (text := retelling.sentence([words], self.note.source, told, beside=beside, dated=dated)):
            return text
        if words and words.form == "that" and (said := self._introducer_said(words.text, beside=beside)):
            return said
        forms = self._going_back(beside=beside)
        when = "" if beside and retelling.contact.met else self._when
        form = forms[retelling.turn % len(forms)] if forms else ""
        form = form.replace("{when}", when) if when else form.replace(" {when}", "")
        form = form.replace("{channel}", owned_channel(self.note.source, self._phrases))
        return form.replace("{source}", self.note.source).replace("{name}", self._introducer)

    def _introducer_said(self, clauses: str, *, beside: bool) -> str:
        """A wording of one's own, where whoever gave the name told it; empty where another did."""
        if not (self.note.say and self.retelling.is_introducers(self.note.source)):
            return ""
        form = self._phrases.introducer_said_beside if beside else self._phrases.introducer_said
        return form.replace("{clauses}", clauses).replace("{name}", self._introducer)

    def _going_back(self, *, beside: bool) -> Sequence[str]:
        """How a letter says where something was said that it does not repeat; empty where that is nobody's to tell."""
        phrases, source = self._phrases, self.note.source
        if self.retelling.is_introducers(source):
            return phrases.introducer_told_beside if beside else phrases.introducer_told
        phrase = self.retelling.source(source, self._day or self.retelling.today) if source else None
        if not phrase or (phrase.in_touch and not self.retelling.in_touch):
            return ()
        if not (phrase.begins or phrase.in_touch or owned_channel(source, phrases)):
            return ()  # "something that I read" leads to nothing
        return (beside and self.retelling.contact.met and phrase.goes_back_beside) or phrase.goes_back

    @property
    def _subject(self) -> str:
        """A subject that goes back to the note; empty where it has none."""
        source, phrases = self.note.source, self._phrases
        phrase = self.retelling.source(source, self._day or self.retelling.today) if source else None
        if phrase and (self.retelling.in_touch or self.note.say):
            return phrase.subject.replace("{when}", self._when).strip()
        named = bool(introduced(self.retelling.contact, phrases))
        return phrases.introducer_subject.replace("{name}", self._introducer) if named else ""

    @property
    def _when(self) -> str:
        day, retelling = self._day, self.retelling
        return when_phrase(day, retelling.today, self._phrases.dates, retelling.library.language) if day else ""
