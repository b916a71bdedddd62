"""A draft as the bytes of a message that opens as a draft, read back and compared before anyone gets them.

Pure: no clock, no random boundary, no disk. Imports the rooms beside it, `composer.drafts.draft` and
`composer.errors`; the standard library's parser is the judge of what was written.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from composer.drafts.draft import Address, Draft
from composer.errors import MessageError
from composer.mail.body import Body, render_body
from composer.mail.headers import MOST, addr_spec, address_header, message_id_header, text_header
from composer.mail.layout import Layout, direction
from composer.mail.transfer import encode_text

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")


def ensure_sayable(draft: Draft) -> None:
    """A `MessageError` where a draft cannot become a message, before somebody says that it may leave."""
    list(_headers(draft))
    render_body(draft.body)


def build_message(draft: Draft, layout: Layout) -> bytes:
    """A draft as an ``.eml`` file: ``X-Unsent: 1``, no Date, no Message-ID, Bcc kept, CRLF.

    The same draft gives the same bytes. They have been parsed again and say what the draft says.

    Raises:
        MessageError: a value cannot stand in a message, or the bytes would not say what the draft says.
    """
    headers = b"".join(_headers(draft))
    fragment = render_body(draft.body, layout.styles)
    html = layout.wrap(fragment.html, draft.language, direction(draft.language), draft.subject)
    body = Body(html, fragment.text)
    data = headers + b"".join(_parts(draft.language, body))
    verify_message(data, draft, body)
    return data


def _headers(draft: Draft) -> Iterator[bytes]:
    if not _LANGUAGE.match(draft.language):
        raise MessageError(f"'{draft.language}' is no language", hint="write a short tag such as en, es or pt-BR")
    yield b"X-Unsent: 1\r\n"
    for name, addresses in _addresses(draft).items():
        yield address_header(name, addresses)
    yield text_header("Subject", draft.subject)
    if draft.in_reply_to:
        yield message_id_header("In-Reply-To", draft.in_reply_to)
        yield message_id_header("References", draft.in_reply_to)
    yield b"MIME-Version: 1.0\r\n"


def _addresses(draft: Draft) -> Mapping[str, tuple[Address, ...]]:
    """The headers of mailboxes, without those that would be empty."""
    sender = (draft.sender,) if draft.sender else ()
    fields = {"From": sender, "To": draft.to, "Cc": draft.cc, "Bcc": draft.bcc, "Reply-To": draft.reply_to}
    return {name: addresses for name, addresses in fields.items() if addresses}


def _parts(language: str, body: Body) -> Iterator[bytes]:
    """Plain text first, then HTML (RFC 2046 §5.1.4), between boundaries made from the content.

    ``=_`` stands in neither quoted-printable nor base64, so the boundary cannot occur in a part.
    """
    boundary = "=_" + hashlib.sha256(f"{body.text}\0{body.html}".encode()).hexdigest()[:32]
    yield f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n'.encode()
    for kind, text in (("plain", body.text), ("html", body.html)):
        encoding, data = encode_text(text)
        yield f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n".encode()
        yield f"Content-Language: {language}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
        yield data + b"\r\n"  # this line end belongs to the boundary that follows (RFC 2046 §5.1.1)
    yield f"--{boundary}--\r\n".encode()


# --- reading back --------------------------------------------------------------------------------------------------


def verify_message(data: bytes, draft: Draft, body: Body) -> None:
    """Parses a message again and compares it with its draft and its body, whatever the parser's faults and our own.

    Raises:
        MessageError: it says something else; the message names what.
    """
    meant = _meant(draft, body)
    try:
        seen = _seen(data, meant)
    except (HeaderParseError, LookupError, ValueError) as error:
        raise _differing("parts") from error
    for what, value in meant.items():
        if seen.get(what) != value:
            raise _differing(what)
    lines = data.split(b"\r\n")
    if not data.isascii() or max(map(len, lines)) > MOST or len(b"".join(lines).splitlines()) != 1:
        raise _differing("lines")


def _differing(what: str) -> MessageError:
    hint = "look for unusual characters in the draft's names, its subject and its text"
    return MessageError(f"the message was not made, because its {what} would not be what the draft says", hint=hint)


def _meant(draft: Draft, body: Body) -> dict[str, object]:
    """What should be read back, by the name that an error gives it."""
    fields = _addresses(draft)
    reply = {name: draft.in_reply_to for name in ("In-Reply-To", "References") if draft.in_reply_to}
    names = ["X-Unsent", *fields, "Subject", *reply, "MIME-Version", "Content-Type"]
    return {
        "headers": names,
        **{name: [_read_alike(a.display_name, addr_spec(name, a.addr_spec)) for a in fields[name]] for name in fields},
        "Subject": draft.subject,
        **reply,
        "plain text part": ("text/plain", draft.language, body.text),
        "HTML part": ("text/html", draft.language, body.html),
    }


def _seen(data: bytes, meant: Mapping[str, object]) -> dict[str, object]:
    """The same, as the standard library reads it; of headers that no one meant, the names are enough."""
    message = message_from_bytes(data)
    values = {name: value.replace("\r\n", "") for name, value in message.items() if name in meant}
    seen: dict[str, object] = {"headers": message.keys(), **values}
    for name, value in values.items():
        if isinstance(meant[name], list):
            seen[name] = [_read_alike(_decoded(shown), spec) for shown, spec in getaddresses([value])]
    seen["Subject"] = _decoded(values.get("Subject", ""))
    parts = message.get_payload() if message.get_content_type() == "multipart/alternative" else ()
    if len(parts) == 2:  # noqa: PLR2004  # the alternative's two
        seen["plain text part"], seen["HTML part"] = map(_part, parts)
    return seen


def _read_alike(display_name: str, spec: str) -> tuple[str, str]:
    """A mailbox, its name without blanks: Python 3.11's parser drops one between two encoded words."""
    return "".join(display_name.split()), spec


def _decoded(value: str) -> str:
    if "=?" not in value:
        return value
    return "".join(
        part if isinstance(part, str) else part.decode(charset or "ascii") for part, charset in decode_header(value)
    )


def _part(part: Message) -> tuple[str, str, str]:
    payload, charset = part.get_payload(decode=True), part.get_content_charset("ascii")
    text = payload.decode(charset).replace("\r\n", "\n") if isinstance(payload, bytes) else ""
    return part.get_content_type(), part.get("Content-Language", ""), text
