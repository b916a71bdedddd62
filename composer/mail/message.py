"""A draft as the bytes of a message that opens as a draft, read back and compared before anyone gets them."""

import base64
import hashlib
import re
from binascii import b2a_qp
from collections.abc import Sequence
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from composer.drafts.draft import Address, Draft
from composer.errors import MessageError
from composer.mail.body import Body, render_body
from composer.mail.headers import MOST, addr_spec, address_header, message_id_header, text_header
from composer.mail.layout import Layout, direction

_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}\Z")
_QP_LINE = 76
"""RFC 2045 §6.7, rule 5."""
_AWKWARD = re.compile(rb"[ \t]\r\n|[ \t]\Z|^From |^\.", re.MULTILINE)


def build_message(draft: Draft, layout: Layout) -> bytes:
    """A draft as an ``.eml`` file: ``X-Unsent: 1``, no Date, no Message-ID, Bcc kept, CRLF.

    The same draft gives the same bytes. They have been parsed again and say what the draft says.

    Raises:
        MessageError: a value cannot stand in a message, or the bytes would not say what the draft says.
    """
    body = render_body(draft.body, layout.styles)
    html = layout.wrap(body.html, draft.language, direction(draft.language), draft.subject)
    whole = Body(html if html.endswith("\n") else html + "\n", body.text)
    data = b"".join([*_headers(draft), *_parts(draft, whole)])
    verify_message(data, draft, whole)
    return data


def _headers(draft: Draft) -> list[bytes]:
    headers = [b"X-Unsent: 1\r\n"]
    for name, addresses in _address_fields(draft):
        if addresses:
            headers.append(address_header(name, addresses))
    headers.append(text_header("Subject", draft.subject))
    if draft.in_reply_to:
        headers += [message_id_header(name, draft.in_reply_to) for name in ("In-Reply-To", "References")]
    return [*headers, b"MIME-Version: 1.0\r\n"]


def _address_fields(draft: Draft) -> Sequence[tuple[str, tuple[Address, ...]]]:
    return (
        ("From", (draft.sender,) if draft.sender else ()),
        ("To", draft.to),
        ("Cc", draft.cc),
        ("Bcc", draft.bcc),
        ("Reply-To", draft.reply_to),
    )


def _parts(draft: Draft, body: Body) -> list[bytes]:
    """Plain text first, then HTML (RFC 2046 §5.1.4), between boundaries made from the content."""
    if not _LANGUAGE.match(draft.language):
        raise MessageError(f"'{draft.language}' is not a language", hint="write en, es or pt-BR")
    boundary = "=_" + hashlib.sha256(f"{body.text}\0{body.html}".encode()).hexdigest()[:32]
    language = draft.language.encode()
    return [
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n'.encode(),
        f"--{boundary}\r\n".encode(),
        *_part(b"text/plain", body.text, language),
        f"--{boundary}\r\n".encode(),
        *_part(b"text/html", body.html, language),
        f"--{boundary}--\r\n".encode(),
    ]


def _part(kind: bytes, text: str, language: bytes) -> list[bytes]:
    encoding, data = encode_text(text)
    return [
        b"Content-Type: " + kind + b"; charset=utf-8\r\nContent-Language: " + language,
        b"\r\nContent-Transfer-Encoding: " + encoding + b"\r\n\r\n",
        data,
        b"\r\n",  # belongs to the boundary that follows (RFC 2046 §5.1.1)
    ]


def encode_text(text: str) -> tuple[bytes, bytes]:
    """Text for transport: quoted-printable, or base64 where that is smaller (RFC 2045 §6.7, §6.8); CRLF."""
    data = text.replace("\n", "\r\n").encode("utf-8")
    quoted = quoted_printable(data)
    if len(quoted) <= len(data) * 4 // 3 + len(data) // 38:
        return b"quoted-printable", quoted
    return b"base64", base64.encodebytes(data).replace(b"\n", b"\r\n")


def quoted_printable(data: bytes) -> bytes:
    """Lines of at most 76 characters, also where a line ends in a blank (gh-78206).

    A line that begins with ``From `` or a dot is quoted there: mbox files and mail servers would change it.
    """
    if not _AWKWARD.search(data):
        return _crlf(b2a_qp(data.replace(b"\r\n", b"\n"), quotetabs=False, istext=True))
    return b"\r\n".join(_quoted_line(line) for line in data.split(b"\r\n"))


def _quoted_line(line: bytes) -> bytes:
    """One line with the blanks at its end, and what is awkward at its beginning, written in hexadecimal."""
    stripped = line.rstrip(b" \t")
    ends = b"".join(b"=%02X" % blank for blank in line[len(stripped) :])
    quoted = _crlf(b2a_qp(stripped, quotetabs=False, istext=True))
    if quoted.startswith((b".", b"From ")):
        quoted = b"=%02X" % quoted[0] + quoted[1:]
    last = quoted.rpartition(b"\r\n")[2]
    soft = b"=\r\n" if ends and len(last) + len(ends) > _QP_LINE else b""
    return _short(quoted + soft + ends)


def _crlf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _short(quoted: bytes) -> bytes:
    """Breaks a line that the escapes at its beginning made too long."""
    parts = quoted.split(b"\r\n")
    return b"\r\n".join(p if len(p) <= _QP_LINE else p[: _QP_LINE - 4] + b"=\r\n" + p[_QP_LINE - 4 :] for p in parts)


# --- reading back --------------------------------------------------------------------------------------------------


def verify_message(data: bytes, draft: Draft, body: Body) -> None:
    """Parses a message again and compares it with its draft, whatever the parser's and our own faults.

    Raises:
        MessageError: headers, recipients, subject or text differ.
    """
    message = message_from_bytes(data)
    fields = [(name, addresses) for name, addresses in _address_fields(draft) if addresses]
    replies = ["In-Reply-To", "References"] if draft.in_reply_to else []
    wanted = ["X-Unsent", *(name for name, _ in fields), "Subject", *replies, "MIME-Version", "Content-Type"]
    if message.keys() != wanted:
        _differs("headers")
    for name, addresses in fields:
        if _mailboxes(message[name]) != [(_squeezed(a.display_name), addr_spec(name, a.addr_spec)) for a in addresses]:
            _differs(name)
    if _squeezed(_decoded(message["Subject"])) != _squeezed(draft.subject):
        _differs("Subject")
    if [_text(part) for part in message.get_payload()] != [body.text, body.html]:  # type: ignore[arg-type]  # both parts are messages
        _differs("text")
    lines = data.split(b"\r\n")
    if any(b"\n" in line or b"\r" in line or len(line) > MOST for line in lines):
        _differs("lines")


def _differs(what: str) -> None:
    hint = "look for unusual characters in the draft's subject and names"
    raise MessageError(f"the message was not made: its {what} would not be what the draft says", hint=hint)


def _mailboxes(header: str) -> list[tuple[str, str]]:
    return [(_squeezed(_decoded(name)), spec) for name, spec in getaddresses([header.replace("\r\n", "")])]


def _decoded(header: str) -> str:
    if "=?" not in header:
        return header.replace("\r\n", "")
    return "".join(
        part if isinstance(part, str) else part.decode(charset or "ascii") for part, charset in decode_header(header)
    )


def _squeezed(text: str) -> str:
    """Without any blanks: Python 3.11's parser drops one between two encoded words."""
    return "".join(text.split())


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8").replace("\r\n", "\n") if isinstance(payload, bytes) else ""
