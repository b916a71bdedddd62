"""`outreach import`: bringing the contacts of other programs; a plan first, then what was planned."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from composer.address_books.entry import AddressBook
from composer.cli.console import as_json, heading, note, out, plural, show_problems
from composer.cli.options import json_option, snapshot_of
from composer.errors import errors_in
from composer.imports.candidate import HELD
from composer.imports.plan import NEW, SAME, Action, Answers, Plan, PlanRow
from composer.imports.words import details, guessed, name_of, place_of
from composer.workspace.importing import Import, apply_import, left_rows, plan_import, read_files, write_left_rows
from composer.workspace.snapshot import Snapshot

_HEADINGS: dict[Action, str] = {
    "create": "New",
    "fill": "Filled in",
    "conflict": "Says something else than you have; yours stays",
    "ask": "Who is it?",
    "keep": "Here already",
    "skip": "Passed over",
}


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--apply", "apply_it", is_flag=True, help="Write what is planned. It asks first where a row is unclear.")
@click.option(
    "--guesses/--no-guesses", "guesses", default=None, help="Take what was guessed from titles and notes, or not."
)
@click.option(
    "--same",
    "same",
    multiple=True,
    metavar="ROW=ID",
    help="This row is that contact, or the same person as an earlier row: 31=2.",
)
@click.option("--new", "new", multiple=True, metavar="ROW", help="This row is somebody new.")
@click.option("--without", "without", multiple=True, metavar="ROW:FIELD", help="Do not take this guess.")
@click.option("--column", "columns", multiple=True, metavar="COLUMN=FIELD", help="What a column means; remembered.")
@json_option
@click.pass_context
def import_(
    context: click.Context,
    files: tuple[Path, ...],
    apply_it: bool,
    guesses: bool | None,
    same: tuple[str, ...],
    new: tuple[str, ...],
    without: tuple[str, ...],
    columns: tuple[str, ...],
    as_data: bool,
) -> int:
    """Bring contacts from Google, Outlook, LinkedIn, Thunderbird, Apple, a spreadsheet or vCards.

    First it only says what it would do, row by row. With --apply it does it; `outreach contacts undo` takes it back.
    What you have written is never replaced, and the same file brought again changes nothing.
    """
    snapshot = snapshot_of(context)
    meant = dict(_pairs(columns, "--column", "COLUMN=FIELD"))
    books = read_files(snapshot, files, meant)
    who = {**dict(_pairs(same, "--same", "ROW=ID")), **dict.fromkeys(new, NEW)}
    declined = [(row, field) for row, _, field in (one.rpartition(":") for one in without)]
    keys = _Keys([book.file for book in books])
    answers = Answers(
        who={keys.key(row): keys.answer(answer) for row, answer in who.items()},
        declined=frozenset((keys.key(row), field) for row, field in declined),
        guesses=guesses is not False,
    )
    _refuse_nobody(snapshot, books, answers)
    found = plan_import(snapshot, books, answers)
    asks = apply_it and not as_data and sys.stdin.isatty()
    if asks:
        found, guesses = _asked(snapshot, found, answers, guesses)
    elif apply_it and guesses is None:
        found = plan_import(snapshot, books, Answers(answers.who, answers.declined, guesses=False))
    edit = apply_import(snapshot, found, meant) if apply_it and found.plan.changes else None
    left = write_left_rows(snapshot, found, snapshot.folder) if apply_it else None
    code = 1 if errors_in(found.problems) else 0
    if as_data:
        as_json({**_as_data(found), "applied": bool(edit), "left": str(left or ""), "undo": edit.undo if edit else ""})
        return code
    show_problems(found.problems)
    if not asks:
        _show(found, single=len(books) == 1)
    _say_end(found, applied=apply_it, left=left, guesses=guesses)
    return code


class _Keys:
    """Which row is meant by a number alone, where there is one file, or by its file and number."""

    def __init__(self, files: Sequence[str]) -> None:
        self._files = files

    def key(self, said: str) -> str:
        """The row's key; a usage error where it names none."""
        if said.isdigit() and len(self._files) == 1:
            return f"{self._files[0]}:{said}"
        if said.rpartition(":")[0] in self._files and said.rpartition(":")[2].isdigit():
            return said
        raise click.UsageError(f"'{said}' is no row; write its number, with several files like {self._files[0]}:12")

    def answer(self, said: str) -> str:
        """Who a row is: an id, or the number of a row above that brings the same person."""
        return f"{SAME}{self.key(said)}" if said.isdigit() else said


def _pairs(said: Sequence[str], option: str, form: str) -> Iterator[tuple[str, str]]:
    for one in said:
        name, equals, value = one.rpartition("=")
        if not (equals and name.strip() and value.strip()):
            raise click.UsageError(f"{option} is written {form}, not '{one}'.")
        yield name.strip(), value.strip()


def _refuse_nobody(snapshot: Snapshot, books: Sequence[AddressBook], answers: Answers) -> None:
    """A usage error where somebody or a row is named that is not there: passed over, it would be taken as said."""
    rows = {f"{book.file}:{row}" for book in books for row in _rows_of(book)}
    for key, answer in answers.who.items():
        named = (key, answer.removeprefix(SAME)) if answer.startswith(SAME) else (key,)
        for missing in (one for one in named if one not in rows):
            raise click.UsageError(f"{missing.replace(':', ' has no row ')} that says anything.")
        if answer != NEW and not answer.startswith(SAME) and not snapshot.records.contacts.find(answer):
            raise click.UsageError(f"Nobody here has the id '{answer}'; `outreach contacts` lists everyone.")


