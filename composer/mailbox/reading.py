"""Reading somebody's mailbox: headers first, and whole only the messages that are asked for. Nothing in it is changed:
folders are opened for reading alone (EXAMINE), and every look is one that leaves no mark (PEEK).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from composer.errors import ExternalError, ReceivedError
from composer.mailbox.account import Account
from composer.mailbox.connection import Connection, Patience, Tell, signed_in, usual_folder
from composer.mailbox.folders import SENT, folder_called
from composer.mailbox.passwords import Secret
from composer.mailbox.troubles import not_read
from composer.received.header import ARRIVED, FIELDS, says_when
from composer.received.message import MOST_HEADER, MOST_WHOLE, RawMessage

T = TypeVar("T")
INBOX = "INBOX"
"""What the inbox is called everywhere (RFC 3501 §5.1)."""
_BATCH = 200
"""Headers that are asked for at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a folder from some day on."""

    folder: str
    validity: int
    """While it is the same, a number means the same message (UIDVALIDITY); 0 where the server does not say."""
    uids: tuple[int, ...]
    """The numbers of the messages, the oldest first."""


@dataclass(frozen=True, slots=True)
class ServerMessage(RawMessage):
    """A message that lies on a server."""

    folder: str = ""
    uid: int = 0


class MailReader:
    """The folders of an account that are read, while one is signed in; `open_reader` gives one."""

    def __init__(self, connection: Connection, folders: Sequence[str]) -> None:
        self.account = connection.account
        self.folders = tuple(folders)
        """That of sent mail, the inbox, then those that the account names."""
        self._connection = connection
        self._open: tuple[str, int] = "", 0

    def find(self, folder: str, since: date) -> Found:
        """The messages that came into a folder on a day or later.

        Raises:
            ExternalError: the connection was lost, or the server does not let anybody look.
        """
        validity = self._do(folder, lambda: self._examine(folder))
        uids = self._do(folder, lambda: self._connection.client.search(["SINCE", since]))
        return Found(folder, validity, tuple(sorted(uids)))

    def messages(self, found: Found, uids: Sequence[int]) -> Iterator[ServerMessage]:
        """Some messages of a folder, with so much of the header as is looked at; one that is gone by now is left out.

        Raises:
            ExternalError: as of `find`; so does the reading of a whole message.
        """
        for at in range(0, len(uids), _BATCH):
            yield from self._batch(found, uids[at : at + _BATCH])

    def _batch(self, found: Found, uids: Sequence[int]) -> Iterator[ServerMessage]:
        fetched = self._fetch(found, uids, "FLAGS", _fields(*FIELDS))
        headers = {uid: _body(fetched[uid]) for uid in uids if uid in fetched}
        undated = [uid for uid, header in headers.items() if not says_when(header)]
        arrived = self._fetch(found, undated, "INTERNALDATE", _fields(ARRIVED)) if undated else {}
        for uid, header in headers.items():
            more = _body(arrived[uid]) if uid in arrived else b"\r\n"
            moment = arrived.get(uid, {}).get(b"INTERNALDATE")
            flags = {flag.lower() for flag in fetched[uid].get(b"FLAGS", ())}
            yield ServerMessage(
                f"{found.folder}, message {uid}", header.removesuffix(b"\r\n") + more,
                partial(self._whole, found, uid), is_draft=b"\\draft" in flags,
                arrived=moment.astimezone() if isinstance(moment, datetime) else None, folder=found.folder, uid=uid,
            )  # fmt: skip

    def _whole(self, found: Found, uid: int) -> bytes:
        fetched = self._fetch(found, [uid], f"BODY.PEEK[]<0.{MOST_WHOLE}>")
        if uid not in fetched:
            raise ReceivedError("it was moved or deleted while it was read")
        return _body(fetched[uid])

    def _fetch(self, found: Found, uids: Sequence[int], *items: str) -> Mapping[int, Mapping[bytes, Any]]:
        """What is asked of some messages, by their numbers; the folder is opened where another one is."""

        def ask() -> Mapping[int, Mapping[bytes, Any]]:
            if self._open != (found.folder, found.validity) and self._examine(found.folder) != found.validity:
                raise _RebuiltError
            answer: Mapping[int, Mapping[bytes, Any]] = self._connection.client.fetch(uids, items)
            return answer

        try:
            return self._do(found.folder, ask)
        except _RebuiltError as error:
            text = f"the folder '{found.folder}' was made anew while it was read"
            raise ExternalError(text, hint="run this again; nothing was noted") from error

    def _examine(self, folder: str) -> int:
        """Opens a folder for reading alone; what its numbers belong to."""
        answer = self._connection.client.select_folder(folder, readonly=True)
        self._open = folder, int(answer.get(b"UIDVALIDITY", 0))
        return self._open[1]

    def _do(self, folder: str, work: Callable[[], T]) -> T:
        try:
            return self._connection.step(work)
        except _RebuiltError:
            raise
        except Exception as error:
            raise not_read(error, self.account, folder) from error


class _RebuiltError(Exception):
    """The numbers of a folder's messages mean other messages now."""


def _fields(*names: str) -> str:
    return f"BODY.PEEK[HEADER.FIELDS ({' '.join(names).upper()})]<0.{MOST_HEADER}>"


def _body(item: Mapping[bytes, Any]) -> bytes:
    """The bytes of the one part of a message that was asked for."""
    found = next((value for key, value in item.items() if key.startswith(b"BODY[")), b"")
    return found if isinstance(found, bytes) else b"" if found is None else str(found).encode()


@contextmanager
def open_reader(
    account: Account, secret: Secret, *, tell: Tell = lambda _: None, patience: Patience | None = None
) -> Iterator[MailReader]:
    """Signs in, finds the folders that are read, and signs out at the end; `tell` hears of each step that worked.

    Raises:
        ExternalError: as of `connection.open_mailbox`.
        NotFoundError: no folder is known to be that of sent mail, or one that the account names is not there.
    """
    with signed_in(account, secret, tell=tell, patience=patience) as connection:
        folders = connection.folders()
        sent = usual_folder(SENT, folders, asked=account.sent)
        tell(f"Your sent mail lies in the folder '{sent}'.")
        more = [folder_called(name, folders) for name in account.sync]
        yield MailReader(connection, list(dict.fromkeys((sent, INBOX, *more))))
