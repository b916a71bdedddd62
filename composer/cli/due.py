"""`outreach due`: who to write to now, which letter, and why."""

from itertools import groupby
from pathlib import Path

import click

from composer.cli.console import as_json, heading, note, out, plural, table
from composer.cli.options import json_option, snapshot_of
from composer.drafts.departures import DELETE
from composer.drafts.lifecycle import CHANGED
from composer.drafts.pushes import DELETE_THERE
from composer.outputs.calendar import save_calendar
from composer.planning.agenda import SAYS, Agenda, Due
from composer.workspace.agenda import AgendaFilter, calendar_of, find_due
from composer.workspace.to_delete import messages_to_delete, pushed_to_delete


@click.command()
@click.option("--week", is_flag=True, help="Also what comes due within seven days.")
@click.option("--letter", default="", help="Only this letter.")
@click.option("--role", default="", help="Only readers of this role.")
@click.option("--organization", default="", metavar="NAME", help="Only people at this place.")
@click.option("--all", "everyone", is_flag=True, help="Everyone for whom nothing is due, too, with the reason.")
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), help="Reminders for a calendar; - prints them.")
@json_option
@click.pass_context
def due(
    context: click.Context,
    week: bool,
    letter: str,
    role: str,
    organization: str,
    everyone: bool,
    ics: Path | None,
    as_data: bool,
) -> int:
    """Say who is due now, what to do, and why; the most pressing first.

    What was missed stays due until it is done (`outreach sent`, `outreach log`) or snoozed (`outreach log snoozed WHO
    --until DATE`). `outreach draft --due` drafts exactly the letters of this list.
    """
    if ics is not None and not ics.name.strip():
        raise click.UsageError("--ics needs the name of a file, such as due.ics, or - to print.")
    snapshot = snapshot_of(context)
    found = find_due(snapshot, AgendaFilter(week, letter, role, organization))
    if ics:
        _write(calendar_of(found, snapshot.today), ics, len(found.due), as_data=as_data)
    lying, pushed = list(messages_to_delete(snapshot)), pushed_to_delete(snapshot)
    if as_data:
        as_json({"due": found.due, "left_out": found.left_out, "delete": lying, "delete_in_mailbox": pushed})
    elif not ics:
        _show(found, everyone=everyone)
    for path in () if as_data else lying:
        note(f"{path} still lies there: {DELETE}.")
    for name, where in () if as_data else pushed.items():
        note(f"{name} may still lie in {where}: {DELETE_THERE}.")
    if count := snapshot.records.contacts.left_out:
        note(f"{plural(count, 'contact')} could not be read; `outreach contacts` says why.")
    return 0


def _write(data: bytes, path: Path, count: int, *, as_data: bool) -> None:
    if str(path) != "-":
        save_calendar(path, data)
        note(f"{plural(count, 'reminder')} in {path}; your calendar program imports it.")
    elif as_data:
        raise click.UsageError("--ics - and --json both want the standard output; give --ics a file's name.")
    else:
        click.echo(data, nl=False)


def _letter(one: Due) -> str:
    """The letter, and how the draft of it stands: ``thank-you (drafted)``."""
    says = {"draft": " (drafted)", "ready": " (ready)", CHANGED: f" ({CHANGED})"}.get(one.status, "")
    says = " (written before, and deleted)" if one.deleted else says
    return f"{one.letter or '-'}{says}" if one.kind != "sent" else one.draft


def _show(found: Agenda, *, everyone: bool) -> None:
    for kind, group in groupby(found.due, key=lambda one: one.kind):
        rows = list(group)
        heading(f"{SAYS[kind]} ({len(rows)})")
        table([(f"  {one.on}", one.display_name, _letter(one), one.because) for one in rows])
        out()
    if not found.due:
        out("Nothing is due.")
    if everyone:
        heading(f"Nothing due ({len(found.left_out)})")
        table([(f"  {one.display_name}", one.because) for one in found.left_out])
    elif found.left_out:
        note(f"Nothing is due for {plural(len(found.left_out), 'other')}; --all says why.")
