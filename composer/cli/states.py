"""`outreach ready`, `skip`, `reopen`, `sent` and `log`: a person's word on a draft, and what happened."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import click

from composer.cli.console import as_json, note, out, plural, show_problems, table
from composer.cli.root import Day, json_option, snapshot_of
from composer.records.history import EVENTS
from composer.workspace import history_log, status_changes
from composer.workspace.history_log import LogEntry, NewEvent
from composer.workspace.status_changes import StatusChange, mark_ready, mark_sent, mark_skipped


@click.command()
@click.argument("drafts", nargs=-1, required=True)
@json_option
@click.pass_context
def ready(context: click.Context, drafts: tuple[str, ...], as_data: bool) -> int:
    """Say that drafts may leave as they are now. A draft whose text changes afterwards is no longer ready."""
    return _show(mark_ready(snapshot_of(context), drafts), "ready", as_data=as_data)


@click.command()
@click.argument("drafts", nargs=-1, required=True)
@click.option("--reason", required=True, metavar="TEXT", help="Why it does not leave; it is kept in the draft's head.")
@json_option
@click.pass_context
def skip(context: click.Context, drafts: tuple[str, ...], reason: str, as_data: bool) -> int:
    """Put drafts aside, with a reason."""
    return _show(mark_skipped(snapshot_of(context), drafts, reason), "skipped", as_data=as_data)


@click.command()
@click.argument("drafts", nargs=-1, required=True)
@json_option
@click.pass_context
def reopen(context: click.Context, drafts: tuple[str, ...], as_data: bool) -> int:
    """Make drafts again of what was ready, skipped or handed over."""
    return _show(status_changes.reopen(snapshot_of(context), drafts), "a draft again", as_data=as_data)


@click.command()
@click.argument("drafts", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every draft that was handed over.")
@click.option("--on", "day", type=Day(), default=None, metavar="DATE", help="The day; today where none is given.")
@json_option
@click.pass_context
def sent(context: click.Context, drafts: tuple[str, ...], everything: bool, day: date | None, as_data: bool) -> int:
    """Note that letters were sent: in their drafts, and in the history. `outreach log --undo` takes it back."""
    snapshot = snapshot_of(context)
    if everything == bool(drafts):
        raise click.UsageError("Name the drafts that were sent, or say --all for every one that was handed over.")
    drafts = drafts or tuple(draft.name for draft in snapshot.handed_over())
    if not drafts and not as_data:
        out("No draft waits to be called sent.")
        return 0
    return _show(mark_sent(snapshot, drafts, day or snapshot.today), "sent", as_data=as_data)


def _show(marked: Sequence[StatusChange], word: str, *, as_data: bool) -> int:
    refused = [one for one in marked if one.because]
    if as_data:
        rows = [asdict(one) | {"problems": [problem.as_dict() for problem in one.problems]} for one in marked]
        as_json({"drafts": rows})
        return 1 if refused else 0
    show_problems(problem for one in refused for problem in one.problems)
    table([(one.draft, one.because or word) for one in marked])
    return 1 if refused else 0


@click.command()
@click.argument("event", default="")
@click.argument("who", nargs=-1)
@click.option("--on", "day", type=Day(), default=None, metavar="DATE", help="The day; today where none is given.")
@click.option(
    "--letter", default="", help="For 'sent': which letter; by-hand, card, email, note or postcard for one of your own."
)
@click.option("--mention", default="", metavar="TEXT", help="A true clause that a later letter may recall.")
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
        _show_undone(history_log.undo(snapshot), as_data=as_data)
        return 0
    if not event or not who:
        raise click.UsageError(f"Say what happened and with whom: outreach log EVENT WHO. Events: {', '.join(EVENTS)}.")
    new = NewEvent(event, who, day or snapshot.today, letter=letter, mention=mention, until=until)
    lines = history_log.log(snapshot, new)
    if as_data:
        as_json({"logged": list(lines)})
        return 0
    for line in lines:
        out(line)
    note(f"{plural(len(lines), 'event')} in history.yaml. `outreach log --undo` takes this back.")
    return 0


def _show_undone(act: LogEntry, *, as_data: bool) -> None:
    if as_data:
        as_json({"taken_back": list(act.lines), "drafts": dict(act.drafts)})
        return
    for line in act.lines:
        out(f"taken back: {line}")
    for name, status in act.drafts.items():
        out(f"{name} is {status.replace('-', ' ')} again")
