"""`outreach sync`: noting what was really sent, and what came back, from files of messages."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import click

from composer.cli.console import as_json, heading, note, out, plural, progress, table
from composer.cli.options import json_option, snapshot_of
from composer.received.sources import open_boxes
from composer.workspace.sync_report import CAME, CameBack, LookAt, NotUnderstood, SyncReport, WentOut
from composer.workspace.syncing import ensure_not_outbox, sync_messages

_FIRST, _SHOWN = 10, 120


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER…", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be noted.")
@json_option
@click.pass_context
def sync(context: click.Context, paths: tuple[Path, ...], dry_run: bool, as_data: bool) -> int:
    """Note what was really sent and what came back, from FILEs that your mail program saved.

    An mbox file, a Maildir, a folder of .eml files or single ones: your Sent folder and your inbox. Only read, never
    changed. Of an answer nothing is kept but the day and whose it is. `outreach log --undo` takes back what was noted.
    """
    snapshot = snapshot_of(context)
    ensure_not_outbox(snapshot, paths)
    with open_boxes(paths) as boxes, progress("Reading", lambda: sum(map(len, boxes))) as tell:
        report = sync_messages(snapshot, chain.from_iterable(boxes), dry_run=dry_run, progress=tell)
    if as_data:
        as_json({"dry_run": dry_run, **{name: getattr(report, name) for name in report.__slots__}})
        return 0
    _show(report, dry_run=dry_run)
    return 0


def _show(report: SyncReport, *, dry_run: bool) -> None:
    _show_wishes_and_questions(report.look)
    _show_sent(report.sent)
    _show_came(report.came)
    _show_not_understood(report.not_understood)
    if not (report.sent or report.came or report.look):
        out(f"No letter of yours and no answer to one is among {plural(report.read, 'message')}.")
    if report.drafts:
        note(f"{plural(report.drafts, 'message')} left aside: a draft that waits in the mailbox was not sent.")
    if dry_run:
        note(f"Nothing was written; {plural(len(report.noted), 'event')} would be noted in history.yaml.")
    elif report.noted:
        note(f"{plural(len(report.noted), 'event')} in history.yaml. `outreach log --undo` takes this back.")
    elif report.read:
        note("Nothing new was noted in history.yaml.")


def _show_wishes_and_questions(look: Sequence[LookAt]) -> None:
    if look:
        heading(f"To look at ({len(look)})")
    for one in look:
        out(f"  {one.display_name}, {one.on}: {one.text}.")
        for command in one.commands:
            out(f"    {command}")


def _show_sent(sent: Sequence[WentOut]) -> None:
    fresh = [one for one in sent if not one.noted_before]
    if fresh:
        heading(f"Sent ({len(fresh)})")
        table([(f"  {one.draft}", str(one.on), _how(one)) for one in fresh])
        for one in fresh:
            for line in _changes(one):
                out(line)
    if len(fresh) < len(sent):
        note(f"{plural(len(sent) - len(fresh), 'letter')} more had been noted before.")


def _how(one: WentOut) -> str:
    count = len(one.differences)
    return f"{plural(count, 'place differs', 'places differ')} from the draft" if count else "as drafted"


def _changes(one: WentOut) -> Iterator[str]:
    """The places at which a letter went in other words, the first of very many."""
    for place in one.differences[:_FIRST]:
        yield f"    {one.draft}: {_quoted(place.drafted)} → {_quoted(place.sent)}"
    if len(one.differences) > _FIRST:
        yield f"    {one.draft}: and {len(one.differences) - _FIRST} more"


def _quoted(words: str) -> str:
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rsplit(' ', 1)[0]} …"
    return f"“{shown}”" if words else "nothing"


def _show_came(came: Sequence[CameBack]) -> None:
    if came:
        heading(f"Came back ({len(came)})")
        table([(f"  {one.display_name}", str(one.on), _said(one)) for one in came])


def _said(one: CameBack) -> str:
    return f"{CAME[one.kind]} ({one.detail})" if one.detail else CAME[one.kind]


def _show_not_understood(found: Sequence[NotUnderstood]) -> None:
    if found:
        heading(f"Not understood ({len(found)})")
        table([(f"  {one.place}", one.because) for one in found[:_FIRST]])
    if len(found) > _FIRST:
        out(f"  and {len(found) - _FIRST} more")
