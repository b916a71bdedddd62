"""`outreach preview`, and `outreach` alone: the app in the browser, over a workspace that may still be empty."""

import sys
from pathlib import Path

import click

from composer.app.server import serve
from composer.cli.boundary import show_bug
from composer.cli.console import clean, tell
from composer.cli.options import clock_of, known_workspace, snapshot_of
from composer.errors import ComposerError
from composer.files import make_folder
from composer.settings import full_path, remember_workspace, usual_place


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Listen on this port; 0 takes a free one.")
@click.option("--no-open", is_flag=True, help="Print the address and open no browser.")
@click.pass_context
def preview(context: click.Context, port: int, no_open: bool) -> None:
    """Open your letters in your browser, each as its reader will see it. Ctrl-C ends it.

    What runs already is opened, not started twice. `outreach` alone does the same.
    """
    snapshot = snapshot_of(context, known_workspace(context) or _chosen_folder())
    _remember(snapshot.folder)
    serve(
        snapshot,
        clock=clock_of(context),
        port=port,
        open_browser=not no_open,
        on_fault=lambda: show_bug(["preview"]),
    )


def _remember(folder: Path) -> None:
    try:
        trouble = remember_workspace(folder)
    except ComposerError as error:
        trouble = f"This folder will not be remembered: {error.message}."
    if trouble:
        tell(clean(trouble))


def _chosen_folder() -> Path:
    """A folder for a new workspace, made if it is not there: as somebody says, or else the usual one."""
    usual = usual_place()
    if sys.stdin and sys.stdin.isatty() and sys.stderr.isatty():
        said = click.prompt("Where shall your contacts and letters be kept?", default=str(usual), err=True)
        folder = full_path(said.strip())
    else:
        folder = usual
    make_folder(folder)
    tell(clean(f"Your contacts and letters are kept in {folder}"))
    return folder
