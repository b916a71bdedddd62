"""`outreach init`: a workspace of one's own, in two minutes."""

import os
from pathlib import Path

import click

from composer.cli.console import out, table
from composer.cli.options import place_of
from composer.errors import ConflictError
from composer.start import start_workspace


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=None, required=False)
@click.option("--sample", is_flag=True, help="Begin with the made-up practice and its contacts, to look around.")
@click.pass_context
def init(context: click.Context, folder: Path | None, sample: bool) -> None:
    """Make a workspace of your own in DIR (here, where none is given). It overwrites nothing."""
    parent, today = place_of(context)
    target = parent / folder if folder else parent
    made, there = start_workspace(target, sample=sample, today=today)
    if not made:
        raise ConflictError(f"there is a workspace in {target} already, and nothing was changed",
                            hint="choose another folder, or go on with `outreach contacts`")  # fmt: skip
    table(
        [(f"  {path.name}", "made") for path in made]
        + [(f"  {path.name}", "was there, left as it is") for path in there]
    )
    out()
    where = f" -C {os.path.relpath(target)}" if target.resolve() != Path.cwd() else ""
    out("Next:")
    out(f"  1. Write your facts into {target / 'practice.yaml'} and your first contacts into contacts.yaml.")
    out(f"  2. outreach{where} draft      writes the letters, and says what they still ask you")
    out(f"  3. outreach{where} preview    shows them in your browser")
