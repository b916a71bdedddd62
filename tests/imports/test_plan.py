"""What becomes of each row: somebody new, fields filled in, or nothing, and why; nothing of the user's is replaced."""

from dataclasses import replace
from pathlib import Path

import pytest

from composer.address_books.entry import Phone
from composer.imports.plan import NEW, Answers
from composer.imports.planner import make_plan
from composer.imports.tidy import tidy
from composer.records.book import Records
from composer.records.contacts import Contact, ContactBook, parse_contacts
from composer.workspace.importing import read_files
from composer.workspace.snapshot import Snapshot
from tests.imports.conftest import entry, planned


def test_somebody_new_is_created(records: Records) -> None:
    (row,) = planned(records, entry(formatted_name="Zora Quist, LCSW", emails=("z@quist.example",))).rows
    assert row.action == "create"
    assert row.fields == {"name": "Zora Quist, LCSW", "role": "LCSW", "email": "z@quist.example"}
    assert [(guess.field, guess.sureness) for guess in row.guesses] == [("role", "likely")]


def test_somebody_known_gets_what_is_missing_and_keeps_what_is_there(records: Records) -> None:
    known = records.contacts.by_id["abena-osei"]
    (row,) = planned(
        records,
        entry(
            formatted_name="OSEI, ABENA",
            emails=(str(known.email).upper(),),
            organization="Another Place",
            phones=(Phone("(614) 555-0177", "fax"),),
        ),
    ).rows
    assert (row.action, row.who) == ("fill", "abena-osei")
    assert row.fields == {"fax": "(614) 555-0177"}
    assert [(one.field, one.theirs) for one in row.differences] == [
        ("name", "Abena Osei"), ("organization", "Another Place")]  # fmt: skip


def test_a_row_that_says_nothing_new_changes_nothing(records: Records) -> None:
    known = records.contacts.by_id["abena-osei"]
    (row,) = planned(records, entry(formatted_name=known.name, emails=(str(known.email),))).rows
    assert (row.action, row.who, row.fields) == ("keep", "abena-osei", {})


def test_a_row_that_only_says_something_else_is_a_conflict_and_yours_stays(records: Records) -> None:
    known = records.contacts.by_id["abena-osei"]
    (row,) = planned(
        records, entry(formatted_name=known.name, emails=(str(known.email),), organization="Elsewhere Clinic")
    ).rows
    assert (row.action, row.fields) == ("conflict", {})


def test_two_people_who_share_an_address_are_two_people(empty: Records) -> None:
    first, second = planned(
        empty,
        entry(2, formatted_name="Ann Lee", emails=("office@elm.example",)),
        entry(3, formatted_name="Bo Hart", emails=("office@elm.example",)),
    ).rows
    assert (first.action, second.action) == ("create", "create")


@pytest.mark.parametrize(
    ("one", "other"), [("Joan Tarn", "John Tarn"), ("Dana Ott", "Dan Ott"), ("Eric Wu Jr.", "Eric Wu")]
)
def test_names_that_are_nearly_one_are_asked_about(empty: Records, one: str, other: str) -> None:
    rows = planned(
        empty,
        entry(2, formatted_name=one, emails=("desk@elm.example",)),
        entry(3, formatted_name=other, emails=("desk@elm.example",)),
    ).rows
    assert [row.action for row in rows] == ["create", "ask"]


def test_the_second_row_of_somebody_gives_the_first_what_it_lacks(empty: Records) -> None:
    first, second = planned(
        empty,
        entry(2, formatted_name="Dr. Ann Lee", organization="Elm House"),
        entry(3, formatted_name="LEE, ANN", organization="Elm House", emails=("ann@elm.example",)),
    ).rows
    assert first.fields["email"] == "ann@elm.example"
    assert (second.action, second.like) == ("skip", 2)
    assert "email" in second.why


def test_one_name_at_two_places_is_asked_about(empty: Records) -> None:
    entries = (
        entry(2, formatted_name="Ann Lee", organization="Elm House", emails=("ann@elm.example",)),
        entry(3, formatted_name="Ann Lee", organization="Oak Clinic", emails=("alee@oak.example",)),
    )
    row = planned(empty, *entries).rows[1]
    assert row.action == "ask"
    assert "row 2" in row.why
    answered = planned(empty, *entries, answers=Answers(who={"people.csv:3": NEW}))
    assert [one.action for one in answered.rows] == ["create", "create"]


