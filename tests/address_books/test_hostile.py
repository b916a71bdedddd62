"""What is no address book, or far too much of one: a clear error or a clean result, and never anything else."""

import csv
import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.address_books import limits
from composer.address_books.entry import AddressBook
from composer.errors import format_problem
from tests.address_books.books import fault, only, read
from tests.address_books.test_workbooks import ods, workbook


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "empty", "nothing in the file"), (b"\0" * 100_000, "empty", "nothing in the file"),
        (b"\xef\xbb\xbf \r\n", "empty", "nothing in the file"), (b"%PDF-1.7 x", "kind", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "kind", "a picture"), (b"\xff\xd8\xff\xe0", "kind", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kind", "old Excel file"), (b"{\\rtf1", "kind", "RTF"),
        (b"<html><table>", "kind", "a web page"), (b'<?xml version="1.0"?>', "kind", "an XML file"),
        (b"dn: cn=Abena\n", "kind", "an LDIF file"), (b'[{"name": "A"}]', "kind", "a JSON file"),
        (b"BEGIN:VCALENDAR\n", "kind", "a calendar"), (b"From a@b Sat\n", "kind", "mail"), (b"PK\x03\x04", "damaged", "damaged"),
        (b"ab\0cd\x01" * 9, "kind", "neither"), (b"just a sentence of somebody's", "no-header", "no line here"),
        (b"1,2,3\n4,5,6\n", "columns", "none of the columns"),
    ],
)  # fmt: skip
def test_other_files_are_refused_with_what_they_are(data: bytes, code: str, says: str) -> None:
    book = read(data)
    assert fault(book) == code
    assert says in book.problems[0].text


def test_a_file_beyond_the_limit_is_refused() -> None:
    assert fault(read(b"x" * (limits.MAX_BYTES + 1))) == "too-large"
    assert fault(read("Name,Email\n" + "A,a@b.example\n" * limits.MAX_ROWS)) == "too-many-rows"
    assert fault(read("Name,Email\nA," + "," * limits.MAX_COLUMNS)) == "too-many-cells"
    assert fault(read("BEGIN:VCARD\nEND:VCARD\n" * (limits.MAX_ROWS + 1))) == "too-many-rows"


def test_a_cell_of_a_megabyte_is_named_with_its_row() -> None:
    book = read("Name,Notes\nA,x\nB," + "x" * 1_000_000)
    assert fault(book) == "long-cell"
    assert book.problems[0].at.line == 3


@pytest.mark.parametrize(
    "text",
    [
        'Name,Email,Tel\nA,"a@b.example,1\nB,b@c.example,2\n', 'Name,Email\nA,"a@b.example\n',
        'Name,Email,Tel\nA,"a,1\nB,b,2\n"C",c,3\n',
    ],
)  # fmt: skip
def test_a_quotation_mark_that_is_not_closed_swallows_nobody(text: str) -> None:
    book = read(text)
    assert fault(book) == "open-quote"
    assert book.problems[0].at.line == 2


def test_quotation_marks_within_a_cell_and_commas_within_a_note_are_no_fault() -> None:
    book = read('Name,Email,Notes\nA "Kay" B,a@b.example,"one, two\nthree, four"\nC,"c@d.example"x,\n')
    assert [one.formatted_name for one in book.entries] == ['A "Kay" B', "C"]


def test_a_note_of_many_lines_and_commas_is_a_note() -> None:
    note = "Monday, Tuesday, Friday, mornings\nparking, lift, quiet, dogs\nasks for one, two, three"
    assert only(read(f'Name,Email,Notes\nA,a@b.example,"{note}"\n')).note == note


@pytest.mark.parametrize(
    "line",
    [
        "PHOTO;ENCODING=b:A\n" + " A\n" * 100_000, "NOTE:A\n" + (" " + "A" * 74 + "\n") * 100_000,
        "NOTE;ENCODING=QUOTED-PRINTABLE:A=\n" + ("A" * 74 + "=\n") * 50_000, "TEL:1\n" * 50_000,
        ("TEL;A" + "=" * 40 + '":1\n') * 500, ("TEL;A" + ",x" * 40 + '"\n') * 500, '"' * 100_000, "A;" * 50_000,
        "NOTE:A\n" + " A\n" * 1_000, ":\n" * 1_000, "A" * 200_000 + ":1\n",
    ],
    ids=["photo", "note", "quoted", "lines", "signs", "commas", "quotes", "semicolons", "folded", "colons", "name"],
)  # fmt: skip
def test_a_card_of_a_hundred_thousand_lines_ends(line: str) -> None:
    book = read(f"BEGIN:VCARD\nVERSION:3.0\nFN:A\n{line}\nEMAIL:a@b.example\nEND:VCARD\n")
    assert book.entries[0].formatted_name == "A"


