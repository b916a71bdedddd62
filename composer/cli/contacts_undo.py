"""`outreach contacts undo`: the last change of the records taken back."""

import click

from composer.cli.console import as_json, out
from composer.cli.options import json_option, snapshot_of
from composer.errors import NotFoundError
from composer.workspace.record_backups import newest_backup
from composer.workspace.record_writing import undo_records


@click.command("undo")
@json_option
@click.pass_context
def contacts_undo(context: click.Context, as_data: bool) -> int:
    """Take the last change of contacts or of your practice back, whoever made it: an import, a form, a command.

    Said again it takes the change before that back, up to twenty. Where a file was changed by hand since, it stays.
    """
    snapshot = snapshot_of(context)
    if not (name := newest_backup(snapshot.folder)):
        raise NotFoundError("there is no change of the records to take back", hint="the last twenty are kept")
    undo_records(snapshot, name)
    if as_data:
        as_json({"undone": True})
    else:
        out("The records are as they were before the last change.")
    return 0
