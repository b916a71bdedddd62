"""The practice: who writes, what it offers, what is new, and what it does not do. The one source of its facts."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from composer.errors import Place, Problem
from composer.filenames import slug
from composer.patterns import regex
from composer.records.base import Record, alone, read_record
from composer.records.fields import (
    Block,
    Email,
    Identifier,
    IsoDate,
    Line,
    Lines,
    Link,
    Many,
    Name,
    Sentence,
)
from composer.records.roles import PracticeForm, Question
from composer.yaml.reader import read_yaml

HOME = "en"
"""The language that records are written in."""


class Licence(Record, kind="licence"):
    """A licence to practise, with its exact title."""

    title: Line
    """The exact title the board gives: ``Licensed Professional Clinical Counselor``."""
    state: Line
    """Where it holds, as a letter says it: ``Ohio``."""
    number: Line = ""
    expires: IsoDate | None = None


class PracticeSentence(Record):
    """A sentence of the practice, with what it is in other languages."""

    text: Sentence
    """As it will stand in a letter: ``I have two openings on Tuesday evenings.``"""
    translations: dict[str, Sentence] = Field(default_factory=dict)
    """The same sentence under a language's tag, ``es: …``; without one it stands in English letters only."""

    def spoken(self, language: str) -> str:
        """The sentence in a language; empty where the record has none."""
        return self.text if language == HOME else self.translations.get(language, "")

    said_for: ClassVar[Lines] = ()
    """Its roles as practice.yaml has them, where those are no keys; kept beside the fields, as ``origin`` is."""


class Introduction(PracticeSentence, kind="introduction"):
    """Who writes, in one sentence for a reader who does not know."""

    roles: Lines = ()
    """Only for readers of these roles; empty means any. Where several fit a role, its readers take turns."""


def _keyed(value: Any) -> Any:
    """A question of the practice goes by its first words in the history."""
    text = value if isinstance(value, str) else value.get("text") if isinstance(value, dict) else None
    known = isinstance(value, dict) and value.get("key")
    if not isinstance(text, str) or known:
        return value
    return {**(value if isinstance(value, dict) else {"text": text}), "key": slug(text)}


class OwnQuestion(PracticeSentence, Question, kind="question"):
    """A question of the practice's own, which opens a letter to somebody of whom little is known, or ends it."""

    key: Identifier = ""
    """What the history calls it; made from its words."""
    text: PracticeForm
    """One question that a line answers: ``When a house is too full to work in, what do you do now?``"""
    translations: dict[str, PracticeForm] = Field(default_factory=dict)
    asked: PracticeForm = ""
    """The same as a follow-up recalls it, after "I asked": ``what you do when a house is too full``."""
    roles: Lines = ()
    """Only for readers of these roles; empty means any."""

    _key = model_validator(mode="before")(_keyed)


class OwnNeed(Record, kind="need"):
    """A need that the practice names itself."""

    name: Line
    """In the words of those who have it: ``couples after an affair``."""
    phrases: Lines = ()
    """How notes say it, beside the words of its name."""


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class Answering(Record):
    """Something that answers needs."""

    needs: Lines = ()
    """Needs by their keys or in any words; the first is what it is chiefly about."""
    written: ClassVar[Lines] = ()
    """The same as practice.yaml has them, where those are no keys; kept beside the fields, as ``origin`` is."""

    @property
    def entries(self) -> Lines:
        """Its needs as they are written."""
        return self.written or self.needs

    def under_keys(self, keys: Lines) -> Self:
        """The same with its needs under these keys."""
        keyed = self.model_copy(update={"needs": keys})
        vars(keyed)["written"] = self.needs
        return keyed