@pytest.mark.parametrize(
    "text", ["\n" * 1_000_000 + "x", '"' * 500_000, ";" * 500_000, "Name,Email\nA," + "<" * 100_000,
             "Name,Tel\nA," + " / 1" * 20_000, "Name,Email\nA," + "a@ " * 40_000, "Name,Email\nA," + " " * 130_000]
)  # fmt: skip
def test_a_text_that_would_take_long_does_not(text: str) -> None:
    assert isinstance(read(text), AddressBook)


ANY = st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
BEGINNINGS = st.sampled_from(
    [b"", b"Name,Email,Tel\n", b"Name;Email\r\n", b"BEGIN:VCARD\n", b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"sep=", b'"',
     b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=", b"First Name,Labels,E-mail 1 - Value,Address 1 - Street\n"]
)  # fmt: skip


@given(BEGINNINGS, ANY)
def test_any_bytes_are_an_answer(begins: bytes, data: bytes) -> None:
    book = read(begins + data)
    assert all(format_problem(one) for one in book.problems)


BOOKS = [workbook(("P", [("Name", "Email"), ("A", "a@b.example")])), ods([("Name", "Email"), ("A", "a@b.example")])]


@given(st.sampled_from(BOOKS), st.integers(0, 2**31), st.binary(min_size=1, max_size=9))
def test_any_change_of_a_workbook_is_an_answer(data: bytes, place: int, change: bytes) -> None:
    at = place % len(data)
    assert isinstance(read(data[:at] + change + data[at + len(change) :]), AddressBook)


LETTERS = string.ascii_letters + string.digits + " éüßñ'.-&/()\"`,;|\t=@+:#\n"
CELLS = st.text(LETTERS, max_size=12)
# Marks that stand for the cell above have a test of their own.
UNMARKED = CELLS.filter(lambda cell: not cell.strip() or bool(cell.strip("\"',- \t\n")))
NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=8).map(lambda name: f"Kim {name.title()}")
ROWS = st.lists(st.tuples(NAMES, UNMARKED, UNMARKED, CELLS), min_size=1, max_size=5)
HEADINGS = ("Name", "Practice", "Notes", "Colour")


def written(rows: list[tuple[str, ...]], form: str) -> bytes:
    """A table as somebody else's program writes it."""
    if form in {"xlsx", "ods"}:
        made = [HEADINGS, *rows]
        return workbook(("P", made)) if form == "xlsx" else ods(made)
    encoding, _, mark = form.partition(" ")
    text = io.StringIO()
    csv.writer(text, delimiter=mark or ",", quoting=csv.QUOTE_ALL).writerows([HEADINGS, *rows])
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-8 ;", "cp1252 \t", "utf-8 |", "xlsx"])
@given(ROWS)
def test_a_table_reads_the_same_whatever_it_is_written_as(form: str, rows: list[tuple[str, ...]]) -> None:
    rows = [tuple(cell.lstrip("'=") for cell in row) for row in rows]  # what guards a formula is taken off
    book = read(written(rows, form))
    expected = [
        (number, lines(name), lines(place), lines(note), lines(colour))
        for number, (name, place, note, colour) in enumerate(rows, 2)
    ]
    got = [
        (one.row, one.formatted_name, one.organization, one.note, one.rest.get("Colour", "")) for one in book.entries
    ]
    assert got == expected


def lines(cell: str) -> str:
    """A cell without blanks around its lines, and one where there are several."""
    return "\n".join(" ".join(line.split()) for line in cell.strip().split("\n")).strip()


@given(ROWS)
def test_a_table_of_libreoffice_reads_as_the_same_table_of_excel(rows: list[tuple[str, ...]]) -> None:
    rows = [tuple(lines(cell).lstrip("=").replace("\n", " ") for cell in row) for row in rows]
    one, other = read(written(rows, "xlsx")), read(written(rows, "ods"))
    assert [entry.written for entry in one.entries] == [entry.written for entry in other.entries]


def test_formulas_are_texts() -> None:
    entry = only(read('Name,Email,Notes\n"=HYPERLINK(""http://x.example"")",@SUM,-2+3\n'))
    assert (entry.formatted_name, entry.note) == ('=HYPERLINK("http://x.example")', "-2+3")
