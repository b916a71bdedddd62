"""The plan of an import, row by row: who is new, what is filled in, what stays as it is, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from composer.imports.candidate import HELD, Candidate, Guess
from composer.records.base import Record, words_of
from composer.records.wishes import FIELD
from composer.yaml.writer import Field

Action = Literal["create", "fill", "keep", "conflict", "ask", "skip"]
"""What becomes of a row: a new record; empty fields of one filled; nothing, since all is there; nothing, though it says
something else; nothing until a person says who it is; nothing at all."""
NEW, SAME = "new", "="
"""Answers to "who is this?": somebody new; or, before the key of a row above, whoever that row brings."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person has said of a plan."""

    who: Mapping[str, str] = field(default_factory=dict)
    """For a row that asks, by its key: the id of the contact it is, ``new``, or ``=`` and the key of a row above."""
    declined: frozenset[tuple[str, str]] = frozenset()
    """Guesses that are not wanted, by the row's key and the field."""
    guesses: bool = True
    """Whether the other guesses are taken, but for those of `HELD`, which are taken unless they are declined."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that both have, and not alike."""

    field: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What becomes of one row."""

    candidate: Candidate
    action: Action
    who: str = ""
    """The id of the contact that it is or may be, the name of an organization, or ``=`` and the key of a row above that
    brings the same person; empty for somebody new."""
    why: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    """What is written: all of a new record, or what is filled in."""
    differences: tuple[Difference, ...] = ()
    guesses: tuple[Guess, ...] = ()
    """Those that are taken."""
    like: int = 0
    """The row of this file that says the same person before; 0 where none does."""
    stops: str = ""
    """The id of the contact that a row may be, where it asks to be left alone: until somebody says who it is, nobody
    writes to that contact either."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; nothing is done yet."""

    rows: tuple[PlanRow, ...] = ()

    def of(self, *actions: Action) -> tuple[PlanRow, ...]:
        """The rows of these actions."""
        return tuple(row for row in self.rows if row.action in actions)

    @property
    def changes(self) -> bool:
        """Whether it would write anything."""
        return any(row.action in {"create", "fill"} or row.stops for row in self.rows)

    @property
    def filled(self) -> dict[str, dict[str, Field]]:
        """What each contact that is there gets, by its id, of all rows together."""
        found: dict[str, dict[str, Field]] = {}
        for row in self.rows:
            if row.stops:
                reason = {"reason": f"may be theirs: {shown(row.fields[FIELD]) or 'a wish of a row'}"}
                found.setdefault(row.stops, {}).setdefault(FIELD, reason)
            elif row.action == "fill" and row.candidate.part == "contacts":
                found.setdefault(row.who, {}).update(row.fields)
        return found

    @property
    def guesses(self) -> tuple[tuple[PlanRow, Guess], ...]:
        """Every guess that is taken, with its row, but for wishes and for who is gone."""
        return tuple(one for one in self._guessed if one[1].field not in HELD)

    @property
    def may_ask(self) -> tuple[tuple[PlanRow, Guess], ...]:
        """The remarks that may ask that nobody write, each with its row; until somebody has looked nobody does."""
        return tuple(one for one in self._guessed if one[1].field == FIELD)

    @property
    def gone(self) -> tuple[tuple[PlanRow, Guess], ...]:
        """The remarks by which somebody is taken for gone, each with its row."""
        return tuple(one for one in self._guessed if one[1].field == "status")

    @property
    def _guessed(self) -> Iterator[tuple[PlanRow, Guess]]:
        return ((row, guess) for row in self.of("create", "fill", "skip", "ask") for guess in row.guesses)


def texts_in(value: Any) -> Iterator[str]:
    """The words of a field's value: of a fact those that say it, of a list those of each."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield str(value.get("text") or value.get("reason") or "")
    elif isinstance(value, Record):
        yield words_of(value)
    elif isinstance(value, Iterable):
        for one in value:
            yield from texts_in(one)


def shown(value: Any) -> str:
    """A field's value in one text."""
    if isinstance(value, str):
        return value
    return ", ".join(texts_in(value)) if isinstance(value, Iterable) else str(value)
