"""What the writer says to something that this reader has said, in words of their own: ``answer:`` beside the note.

It stands in one letter, word for word, in the place of all that the practice has for anybody.
"""

from datetime import date
from textwrap import shorten
from typing import NamedTuple

from composer.briefs.content import first_sentence
from composer.briefs.hats import of_another
from composer.briefs.leads import Lead
from composer.briefs.reader import Reader
from composer.briefs.statement import NOTHING, Statement
from composer.patterns import regex
from composer.records.noted import Need

_WORD = regex(r"[^\W_]+")
_END = regex(r"""[.!?\u2026:]["\u201d\u2019')\]]*\s*\Z""")
_BRACKETS = str.maketrans("[]", "()")  # a bracket of a note must not end the question
_MOST_OF_NOTE = 80


class OwnAnswer(NamedTuple):
    """An answer, and what leads to it."""

    said: Statement = NOTHING
    lead: Statement = NOTHING
    """The reader's words, or where they were said; nothing where the answer needs neither."""
    beside: Statement = NOTHING
    """The lead behind a sentence that says where the two have met."""
    subject: Statement = NOTHING
    """A subject that goes back to what is answered."""

    def __bool__(self) -> bool:
        return bool(self.said)


def own_answer(reader: Reader, last: date | None) -> OwnAnswer:
    """The answer for the next letter: to the newest note that has one and that a letter can lead to.

    One that was there when the last letter went has had its letter; `last` is that day, ``None`` where none went. An
    answer that points back at what no letter can repeat comes behind a question to the writer.
    """
    others = of_another(reader.contact, reader.found, reader.library)
    leads = [
        lead
        for lead in reader.reported.leads
        if not (isinstance(lead.note, Need) and lead.note.text in others)
        and (last is None or (lead.note.heard is not None and lead.note.heard > last))
        and (lead.note.heard is None or lead.note.heard <= reader.today)
    ]
    leads.sort(key=lambda lead: lead.said.noted or date.min, reverse=True)
    if not leads:
        return OwnAnswer()
    led_to = [lead for lead in leads if lead.said] or [lead for lead in leads if stands_alone(lead.note.answer, reader)]
    if led_to:
        return OwnAnswer(_said(led_to[0]), led_to[0].said, led_to[0].beside, led_to[0].subject)
    asked = _asked(leads[0], reader)
    return OwnAnswer(_said(leads[0]), lead=asked, beside=asked)


def whole(text: str) -> str:
    """A text as a sentence that another may follow: with a full stop where it has no end of its own."""
    return text if _END.search(text) else f"{text}."


def stands_alone(answer: str, reader: Reader) -> bool:
    """Whether the first sentence of an answer can be read by somebody who has not read what it answers.

    ``I have room for two of them`` cannot.
    """
    words = {*_WORD.findall(first_sentence(answer).casefold())}
    return words.isdisjoint(reader.library.phrases.grammar.points_back)


def _said(lead: Lead) -> Statement:
    return Statement(whole(lead.note.answer), "your own answer to it (answer:)", lead.where, lead.said.noted)


def _asked(lead: Lead, reader: Reader) -> Statement:
    note = shorten(lead.note.text.translate(_BRACKETS), _MOST_OF_NOTE, placeholder="\u2026")
    text = reader.library.phrases.say_back.replace("{note}", note)
    return Statement(text, "your answer points back at it, and no letter can repeat it as it is noted", lead.where)
