"""What commands have in common: the workspace that the options in front of them name, and the option `--json`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from composer.workspace.snapshot import Snapshot, open_snapshot

F = TypeVar("F", bound=Callable[..., Any])


def place_of(context: click.Context) -> tuple[Path, date]:
    """The folder that `-C` means, and the day that `--today` does."""
    folder, today = context.obj
    return folder, today or date.today()  # noqa: DTZ011  # the day on the user's own wall


def snapshot_of(context: click.Context) -> Snapshot:
    """The workspace in that folder on that day, as it is now."""
    return open_snapshot(*place_of(context))


def json_option(command: F) -> F:
    """The `--json` flag that every command with a result has."""
    return click.option("--json", "as_data", is_flag=True, help="One JSON object, for other programs.")(command)