class Offer(PracticeSentence, Answering, kind="offer"):
    """One thing the practice has for a referrer: a whole sentence, and the needs it answers."""

    needs: Lines
    roles: Lines = ()
    """Only readers of these roles; empty means any."""
    whom: Lines = ()
    """The needs of those whom it is for, ``[first-responders]``, as its sentence says it ("for spouses of first
    responders"): somebody without one of these is not offered it. Empty is for anybody."""
    id: Identifier = ""
    start: IsoDate | None = Field(default=None, alias="from")
    until: IsoDate | None = None
    """The last day on which the offer stands. One that begins later may be made before, its sentence says so."""


class Update(PracticeSentence, Answering, kind="update"):
    """Dated news of the practice, for the readers it matters to."""

    date: IsoDate
    needs: Lines = ()
    roles: Lines = ()
    until: IsoDate | None = None


class Limit(PracticeSentence, Answering, kind="limit"):
    """What the practice does not do, so that nobody is sent in vain."""

    needs: Lines = ()
    """The needs it cannot meet; a reader who has one is told."""
    roles: Lines = ()


class HowToRefer(PracticeSentence, kind="how-to-refer"):
    """One sentence that says how somebody gets to the practice."""

    text: PracticeForm
    """``{People} can call {phone}, and I call back {call_back}.``; one whose fact is missing is left out."""
    translations: dict[str, PracticeForm] = Field(default_factory=dict)
    channel: Literal["email", "fax", "phone", "post"] | None = None
    """Only for readers who can be reached this way; ``None`` means any."""
    roles: Lines = ()
    """Only readers of these roles; empty means any."""


class Handout(PracticeSentence, kind="handout"):
    """A page that the practice really has and can send."""

    name: Line
    """What it is called, as a letter says it after "the": ``page for front desks``."""
    text: Sentence
    """A whole sentence that says what it is: ``I have one page for a front desk, with my fax, hours and panels.``"""
    roles: Lines = ()
    """Only readers of these roles; empty means any."""


class Talk(Answering, kind="talk"):
    """A talk the practice can give, for the readers whose people it concerns."""

    problem: Sentence
    """A whole sentence about their work: ``Many patients are given a number and never call it.``"""
    topic: Line
    """After "on": ``what to say so that a patient goes``."""
    takeaways: Lines
    """What listeners take home, as things: ``three sentences that help``."""
    needs: Lines
    """Keys of the needs vocabulary; a reader without one of them is not offered it."""
    roles: Lines = ()
    minutes: int = Field(default=30, ge=5, le=120)
    suits: Sentence = ""
    """Whom it suits and where, as a sentence."""
    dates: Lines = ()
    """Two windows, as a letter says them: ``Tuesday, January 12, at noon``."""
    until: IsoDate | None = None
    """The last day on which it may be offered."""


class PracticeWords(Record, kind="words"):
    """The practice's own phrases in another language."""

    call_back: Line = ""
    when_full: Sentence = ""
    valediction: Line = ""
    hours: Line = ""


