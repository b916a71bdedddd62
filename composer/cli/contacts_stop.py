"""`outreach contacts stop`: somebody asked to be left alone; it is what `outreach log 'asked to stop'` notes."""

from datetime import date

import click

from composer.cli import completing
from composer.cli.log import show_logged
from composer.cli.options import json_option, snapshot_of
from composer.cli.root import Day
from composer.workspace.history_log import NewEvent, log_event


@click.command("stop")
@click.argument("who", nargs=-1, required=True, shell_complete=completing.contacts)
@click.option("--on", "day", type=Day(), default=None, metavar="DATE", help="The day; today where none is given.")
@json_option
@click.pass_context
def contacts_stop(context: click.Context, who: tuple[str, ...], day: date | None, as_data: bool) -> int:
    """Somebody asked to be left alone: nothing is ever written to them again.

    It is noted in history.yaml, as `outreach log 'asked to stop' WHO` does. `outreach log --undo` takes it back.
    """
    snapshot = snapshot_of(context)
    lines = log_event(snapshot, NewEvent("asked to stop", who, day or snapshot.today))
    return show_logged(snapshot, lines, as_data=as_data)
