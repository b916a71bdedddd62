"""A draft as the bytes of a message, one that opens as a draft or lies in a mailbox, read back and compared.

Pure: no clock, no random boundary, no disk. Imports the rooms beside it, `composer.drafts` and `composer.errors`. What
was written is read by `read_back`, its addresses, dates and encoded words by the standard library.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import format_datetime, getaddresses, parsedate_to_datetime

from composer.drafts.approval import approval
from composer.drafts.attachments import Attachment, content_id
from composer.drafts.draft import Address, Draft
from composer.errors import MessageError
from composer.mail.attached_parts import attached_part, declared_type, shown_apart
from composer.mail.body import Body, render_letter
from composer.mail.headers import addr_spec, address_header, message_id_header, text_header
from composer.mail.layout import Layout, direction
from composer.mail.read_back import Part, read_message
from composer.mail.transfer import encode_text
from composer.patterns import regex

_LANGUAGE = regex(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")


@dataclass(frozen=True, slots=True)
class Stored:
    """What a message has that lies in a mailbox, where RFC 5322 §3.6 wants a date and a sender of it."""

    date: datetime
    """Aware; from a clock that is passed in."""
    message_id: str
    """With its angle brackets, as `message_id` makes it."""


@dataclass(frozen=True, slots=True)
class MessageKind:
    """What sort of message a draft becomes."""

    html: bool = True
    """``False``: the text part alone, for programs that edit only text and would send the HTML as it was."""
    stored: Stored | None = None
    """``None``: it opens as a draft, with neither Date nor Message-ID, which the program gives it."""

    @property
    def says_unsent(self) -> bool:
        """Whether it has ``X-Unsent: 1``, by which Outlook and Thunderbird open a draft.

        Programs that edit only text need no such line, and mutt sends it: to its reader, the letter were a draft.
        """
        return self.html and self.stored is None


OPENS_AS_DRAFT = MessageKind()
"""What a double click opens in Outlook and Thunderbird as a draft."""


def message_id(draft: Draft) -> str:
    """The Message-ID of a draft in a mailbox, ``<32 digits@the sender's domain>``: the same for the same content.

    Raises:
        MessageError: the draft has no sender, or one whose address cannot stand in a message.
    """
    digest = hashlib.sha256(f"{draft.name}\0{approval(draft)}".encode()).hexdigest()[:32]
    return f"<{digest}@{addr_spec('From', _sender(draft).addr_spec).rpartition('@')[2]}>"


def _sender(draft: Draft) -> Address:
    if not draft.sender:
        hint = "write your address into practice.yaml as 'email', or 'from' into the draft's head"
        raise MessageError("a message in a mailbox must say who it is from", hint=hint)
    return draft.sender


def ensure_sayable(draft: Draft) -> None:
    """A `MessageError` where a draft cannot become a message, before somebody says that it may leave."""
    list(_headers(draft, OPENS_AS_DRAFT))
    render_letter(draft)


def build_message(
    draft: Draft, layout: Layout, kind: MessageKind = OPENS_AS_DRAFT, attached: Sequence[Attachment] = ()
) -> bytes:
    """A draft as a message with the files that go with it, Bcc kept, CRLF.

    The same draft with the same files gives the same bytes. They have been parsed again and say what the draft says.

    Raises:
        MessageError: a value cannot stand in a message, or the bytes would not say what the draft says.
    """
    headers = b"".join(_headers(draft, kind))
    fragment = render_letter(draft, layout.styles)
    html = layout.wrap(fragment.html, draft.language, direction(draft.language), draft.subject) if kind.html else ""
    body = Body(html, fragment.text)
    # Last, because the program `file` takes a message that begins with it for a web page.
    unsent = b"X-Unsent: 1\r\n" if kind.says_unsent else b""
    data = headers + _content(draft.language, body, attached, unsent)
    verify_message(data, draft, body, kind, attached)
    return data


def _headers(draft: Draft, kind: MessageKind) -> Iterator[bytes]:
    """The headers, but for those of the content."""
    if not _LANGUAGE.match(draft.language):
        raise MessageError(f"'{draft.language}' is no language", hint="write a short tag such as en, es or pt-BR")
    for name, addresses in _addresses(draft).items():
        yield address_header(name, addresses)
    yield text_header("Subject", draft.subject)
    if kind.stored:
        _sender(draft)
        yield text_header("Date", format_datetime(kind.stored.date))
        yield message_id_header("Message-ID", kind.stored.message_id)
    if draft.in_reply_to:
        yield message_id_header("In-Reply-To", draft.in_reply_to)
        yield message_id_header("References", draft.in_reply_to)
    yield b"MIME-Version: 1.0\r\n"


def _addresses(draft: Draft) -> Mapping[str, tuple[Address, ...]]:
    """The headers of mailboxes, without those that would be empty."""
    sender = (draft.sender,) if draft.sender else ()
    fields = {"From": sender, "To": draft.to, "Cc": draft.cc, "Bcc": draft.bcc, "Reply-To": draft.reply_to}
    return {name: addresses for name, addresses in fields.items() if addresses}


def _content(language: str, body: Body, attached: Sequence[Attachment], last_header: bytes) -> bytes:
    """The headers of the content, the message's last one, and the content: the letter, then what goes with it."""
    shown, files = shown_apart(body.html, attached)
    if not files:
        return _letter(language, body, shown, last_header)
    parts = [_letter(language, body, shown, b""), *map(attached_part, files)]
    return _multipart("mixed", parts, f"{body.text}\0{body.html}\0{_names(files)}", last_header)


