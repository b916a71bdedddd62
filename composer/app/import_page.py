"""What a page says of an import: who would come, what was put right or guessed on the way, and what is asked."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from composer.app.forms import Form
from composer.imports.candidate import Candidate, Guess, Sureness
from composer.imports.plan import Answers, PlanRow
from composer.imports.words import details, guessed, name_of, place_of
from composer.workspace.importing import Import

_LATER = "later"
_FIELDS = {"do_not_contact": "no letters"}


@dataclass(frozen=True, slots=True)
class GuessLine:
    """A guess with its box."""

    key: str
    """The box's value: the row and the field."""
    field: str
    value: str
    why: str
    sureness: Sureness


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the plan."""

    key: str
    row: int
    file: str
    name: str
    place: str
    why: str
    who: str
    """The id of the contact that it is or may be; empty for nobody here."""
    lines: tuple[str, ...]
    """What was put right, left out, filled in, or stands otherwise in the records."""
    guesses: tuple[GuessLine, ...]


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A plan, as its page shows it."""

    files: tuple[str, ...]
    new: tuple[RowLine, ...]
    filled: tuple[RowLine, ...]
    asked: tuple[RowLine, ...]
    conflicts: tuple[RowLine, ...]
    here: int
    passed: tuple[RowLine, ...]
    unusable: tuple[str, ...]
    unknown: tuple[str, ...]
    """Columns that nobody understood."""
    problems: tuple[str, ...]
    guesses: int
    gone: int
    """How many are taken for gone by a remark."""
    key: str
    """Tells this plan from another."""


def import_page(found: Import) -> ImportPage:
    """The page of a plan."""
    plan = found.plan
    single = len(found.books) == 1
    return ImportPage(
        files=tuple(book.file for book in found.books),
        new=_lines(plan.of("create"), single=single),
        filled=_lines(plan.of("fill"), single=single),
        asked=_lines(plan.of("ask"), single=single),
        conflicts=_lines(plan.of("conflict"), single=single),
        here=len(plan.of("keep")),
        passed=_lines(plan.of("skip"), single=single),
        unusable=tuple(f"row {one.row}: {one.reason}" for book in found.books for one in book.unusable),
        unknown=tuple(column for _, column in found.unknown),
        problems=tuple(problem.text for problem in found.problems),
        guesses=len(plan.guesses) + len(plan.may_ask),
        gone=len(plan.gone),
        key=_key(found),
    )


def _key(found: Import) -> str:
    said = repr([(row.candidate.digest, row.action, row.who) for row in found.plan.rows])
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def _lines(rows: Sequence[PlanRow], *, single: bool) -> tuple[RowLine, ...]:
    return tuple(_line(row, single=single) for row in rows)


def _line(row: PlanRow, *, single: bool) -> RowLine:
    candidate = row.candidate
    return RowLine(
        key=candidate.key,
        row=candidate.row,
        file="" if single else candidate.file,
        name=name_of(row),
        place=place_of(row),
        why=row.why,
        who=row.who,
        lines=tuple(details(row)),
        guesses=tuple(_guess(candidate, one) for one in row.guesses),
    )


def _guess(candidate: Candidate, one: Guess) -> GuessLine:
    field = _FIELDS.get(one.field, one.field)
    return GuessLine(f"{candidate.key}\t{one.field}", field, guessed(one), one.why, one.sureness)


def answers_of(form: Form) -> Answers:
    """What was chosen on the page: who is who, and the guesses that are not wanted."""
    who = {}
    for name in form.fields:
        kind, _, key = name.partition(" ")
        if kind == "who" and (said := form.text(name)) not in {"", _LATER}:
            who[key] = said
    boxes = (one.partition("\t") for one in form.every("without"))
    return Answers(who=who, declined=frozenset((key, field) for key, tab, field in boxes if tab))
