"""`outreach contacts move`: somebody works at another place now."""

import click

from composer.cli import completing
from composer.cli.console import as_json, note, out, show_problems
from composer.cli.options import json_option, snapshot_of
from composer.workspace.contact_changes import make_departure, plan_move


@click.command("move")
@click.argument("who", shell_complete=completing.contacts)
@click.option("--to", "place", required=True, metavar="ORGANIZATION", help="Where they work now.")
@click.option("--successor", default="", metavar="NAME", help="Who does their work at the old place now.")
@click.option("--keep", is_flag=True, help="Their address and numbers are the same as before.")
@json_option
@click.pass_context
def contacts_move(context: click.Context, who: str, place: str, successor: str, keep: bool, as_data: bool) -> int:
    """Somebody works at another place now. What was of the old one goes into their notes, and no letter uses it.

    Where nobody else is known at the old place, a record without a name stands for whoever does their work.
    """
    snapshot = snapshot_of(context)
    departure = plan_move(snapshot, who, place, successor=successor, keep=keep)
    edit = make_departure(snapshot, departure)
    if as_data:
        as_json(
            {"contact": departure.contact.id, "gone": dict(departure.gone), "added": edit.contact, "undo": edit.undo}
        )
        return 0
    show_problems(edit.problems)
    out(f"{departure.contact.display_name} is at {place} now.")
    for name, value in departure.gone.items():
        out(f"  {name} {value} was of the old place; it is in their notes. Ask for the new one.")
    if edit.contact:
        who_now = successor or "nobody known yet"
        out(f"  {departure.contact.organization}: {who_now}, as {edit.contact}.")
    note("`outreach contacts undo` takes it back.")
    return 0
