"""The practice: who writes, what it offers, what is new, and what it does not do. The one source of its facts."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from composer.errors import Problem
from composer.records.base import Record, read_record
from composer.records.fields import (
    Block,
    Email,
    Identifier,
    IsoDate,
    Line,
    Link,
    Name,
    Sentence,
    listed,
)
from composer.records.yaml_reader import Map, Place, read_yaml

_Lines = Annotated[tuple[Line, ...], BeforeValidator(listed)]


class Licence(Record):
    """A licence to practise, with its exact title."""

    kind: ClassVar[str] = "licence"
    title: Line
    """The exact title the board gives: ``Licensed Professional Clinical Counselor``."""
    state: Line
    """Where it holds, as a letter says it: ``Ohio``."""
    number: Line = ""
    expires: IsoDate | None = None


class Offer(Record):
    """One thing the practice has for a referrer: a whole sentence, and the needs it answers."""

    kind: ClassVar[str] = "offer"
    text: Sentence
    """As it will stand in a letter: ``I have two openings on Tuesday evenings.``"""
    needs: _Lines
    """Keys of the needs vocabulary; the first is what the offer is chiefly about."""
    roles: _Lines = ()
    """Only readers of these roles; empty means any."""
    id: Identifier = ""
    start: IsoDate | None = Field(default=None, alias="from")
    until: IsoDate | None = None
    """The last day on which the offer stands."""

    def stands_on(self, day: date) -> bool:
        """Whether it may be offered that day; something that begins later may, its sentence says so."""
        return self.until is None or day <= self.until


class Update(Record):
    """Dated news of the practice, for the readers it matters to."""

    kind: ClassVar[str] = "update"
    date: IsoDate
    text: Sentence
    needs: _Lines = ()
    roles: _Lines = ()
    until: IsoDate | None = None


class Limit(Record):
    """What the practice does not do, so that nobody is sent in vain."""

    kind: ClassVar[str] = "limit"
    text: Sentence
    needs: _Lines = ()
    """The needs it cannot meet; a reader who has one is told."""
    roles: _Lines = ()


class Practice(Record):
    """Who writes. Every fact about the sender in any letter stands here, once."""

    kind: ClassVar[str] = "practice"
    name: Name
    """The person who signs: ``Maya Chen``."""
    credentials: Line = ""
    """Post-nominals as they follow the name: ``LPCC``."""
    licences: Annotated[tuple[Licence, ...], BeforeValidator(listed)] = ()
    practice: Line = ""
    """The practice's name."""
    email: Email | None = None
    address: Block = ""
    """The postal address, line by line; commercial letters must show it (16 CFR 316)."""
    phone: Line = ""
    fax: Line = ""
    hours: Line = ""
    website: Link = ""
    panels: _Lines = ()
    """Insurance panels by their exact names."""
    call_back: Line = ""
    """How soon a call is answered: ``within one working day``."""
    when_full: Sentence = ""
    """A sentence that says what happens when there is no room."""
    valediction: Line = "With good wishes,"
    signature: Block = ""
    """Replaces the signature that would be made from the facts above."""
    offers: Annotated[tuple[Offer, ...], BeforeValidator(listed)] = ()
    updates: Annotated[tuple[Update, ...], BeforeValidator(listed)] = ()
    does_not: Annotated[tuple[Limit, ...], BeforeValidator(listed)] = ()


def parse_practice(text: str, path: str) -> tuple[Practice | None, tuple[Problem, ...]]:
    """``practice.yaml`` from its text; ``None`` where it cannot be used."""
    document = read_yaml(text, path)
    if document.value is None and not document.problems:
        hint = "write at least your name in it: 'name: …'"
        return None, (Problem(path, 1, 1, "practice-empty", "error", "the file is empty", hint),)
    if document.value is None:
        return None, document.problems
    at = document.value.start if isinstance(document.value, Map) else Place(1, 1)
    practice, problems = read_record(Practice, document.value, path, at)
    return practice, tuple(sorted([*document.problems, *problems]))