def _names(files: Sequence[Attachment]) -> str:
    return "\0".join(f"{one.name}\0{hashlib.sha256(one.data).hexdigest()}" for one in files)


def _multipart(kind: str, parts: Sequence[bytes], content: str, last_header: bytes = b"") -> bytes:
    """Parts between boundaries that are made from their content, with the headers of the whole, one header more."""
    boundary = _boundary(content)
    # The last line end of a part belongs to the boundary that follows (RFC 2046 §5.1.1).
    inside = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts)
    fields = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n'.encode() + last_header
    return fields + b"\r\n" + inside + f"--{boundary}--\r\n".encode()


def _boundary(content: str) -> str:
    """What stands between parts; ``=_`` stands in neither quoted-printable nor base64, so it cannot occur in one."""
    return "=_" + hashlib.sha256(content.encode()).hexdigest()[:32]


def _letter(language: str, body: Body, shown: Sequence[Attachment], last_header: bytes) -> bytes:
    """The headers of the letter's text, one header more, and the text.

    Plain text first, then HTML (RFC 2046 §5.1.4), with the pictures that it shows (RFC 2387). Where there is no HTML,
    the text is all.
    """
    fields, data = _part_of("plain", language, body.text)
    if not body.html:
        return fields + last_header + b"\r\n" + data
    html = b"\r\n".join(_part_of("html", language, body.html))
    if shown:
        parts = [html, *(attached_part(one, shown=True) for one in shown)]
        html = _multipart('related; type="text/html"', parts, f"{body.html}\0{_names(shown)}")
    return _multipart("alternative", [fields + b"\r\n" + data, html], f"{body.text}\0{body.html}", last_header)


def _part_of(kind: str, language: str, text: str) -> tuple[bytes, bytes]:
    """The headers of a text and its encoded lines."""
    encoding, data = encode_text(text)
    fields = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Language: {language}\r\n"
    return f"{fields}Content-Transfer-Encoding: {encoding}\r\n".encode(), data


# --- reading back --------------------------------------------------------------------------------------------------


