"""`outreach draft` and `explain`: making letters, and saying where they come from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import click

from composer.cli.console import as_json, heading, note, out, plural, progress, show_problems, table
from composer.cli.root import Day, json_option, workspace_of
from composer.errors import errors_in
from composer.workspace import DraftResult

_ORDER = ("written", "renewed", "kept", "edited", "unchanged", "failed", "left out")
_SAYS = {
    "written": "written",
    "renewed": "renewed",
    "kept": "kept as it is; it would read differently now, and --refresh renews it",
    "edited": "kept: it holds your own words",
    "unchanged": "already there",
    "failed": "could not be made",
    "left out": "no letter",
}


@click.command()
@click.argument("letter", default="")
@click.option(
    "--to",
    "who",
    multiple=True,
    metavar="WHO",
    help="Only for this contact: id, name or address. Repeatable.",
)
@click.option("--all", "everyone", is_flag=True, help="For everyone; this is so without --to, too.")
@click.option("--refresh", is_flag=True, help="Renew drafts that nobody has edited.")
@click.option(
    "--release", type=Day(), default=None, metavar="DATE", help="Last day of a signed release, for a shared client."
)
@json_option
@click.pass_context
def draft(
    context: click.Context,
    letter: str,
    who: tuple[str, ...],
    everyone: bool,
    refresh: bool,
    release: date | None,
    as_data: bool,
) -> int:
    """Write drafts into drafts/, one file a letter.

    Without LETTER each contact gets the letter that fits: thanks, an answer, an introduction, the yearly update.
    `outreach letters` lists all of them. A draft you have edited is never overwritten.
    """
    workspace = workspace_of(context)
    if everyone and who:
        raise click.UsageError("--all and --to exclude each other.")
    with progress("Merging", 2 * len(workspace.records.contacts.contacts)) as tell:
        run = workspace.draft(letter, who, refresh=refresh, release=release, progress=tell)
    if as_data:
        as_json(
            {
                "drafts": [asdict(result) for result in run.results],
                "problems": [p.as_dict() for p in run.problems],
            }
        )
    else:
        show_problems(run.problems)
        _show_results(run.results)
    return 1 if errors_in(run.problems) else 0


def _show_results(results: Sequence[DraftResult]) -> None:
    for outcome in _ORDER:
        chosen = [result for result in results if result.outcome == outcome]
        if not chosen:
            continue
        heading(f"{_SAYS[outcome].capitalize()} ({len(chosen)})")
        table([(f"  {result.called}", result.letter, result.path or result.because) for result in chosen])
        for result in chosen:
            for remark in result.notes:
                note(f"    {result.called}: {remark}")
    if not results:
        out("There is nobody in contacts.yaml yet.")
    counts = Counter(result.outcome for result in results)
    made = counts["written"] + counts["renewed"]
    if made:
        note(f"\n{plural(made, 'draft')} to read. Next: `outreach preview` shows them, any editor changes them.")


@click.command()
@click.argument("draft_name", metavar="DRAFT")
@json_option
@click.pass_context
def explain(context: click.Context, draft_name: str, as_data: bool) -> int:
    """Say where every sentence of a draft comes from."""
    found, sentences = workspace_of(context).explain(draft_name)
    if as_data:
        as_json(
            {
                "draft": found.name,
                "made": found.made,
                "sentences": [asdict(sentence) for sentence in sentences],
            }
        )
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
