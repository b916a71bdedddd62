"""`outreach contacts retire`: somebody's work has ended."""

from typing import cast

import click

from composer.cli import completing
from composer.cli.console import as_json, note, out, show_problems
from composer.cli.options import json_option, snapshot_of
from composer.records.wishes import STATUSES, ContactStatus
from composer.workspace.contact_changes import make_departure, plan_end

_ENDS = tuple(status for status in STATUSES if status != "active")


@click.command("retire")
@click.argument("who", shell_complete=completing.contacts)
@click.option("--as", "status", type=click.Choice(_ENDS), default="retired", help="How: retired, moved, or deceased.")
@click.option("--successor", default="", metavar="NAME", help="Who does their work now.")
@json_option
@click.pass_context
def contacts_retire(context: click.Context, who: str, status: str, successor: str, as_data: bool) -> int:
    """Somebody has retired, moved nobody knows where, or died: no letter goes to them any more.

    Without a successor, `outreach due` reminds you to ask who is there now.
    """
    snapshot = snapshot_of(context)
    departure = plan_end(snapshot, who, cast("ContactStatus", status), successor=successor)
    edit = make_departure(snapshot, departure)
    if as_data:
        as_json({"contact": departure.contact.id, "status": status, "added": edit.contact, "undo": edit.undo})
        return 0
    show_problems(edit.problems)
    out(f"{departure.contact.display_name} is noted as {status}; no letter goes to them.")
    if edit.contact:
        out(f"  {departure.contact.organization}: {successor or 'nobody known yet'}, as {edit.contact}.")
    note("`outreach contacts undo` takes it back.")
    return 0
