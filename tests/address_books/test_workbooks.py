"""Workbooks, made here as other people's programs write them: openpyxl for Excel, odfpy for LibreOffice."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from tests.address_books.books import fault, only, read

HEADINGS = ("Name", "Email", "Tel", "Zip")
Rows = Sequence[Sequence[Any]]


def workbook(*sheets: tuple[str, Rows], change: Callable[[Any], None] = lambda book: None) -> bytes:
    """A workbook of Excel, with what is done to it before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    change(book)
    return saved(book.save)


def saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def ods(rows: Rows, *, row_times: int = 1, cell_times: int = 1) -> bytes:
    """A workbook of LibreOffice, its last row and last cell repeated so often; empty ones to the edge, as it writes them."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="People")
    for number, values in enumerate(rows, 1):
        times = row_times if number == len(rows) else 1
        row = TableRow(numberrowsrepeated=times) if times > 1 else TableRow()
        for place, value in enumerate(values, 1):
            repeated = {"numbercolumnsrepeated": cell_times} if number == len(rows) and place == len(values) else {}
            if isinstance(value, float):
                cell = TableCell(valuetype="float", value=str(value), **repeated)
            else:
                cell = TableCell(valuetype="string", **repeated) if value else TableCell(**repeated)
            for line in str(value).split("\n") if value else []:
                cell.addElement(P(text=line))
            row.addElement(cell)
        row.addElement(TableCell(numbercolumnsrepeated=1_000))
        table.addElement(row)
    empty = TableRow(numberrowsrepeated=1_000_000)
    empty.addElement(TableCell(numbercolumnsrepeated=16_384))
    table.addElement(empty)
    document.spreadsheet.addElement(table)
    return saved(document.write)


PEOPLE = (HEADINGS, ("Abena Osei", "a@osei.example", 2075550143.0, "02134"))


@pytest.mark.parametrize("data", [workbook(("People", PEOPLE)), ods(PEOPLE)], ids=["xlsx", "ods"])
def test_numbers_read_as_they_were_typed(data: bytes) -> None:
    entry = only(read(data, "contacts"))
    assert (entry.row, entry.sheet, entry.formatted_name) == (2, "People", "Abena Osei")
    assert entry.phones[0].value == "2075550143"
    assert entry.addresses[0].text == "02134"


def test_days_truths_and_fractions_read_as_people_write_them() -> None:
    rows = [("Name", "Verified", "Don't contact", "Fee"), ("A", dt.date(2026, 3, 9), True, 2.5)]
    entry = only(read(workbook(("People", rows))))
    assert entry.fields == {"verified": "2026-03-09", "do_not_contact": "true"}
    assert entry.rest == {"Fee": "2.5"}


def test_a_formula_without_a_result_is_an_empty_cell() -> None:
    entry = only(read(workbook(("People", [HEADINGS, ("A", '=HYPERLINK("http://x.example")', "", "")]))))
    assert entry.written == {"Name": "A"}


def test_rows_above_and_beside_the_table_change_no_number() -> None:
    def moved(book: Any) -> None:
        book["People"].insert_rows(1, 3)
        book["People"].insert_cols(1)
        book["People"]["B1"] = "Referral contacts"

    assert only(read(workbook(("People", PEOPLE), change=moved))).row == 5


def test_what_was_merged_down_holds_for_each_row_and_what_was_merged_across_is_a_heading() -> None:
    rows = [
        ("Practice", "Name", "Email"), ("Physicians", "", ""), ("River Street", "Abena", "a@osei.example"),
        ("", "Jonah", "j@osei.example"), ("", "", ""), ("", "Ellen", "e@osei.example"),
    ]  # fmt: skip

    def merge(book: Any) -> None:
        book["People"].merge_cells("A2:C2")
        book["People"].merge_cells("A3:A4")

    book = read(workbook(("People", rows), change=merge))
    assert [(one.row, one.organization) for one in book.entries] == [(3, "River Street"), (4, "River Street"), (6, "")]
    assert [one.row for one in book.unusable] == [2]


def test_each_sheet_of_people_is_read_and_the_others_are_named() -> None:
    schools = (("School", "Contact", "Phone"), ("Lakeview", "Jonah Brandt", "207-555-0150"))
    log = (("Date", "Name", "Notes"), ("May 1", "M.", "called"))
    hidden = (HEADINGS, ("Old", "old@osei.example", "", ""))

    def hide(book: Any) -> None:
        book["Hidden"].sheet_state = "hidden"

    data = workbook(
        ("Log", log), ("People", PEOPLE), ("Schools", schools), ("Hidden", hidden), ("Empty", ()), change=hide
    )
    book = read(data)
    assert [(one.sheet, one.formatted_name) for one in book.entries] == [
        ("People", "Abena Osei"),
        ("Schools", "Jonah Brandt"),
    ]
    assert book.columns == (*HEADINGS, "School", "Contact", "Phone")
    assert [one.text.split("'")[1] for one in book.problems] == ["Log", "Hidden"]
    assert {one.level for one in book.problems} == {"warning"}


def packed(**files: bytes) -> bytes:
    def write(file: io.BytesIO) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            for name, data in files.items():
                made.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)

    return saved(write)


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A packed file with one of its files changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return packed(**{one: change(file.read(one)) if one == name else file.read(one) for one in file.namelist()})


def test_a_packed_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed(xl__workbook_xml=b"", xl__sheet_xml=b"\0" * 251_000_000)
    assert len(bomb) < 1_000_000
    assert fault(read(bomb)) == "too-large"


def test_cells_far_apart_are_refused_before_what_lies_between_them_is_kept() -> None:
    far = workbook(("People", PEOPLE), change=lambda book: book["People"].cell(1_000_000, 16_000, "x"))
    assert fault(read(far)) == "too-many-cells"
    assert fault(read(ods(PEOPLE, cell_times=1_000_000))) == "too-many-cells"
    assert fault(read(ods(PEOPLE, row_times=1_000_000))) == "too-many-rows"


def test_formats_to_the_edge_of_a_sheet_are_no_cells() -> None:
    def paint(book: Any) -> None:
        book["People"].cell(900_000, 900).font = openpyxl.styles.Font(bold=True)

    assert only(read(workbook(("People", PEOPLE), change=paint))).formatted_name == "Abena Osei"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("whole", [workbook(("People", PEOPLE)), ods(PEOPLE)], ids=["xlsx", "ods"])
def test_a_workbook_that_was_cut_off_is_damaged(whole: bytes, share: float) -> None:
    assert fault(read(whole[: int(len(whole) * share)])) == "damaged"


def test_a_workbook_that_is_not_what_it_says_is_damaged() -> None:
    assert fault(read(changed(workbook(("People", PEOPLE)), "xl/workbook.xml", lambda data: data[:100]))) == "damaged"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (packed(Index__Document_iwa=b"x"), "this is a Numbers file"),
        (packed(word__document_xml=b"x"), "this is a Word document"),
        (packed(people_csv=b"Name,Email\n"), "this is a packed file"),
        (packed(xl__workbook_bin=b"x").replace(b"workbook_bin", b"workbook.bin"), "this is a workbook in a form of its own (.xlsb)"),
    ],
)  # fmt: skip
def test_other_packed_files_are_refused_with_what_they_are(data: bytes, what: str) -> None:
    book = read(data)
    assert fault(book) == "kind"
    assert book.problems[0].text == what


def test_covered_cells_are_none_of_their_own() -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="P")
    for values in (HEADINGS, ("A", "a@b.example", "", "")):
        row = TableRow()
        for value in values:
            cell = TableCell(valuetype="string") if value else CoveredTableCell()
            cell.addElement(P(text=value))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    assert only(read(saved(document.write))).emails == ("a@b.example",)
