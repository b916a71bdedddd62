"""Entries from the sheets of a table or a workbook."""

from collections.abc import Iterator, Sequence
from itertools import chain

from composer.address_books.entry import AddressBook, Entry, Unusable
from composer.address_books.headings import HeadingReader, Headings
from composer.address_books.problems import NO_TABLE, NOBODY, NOT_UNDERSTOOD, RefusedError
from composer.address_books.rows import COMMENT, RowReader
from composer.address_books.sheet import Merged, Sheet
from composer.errors import Place, Problem
from composer.records.address_book_layouts import Layouts, plain_header

_REACHED = frozenset({"email", "phone", "address"})
_SHOWN = 8
_HEADING = "it reads like a heading of the rows below it"


def read_sheets(file: str, sheets: Sequence[Sheet], reader: HeadingReader, layouts: Layouts) -> AddressBook:
    """The entries of a file, from each of its sheets that lists people, and which of its sheets were not read.

    The sheet of which most columns are understood is read, and each other that has a column of names and one of
    addresses or numbers: a log of visits has not.

    Raises:
        RefusedError: no line names the columns, or none of them is understood; `NOT_UNDERSTOOD` keeps the columns.
    """
    found = [(sheet, reader.find(sheet)) for sheet in sheets]
    known = [
        (sheet, headings) for sheet, headings in found if headings and headings.names_somebody and not sheet.hidden
    ]
    if not known:
        return _without_people(file, sheets, found, reader)
    main = max((headings for _, headings in known), key=lambda one: one.understood)
    read = [(sheet, one) for sheet, one in known if one is main or _lists_people(one)]
    parts = [_read_sheet(sheet, reader.with_courtesy(one, sheet.rows[one.row + 1 :]), layouts) for sheet, one in read]
    left = [sheet for sheet in sheets if any(map(any, sheet.rows)) and all(sheet is not other for other, _ in read)]
    columns = [column for _, _, one in parts for column in one.columns if column]
    return AddressBook(
        file,
        main.layout.program,
        entries=tuple(one for entries, _, _ in parts for one in entries),
        unusable=tuple(one for _, others, _ in parts for one in others),
        columns=tuple(dict.fromkeys(one.header for one in columns)),
        meant={one.header: one.field for one in reversed(columns) if one.field},
        problems=tuple(chain(_not_read(file, left), _surplus(file, parts), _unread_comments(file, sheets, parts))),
    )


def _lists_people(headings: Headings) -> bool:
    return any(field.split(" ")[-1] in _REACHED or " address" in f" {field}" for field in headings.fields)


def _without_people(
    file: str, sheets: Sequence[Sheet], found: Sequence[tuple[Sheet, Headings | None]], reader: HeadingReader
) -> AddressBook:
    """What can be said of a file of which no column is taken for anybody's name: its columns, to be asked about."""
    headings = [one for _, one in found if one]
    guessed = headings or [one for sheet in sheets if (one := reader.guess(sheet))]
    if not guessed:
        raise NO_TABLE.refused()
    best = guessed[0]
    refused: RefusedError = (NOBODY if headings else NOT_UNDERSTOOD).refused(best.row + 1)
    columns = [one for one in best.columns if one]
    meant = {one.header: one.field for one in columns if one.field}
    return AddressBook(
        file, "table", columns=tuple(one.header for one in columns), meant=meant, problems=(refused.problem(file),)
    )


def _read_sheet(sheet: Sheet, headings: Headings, layouts: Layouts) -> tuple[list[Entry], list[Unusable], Headings]:
    reader = RowReader(headings, layouts, sheet.name)
    repeated = {plain_header(cell) for cell in sheet.rows[headings.row] if cell}
    across = {one.top for one in sheet.merged if one.right > one.left}
    entries: list[Entry] = []
    unusable: list[Unusable] = []
    said = _comments(sheet)
    for index, cells in _rows(sheet, headings.row + 1):
        if not any(cells) or _repeats(cells, repeated):
            continue
        read = reader.read(index + 1, cells, said.get(index, {}))
        if index in across and sum(map(bool, cells)) == 1:
            read = Unusable(index + 1, _HEADING, read.written, sheet.name)
        if isinstance(read, Entry):
            entries.append(read)
        else:
            unusable.append(read)
    return entries, unusable, headings