def _rows_of(book: AddressBook) -> Iterator[int]:
    yield from (entry.row for entry in book.entries)
    yield from (one.row for one in book.unusable)


# --- asking -----------------------------------------------------------------------------------------------------------


def _asked(snapshot: Snapshot, found: Import, answers: Answers, guesses: bool | None) -> tuple[Import, bool]:
    """The plan after a person has said who is who, and whether the guesses are right."""
    who = dict(answers.who)
    _show(found, single=len(found.books) == 1)
    for row in found.plan.of("ask"):
        out()
        if click.confirm(f"Row {row.candidate.row}, {_who(row)}, {row.why}. Is it the same person?", default=True):
            who[row.candidate.key] = row.who
        else:
            who[row.candidate.key] = NEW
    if guesses is None:
        guesses = not found.plan.guesses or click.confirm(
            f"\n{plural(len(found.plan.guesses), 'value was', 'values were')} guessed, as shown above. Take them?",
            default=True,
        )
    return plan_import(snapshot, found.books, Answers(who, answers.declined, guesses=guesses)), guesses


# --- showing ----------------------------------------------------------------------------------------------------------


def _show(found: Import, *, single: bool) -> None:
    """The plan, the rows that need a look first of each kind."""
    for action, title in _HEADINGS.items():
        rows = found.plan.of(action)
        if not rows:
            continue
        heading(f"{title} ({len(rows)})")
        for row in rows:
            _show_row(row, single=single)
    for book, column in found.unknown:
        say = f'--column "{column}=FIELD" says what it is'
        out(f"Column '{column}' of {book.file} is not understood, so it is left out; {say}.")
    for book in found.books:
        for one in book.unusable:
            out(f"  {book.file} row {one.row}: {one.reason}.")


def _show_row(row: PlanRow, *, single: bool) -> None:
    candidate = row.candidate
    label = f"row {candidate.row}" if single else f"{candidate.file} row {candidate.row}"
    why = f": {row.why}" if row.why and row.action not in {"create", "fill"} else ""
    out(f"  {label}  {_who(row)}{why}")
    for line in details(row):
        out(f"      {line}")
    for guess in row.guesses:
        out(f"      {guess.field}: {guessed(guess)}  [guessed, {guess.sureness}: {guess.why}]")


def _who(row: PlanRow) -> str:
    place = place_of(row)
    return f"{name_of(row)}, {place}" if place else name_of(row)


def _say_end(found: Import, *, applied: bool, left: Path | None, guesses: bool | None) -> None:
    plan: Plan = found.plan
    counts = [
        (len(plan.of("create")), "new"),
        (len(plan.of("fill")), "filled in"),
        (len(plan.of("conflict")), "with something else than you have"),
        (len(plan.of("keep")), "here already"),
        (len(plan.of("ask")), "unclear"),
        (len(plan.of("skip")) + sum(len(book.unusable) for book in found.books), "passed over"),
    ]
    note("\n" + ", ".join(f"{count} {words}" for count, words in counts if count) + ".")
    if plan.may_ask:
        note(
            f"{plural(len(plan.may_ask), 'remark')} may ask that nobody write, so nobody will. Look at each; "
            f"--without {_row_of(plan.may_ask[0][0], found)}:do_not_contact says that it asks for nothing."
        )
    if plan.gone:
        note(
            f"{plural(len(plan.gone), 'is', 'are')} taken for gone by a remark. Look at each; "
            f"--without {_row_of(plan.gone[0][0], found)}:status says that they are still there."
        )
    if not applied:
        note("Nothing is written yet. The same with --apply does it.")
        return
    if left:
        note(f"What could not be used is in {left}, with the reason in its first column.")
    if plan.changes:
        note("`outreach contacts undo` takes it back. Next: `outreach due` says whom to write to.")
    else:
        note("Nothing had to be written.")
    guessed_at = {guess.field for row in plan.of("create", "fill") for guess in row.candidate.guesses}
    if guesses is None and guessed_at - HELD:
        note("Roles and needs that were only guessed were not taken, since nobody could say yes; --guesses takes them.")


def _row_of(row: PlanRow, found: Import) -> str:
    """How an option names a row: by its number, with several files by its file, too."""
    return str(row.candidate.row) if len(found.books) == 1 else row.candidate.key


def _as_data(found: Import) -> dict[str, Any]:
    return {
        "files": [
            {"file": book.file, "program": book.program, "columns": book.columns, "meant": book.meant}
            for book in found.books
        ],
        "rows": [
            {
                "file": row.candidate.file,
                "row": row.candidate.row,
                "action": row.action,
                "who": row.who,
                "why": row.why,
                "fields": row.fields,
                "changes": [change._asdict() for change in row.candidate.changes],
                "guesses": [guess._asdict() for guess in row.guesses],
                "left_out": [left._asdict() for left in row.candidate.left_out],
                "differences": row.differences,
            }
            for row in found.plan.rows
        ],
        "unusable": [{"row": one.row, "reason": one.reason} for one, _ in left_rows(found)],
        "problems": found.problems,
    }
