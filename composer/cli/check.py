"""`outreach check`: what must not go out, in the records and in the drafts."""

from collections.abc import Sequence

import click

from composer.checks.inspector import Checked
from composer.cli.console import as_json, heading, out, plural, progress, show_problems
from composer.cli.options import json_option, snapshot_of
from composer.errors import Problem, errors_in
from composer.workspace.checking import check_drafts, check_records


@click.command()
@click.argument("drafts", nargs=-1)
@json_option
@click.pass_context
def check(context: click.Context, drafts: tuple[str, ...], as_data: bool) -> int:
    """Look for what must not go out, in the records and in the drafts (all of them, or those you name).

    What is marked error stops a draft from leaving; a warning stops nothing. `outreach rule CODE` explains each. A
    block that is wrong for one letter is let pass in the head of its draft: `overrides: {CODE: the reason}`.
    """
    snapshot = snapshot_of(context)
    noted = [*snapshot.problems, *(check_records(snapshot) if not drafts else ())]
    with progress("Checking", lambda: len(drafts) or len(snapshot.store.names())) as tell:
        checked = check_drafts(snapshot, drafts, progress=tell)
    found = [*noted, *(problem for one in checked for problem in one.problems)]
    if as_data:
        as_json({"drafts": len(checked), "problems": found})
    else:
        _show(noted, checked)
        _summary(len(checked), found)
    return 1 if errors_in(found) else 0


def _show(noted: Sequence[Problem], checked: Sequence[Checked]) -> None:
    """The records first, then the drafts, the worst of them first."""
    _group("The records", noted)
    for one in sorted(checked, key=lambda one: (len(errors_in(one.problems)), len(one.problems)), reverse=True):
        _group(one.path.removeprefix("drafts/").removesuffix(".md"), one.problems)


def _group(title: str, problems: Sequence[Problem]) -> None:
    if problems:
        heading(f"{title}: {_counts(problems)}")
        show_problems(sorted(problems, key=lambda problem: (problem.level != "error", problem)), err=False)
        out()


def _counts(problems: Sequence[Problem]) -> str:
    blocks = len(errors_in(problems))
    parts = [plural(blocks, "thing") + " to mend"] if blocks else []
    if len(problems) > blocks:
        parts.append(plural(len(problems) - blocks, "thing") + " to look at")
    return ", ".join(parts)


def _summary(count: int, found: Sequence[Problem]) -> None:
    if not count:
        out("There are no drafts yet. `outreach draft` writes them.")
    elif not found:
        out(f"{plural(count, 'draft')}, and nothing to mend.")
    else:
        blocks = len(errors_in(found))
        looks = len(found) - blocks
        out(f"{plural(count, 'draft')}: {plural(blocks, 'thing')} to mend, {plural(looks, 'thing')} to look at.")
