"""What stands in one cell or one property: put into lines, and taken apart where it holds several things."""

import re
from collections.abc import Iterable, Iterator
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
_MAIL_END, _PHONE_END = (
    regex(rf"\([^()]*\)|\[[^\[\]]*\]|({end})")
    for end in (r"[;,\n]|\s:::\s|\s/\s|\s(?:or|and|und|oder|et|ou|y|o|&)\s", r"[;\n]|\s:::\s")
)
"""What stands between two values of a cell; what is in brackets stays in one piece."""
_MAYBE_PHONE_END = regex(r"\s*,\s*|\s+/\s+|\s+(?:or|and|&|und|oder|et|ou)\s+")
_DIGITS_OF_A_NUMBER = 7
_QUERY = regex(r"(@[^\s?@]+)\?\w+=\S*")
_SEVERAL, _BEFORE_ADDRESS = regex(r"\S*@.*@", re.DOTALL), regex(r"\s+(?=\S*@)")
"""Addresses with a blank between; words before the first may stand before each, ``old: … new: …``, and are left so."""
_IN_BRACKETS = regex(r"[(\[][^()\[\]@]*[)\]]")
_ASIDE = regex(r"[(\[\-\u2013\u2014]|[a-z]")
"""How a remark begins behind an address in angle brackets; a capital is the next one's name."""
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

    Each has the words that stand beside it, ``bo@elm.example (old)``. What is no address stays as it is written.
    Addresses of Exchange (X.500) reach nobody outside, and are left out.
    """
    if "@" not in text:
        return () if _X500.match(text) else unique([text])
    text = _QUERY.sub(r"\1", _SCHEME.sub(" ", text)).strip()
    pieces = _with_remarks(_cut(_without_names(text) if "<" in text else text, _MAIL_END), "@")
    apart = (one for piece in pieces for one in (_BEFORE_ADDRESS.split(piece) if _SEVERAL.match(piece) else [piece]))
    return unique(one for one in apart if not _X500.match(one))


def phones_in(text: str) -> tuple[str, ...]:
    """The numbers of a cell, as they are written: with what is said behind them, ``555-0143 (cell)``."""
    pieces = [piece for part in _with_remarks(_cut(text, _PHONE_END), "") for piece in _apart(part)]
    return unique([piece.strip().removeprefix("tel:") for piece in pieces])


def _cut(text: str, end: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """The pieces of a cell, each with what stood in front of it."""
    at, before = 0, ""
    for found in end.finditer(text):
        if found[1]:
            yield before, text[at : found.start()].strip()
            before, at = found[1], found.end()
    yield before, text[at:].strip()


def _with_remarks(pieces: Iterable[tuple[str, str]], sign: str) -> list[str]:
    """Pieces, those that are words alone put behind the value before them: ``bo@elm.example; front desk``."""
    found: list[str] = []
    for before, piece in pieces:
        if not piece:
            continue
        if found and _is_whole(found[-1], sign) and "@" not in piece and not _is_number(piece):
            mark = before.strip()
            glue = f"{mark} " if mark in {",", ";"} else "; " if mark in {"", ":::"} else f" {mark} "
            found[-1] += f"{glue}{piece}"
        else:
            found.append(piece)
    return found


def _is_whole(value: str, sign: str) -> bool:
    """Whether a piece is an address with a dot behind its sign, or a number; one that a comma cut in two is not."""
    return "." in value.partition(sign)[2] if sign else _is_number(value)


def _is_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= _DIGITS_OF_A_NUMBER


def _without_names(text: str) -> str:
    """Addresses in angle brackets without these and the names before them; remarks stay, behind their address."""
    found, at = "", 0
    for one in _ANGLED.finditer(text):
        front = list(_cut(text[at : one.start()], _MAIL_END))
        if at and _ASIDE.match(front[0][1]):
            found += f" {front[0][1]}"
        found += "".join(f"; {piece}" for _, piece in front if "@" in piece)
        asides = _IN_BRACKETS.findall(front[-1][1]) if len(front) > 1 or not at else []
        found += " ".join([f"; {one[1]}", *asides])
        at = one.end()
    return (found + text[at:]).removeprefix("; ")


def _apart(text: str) -> list[str]:
    """Numbers with a comma, a stroke or a word between: only where each is long enough for one."""
    pieces = _MAYBE_PHONE_END.split(text)
    return pieces if all(map(_is_number, pieces)) else [text]


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
