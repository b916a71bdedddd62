"""A connection to somebody's mailbox, and one thing that is done there: letters go into its folder for drafts. Nothing
is ever sent, moved or deleted; how mail is read is in `reading`. The one owner of `imapclient`.
"""

import imaplib
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from composer.errors import ComposerError, ExternalError
from composer.mailbox.account import Account
from composer.mailbox.folders import DRAFTS, PURPOSES, Folder, Purpose, folder_for
from composer.mailbox.passwords import Secret
from composer.mailbox.servers import usual_names
from composer.mailbox.troubles import LOST, lost, not_signed_in, odd, refusal, response_code, unreachable

T = TypeVar("T")
Tell = Callable[[str], None]
"""Is told each thing that works, in a sentence."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds a server is waited for."""

    connect: float = 15
    """Until it answers at all."""
    answer: float = 40
    """For each of its next words."""
    whole: float = 120
    """For all that belongs to one step, however it drips."""


PATIENCE = Patience()
_SOON = "try again in a minute; nothing was done yet"


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that a folder has not taken, and certainly does not hold."""

    because: str
    hint: str
    only_this: bool
    """Whether the next one may be taken all the same."""


class Connection:
    """A connection on which one is signed in; `signed_in` gives one."""

    def __init__(self, client: Any, account: Account, patience: Patience) -> None:
        self.client, self.account, self._patience = client, account, patience

    def step(self, work: Callable[[], T]) -> T:
        """What some work gives; it ends the connection where nobody knows any more what the server has done."""
        return _step(self.client, self._patience, work)

    def folders(self) -> list[Folder]:
        """All folders, with what each is for; an `ExternalError` where the server does not say."""
        try:
            return self.step(lambda: _folders(self.client))
        except LOST as error:
            raise lost(error, self.account, doing="listing your folders", hint=_SOON) from error
        except Exception as error:
            raise odd(self.account) from error


class Mailbox:
    """The folder for drafts of an account, while one is signed in; `open_mailbox` gives one."""

    def __init__(self, connection: Connection, folder: str) -> None:
        self.account, self.folder = connection.account, folder
        self._client, self._step = connection.client, connection.step

    def holds(self, message_id: str, *, folder: str = "") -> bool:
        """Whether a folder, this one where none is named, has a message of that Message-ID; no where it is gone.

        Raises:
            ExternalError: the connection was lost, or the server cannot look.
        """
        name, client = folder or self.folder, self._client

        def look() -> bool:
            client.select_folder(name, readonly=True)
            return bool(client.search(["HEADER", "Message-ID", message_id]))

        try:
            return self._step(look)
        except LOST as error:
            raise lost(error, self.account, doing="looking into your Drafts folder") from error
        except imaplib.IMAP4.error as error:
            if folder and folder != self.folder:  # it was renamed, or removed
                return False
            text = f"{self.account.host} does not let anybody look into the folder '{name}'"
            raise ExternalError(text, hint="try again later; nothing was put there") from error
        except Exception as error:
            raise odd(self.account) from error

    def put(self, data: bytes) -> Refused | None:
        """Puts a message into the folder as a draft; ``None`` where it is there now.

        Raises:
            ExternalError: the connection was lost, and nobody knows whether it is there.
        """
        from imapclient import DRAFT, SEEN

        if (most := self._largest()) and len(data) > most:
            return Refused("the server takes no message as large as this", "shorten the letter", only_this=True)
        try:
            self._step(lambda: self._client.append(self.folder, data, flags=(DRAFT, SEEN)))
        except LOST as error:
            raise lost(error, self.account, doing="the letter was on its way") from error
        except imaplib.IMAP4.error as error:
            return Refused(*refusal(error, self.folder))
        except Exception as error:
            raise odd(self.account) from error
        return None

    def ensure_writable(self) -> None:
        """An `ExternalError` where nothing may be written into the folder; nothing is written for it."""
        client = self._client
        try:
            self._step(lambda: client.select_folder(self.folder))
        except imaplib.IMAP4.readonly as error:
            text, hint, _ = refusal(imaplib.IMAP4.error("[READ-ONLY] "), self.folder)
            raise ExternalError(text, hint=hint) from error
        except LOST as error:
            raise lost(error, self.account, doing="looking into your Drafts folder") from error
        except imaplib.IMAP4.error as error:
            text, hint, _ = refusal(error, self.folder)
            raise ExternalError(text, hint=hint) from error
        except Exception as error:
            raise odd(self.account) from error

    def _largest(self) -> int:
        """How many bytes a message may have as the server says (RFC 7889); 0 where it does not."""
        said = next((one for one in self._client.capabilities() if one.startswith(b"APPENDLIMIT=")), b"")
        number = said.partition(b"=")[2]
        return int(number) if number.isdigit() else 0


@contextmanager
def open_mailbox(
    account: Account, secret: Secret, *, tell: Tell = lambda _: None, patience: Patience | None = None
) -> Iterator[Mailbox]:
    """Signs in, finds the folder for drafts, and signs out at the end; `tell` hears of each step that worked.

    Raises:
        ExternalError: there is no such server, its certificate is not to be trusted, it does not take the password, it
            does not answer, or the connection was lost.
        NotFoundError: there is no folder for drafts.
    """
    with signed_in(account, secret, tell=tell, patience=patience) as connection:
        folder = usual_folder(DRAFTS, connection.folders(), asked=account.drafts)
        tell(f"Drafts go into the folder '{folder}'.")
        yield Mailbox(connection, folder)


def usual_folder(purpose: Purpose, folders: list[Folder], *, asked: str) -> str:
    """A folder by what it is for; `asked` is what the account calls it, if anything. A `NotFoundError` without one."""
    return folder_for(purpose, folders, asked=asked, known=usual_names(purpose.key))


@contextmanager
def signed_in(
    account: Account, secret: Secret, *, tell: Tell = lambda _: None, patience: Patience | None = None
) -> Iterator[Connection]:
    """Signs in, and out at the end; `tell` hears of each step that worked.

    Raises:
        ExternalError: as of `open_mailbox`.
    """
    patience = patience or PATIENCE
    client = _connected(account, patience, tell)
    try:
        _sign_in(client, account, secret, patience)
        tell(f"You are signed in as {account.user}.")
        yield Connection(client, account, patience)
    finally:
        with suppress(Exception):  # the work is done; how a server takes leave is its own matter
            within(patience.connect, client.logout)
        _cut(client)


# --- the steps on the way there ------------------------------------------------------------------------------------


def _connected(account: Account, patience: Patience, tell: Tell) -> Any:
    """A connection that is encrypted, or stays on this computer."""
    from imapclient import IMAPClient, SocketTimeout

    context = _context(account)
    waits = SocketTimeout(patience.connect, patience.answer)

    def connect() -> Any:
        implicit = account.tls == "implicit"
        client = IMAPClient(
            account.host, account.port, ssl=implicit, ssl_context=context if implicit else None, timeout=waits
        )
        try:
            client._imap.debug = 0  # noqa: SLF001  # it would keep every line, a password among them
            if account.tls == "starttls":
                client.starttls(context)
        except BaseException:
            _cut(client)
            raise
        return client

    try:
        client = within(patience.whole, connect)
    except ComposerError:
        raise
    except Exception as error:
        if "STARTTLS" in str(error):
            text = f"{account.host} offers no encryption at port {account.port}, so no password was sent"
            raise ExternalError(text, hint="try 'port: 993' without 'tls' in your accounts.yaml") from error
        raise unreachable(error, account) from error
    tell(f"{account.host} answers at port {account.port}.")
    tell(_how_private(client, account))
    return client


def _context(account: Account) -> ssl.SSLContext:
    """What verifies certificates: always, and against the server's name."""
    context = ssl.create_default_context()
    if account.certificate:
        path = Path(account.certificate).expanduser()
        try:
            context.load_verify_locations(cafile=path)
        except (OSError, ValueError) as error:
            hint = "'certificate' in your accounts.yaml names it"
            raise ExternalError(f"the certificate {path} cannot be read", hint=hint) from error
    return context


