"""A remark that somebody is gone is found in whatever words and column it stands, and told from what sounds like it."""

import csv
import io
from pathlib import Path

import pytest

from composer.address_books.reading import read_address_book
from composer.imports.candidate import Candidate
from composer.imports.tidy import tidy
from composer.records.book import Records

REMARKS = Path(__file__).parents[1] / "data/imports-gone.tsv"
COLUMNS = {"notes": "Notes", "place": "Practice", "name": "Name", "title": "Title"}
NOT_READ = {
    "hung up his shingle for good, fishing in Montana",
    "new principal as of Aug: D. Webb",
    'returned mail, "not at this address"',
    "left early, see her next time",
}
"""Those that are still read wrong."""


def brought(records: Records, *rows: dict[str, str]) -> tuple[Candidate, ...]:
    """The rows of a table in which somebody works at Elm House, but for what a row says otherwise."""
    usual = {"Name": "Bo Hart", "Practice": "Elm House", "Title": "", "Email": "bo@elm.example", "Notes": ""}
    lines = io.StringIO()
    table = csv.DictWriter(lines, usual)
    table.writeheader()
    table.writerows({**usual, **row} for row in rows)
    book = read_address_book("people.csv", lines.getvalue().encode(), layouts=records.library.address_books)
    return tidy(book, records, region="US")


def status(found: Candidate) -> str:
    return found.text("status") or next((one.value for one in found.guesses if one.field == "status"), "")


def test_remarks_are_read_as_they_are_meant(records: Records) -> None:
    lines = [line.split("\t") for line in REMARKS.read_text().splitlines() if not line.startswith("#")]
    found = brought(records, *({COLUMNS[column]: remark} for _, column, remark in lines))
    wrong = {line[2] for line, one in zip(lines, found, strict=True) if bool(status(one)) != (line[0] == "gone")}
    assert wrong == NOT_READ


@pytest.mark.parametrize(
    ("column", "remark", "said"),
    [
        ("Notes", "moved to AZ fall '18", "moved"),
        ("Notes", "MOVED TO AZ FALL '18", "moved"),
        ("Notes", "passed away Lent 2021", "deceased"),
        ("Notes", "RETIRED 6/2019", "retired"),
        ("Notes", "d. 10/9/22", "deceased"),
        ("Notes", "d. Jan 2021", "deceased"),
        ("Notes", "its Dr. Judy Poe now", "moved"),
        ("Notes", "moved in 2019", "moved"),
        ("Notes", "left on 6/18", "moved"),
        ("Notes", "MOVED TO FL", "moved"),
        ("Notes", "left early 2020", "moved"),
        ("Notes", "RETIRED 2019 - new teacher is Ms. Li", "retired"),
        ("Notes", "sadly, she retired in May", "retired"),
        ("Notes", "retired per her sister", "retired"),
        ("Name", "Jane Poe d. 10/9/22", "deceased"),
        ("Name", "JANE POE RETIRED", "retired"),
        ("Practice", "WAS W/ HARBOR PEDS", "moved"),
        ("Practice", "Oak Clinic closed 2019", "moved"),
        ("Practice", "retired", "retired"),
        ("Title", "Retired", "retired"),
        ("Title", "US Army Retired", ""),
        ("Notes", "Ret. Col.", ""),
        ("Notes", "retired teacher volunteers", ""),
        ("Notes", "moved my appointment", ""),
        ("Notes", "moved offices, same phone", ""),
        ("Notes", "out on leave til Sept", ""),
        ("Notes", "closed to new clients", ""),
        ("Notes", "its Friday now", ""),
        ("Name", "Jane Marie Left", ""),
        ("Practice", "Left Bank Clinic, Suite 3", ""),
        ("Practice", "Elm House (was at Oak till 2020)", ""),
    ],
)
def test_who_is_gone_is_told_from_who_is_not(records: Records, column: str, remark: str, said: str) -> None:
    (found,) = brought(records, {column: remark})
    assert status(found) == said


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("was w/ Harbor Pediatrics", "Harbor Pediatrics"),
        ("(closed) Westside Family Med", "Westside Family Med"),
        ("Elm House (closed 2020), Suite 2", "Elm House, Suite 2"),
        ("Closed", ""),
    ],
)
def test_of_a_place_where_somebody_was_its_name_is_kept(records: Records, cell: str, place: str) -> None:
    (found,) = brought(records, {"Practice": cell})
    assert found.text("organization") == place
    assert f"'no longer there: {cell}'" in [guess.why for guess in found.guesses]
