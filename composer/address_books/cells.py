"""What stands in one cell or one property: put into lines, and taken apart where it holds several things."""

import re
from collections.abc import Iterable
from typing import Final

from composer.patterns import regex

_UNSEEN = regex(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_BLANKS = regex("[ \t\x0b\x0c\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = regex("\r\n?|[\x85\u2028\u2029]")
_WRONG = regex("[\u00c2\u00c3\u00c5\u00e2][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u2122]")
"""How the first letters of UTF-8 look where they were taken for Windows-1252."""
_SURROGATES = regex("[\ud800-\udfff]")
SEVERAL: Final = " ::: "
"""What Google puts between several values of one cell."""
_ANGLED = regex(r"<\s*(?:mailto:)?([^<>\s]*@[^<>\s]*)\s*>")
_SCHEME = regex(r"(?i)\s*mailto:\s*")
_MAIL_END = regex(r"[;,\n]|\s:::\s|\s/\s|\s(?:or|and|und|oder|et|ou|y|o|&)\s")
_PHONE_END = regex(r"[;\n]|\s:::\s")
_MAYBE_PHONE_END = regex(r"\s*,\s*|\s+/\s+|\s+(?:or|and|&|und|oder|et|ou)\s+")
_DIGITS_OF_A_NUMBER = 7
_ADDRESS = regex(r"([^\s?()]+@[^\s?()]+)(?:\?.*|\s*\([^()]*\))\Z", re.DOTALL)
_X500 = regex(r"(?i)/o=|imceaex-")


def cleaned(cell: str) -> str:
    """A cell's text without blanks around its lines and without characters that nobody sees; line breaks stay."""
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip()
    text = _UNSEEN.sub("", _BREAKS.sub("\n", _SURROGATES.sub("\ufffd", _read_right(cell))))
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.strip().split("\n")).strip()


def _read_right(cell: str) -> str:
    """A cell whose UTF-8 some program before took for Windows-1252, as it was meant: ``InÃªs`` is ``Inês``."""
    if not _WRONG.search(cell):
        return cell
    try:
        return cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return cell


def one_line(text: str) -> str:
    """A text on one line."""
    return text if "\n" not in text else " ".join(text.split())


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Values in their order, each once and none empty."""
    return tuple(dict.fromkeys(filter(None, values)))


def emails_in(text: str) -> tuple[str, ...]:
    """The addresses of a cell: one, or several with commas, semicolons or lines between; a name in front is left out.

    What is no address stays as it is written. Addresses of Exchange (X.500) reach nobody outside, and are left out.
    """
    if "@" not in text:
        return () if _X500.match(text) else unique([text])
    text = _SCHEME.sub(" ", text).strip()
    if "<" in text and (angled := _ANGLED.findall(text)):
        others = (piece for piece in _MAIL_END.split(_ANGLED.sub(";", text)) if "@" in piece)
        return unique([*angled, *map(str.strip, others)])
    pieces = [piece.strip() for piece in _MAIL_END.split(text)]
    pieces = [word for piece in pieces for word in (piece.split() if piece.count("@") > 1 else [piece])]
    return unique(_without_remark(piece) for piece in pieces if not _X500.match(piece))


def _without_remark(address: str) -> str:
    """An address without what a link adds to it, ``?subject=Hello``, and without a remark: ``(work)``."""
    found = _ADDRESS.match(address)
    return found[1] if found else address


def phones_in(text: str) -> tuple[str, ...]:
    """The numbers of a cell, as they are written: with what is said behind them, ``555-0143 (cell)``."""
    pieces = [piece for part in _PHONE_END.split(text) for piece in _apart(part)]
    return unique([piece.strip().removeprefix("tel:") for piece in pieces])


def _apart(text: str) -> list[str]:
    """Numbers with a comma, a stroke or a word between: only where each is long enough for one."""
    pieces = _MAYBE_PHONE_END.split(text)
    whole = all(sum(one.isdigit() for one in piece) >= _DIGITS_OF_A_NUMBER for piece in pieces)
    return pieces if whole else [text]


def several(text: str) -> list[str]:
    """The values of a cell in which Google put several."""
    return [part.strip() for part in text.split(SEVERAL)] if SEVERAL in text else [text]


def listed(text: str) -> list[str]:
    """The values of a cell that holds a list: tags, groups."""
    parts = re.split(r"[;\n]|\s:::\s", text)
    parts = parts if len(parts) > 1 else text.split(",")
    return [part.strip().removeprefix("* ").strip() for part in parts]


def postal_text(parts: dict[str, str], *, postcode_first: bool) -> str:
    """The lines of an envelope below the name, of the parts of an address; the country stands beside it."""
    box = parts.get("box", "")
    box = f"PO Box {box}" if box and not any(map(str.isalpha, box)) else box
    city, region, postcode = (one_line(parts.get(name, "")) for name in ("city", "region", "postcode"))
    if postcode_first:
        town = " ".join(filter(None, (postcode, city)))
        last = ", ".join(filter(None, (town, region)))
    else:
        state = " ".join(filter(None, (region, postcode)))
        last = f"{city}, {state}" if city and region else " ".join(filter(None, (city, state)))
    lines = (line for name in ("street", "extended") for line in parts.get(name, "").split("\n"))
    return "\n".join(filter(None, (*lines, box, last)))
