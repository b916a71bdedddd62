"""An entry is put right, each value in the field it belongs to, and all that was done is said."""

from dataclasses import replace
from typing import Any

import pytest

from composer.address_books.entry import AddressBook, Entry, Phone, PostalAddress, Unusable
from composer.imports.tidy import tidy
from composer.records.book import Records
from tests.imports.conftest import entry, tidied


def test_values_go_where_they_belong_whichever_column_they_stood_in(records: Records) -> None:
    (found,) = tidied(
        records,
        entry(
            formatted_name="OSEI, ABENA",
            title="MD, FAAP",
            organization="RIVERBEND FAMILY MEDICINE",
            emails=("(207) 555-0142",),
            phones=(Phone("a.osei@riverbend.example", "work"), Phone("207-555-0143", "fax")),
        ),
    )
    assert found.fields["name"] == "Abena Osei, MD, FAAP"
    assert found.fields["organization"] == "Riverbend Family Medicine"
    assert (found.fields["email"], found.fields["phone"]) == ("a.osei@riverbend.example", "(207) 555-0142")
    assert found.fields["fax"] == "207-555-0143"
    assert {change.field for change in found.changes} >= {"name", "organization"}


def test_an_address_that_slipped_by_a_column_is_found(records: Records) -> None:
    (found,) = tidied(records, entry(formatted_name="Marcus Tillery", emails=("TH",), note="marcus@tillery.example"))
    assert found.fields["email"] == "marcus@tillery.example"


def test_further_addresses_and_numbers_stay_in_the_notes(records: Records) -> None:
    (found,) = tidied(
        records,
        entry(
            formatted_name="Ann Lee",
            emails=("ann@elm.example", "ann.lee@home.example"),
            phones=(Phone("555-555-0101", "home"), Phone("555-555-0102", "work"), Phone("555-555-0103", "cell")),
        ),
    )
    assert found.fields["phone"] == "555-555-0102"
    notes = str(found.fields["notes"]).split("\n")
    assert notes == ["other address: ann.lee@home.example", "mobile: 555-555-0103", "at home: 555-555-0101"]


def test_the_work_address_is_taken_and_the_state_written_out(records: Records) -> None:
    (found,) = tidied(
        records,
        entry(
            formatted_name="Ann Lee",
            addresses=(
                PostalAddress("1 Home Road\nFairhaven, OH 45202", use="home"),
                PostalAddress("4 RIVER ST\nFAIRHAVEN, OH 45202", use="work"),
            ),
        ),
    )
    assert found.fields["address"] == "4 River St\nFairhaven, OH 45202"
    assert found.fields["state"] == "Ohio"


@pytest.mark.parametrize(
    ("title", "organization", "role"),
    [
        ("Guidance Counselor", "Lincoln High School", "Guidance Counselor"),
        ("", "Riverbend Family Medicine", "family medicine"),
        ("LCSW", "Mercy Hospital", "hospital LCSW"),
    ],
)
def test_a_role_is_guessed_from_title_and_place_and_says_how(
    records: Records, title: str, organization: str, role: str
) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", title=title, organization=organization))
    said = [guess for guess in found.guesses if guess.field == "role"]
    if title == "LCSW":
        assert found.fields["name"] == "Ann Lee, LCSW"
    else:
        assert [guess.value for guess in said] == [role]
        assert said[0].why


@pytest.mark.parametrize(
    ("said", "name", "place", "team"),
    [
        ({"formatted_name": "VANTERPOOL RUTH  D.O."}, "Ruth Vanterpool, D.O.", "", ""),
        ({"formatted_name": "Wendeline Achterberg Psy.D. - director"}, "Wendeline Achterberg, Psy.D.", "", ""),
        ({"formatted_name": "Probation: Kim Tran-Oakley"}, "Kim Tran-Oakley", "", ""),
        ({"formatted_name": "ER case mgmt desk", "organization": "Elm Hosp"}, "", "Elm Hosp", "ER case mgmt desk"),
        (
            {"formatted_name": "Fern Eating Program - Tess Abernathy, RD"},
            "Tess Abernathy, RD",
            "Fern Eating Program",
            "",
        ),
        ({"formatted_name": "Ann Lee", "title": "Quill Behavioral Health"}, "Ann Lee", "Quill Behavioral Health", ""),
        ({"formatted_name": "Ann Lee, LMFT", "organization": "private practice"}, "Ann Lee, LMFT", "", ""),
    ],
)
def test_people_and_places_are_told_apart_where_a_sheet_mixes_them(
    records: Records, said: dict[str, Any], name: str, place: str, team: str
) -> None:
    (found,) = tidied(records, entry(**said))
    assert (found.text("name"), found.text("organization"), found.text("team")) == (name, place, team)


