"""A file as a part of a message: base64, with a name that every reader takes. Pure.

The name of one whose letters are plain stands as it is. Any other is written by RFC 2231 (``filename*``), and in ASCII
as the ``name`` of the Content-Type, for programs that know only that. Both never stand in one header: parsers, Python's
among them, differ on which of two ``filename`` counts.
"""

import base64
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from urllib.parse import quote

from composer.drafts.attachments import Attachment, content_id
from composer.patterns import regex

_SAFE = regex(r"[A-Za-z0-9_+-](?:[A-Za-z0-9 ._+()-]{0,48}[A-Za-z0-9_+)-])?\Z")
_ROOM = 50  # characters of a percent-encoded name on one line
_KEPT = 16
_UNTYPED = "application/octet-stream"


def declared_type(attachment: Attachment) -> str:
    """The media type in a message: text that is not UTF-8 has none that a reader could trust."""
    if attachment.media_type.startswith("text/") and not _is_utf8(attachment.data):
        return _UNTYPED
    return attachment.media_type


@lru_cache(maxsize=_KEPT)  # the same file goes with many letters
def attached_part(attachment: Attachment, *, shown: bool = False) -> bytes:
    """The headers of a file and its encoded lines, CRLF; one that is `shown` has the id by which the HTML names it."""
    name, media_type = attachment.name, declared_type(attachment)
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    fields = [
        f'Content-Type: {media_type}{charset};\r\n name="{ascii_name(name)}"',
        "Content-Transfer-Encoding: base64",
        ";\r\n ".join([f"Content-Disposition: {'inline' if shown else 'attachment'}", *_named("filename", name)]),
        *([f"Content-ID: <{content_id(name)}>"] if shown else []),
    ]
    lines = base64.encodebytes(attachment.data).replace(b"\n", b"\r\n")
    return "\r\n".join([*fields, "", ""]).encode("ascii") + lines


def shown_apart(html: str, attached: Sequence[Attachment]) -> tuple[list[Attachment], list[Attachment]]:
    """The pictures among some files that a letter's HTML shows, and the other files."""
    shown = [one for one in attached if f'"cid:{content_id(one.name)}"' in html]
    return shown, [one for one in attached if one not in shown]


def with_pictures(html: str, attached: Sequence[Attachment]) -> str:
    """A letter's HTML with its pictures in it (RFC 2397), for a page that is part of no message."""
    for one in shown_apart(html, attached)[0]:
        data = base64.b64encode(one.data).decode("ascii")
        html = html.replace(f'"cid:{content_id(one.name)}"', f'"data:{declared_type(one)};base64,{data}"')
    return html


def ascii_name(name: str) -> str:
    """A file's name in plain letters; one that has none of them is ``file``. The ending stays."""
    if _SAFE.match(name):
        return name
    from anyascii import anyascii

    stem, _, ending = name.rpartition(".")
    plain = " ".join(re.sub(r"[^A-Za-z0-9._+()-]+", " ", anyascii(stem)).split())[:_ROOM].strip(" .")
    known = re.sub(r"[^A-Za-z0-9]", "", ending)
    return f"{plain or 'file'}.{known}"


def _named(key: str, name: str) -> Iterator[str]:
    """A parameter that holds a name, in pieces where it is long (RFC 2231, sections 3 and 4)."""
    if _SAFE.match(name):
        yield f'{key}="{name}"'
        return
    pieces = [""]
    for character in name:
        written = quote(character, safe="")
        if len(pieces[-1]) + len(written) > _ROOM:
            pieces.append("")
        pieces[-1] += written
    if len(pieces) == 1:
        yield f"{key}*=utf-8''{pieces[0]}"
        return
    for number, piece in enumerate(pieces):
        charset = "" if number else "utf-8''"
        yield f"{key}*{number}*={charset}{piece}"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
