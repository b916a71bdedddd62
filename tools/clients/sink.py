"""A mail server on this computer alone, which keeps what it is given and passes nothing on."""

import queue
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.clients.comparing import Sent

HOST = "127.0.0.1"


@dataclass
class Sink:
    """What has arrived, and where it arrives."""

    port: int
    arrived: "queue.Queue[Sent]" = field(default_factory=queue.Queue)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's
        """Keeps a message; aiosmtpd calls it."""
        content = envelope.content or b""
        message = message_from_bytes(content.encode() if isinstance(content, str) else content, policy=default)
        self.arrived.put(Sent(envelope.mail_from or "", tuple(envelope.rcpt_tos), message))
        return "250 OK"

    def await_all(self, seconds: float) -> list[Sent]:
        """All that came, once the first has come or the time is over."""
        try:
            found = [self.arrived.get(timeout=seconds)]
        except queue.Empty:
            return []
        while True:
            try:
                found.append(self.arrived.get(timeout=1))
            except queue.Empty:
                return found


@contextmanager
def sink() -> Iterator[Sink]:
    """A server on a free port of loopback."""
    with socket.create_server((HOST, 0)) as free:
        kept = Sink(free.getsockname()[1])  # aiosmtpd takes no 0 for "any"
    controller = Controller(kept, hostname=HOST, port=kept.port, ready_timeout=20)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