def verify_message(
    data: bytes,
    draft: Draft,
    body: Body,
    kind: MessageKind = OPENS_AS_DRAFT,
    attached: Sequence[Attachment] = (),
) -> None:
    """Parses a message again and compares it with its draft, its body and its files, whatever faults either has.

    Raises:
        MessageError: it says something else; the message names what.
    """
    meant = _meant(draft, body, kind, attached)
    try:
        seen = _seen(data, meant)
    except (HeaderParseError, LookupError, ValueError) as error:
        raise _differing("parts") from error
    for what, value in meant.items():
        if seen.get(what) != value:
            raise _differing(what)


def _differing(what: str) -> MessageError:
    hint = "look for unusual characters in the draft's names, its subject and its text"
    return MessageError(f"the message was not made, because its {what} would not be what the draft says", hint=hint)


def _meant(draft: Draft, body: Body, kind: MessageKind, attached: Sequence[Attachment]) -> dict[str, object]:
    """What should be read back, by the name that an error gives it."""
    fields, stored = _addresses(draft), kind.stored
    reply = {name: draft.in_reply_to for name in ("In-Reply-To", "References") if draft.in_reply_to}
    # In UTC, for Python holds no moment of an hour that the clocks repeat equal to one in another zone.
    second = stored.date.astimezone(UTC).replace(microsecond=0) if stored else None
    dated = {"Date": second, "Message-ID": stored.message_id} if stored else {}
    shown, files = shown_apart(body.html, attached)
    content = ["Content-Type", *([] if kind.html or files else ["Content-Language", "Content-Transfer-Encoding"])]
    unsent = ["X-Unsent"] if kind.says_unsent else []
    return {
        "headers": [*fields, "Subject", *dated, *reply, "MIME-Version", *content, *unsent],
        **{name: [_read_alike(a.display_name, addr_spec(name, a.addr_spec)) for a in fields[name]] for name in fields},
        "Subject": draft.subject,
        **dated,
        **reply,
        "plain text part": ("text/plain", draft.language, body.text),
        "HTML part": ("text/html", draft.language, body.html) if kind.html else None,
        "pictures": [(one.name, declared_type(one), "inline", one.data, f"<{content_id(one.name)}>") for one in shown],
        "attachments": [(one.name, declared_type(one), "attachment", one.data) for one in files],
    }


def _seen(data: bytes, meant: Mapping[str, object]) -> dict[str, object]:
    """The same, as it is read back; of headers that no one meant, the names are enough."""
    message = read_message(data)
    values = {name: value for name, value in message.headers if name in meant}
    seen: dict[str, object] = {"headers": message.names, **values}
    for name, value in values.items():
        if isinstance(meant[name], list):
            seen[name] = [_read_alike(_decoded(shown), spec) for shown, spec in getaddresses([value])]
    seen["Subject"] = _decoded(values.get("Subject", ""))
    if "Date" in values:
        seen["Date"] = parsedate_to_datetime(values["Date"])
    letter, *attached = message.parts_of("multipart/mixed") if meant["attachments"] else [message]
    seen["attachments"] = [_file(part) for part in attached]
    text, *parts = letter.parts_of("multipart/alternative")
    related = [one for part in parts for one in part.parts_of("multipart/related")]
    seen["plain text part"], seen["HTML part"] = _part(text), _part(related[0]) if len(parts) == 1 else None
    seen["pictures"] = [(*_file(one), one.get("Content-ID")) for one in related[1:]]
    return seen


def _file(part: Part) -> tuple[str, str, str, bytes]:
    return part.filename, part.content_type, part.disposition, part.content


def _read_alike(display_name: str, spec: str) -> tuple[str, str]:
    """A mailbox, its name without blanks: Python 3.11's parser drops one between two encoded words."""
    return "".join(display_name.split()), spec


def _decoded(value: str) -> str:
    if "=?" not in value:
        return value
    return "".join(
        part if isinstance(part, str) else part.decode(charset or "ascii") for part, charset in decode_header(value)
    )


def _part(part: Part) -> tuple[str, str, str]:
    return part.content_type, part.get("Content-Language"), part.text