class Practice(Record, kind="practice"):
    """Who writes. Every fact about the sender in any letter stands here, once."""

    name: Name
    """The person who signs: ``Maya Chen``."""
    credentials: Line = ""
    """Post-nominals as they follow the name: ``LPCC``."""
    licences: Many[Licence] = ()
    certified: Lines = ()
    """Certificates that are really held, by their exact names; a letter may claim no other."""
    supervised_by: Line = ""
    """For somebody who is not yet licensed alone: the supervisor's name and licence, as letters show it."""
    practice: Line = ""
    """The practice's name."""
    email: Email | None = None
    mail: Line = ""
    """The program that mail is written in, by any name of ``templates/mail-programs.yaml``: ``Thunderbird``."""
    address: Block = ""
    """The postal address, line by line; commercial letters must show it (16 CFR 316)."""
    phone: Line = ""
    fax: Line = ""
    hours: Line = ""
    website: Link = ""
    panels: Lines = ()
    """Insurance panels by their exact names."""
    call_back: Line = ""
    """How soon a call is answered: ``within one working day``."""
    when_full: Sentence = ""
    """A sentence that says what happens when there is no room."""
    attach: Lines = ()
    """Files in ``attachments/`` that go with every letter, by their names; ``card`` is your own vCard."""
    valediction: Line = "With good wishes,"
    signature: Block = ""
    """Replaces the signature that would be made from the facts above."""
    introduction: Many[Annotated[Introduction, alone("text")]] = ()
    """Who writes, from where; said once, to strangers. Without it the licence and the town make the sentence."""
    needs: Many[Annotated[OwnNeed, BeforeValidator(_named)]] = ()
    """Needs of the practice's own, beside those that `outreach needs` lists: ``couples after an affair``."""
    offers: Many[Offer] = ()
    updates: Many[Update] = ()
    does_not: Many[Limit] = ()
    talks: Many[Talk] = ()
    how_to_refer: Many[Annotated[HowToRefer, alone("text")]] = ()
    """How people get to you; a letter says at most two of these, and to readers of a role nothing but that role's."""
    questions: Many[Annotated[OwnQuestion, alone("text")]] = ()
    """What you would ask such a reader; it comes before the questions that the program knows."""
    handouts: Many[Handout] = ()
    facts: dict[str, Line] = Field(default_factory=dict)
    """Further facts that lists ask for, under the names of ``templates/facts.yaml`` or your own: ``fee: $140``."""
    translations: dict[str, PracticeWords] = Field(default_factory=dict)
    """Call-back promise and the like in other languages, under the language's tag."""

    def spoken(self, language: str) -> "Practice":
        """The practice with its phrases in a language; what has no translation is left out."""
        if language == HOME:
            return self
        own = self.translations.get(language, PracticeWords()).model_dump()
        told = {field: _told(getattr(self, field), language) for field in _TRANSLATED}
        return self.model_copy(update={**own, **told, "talks": ()})

    def for_readers(self, hats: Collection[str], day: date) -> "Practice":
        """The practice with only what is for readers with one of these hats, and may be spoken of that day.

        That is of its offers, news, talks, pages, questions, ways to refer and to say who writes.
        """
        chosen = {field: tuple(_meant(getattr(self, field), hats, day)) for field in _FOR_READERS}
        return self.model_copy(update=chosen)


_SAYS_WHEN = regex(
    r"\d|\b(?:from|start|begin|open|free|next|new year|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|desde|partir|empie|comien|pr[oó]xim|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre"
    r"|octubre|noviembre|diciembre)",
    re.IGNORECASE,
)
"""How the text of an offer says that it begins on a day."""
_FOR_READERS = ("offers", "updates", "talks", "handouts", "how_to_refer", "introduction", "questions")


def _meant(said: Iterable[Any], hats: Collection[str], day: date) -> Iterator[Any]:
    for one in said:
        begun = not isinstance(one, Update) or one.date <= day
        over = isinstance(one, Offer | Update | Talk) and one.until is not None and one.until < day
        if isinstance(one, Offer) and one.start and one.start > day:
            begun = bool(_SAYS_WHEN.search(one.text))  # "I hold sessions in Spanish" is not so yet
        if begun and not over and (not one.roles or not {*one.roles}.isdisjoint(hats)):
            yield one


_TRANSLATED = ("offers", "updates", "does_not", "how_to_refer", "handouts", "introduction", "questions")


def _told(said: tuple[PracticeSentence, ...], language: str) -> tuple[PracticeSentence, ...]:
    """Those that have a sentence in the language, with it."""
    return tuple(item.model_copy(update={"text": text}) for item in said if (text := item.spoken(language)))


def parse_practice(text: str, path: str) -> tuple[Practice | None, tuple[Problem, ...]]:
    """``practice.yaml`` from its text; ``None`` where it cannot be used."""
    document = read_yaml(text, path)
    if document.value is None:
        hint = "write at least your name in it: 'name: …'"
        empty = Place(path, 1, 1).error("practice-empty", "the file is empty", hint)
        return None, document.problems or (empty,)
    practice, problems = read_record(Practice, document.value, path)
    return practice, tuple(sorted([*document.problems, *problems]))
