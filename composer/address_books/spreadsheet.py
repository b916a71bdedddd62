"""Workbooks of Excel, LibreOffice and Google Sheets (.xlsx, .ods), never unpacked beyond bounds."""

import datetime as dt
import zlib
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, LargeZipFile, ZipFile

import python_calamine

from composer.address_books.cells import cleaned
from composer.address_books.comments import Comments, UnreadError, read_annotations, read_comments, sheet_files
from composer.address_books.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, MAX_UNZIPPED
from composer.address_books.problems import (
    TABLE,
    TOO_LARGE_INSIDE,
    TOO_LONG_CELL,
    TOO_MANY_CELLS,
    TOO_MANY_ROWS,
    Limit,
    RefusedError,
)
from composer.address_books.sheet import Merged, Sheet
from composer.patterns import regex

_BROKEN: Final = Limit(
    "damaged", "the spreadsheet is damaged and cannot be opened", f"open it in a spreadsheet program, {TABLE}"
)
_LOCKED: Final = Limit("kind", "the spreadsheet has a password", f"take the password off and {TABLE}")
_OTHER_ZIPS: Final = (
    ("Index/", "this is a Numbers file", "in Numbers choose File, Export To, CSV or Excel, and bring that file"),
    ("word/", "this is a Word document", f"copy the list into a spreadsheet, and {TABLE}"),
    ("xl/workbook.bin", "this is a workbook in a form of its own (.xlsb)", f"open it in Excel and {TABLE}"),
    ("ppt/", "this is a presentation", f"copy the list into a spreadsheet, and {TABLE}"),
    ("", "this is a packed file", "unpack it, and bring the .csv, .xlsx, .ods or .vcf file that is in it"),
)  # fmt: skip
_CELL = regex(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*?(?<!/)>(?!</)""")
_ODS = regex(rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)(?![\w-])([^>]*?)(/?)>")
_REPEATED = regex(rb'table:number-(?:rows|columns)-repeated="([0-9]+)"')
_HELD = regex(rb"(?:office:value-type|calcext:value-type|table:formula)=")
_WHOLE = 1e15
_ZIP_ERRORS = (
    BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError, zlib.error,
)  # fmt: skip


def read_spreadsheet(data: bytes) -> list[Sheet]:
    """The sheets of a workbook, in their order.

    Raises:
        RefusedError: it is no workbook, is damaged, locked or too large.
    """
    _refuse_bombs(data)
    comments, unread = _comments(data)
    try:
        with python_calamine.load_workbook(BytesIO(data)) as book:
            return [
                replace(_sheet(book, one), comments=comments.get(one.name, {}), unread=unread)
                for one in book.sheets_metadata
                if one.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
    except python_calamine.PasswordError:
        raise _LOCKED.refused() from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise _BROKEN.refused() from None


def _comments(data: bytes) -> tuple[Mapping[str, Comments], bool]:
    """The comments on cells, by the name of their sheet, and whether there are some that cannot be read."""
    try:
        with ZipFile(BytesIO(data)) as file:
            names = file.namelist()
            if "content.xml" in names:
                return read_annotations(file.read("content.xml")), False
            has = any("comment" in name.casefold() for name in names)
            return (read_comments(file, sheet_files(file)), False) if has else ({}, False)
    except (*_ZIP_ERRORS, UnreadError):
        return {}, True


def _refuse_bombs(data: bytes) -> None:
    """Refuses a file that would take much more memory than it seems to, before anything of it is kept."""
    try:
        with ZipFile(BytesIO(data)) as file:
            names = file.namelist()
            if sum(one.file_size for one in file.infolist()) > MAX_UNZIPPED or len(names) > len(set(names)):
                raise TOO_LARGE_INSIDE.refused()
            if "content.xml" in names and b"spreadsheet" in (file.read("mimetype") if "mimetype" in names else b""):
                return _refuse_wide_ods(file.read("content.xml"))
            if "xl/workbook.xml" not in names:
                raise next(
                    RefusedError("kind", what, hint) for part, what, hint in _OTHER_ZIPS if part in " ".join(names)
                )
            for name in names:
                content = file.read(name)  # reads what the list of contents says and compares the check sum
                if b"sheetData" in content:
                    _refuse_wide(content)
    except _ZIP_ERRORS:
        raise _BROKEN.refused() from None
    return None


def _refuse_wide(content: bytes) -> None:
    """Refuses a sheet of Excel whose cells lie so far apart that those between them would fill the memory."""
    cells = _CELL.findall(content)
    if cells:
        rows, columns = {row for _, row in cells}, {column for column, _ in cells}
        _refuse_size(max(map(int, rows)), max(map(_column_number, columns)))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _refuse_size(rows: int, columns: int) -> None:
    if columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise TOO_MANY_CELLS.refused()
    if rows > MAX_ROWS:
        raise TOO_MANY_ROWS.refused()


def _refuse_wide_ods(content: bytes) -> None:
    """The same for a sheet of LibreOffice, which says how often a row and a cell are repeated."""
    rows = height = width = cells = times = 0
    for found in _ODS.finditer(content):
        closes, tag, attributes, empty = found[1], found[2], found[3], found[4]
        if closes:
            continue
        if tag == b"table":
            rows = height = width = 0
        elif tag == b"table-row":
            times, cells = _repeated(attributes), 0
            rows += times
        else:
            cells += _repeated(attributes)
            if not empty or _HELD.search(attributes):
                height, width = max(height, rows), max(width, cells)
                _refuse_size(height, width)


def _repeated(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1][:9]) if found else 1


def _sheet(book: python_calamine.CalamineWorkbook, about: python_calamine.SheetMetadata) -> Sheet:
    sheet = book.get_sheet_by_name(about.name)
    rows = [list(map(_text, row)) for row in sheet.to_python(skip_empty_area=False)]
    merged = tuple(Merged(*first, *last) for first, last in sheet.merged_cell_ranges or ())
    hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
    return Sheet(rows, about.name, hidden, merged)


def _text(value: Any) -> str:
    """A cell as it reads: a whole number without a point, a day as 2026-03-09."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise TOO_LONG_CELL.refused()
        return cleaned(value) if value else ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
