"""`outreach settle`: choosing where a person and the program both changed one place of a draft."""

import click

from composer.cli import completing
from composer.cli.console import as_json, note, on_a_line, out, plural
from composer.cli.options import json_option, snapshot_of
from composer.drafts.settling import ConflictSelector, Resolution
from composer.workspace.conflicts import settle_conflicts


@click.command()
@click.argument("draft_name", metavar="DRAFT", shell_complete=completing.drafts)
@click.option("--new", is_flag=True, help="Take the new text where yours still stands; a backup of yours is kept.")
@click.option(
    "--place", type=click.IntRange(min=1), metavar="N", help="Only this place, as `draft --conflicts` counts."
)
@json_option
@click.pass_context
def settle(context: click.Context, draft_name: str, new: bool, place: int | None, as_data: bool) -> int:
    """End the conflicts of a draft: keep your words, or take the new ones; in all places, or in one."""
    settled = settle_conflicts(snapshot_of(context), draft_name, new=new, which=ConflictSelector(place or 0))
    if as_data:
        taken, kept = ([place.number for place in places] for places in (settled.taken, settled.kept))
        left = [{"place": one.number, "because": one.because, "new": one.conflict.new} for one in settled.left]
        as_json({"taken": taken, "kept": kept, "left": left, "reopened": settled.reopened})
    else:
        _show_settled(settled)
    return 1 if settled.left else 0


def _show_settled(settled: Resolution) -> None:
    if settled.taken:
        out(f"{plural(len(settled.taken), 'place')} changed; what you had is in .outreach/backup.")
    if settled.kept:
        out("Your words stay; the other version is in .outreach/backup.")
    if settled.reopened:
        out("It was ready and is a draft again: read it once more.")
    for place in settled.left:
        out(f"Place {place.number} still waits: {place.because}; {place.remedy}. The new text is:")
        out(f"    {on_a_line(place.conflict.new)}")
    if settled.left:
        note("`outreach settle DRAFT`, or with --place N only one of them, keeps yours.")
    if settled == Resolution():
        out("Nothing in this draft waits for a choice.")
