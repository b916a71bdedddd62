"""A practice that does not see those whom a reader looks after says so early, and offers nothing for them."""

import pytest

from composer.letters.compose import Order, compose
from tests.conftest import TODAY
from tests.letters.test_shapes import PRACTICE, body, introduce, records
from tests.shipped import CATALOGUE

HEAD = PRACTICE.partition("handouts:")[0]
EVENINGS = "offers: [{text: I keep late hours., needs: [evenings]}]\n"


def practice(limit: str, needs: str, offers: str = EVENINGS) -> str:
    return f"{HEAD}does_not: [{{text: '{limit}', needs: [{needs}]}}]\n{offers}"


CLOSED = [
    ("  role: middle school counselor\n", "I see nobody under 18.", "children, teens"),
    ("  role: pediatrician\n", "I see nobody under 18.", "children, teens"),
    ("  role: college counseling director\n", "I do not see students at a college.", "college students"),
    ("  role: area agency on aging\n", "I do not see people over 65.", "older adults"),
    ("  role: therapist, adolescent intensive outpatient\n", "I do not see teenagers.", "teens"),
    ("  role: therapist\n  people_word: teens\n", "I do not see teenagers.", "teens"),
    ("  role: pediatric neurologist\n", "I see nobody under 18.", "children, teens"),
    ("  role: youth pastor\n", "I see nobody under 18.", "children, teens"),
    ("  role: children's hospital social worker\n", "I see nobody under 18.", "children, teens"),
]


@pytest.mark.parametrize(("contact", "limit", "needs"), CLOSED)
def test_a_limit_about_all_their_people_comes_right_behind_who_writes(contact: str, limit: str, needs: str) -> None:
    assert f"I am a counselor in Fairhaven. {limit}" in body(contact, practice(limit, needs))


@pytest.mark.parametrize(("contact", "limit", "needs"), CLOSED)
def test_nothing_that_such_readers_usually_need_is_offered_then(contact: str, limit: str, needs: str) -> None:
    assert "late hours" not in body(contact, practice(limit, needs))


@pytest.mark.parametrize(("contact", "limit", "needs"), CLOSED)
def test_the_question_and_the_subject_are_about_others_then(contact: str, limit: str, needs: str) -> None:
    draft = introduce(contact, practice(limit, needs)).draft
    assert draft
    assert draft.subject.startswith("Others around your ")
    text = body(contact, practice(limit, needs))
    assert text.startswith(("Besides your ", "Who around your "))
    assert text.count("?") == 1


def test_somebody_whom_the_limit_leaves_is_asked_about_and_offered_what_is_for_them() -> None:
    note = "  role: school counselor\n  needs: [grandparents raising the kids]\n"
    offers = "offers: [{text: I see grandparents in the morning., needs: [grandparents]}]\n"
    text = body(note, practice("I see nobody under 18.", "children, teens", offers))
    assert text.startswith("Where a grandparent raises a student, who looks after the grandparent?\n\n")
    assert "I am a counselor in Fairhaven. I see nobody under 18. I see grandparents in the morning." in text


@pytest.mark.parametrize(
    ("contact", "limit", "needs"),
    [
        ("  role: high school counselor\n", "I do not see children under sixteen.", "children, teens"),
        ("  role: school counselor\n", "I do not see small children.", "children"),
        ("  role: pediatrician\n", "I do not see teens without a parent.", "children, teens"),
        ("  role: family doctor\n", "I see nobody under 18.", "children, teens"),
        ("  role: school counselor\n", "I make no reports on custody.", "custody, children, teens"),
    ],
)
def test_a_limit_about_some_of_them_closes_nothing(contact: str, limit: str, needs: str) -> None:
    assert "late hours" in body(contact, practice(limit, needs))


def test_a_limit_about_some_of_their_people_is_said_after_the_rest() -> None:
    text = body("  role: school counselor\n", practice("I do not see children under ten.", "children"))
    assert text.index("late hours") < text.index("I do not see children under ten.")


