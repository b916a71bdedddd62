"""`outreach push`: letters into the folder for drafts of the person's own mailbox."""

from collections.abc import Callable
from datetime import datetime

import click

from composer.cli import completing
from composer.cli.accounts import account_of, asker
from composer.cli.boundary import show_error
from composer.cli.console import as_json, heading, note, out, plural, progress, show_problems, table
from composer.cli.options import clock_of, json_option, snapshot_of
from composer.errors import ComposerError, errors_in
from composer.mailbox.account import Account
from composer.mailbox.passwords import secret_of
from composer.outputs.export import LEFT_BEFORE
from composer.workspace.pushing import PushRequest, PushRun, plan_push, push_drafts
from composer.workspace.snapshot import Snapshot

_FEW = 10
"""From so many letters on a bar says how far it is: each waits for a server."""


@click.command()
@click.argument("drafts", nargs=-1, shell_complete=completing.drafts)
@click.option("--all", "everything", is_flag=True, help="Every draft that no check blocks, marked ready or not.")
@click.option("--again", is_flag=True, help="What was handed over already, once more.")
@click.option("--account", "name", default="", metavar="NAME", help="This account, where you have several.")
@click.option("--check", "only_check", is_flag=True, help="Say what works, step by step; nothing is put anywhere.")
@click.option("--setup", is_flag=True, help="Ask for what is needed to reach your mailbox, and write it down.")
@json_option
@click.pass_context
def push(
    context: click.Context,
    drafts: tuple[str, ...],
    everything: bool,
    again: bool,
    name: str,
    only_check: bool,
    setup: bool,
    as_data: bool,
) -> int:
    """Put what is ready into the Drafts folder of your mailbox, where your mail program finds it.

    Nothing is sent. A letter is put there once, whatever becomes of it there; --again puts it there once more. It is
    the way for programs that open no files: Gmail, Apple Mail, Outlook on the web.
    """
    if setup:
        from composer.cli.push_setup import set_up

        return set_up(snapshot_of(context), name)
    snapshot, request = snapshot_of(context), PushRequest(drafts, everything, again)
    account = account_of(snapshot, name)
    if only_check:
        return _check(snapshot, request, account, as_data=as_data)
    snapshot.ensure_usable()
    run = _pushed(context, snapshot, request, account)
    problems = [problem for one in run.results for problem in one.problems]
    code = 1 if errors_in(problems) or run.trouble else 0
    if as_data:
        trouble = run.trouble and {"error": run.trouble.message, "hint": run.trouble.hint}
        as_json({"pushed": run.results, "trouble": trouble})
        return code
    show_problems(problems)
    _show(run, account, named=bool(drafts))
    return code


def _pushed(context: click.Context, snapshot: Snapshot, request: PushRequest, account: Account) -> PushRun:
    """Signs in first, so that nobody who is asked for a password keeps others from writing meanwhile."""
    from composer.mailbox.connection import open_mailbox

    now = datetime.now().astimezone()
    if clock_of(context) is None:
        now = datetime.combine(snapshot.today, now.timetz())
    with (
        open_mailbox(account, secret_of(account, asker(account))) as mailbox,
        progress("Pushing", lambda: len(request.names) or len(snapshot.store.names()), least=_FEW) as tell,
    ):
        return push_drafts(snapshot, request, mailbox, now=now, progress=tell)


def _show(run: PushRun, account: Account, *, named: bool) -> None:
    """What lies in the mailbox now, what does not and why, and what ended it early."""
    before = [one for one in run.results if one.because == LEFT_BEFORE and not named]
    _group("In your mailbox", [(one.draft, one.folder) for one in run.done])
    for one in run.results:
        if one.note:
            note(f"{one.draft}: {one.note}.")
    left = [(one.draft, one.because) for one in run.results if not one.folder and one not in before]
    _group("Not put there", left)
    if before:
        them = "it" if len(before) == 1 else "them"
        out(f"{plural(len(before), 'draft')} left before; --again puts {them} there once more.")
    if run.trouble:
        show_error(run.trouble)
    elif not run.results:
        out("There are no drafts yet. `outreach draft` writes them.")
    if run.done:
        note(f"\n{plural(len(run.done), 'letter')} in the drafts of {account.address}; nothing was sent.")
        note("When you have sent them, note it: `outreach sent --all`.")


def _group(title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        heading(f"{title} ({len(rows)})")
        table([(f"  {name}", said) for name, said in rows])


def _check(snapshot: Snapshot, request: PushRequest, account: Account, *, as_data: bool) -> int:
    """Says what works on the way to a mailbox, as far as it does, and what would go there."""
    works: list[str] = []

    def tell(sentence: str) -> None:
        works.append(sentence)
        if not as_data:
            out(f"  {sentence}")

    if not as_data:
        heading(f"Account {account.name}: {account.address}")
    letters: tuple[str, ...] = ()
    trouble = None
    try:
        _look(account, tell)
        plan = plan_push(snapshot, request)
        letters = plan.letters
        if plan.open:
            tell(f"A run ended early: {plural(len(plan.open), 'letter')} will be looked for there first.")
        tell(f"{plural(len(letters), 'letter')} would go there now." if letters else "No letter would go there now.")
    except ComposerError as error:
        if not as_data:
            raise
        trouble = {"error": error.message, "hint": error.hint, "problems": error.problems}
    if as_data:
        as_json({"account": account.name, "works": works, "letters": letters, "trouble": trouble})
    return 1 if trouble else 0


def _look(account: Account, tell: Callable[[str], None]) -> None:
    from composer.mailbox.connection import open_mailbox

    with open_mailbox(account, secret_of(account, asker(account)), tell=tell) as mailbox:
        mailbox.ensure_writable()
        tell("That folder can be written to.")