@pytest.mark.parametrize(
    ("said", "name", "words"),
    [
        ({"formatted_name": "TRAN, KIM Q., D.O."}, "Kim Q. Tran, D.O.", ""),
        ({"formatted_name": "Bend - Lou Diaz, LCSW"}, "Lou Diaz, LCSW", "Bend"),
        ({"formatted_name": "Mr. and Mrs. Poe"}, "Mr. and Mrs. Poe", ""),
        ({"formatted_name": "Joy Kim MD, Director, Oak Clinic"}, "Joy Kim, MD", "Director, Oak Clinic"),
        ({"formatted_name": "Joy Poe <joy@poe.example> MFT"}, "Joy Poe, MFT", "joy@poe.example"),
        (
            {"formatted_name": "Al Ruiz", "title": "psychologist", "organization": "pvt practice"},
            "Al Ruiz",
            "pvt practice",
        ),
    ],
)
def test_no_word_of_a_mixed_cell_is_lost(records: Records, said: dict[str, Any], name: str, words: str) -> None:
    (found,) = tidied(records, entry(**said))
    assert found.text("name") == name
    assert words in str([*found.fields.values(), *found.guesses])


@pytest.mark.parametrize(
    "words",
    ["AVOID", "rmv", "on hold", "steer clear", "persona non grata", "refused delivery", "don't use", "dead lead"],
)
def test_a_short_word_for_somebody_who_is_let_be_is_asked_about(records: Records, words: str) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", note=words))
    assert [guess.field for guess in found.guesses] == ["do_not_contact"]


def test_an_address_with_words_behind_a_comma_is_not_put_together_wrong(records: Records) -> None:
    (found,) = tidied(records, entry(formatted_name="Gus Ivy", emails=("gus@oak.example", "dnc")))
    assert found.fields["email"] == "gus@oak.example"


def test_a_remark_behind_a_place_goes_to_the_notes(records: Records) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", organization="Elm House (was at Oak Clinic till 2020)"))
    assert found.fields["organization"] == "Elm House"
    assert "was at Oak Clinic till 2020" in str([*found.fields.values(), *found.guesses])


def test_a_place_may_have_a_name_in_brackets(records: Records) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", organization="Youth Services (YS)"))
    assert found.fields["organization"] == "Youth Services (YS)"


def test_what_stands_behind_a_number_is_none_of_it(records: Records) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", phones=(Phone("413-555-0119 (24 hrs)"),)))
    assert found.fields["phone"] == "413-555-0119"
    assert found.fields["notes"] == "phone: 413-555-0119 (24 hrs)"


@pytest.mark.parametrize(
    "said", ["555-555-0101 (cell)", "Office: 555-555-0101", "555-555-0101 ext. 12", "Tel. 555-555-0101"]
)
def test_what_a_number_is_for_is_no_note(records: Records, said: str) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", phones=(Phone(said),)))
    assert "notes" not in found.fields


def test_a_title_that_is_no_role_stays_a_title(records: Records) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", title="Barista"))
    assert found.fields["title"] == "Barista"
    assert not found.guesses


