"""A table as a spreadsheet program shows it, whatever it was kept in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from composer.address_books.comments import Comments


class Merged(NamedTuple):
    """Cells that were made one, as rows and columns counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table, the first of them the row 1 that a spreadsheet program shows; cells are cleaned texts."""

    rows: Sequence[Sequence[str]]
    name: str = ""
    """What its tab says; empty in a file that has only one."""
    hidden: bool = False
    merged: tuple[Merged, ...] = field(default=())
    comments: Comments = field(default_factory=dict)
    """What is said on its cells."""
    unread: bool = False
    """Whether the workbook has comments that cannot be read."""


def column_letters(index: int) -> str:
    """What a spreadsheet program calls a column: ``A`` for 0, ``AB`` for 27."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
