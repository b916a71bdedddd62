"""`outreach draft` and `explain`: making letters, and saying where they come from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import click

from composer.cli.console import as_json, heading, note, out, plural, progress, show_problems, table
from composer.cli.root import Day, json_option, workspace_of
from composer.drafts.store import Putting
from composer.errors import errors_in
from composer.workspace import DraftResult, Workspace

_ORDER = (
    "written", "renewed", "merged", "conflict", "forced", "kept", "edited", "unchanged", "finished", "deleted",
    "failed", "left out",
)  # fmt: skip
_SAYS = {
    "written": "written",
    "renewed": "renewed",
    "kept": "kept as it is; it would read differently now, and --refresh renews it",
    "merged": "your words kept, and what is new put beside them",
    "conflict": "your words kept; the same place would read differently now: `outreach draft --conflicts` shows both",
    "forced": "written anew; what you had is in .outreach/backup",
    "edited": "kept: it holds your own words",
    "finished": "left alone: handed over, sent or skipped",
    "deleted": "left alone: you deleted it, and --force writes it again",
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
@click.option("--due", "only_due", is_flag=True, help="Exactly the letters that `outreach due` lists.")
@click.option("--refresh", is_flag=True, help="Renew drafts; your own words in them stay.")
@click.option("--force", is_flag=True, help="Write edited and deleted drafts anew; what you had is kept as a backup.")
@click.option("--conflicts", is_flag=True, help="Show where you and the program changed the same place; write nothing.")
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
    only_due: bool,
    refresh: bool,
    force: bool,
    conflicts: bool,
    release: date | None,
    as_data: bool,
) -> int:
    """Write drafts into drafts/, one file a letter.

    Without LETTER each contact gets the letter that fits: thanks, an answer, an introduction, the yearly update.
    `outreach letters` lists all of them. A draft you have edited is never overwritten.
    """
    workspace = workspace_of(context)
    if conflicts:
        return _show_conflicts(workspace, as_data=as_data)
    if everyone and who:
        raise click.UsageError("--all and --to exclude each other.")
    if only_due and who:
        raise click.UsageError("--due and --to exclude each other.")
    with progress("Merging", 2 * len(workspace.records.contacts.contacts)) as tell:
        how = Putting(refresh, force)
        run = (
            workspace.draft_due(letter, how=how, progress=tell)
            if only_due
            else workspace.draft(letter, who, how=how, release=release, progress=tell)
        )
    if as_data:
        as_json(
            {
                "drafts": [asdict(result) for result in run.results],
                "problems": [p.as_dict() for p in run.problems],
            }
        )
    else:
        show_problems(run.problems)
        if only_due and not run.results:
            out("Nothing is due.")
        else:
            _show_results(run.results)
    return 1 if errors_in(run.problems) else 0


def _show_conflicts(workspace: Workspace, *, as_data: bool) -> int:
    """Every place that a person and the program both changed, both versions."""
    found = {name: workspace.store.conflicts.read(name) for name in workspace.store.conflicts.names()}
    if as_data:
        as_json({"conflicts": [{"draft": name, **asdict(one)} for name, all_ in found.items() for one in all_]})
        return 0
    for name, conflicts in found.items():
        heading(name)
        for one in conflicts:
            out(f"  Yours, which stands:  {' '.join(one.yours.split()) or '(taken out)'}")
            out(f"  New, which does not:  {' '.join(one.new.split()) or '(taken out)'}\n")
    if found:
        note("`outreach settle DRAFT` keeps yours; with --new it takes the new ones.")
    else:
        out("No draft has a place that you and the program both changed.")
    return 0


@click.command()
@click.argument("draft_name", metavar="DRAFT")
@click.option("--new", is_flag=True, help="Take the new text where yours still stands; a backup of yours is kept.")
@click.pass_context
def settle(context: click.Context, draft_name: str, new: bool) -> int:
    """End the conflicts of a draft: keep your words, or take the new ones."""
    taken = workspace_of(context).settle(draft_name, new=new)
    out(f"{plural(taken, 'place')} changed; what you had is in .outreach/backup." if taken else "Your words stay.")
    return 0


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