def test_notes_are_sorted_and_what_names_a_client_is_left_out(records: Records) -> None:
    (found,) = tidied(
        records,
        entry(
            formatted_name="Ann Lee",
            note="Looking for someone who takes Medicaid. Likes tulips.\nSent us Jamie's mom in March; retired 2023",
        ),
    )
    assert found.fields["notes"] == "Likes tulips."
    assert {(guess.field, guess.value) for guess in found.guesses} == {
        ("needs", "Looking for someone who takes Medicaid."),
        ("status", "retired"),
    }
    assert [left.words for left in found.left_out] == ["Sent us Jamie's mom in March"]
    assert "Jamie" not in str(found.fields)
    assert "about a client" in found.left_out[0].why


@pytest.mark.parametrize(
    "said",
    [
        {"note": "DO NOT EMAIL"},
        {"note": "Likes tea. Please take me off your list."},
        {"categories": ("* myContacts", "do not contact")},
        {"fields": {"do_not_contact": "x"}},
        {"fields": {"do_not_contact": "asked 3/2025"}},
        {"fields": {"status": "asked not to be contacted"}},
    ],
)
def test_a_wish_to_be_left_alone_is_taken_wherever_it_stands(records: Records, said: dict[str, Any]) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", **said))
    assert found.fields["do_not_contact"]


@pytest.mark.parametrize(
    "words",
    [
        "Says twenty years of our letters is plenty",
        "Going forward please leave her out of anything we send",
        "His partner feels harassed by the visits and letters, we should back off completely",
        "The board complained, their office cannot be getting our mail any longer",
    ],
)
def test_a_remark_that_may_ask_for_no_letters_is_a_guess_in_whatever_words(records: Records, words: str) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", note=f"Likes tulips. {words}"))
    assert [(guess.field, guess.value) for guess in found.guesses] == [("do_not_contact", words)]
    assert found.fields["notes"] == "Likes tulips."


@pytest.mark.parametrize("note", ["other address: ann@home.example", "mobile: 555-555-0103", "website: grace.example"])
def test_an_address_or_a_number_asks_for_nothing(records: Records, note: str) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", note=note))
    assert not found.guesses


def test_a_wish_beside_a_client_counts_and_its_words_are_left_out(records: Records) -> None:
    words = "Sent us Jamie's mom in March, and does not want any more letters"
    (found,) = tidied(records, entry(formatted_name="Ann Lee", note=words))
    assert found.fields["do_not_contact"] is True
    assert "Jamie" not in str(found.fields)


def book_of(*entries: Entry, file: str = "people.csv", unusable: tuple[Unusable, ...] = ()) -> AddressBook:
    return AddressBook(file, "table", entries, unusable)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Newsletter", "unsubscribed"),
        ("May we email?", "no"),
        ("Letters", "do not send"),
        ("Anything", "please do not contact"),
        ("Nickname", "DNC"),
        ("Department", "do not mail"),
        ("vCard", "BEGIN:VCARD\nFN:Ann Lee\nX-DO-NOT-CONTACT:1\nEND:VCARD"),
        ("vCard", "BEGIN:VCARD\nFN:Ann Lee\nitem1.X-ABLabel:do not\n  call or write\nEND:VCARD"),
    ],
)
def test_a_wish_counts_in_any_column(records: Records, column: str, cell: str) -> None:
    one = Entry(row=2, formatted_name="Ann Lee", written={"Name": "Ann Lee", column: cell})
    (found,) = tidy(book_of(one), records, region="US")
    assert found.fields.get("do_not_contact") or [guess.field for guess in found.guesses] == ["do_not_contact"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Newsletter", "yes"),
        ("May we email?", "yes"),
        ("Contacted", "2024-03-01"),
        ("Married", "no"),
        ("Name", "Ann Stop"),
    ],
)
def test_columns_that_say_something_else_are_no_wishes(records: Records, column: str, cell: str) -> None:
    one = Entry(row=2, formatted_name="Ann Lee", written={"Name": "Ann Lee", column: cell})
    assert "do_not_contact" not in tidy(book_of(one), records, region="US")[0].fields


