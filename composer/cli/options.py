"""What commands have in common: the workspace that the options in front of them name, and the option `--json`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from composer.cli.console import clean, note, tell
from composer.lock import name_run
from composer.records.book import CONTACTS, HISTORY, PRACTICE
from composer.settings import read_settings
from composer.workspace.snapshot import Clock, Snapshot, open_snapshot

F = TypeVar("F", bound=Callable[..., Any])
_OF_A_WORKSPACE = (CONTACTS, PRACTICE, HISTORY, ".outreach")


def place_of(context: click.Context) -> tuple[Path, date]:
    """The folder that `-C` means, the current one without it; and the day that `--today` does."""
    folder, today = context.obj
    return folder or Path(), today or date.today()  # noqa: DTZ011  # the day on the user's own wall


def is_workspace(folder: Path) -> bool:
    """Whether a folder has something of a workspace in it."""
    return any((folder / name).exists() for name in _OF_A_WORKSPACE)


def clock_of(context: click.Context) -> Clock | None:
    """What says which day it is, for a program that runs past midnight; ``None`` where `--today` says it."""
    return None if context.obj[1] else date.today  # the day on the user's own wall


def known_workspace(context: click.Context) -> Path | None:
    """The folder to work in: the one that was named, this one if it is a workspace, or the one that is remembered.

    The last is said. ``None`` where none of them is there.
    """
    folder = place_of(context)[0]
    if context.obj[0] or is_workspace(folder):
        return folder
    settings = read_settings()
    if settings.trouble:
        tell(clean(settings.trouble))
    if settings.workspace:
        note(f"In {settings.workspace}")
    return settings.workspace


def snapshot_of(context: click.Context, folder: Path | None = None) -> Snapshot:
    """A workspace on that day, as it is now: this folder, or the one to work in."""
    name_run(context.command_path)
    here, today = place_of(context)
    return open_snapshot(folder or known_workspace(context) or here, today)


def json_option(command: F) -> F:
    """The `--json` flag that every command with a result has."""
    return click.option("--json", "as_data", is_flag=True, help="One JSON object, for other programs.")(command)