def _how_private(client: Any, account: Account) -> str:
    if account.tls != "none":
        until = datetime.fromtimestamp(ssl.cert_time_to_seconds(client.socket().getpeercert()["notAfter"]), UTC)
        return f"The connection is encrypted, and the certificate is right until {until:%Y-%m-%d}."
    peer = client.socket().getpeername()[0]
    if not ip_address(peer).is_loopback:
        _cut(client)
        hint = "take 'tls: none' out of your accounts.yaml"
        raise ExternalError(f"{account.host} is not on this computer, so no password was sent", hint=hint)
    return "The connection is not encrypted, and stays on this computer."


def _sign_in(client: Any, account: Account, secret: Secret, patience: Patience) -> None:
    failed: BaseException | None = None
    try:
        _step(client, patience, lambda: _authenticate(client, account, secret))
    except Exception as error:  # noqa: BLE001  # it is told below, where nothing of the password is at hand
        cause = error.__context__
        failed = cause if isinstance(cause, imaplib.IMAP4.abort) else error
    if failed is None:
        return
    if isinstance(failed, UnicodeError):
        text = f"{account.host} takes no name and no password with letters beyond a to z"
        raise ExternalError(text, hint="use a password without them")
    if isinstance(failed, LOST) and not response_code(failed):
        raise lost(failed, account, doing="signing in", hint=_SOON)
    if isinstance(failed, imaplib.IMAP4.error):
        raise not_signed_in(failed, account, by_token=secret.is_token)
    raise odd(account)


