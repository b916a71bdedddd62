"""`outreach contacts export`: everybody in a file for another program."""

from pathlib import Path

import click

from composer.cli.console import as_json, note, plural
from composer.cli.options import json_option, snapshot_of
from composer.workspace.contact_export import FORMATS, export_contacts, name_of, save_export


@click.command("export")
@click.argument("form", type=click.Choice(FORMATS), metavar="csv|xlsx|vcard|json")
@click.option("--to", "path", type=click.Path(path_type=Path), help="The file, or for csv the folder; - prints it.")
@click.option("--who", multiple=True, metavar="WHO", help="Only this contact, by id, address or name.")
@json_option
@click.pass_context
def contacts_export(context: click.Context, form: str, path: Path | None, who: tuple[str, ...], as_data: bool) -> int:
    """Write your contacts, their organizations and what happened into files that other programs open.

    csv and xlsx have a table each, vcard is for address books, json has all but comments. Who asked to be left
    alone is marked in each of them. Your private notes are in them, too: think of that before you give them away.
    """
    snapshot = snapshot_of(context)
    chosen = next(one for one in FORMATS if one == form)
    wanted = [snapshot.contact(one) for one in who] or None
    if chosen == "json" and wanted:
        raise click.UsageError("json has everything; leave --who out, or take another form.")
    found = export_contacts(snapshot, chosen, wanted)
    if str(path) == "-":
        if as_data or len(found.files) > 1:
            raise click.UsageError("- prints one file, and no --json beside it; csv is several, so name a folder.")
        click.echo(next(iter(found.files.values())), nl=False)
        return 0
    written = save_export(found, path or name_of(snapshot, chosen))
    if as_data:
        as_json({"files": [str(one) for one in written], "contacts": found.contacts, "lost": found.lost})
        return 0
    note(f"{plural(found.contacts, 'contact')} in {', '.join(map(str, written))}.")
    note(
        f"This form holds {found.lost}. json holds all but comments."
        if found.lost
        else "Of what your files say nothing is lost in it, but for comments."
    )
    return 0
