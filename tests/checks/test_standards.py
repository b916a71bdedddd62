"""What is known of a reader is worked out for whom a draft is, and goes whole to another process."""

import pickle
from datetime import date

import pytest

from composer.checks.engine.standards import Recipients
from composer.planning.eligibility import Eligibility
from tests.checks.cases import inspection
from tests.conftest import Book

CONTACTS = """\
- {name: Ann Lee, id: ann, former_ids: [ann-l], email: ann@x.example, role: pcp, state: OH}
- {name: Bo Ray, id: bo, email: bo@x.example, do_not_contact: asked by phone}
"""


def recipients(book: Book) -> Recipients:
    records = book(CONTACTS, "name: M\n", "")
    return Recipients(records, Eligibility(records, {}, date(2026, 11, 24), ()))


def test_a_reader_is_known_under_the_id_of_today_and_those_before(book: Book) -> None:
    known = recipients(book)
    assert set(known) == {"ann", "ann-l", "bo"}
    assert known["ann-l"] == known["ann"]
    assert (known["ann"].display_name, known["ann"].state) == ("Ann Lee", "Ohio")
    assert known.get("cy") is None
    assert known["bo"].stop


def test_another_process_knows_the_same_of_everyone(book: Book) -> None:
    known = recipients(book)
    assert pickle.loads(pickle.dumps(known)) == dict(known)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Your students can come on Mondays.", 0),
        ("Hello. The people you work with can come on Mondays.", 7),
        ("Your clients can come on Tuesdays.", -1),
        ("Your students. On Mondays we can come.", -1),
    ],
)
def test_a_sentence_of_the_practice_is_found_in_any_readers_word(body: str, found: int) -> None:
    letter = inspection(body)
    at = letter.find("Your patient or client can come on Mondays.")
    assert at - (letter.draft.body.index(body) if at >= 0 else 0) == found
