"""`outreach reopen`: making drafts again of what was ready, skipped or handed over."""

import click

from composer.cli import completing
from composer.cli.options import json_option, snapshot_of
from composer.cli.status_table import show_changes
from composer.workspace.status_changes import reopen_drafts


@click.command()
@click.argument("drafts", nargs=-1, required=True, shell_complete=completing.drafts)
@json_option
@click.pass_context
def reopen(context: click.Context, drafts: tuple[str, ...], as_data: bool) -> int:
    """Make drafts again of what was ready, skipped or handed over."""
    return show_changes(reopen_drafts(snapshot_of(context), drafts), "a draft again", as_data=as_data)
