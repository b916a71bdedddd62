"""Content-transfer encodings: text as lines that pass every mail server. Pure functions; it imports nothing of ours."""

import base64
import re
from binascii import b2a_qp

from composer.patterns import regex

_IN_MBOX = regex(rb"^>*From ", re.MULTILINE)
# Control characters that no letter holds stand in for what must be written as its number, so that b2a_qp counts it
# when it breaks lines: on its own it makes lines of 78 characters where a line ends in a blank.
_STAND_INS = ((b" \r\n", b"\x01\r\n", b"=01", b"=20"), (b"\t\r\n", b"\x02\r\n", b"=02", b"=09"))


def encode_text(text: str) -> tuple[str, bytes]:
    """Text as the body of a part, with the name of its encoding.

    Quoted-printable, which people can read and search in, or base64 where that is smaller, as for most text that is
    not in Latin letters (RFC 2045 §6.7, §6.8). Lines end in CRLF and have at most 76 characters. The text has LF line
    ends, behind the last line too, and no control characters but tabs.
    """
    data = text.replace("\n", "\r\n").encode()
    quoted = quoted_printable(data)
    if len(quoted) <= len(data) * 4 // 3:
        return "quoted-printable", quoted
    encoded = base64.encodebytes(data).replace(b"\n", b"\r\n")
    return ("base64", encoded) if len(encoded) < len(quoted) else ("quoted-printable", quoted)


def quoted_printable(data: bytes) -> bytes:
    """Lines of at most 76 characters, also where a line ends in a blank (gh-78206), and none that an mbox would change.

    Each line of the data ends in CRLF, and holds no control characters but tabs.
    """
    for blank, stand_in, _, _ in _STAND_INS:
        data = data.replace(blank, stand_in)
    quoted = b2a_qp(data)
    if _IN_MBOX.search(quoted):
        # An mbox file would put a > before it, and not every program that reads one takes it away again.
        quoted = b2a_qp(data.replace(b"From ", b"\x03rom ")).replace(b"=03", b"=46")
    for _, _, found, meant in _STAND_INS:
        quoted = quoted.replace(found, meant)
    return quoted
