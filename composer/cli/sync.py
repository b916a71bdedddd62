"""`outreach sync`: noting what was really sent, and what came back, from the mailbox or from files of messages."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import click

from composer.cli.accounts import account_of, asker
from composer.cli.console import as_json, heading, note, out, plural, progress, table
from composer.cli.options import json_option, snapshot_of
from composer.cli.root import Day
from composer.errors import ComposerError
from composer.mailbox.account import Account
from composer.mailbox.passwords import secret_of
from composer.received.sources import open_boxes
from composer.workspace.snapshot import Snapshot
from composer.workspace.sync_mailbox import FirstDay, first_day, sync_mailbox
from composer.workspace.sync_report import CAME, CameBack, LookAt, NotUnderstood, SyncReport, WentOut
from composer.workspace.syncing import ensure_not_outbox, sync_messages

_FIRST, _SHOWN = 10, 120


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER…]", type=click.Path(path_type=Path))
@click.option("--account", "name", default="", metavar="NAME", help="This account, where you have several.")
@click.option("--since", type=Day(), default=None, metavar="DATE", help="Look at the mailbox from this day on.")
@click.option("--check", "only_check", is_flag=True, help="Say step by step what works; no message is read.")
@click.option("--dry-run", is_flag=True, help="Only say what would be noted.")
@json_option
@click.pass_context
def sync(
    context: click.Context,
    paths: tuple[Path, ...],
    name: str,
    since: date | None,
    only_check: bool,
    dry_run: bool,
    as_data: bool,
) -> int:
    """Note what was really sent and what came back, from your mailbox, or from FILEs that your mail program saved.

    Without a FILE it looks into the Sent folder and the inbox of your account; `outreach push --setup` sets one up. A
    FILE is an mbox file, a Maildir, a folder of .eml files or a single one. All is only read, never changed. Of an
    answer nothing is kept but the day, whose it is, and where it may be a wish to be left alone, a digest that tells it
    from others. `outreach log --undo` takes back what was noted.
    """
    if paths and (name or since or only_check):
        raise click.UsageError("--account, --since and --check are for your mailbox, so name no file with them.")
    snapshot = snapshot_of(context)
    if paths:
        ensure_not_outbox(snapshot, paths)
        with open_boxes(paths) as boxes, progress("Reading", lambda: sum(map(len, boxes))) as tell:
            report = sync_messages(snapshot, chain.from_iterable(boxes), dry_run=dry_run, progress=tell)
        source: dict[str, Any] = {}
    else:
        snapshot.ensure_usable()
        account = account_of(snapshot, name, otherwise="or name files that your mail program saved")
        begin = FirstDay(since) if since else first_day(snapshot, account)
        if only_check:
            return _check(account, begin, as_data=as_data)
        report, source = _of_mailbox(snapshot, account, begin, dry_run=dry_run)
    if as_data:
        as_json({"dry_run": dry_run, **source, **{name: getattr(report, name) for name in report.__slots__}})
        return 0
    _show(report, dry_run=dry_run)
    return 0


def _of_mailbox(
    snapshot: Snapshot, account: Account, begin: FirstDay, *, dry_run: bool
) -> tuple[SyncReport, dict[str, Any]]:
    """Signs in before anything else, and says from which day on is looked; what was found, and where."""
    from composer.mailbox.reading import open_reader

    with open_reader(account, secret_of(account, asker(account))) as mailbox, ExitStack() as stack:
        note(f"{account.address}: {_listed(mailbox.folders)}, since {_said_since(begin)}.")
        report = sync_mailbox(snapshot, mailbox, since=begin.day, dry_run=dry_run, progress=_bar(stack))
        return report, {"account": account.name, "folders": mailbox.folders, "since": begin.day}


def _bar(stack: ExitStack) -> Callable[[int, int], None]:
    """A bar that begins once it is known how many messages there are."""
    bars: list[Callable[[int], None]] = []

    def tell(done: int, whole: int) -> None:
        if not bars:
            bars.append(stack.enter_context(progress("Reading", lambda: whole)))
        bars[0](done)

    return tell


def _said_since(begin: FirstDay) -> str:
    return f"{begin.day} ({begin.because}; --since says another day)" if begin.because else str(begin.day)


def _listed(folders: Sequence[str]) -> str:
    *others, last = (f"'{one}'" for one in folders)
    return f"{', '.join(others)} and {last}" if others else last


def _check(account: Account, begin: FirstDay, *, as_data: bool) -> int:
    """Says what works on the way to a mailbox, as far as it does, and how much there is to look at."""
    works: list[str] = []

    def tell(sentence: str) -> None:
        works.append(sentence)
        if not as_data:
            out(f"  {sentence}")

    if not as_data:
        heading(f"Account {account.name}: {account.address}")
    trouble = None
    try:
        _look(account, begin, tell)
    except ComposerError as error:
        if not as_data:
            raise
        trouble = {"error": error.message, "hint": error.hint, "problems": error.problems}
    if as_data:
        as_json({"account": account.name, "since": begin.day, "works": works, "trouble": trouble})
    return 1 if trouble else 0


def _look(account: Account, begin: FirstDay, tell: Callable[[str], None]) -> None:
    from composer.mailbox.reading import open_reader

    with open_reader(account, secret_of(account, asker(account)), tell=tell) as mailbox:
        for folder in mailbox.folders:
            count = len(mailbox.find(folder, begin.day).uids)
            tell(f"There {'is' if count == 1 else 'are'} {plural(count, 'message')} in '{folder}' since {begin.day}.")


def _show(report: SyncReport, *, dry_run: bool) -> None:
    _show_wishes_and_questions(report.look)
    _show_sent(report.sent)
    _show_came(report.came)
    _show_not_understood(report.not_understood)
    if not report.read:
        out("There is no message to look at.")
    elif not (report.sent or report.came or report.look):
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
    if any(one.kind == "replied" for one in came):
        note("Read what they wrote: a wish can be said in any words. `outreach log 'asked to stop' WHO` notes one.")


def _said(one: CameBack) -> str:
    return f"{CAME[one.kind]} ({one.detail})" if one.detail else CAME[one.kind]


def _show_not_understood(found: Sequence[NotUnderstood]) -> None:
    if found:
        heading(f"Not understood ({len(found)})")
        table([(f"  {one.place}", one.because) for one in found[:_FIRST]])
    if len(found) > _FIRST:
        out(f"  and {len(found) - _FIRST} more")
