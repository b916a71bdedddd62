"""Comments on the cells of a workbook are the remark of their row; those that are not read are counted."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P, Span
from openpyxl.comments import Comment

from composer.address_books import comments
from tests.address_books.books import only, read

ROWS = (("Name", "Email", "Notes"), ("Ann Lee", "ann@elm.example", "likes tea"), ("Bo Hart", "bo@oak.example", ""))
HINT = "look in them yourself for those who must not be written to"


def workbook(said: dict[str, str], change: Callable[[Any], None] = lambda book: None) -> bytes:
    """A workbook of Excel with comments on cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "People"
    for row in ROWS:
        sheet.append(row)
    for at, text in said.items():
        sheet[at].comment = Comment(text, "Jo Hale")
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods() -> bytes:
    """A workbook of LibreOffice with a comment of two lines on the second name, below a row that is there twice."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="People")
    for number, values in enumerate((ROWS[0], ROWS[1], ROWS[2])):
        row = TableRow(numberrowsrepeated=2) if number == 1 else TableRow()
        for value in values:
            cell = TableCell(valuetype="string")
            if value == "Bo Hart":
                note = Annotation()
                line = P(text="Do not ")
                line.addElement(Span(text="contact"))
                note.addElement(line)
                note.addElement(P(text="asked in May"))
                cell.addElement(note)
            cell.addElement(P(text=value))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """A packed file with another content of one of its files."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for one in old.namelist():
            new.writestr(one, content if one.endswith(name) else old.read(one))
    return file.getvalue()


def test_a_comment_is_the_rows_remark_without_its_author() -> None:
    book = read(workbook({"A2": "Jo Hale:\nDo not contact", "B2": "her assistant reads it", "A3": "Met in May"}))
    ann, bo = book.entries
    assert ann.note == "likes tea\nDo not contact\nher assistant reads it"
    assert ann.written["comment on Name"] == "Do not contact"
    assert ann.written["comment on Email"] == "her assistant reads it"
    assert bo.note == "Met in May"
    assert book.problems == ()


def test_a_comment_in_a_workbook_of_libreoffice_is_read_too() -> None:
    first, again, bo = read(ods()).entries
    assert (first.note, again.note) == ("likes tea", "likes tea")
    assert " ".join(bo.note.split()) == "Do not contact asked in May"


def test_a_comment_in_a_thread_is_read_once() -> None:
    legacy = "[Threaded comment]\n\nYour version of Excel allows you to read this.\n\nComment:\n    Do not call"
    data = workbook({"A2": legacy})
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for one in old.namelist():
            content = old.read(one)
            if one == "xl/worksheets/_rels/sheet1.xml.rels":
                more = b'<Relationship Id="t1" Type="http://x/2017/10/relationships/threadedComment" Target="/xl/threadedComments/t1.xml"/>'
                content = content.replace(b"</Relationships>", more + b"</Relationships>")
            new.writestr(one, content)
        thread = b'<ThreadedComments><threadedComment ref="A2"><text>Do not call</text></threadedComment>'
        new.writestr("xl/threadedComments/t1.xml", thread + b"</ThreadedComments>")
    assert read(file.getvalue()).entries[0].note == "likes tea\nDo not call"


def test_comments_beside_the_rows_are_counted() -> None:
    def hide(book: Any) -> None:
        sheet = book.create_sheet("Old")
        sheet["A1"] = "Name"
        sheet["A1"].comment = Comment("gone", "Jo")

    book = read(workbook({"A1": "Who they are", "H9": "do not call Bo"}, hide))
    assert [(one.text, one.hint) for one in book.problems if one.code == "address-book-comments"] == [
        ("3 comments on cells beside the rows of people were not read", HINT)
    ]


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><comments><commentList><comment ref="A2"><t>&a;</t></comment></commentList></comments>',
        b"<comments><comment",
        b"<comments><commentList><comment ref='A99999999'><t>x</t></comment></commentList></comments>",
        b"<comments><commentList><comment ref='A2'><t>" + b"x" * 200_000 + b"</t></comment></commentList></comments>",
        b"\x00\xff",
    ],
)  # fmt: skip
def test_hostile_comments_are_not_read_and_that_is_said(content: bytes) -> None:
    book = read(replaced(workbook({"A2": "x"}), "comment1.xml", content))
    assert [entry.formatted_name for entry in book.entries] == ["Ann Lee", "Bo Hart"]
    assert [(one.text, one.hint) for one in book.problems] == [
        ("there are comments on cells of this workbook that cannot be read", HINT)
    ]


def test_a_file_of_comments_beyond_the_bound_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "_MOST", 10)
    assert len(read(workbook({"A2": "x"})).problems) == 1


def test_a_workbook_without_comments_says_nothing_of_them() -> None:
    assert only(read(workbook({}, lambda book: book.active.delete_rows(3)))).note == "likes tea"
