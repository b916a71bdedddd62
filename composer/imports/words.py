"""What is said to a person of one row of a plan, on the command line and on a page alike."""

from collections.abc import Iterator, Mapping

from composer.imports.candidate import Guess
from composer.imports.plan import PlanRow
from composer.records.wishes import FIELD

_WRITTEN = frozenset({"create", "fill", "ask"})


def name_of(row: PlanRow) -> str:
    """Who a row is about, as a list shows them."""
    fields = _fields(row)
    return str(fields.get("name") or fields.get("team") or "nobody by name")


def place_of(row: PlanRow) -> str:
    """Where they work; empty where nobody says."""
    return str(_fields(row).get("organization", ""))


def details(row: PlanRow) -> Iterator[str]:
    """What is put right, left out, filled in or stands otherwise in the records; guesses are shown apart."""
    if row.action == "fill":
        yield f"{', '.join(row.fields)} filled in: {row.why}"
    for one in row.differences:
        yield f"{one.field}: you have '{one.yours}', the file '{one.theirs}'; yours stays"
    if row.action not in _WRITTEN:
        return
    if row.candidate.part == "organizations":
        yield "an organization; nobody is written to there until you add who is there (`outreach contacts add`)"
    yield from _let_be(row)
    for change in row.candidate.changes:
        was = f"'{change.was}' {change.why}; now " if change.was else f"{change.why}: " if change.why else ""
        yield f"{change.field}: {was}'{change.now}'"
    for left in row.candidate.left_out:
        yield f"left out: '{left.words}' {left.why}"


def _let_be(row: PlanRow) -> Iterator[str]:
    """That nobody writes to them, and for how long; what only may say so is shown among the guesses."""
    said, asks = row.fields.get(FIELD), row.action == "ask"
    unsure = "until you say who it is, nothing is written to whoever it may be"
    if said and asks and row.guesses:
        yield unsure
    elif said and not any(guess.written_to == FIELD for guess in row.guesses):
        reason = said.get("reason", "") if isinstance(said, Mapping) else ""
        words = f" by '{reason}'" if reason else ""
        then = "nothing is written to them while do_not_contact stands in their record"
        yield f"asked to be left alone{words}: {unsure if asks else then}"


def guessed(guess: Guess) -> str:
    """A guess in words, behind the name of its field: what would be written, or that nobody would write to them."""
    if guess.is_doubt:
        return f"{guess.value}? Nobody writes to them or to their place until you have looked"
    if guess.field != FIELD:
        return guess.value
    return f"'{guess.value}'" if guess.value else "words that are left out"


def _fields(row: PlanRow) -> dict[str, object]:
    return {**row.candidate.fields, **(row.fields if row.action == "create" else {})}
