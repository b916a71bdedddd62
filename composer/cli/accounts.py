"""What `push` and `sync` have in common: which account is meant, and its password."""

import sys
from collections.abc import Callable

import click

from composer.cli.console import clean
from composer.errors import NotFoundError
from composer.mailbox.account import Account
from composer.mailbox.accounts import choose_account, read_accounts
from composer.workspace.snapshot import Snapshot


def account_of(snapshot: Snapshot, name: str, *, otherwise: str = "") -> Account:
    """The account that is meant, by its name or as that of the practice; `otherwise` is said where there is none."""
    accounts = read_accounts()
    try:
        return choose_account(accounts, name, address=snapshot.records.practice.email or "")
    except NotFoundError as error:
        if accounts or not otherwise:
            raise
        raise NotFoundError(error.message, hint=f"{error.hint}; {otherwise}") from error


def asker(account: Account) -> Callable[[], str] | None:
    """Asks whoever sits at the screen for the password of an account; ``None`` where nobody does."""
    if not sys.stdin or not sys.stdin.isatty():
        return None
    words = clean(f"Password for {account.user} at {account.host}")
    return lambda: str(click.prompt(words, hide_input=True, err=True))
