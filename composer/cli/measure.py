"""`outreach measure`: how personal each draft is, in figures."""

import click

from composer.checks.inspector import Measured
from composer.cli import completing
from composer.cli.console import as_json, heading, out, show_problems, table
from composer.cli.options import json_option, snapshot_of
from composer.workspace.checking import figures_of


@click.command()
@click.argument("drafts", nargs=-1, shell_complete=completing.drafts)
@json_option
@click.pass_context
def measure(context: click.Context, drafts: tuple[str, ...], as_data: bool) -> int:
    """Measure how personal each draft is, against every other and against the person's record.

    OWN is the share of its five-word sequences that no other draft has, LIKE the share that stands in the draft most
    like it. FACTS counts what the letter uses of what the record knows.
    """
    found, problems = figures_of(snapshot_of(context), drafts)
    if as_data:
        as_json({"drafts": found, "problems": problems})
        return 1 if problems else 0
    show_problems(problems)
    if not found and not problems:
        out("There are no drafts yet. `outreach draft` writes them.")
    elif found:
        titles = ("DRAFT", "FACTS", "OWN", "LIKE", "WORDS", "GRADE", "YOU:I", "MOST LIKE")
        table([_row(one) for one in found], titles=titles)
        if waiting := [(f"  {one.draft}", fact) for one in found for fact in one.measures.unused]:
            out()
            heading("What the records know, and the letters do not say")
            table(waiting)
    return 1 if problems else 0


def _row(one: Measured) -> tuple[str, ...]:
    figures = one.measures
    facts = f"{len(figures.used)} of {len(figures.used) + len(figures.unused)}"
    shares, said = (f"{one.specific:.0%}", f"{one.overlap:.0%}"), f"{figures.you}:{figures.i}"
    return (one.draft, facts, *shares, str(figures.words), f"{figures.grade:.0f}", said, one.nearest)
