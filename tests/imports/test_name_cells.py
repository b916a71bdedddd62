"""A name's cell with more than one line: the first is the name, and no other is part of it or lost."""

import csv
import io

import pytest

from composer.address_books.reading import read_address_book
from composer.imports.candidate import Candidate
from composer.imports.tidy import tidy
from composer.records.book import Records


def brought(records: Records, **cells: str) -> Candidate:
    """The one row of a table with these cells."""
    lines = io.StringIO()
    csv.writer(lines).writerows([[*cells, "Email"], [*cells.values(), "x@x.example"]])
    book = read_address_book("people.csv", lines.getvalue().encode(), layouts=records.library.address_books)
    (found,) = tidy(book, records, region="US")
    return found


@pytest.mark.parametrize(
    ("cell", "name", "field", "value"),
    [
        ("Dr. Jane Roe\nClinical Director", "Dr. Jane Roe", "title", "Clinical Director"),
        ("Jane Roe\nschool counselor", "Jane Roe", "role?", "school counselor"),
        ("ROE, JANE\nPediatrician", "Jane Roe", "role?", "Pediatrician"),
        ("Jane Roe /\nOffice Manager", "Jane Roe", "role?", "Office Manager"),
        ("Jane Roe\n(moved)", "Jane Roe", "status?", "moved"),
        ("Jane Roe (moved)", "Jane Roe", "status?", "moved"),
        ("Jane Roe\nNo longer there", "Jane Roe", "status?", "moved"),
        ("Jane Roe\nElm House", "Jane Roe", "organization", "Elm House"),
        ("Elm House\nJane Roe", "Jane Roe", "organization", "Elm House"),
        ("Jane Roe\n555-555-0142", "Jane Roe", "phone", "555-555-0142"),
        ("Jane Roe\nj.roe@elm.example", "Jane Roe", "notes", "other address: j.roe@elm.example"),
        ("Jane Roe\nassistant: Kim Oh", "Jane Roe", "notes", "assistant: Kim Oh"),
        ("Jane Roe\nHector Diaz", "Jane Roe", "notes", "Hector Diaz"),
        ("Jane Roe\n* prefers Tuesdays", "Jane Roe", "notes", "prefers Tuesdays"),
        ("Jane Roe, MD\nElm House\nlikes tea", "Jane Roe, MD", "notes", "likes tea"),
    ],
)
def test_a_second_line_is_read_as_what_it_is(records: Records, cell: str, name: str, field: str, value: str) -> None:
    found = brought(records, Name=cell)
    said = {f"{guess.field}?": guess.value for guess in found.guesses} | dict(found.fields)
    assert (said["name"], said[field]) == (name, value)
    if "\n" in cell:
        assert ("name", " ".join(cell.split()), name, "had more than one line") in map(tuple, found.changes)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Jane\nRoe", "Jane Roe"),
        ("Dr. Jane\nRoe, MD", "Dr. Jane Roe, MD"),
        ("Jane Roe\nLCSW", "Jane Roe, LCSW"),
        ("Jane Roe,\nPhD", "Jane Roe, PhD"),
        ("Mary Ann\nVan Horn, LPC", "Mary Ann Van Horn, LPC"),
        ("Dr. Jane Roe\nand Dr. Hector Diaz", "Dr. Jane Roe and Dr. Hector Diaz"),
        ("Jane Roe\n(she/her)", "Jane Roe"),
    ],
)
def test_a_name_that_goes_on_in_the_next_line_is_whole(records: Records, cell: str, name: str) -> None:
    found = brought(records, Name=cell)
    assert (found.text("name"), found.text("notes"), found.text("title")) == (name, "", "")


def test_a_second_line_counts_in_each_of_a_names_columns(records: Records) -> None:
    found = brought(records, **{"First name": "Jane", "Last name": "Roe\nClinical Director"})
    assert (found.text("name"), found.text("title")) == ("Jane Roe", "Clinical Director")


def test_a_wish_below_a_name_counts_and_a_client_is_left_out(records: Records) -> None:
    found = brought(records, Name="Jane Roe\ndo not contact")
    assert (found.text("name"), found.fields["do_not_contact"]) == ("Jane Roe", {"reason": "do not contact"})
    found = brought(records, Name="Jane Roe\nSent us Jamie's mom in March")
    assert (found.text("name"), found.text("notes")) == ("Jane Roe", "")
    assert [left.words for left in found.left_out] == ["Sent us Jamie's mom in March"]


def test_a_place_below_a_name_beside_another_place_is_a_note(records: Records) -> None:
    found = brought(records, Name="Jane Roe\nElm House", Practice="Oak Clinic")
    assert (found.text("organization"), found.text("notes"), found.text("title")) == ("Oak Clinic", "Elm House", "")


@pytest.mark.parametrize(
    ("cell", "place", "address"),
    [
        ("Elm House\n410 Tamarack, Ste 2", "Elm House", "410 Tamarack, Ste 2"),
        ("Elm House\n12B Oak St\nFairhaven, OH 45202", "Elm House", "12B Oak St\nFairhaven, OH 45202"),
        ("Elm House\nPO Box 12", "Elm House", "PO Box 12"),
        ("Clínica Sol\nCalle Mayor 9", "Clínica Sol", "Calle Mayor 9"),
        ("Praxis am See\nHauptstraße 5 b", "Praxis am See", "Hauptstraße 5 b"),
        ("Elm House\n3rd fl", "Elm House", "3rd fl"),
        ("VFW Post\n1043", "VFW Post 1043", ""),
        ("Elm House\nSuite 4, 9 Oak St", "Elm House", "Suite 4, 9 Oak St"),
        ("Elm House, 22 Old Mill Rd", "Elm House", "22 Old Mill Rd"),
        ("Elm House Center for\nFamilies", "Elm House Center for Families", ""),
        ("5th Street Clinic", "5th Street Clinic", ""),
        ("Clinic 22", "Clinic 22", ""),
        ("Elm House, 2nd floor", "Elm House, 2nd floor", ""),
        ("Elm House, School District 12", "Elm House, School District 12", ""),
    ],
)
def test_an_address_below_or_behind_a_place_is_none_of_its_name(
    records: Records, cell: str, place: str, address: str
) -> None:
    found = brought(records, Name="Bo Hart", Organization=cell)
    assert (found.text("organization"), found.text("address")) == (place, address)
    said = [change for change in found.changes if change.why == "had an address in its cell"]
    assert [(one.was, one.now) for one in said] == ([(" ".join(cell.split()), place)] if address else [])
