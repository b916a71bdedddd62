"""`outreach draft` and `explain`: making letters, and saying where they come from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import click

from composer.cli.console import as_json, heading, note, out, plural, progress, show_problems, table
from composer.cli.root import Day, json_option, snapshot_of
from composer.drafts.settling import ConflictPlace, ConflictSelector, Resolution
from composer.drafts.store import WritePolicy
from composer.errors import errors_in
from composer.workspace import conflicts as open_places
from composer.workspace import drafting, explaining
from composer.workspace.drafting import DraftRequest, DraftResult
from composer.workspace.snapshot import Snapshot

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
    snapshot = snapshot_of(context)
    if conflicts:
        return _show_conflicts(snapshot, as_data=as_data)
    if everyone and who:
        raise click.UsageError("--all and --to exclude each other.")
    if only_due and who:
        raise click.UsageError("--due and --to exclude each other.")
    with progress("Merging", 2 * len(snapshot.records.contacts.contacts)) as tell:
        request = DraftRequest(letter, who, WritePolicy(refresh, force), release, only_due)
        run = drafting.write_drafts(snapshot, request, progress=tell)
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


def _show_conflicts(snapshot: Snapshot, *, as_data: bool) -> int:
    """Every place that a person and the program both changed, both versions, numbered within its draft."""
    found = open_places.open_conflicts(snapshot)
    if as_data:
        as_json({"conflicts": [_place_data(name, place) for name, places in found.items() for place in places]})
        return 0
    for name, places in found.items():
        heading(name)
        for place in places:
            _show_place(place)
    if found:
        note("`outreach settle DRAFT` keeps yours; with --new it takes the new ones, with --place N only that one.")
    else:
        out("No draft has a place that you and the program both changed.")
    return 0


def _place_data(name: str, place: ConflictPlace) -> dict[str, object]:
    return {"draft": name, "place": place.number, **asdict(place.conflict), "because": place.because}


def _show_place(place: ConflictPlace) -> None:
    label = "Yours, as it was:    " if place.blocker == "gone" else "Yours, which stands: "
    out(f"  {place.number}. {label} {_on_a_line(place.conflict.yours)}")
    out(f"     New, which does not:  {_on_a_line(place.conflict.new)}")
    out(f"     The new text cannot be put in: {place.because}.\n" if place.because else "")


def _on_a_line(text: str) -> str:
    return " ".join(text.split()) or "(taken out)"


@click.command()
@click.argument("draft_name", metavar="DRAFT")
@click.option("--new", is_flag=True, help="Take the new text where yours still stands; a backup of yours is kept.")
@click.option(
    "--place", type=click.IntRange(min=1), metavar="N", help="Only this place, as `draft --conflicts` counts."
)
@json_option
@click.pass_context
def settle(context: click.Context, draft_name: str, new: bool, place: int | None, as_data: bool) -> int:
    """End the conflicts of a draft: keep your words, or take the new ones; in all places, or in one."""
    settled = open_places.settle(snapshot_of(context), draft_name, new=new, which=ConflictSelector(place or 0))
    if as_data:
        as_json(_settled_data(settled))
    else:
        _show_settled(settled)
    return 1 if settled.left else 0


def _settled_data(settled: Resolution) -> dict[str, object]:
    return {
        "taken": [place.number for place in settled.taken],
        "kept": [place.number for place in settled.kept],
        "left": [
            {"place": place.number, "because": place.because, "new": place.conflict.new} for place in settled.left
        ],
        "reopened": settled.reopened,
    }


def _show_settled(settled: Resolution) -> None:
    if settled.taken:
        out(f"{plural(len(settled.taken), 'place')} changed; what you had is in .outreach/backup.")
    if settled.kept:
        out("Your words stay; the other version is in .outreach/backup.")
    if settled.reopened:
        out("It was ready and is a draft again: read it once more.")
    for place in settled.left:
        out(f"Place {place.number} still waits: {place.because}; {place.remedy}. The new text is:")
        out(f"    {_on_a_line(place.conflict.new)}")
    if settled.left:
        note("`outreach settle DRAFT`, or with --place N only one of them, keeps yours.")
    if settled == Resolution():
        out("Nothing in this draft waits for a choice.")


def _show_results(results: Sequence[DraftResult]) -> None:
    for outcome in _ORDER:
        chosen = [result for result in results if result.outcome == outcome]
        if not chosen:
            continue
        heading(f"{_SAYS[outcome].capitalize()} ({len(chosen)})")
        table([(f"  {result.display_name}", result.letter, result.path or result.because) for result in chosen])
        for result in chosen:
            for remark in result.notes:
                note(f"    {result.display_name}: {remark}")
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
    found, sentences = explaining.explain_draft(snapshot_of(context), draft_name)
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
