"""vCards (RFC 6350, RFC 2426, vCard 2.1) taken apart into cards and their properties; vobject knows the lines."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import StringIO
from typing import Final

import vobject.base

from composer.address_books.card_entries import CardReader
from composer.address_books.cards import Card, Parameters, Property, decoded
from composer.address_books.entry import AddressBook, Entry, Unusable
from composer.address_books.limits import MAX_ROWS, MAX_TEXT
from composer.address_books.problems import TOO_MANY_CARDS
from composer.errors import Place, Problem
from composer.patterns import regex
from composer.records.address_book_layouts import Layouts

_BEGIN, _END = "BEGIN:VCARD", "END:VCARD"
_MARK = 100
"""Characters that a line may have which begins or ends a card."""
_FIRST_LINE = regex(r"(?im)^[ \t]*BEGIN[ \t]*:[ \t]*VCARD\b")
_AGENT = regex(r"(?i)(?:[\w-]+\.)?AGENT\b[^:]*:\s*\Z")
_MEDIA = regex(r"(?i)(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE|X-THUMBNAIL)[;:]")
_HEAD = regex(r'([^":]*(?:"[^"]*"[^":]*)*):')
_NAME = regex(r"(?:[\w-]+\.)?[\w-]+", re.ASCII)
_AMBIGUOUS: Final = 8
"""Signs between parameters beyond which the pattern of vobject would try very many ways to read them."""


def read_cards(file: str, text: str, layouts: Layouts) -> AddressBook:
    """The entries of a file of vCards, of whatever version and however many.

    Raises:
        RefusedError: there are too many.
    """
    if len(_FIRST_LINE.findall(text)) > MAX_ROWS:
        raise TOO_MANY_CARDS.refused()
    reader = CardReader(layouts)
    problems: list[Problem] = []
    entries: list[Entry] = []
    unusable: list[Unusable] = []
    for card in _cards(file, text, problems):
        read = reader.read(card)
        if isinstance(read, Entry):
            entries.append(read)
        else:
            unusable.append(read)
    return AddressBook(file, "vcard", tuple(entries), tuple(unusable), problems=tuple(problems))


def _cards(file: str, text: str, problems: list[Problem]) -> Iterator[Card]:
    for number, (line, lines, closed) in enumerate(_apart(text), 1):
        kept, dropped = _without_media(lines)
        at = Place(file, line)
        if not closed:
            hint = "look whether something is missing, as when a file was cut off"
            problems.append(at.warning("address-book-open-card", "the card that begins here has no end", hint))
        if dropped:
            text, hint = f"a line of this card is longer than {MAX_TEXT:,} characters, and was left out", "shorten it"
            problems.append(at.warning("address-book-long-line", text, hint))
        written = "\n".join([_BEGIN, *kept, _END])
        yield Card(number, line, tuple(_properties(kept)), written)


def _apart(text: str) -> Iterator[tuple[int, list[str], bool]]:
    """The lines of each card between its first and its last, with the line in which it begins and whether it is closed.

    A card within another is that of an assistant (AGENT, vCard 2.1), and left out; one that begins where another was
    not closed is one of its own.
    """
    lines: list[str] | None = None
    start = nested = 0
    for number, line in enumerate(text.split("\n"), 1):
        mark = "".join(line.upper().split()) if line[:1] in "BbEe " and len(line) < _MARK else ""
        if mark == _BEGIN and (nested or (lines and _AGENT.match(lines[-1]))):
            nested += 1
        elif mark == _END and nested:
            nested -= 1
        elif mark in {_BEGIN, _END} and not nested:
            if lines is not None:
                yield start, lines, mark == _END
            start, lines = number, [] if mark == _BEGIN else None
        elif lines is not None and not nested:
            lines.append(line)
    if lines is not None:
        yield start, lines, False


def _without_media(lines: Sequence[str]) -> tuple[list[str], int]:
    """The lines of a card without pictures and keys, and how many lines were left out because they are too long.

    What belongs to a line are those below it that begin with a blank, or that a quoted-printable one announces by its
    last sign.
    """
    kept: list[str] = []
    start = length = dropped = 0
    media = quoted = False
    for line in lines:
        if (quoted and kept and kept[-1].endswith("=")) or line[:1] in {" ", "\t"}:
            length += len(line)
            if media:
                continue
            if length > MAX_TEXT:
                del kept[start:]
                media, dropped = True, dropped + 1
                continue
        else:
            start, length, quoted = len(kept), len(line), "QUOTED-PRINTABLE" in line[:200].upper()
            media = bool(_MEDIA.match(line)) or length > MAX_TEXT
            dropped += length > MAX_TEXT and not _MEDIA.match(line)
            if media:
                continue
        kept.append(line)
    return kept, dropped


def _properties(lines: Sequence[str]) -> Iterator[Property]:
    for line, _ in vobject.base.getLogicalLines(StringIO("\n".join(lines)), allowQP=True):
        found = _HEAD.match(line)
        head = _head(found[1].strip()) if found else None
        if found and head:
            name, group, parameters = head
            value = decoded(line[found.end() :], parameters)
            if value and value.strip(" ;"):
                yield Property(name, group, parameters, value)


@lru_cache(maxsize=1024)
def _head(head: str) -> tuple[str, str, Parameters] | None:
    """The name, the group and the parameters of a line before its colon; nothing where it is none of a property."""
    if head.count("=") + head.count(",") - head.count(";") > _AMBIGUOUS or len(head) > MAX_TEXT:
        name = _NAME.match(head)
        head = name[0] if name else ""
    try:
        name, listed, _, group = vobject.base.parseLine(f"{head}:")
    except vobject.base.ParseError:
        return None
    parameters = tuple((str(first).upper(), _values(values)) for first, *values in listed)
    return str(name).upper(), (group or "").lower(), parameters


def _values(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip().lower() for value in values for word in value.split(","))