def test_a_wish_above_or_around_the_rows_is_theirs(records: Records) -> None:
    first, second, third = (
        Entry(row=row, formatted_name=name, written={"Name": name})
        for row, name in ((2, "Ann Lee"), (4, "Bo Hart"), (6, "Cy Moss"))
    )
    headings = (Unusable(3, "a heading", {"Name": "DO NOT CONTACT"}), Unusable(5, "a heading", {"Name": "PASTORS"}))
    found = tidy(book_of(first, second, third, unusable=headings), records, region="US")
    assert ["do_not_contact" in one.fields for one in found] == [False, True, False]
    for book in (book_of(first, file="Do not contact list.csv"), book_of(replace(first, sheet="Unsubscribed"))):
        assert tidy(book, records, region="US")[0].fields["do_not_contact"]


def test_a_group_of_those_to_be_left_alone_names_its_members(records: Records) -> None:
    group = Entry(
        row=1, kind="group", formatted_name="Do not write to these", written={"vCard": "MEMBER:mailto:ann@elm.example"}
    )
    ann, bo = (
        Entry(row=2, formatted_name=name, emails=(f"{name}@elm.example".lower(),), written={"n": name})
        for name in ("Ann", "Bo")
    )
    found = tidy(book_of(group, ann, bo), records, region="US")
    assert ["do_not_contact" in one.fields for one in found] == [False, True, False]


def test_a_wish_is_kept_without_words_about_a_client(records: Records) -> None:
    (found,) = tidied(
        records, entry(formatted_name="Ann Lee", fields={"do_not_contact": "her patient Fern D. is mine"})
    )
    assert found.fields["do_not_contact"] is True


def test_a_column_about_clients_is_not_kept_however_long_its_words(records: Records) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", rest={"Shared clients": "the two that come on Mondays"}))
    assert "notes" not in found.fields


@pytest.mark.parametrize("said", ["", "no", "N", "false", "0", "-"])
def test_a_column_that_says_no_wish_makes_none(records: Records, said: str) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", fields={"do_not_contact": said}))
    assert "do_not_contact" not in found.fields


def test_groups_are_nobody_and_companies_are_places(records: Records) -> None:
    group, place, nobody = tidied(
        records,
        entry(kind="group", formatted_name="Referral friends"),
        entry(
            kind="org", organization="Elm House", formatted_name="Elm House", phones=(Phone("555-555-0100", "main"),)
        ),
        entry(organization="Maple Grove", emails=("info@maple.example",)),
    )
    assert group.skip
    assert (place.part, place.fields["name"], place.fields["phone"]) == ("organizations", "Elm House", "555-555-0100")
    assert nobody.fields == {"unknown_person": True, "organization": "Maple Grove", "email": "info@maple.example"}


def test_what_slipped_into_the_organization_goes_where_it_belongs(records: Records) -> None:
    number, address, ditto = tidied(
        records,
        entry(formatted_name="Ann Lee", organization="(614) 555-0104"),
        entry(formatted_name="Ann Lee", organization="ann@elm.example"),
        entry(formatted_name="Ann Lee", organization='"', emails=("ann@elm.example",)),
    )
    assert (number.text("phone"), number.text("organization")) == ("(614) 555-0104", "")
    assert (address.text("email"), address.text("organization")) == ("ann@elm.example", "")
    assert not ditto.text("organization")


def test_labels_of_the_program_are_no_tags(records: Records) -> None:
    (found,) = tidied(records, entry(formatted_name="Ann Lee", categories=("* myContacts", "* starred", "Governo")))
    assert found.fields["tags"] == ["Governo"]


def test_who_has_retired_from_a_service_has_not_retired_from_work(records: Records) -> None:
    soldier, judge = tidied(
        records,
        entry(formatted_name="Capt. Jane Roe, US Army Retired", phones=(Phone("555-555-0101"),)),
        entry(formatted_name="Hon. Ann Lee (ret.)", phones=(Phone("555-555-0102"),)),
    )
    assert (soldier.text("title"), soldier.text("organization"), soldier.guesses) == ("US Army Retired", "", ())
    assert [(guess.field, guess.value) for guess in judge.guesses] == [("status", "retired")]
    (driver,) = tidied(records, entry(formatted_name="Ann Lee", note="Ret. Army, runs on time"))
    assert "retired" not in [guess.value for guess in driver.guesses]