def test_a_person_says_that_two_rows_are_one(empty: Records) -> None:
    entries = (
        entry(2, formatted_name="Ann Lee", organization="Elm House", emails=("ann@elm.example",)),
        entry(3, formatted_name="Ann Lee", organization="Oak Clinic", phones=(Phone("(614) 555-0177", "work"),)),
    )
    asked = planned(empty, *entries).rows[1]
    first, second = planned(empty, *entries, answers=Answers(who={"people.csv:3": asked.who})).rows
    assert (first.fields["phone"], second.action, second.like) == ("(614) 555-0177", "skip", 2)


def test_a_person_says_who_a_row_is(records: Records) -> None:
    (row,) = planned(
        records,
        entry(formatted_name="Abby Osei", phones=(Phone("(614) 555-0177", "fax"),)),
        answers=Answers(who={"people.csv:2": "abena-osei"}),
    ).rows
    assert (row.action, row.who) == ("fill", "abena-osei")


@pytest.mark.parametrize(
    "spelling", ["Riverbend Fam. Med.", "RIVERBEND FAMILY MEDICINE", "The Riverbend Family Medicine, LLC"]
)
def test_a_place_is_spelled_as_elsewhere(empty: Records, spelling: str) -> None:
    _, row = planned(
        empty,
        entry(2, formatted_name="Ann Lee", organization="Riverbend Family Medicine Inc"),
        entry(3, formatted_name="Bo Hart", organization=spelling),
    ).rows
    assert str(row.fields["organization"]).startswith(("Riverbend Family Medicine", "The Riverbend Family Medicine"))
    assert row.fields["organization"] == _.fields["organization"]


def test_a_row_that_was_brought_before_changes_nothing(records: Records) -> None:
    one = entry(formatted_name="Abena Osei", phones=(Phone("(614) 555-0177", "fax"),))
    digest = planned(records, one).rows[0].candidate.digest
    (row,) = planned(records, one, known={digest: "abena-osei"}).rows
    assert (row.action, row.who) == ("keep", "abena-osei")


def test_a_guess_that_is_not_wanted_is_kept_as_the_words_it_was_made_of(records: Records) -> None:
    said = entry(formatted_name="Zora Quist", title="Guidance Counselor", note="needs evening hours")
    (taken,) = planned(records, said).rows
    assert (taken.fields["role"], taken.fields["needs"]) == ("Guidance Counselor", ["needs evening hours"])
    (declined,) = planned(records, said, answers=Answers(guesses=False)).rows
    assert (declined.fields["title"], declined.fields["notes"]) == ("Guidance Counselor", "needs evening hours")
    assert not {"role", "needs"} & declined.fields.keys()


def test_a_wish_is_filled_in_but_for_whom_you_said_may_be_written_to(empty: Records) -> None:
    (row,) = planned(empty, entry(formatted_name="Ann Lee", note="do not contact")).rows
    assert row.fields["do_not_contact"]


def test_a_row_that_no_record_can_hold_is_passed_over_with_its_reason(empty: Records) -> None:
    (row,) = planned(empty, entry(formatted_name="Ann " + "x" * 4000)).rows
    assert row.action == "skip"
    assert row.why.startswith("name:")


def test_a_field_that_tells_of_a_client_is_left_out_and_the_row_comes(empty: Records) -> None:
    (row,) = planned(
        empty,
        entry(
            formatted_name="Ann Lee, J.D.",
            organization="D.A.'s office",
            fields={"met": "when her patient J.D. relapsed"},
        ),
    ).rows
    assert row.action == "create"
    assert (row.fields["name"], row.fields["organization"]) == ("Ann Lee, J.D.", "D.A.'s office")
    assert "met" not in row.fields
    assert "about a client" in row.candidate.left_out[0].why


MAYBE = "Says twenty years of our letters is plenty"


def test_who_may_ask_for_no_letters_gets_none_even_where_guesses_are_not_wanted(empty: Records) -> None:
    plan = planned(empty, entry(formatted_name="Ann Lee", note=MAYBE), answers=Answers(guesses=False))
    assert plan.rows[0].fields["do_not_contact"] == {"reason": MAYBE}
    assert [guess.value for _, guess in plan.may_ask] == [MAYBE]
    assert not plan.guesses


