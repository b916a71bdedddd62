"""What stands beside an address or a number in its cell: that it is no longer good, a wish, or a note."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from composer.imports.candidate import Change, Guess
from composer.imports.gathering import Gathering
from composer.imports.notes import ReadNotes, read_notes
from composer.patterns import regex
from composer.records.wish_words import Answer, wish_in
from composer.records.wishes import FIELD, said_in

_UNCLOSED = regex(r"\s*\([^)]*\Z")
"""A bracket that belongs to words behind a number: ``555-0119 (24 hrs)``."""
_ITS_BRACKET = regex(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_MARK = regex(r"[,/;|\n]|\s{2,}|\s(?:or|and|&)\s", re.IGNORECASE)
"""What stands between two values and belongs to neither."""
_UNIT = regex(r"\s*[^\W\d_]\b")
"""A letter that says what a number is for: ``F 555-0185``."""
_LETTERS = regex(r"[^\W\d_]{2}")
_WORDS = regex(r"[^\W\d_]{2,}|\d{2,}")
_MARKS = " \t-\u2013\u2014*,;:/|()[]<>\"'"
_EXTENSION = regex(r"(?:\b(?:ext\w*|x|durchwahl|poste)\b\W*|#|^x)\d+", re.IGNORECASE)
_NO_REMARK = frozenset(
    "ext extension phone tel telephone number numbers line and or no ph email mail address preferred primary".split()  # noqa: SIM905
)
_FEW = 3
_SPOILT = "is said to be no longer good, so it is not used; kept in the notes"


class Beside(NamedTuple):
    """An address or a number with what is said beside it."""

    value: str
    """Empty where there is none, and all of it is a remark."""
    remark: str
    """Without the marks around it; empty for none."""
    written: str


def beside(text: str, values: re.Pattern[str]) -> Iterator[Beside]:
    """The values of a cell, each with the words that stand before or behind it."""
    found = [(one.start(), one.start() + len(_UNCLOSED.sub("", one[0]))) for one in values.finditer(text)]
    if not found:
        return
    edges = [0, *_edges(text, found), len(text)]
    for (start, end), left, right in zip(found, edges[:-1], edges[1:], strict=True):
        remark = f"{text[left:start].strip(_MARKS)} {text[end:right].strip(_MARKS)}".strip()
        yield Beside(text[start:end], remark, " ".join(text[left:right].split()).strip(",; "))


def _edges(text: str, found: list[tuple[int, int]]) -> Iterator[int]:
    """Where one value's words end and those of the next begin.

    A mark between them tells: ``555-0112, fax 555-0113``, ``555-0112 fax, 555-0113``. Otherwise words before the first
    value, or none behind the last, say that all stand before theirs.
    """
    before = bool(_LETTERS.search(text[: found[0][0]])) or not _LETTERS.search(text[found[-1][1] :])
    for (_, end), (start, _) in pairwise(found):
        own = _ITS_BRACKET.match(text, end)
        begin = own.end() if own else end
        marks = [mark.end() for mark in _MARK.finditer(text, begin, start)]
        if marks and not _LETTERS.search(text[marks[-1] : start]) and not _UNIT.match(text, marks[-1]):
            yield start
        else:
            yield marks[-1] if marks else begin if before else start


def heed(made: Gathering, field: str, said: Beside) -> bool:
    """Puts a remark where it belongs, and says whether its value may be used."""
    words = made.records.library.import_words
    spoilt = bool(said.value) and words.says_no_good(said.remark)
    if not spoilt and not says_more(made, said.remark):
        return True
    notes = read_notes(said.remark, made.records)
    made.left_out += notes.left_out
    answer = _asks(made, field, said.remark, notes, spoilt=spoilt)
    whole = "" if notes.left_out else f"{field}: {said.written}"
    if answer == "clear":
        made.wishes.append(whole or said.remark)
    elif answer:
        made.guesses.append(Guess(FIELD, whole, "may ask that nobody write to them", "likely"))
    kept = said.written if whole else " ".join(filter(None, (said.value, *notes.kept)))
    if spoilt:
        _set_aside(made, field, kept)
    else:
        _keep(made, field, "" if kept == said.value or answer else kept, notes)
    return not spoilt


def _keep(made: Gathering, field: str, kept: str, notes: ReadNotes) -> None:
    made.guesses += [guess for guess in notes.guesses if guess.field == "status"]
    made.notes += [f"{field}: {kept}"] if kept else []


def _set_aside(made: Gathering, field: str, kept: str) -> None:
    made.notes.append(f"no longer good: {kept}")
    made.changes.append(Change(field, kept, "", _SPOILT))


def _asks(made: Gathering, field: str, remark: str, notes: ReadNotes, *, spoilt: bool) -> Answer:
    """How surely a remark asks that nobody write; what is perhaps of a number alone, ``do not call``, may ask it."""
    words = made.records.library.import_words
    if spoilt:
        rest = words.without_no_good(remark)
        more = len(rest.split()) >= _FEW and _may_ask(read_notes(rest, made.records))
        asked = notes.wish or words.may_ask_to_stop(remark) or more
        return "clear" if said_in(rest, label=False) == "clear" else "possible" if asked else ""
    if notes.wish:
        return "clear" if field != "phone" else wish_in(remark)
    return "possible" if _may_ask(notes) else ""


def _may_ask(notes: ReadNotes) -> bool:
    """Whether something in some notes may ask that nobody write."""
    return any(guess.field == FIELD for guess in notes.guesses)


def says_more(made: Gathering, remark: str) -> bool:
    """Whether words beside a value say more than what it is for: ``555-0106 (Mary)``."""
    known = made.records.library.address_books.uses
    words = _WORDS.findall(_EXTENSION.sub(" ", remark).casefold())
    return any(word not in known and word not in _NO_REMARK for word in words)
