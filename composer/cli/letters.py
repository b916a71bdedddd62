"""`outreach letters`: what letters there are; copying one to change it, and trying it on everyone."""

import click

from composer.cli.console import as_json, heading, note, out, plural, show_problems
from composer.cli.options import json_option, snapshot_of
from composer.errors import errors_in
from composer.letters.catalogue import Catalogue
from composer.letters.head_words import ONCE_WORDS
from composer.workspace.authoring import LETTER_NAME, copy_letter, lint_letters


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def letters(context: click.Context, as_data: bool) -> None:
    """List the letters: what each is for and how often a person may get it. Copy one to change it."""
    if context.invoked_subcommand is None:
        _list_letters(snapshot_of(context).catalogue, as_data=as_data)


def _list_letters(catalogue: Catalogue, *, as_data: bool) -> None:
    rows = [one.head.model_dump() | {"path": one.path, "language": one.language} for one in catalogue.every()]
    if as_data:
        as_json({"letters": rows, "problems": catalogue.problems})
        return
    for row in rows:
        language = "" if row["language"] == "en" else f", in '{row['language']}'"
        heading(f"{row['letter']} ({row['purpose']}, {ONCE_WORDS[row['once']]}{language})")
        out(f"  {row['about']}")
        out(f"  {row['path']}")
    note("\n`outreach letters copy NAME` puts one into your own folder, to be changed there.")


@letters.command("copy")
@click.argument("name")
@click.option("--as", "new", default="", metavar="NAME", help="Make a letter of another name from it.")
@click.pass_context
def copy(context: click.Context, name: str, new: str) -> None:
    """Put the letter NAME into your own templates/ folder, to be changed there."""
    if new and not LETTER_NAME.fullmatch(new):
        raise click.UsageError(f"'{new}' cannot be a name: use small letters, digits and hyphens.")
    path = copy_letter(snapshot_of(context), name, new)
    out(f"Copied to {path}. It is yours now; `outreach letters check` tries it on everyone.")


@letters.command("check")
@click.argument("name", default="")
@json_option
@click.pass_context
def check(context: click.Context, name: str, as_data: bool) -> int:
    """Try the letter NAME, or all letters, on everyone in the records, and report every problem with its line."""
    snapshot = snapshot_of(context)
    found = lint_letters(snapshot, name)
    if as_data:
        as_json({"problems": found})
        return 1 if errors_in(found) else 0
    show_problems(found, err=False)
    count = len([letter for letter in snapshot.catalogue.every() if name in {"", letter.key}])
    tried = f"{plural(count, 'letter')} tried on {plural(len(snapshot.records.contacts.contacts), 'contact')}"
    out(f"{tried}: {plural(len(found), 'problem')}." if found else f"{tried}, and nothing to mend.")
    return 1 if errors_in(found) else 0
