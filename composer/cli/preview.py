"""`outreach preview`: the drafts in the browser, as their readers will see them."""

import click

from composer.app.server import serve
from composer.cli.boundary import show_bug
from composer.cli.options import snapshot_of


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Listen on this port; 0 takes a free one.")
@click.option("--no-open", is_flag=True, help="Print the address and open no browser.")
@click.pass_context
def preview(context: click.Context, port: int, no_open: bool) -> None:
    """Show the drafts in your browser, each as its reader will see it. Ctrl-C ends it."""
    serve(snapshot_of(context), port=port, open_browser=not no_open, on_fault=lambda: show_bug(["preview"]))
