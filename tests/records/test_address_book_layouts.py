"""What is known of address books, as data that a person can read and change."""

import pytest

from composer.records.address_book_layouts import FIELDS, Layout, Layouts, plain_header
from composer.records.library import TemplateFile, parse_library
from tests.shipped import FILES, LIBRARY

LAYOUTS = LIBRARY.address_books
ALL = (*LAYOUTS.programs, LAYOUTS.table)


def own(text: str) -> tuple[Layouts, list[str]]:
    """The layouts of a workspace's own file, and what is wrong with it."""
    library = parse_library(
        {"address-books.yaml": TemplateFile("address-books.yaml", "templates/address-books.yaml", text)}
    )
    return library.address_books, [one.text for one in library.problems if "address-books" in one.at.path]


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.name)
def test_a_heading_stands_for_one_thing(layout: Layout) -> None:
    seen: dict[str, str] = {}
    for field, headings in layout.columns.items():
        for heading in headings:
            assert seen.setdefault(plain_header(heading), field) == field, heading


@pytest.mark.parametrize("layout", LAYOUTS.programs, ids=lambda layout: layout.name)
def test_a_program_is_known_by_its_own_headings_and_understands_them(layout: Layout) -> None:
    headings = [heading for listed in layout.columns.values() for heading in listed]
    assert LAYOUTS.layout_of(headings) == layout
    known = [heading for heading in layout.headers if layout.find(heading) or LAYOUTS.table.find(heading)]
    assert len(known) >= len(layout.headers) - 1  # "Custom 1" is anything


@pytest.mark.parametrize("heading", ["E-mail 12 - Value", "e-mail 1 - value", "E-Mail 1 – Value"])
def test_a_number_in_a_heading_may_be_any(heading: str) -> None:
    found = LAYOUTS.programs[0].find(heading)
    assert found
    assert found[0] == "email"


def test_one_heading_tells_no_program_and_two_do() -> None:
    assert LAYOUTS.layout_of(["Name", "Labels"]).program == "table"
    assert LAYOUTS.layout_of(["Name", "Labels", "File As"]).program == "google"


def test_an_own_file_takes_the_place_of_what_ships() -> None:
    layouts, problems = own("- {program: table, name: mine, columns: {name: [Wer], phone: [Draht]}}\n")
    assert problems == []
    assert layouts.programs == ()
    assert layouts.table.find("draht") == ("phone", "")


def test_a_field_that_there_is_not_is_named_with_the_nearest() -> None:
    _, problems = own("- {program: table, name: mine, columns: {emial: [Post]}}\n")
    assert "no column can be 'emial'" in problems[0]
    assert "did you mean 'email'?" in problems[0]


def test_the_head_of_the_file_names_every_field() -> None:
    head = FILES["address-books.yaml"].text.split("\n- program")[0]
    parts = {"extended", "box", "city", "region", "postcode", "country"}
    words = set(head.replace(",", " ").replace(":", " ").replace("`", " ").split())
    records = {"asked_for", "details", "roles", "address_as", "family_name", "verified", "former_ids", "unknown_person",
               "team", "channel", "visit", "attach", "people_word", "consent", "other_addresses"}  # fmt: skip
    missing = {field for field in FIELDS - records if not set(field.split()) - parts <= words}
    assert missing == set()
