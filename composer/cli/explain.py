"""`outreach explain`: where every sentence of a draft comes from."""

import click

from composer.cli import completing
from composer.cli.console import as_json, heading, out
from composer.cli.options import json_option, snapshot_of
from composer.workspace.explaining import explain_draft


@click.command()
@click.argument("draft_name", metavar="DRAFT", shell_complete=completing.drafts)
@json_option
@click.pass_context
def explain(context: click.Context, draft_name: str, as_data: bool) -> int:
    """Say where every sentence of a draft comes from."""
    found, sentences = explain_draft(snapshot_of(context), draft_name)
    if as_data:
        as_json({"draft": found.name, "made": found.made, "sentences": sentences})
        return 0
    heading(f"{found.name}, made on {found.made}")
    for sentence in sentences:
        out(f"\n{sentence.text}")
        if sentence.state == "changed":
            out("    no longer in the draft: you changed it, or a record has changed since")
        source = " at ".join(part for part in (sentence.field, sentence.template) if part)
        out(f"    {sentence.because}" + (f" ({source})" if source else ""))
        for where in sentence.where:
            noted = f", noted {sentence.noted}" if sentence.noted else ""
            out(f"    {where} ({where.record}: {where.field}){noted}")
    return 0
