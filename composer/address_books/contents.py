"""What a file is, by what is in it: its name is never asked."""

import codecs
import re
from typing import Final

from composer.address_books.problems import EMPTY, TABLE, RefusedError
from composer.patterns import regex

_UTF_16: Final = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
                  (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_LOOKED_AT = 4_096
_MOSTLY, _HARDLY = 0.5, 0.05
_CARDS = "export the contacts as vCard or CSV, and bring that file"
_UNPACK = "unpack it, and bring the .csv, .xlsx, .ods or .vcf file that is in it"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
_TYPE = "type the list into a spreadsheet, and bring that"
_OTHERS: Final = (
    (OLE, "this is an old Excel file (.xls), or one with a password",
     f"open it in Excel or LibreOffice, take any password off, and {TABLE}"),
    (b"%PDF", "this is a PDF, from which nothing can be read reliably", f"where the list was made, {TABLE}"),
    (b"\x89PNG", "this is a picture", _TYPE),
    (b"\xff\xd8\xff", "this is a picture", _TYPE),
    (b"GIF8", "this is a picture", _TYPE),
    (b"\x1f\x8b", "this is a packed file", _UNPACK),
    (b"7z\xbc\xaf", "this is a packed file", _UNPACK),
    (b"Rar!", "this is a packed file", _UNPACK),
    (b"{\\rtf", "this is a text with formatting (RTF)", f"put the list into a spreadsheet, and {TABLE}"),
    (b"SQLite format 3", "this is the database of a program", _CARDS),
    (b"bplist00", "this is a file of a Mac program", _CARDS),
    (b"!BDN", "this is a data file of Outlook (.pst)", "in Outlook export the contacts as CSV, and bring that file"),
)  # fmt: skip
_TEXTS: Final = (
    (regex(r"(?i)<(!doctype html|html|table|head|body)\b"), "this is a web page, whatever its name says",
     f"open it in a spreadsheet program and {TABLE}"),
    (regex(r"<\?xml"), "this is an XML file", f"open it in the program that wrote it and {TABLE}"),
    (regex(r"dn:\s|version: 1\s*\ndn:", re.IGNORECASE), "this is an LDIF file", _CARDS),
    (regex(r'[{\[]\s*["{\[]'), "this is a JSON file", f"open it where it was made, and {TABLE}"),
    (regex(r"BEGIN:VCALENDAR", re.IGNORECASE), "this is a calendar", "bring a file of contacts"),
    (regex(r"(?i)From \S+@|(Return-Path|Received|Delivered-To): "), "this is mail", "bring a file of contacts"),
)  # fmt: skip


def refuse_others(data: bytes) -> None:
    """Refuses what is no address book and no table by its first bytes.

    Raises:
        RefusedError: with what it is, and what to do.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EMPTY.refused()
    for begins, what, hint in _OTHERS:
        if data.startswith(begins):
            raise RefusedError("kind", what, hint)


def text_of(data: bytes) -> str:
    """The text of a file, whatever it is encoded in, with line feeds between its lines.

    A byte order mark tells, then zeros between the letters (UTF-16), then whether all of it is UTF-8; what is left is
    the code page of Windows (cp1252), as Outlook writes it.

    Raises:
        RefusedError: what is in it is no text.
    """
    text = _decoded(data).removeprefix("\ufeff")
    if "\0" in text:
        raise RefusedError("kind", "this is neither a table nor a file of contacts", _CARDS)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_other_texts(text: str) -> None:
    """Refuses texts that are no tables: a web page, mail.

    Raises:
        RefusedError: with what it is, and what to do.
    """
    begins = text[:_LOOKED_AT].lstrip()
    for pattern, what, hint in _TEXTS:
        if pattern.match(begins):
            raise RefusedError("kind", what, hint)


def _decoded(data: bytes) -> str:
    for mark, encoding in _UTF_16:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if encoding := _without_mark(data[:_LOOKED_AT]):
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _without_mark(sample: bytes) -> str:
    """UTF-16 that does not say so: every other byte of letters is zero."""
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if half and odd > half * _MOSTLY and even <= half * _HARDLY:
        return "utf-16-le"
    return "utf-16-be" if half and even > half * _MOSTLY and odd <= half * _HARDLY else ""
