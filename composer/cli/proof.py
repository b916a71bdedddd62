"""`outreach proof`: the fewest drafts that show all of a letter, and what an edit of it would change."""

from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Any

import click

from composer.cli.console import as_json, heading, note, out, plural
from composer.cli.options import json_option, snapshot_of
from composer.letters.proof import Feature, LetterChange, Proof, ProofDraft
from composer.workspace.authoring import proof_letter


@click.command()
@click.argument("letter")
@click.option("--deep", is_flag=True, help="Show every sentence of profiles, offers and news as well.")
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help="Compare with this version of the letter; otherwise with the one that the last drafts were made from.",
)
@json_option
@click.pass_context
def proof(context: click.Context, letter: str, deep: bool, against: Path | None, as_data: bool) -> int:
    """Proofread LETTER by its branches instead of by its drafts.

    Prints the fewest drafts that together show every branch and every sentence, names what no contact reaches, and
    says in how many ways an edit of the letter changes how many drafts, with an example of each.
    """
    found, changes = proof_letter(snapshot_of(context), letter, deep=deep, against=against)
    if as_data:
        as_json(_data(letter, found, changes))
    else:
        _show(letter, found, changes)
    return 1 if found.faults else 0


def _show(letter: str, found: Proof, changes: Sequence[LetterChange]) -> None:
    for fault in found.faults:
        out(f"{fault.template}:{fault.line}: {fault.text}")
    if not found.letters:
        out(f"'{letter}' goes to nobody today, so there is nothing to read. `outreach draft {letter}` says why.")
        return
    everything = {feature for each in found.letters for feature in each.shows}
    heading(f"{plural(len(found.chosen), 'draft')} of {len(found.letters)} show all of '{letter}'")
    branches = sum(feature.kind == "branch" for feature in everything)
    sentences = sum(feature.kind == "sentence" for feature in everything)
    note(f"{plural(branches, 'branch', 'branches')} and {plural(sentences, 'sentence')} of the letter's own")
    seen: set[Feature] = set()
    for each in found.chosen:
        _show_draft(each, each.shows - seen)
        seen |= each.shows
    if found.unreached:
        heading(f"\nReached by nobody ({len(found.unreached)})")
        for feature in found.unreached:
            out(f"  {feature.place}  {feature.label}")
    _show_changes(changes)


def _show_draft(each: ProofDraft, new: frozenset[Feature]) -> None:
    heading(f"\n{each.brief.contact.display_name} ({each.brief.role.key})")
    for feature in sorted(feature for feature in new if feature.kind == "branch"):
        note(f"  {feature.place}  {feature.label}")
    out(f"\n  Subject: {each.subject}\n")
    for line in each.body.rstrip("\n").split("\n"):
        out(f"  {line}")


def _show_changes(changes: Sequence[LetterChange]) -> None:
    if not changes:
        note("\nNo draft would read differently than when drafts were last made.")
        return
    drafts = sum(len(change.after) for change in changes)
    heading(f"\nThis edit changes {plural(drafts, 'draft')} in {plural(len(changes), 'way')}")
    for number, change in enumerate(changes, start=1):
        out(f"\n  {number}. {plural(len(change.after), 'draft')}, such as {change.after[0].brief.contact.display_name}")
        for line in _example(change):
            out(f"     {line}")


def _example(change: LetterChange) -> list[str]:
    """The lines of one draft that change, as `diff` writes them."""
    old, new = change.before[0], change.after[0]
    before = [f"Subject: {old.subject}", *old.body.split("\n")]
    after = [f"Subject: {new.subject}", *new.body.split("\n")]
    lines = list(unified_diff(before, after, n=0, lineterm=""))[2:]
    return [line for line in lines if not line.startswith("@@")]


def _data(letter: str, found: Proof, changes: Sequence[LetterChange]) -> dict[str, Any]:
    return {
        "letter": letter,
        "drafts": len(found.letters),
        "chosen": [
            {"contact": each.brief.contact.id, "subject": each.subject, "body": each.body,
             "shows": sorted(each.shows)}
            for each in found.chosen
        ],
        "unreached": found.unreached,
        "changes": [
            {"drafts": [each.brief.contact.id for each in change.after],
             "removed": change.removed, "added": change.added, "example": _example(change)}
            for change in changes
        ],
        "faults": [{"template": fault.template, "line": fault.line, "text": fault.text} for fault in found.faults],
    }  # fmt: skip
