"""Messages written by hand in the shapes that programs give them, and a workspace whose letter has left."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

from composer.received.message import RawMessage

OURS = "Maya Chen <maya@harborstreet.example>"
THEIRS = "Dr. Abena Osei <a.osei@riverstreet.example>"
DAY = "Fri, 20 Nov 2026 09:12:00 -0500"


def mail(
    body: str,
    *,
    sender: str = THEIRS,
    to: str = OURS,
    subject: str = "Re: A letter",
    date: str = DAY,
    fields: str = "",
    message_id: str = "",
) -> bytes:
    """One message as bytes; `fields` are further header fields, each with its line end."""
    known = f"Message-ID: {message_id}\n" if message_id else ""
    head = f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: {date}\n{known}{fields}"
    kind = "" if "Content-Type:" in fields else "Content-Type: text/plain; charset=utf-8\n"
    return f"{head}{kind}\n{body}".encode()


WISH = mail(
    "Please take me off your list.\n\nA. Osei\n", date="Mon, 23 Nov 2026 16:40:00 -0500", message_id="<w@x.example>"
)
"""An answer that asks for no more letters."""


def raw(data: bytes, place: str = "a message") -> RawMessage:
    """A message as a mailbox gives it."""
    return RawMessage(place, data, lambda: data)


def mbox(path: Path, messages: Iterable[bytes]) -> Path:
    """An mbox file as mail programs save one."""
    at = format_datetime(datetime(2026, 11, 24))  # noqa: DTZ001  # any time will do
    parts = [b"From - " + at.encode() + b"\n" + one.replace(b"\r\n", b"\n") + b"\n\n" for one in messages]
    path.write_bytes(b"".join(parts))
    return path