@pytest.mark.parametrize(
    "role", ["foster care agency", "juvenile probation officer", "daycare director", "Head Start nurse"]
)
def test_whoever_is_among_the_young_by_the_words_of_a_role_is_told_the_limit(role: str) -> None:
    draft = introduce(f"  role: {role}\n", practice("I see nobody under 18.", "children, teens")).draft
    assert draft
    assert "I see nobody under 18." in draft.body
    assert draft.subject == "Others around the people you work with"


@pytest.mark.parametrize("role", ["child support attorney", "adult children of alcoholics group leader"])
def test_a_word_for_the_young_that_says_it_of_others_tells_nobody(role: str) -> None:
    assert "nobody under 18" not in body(f"  role: {role}\n", practice("I see nobody under 18.", "children, teens"))


def test_nothing_is_said_to_be_for_their_people_where_none_of_them_is_seen() -> None:
    note = "  role: youth pastor\n  needs: [waiting-time]\n"
    offers = "offers: [{text: I have two openings on Tuesday evenings., needs: [waiting-time]}]\n"
    text = body(note, practice("I see nobody under 18.", "children, teens", offers))
    assert "For members" not in text


@pytest.mark.parametrize("key", ["annual-update", "openings"])
def test_a_later_letter_that_offers_something_keeps_the_limit(key: str) -> None:
    sent = "- {date: 2025-10-01, contact: ann-lee, event: sent, letter: introduction}\n"
    offers = EVENINGS.replace("needs", "until: 2027-02-01, needs")
    limit = practice("I do not see children under ten.", "children", offers)
    book = records("  role: school counselor\n  needs: [evenings are hard]\n", limit, sent)
    (made,) = compose([Order(book.contacts.contacts[0], CATALOGUE.letters[key])], book, CATALOGUE, TODAY)
    assert made.draft
    assert "late hours" in made.draft.body
    assert "I do not see children under ten." in made.draft.body


@pytest.mark.parametrize("role", ["high school counselor", "pediatrician", "pediatric neurologist"])
def test_what_is_for_a_group_reaches_those_who_look_after_it(role: str) -> None:
    offers = "offers: [{text: I hold an hour for somebody just home., needs: [evenings], whom: [teens]}]\n"
    assert "just home" in body(f"  role: {role}\n", HEAD + offers)
    assert "just home" not in body("  role: family doctor\n", HEAD + offers)


def test_no_other_letter_offers_them_anything_either() -> None:
    sent = "- {date: 2025-10-01, contact: ann-lee, event: sent, letter: introduction}\n"
    limit = practice("I see nobody under 18.", "children, teens", EVENINGS.replace("needs", "until: 2027-02-01, needs"))
    book = records("  role: school counselor\n", limit, sent)
    for key in ("annual-update", "openings"):
        (made,) = compose([Order(book.contacts.contacts[0], CATALOGUE.letters[key])], book, CATALOGUE, TODAY)
        assert made.draft is None or "late hours" not in made.draft.body


# --- a limit that says what a note says ---------------------------------------------------------------------------------

RAISING = "I see nobody under 18, though I do see the grandparents and parents who are raising them."


@pytest.mark.parametrize(
    ("note", "limit", "told"),
    [
        ("grandparents raising the kids, with their own health going", RAISING, True),
        ("the farm, and who inherits it", "I do not settle who inherits a farm.", True),
        ("wants a letter about an assistance dog", "I write no letter for an assistance dog.", True),
        ("the farm is far out", "I do not settle who inherits a farm.", False),
        ("dog walkers", "I write no letter for an assistance dog.", False),
    ],
)
def test_two_words_of_a_note_make_the_limit_said_that_has_them(note: str, limit: str, told: bool) -> None:
    text = body(f"  role: family doctor\n  needs: ['{note}']\n", practice(limit, "zither"))
    assert (limit in text) is told
