"""`outreach ready`: a person's word that drafts may leave as they are."""

import click

from composer.cli.options import json_option, snapshot_of
from composer.cli.status_table import show_changes
from composer.workspace.status_changes import mark_ready


@click.command()
@click.argument("drafts", nargs=-1, required=True)
@json_option
@click.pass_context
def ready(context: click.Context, drafts: tuple[str, ...], as_data: bool) -> int:
    """Say that drafts may leave as they are now. A draft whose text changes afterwards is no longer ready."""
    return show_changes(mark_ready(snapshot_of(context), drafts), "ready", as_data=as_data)