def _authenticate(client: Any, account: Account, secret: Secret) -> None:
    """Signs in by the one way that fits: a token, or the password as the server takes it."""
    if secret.is_token:
        said = iter([f"user={account.user}\1auth=Bearer {secret.value}\1\1"])
        client.sasl_login("XOAUTH2", lambda _: next(said, ""))  # a second question holds why it was refused
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(account.user, secret.value)
    else:
        user = account.user.replace("\\", "\\\\").replace('"', '\\"')
        client.login(f'"{user}"', secret.value)


def _folders(client: Any) -> list[Folder]:
    """All folders; where the list as it is does not say what they are for, the server is asked for that (RFC 6154)."""
    found = {folder.name: folder for folder in _as_folders(client.list_folders())}
    told = {flag for folder in found.values() for flag in folder.flags}
    if client.has_capability("SPECIAL-USE") and not told.issuperset(purpose.mark for purpose in PURPOSES):
        for marked in _marked(client):
            if known := found.get(marked.name):
                found[known.name] = replace(known, flags=known.flags | marked.flags)
    return list(found.values())


def _marked(client: Any) -> list[Folder]:
    """The folders with their marks, in the way in which the server offers to tell them; none where it refuses."""
    whole, asked = [b'""', b'"*"'], b"(SPECIAL-USE)"
    args = [*whole, b"RETURN", asked] if client.has_capability("LIST-EXTENDED") else [asked, *whole]
    with suppress(imaplib.IMAP4.error):
        try:
            rows = client._raw_command_untagged(b"LIST", args, uid=False)  # noqa: SLF001  # the library asks plainly only
            return _as_folders(client._proc_folder_list(rows))  # noqa: SLF001
        except imaplib.IMAP4.abort as error:
            raise EOFError from error
    return []


def _as_folders(rows: Iterable[Any]) -> list[Folder]:
    return [
        Folder(str(name), frozenset(_text(flag).casefold() for flag in flags), _text(delimiter))
        for flags, delimiter, name in rows
    ]


def _text(value: Any) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else str(value or "")


# --- time ----------------------------------------------------------------------------------------------------------


def within(seconds: float, work: Callable[[], T]) -> T:
    """What some work gives, or a `TimeoutError`: a server that drips a byte a minute is not waited for, either."""
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001  # it goes on in the thread that waits
            failed.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise TimeoutError
    return done[0]


def _step(client: Any, patience: Patience, work: Callable[[], T]) -> T:
    """The same for something that a connection does; it ends where nobody knows any more what the server has done."""
    try:
        return within(patience.whole, work)
    except imaplib.IMAP4.readonly:
        raise
    except LOST:
        _cut(client)
        raise


def _cut(client: Any) -> None:
    """Ends a connection without another word; first below, because a thread that still reads holds what is above."""
    with suppress(Exception):
        client.socket().shutdown(socket.SHUT_RDWR)
    with suppress(Exception):
        client.shutdown()
