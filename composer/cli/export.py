"""`outreach export`: from drafts to files that a mail program, a browser or another program takes."""

from collections.abc import Sequence

import click

from composer.cli import completing
from composer.cli.console import as_json, heading, note, out, plural, progress, show_problems, table
from composer.cli.options import json_option, snapshot_of
from composer.errors import errors_in
from composer.outputs.export import LEFT_BEFORE, ExportRequest
from composer.outputs.outbox import Exported
from composer.outputs.registry import FORMATS
from composer.workspace.exporting import export_drafts, format_for_program, mail_program


@click.command()
@click.argument("form", metavar="[FORMAT]", type=click.Choice(list(FORMATS)), required=False)
@click.argument("drafts", nargs=-1, shell_complete=completing.drafts)
@click.option("--all", "everything", is_flag=True, help="Every draft that no check blocks, marked ready or not.")
@click.option("--again", is_flag=True, help="What was handed over already, once more.")
@json_option
@click.pass_context
def export(
    context: click.Context, form: str | None, drafts: tuple[str, ...], everything: bool, again: bool, as_data: bool
) -> int:
    """Write what is ready into outbox/, in the form that your mail program takes.

    Nothing is sent. Without FORMAT it is the one for the program that practice.yaml names as 'mail:', otherwise eml:
    files that open as drafts (Outlook, Thunderbird). Others are eml-text (mutt, Claws: text alone), mbox and maildir
    (to import), html (pages to copy from), text, mailto (one page of links) and json.

    `outreach ready` marks a draft ready; --all takes every draft that no check blocks. A draft leaves once; --again
    hands it over once more.
    """
    snapshot = snapshot_of(context)
    asked, form = form is not None, form or format_for_program(snapshot)
    with progress("Exporting", lambda: len(drafts) or len(snapshot.store.names())) as tell:
        results = list(export_drafts(snapshot, ExportRequest(form, drafts, everything, again), progress=tell))
    problems = [problem for result in results for problem in result.problems]
    if as_data:
        as_json({"exported": results})
        return 1 if errors_in(problems) else 0
    show_problems(problems)
    program = None if asked else mail_program(snapshot)
    _show(results, named=bool(drafts), then=program.then if program else FORMATS[form].then)
    return 1 if errors_in(problems) else 0


def _show(results: Sequence[Exported], *, named: bool, then: str) -> None:
    """What was written, what was not and why, and how many left before where nobody asked for one by its name.

    `then` is what to do with what was written.
    """
    written = [result for result in results if result.path]
    before = [result for result in results if result.because == LEFT_BEFORE and not named]
    waiting = [result for result in results if not result.path and result not in before]
    if written:
        heading(f"Written ({len(written)})")
        table([(f"  {result.draft}", result.path) for result in written])
    for result in results:
        if result.note:
            note(f"{result.draft}: {result.note}.")
    if waiting:
        heading(f"Not handed over ({len(waiting)})")
        table([(f"  {result.draft}", result.because) for result in waiting])
    if before:
        them = "it" if len(before) == 1 else "them"
        out(f"{plural(len(before), 'draft')} left before; --again hands {them} over once more.")
    if not results:
        out("There are no drafts yet. `outreach draft` writes them.")
    elif written:
        note(f"\n{plural(len(written), 'letter')} in outbox/. Nothing was sent. {then}")
        note("When you have sent them, note it: `outreach sent --all`.")
