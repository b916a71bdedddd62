"""`outreach log`: remembering what happened, and taking the last of it back."""

from collections.abc import Sequence
from datetime import date

import click

from composer.cli import completing
from composer.cli.console import as_json, note, out, plural
from composer.cli.options import json_option, snapshot_of
from composer.cli.root import Day
from composer.drafts.departures import DELETE
from composer.drafts.pushes import DELETE_THERE
from composer.records.event_kinds import EVENTS
from composer.workspace.history_log import ONE_ACT, LogEntry, NewEvent, log_event, undo_last
from composer.workspace.snapshot import Snapshot
from composer.workspace.to_delete import messages_to_delete, pushed_to_delete


@click.command()
@click.argument("event", default="")
@click.argument("who", nargs=-1, shell_complete=completing.contacts)
@click.option("--on", "day", type=Day(), default=None, metavar="DATE", help="The day; today where none is given.")
@click.option(
    "--letter", default="", help="For 'sent': which letter; by-hand, card, email, note or postcard for one of your own."
)
@click.option("--mention", default="", metavar="TEXT", help="For a later letter, such as: you were starting a group.")
@click.option("--until", type=Day(), default=None, metavar="DATE", help="For 'snoozed': remind me from this day on.")
@click.option("--undo", is_flag=True, help="Take back what was noted last, by this command or by `outreach sent`.")
@json_option
@click.pass_context
def log(
    context: click.Context,
    event: str,
    who: tuple[str, ...],
    day: date | None,
    letter: str,
    mention: str,
    until: date | None,
    undo: bool,
    as_data: bool,
) -> int:
    """Remember what happened: EVENT with WHO (ids, names or addresses, several at once).

    A call, a meeting, a reply, a referral received or made, thanks, a bounce, a move, a wish to be left alone. It is
    one line in history.yaml, and it never holds a client.
    """
    snapshot = snapshot_of(context)
    if undo:
        _show_undone(undo_last(snapshot), as_data=as_data)
        return 0
    if not event or not who:
        raise click.UsageError(f"Say what happened and with whom: outreach log EVENT WHO. Events: {', '.join(EVENTS)}.")
    new = NewEvent(event, who, day or snapshot.today, letter=letter, mention=mention, until=until)
    lines = log_event(snapshot, new)
    return show_logged(snapshot, lines, as_data=as_data)


def show_logged(snapshot: Snapshot, lines: Sequence[str], *, as_data: bool) -> int:
    """The lines that were noted, and messages that lie somewhere and are not to be sent any more."""
    fresh = snapshot.reread()
    lying, pushed = list(messages_to_delete(fresh)), pushed_to_delete(fresh)
    if as_data:
        as_json({"logged": lines, "delete": lying, "delete_in_mailbox": pushed})
        return 0
    for line in lines:
        out(line)
    note(f"{plural(len(lines), 'event')} in history.yaml. `outreach log --undo` takes this back.")
    for path in lying:
        note(f"{path} still lies there: {DELETE}.")
    for name, where in pushed.items():
        note(f"{name} may still lie in {where}: {DELETE_THERE}.")
    return 0


def _show_undone(act: LogEntry, *, as_data: bool) -> None:
    if as_data:
        as_json({"taken_back": act.lines, "drafts": dict(act.drafts)})
        return
    for line in act.lines:
        out(f"taken back: {line}")
    for name, status in act.drafts.items():
        out(f"{name} is {status.replace('-', ' ')} again")
    note(f"Nothing more can be taken back by this command: {ONE_ACT}.")
