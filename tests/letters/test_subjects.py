"""A subject names what its letter speaks of, and nothing else."""

import pytest

from composer.letters.compose import Order, compose
from tests.conftest import TODAY
from tests.letters.test_shapes import records
from tests.letters.test_what_helps import HEAD
from tests.shipped import CATALOGUE


def subject(contact: str, offer: str) -> str:
    """The subject of the first letter to a contact of a practice with one offer."""
    book = records(contact, f"{HEAD}offers: [{offer}]\n")
    (made,) = compose([Order(book.contacts.contacts[0], CATALOGUE.letters["introduction"])], book, CATALOGUE, TODAY)
    assert made.draft, made.faults
    return made.draft.subject


@pytest.mark.parametrize(
    ("needs", "offer", "expected"),
    [
        ("who to call", "{text: I leave a stack of pages at your front desk., needs: [easy-referral]}",
         "Names you can give a family"),
        ("who takes Medicaid", "{text: On Mondays I bring tea., needs: [medicaid]}", "Names you can give a family"),
        ("grief after a death", "{text: On Fridays I bring tea., needs: [grief]}", "Names you can give a family"),
        ("grief after a death", "{text: A grief group starts in January., needs: [grief]}", "Room for students who are grieving"),
        ("video appointments", "{text: I see anyone in Ohio by video., needs: [telehealth]}",
         "Students who cannot come in person"),
    ],
)  # fmt: skip
def test_a_subject_is_about_a_need_only_where_the_letter_speaks_of_it(needs: str, offer: str, expected: str) -> None:
    assert subject(f"  role: school counselor\n  needs: [{needs}]\n", offer) == expected
