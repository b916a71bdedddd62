"""The mailboxes of whoever uses the app: their accounts, and the passwords that the app was told and keeps nowhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from composer.errors import ComposerError, NotFoundError, RecordsError
from composer.mailbox.account import Account, typed_account
from composer.mailbox.accounts import accounts_file, choose_account, read_accounts, save_account
from composer.mailbox.connection import open_mailbox
from composer.mailbox.passwords import Secret, keep_password, kept_password, keyring_there, secret_of
from composer.workspace.snapshot import Snapshot

FIELDS = ("address", "host", "port", "user", "drafts")
"""What the form for a mailbox asks, beside the password."""
_SAID: Mapping[str, str] = {
    "account-host": "this program does not know the mail server of that address; "
    "whoever gives you your mail names it, as IMAP or incoming server",
    "account-address": "that is no mail address",
    "account-port": "a port is a number such as 993; most servers need nothing here",
}
"""What is wrong with a field, in the words of the form."""


@dataclass(frozen=True, slots=True)
class MailboxLine:
    """One mailbox, as a form names it."""

    name: str
    address: str
    asks: bool
    """Whether its password has to be typed: it is kept nowhere, and was not told yet."""


class Mailboxes:
    """Which mailboxes there are, and how each is signed in to; a password that was typed is forgotten at the end."""

    def __init__(self) -> None:
        self._told: dict[Account, Secret] = {}

    def lines(self, snapshot: Snapshot) -> tuple[MailboxLine, ...]:
        """Every mailbox that is set up, that of the practice first; none where settings are off.

        Raises:
            RecordsError: the file of the accounts has a mistake.
        """
        ours = (snapshot.records.practice.email or "").casefold()
        found = sorted(_accounts().values(), key=lambda one: one.address.casefold() != ours)
        return tuple(MailboxLine(one.name, one.address, self._asks(one)) for one in found)

    def account(self, snapshot: Snapshot, name: str) -> Account:
        """The account of that name; the one that is meant where there is no name. A `NotFoundError` where none is."""
        return choose_account(_accounts(), name, address=snapshot.records.practice.email or "")

    def secret(self, account: Account, typed: str) -> Callable[[], Secret]:
        """What an account is signed in with: what was typed, was told before, or is kept."""
        if typed:
            return lambda: Secret(typed)
        if told := self._told.get(account):
            return lambda: told
        return lambda: secret_of(account, None)

    def remember(self, account: Account, typed: str) -> None:
        """Keeps a password that has let somebody in, until the app ends."""
        if typed:
            self._told[account] = Secret(typed)

    def set_up(self, fields: Mapping[str, str], password: str, *, keep: bool) -> list[str]:
        """Tries a mailbox, and writes it down where all of it works; returns what works, in sentences.

        Args:
            fields: what was typed into each of `FIELDS`.
            password: may be empty where it is kept already.
            keep: whether the system's keyring is to have the password; else it is forgotten at the end.

        Raises:
            RecordsError: a field cannot be used.
            ComposerError: the mailbox cannot be reached, or not written into; nothing was written down.
        """
        account = _account(fields)
        works: list[str] = []
        with open_mailbox(account, self.secret(account, password)(), tell=works.append) as mailbox:
            mailbox.ensure_writable()
        if password and keep:
            keep_password(account, password)
        self.remember(account, password)
        save_account(account)
        return works

    def _asks(self, account: Account) -> bool:
        commands = account.password_command or account.token_command
        return not (commands or account in self._told or kept_password(account))


def keeps_passwords() -> bool:
    """Whether this computer has a keyring that a password can go into."""
    return keyring_there()


def can_be_kept() -> bool:
    """Whether accounts can be written down for this user."""
    try:
        accounts_file()
    except NotFoundError:
        return False
    return True


def _accounts() -> Mapping[str, Account]:
    return read_accounts() if can_be_kept() else {}


def _account(fields: Mapping[str, str]) -> Account:
    """The account that was typed, in place of the one of its address."""
    said = {key: value for key, value in fields.items() if value}
    account, problems = typed_account(said)
    if account is None:
        texts = (_SAID.get(one.code, one.text) for one in problems)
        raise RecordsError("; ".join(dict.fromkeys(texts)))
    known = _known(account.address)
    if account.server and account.server.token and not (known and known.token_command):
        text = f"{account.server.name} takes no password from programs like this one any more"
        raise ComposerError(text, hint="hand letters over as files, and open them there; docs/mail-push.md tells more")
    return account


def _known(address: str) -> Account | None:
    return next((one for one in _accounts().values() if one.address == address), None)