def _repeats(cells: Sequence[str], headings: set[str]) -> bool:
    """Whether a row is that of the headings once more, as at the top of a printed page."""
    filled = [cell for cell in cells if cell]
    return (
        len(filled) > 1 and plain_header(filled[0]) in headings and all(plain_header(one) in headings for one in filled)
    )


def _rows(sheet: Sheet, start: int) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows from one on; what stands in a cell that was made of several below each other stands in each of them."""
    down = [one for one in sheet.merged if one.bottom > one.top >= start]
    if not down:
        yield from enumerate(sheet.rows[start:], start)
        return
    filled = {(row, one.left): _at(sheet, one) for one in down for row in range(one.top + 1, one.bottom + 1)}
    rows = {row for row, _ in filled}
    for index, cells in enumerate(sheet.rows[start:], start):
        if index in rows and any(cells):
            yield index, [cell or filled.get((index, column), "") for column, cell in enumerate(cells)]
        else:
            yield index, cells


def _at(sheet: Sheet, merged: Merged) -> str:
    row = sheet.rows[merged.top] if merged.top < len(sheet.rows) else []
    return row[merged.left] if merged.left < len(row) else ""


def _not_read(file: str, sheets: Sequence[Sheet]) -> Iterator[Problem]:
    for sheet in sheets:
        why = "is hidden" if sheet.hidden else "lists nobody who could be written to"
        hint = "if there are contacts in it, bring it as a file of its own"
        text = f"the sheet '{sheet.name}' {why}, and was not read"
        yield Place(file).warning("address-book-sheet", text, hint)


def _comments(sheet: Sheet) -> dict[int, dict[int, str]]:
    """What is said on the cells of each row, by their columns."""
    found: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(sheet.comments.items()):
        found.setdefault(row, {})[column] = text
    return found


def _unread_comments(
    file: str, sheets: Sequence[Sheet], parts: Sequence[tuple[list[Entry], list[Unusable], Headings]]
) -> Iterator[Problem]:
    """That there are comments on cells that were not read as the remark of a row: they may ask that nobody write."""
    hint = "look in them yourself for those who must not be written to"
    if any(sheet.unread for sheet in sheets):
        text = "there are comments on cells of this workbook that cannot be read"
        yield Place(file).warning("address-book-comments", text, hint)
    rows = [one.written for entries, _, _ in parts for one in entries]
    rows += [one.written for _, others, _ in parts for one in others]
    read = sum(name.startswith(COMMENT) for written in rows for name in written)
    left = sum(len(sheet.comments) for sheet in sheets) - read
    if left > 0:
        some = (
            f"{left} comments on cells beside the rows of people were"
            if left > 1
            else "a comment on a cell beside the rows of people was"
        )
        text = f"{some} not read"
        yield Place(file).warning("address-book-comments", text, hint)


def _surplus(file: str, parts: Sequence[tuple[list[Entry], list[Unusable], Headings]]) -> Iterator[Problem]:
    """That there are cells beside the columns: perhaps a comma in a cell without quotation marks."""
    rows = [
        one.row for entries, _, _ in parts for one in entries if any(name.startswith("column ") for name in one.rest)
    ]
    if rows:
        shown = ", ".join(map(str, rows[:_SHOWN])) + (" …" if len(rows) > _SHOWN else "")
        text = f"there is something beside the named columns in {len(rows)} rows: {shown}"
        hint = "it was kept apart; look whether a comma in a cell moved what follows it"
        yield Place(file, rows[0]).warning("address-book-surplus", text, hint)
