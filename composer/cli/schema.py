"""`outreach schema`: what an editor needs to check and complete the records while they are typed."""

from pathlib import Path

import click

from composer.cli.console import note, out, plural
from composer.cli.options import snapshot_of
from composer.records.schemas import NAMES, schema_text
from composer.start import SCHEMAS, help_editors, write_schemas


@click.command()
@click.argument("file", required=False, type=click.Choice(NAMES), metavar=f"[{'|'.join(NAMES)}]")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Only write them into DIR.")
@click.pass_context
def schema(context: click.Context, file: str | None, folder: Path | None) -> int:
    """Let your editor check your records as you type, and say what each field holds.

    Editors that know YAML (VS Code with the YAML extension, and many others) read a JSON Schema that a file names in
    its first line. This writes the schemas into .outreach/schema and puts that line on top of your files, where it is
    missing; nothing else in them changes. Say it again after an update of this program. With one of
    the names a schema is printed.
    """
    if file:
        out(schema_text(file).rstrip())
        return 0
    if folder:
        note(f"{plural(len(write_schemas(folder)), 'schema', 'schemas')} in {folder}.")
        return 0
    snapshot = snapshot_of(context)
    changed = help_editors(snapshot.folder)
    note(f"{plural(len(NAMES), 'schema', 'schemas')} in {snapshot.folder / SCHEMAS}.")
    for path in changed:
        out(f"{path.relative_to(snapshot.folder).as_posix()} names its own in the first line now.")
    if not changed:
        out("Your files name theirs already.")
    return 0
