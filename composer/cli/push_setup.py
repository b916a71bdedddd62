"""`outreach push --setup`: asks how a mailbox is reached, tries it, and writes it down, but for the password."""

import shlex
from collections.abc import Callable
from dataclasses import replace

import click

from composer.addresses import check_address
from composer.cli.boundary import show_error
from composer.cli.console import clean, out
from composer.errors import ComposerError, NotFoundError
from composer.mailbox.account import Account, is_loopback
from composer.mailbox.accounts import read_accounts, save_account
from composer.mailbox.passwords import Secret, keep_password, keyring_there, secret_of
from composer.mailbox.servers import PORTS, KnownServer, Tls, server_at, server_of
from composer.workspace.snapshot import Snapshot


def set_up(snapshot: Snapshot, name: str) -> int:
    """Asks for an account, tries it, and writes it into ``accounts.yaml``; returns the exit code.

    Raises:
        ComposerError: the accounts that are there have a mistake, or the disk or the keyring refused.
    """
    read_accounts()  # a file that has a mistake is mended first
    account = _asked(snapshot, name)
    account, secret, keep = _with_password(account)
    tried = _tried(account, secret)
    if tried is None and not click.confirm("Write the account down all the same?", default=False):
        out("Nothing was written.")
        return 1
    if keep:
        keep_password(account, secret.value)
        out("The password is in your system's keyring.")
    path = save_account(tried or account)
    out(f"The account is in {path}. `outreach push --check` looks at it again.")
    return 0


def _asked(snapshot: Snapshot, name: str) -> Account:
    """Whose mailbox, and where it is."""
    address = _ask("Your mail address", check_address, default=_address_of(snapshot))
    known = server_of(address)
    if known:
        out(f"That is {known.name}, at {known.host}.")
    else:
        out(
            "Its server is not known to this program. Whoever gives you your mail names it, as IMAP or incoming server."
        )
    host = known.host if known else _ask("Mail server", _host, default=f"imap.{address.rpartition('@')[2]}")
    known = known or server_at(host)
    port = known.port if known else int(_ask("Port", _port, default=str(PORTS["implicit"])))
    if known:
        out(f"{known.password}.")
    user = _ask("The name you sign in with", _line, default=known.user_of(address) if known else address)
    return Account(name or address, address, host, port, _tls_of(known, port), user)


def _tls_of(known: KnownServer | None, port: int) -> Tls:
    if known and known.port == port:
        return known.tls
    return "starttls" if port == PORTS["starttls"] else "implicit"


def _address_of(snapshot: Snapshot) -> str | None:
    """The practice's own address, where it can be read."""
    try:
        return snapshot.records.practice.email
    except ComposerError:
        return None


def _with_password(account: Account) -> tuple[Account, Secret, bool]:
    """The account with the way to its password, that password, and whether the keyring is to keep it."""
    if account.server and account.server.token:
        command = _ask("The program that prints a token, with its arguments", _words)
        account = replace(account, token_command=tuple(shlex.split(command)))
        return account, secret_of(account, None), False
    if keyring_there() and click.confirm("Keep the password in your system's keyring?", default=True):
        return account, _password(account), True
    out("A program of yours may print the password, such as: pass show mail. Without one you are asked each time.")
    command = _ask("That program, with its arguments", _words_or_nothing, default="", show_default=False)
    if command:
        account = replace(account, password_command=tuple(shlex.split(command)))
        return account, secret_of(account, None), False
    return account, _password(account), False


def _password(account: Account) -> Secret:
    return Secret(str(click.prompt(clean(f"Password for {account.user}"), hide_input=True)))


def _tried(account: Account, secret: Secret) -> Account | None:
    """The account as it works, with the folder that was asked for; ``None`` where it does not."""
    from composer.mailbox.connection import open_mailbox

    while True:
        try:
            with open_mailbox(account, secret, tell=lambda sentence: out(f"  {sentence}")) as mailbox:
                mailbox.ensure_writable()
            return account  # noqa: TRY300  # it ends here, and only where all of it worked
        except NotFoundError as error:
            show_error(error)
            account = replace(account, drafts=_ask("Which folder is for drafts?", _line))
        except ComposerError as error:
            show_error(error)
            return None


# --- what an answer may be -----------------------------------------------------------------------------------------


def _ask(words: str, read: Callable[[str], str], *, default: str | None = None, show_default: bool = True) -> str:
    """An answer that can be used; what is wrong with another is said, and it is asked again."""

    def checked(said: str) -> str:
        try:
            return read(said.strip())
        except ValueError as error:
            raise click.UsageError(clean(str(error))) from error

    return str(click.prompt(words, default=default, show_default=show_default, value_proc=checked))


def _line(said: str) -> str:
    if not said or not said.isprintable():
        raise ValueError("Write it on one line.")
    return said


def _host(said: str) -> str:
    if not _line(said).isascii() or " " in said or ("." not in said and not is_loopback(said)):
        raise ValueError("Write it like imap.example.org.")
    return said.casefold()


def _port(said: str) -> str:
    if not (said.isascii() and said.isdigit() and 0 < int(said) < 65_536):  # noqa: PLR2004  # the ports there are
        raise ValueError("A port is a number such as 993.")
    return said


def _words(said: str) -> str:
    if not shlex.split(_line(said)):
        raise ValueError("Write it as you type it in a terminal.")
    return said


def _words_or_nothing(said: str) -> str:
    return _words(said) if said else ""
