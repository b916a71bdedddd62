"""One message as it lies in a mailbox, and how much of a hostile one is looked at. Limits count bytes and parts."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message

from composer.errors import ReceivedError
from composer.patterns import regex

MOST_HEADER = 256_000
"""Bytes of a message's header that are looked at."""
MOST_WHOLE = 4_000_000
"""Bytes of a whole message that are looked at; the letter stands before what is attached."""
_MOST_PARTS = 100
_LONGEST_TYPE = 4_000
_RECIPIENT = regex(rb"^final-recipient", re.IGNORECASE | re.MULTILINE)
_MOST_RECIPIENTS = 1_000
# What opens a part or a message within a message, and so makes the parser go one deeper.
_DEEPER = regex(rb"boundary|message/", re.IGNORECASE)
# The fields whose parameters the standard library takes apart in a time that grows with the square (gh-136063).
_TYPE = regex(
    rb"^content-(?:type|disposition|transfer-encoding)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class RawMessage:
    """A message as a mailbox has it: its header at once, the rest when it is asked for."""

    place: str
    """Where it lies, for a person: ``Sent.mbox, message 14``."""
    header: bytes
    """Its header; with the rest behind it or without."""
    whole: Callable[[], bytes]
    """Reads all of it, or its first `MOST_WHOLE` bytes."""
    is_draft: bool = False
    """Whether the mailbox says that it is a draft, which nobody has sent."""
    arrived: datetime | None = None
    """When the mailbox took it in, with an offset; asked for only where the message itself does not say when it was."""


@contextmanager
def understanding() -> Iterator[None]:
    """What the standard library cannot read of a message, said as one error, whichever of its many it was.

    Raises:
        ReceivedError: the message cannot be understood.
    """
    try:
        yield
    except ReceivedError:
        raise
    except (Exception, RecursionError) as error:
        raise ReceivedError("it is not written as messages are") from error


def parse_whole(data: bytes) -> Message:
    """A whole message taken apart, where it has no more parts than people's messages have.

    Raises:
        ReceivedError: it has too many parts, or cannot be understood.
    """
    if len(_DEEPER.findall(data)) > _MOST_PARTS:
        raise ReceivedError(f"it has more than {_MOST_PARTS} parts")
    if len(_RECIPIENT.findall(data)) > _MOST_RECIPIENTS:
        raise ReceivedError(f"it tells of more than {_MOST_RECIPIENTS:,} readers")
    if any(len(found[0]) > _LONGEST_TYPE for found in _TYPE.finditer(data)):
        raise ReceivedError("one of its fields is too long")
    with understanding():
        return message_from_bytes(data)


def parts_of(message: Message) -> Iterator[Message]:
    """A message and every part of it, those of messages within it too."""
    with understanding():
        yield from message.walk()
