"""`outreach completion`: what makes a shell complete commands."""

import os
import sys
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from composer.cli.console import note


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), required=False)
@click.pass_context
def completion(context: click.Context, shell: str | None) -> None:
    """Print what makes your SHELL complete commands with the Tab key."""
    name = shell or Path(os.environ.get("SHELL", "bash")).name
    found = get_completion_class(name if name in {"bash", "zsh", "fish"} else "bash")
    assert found is not None  # noqa: S101  # the choices above are click's own
    source = found(context.find_root().command, {}, "outreach", "_OUTREACH_COMPLETE").source()
    click.echo(source)
    if sys.stdout.isatty():
        note(f"Put this into your shell's start file, such as ~/.{name}rc.")
