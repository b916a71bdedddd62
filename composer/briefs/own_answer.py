"""What the writer says to something that this reader has said, in words of their own: ``answer:`` beside the note.

It stands in one letter, word for word, in the place of all that the practice has for anybody.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from composer.briefs.hats import of_another
from composer.briefs.reader import Reader
from composer.briefs.statement import NOTHING, Statement
from composer.patterns import regex
from composer.records.base import Cited
from composer.records.contacts import Detail, Need

_BECAUSE = "your own answer to what was said (answer:)"
_WORD = regex(r"[^\W_]+")
_FIRST = regex(r"(?<=[.!?])\s+")


class OwnAnswer(NamedTuple):
    """An answer as a letter has it, and what of the notes is left unanswered."""

    said: Statement = NOTHING
    behind: bool = False
    """Whether it stands right behind the reader's words that it answers."""
    unsaid: str = ""
    """A note whose answer no letter can have, since it points back at a note that is not repeated."""


def own_answer(reader: Reader, last: date | None) -> OwnAnswer:
    """The answer for the next letter: to what that letter repeats, or else the first that can be read without its note.

    One that was there when the last letter went has had its letter; `last` is that day, ``None`` where none went.
    """
    told = {*reader.reported.said.where}
    found = [(note, where) for note, where in _notes(reader) if note.answer and _is_new(note, last)]
    for note, where in found:
        if not told.isdisjoint(where):
            return OwnAnswer(_said(note, where), behind=True)
    alone = next((pair for pair in found if stands_alone(pair[0].answer, reader)), None)
    if alone:
        return OwnAnswer(_said(*alone))
    return OwnAnswer(unsaid=found[0][0].text if found else "")


def stands_alone(answer: str, reader: Reader) -> bool:
    """Whether the first sentence of an answer can be read by somebody who has not read what it answers.

    ``I have room for two of them`` cannot.
    """
    words = {*_WORD.findall(_FIRST.split(answer)[0].casefold())}
    return words.isdisjoint(reader.library.phrases.grammar.points_back)


def _notes(reader: Reader) -> Iterator[tuple[Need | Detail, tuple[Cited, ...]]]:
    """What is noted of a reader in the role that the letter speaks to."""
    contact = reader.contact
    others = of_another(contact, reader.found, reader.library)
    for at, need in enumerate(contact.needs):
        if need.text not in others:
            yield need, contact.cite("needs", at)
    for at, detail in enumerate(contact.details):
        yield detail, contact.cite("details", at)


def _is_new(note: Need | Detail, last: date | None) -> bool:
    return last is None or (note.heard is not None and note.heard > last)


def _said(note: Need | Detail, where: tuple[Cited, ...]) -> Statement:
    return Statement(note.answer, _BECAUSE, where, note.heard)