@pytest.mark.parametrize(
    "remark", ["请不要再寄信给她", "Больше не писать", "לא לכתוב אליה", "يفضل الهاتف", "お電話のみ"]
)
def test_a_remark_in_a_script_that_is_not_read_here_is_asked_about(empty: Records, remark: str) -> None:
    """Nobody here can tell what it says, and it may be a wish to be left alone."""
    plan = planned(empty, entry(formatted_name="Ann Lee", note=remark))
    assert plan.rows[0].fields["do_not_contact"] == {"reason": remark}


@pytest.mark.parametrize("note", ["goes by 李安 with colleagues of her year", "™", "Ɛsi", "Ω 3", "Đặng"])
def test_a_sign_or_a_name_in_another_script_asks_for_nothing(empty: Records, note: str) -> None:
    plan = planned(empty, entry(formatted_name="Ann Lee", note=note))
    assert "do_not_contact" not in plan.rows[0].fields


def test_somebody_says_that_a_remark_asks_for_nothing_and_it_goes_to_the_notes(empty: Records) -> None:
    declined = Answers(declined=frozenset({("people.csv:2", "do_not_contact")}))
    (row,) = planned(empty, entry(formatted_name="Ann Lee", note=MAYBE), answers=declined).rows
    assert (row.fields["do_not_contact"], row.fields["notes"]) == (False, MAYBE)


def test_a_plain_wish_stays_where_a_remark_that_may_be_one_is_declined(empty: Records) -> None:
    declined = Answers(declined=frozenset({("people.csv:2", "do_not_contact")}))
    (row,) = planned(empty, entry(formatted_name="Ann Lee", note=f"{MAYBE}. Do not email"), answers=declined).rows
    assert "Do not email" in str(row.fields["do_not_contact"])


def test_no_word_of_a_second_remark_is_lost(empty: Records) -> None:
    other = "His wife begs us to leave him out of it all"
    (row,) = planned(empty, entry(formatted_name="Ann Lee", note=f"{MAYBE}. {other}")).rows
    assert row.fields["do_not_contact"] == {"reason": f"{MAYBE}."}
    assert row.fields["notes"] == other
    (row,) = planned(empty, entry(formatted_name="Ann Lee", note="Do not write\nStop all letters")).rows
    assert "Do not write" in str(row.fields["do_not_contact"])
    assert "Stop all letters" in str(row.fields["do_not_contact"])


def test_a_fact_is_compared_by_its_words(empty: Records) -> None:
    known = Contact.model_validate(
        {"id": "ann-lee", "name": "Ann Lee", "introduced_by": {"name": "Ruth", "how": "a friend"}}
    )
    records = replace(empty, contacts=ContactBook((known,)))
    row = entry(formatted_name="Ann Lee", fields={"introduced_by": "Ruth", "id": "ann-lee"})
    assert planned(records, row).rows[0].action == "keep"


def test_rows_that_fill_one_contact_are_put_together(empty: Records) -> None:
    records = replace(empty, contacts=ContactBook((Contact(id="ann", name="Ann Poe", email="ann@oak.example"),)))
    plan = planned(
        records,
        entry(2, formatted_name="Ann Poe", emails=("ann@oak.example",), phones=(Phone("207-555-0101"),), note="DNC"),
        entry(
            3, formatted_name="Ann Poe", emails=("ann@oak.example",), phones=(Phone("207-555-0102"),), note="likes tea"
        ),
        answers=Answers(declined=frozenset({("people.csv:3", "do_not_contact")})),
    )
    assert plan.filled["ann"]["phone"] == "207-555-0101"
    assert "DNC" in str(plan.filled["ann"]["do_not_contact"])
    assert plan.filled["ann"]["notes"] == "likes tea"
    assert [(one.field, one.theirs) for one in plan.rows[1].differences] == [("phone", "207-555-0102")]


def test_a_remark_that_is_declined_takes_no_wish_of_another_row_away(empty: Records) -> None:
    records = replace(empty, contacts=ContactBook((Contact(id="ida", name="Ida Quinn", email="ida@bay.example"),)))
    plan = planned(
        records,
        entry(2, formatted_name="Ida Quinn", emails=("ida@bay.example",), note="DNC"),
        entry(3, formatted_name="Ida Quinn", emails=("ida@bay.example",), note=MAYBE),
        answers=Answers(declined=frozenset({("people.csv:3", "do_not_contact")})),
    )
    assert "DNC" in str(plan.filled["ida"]["do_not_contact"])


