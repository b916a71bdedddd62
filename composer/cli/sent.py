"""`outreach sent`: noting that letters were sent."""

from datetime import date

import click

from composer.cli import completing
from composer.cli.console import out
from composer.cli.options import json_option, snapshot_of
from composer.cli.root import Day
from composer.cli.status_table import show_changes
from composer.workspace.status_changes import mark_all_sent, mark_sent


@click.command()
@click.argument("drafts", nargs=-1, shell_complete=completing.drafts)
@click.option("--all", "everything", is_flag=True, help="Every draft that was handed over.")
@click.option("--on", "day", type=Day(), default=None, metavar="DATE", help="The day; today where none is given.")
@json_option
@click.pass_context
def sent(context: click.Context, drafts: tuple[str, ...], everything: bool, day: date | None, as_data: bool) -> int:
    """Note that letters were sent: in their drafts, and in the history. `outreach log --undo` takes it back."""
    snapshot = snapshot_of(context)
    if everything == bool(drafts):
        raise click.UsageError("Name the drafts that were sent, or say --all for every one that was handed over.")
    on = day or snapshot.today
    changes = mark_sent(snapshot, drafts, on) if drafts else mark_all_sent(snapshot, on)
    if not changes and not as_data:
        out("No draft waits to be called sent.")
        return 0
    return show_changes(changes, "sent", as_data=as_data)
