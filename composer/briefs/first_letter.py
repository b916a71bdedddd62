"""What a first letter has beside the rest: its shape, who writes and who knows whom, what they asked for, a visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from composer.briefs.locales import written
from composer.briefs.reader import Reader
from composer.briefs.requests import Answered, answer_request
from composer.briefs.sources import told_by_another
from composer.briefs.statement import NOTHING, Statement, Tree
from composer.briefs.who import introduced, met, who_writes

Shape = Literal["answer", "visit", "acquaintance", "word", "need", "question"]
"""``answer``: they asked for something. ``visit``: you will stop by. ``acquaintance``: somebody gave you their name, or
you have met. ``word``: they, or their page, have said something. ``need``: a need is noted, and something answers it.
``question``: nothing is known yet."""


_LATELY = 60
"""Days in which somebody whom one has met still knows who that was."""
_NOTHING = "nothing in practice.yaml answers their needs today, so the letter asks more than it offers"


@dataclass(frozen=True, slots=True)
class FirstLetter:
    """The fields that the first letter's templates see, and what its writer should know."""

    tree: dict[str, Tree]
    answered: Answered
    """What they asked for, and the answer."""
    notes: tuple[str, ...]


def first_letter(reader: Reader, *, stranger: bool, helped: bool, told: bool, voice: int) -> FirstLetter:
    """What a first letter says to this reader beside needs, offers and a question.

    Args:
        reader: who reads it.
        stranger: whether they have not heard from the writer yet, or the two have only met.
        helped: whether the practice has something for a need of theirs.
        told: whether the letter has something that they, or their page, have said.
        voice: which of several wordings is this reader's.
    """
    library = reader.library
    answered, visit = answer_request(reader), _announced(reader, library.phrases.visit)
    by, together = introduced(reader.contact, library.phrases), met(reader.contact, library, reader.today)
    who = who_writes(reader.practice, reader.found.hats, reader.contact.roles, library.phrases, voice)
    tree: dict[str, Tree] = {
        "shape": _shape(
            {
                "answer": answered.said,
                "visit": visit,
                "acquaintance": by or (together and not told),
                "word": told,
                "need": helped,
            }
        ),
        "answer": list(answered.said),
        "subject_answer": answered.subject,
        "visit": visit,
        "subject_question": _from_practice(reader),
        "subject_visit": _announced(reader, library.phrases.subject_visit),
        "introduced": by,
        "met": together,
        "met_there": met(reader.contact, library, reader.today, dated=False),
        "who": who if stranger and not _know_each_other(reader, together) else NOTHING,
        "who_again": who,
    }
    met_with = helped or answered.said
    own = any(need.recorded for need in reader.needs)
    asks = _NOTHING if own and not met_with else ""
    missing = "it does not say who you are; introduction: in practice.yaml would" if stranger and not who else ""
    unsaid = reader.reported.unsaid
    silent = (
        f"'{unsaid}' cannot be repeated as it is; say: beside it, or a source: like 'your page', would"
        if unsaid
        else ""
    )
    passed = (
        "it does not say who gave you their name, as it is noted; a name and how: would" if _unnamed(reader, by) else ""
    )
    return FirstLetter(tree, answered, tuple(filter(None, (asks, answered.note, missing, silent, passed))))


def _know_each_other(reader: Reader, met: Statement) -> bool:
    """Whether the two have spoken to each other of late, so that it would be odd to say who writes."""
    contact, phrases = reader.contact, reader.library.phrases
    asked = any(not told_by_another(one.source, phrases, contact.roles) for one in contact.asked_for)
    return asked or (met.noted is not None and (reader.today - met.noted).days <= _LATELY)


def _from_practice(reader: Reader) -> Statement:
    """``A question from Harbor Street Counseling``."""
    practice, form = reader.practice, reader.library.phrases.subject_question
    text = form.replace("{practice}", practice.practice or practice.name)
    return Statement(text, "nothing is known of them yet", practice.cite("practice")) if form else NOTHING


def _unnamed(reader: Reader, by: Statement) -> bool:
    return reader.contact.introduced_by is not None and not by


def _shape(fitting: Mapping[Shape, object]) -> Shape:
    """The first shape that has something to be built on; of several the one that is nearest to its reader."""
    return next((shape for shape, found in fitting.items() if found), "question")


def _announced(reader: Reader, form: str) -> Statement:
    """A visit to come, in one form; nothing where none is, or its day is over."""
    contact, phrases = reader.contact, reader.library.phrases
    if contact.visit is None or contact.visit < reader.today or not contact.organization:
        return NOTHING
    day = written(contact.visit, phrases.dates.weekday, reader.library.language)
    text = form.replace("{date}", day).replace("{organization}", contact.organization)
    return Statement(text, "a visit is noted", contact.cite("visit"), contact.visit)
