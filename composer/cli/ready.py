"""`outreach ready`: a person's word that drafts may leave as they are."""

import click

from composer.cli import completing
from composer.cli.console import out, plural
from composer.cli.next_note import show_next
from composer.cli.options import json_option, snapshot_of
from composer.cli.status_table import show_changes
from composer.workspace.status_changes import mark_all_ready, mark_ready


@click.command()
@click.argument("drafts", nargs=-1, shell_complete=completing.drafts)
@click.option("--all", "everything", is_flag=True, help="Every draft that no check stops and that asks you nothing.")
@json_option
@click.pass_context
def ready(context: click.Context, drafts: tuple[str, ...], everything: bool, as_data: bool) -> int:
    """Say that drafts may leave as they are now. A draft whose text changes afterwards is no longer ready.

    It is your word that you have read them. --all leaves out, and names, each that a check stops.
    """
    if everything == bool(drafts):
        raise click.UsageError("Name the drafts that you have read, or say --all for every one that no check stops.")
    snapshot = snapshot_of(context)
    changes = mark_all_ready(snapshot) if everything else mark_ready(snapshot, drafts)
    if not changes and not as_data:
        out("No draft waits to be read.")
    code = show_changes(changes, "ready", as_data=as_data)
    if not as_data:
        done = sum(not one.because for one in changes)
        if everything and changes:
            out(f"{plural(done, 'draft')} ready, {len(changes) - done} not.")
        show_next(snapshot)
    return code
