"""What stands beside an address or a number in its cell is read as what it is, and no word of it is lost."""

import csv
import io

import pytest

from composer.address_books.reading import read_address_book
from composer.imports.candidate import Candidate
from composer.imports.tidy import tidy
from composer.records.book import Records

SPOILT = "is said to be no longer good, so it is not used; kept in the notes"


def brought(records: Records, **cells: str) -> Candidate:
    """The one row of a table with these cells."""
    lines = io.StringIO()
    table = csv.writer(lines)
    table.writerows([["Name", *cells], ["Bo Hart", *cells.values()]])
    book = read_address_book("people.csv", lines.getvalue().encode(), layouts=records.library.address_books)
    (found,) = tidy(book, records, region="US")
    return found


def asked(found: Candidate) -> list[str]:
    return [guess.value for guess in found.guesses if guess.field == "do_not_contact"]


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("bo@x.example; front desk", "email: bo@x.example; front desk"),
        ("bo@x.example (assistant Kim reads it)", "email: bo@x.example (assistant Kim reads it)"),
        ("bo@x.example (personal, use sparingly)", "email: bo@x.example (personal, use sparingly)"),
        ("Bo Hart <bo@x.example> (home only)", "email: bo@x.example (home only)"),
        ("bo@x.example - cc Kim kim@x.example", "email: bo@x.example - cc Kim\nother address: kim@x.example"),
        ("bo@x.example (work)", ""),
        ("(bo@x.example)", ""),
        ("bo@x.example?", ""),
    ],
)
def test_a_remark_behind_an_address_is_kept_as_a_note(records: Records, cell: str, note: str) -> None:
    found = brought(records, Email=cell)
    assert (found.text("email"), found.text("notes"), found.guesses) == ("bo@x.example", note, ())


@pytest.mark.parametrize(
    "cell",
    [
        "bo@x.example (old)",
        "OLD bo@x.example",
        "bo@x.example/old",
        "bo@x.example, bounced 3/24",
        "bo@x.example [bounces]",
        "bo@x.example - no longer works",
        "email bounces: bo@x.example",
        "bo@x.example (wrong?)",
        "bo@x.example (not valid any more)",
        "bo@x.example (alt)",
    ],
)
def test_an_address_that_is_said_to_be_no_longer_good_is_not_used(records: Records, cell: str) -> None:
    found = brought(records, Email=cell)
    assert found.text("email") == ""
    assert found.text("notes") == f"no longer good: {cell}"
    assert [tuple(change) for change in found.changes] == [("email", cell, "", SPOILT)]
    assert not asked(found)


@pytest.mark.parametrize(
    "cell",
    [
        "bo@old.example (old), bo@x.example",
        "bo@old.example (bounces) bo@x.example",
        "old: bo@old.example new: bo@x.example",
        "bo@x.example; bo@old.example - dead",
        "Bo <bo@old.example> (old), Bo Hart <bo@x.example>",
    ],
)
def test_beside_one_that_is_good_only_the_other_is_set_aside(records: Records, cell: str) -> None:
    found = brought(records, Email=cell)
    assert found.text("email") == "bo@x.example"
    assert "no longer good: " in found.text("notes")
    assert "other address" not in found.text("notes")


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Email", "bo@x.example - do not use"),
        ("Email", "bo@x.example (prefers no email)"),
        ("Email", "bo@x.example (steer clear)"),
        ("Phone", "614-555-0142 - do not call"),
        ("Phone", "614-555-0142 (no calls please)"),
    ],
)
def test_a_remark_that_may_be_a_wish_is_asked_about(records: Records, column: str, cell: str) -> None:
    found = brought(records, **{column: cell})
    assert asked(found) == [f"{column.lower()}: {cell}"]
    assert "do_not_contact" not in found.fields


def test_an_address_that_is_not_to_be_used_is_not_used(records: Records) -> None:
    assert brought(records, Email="bo@x.example - do not use").text("email") == ""


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Email", "bo@x.example asked me not to write"),
        ("Email", "bo@x.example, stop"),
        ("Email", "bo@x.example (old) asked us never to write again"),
        ("Phone", "614-555-0142 (DNC)"),
    ],
)
def test_a_remark_that_surely_is_a_wish_is_one(records: Records, column: str, cell: str) -> None:
    assert brought(records, **{column: cell}).fields["do_not_contact"] == {"reason": f"{column.lower()}: {cell}"}


@pytest.mark.parametrize(
    "cell",
    [
        "614-555-0142 (cell, mornings)",
        "614-555-0142; front desk, ask for Mary",
        "614-555-0142 am",
        "614-555-0142 (24/7)",
        "614-555-0142 (voicemail only)",
    ],
)
def test_a_remark_behind_a_number_is_kept_as_a_note(records: Records, cell: str) -> None:
    found = brought(records, Phone=cell)
    assert (found.text("phone"), found.text("notes"), found.guesses) == ("614-555-0142", f"phone: {cell}", ())


@pytest.mark.parametrize(
    "cell", ["614-555-0142 (disconnected)", "wrong number 614-555-0142", "614-555-0142 old number"]
)
def test_a_number_that_is_no_longer_good_is_not_used(records: Records, cell: str) -> None:
    found = brought(records, Phone=cell)
    assert (found.text("phone"), found.text("notes")) == ("", f"no longer good: {cell}")
    assert [tuple(change) for change in found.changes] == [("phone", cell, "", SPOILT)]
    assert not asked(found)


def test_what_a_remark_says_of_a_number_is_what_it_is_for(records: Records) -> None:
    found = brought(records, Phone="614-555-0142 / 614-555-0143 (fax)")
    assert (found.text("phone"), found.text("fax"), found.text("notes")) == ("614-555-0142", "614-555-0143", "")


def test_a_remark_about_a_client_is_in_no_field(records: Records) -> None:
    found = brought(records, Phone="614-555-0142 (the number of Jamie's mom, our client since March)")
    assert (found.text("phone"), found.text("notes")) == ("614-555-0142", "")
    assert ["about a client" in left.why for left in found.left_out] == [True]


def test_an_address_that_a_note_says_is_no_longer_good_is_not_taken_from_it(records: Records) -> None:
    assert brought(records, Notes="no longer good: hart@x.example (old)").text("email") == ""
    assert brought(records, Notes="hart@x.example").text("email") == "hart@x.example"


@pytest.mark.parametrize(
    ("cell", "phone", "fax"),
    [
        ("(920) 555-0112  fax 555-0113", "(920) 555-0112", "555-0113"),
        ("555-0112, fax 555-0113", "555-0112", "555-0113"),
        ("555-0112 / F 555-0113", "555-0112", "555-0113"),
        ("555-0112 fax, 555-0113", "555-0113", "555-0112"),
        ("555-0112 (fax) 555-0113", "555-0113", "555-0112"),
        ("555-0112 fax 555-0113 desk", "555-0113", "555-0112"),
        ("ph 555-0112 fax 555-0113", "555-0112", "555-0113"),
        ("fax 555-0112, desk 555-0113", "555-0113", "555-0112"),
        ("555-0112 desk or 555-0113 fax", "555-0112", "555-0113"),
    ],
)
def test_what_a_number_is_for_stands_on_its_own_side(records: Records, cell: str, phone: str, fax: str) -> None:
    found = brought(records, Phone=cell)
    assert (found.text("phone"), found.text("fax")) == (phone, fax)
