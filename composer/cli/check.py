"""`outreach check`: what must not go out, in the records and in the drafts."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence

import click

from composer.checks.inspector import Checked
from composer.cli import completing
from composer.cli.console import as_json, heading, out, plural, progress, show_problems
from composer.cli.options import json_option, snapshot_of
from composer.errors import Level, Problem, errors_in
from composer.workspace.checking import check_drafts, check_records

_LEVELS: Mapping[Level, str] = {"error": "to mend", "ask": "to answer", "warning": "to look at"}


@click.command()
@click.argument("drafts", nargs=-1, shell_complete=completing.drafts)
@json_option
@click.pass_context
def check(context: click.Context, drafts: tuple[str, ...], as_data: bool) -> int:
    """Look for what must not go out, in the records and in the drafts (all of them, or those you name).

    What is marked error stops a draft from leaving, and so does what is marked ask, until `outreach answer` has your
    answer; a warning stops nothing. `outreach rule CODE` explains each. A
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
        show_problems(sorted(problems, key=lambda problem: (list(_LEVELS).index(problem.level), problem)), err=False)
        out()


def _counts(problems: Sequence[Problem], always: Container[Level] = ()) -> str:
    """How many there are of each level; a level that none has is left out, but for what is `always` counted."""
    # A sentence is asked about once, whatever number of rules ask.
    counted = {(problem.at.path, problem.sentence) if problem.sentence else problem: problem for problem in problems}
    count = Counter(problem.level for problem in counted.values())
    said = ((count[level], words) for level, words in _LEVELS.items() if count[level] or level in always)
    return ", ".join(f"{plural(number, 'thing')} {words}" for number, words in said)


def _summary(count: int, found: Sequence[Problem]) -> None:
    if not count:
        out("There are no drafts yet. `outreach draft` writes them.")
    elif not found:
        out(f"{plural(count, 'draft')}, and nothing to mend.")
    else:
        out(f"{plural(count, 'draft')}: {_counts(found, ('error', 'warning'))}.")
