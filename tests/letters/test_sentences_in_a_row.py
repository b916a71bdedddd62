"""What stands behind a sentence goes on from it: no line alone in its paragraph, no question from nowhere."""

import pytest

from tests.letters.test_shapes import body, records
from tests.letters.test_what_helps import HEAD

TOLD = (
    "  needs:\n"
    "    - {text: noted, say: you have children who get as far as the parking lot, heard: 2026-10-15, source: phone}\n"
)


@pytest.mark.parametrize(
    "role", ["school counselor", "pediatrician", "pastor", "attorney", "hospice bereavement coordinator"]
)
def test_what_they_said_is_gone_on_from(role: str) -> None:
    text = body(f"  role: {role}\n{TOLD}", HEAD)
    assert "What has helped with that so far?" in text or "What would help most with that?" in text


@pytest.mark.parametrize("role", ["school counselor", "pastor", "attorney"])
def test_behind_an_offer_it_is_asked_whether_that_is_near(role: str) -> None:
    practice = f"{HEAD}offers: [{{text: I meet children in the parking lot., needs: [parking lot]}}]\n"
    text = body(f"  role: {role}\n{TOLD}", practice)
    assert "I meet children in the parking lot. " in text
    assert any(asked in text for asked in ("Would that help", "Would that be of use", "Is that close to what"))


@pytest.mark.parametrize("said", [TOLD, ""])
def test_who_gave_the_name_stands_with_what_comes_next_where_nobody_has_to_say_who_writes(said: str) -> None:
    contact = f"  introduced_by: Carol Stinson\n  met: at the fair\n  role: school counselor\n{said}"
    known = records(contact).contacts.contacts[0].id
    text = body(contact, HEAD, f"- {{date: 2026-10-15, contact: {known}, event: called}}\n")
    first = text.partition("\n\n")[0]
    assert first.startswith("Carol Stinson gave me your name. We met at the fair. ")
    assert first.count(".") + first.count("?") > len(["Carol", "met"])
