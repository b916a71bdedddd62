"""`outreach contacts merge`: one record of two of the same person."""

import sys

import click

from composer.cli import completing
from composer.cli.console import as_json, clean, heading, note, out, show_problems
from composer.cli.options import json_option, snapshot_of
from composer.workspace.contact_merging import make_merge, plan_merge
from composer.yaml.writer import format_front_matter


@click.command("merge")
@click.argument("first", shell_complete=completing.contacts)
@click.argument("second", shell_complete=completing.contacts)
@click.option("--same-person", is_flag=True, help="They are one, though nothing of what is known says so.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@click.pass_context
def contacts_merge(context: click.Context, first: str, second: str, same_person: bool, yes: bool, as_data: bool) -> int:
    """Make one record of two of the same person. The first stays, and gets what only the second has.

    Every fact, every wish, what happened and the drafts are kept; what the second says otherwise goes into the notes.
    The second's id works for ever.
    """
    snapshot = snapshot_of(context)
    merge = plan_merge(snapshot, first, second, same_person=same_person)
    if not as_data:
        heading(f"{merge.kept.display_name} ({merge.kept.id}), with what {merge.gone.id} had")
        out(clean(format_front_matter(merge.fields)))
    if not yes:
        if as_data or not sys.stdin.isatty():
            raise click.UsageError("Say --yes to do it; nothing was done.")
        if not click.confirm("Make this one record of the two?", default=True):
            out("Nothing was changed.")
            return 0
    edit = make_merge(snapshot, merge)
    if as_data:
        as_json({"contact": merge.kept.id, "gone": merge.gone.id, "fields": merge.fields, "undo": edit.undo})
        return 0
    show_problems(edit.problems)
    out(f"{merge.gone.id} is a part of {merge.kept.id} now.")
    note("`outreach contacts undo` takes it back.")
    return 0
