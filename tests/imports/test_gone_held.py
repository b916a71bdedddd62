"""Who is taken for gone by a remark gets no letter until somebody has looked."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from composer.address_books.reading import read_address_book
from composer.imports.plan import Answers, Difference, Plan
from composer.imports.planner import make_plan
from composer.imports.tidy import tidy
from composer.records.book import Records
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY
from tests.imports.test_gone import brought


def planned(records: Records, *rows: dict[str, str], without: str = "") -> Plan:
    declined = frozenset({("people.csv:2", without)} if without else ())
    answers = Answers(declined=declined, guesses=False)
    return make_plan(brought(records, *rows), records, region="US", answers=answers)


def having(tmp_path: Path, contacts: str) -> Records:
    (tmp_path / "contacts.yaml").write_text(f"contacts:\n{contacts}")
    (tmp_path / "practice.yaml").write_text("name: Jo Hale\n")
    return Snapshot(tmp_path, TODAY).records


def test_who_is_gone_is_taken_for_gone_where_no_guess_is(empty: Records) -> None:
    (row,) = planned(empty, {"Title": "School counselor", "Notes": "RETIRED 6/2019"}).rows
    assert (row.fields["status"], row.fields["notes"]) == ("retired", "RETIRED 6/2019")
    assert "role" not in row.fields
    assert [guess.field for guess in row.guesses] == ["status"]


def test_a_person_may_say_that_they_are_still_there(empty: Records) -> None:
    (row,) = planned(empty, {"Notes": "RETIRED 6/2019"}, without="status").rows
    assert ("status" in row.fields, row.fields["notes"], row.guesses) == (False, "RETIRED 6/2019", ())


@pytest.mark.parametrize("remark", ["gone to district office??", "moved on?", "I think she retired"])
def test_of_a_question_nobody_is_written_to_until_somebody_has_looked(empty: Records, remark: str) -> None:
    (row,) = planned(empty, {"Notes": remark}).rows
    assert row.fields["do_not_contact"] == {"reason": f"look first, they may be gone: {remark}"}
    assert "status" not in row.fields
    assert [(guess.field, guess.sureness) for guess in row.guesses] == [("status", "unsure")]
    (row,) = planned(empty, {"Notes": remark}, without="status").rows
    assert (row.fields["notes"], "do_not_contact" in row.fields) == (remark, False)


@pytest.mark.parametrize(("remark", "theirs"), [("retired", "retired"), ("retired?", "retired?")])
@pytest.mark.parametrize("own", ["active", "moved"])
def test_the_status_of_your_own_record_stays(tmp_path: Path, own: str, remark: str, theirs: str) -> None:
    records = having(tmp_path, f"  - {{name: Bo Hart, email: bo@elm.example, status: {own}}}\n")
    (row,) = planned(records, {"Notes": remark}).rows
    assert {"status", "do_not_contact"}.isdisjoint(row.fields)
    assert _statuses(row.differences) == [("status", own, theirs)]


def _statuses(differences: Sequence[Difference]) -> list[tuple[str, str, str]]:
    return [(one.field, one.yours, one.theirs) for one in differences if one.field == "status"]


def test_a_record_that_says_nothing_of_it_is_filled_in(tmp_path: Path) -> None:
    records = having(tmp_path, "  - {name: Bo Hart, email: bo@elm.example}\n")
    plan = planned(records, {"Notes": "left 6/18 for the VA"})
    assert plan.filled == {"bo-hart": {"organization": "Elm House", "status": "moved", "notes": "left 6/18 for the VA"}}


def test_where_a_row_may_be_somebody_they_are_let_be_until_somebody_says_who_it_is(tmp_path: Path) -> None:
    records = having(tmp_path, "  - {name: Bo Hart, organization: Elm House, email: b@elm.example}\n")
    plan = planned(records, {"Name": "B. Hart", "Email": "", "Notes": "d. 10/9/22"})
    assert [row.action for row in plan.rows] == ["ask"]
    reason = "may be theirs: look first, they may be gone: d. 10/9/22"
    assert plan.filled == {"bo-hart": {"do_not_contact": {"reason": reason}}}
    assert len(plan.gone) == 1


def test_a_second_row_may_say_it(empty: Records) -> None:
    plan = planned(empty, {"Notes": "likes tea"}, {"Notes": "moved to AZ fall '18"})
    assert plan.rows[0].fields["status"] == "moved"
    assert [row.candidate.row for row, _ in plan.gone] == [3]


def test_words_that_may_be_about_a_client_say_it_and_are_left_out(empty: Records) -> None:
    (row,) = planned(empty, {"Notes": "its Mr. Cole now I think"}).rows
    assert row.fields["do_not_contact"] == {"reason": "look first, they may be gone"}
    assert ("notes" in row.fields, "Cole" in str(row.fields)) == (False, False)


def test_a_place_of_which_it_is_said_has_it_in_its_notes(empty: Records) -> None:
    lines = "Organization,Phone,Comments\nElm House,555-555-0100,closed for good\n"
    book = read_address_book("places.csv", lines.encode(), layouts=empty.library.address_books)
    (row,) = make_plan(tidy(book, empty, region="US"), empty, region="US").rows
    assert (row.fields["notes"], "status" in row.fields) == ("closed for good", False)
