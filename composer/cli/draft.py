"""`outreach draft`: writing letters as files to be read and edited."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

import click

from composer.cli import completing
from composer.cli.console import (
    as_json,
    heading,
    note,
    on_a_line,
    out,
    progress,
    say_nobody,
    show_problems,
    table,
)
from composer.cli.next_note import show_next
from composer.cli.options import json_option, snapshot_of
from composer.cli.root import Day
from composer.drafts.settling import ConflictPlace
from composer.drafts.writing import WritePolicy
from composer.errors import Problem, errors_in
from composer.workspace.conflicts import open_conflicts
from composer.workspace.drafting import DraftRequest, DraftResult, write_drafts

# What became of drafts, in the order in which it is shown.
_SAYS = {
    "written": "written",
    "renewed": "renewed",
    "merged": "your words kept, and what is new put beside them",
    "conflict": "your words kept; the same place would read differently now: `outreach draft --conflicts` shows both",
    "forced": "written anew; what you had is in .outreach/backup",
    "kept": "kept as it is; it would read differently now, and --refresh renews it",
    "edited": "kept: it holds your own words",
    "unchanged": "already there",
    "finished": "left alone: handed over, sent or skipped",
    "deleted": "left alone: you deleted it, and --force writes it again",
    "failed": "could not be made",
    "left out": "no letter",
}


@click.command()
@click.argument("letter", default="")
@click.option(
    "--to",
    "who",
    multiple=True,
    metavar="WHO",
    shell_complete=completing.contacts,
    help="Only for this contact: id, name or address. Repeatable.",
)
@click.option("--all", "everyone", is_flag=True, help="For everyone; this is so without --to, too.")
@click.option("--due", "only_due", is_flag=True, help="Exactly the letters that `outreach due` lists.")
@click.option("--refresh", is_flag=True, help="Renew drafts; your own words in them stay.")
@click.option("--force", is_flag=True, help="Write edited and deleted drafts anew; what you had is kept as a backup.")
@click.option("--conflicts", is_flag=True, help="Show where you and the program changed the same place; write nothing.")
@click.option(
    "--release", type=Day(), default=None, metavar="DATE", help="Last day of a signed release, for a shared client."
)
@json_option
@click.pass_context
def draft(
    context: click.Context,
    letter: str,
    who: tuple[str, ...],
    everyone: bool,
    only_due: bool,
    refresh: bool,
    force: bool,
    conflicts: bool,
    release: date | None,
    as_data: bool,
) -> int:
    """Write drafts into drafts/, one file a letter.

    Without LETTER each contact gets the letter that fits: thanks, an answer, an introduction, the yearly update.
    `outreach letters` lists all of them. A draft you have edited is never overwritten.
    """
    snapshot = snapshot_of(context)
    if conflicts:
        found, problems = open_conflicts(snapshot)
        _show_conflicts(found, problems, as_data=as_data)
        return 1 if problems else 0
    if everyone and who:
        raise click.UsageError("--all and --to exclude each other.")
    if only_due and who:
        raise click.UsageError("--due and --to exclude each other.")
    with progress("Merging", lambda: 2 * len(snapshot.records.contacts.contacts)) as tell:
        request = DraftRequest(letter, who, WritePolicy(refresh, force), release, only_due)
        run = write_drafts(snapshot, request, progress=tell)
    if as_data:
        as_json({"drafts": run.results, "problems": run.problems})
    else:
        show_problems(run.problems)
        if run.results:
            _show_results(run.results)
            show_next(snapshot)
        elif only_due:
            out("Nothing is due.")
        else:
            say_nobody(run.problems)
    return 1 if errors_in(run.problems) else 0


def _show_results(results: Sequence[DraftResult]) -> None:
    for outcome, says in _SAYS.items():
        chosen = [result for result in results if result.outcome == outcome]
        if not chosen:
            continue
        heading(f"{says.capitalize()} ({len(chosen)})")
        table([(f"  {result.display_name}", result.letter, result.path or result.because) for result in chosen])
        for result in chosen:
            for remark in result.notes:
                note(f"    {result.display_name}: {remark}")


def _show_conflicts(
    found: Mapping[str, Sequence[ConflictPlace]], problems: Sequence[Problem], *, as_data: bool
) -> None:
    """Every place that a person and the program both changed, both versions, numbered within its draft."""
    if as_data:
        rows = [
            {"draft": name, "place": place.number, **asdict(place.conflict), "because": place.because}
            for name, places in found.items()
            for place in places
        ]
        as_json({"conflicts": rows, "problems": problems})
        return
    show_problems(problems)
    for name, places in found.items():
        heading(name)
        for place in places:
            _show_place(place)
    if found:
        note("`outreach settle DRAFT` keeps yours; with --new it takes the new ones, with --place N only that one.")
    else:
        out("No draft has a place that you and the program both changed.")


def _show_place(place: ConflictPlace) -> None:
    label = "Yours, as it was:    " if place.blocker == "gone" else "Yours, which stands: "
    out(f"  {place.number}. {label} {on_a_line(place.conflict.yours)}")
    out(f"     New, which does not:  {on_a_line(place.conflict.new)}")
    out(f"     The new text cannot be put in: {place.because}.\n" if place.because else "")
