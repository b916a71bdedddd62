"""`outreach export`: from drafts to files that open as drafts in a mail program."""

from collections.abc import Sequence

import click

from composer.cli.console import as_json, heading, note, out, plural, progress, show_problems, table
from composer.cli.options import json_option, snapshot_of
from composer.errors import errors_in
from composer.outputs.export import LEFT_BEFORE, ExportRequest
from composer.outputs.outbox import Exported
from composer.outputs.registry import FORMATS
from composer.workspace.exporting import export_drafts


@click.command()
@click.argument("form", metavar="[FORMAT]", type=click.Choice(sorted(FORMATS)), default="eml")
@click.argument("drafts", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every draft that no check blocks, marked ready or not.")
@click.option("--again", is_flag=True, help="What was handed over already, once more.")
@json_option
@click.pass_context
def export(
    context: click.Context, form: str, drafts: tuple[str, ...], everything: bool, again: bool, as_data: bool
) -> int:
    """Write what is ready into outbox/, as files that open as drafts in your mail program.

    Nothing is sent. `outreach ready` marks a draft ready; --all takes every draft that no check blocks. A draft leaves
    once; --again hands it over once more.
    """
    snapshot = snapshot_of(context)
    with progress("Exporting", lambda: len(drafts) or len(snapshot.store.names())) as tell:
        results = list(export_drafts(snapshot, ExportRequest(form, drafts, everything, again), progress=tell))
    problems = [problem for result in results for problem in result.problems]
    if as_data:
        as_json({"exported": results})
        return 1 if errors_in(problems) else 0
    show_problems(problems)
    _show(results, named=bool(drafts))
    return 1 if errors_in(problems) else 0


def _show(results: Sequence[Exported], *, named: bool) -> None:
    """What was written, what was not and why, and how many left before where nobody asked for one by its name."""
    written = [result for result in results if result.path]
    before = [result for result in results if result.because == LEFT_BEFORE and not named]
    waiting = [result for result in results if not result.path and result not in before]
    if written:
        heading(f"Written ({len(written)})")
        table([(f"  {result.draft}", result.path) for result in written])
    for result in results:
        if result.kept:
            note(f"The message of {result.draft} was not as the program wrote it; what lay there is in {result.kept}.")
    if waiting:
        heading(f"Not handed over ({len(waiting)})")
        table([(f"  {result.draft}", result.because) for result in waiting])
    if before:
        them = "it" if len(before) == 1 else "them"
        out(f"{plural(len(before), 'draft')} left before; --again hands {them} over once more.")
    if not results:
        out("There are no drafts yet. `outreach draft` writes them.")
    elif written:
        note(f"\n{plural(len(written), 'message')} in outbox/. A double click opens one as a draft; nothing was sent.")
        note("When you have sent them, note it: `outreach sent --all`.")
