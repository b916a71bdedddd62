"""A small IMAP server for bad days: at one word it hangs, drips, breaks off, or says what a test wants."""

import base64
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from composer.mailbox.account import Account

GREETING = "GREETING"
LITERAL = "LITERAL"
"""Where the server asks for a message, and where it has it."""
HANG, DROP, DRIP = "hang", "drop", "drip"
"""Instead of an answer; the second also behind one."""
_USUAL = {
    GREETING: "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2] ready\r\n",
    "CAPABILITY": "* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2\r\n{tag} OK done\r\n",
    "AUTHENTICATE": "{tag} OK signed in\r\n",
    "LOGIN": "{tag} OK signed in\r\n",
    "LIST": '* LIST (\\HasNoChildren \\Drafts) "/" Drafts\r\n{tag} OK done\r\n',
    "SELECT": "* 0 EXISTS\r\n{tag} OK [READ-WRITE] done\r\n",
    "EXAMINE": "* 0 EXISTS\r\n{tag} OK [READ-ONLY] done\r\n",
    "UID": "* SEARCH\r\n{tag} OK done\r\n",
    "APPEND": "+ go on\r\n",
    LITERAL: "{tag} OK [APPENDUID 1 1] done\r\n",
    "LOGOUT": "* BYE\r\n{tag} OK bye\r\n",
}


@dataclass
class FakeServer:
    """What it answers, and what it was told."""

    answers: Mapping[str, str]
    port: int
    told: list[str] = field(default_factory=list)
    """Each line that it was sent, what was signed in with decoded."""
    messages: list[bytes] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def account(self, **differing: object) -> Account:
        fields: dict[str, object] = {
            "name": "practice", "address": "maya@harborstreet.example", "host": "127.0.0.1", "port": self.port,
            "tls": "none", "user": "maya@harborstreet.example", "password_command": ("echo", "sesame-street"),
        }  # fmt: skip
        return Account(**(fields | differing))  # type: ignore[arg-type]

    def serve(self, listening: socket.socket) -> None:
        while not self.closing.is_set():
            with suppress(OSError):
                connection, _ = listening.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError, EOFError), connection, connection.makefile("rb") as lines:
            self._say(connection, GREETING, tag := "")
            while line := lines.readline():
                self.told.append(line.decode("ascii", "replace").strip())
                tag, word, *rest = self.told[-1].split(maxsplit=2) or (tag, "")
                word = word.upper()
                if word == "AUTHENTICATE":
                    connection.sendall(b"+ \r\n")
                    self.told.append(base64.b64decode(lines.readline()).decode())
                whole = self.told[-1].partition(" ")[2]
                self._say(connection, whole if whole in self.answers else word, tag)
                if word == "APPEND" and self.answers[word].startswith("+"):
                    size = int(rest[0].rpartition("{")[2].rstrip("}\r\n"))
                    self.messages.append(lines.read(size))
                    lines.readline()
                    self._say(connection, LITERAL, tag)
                if word == "LOGOUT":
                    return

    def _say(self, connection: socket.socket, word: str, tag: str) -> None:
        answer = self.answers.get(word, "{tag} BAD what\r\n").replace("{tag}", tag)
        if answer == DROP:
            raise EOFError
        if answer == HANG:
            self.closing.wait()
            raise EOFError
        if answer == DRIP:
            while not self.closing.is_set():
                connection.sendall(b"*")
                time.sleep(0.02)
        connection.sendall(answer.removesuffix(DROP).encode("latin-1"))
        if answer.endswith(DROP):
            raise EOFError


@contextmanager
def fake_server(**answers: str) -> Iterator[FakeServer]:
    """One that answers as usual, but for these words, or whole lines behind the tag."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = FakeServer({**_USUAL, **answers}, listening.getsockname()[1])
        thread = threading.Thread(target=server.serve, args=(listening,), daemon=True)
        thread.start()
        yield server
        server.closing.set()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
        thread.join(5)
