"""The line of a table that names its columns, and what each of them is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from composer.address_books.sheet import Sheet
from composer.patterns import regex
from composer.records.address_book_layouts import FIELDS, NAME_FIELDS, Layout, Layouts, plain_header

_LOOKED_AT: Final = 200
"""Rows in which the headings may stand."""
_ENOUGH = 2
"""Headings understood, from which on a line is one of headings."""
_NO_HEADING = regex(r"@|\d{5}|\d{3}.\d{4}|://")
_LONG = 60
_FEW = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    header: str
    """As it stands; the second of one name has (2) behind it."""
    field: str = ""
    """What it was taken for; empty where it was not understood."""
    group: str = ""
    """The number in the heading that tells what belongs to it."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings stand, and what they say."""

    row: int
    """The index of the last line of headings; the rows below it hold what the table is about."""
    columns: tuple[Column | None, ...]
    """By their place; ``None`` where there is no heading."""
    layout: Layout

    @property
    def understood(self) -> int:
        """How many of the columns were understood."""
        return sum(1 for one in self.columns if one and one.field)

    @property
    def fields(self) -> frozenset[str]:
        """What the columns are."""
        return frozenset(one.field for one in self.columns if one and one.field)

    @property
    def names_somebody(self) -> bool:
        """Whether there is a column that says whom a row is about."""
        return bool(self.fields.intersection(NAME_FIELDS))


def header_key(columns: Sequence[str]) -> str:
    """What tells a set of headings from any other, whatever their case and order: what they mean is kept under it."""
    said = "\n".join(sorted({" ".join(one.casefold().split()) for one in columns}))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class HeadingReader:
    """Finds and understands headings, with what a person said of them before all that is known."""

    def __init__(self, layouts: Layouts, said: Mapping[str, str]) -> None:
        self._layouts = layouts
        self._said = {plain_header(header): field for header, field in said.items() if field in FIELDS or not field}

    def score(self, rows: Sequence[Sequence[str]]) -> int:
        """How many headings are understood among some rows."""
        found = self.find(Sheet(rows))
        return found.understood if found else 0

    def find(self, sheet: Sheet) -> Headings | None:
        """The headings of a sheet: the first line of which half the cells are understood, two at least.

        A line above it that names several columns at once is read with it, and so is one below it that says more.
        A short line of which one cell names somebody counts where there is no other: a list of nothing but addresses.
        """
        rows = sheet.rows[:_LOOKED_AT]
        for index, row in enumerate(rows):
            filled = sum(map(bool, row))
            if filled >= _ENOUGH and _may_name(row):
                found = self._understand(index, row)
                if found.understood >= _ENOUGH and filled <= found.understood * 2:
                    return self._with_others(found, rows)
        for index, row in enumerate(rows):
            if 0 < sum(map(bool, row)) <= _FEW and _may_name(row):
                found = self._understand(index, row)
                if found.names_somebody:
                    return found
        return None

    def guess(self, sheet: Sheet) -> Headings | None:
        """The first line that may be one of headings, though none is understood: for a person to say what they mean."""
        for index, row in enumerate(sheet.rows[:_LOOKED_AT]):
            if sum(map(bool, row)) >= _ENOUGH and _may_name(row):
                return self._understand(index, row)
        return None

    def _with_others(self, found: Headings, rows: Sequence[Sequence[str]]) -> Headings:
        row = rows[found.row]
        if found.row and sum(map(bool, above := rows[found.row - 1])) >= _ENOUGH and _may_name(above):
            row = self._joined(above, row)
            found = self._understand(found.row, row)
        below = rows[found.row + 1] if found.row + 1 < len(rows) else []
        if any(below) and _may_name(below):
            alone = self._understand(found.row + 1, below)
            with_below = self._understand(found.row + 1, self._joined(row, below))
            if alone.understood * 2 >= sum(map(bool, below)) and with_below.understood > found.understood:
                return with_below
        return found

    def _joined(self, above: Sequence[str], below: Sequence[str]) -> list[str]:
        """Two lines of headings as one: what stands above several columns counts where it makes them clearer."""
        over, joined = "", []
        for index in range(max(len(above), len(below))):
            own_above = above[index] if index < len(above) else ""
            own_below = below[index] if index < len(below) else ""
            over = own_above or (over if own_below else "")
            both = f"{over} {own_below}"
            joined.append(both if over and own_below and self._field(both) else own_below or own_above)
        return joined

    def _field(self, header: str) -> str:
        found = self._layouts.table.find(header)
        return found[0] if found else ""

    def _understand(self, index: int, row: Sequence[str]) -> Headings:
        headers = _told_apart(row)
        layout = self._layouts.layout_of(filter(None, headers))
        columns = tuple(self._column(header, layout) if header else None for header in headers)
        return Headings(index, columns, layout)

    def _column(self, header: str, layout: Layout) -> Column:
        plain = plain_header(header)
        if plain in self._said:
            found = self._layouts.field_of(header, layout)
            return Column(header, self._said[plain], found[1] if found else "")
        return Column(header, *(self._layouts.field_of(header, layout) or ()))

    def with_courtesy(self, headings: Headings, rows: Sequence[Sequence[str]]) -> Headings:
        """The same, with ``Title`` for the courtesy title: where another column says what somebody does, or where it
        holds no more than such titles.
        """
        titled = [at for at, one in enumerate(headings.columns) if one and one.field == "title"]
        columns = list(headings.columns)
        for index in titled:
            column = columns[index]
            if column and self._may_be_courtesy(column) and (len(titled) > 1 or self._only_courtesy(rows, index)):
                columns[index] = replace(column, field="prefixes")
                break
        return replace(headings, columns=tuple(columns))

    def _may_be_courtesy(self, column: Column) -> bool:
        plain = plain_header(column.header)
        return plain in self._layouts.courtesy and plain not in self._said

    def _only_courtesy(self, rows: Sequence[Sequence[str]], index: int) -> bool:
        said = {plain_header(row[index]) for row in rows if index < len(row) and row[index]}
        return bool(said) and said <= self._layouts.courtesy_titles


def _may_name(row: Sequence[str]) -> bool:
    """Whether the cells of a row are as short as headings are, and none is an address or a number."""
    return not any(len(cell) > _LONG or _NO_HEADING.search(cell) for cell in row)


def _told_apart(row: Sequence[str]) -> list[str]:
    """Headings on one line each, with (2) behind the second of one name."""
    seen: dict[str, int] = {}
    headers = []
    for cell in row:
        header = " ".join(cell.split())
        seen[header] = seen.get(header, 0) + 1
        headers.append(f"{header} ({seen[header]})" if header and seen[header] > 1 else header)
    return headers
