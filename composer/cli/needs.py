"""`outreach needs`: what readers need, how notes say it, and what a note is taken to mean."""

import click

from composer.cli.console import as_json, heading, out, table
from composer.cli.options import json_option, snapshot_of
from composer.records.roles import NeedForms
from composer.workspace.authoring import find_need, try_note

_NOTHING = "No need is found in these words. Say it in other words, or add a line to needs: in practice.yaml."


@click.command()
@click.argument("need", default="")
@click.option("--try", "note", metavar="TEXT", help="Say which needs a note speaks of, and by which words.")
@json_option
@click.pass_context
def needs(context: click.Context, need: str, note: str | None, as_data: bool) -> None:
    """List what readers need from a therapist, explain one NEED, or try a note."""
    library = snapshot_of(context).library
    if note is not None:
        found = try_note(library, note)
        if as_data:
            as_json({"note": note, "needs": [{"need": one.need, "phrase": one.phrase} for one in found]})
        elif not found:
            out(_NOTHING)
        else:
            labels = library.need_by_key
            table([(one.need, labels[one.need].label, f"'{one.phrase}'") for one in found],
                  titles=("Need", "What it is", "Said by"))  # fmt: skip
    elif need:
        one = find_need(library, need)
        as_json(one.model_dump()) if as_data else _explain(one)
    elif as_data:
        as_json({"needs": [one.model_dump() for one in library.needs]})
    else:
        table([(one.need, one.label) for one in library.needs], titles=("Need", "What it is"))


def _explain(need: NeedForms) -> None:
    heading(f"{need.label} ({need.need})")
    said = (*need.phrases, *need.alone) or (need.label,)
    for title, text in (
        ("Those who have it", need.people),
        ("In general", need.clause),
        ("A subject line", need.subject),
        ("Part of", need.within),
        ("Notes say it as", ", ".join(line.replace("_", " ") for line in said)),
    ):
        if text:
            out(f"  {title}: {text}")
