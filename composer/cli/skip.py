"""`outreach skip`: putting drafts aside, with a reason."""

import click

from composer.cli import completing
from composer.cli.options import json_option, snapshot_of
from composer.cli.status_table import show_changes
from composer.workspace.status_changes import mark_skipped


@click.command()
@click.argument("drafts", nargs=-1, required=True, shell_complete=completing.drafts)
@click.option("--reason", required=True, metavar="TEXT", help="Why it does not leave; it is kept in the draft's head.")
@json_option
@click.pass_context
def skip(context: click.Context, drafts: tuple[str, ...], reason: str, as_data: bool) -> int:
    """Put drafts aside, with a reason."""
    return show_changes(mark_skipped(snapshot_of(context), drafts, reason), "skipped", as_data=as_data)
