"""The kinds of value a record's field may hold, each with what it refuses.

A value is plain text on one line unless its field says otherwise: no control characters, no direction
overrides, no encoded words, and in Unicode's composed form. So it can stand in a header, a file or a terminal without
becoming structure there.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from composer.addresses import ENCODED_WORD, check_address
from composer.days import parse_month
from composer.filenames import ID
from composer.patterns import regex

# C0 and C1 controls, line and paragraph separators, and the characters that turn reading direction around
# (Trojan Source, CVE-2021-42574). Joiners stay: Persian and many Indian scripts need them.
_UNPRINTABLE = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_ISO_DATE = regex(r"\d{4}-\d{2}-\d{2}\Z")
LINK = regex(r"(https?://)?[A-Za-z0-9.-]+\.[A-Za-z]{2,}(:\d+)?(/[^\s<>\"\\^`{|}]*)?\Z")
LANGUAGE = regex(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")

LINE_LIMIT = 1_000
NAME_LIMIT = 200
T = TypeVar("T")


def _text(value: Any) -> Any:
    """A YAML scalar as text; says so where it is something else. Pydantic takes a ValueError as a verdict."""
    if isinstance(value, str):
        return composed(value)
    if isinstance(value, bool):
        raise ValueError(f"put quotes around {str(value).lower()} if you mean the word")
    if isinstance(value, list):
        raise ValueError("one text belongs here, not a list")
    if isinstance(value, dict):
        raise ValueError("one text belongs here, not a group of fields")
    return value


def composed(text: str) -> str:
    """The text in Unicode's composed form (NFC): macOS writes é as e and an accent, and both are one letter."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _one_line(value: str) -> str:
    """The text with its blanks put in order; refuses what could become structure elsewhere."""
    if value.isascii() and value.isprintable():
        return " ".join(value.split())  # as most are, in half the time
    text = value.strip()
    if "\n" in text or "\r" in text or "\u0085" in text:
        raise ValueError("it holds a line break, and this field is one line")
    return _flowing(text)


def _printable(text: str) -> str:
    found = _UNPRINTABLE.search(text)
    if found:
        raise ValueError(f"it holds a character that does not print (U+{ord(found[0]):04X})")
    return text


def _flowing(value: str) -> str:
    """Text that may run over several lines in YAML and is one paragraph in a letter."""
    return " ".join(_printable(value).split())


def _block(value: str) -> str:
    """Text that keeps its lines: an address, a signature, notes."""
    return "\n".join(line.rstrip() for line in _printable(value).strip().split("\n"))


def _name(value: str) -> str:
    if ENCODED_WORD in value:
        raise ValueError("it holds '=?', which mail programs would decode into something else")
    if len(value) > NAME_LIMIT:
        raise ValueError(f"it is longer than {NAME_LIMIT} characters")
    return value


def _date(value: Any) -> date:
    text = _text(value)
    if isinstance(text, date):
        return text
    if not isinstance(text, str) or not _ISO_DATE.match(text.strip()):
        raise ValueError("write the date as year-month-day, like 2026-03-09")
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"there is no such day as {text.strip()}") from None


def _day_or_month(value: Any) -> date:
    text = _text(value)
    if not isinstance(text, str) or _ISO_DATE.match(text.strip()):
        return _date(value)
    month = parse_month(" ".join(text.split()))
    if month is None:
        raise ValueError("write the date as year-month-day, like 2026-03-09, or the month alone, like 2026-03")
    return month


def _cleaned(clean: Callable[[str], str]) -> BeforeValidator:
    """Text, put in order: in one step before pydantic's own, which counts the characters of what comes of it."""

    def read(value: Any) -> Any:
        text = _text(value)
        return clean(text) if isinstance(text, str) else text

    return BeforeValidator(read)


def _matching(pattern: re.Pattern[str], fault: str) -> AfterValidator:
    """Refuses a text that does not match, with what is wrong with it as the rest of a sentence."""

    def check(value: str) -> str:
        if not pattern.match(value):
            raise ValueError(f"'{value}' {fault}")
        return value

    return AfterValidator(check)


def listed(value: Any) -> Any:
    """One thing where a list may stand is a list of one; nothing is an empty one."""
    if value is None:
        return []
    return value if isinstance(value, list | tuple) else [value]


Line = Annotated[str, Field(max_length=LINE_LIMIT), _cleaned(_one_line)]
"""Text on one line."""
Sentence = Annotated[str, Field(max_length=LINE_LIMIT), _cleaned(_flowing)]
"""Text that is one paragraph, however many lines the YAML gave it."""
Block = Annotated[str, Field(max_length=10_000), _cleaned(_block)]
"""Text that keeps its line breaks."""
KnownNotes = Annotated[str, Field(max_length=1_000_000), _cleaned(_block)]
"""Notes or pieces of notes, one a line."""
Name = Annotated[Line, AfterValidator(_name)]
"""A name as it stands in an address header."""
Email = Annotated[Line, AfterValidator(check_address)]
"""An addr-spec of RFC 5322."""
Link = Annotated[Line, _matching(LINK, "is not a web address")]
"""A web address."""
Language = Annotated[Line, _matching(LANGUAGE, "is not a language; write en, es or pt-BR")]
"""A BCP 47 language tag."""
Identifier = Annotated[Line, _matching(ID, "cannot be an id: use small letters, digits and hyphens, at most 64")]
"""An id that is safe as a file name on every system."""
IsoDate = Annotated[date, BeforeValidator(_date)]
"""A day, written 2026-03-09."""
DayOrMonth = Annotated[date, BeforeValidator(_day_or_month)]
"""A day, or a month where nobody noted the day: 2026-03-09, 2026-03, Sept 2026. A month is a `days.Month`."""
Many = Annotated[tuple[T, ...], BeforeValidator(listed)]
"""Several things; a user may write one alone."""
Lines = Many[Line]
"""Several texts of one line each."""
Words = Annotated[frozenset[Line], BeforeValidator(listed)]
"""The same in no order: what is only looked up."""
