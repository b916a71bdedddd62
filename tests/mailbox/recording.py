"""Stands between this program and a mail server on this machine: it writes down what each says, or breaks off."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from composer.mailbox.account import Account


@dataclass
class Recording:
    """What was said."""

    server: int
    port: int
    most: int
    """After so many bytes of the server's the connection ends; 0 for never."""
    asked: bytearray = field(default_factory=bytearray)
    answered: bytearray = field(default_factory=bytearray)

    def account(self, account: Account) -> Account:
        """The same account by way of this."""
        return replace(account, host="127.0.0.1", port=self.port, tls="none", certificate="")

    @property
    def commands(self) -> list[str]:
        """What the server was asked to do, without the tags."""
        lines = self.asked.decode("latin-1").split("\r\n")
        return [line.partition(" ")[2] for line in lines if line]

    def fetched(self, part: str) -> set[int]:
        """The numbers of the messages of which a part was asked for."""
        asked = (re.fullmatch(r"UID FETCH ([\d,:]+) \((.*)\)", line) for line in self.commands)
        return {uid for one in asked if one and part in one[2] for uid in _numbers(one[1])}

    def serve(self, listening: socket.socket) -> None:
        """Takes one connection after the other."""
        with suppress(OSError):
            while True:
                client = listening.accept()[0]
                with client, socket.create_connection(("127.0.0.1", self.server)) as server:
                    asking = threading.Thread(target=self._pass, args=(client, server, self.asked), daemon=True)
                    asking.start()
                    self._pass(server, client, self.answered, most=self.most)
                    asking.join(5)

    def _pass(self, source: socket.socket, target: socket.socket, kept: bytearray, *, most: int = 0) -> None:
        with suppress(OSError):
            while (not most or len(kept) < most) and (data := source.recv(4096)):
                data = data[: most - len(kept)] if most else data
                kept += data
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def _numbers(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition(":")
        yield from range(int(first), int(last or first) + 1)


@contextmanager
def recording(server: int, *, most: int = 0) -> Iterator[Recording]:
    """What is said to and by the server at a port, until the end, or until it has said so many bytes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        kept = Recording(server, listening.getsockname()[1], most)
        serving = threading.Thread(target=kept.serve, args=(listening,), daemon=True)
        serving.start()
        yield kept
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        serving.join(5)
