"""Opening the workspace that the options in front of a command name."""

from datetime import date
from pathlib import Path

import click

from composer.workspace.snapshot import Snapshot, open_snapshot


def place_of(context: click.Context) -> tuple[Path, date]:
    """The folder that `-C` means, and the day that `--today` does."""
    folder, today = context.obj
    return folder, today or date.today()  # noqa: DTZ011  # the day on the user's own wall


def snapshot_of(context: click.Context) -> Snapshot:
    """The workspace in that folder on that day, as it is now."""
    return open_snapshot(*place_of(context))
