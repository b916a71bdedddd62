"""Opening the workspace that the options in front of a command name."""

from datetime import date

import click

from composer.workspace.snapshot import Snapshot


def snapshot_of(context: click.Context) -> Snapshot:
    """The workspace that `-C` and `--today` mean, as it is now."""
    folder, today = context.obj
    return Snapshot(folder, today=today or date.today())  # noqa: DTZ011  # the day on the user's own wall
