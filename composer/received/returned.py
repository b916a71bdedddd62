"""Mail that came back: whose address failed, and whether for good (RFC 3464, and what Exim, qmail and others write).

A report for programs is read where there is one; otherwise the sentences that mail systems have written for decades.
"""

# ruff: noqa: E501  # what programs write is read best one alternative after the other

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from composer.addresses import mailbox
from composer.patterns import regex
from composer.received.header import Header
from composer.received.message import parts_of, understanding
from composer.received.text import text_of

_ADDRESS = regex(r"[^\s<>()\[\]\"',;:=]{1,64}@[^\s<>()\[\]\"',;:=]{1,200}\w")
_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_LONGEST = 20_000
_STATUS = regex(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_REPLY_CODE = regex(r"(?<![\d.])([45])\d\d(?![\d.])")
# Where the message that came back begins, in reports without parts.
_COPY = regex(
    r"^(?:-+ ?(?:below this line is a copy|this is a copy of (?:the|your) message|original message|returned message|forwarded message"
    r"|(?:the )?(?:header|body) of (?:the|your) (?:original )?message|unsent message)|original message (?:headers|follows)|\*+ original)",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
_WAITS = regex(
    r"not yet been delivered|has not been delivered yet|still being retried|will (?:still )?(?:be retried|keep trying|continue to try|retry|be re-?tried)"
    r"|(?:delivery|message) (?:to .{1,200} )?(?:has been |is |was )?delayed|you do not need to resend|no action is required|this is (?:only )?a warning|temporary (?:problem|failure|error)"
    r"|warning message only|wird weiter versucht|vorübergehend",
    re.IGNORECASE,
)  # fmt: skip
_FOR_GOOD = regex(
    r"permanent(?:ly)? (?:fatal )?(?:error|fail)|(?:following|this) address(?:es)? (?:failed|had|is|are)|given up|giving up"
    r"|could ?n[o']t be (?:delivered|found)|could not be delivered|was ?n[o'\u2019]t (?:able to deliver|delivered)|unable to deliver|delivery .{0,80}failed"
    r"|cannot be reached|did not reach|undeliver(?:ed|able)|address not found|user unknown|no such (?:user|recipient|address|mailbox)|does ?n[o'\u2019]t exist|does not exist"
    r"|konnte nicht zugestellt|nicht zugestellt werden|no (?:se pudo|ha podido) (?:entregar|ser entregado)|n.a pas pu être (?:remis|distribué)",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient whom a message did not reach."""

    mailboxes: tuple[str, ...]
    """Their address as it was written to, then as it became; as `addresses.mailbox` compares them."""
    for_good: bool
    """Whether it is useless to try again (5.x.x); one that waits may still arrive."""
    status: str = ""
    """The code for it, ``5.1.1``; empty where none is given."""


def failures_in(message: Message, header: Header) -> tuple[Failure, ...]:
    """Whom a message did not reach, by a report of it; nothing where that cannot be told.

    Raises:
        ReceivedError: the report cannot be read.
    """
    with understanding():
        blocks = [block for part in parts_of(message) if part.get_content_type() in _REPORTS for block in _blocks(part)]
        told = tuple(failure for block in blocks if (failure := _of_block(block)))
        is_told = any(block.get("Action") for block in blocks)
        return told if is_told else tuple(_of_sentences(message, header))


def returned_message(message: Message) -> Message | None:
    """The header of the message that came back, where the report holds it."""
    with understanding():
        for part in parts_of(message):
            if part.get_content_type() == "text/rfc822-headers":
                data = part.get_payload(decode=True)
                text = data.decode("utf-8", "replace") if isinstance(data, bytes) else ""
                return HeaderParser().parsestr(text[:_LONGEST])
            if part.get_content_type() in {"message/rfc822", "message/global"}:
                inner = part.get_payload()
                first = inner[0] if isinstance(inner, list) and inner else None
                return first if isinstance(first, Message) else None
    return None


def mailboxes_of(message: Message | None, field: str) -> tuple[str, ...]:
    """The mailboxes that a field of a message names, as `addresses.mailbox` compares them."""
    with understanding():
        return _mailboxes(str(message.get(field, ""))[:_LONGEST]) if message else ()


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields in a report: one about the message, then one for each recipient."""
    payload = part.get_payload()
    for block in payload if isinstance(payload, list) else ():
        if isinstance(block, Message):
            yield block
            rest = block.get_payload()
            if isinstance(rest, str) and rest.strip():
                yield from (HeaderParser().parsestr(text.lstrip("\r\n")) for text in re.split(r"\r?\n\r?\n", rest))


def _of_block(block: Message) -> Failure | None:
    """One recipient's fields; ``None`` for one whom it reached, and for fields of the message itself."""
    named = " ".join(str(block.get(name, ""))[:_LONGEST] for name in ("Original-Recipient", "Final-Recipient"))
    action = str(block.get("Action", "")).strip().casefold()
    status = str(block.get("Status", ""))[:_LONGEST]
    if not (mailboxes := _mailboxes(named)) or action not in {"failed", "delayed"}:
        return None
    code = _STATUS.search(status) or _STATUS.search(said := str(block.get("Diagnostic-Code", ""))[:_LONGEST])
    reply = None if code else _REPLY_CODE.search(said)
    weight = code[1] if code else reply[1] if reply else "5"
    return Failure(mailboxes, action == "failed" and weight == "5", code[0] if code else "")


def _of_sentences(message: Message, header: Header) -> Iterator[Failure]:
    """What a report says in words alone: the addresses that it names before the message that came back."""
    text = text_of(message)[:_LONGEST]
    copy = _COPY.search(text)
    said = text[: copy.start()] if copy else text
    waits = _WAITS.search(said) or re.match("warning|delayed|.*delay", header.subject, re.IGNORECASE)
    if not waits and not _FOR_GOOD.search(f"{header.subject}\n{said}") and not header.mark("x-failed-recipients"):
        return
    code = _STATUS.search(said)
    for_good = not waits and (code is None or code[1] == "5")
    named = _mailboxes(header.mark("x-failed-recipients")) or _mailboxes(said)
    yield from (Failure((one,), for_good, code[0] if code else "") for one in named)


def _mailboxes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mailbox(found.strip(".")) for found in _ADDRESS.findall(text)))