def test_rows_of_one_name_at_two_places_are_not_both_a_bare_record(empty: Records) -> None:
    records = replace(empty, contacts=ContactBook((Contact(id="sam", name="Sam Lee"),)))
    plan = planned(
        records,
        entry(2, formatted_name="Sam Lee", organization="Elm School", emails=("slee@elm.example",)),
        entry(3, formatted_name="Sam Lee", organization="Bay Court", emails=("sam@court.example",)),
    )
    assert [row.action for row in plan.rows] == ["fill", "ask"]


def test_a_wish_of_somebody_unclear_holds_for_whoever_it_may_be(empty: Records) -> None:
    known = Contact(id="ann", name="Ann Poe", organization="Oak", email="ann@oak.example")
    records = replace(empty, contacts=ContactBook((known,)))
    asked = entry(2, formatted_name="Mrs. Poe", organization="Oak", note="do not contact")
    plan = planned(records, asked)
    assert (plan.rows[0].action, plan.rows[0].stops, plan.changes) == ("ask", "ann", True)
    assert "do not contact" in str(plan.filled["ann"]["do_not_contact"])
    plan = planned(records, asked, answers=Answers(who={"people.csv:2": NEW}))
    assert (plan.rows[0].action, plan.filled) == ("create", {})


def test_a_name_that_two_contacts_have_is_asked_about(empty: Records) -> None:
    two = ContactBook((Contact(id="ida", name="Ida Quinn", organization="Bay"), Contact(id="ida2", name="Ida Quinn")))
    plan = planned(replace(empty, contacts=two), entry(formatted_name="Ida Quinn", note="do not contact"))
    assert [row.action for row in plan.rows] == ["ask"]


def test_your_false_stays_and_the_words_of_the_file_are_shown(empty: Records) -> None:
    known = parse_contacts("- {name: Ida Quinn, email: ida@bay.example, do_not_contact: false}\n", "contacts.yaml")
    row = entry(formatted_name="Ida Quinn", emails=("ida@bay.example",), note="do not contact")
    (found,) = planned(replace(empty, contacts=known), row).rows
    assert [one.field for one in found.differences] == ["do_not_contact"]
    assert "do not contact" in found.differences[0].theirs


def test_what_a_second_row_of_somebody_new_says_otherwise_goes_to_the_notes(empty: Records) -> None:
    first, second = planned(
        empty,
        entry(
            2, formatted_name="Bo Hart", emails=("bo@elm.example",), phones=(Phone("207-555-0101"),), note="likes tea"
        ),
        entry(
            3, formatted_name="Bo Hart", emails=("bo@elm.example",), phones=(Phone("207-555-0102"),), note="met in May"
        ),
    ).rows
    assert (first.action, second.action, first.fields["phone"]) == ("create", "skip", "207-555-0101")
    assert first.fields["notes"] == "likes tea\nphone in row 3: 207-555-0102\nmet in May"
    assert "phone, notes went there" in second.why


def test_a_wish_in_a_second_row_counts_though_the_first_was_declined(empty: Records) -> None:
    plan = planned(
        empty,
        entry(2, formatted_name="Bo Hart", emails=("bo@elm.example",), note=MAYBE),
        entry(3, formatted_name="Bo Hart", emails=("bo@elm.example",), note="DNC"),
        answers=Answers(declined=frozenset({("people.csv:2", "do_not_contact")})),
    )
    assert "DNC" in str(plan.rows[0].fields["do_not_contact"])


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[1] / "data" / "address_books").glob("*.[cv]*")), ids=str
)
def test_a_quiet_row_plans_as_one_that_is_read_again(workspace: Snapshot, path: Path) -> None:
    books, records = read_files(workspace, [path]), workspace.records
    candidates = [one for book in books for one in tidy(book, records, region="US")]
    read_again = [replace(one, is_quiet=False) for one in candidates]
    quick, slow = (make_plan(one, records, region="US") for one in (candidates, read_again))
    assert [row.fields for row in quick.rows] == [row.fields for row in slow.rows]
