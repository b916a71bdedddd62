"""Tables as text, with a sign between the cells (RFC 4180, and what spreadsheet programs make of it)."""

import csv
import re
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Final

from composer.address_books.cells import cleaned
from composer.address_books.formula import unguarded
from composer.address_books.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from composer.address_books.problems import OPEN_QUOTE, TOO_LONG_CELL, TOO_MANY_CELLS, TOO_MANY_ROWS
from composer.address_books.sheet import Sheet
from composer.patterns import regex

_SIGNS: Final = ",;\t|"
_SAMPLE_ROWS, _SAMPLE = 60, 65_536
_SAYS_ITS_SIGN = regex(r'"?sep=(.)"?\n', re.IGNORECASE)
_FEW = 3
Score = Callable[[Sequence[Sequence[str]]], int]
"""How many headings are understood among the first rows of a table."""


def read_delimited(text: str, score: Score) -> Sheet:
    """The rows of a text, taken apart by the sign under which most headings are understood.

    Raises:
        RefusedError: it is too large, or a quotation mark is not closed.
    """
    if found := _SAYS_ITS_SIGN.match(text):
        return _read(text[found.end() :], found[1])
    samples = {sign: _sample(text, sign) for sign in _SIGNS}
    best = max(samples, key=lambda sign: (score(samples[sign]), _evenness(samples[sign])))
    return _read(text, best)


def _sample(text: str, sign: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text[:_SAMPLE]), delimiter=sign):
            rows.append([cleaned(cell) for cell in row[:MAX_COLUMNS]])
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # what is wrong with it is said when it is read
    return rows


def _evenness(rows: Sequence[Sequence[str]]) -> int:
    """How many rows have as many cells as most, where that is more than one."""
    lengths = [len(row) for row in rows if len(row) > 1]
    return max(map(lengths.count, set(lengths)), default=0)


def _read(text: str, sign: str) -> Sheet:
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(StringIO(text), delimiter=sign):
            if len(rows) == MAX_ROWS:
                raise TOO_MANY_ROWS.refused()
            cells += len(row)
            if len(row) > MAX_COLUMNS or cells > MAX_CELLS:
                raise TOO_MANY_CELLS.refused(len(rows) + 1)
            rows.append([cleaned(unguarded(cell) if cell[0] == "'" else cell) if cell else "" for cell in row])
    except csv.Error:
        raise TOO_LONG_CELL.refused(len(rows) + 1) from None
    if fault := _quote_fault(text, sign):
        _refuse_open_quotes(rows, sign, at_end="unexpected end" in fault)
    return Sheet(rows)


def _quote_fault(text: str, sign: str) -> str:
    """What a strict reader says of the quotation marks of a text; empty where each is closed where it should be."""
    try:
        for _ in csv.reader(StringIO(text), delimiter=sign, strict=True) if '"' in text else ():
            pass
    except csv.Error as error:
        return str(error)
    return ""


def _refuse_open_quotes(rows: Sequence[Sequence[str]], sign: str, *, at_end: bool) -> None:
    """Refuses a table in a cell of which other rows stand: a quotation mark before it was never closed.

    Raises:
        RefusedError: with the row in which the cell begins.
    """
    lengths = sorted(len(row) for row in rows[:_SAMPLE_ROWS] if len(row) > 1)
    usual = max(lengths, key=lengths.count, default=0)
    for number, row in enumerate(rows, 1):
        for cell in row:
            if "\n" in cell and usual >= _FEW and any(line.count(sign) >= usual - 1 for line in cell.split("\n")):
                raise OPEN_QUOTE.refused(number)
    if at_end:
        raise OPEN_QUOTE.refused(len(rows))
