"""What stands behind a sentence goes on from it: no line alone in its paragraph, no question from nowhere."""

import pytest

from composer.briefs.locales import list_words
from composer.letters.compose import Order, compose
from composer.records.roles import fill
from tests.conftest import TODAY
from tests.letters.test_shapes import body, records
from tests.letters.test_what_helps import HEAD, letter
from tests.shipped import CATALOGUE, LIBRARY

TOLD = (
    "  needs:\n"
    "    - {text: noted, say: you have children who get as far as the parking lot, heard: 2026-10-15, source: phone}\n"
)

WORDS = {
    role: {"people": people, "your_people": f"your {people}", "gathering": "a meeting"}
    for role, people in {"school counselor": "students", "pastor": "members", "attorney": "clients"}.items()
}


@pytest.mark.parametrize("role", ["pastor", "attorney", "hospice bereavement coordinator"])
def test_what_they_said_is_gone_on_from(role: str) -> None:
    text = body(f"  role: {role}\n{TOLD}", HEAD)
    assert "What has helped with that so far?" in text or "What would help most with that?" in text


@pytest.mark.parametrize("role", ["school counselor", "pastor", "attorney"])
def test_behind_an_offer_the_letter_ends_on_one_question_that_goes_on_from_it(role: str) -> None:
    practice = f"{HEAD}offers: [{{text: I meet children in the parking lot., needs: [parking lot]}}]\n"
    *_, offer, _, last = body(f"  role: {role}\n{TOLD}", practice).split("\n\n")
    assert offer.endswith("I meet children in the parking lot.")
    assert last in {fill(one.text, WORDS[role]) for one in LIBRARY.phrases.go_on.offered}


@pytest.mark.parametrize("said", [TOLD, ""])
def test_who_gave_the_name_stands_with_what_comes_next_where_nobody_has_to_say_who_writes(said: str) -> None:
    contact = f"  introduced_by: Carol Stinson\n  met: at the fair\n  role: school counselor\n{said}"
    known = records(contact).contacts.contacts[0].id
    text = body(contact, HEAD, f"- {{date: 2026-10-15, contact: {known}, event: called}}\n")
    assert text.partition("\n\n")[0].startswith("Carol Stinson gave me your name. We met at the fair.")
    assert "I am a counselor" not in text


def test_what_the_practice_does_not_do_stands_with_how_to_refer() -> None:
    practice = (
        f"{HEAD}offers: [{{text: I meet children in the parking lot., needs: [parking lot]}}]\n"
        "does_not: [{text: I do not see children alone., needs: [parking lot], roles: [school]}]\n"
    )
    paragraphs = body(f"  role: school counselor\n{TOLD}", practice).split("\n\n")
    assert paragraphs[2].startswith("I do not see children alone. ")
    assert paragraphs[3].endswith("?")


def test_items_with_commas_of_their_own_have_semicolons_between_them() -> None:
    assert list_words("en").join(["a, so", "b", "c"]) == "a, so; b; and c"
    assert list_words("en", "or").join(["a", "b", "c"]) == "a, b, or c"
    assert list_words("es").join(["a, así", "b", "c"]) == "a, así; b; y c"
    assert list_words("en").join(["a, so", "b"]) == "a, so and b"


@pytest.mark.parametrize("place", ["private practice", "Self-employed", "independent"])
def test_what_is_no_name_of_a_place_is_not_wished_well(place: str) -> None:
    thanks = letter("thank-you", f"  organization: {place}\n", HEAD, "")
    assert place not in thanks


def test_an_envelope_has_the_place_once() -> None:
    address = "  organization: Cove Clinic\n  address: |\n    Cove Clinic\n    77 Cove Road\n"
    book = records(address, HEAD)
    (made,) = compose([Order(book.contacts.contacts[0], CATALOGUE.letters["thank-you-card"])], book, CATALOGUE, TODAY)
    assert made.draft
    assert made.draft.body.rstrip().replace("\\", "").endswith("Ann Lee\nCove Clinic\n77 Cove Road")
