"""Cells that a spreadsheet program would take for a formula, and what keeps it from that.

A table that somebody opens must not do anything (CWE-1236): a cell that begins like a formula gets an apostrophe in
front, which spreadsheet programs take as "this is text", and which is taken off again when the table is brought back.
"""

from composer.patterns import regex

_FORMULA = regex(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_GUARDED = regex(r"'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def guarded(cell: str) -> str:
    """A cell that is text in every spreadsheet program; ``+1 555-0142`` becomes ``'+1 555-0142``."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """A cell as it was before `guarded`."""
    return cell[1:] if _GUARDED.match(cell) else cell
