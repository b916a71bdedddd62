"""How a note is read: the forms of its clauses, and what signs and hints show."""

import pytest

from composer.records.need_index import NeedIndex
from composer.records.note_grammar import Forms
from composer.records.note_words import NoteWords
from composer.records.notes import NoteReader
from composer.records.roles import NeedForms
from tests.shipped import LIBRARY

LISTS = {"THEIR": ("her", "their"), "KIN": ("son", "THEIR own son")}


@pytest.mark.parametrize(
    ("form", "clause"),
    [
        ("no call/need for", "there is no need for teens"),
        ("no call_at_all", "no call at all"),
        ("has THEIR own", "dr osei has her own people"),
        ("sends .. to", "sends every last one to the clinic"),
        ("sends .. to", "sends to the clinic"),
        ("not (really) looking", "not looking"),
        ("not (really) looking", "not really looking"),
        ("^retired", "retired last year"),
        ("all set$", "they are all set"),
        ("KIN plays", "her own son plays ball"),
    ],
)
def test_a_form_fits_where_its_words_stand(form: str, clause: str) -> None:
    assert Forms([form], LISTS).place(clause.split()) >= 0


@pytest.mark.parametrize(
    ("form", "clause"),
    [
        ("no call/need for", "no one to call for teens"),
        ("sends .. to", "sends one two three four to the clinic"),
        ("^retired", "her OCD person retired"),
        ("all set$", "all set back by this"),
        ("has THEIR own", "has our own"),
        ("has THEIR own", "has her"),
    ],
)
def test_a_form_fits_nowhere_else(form: str, clause: str) -> None:
    assert Forms([form], LISTS).place(clause.split()) == -1


@pytest.mark.parametrize(
    ("note", "open_parts"),
    [
        ("half her moms can only do Sat.", ["half her moms can only do sat"]),
        ("teens? nah, the school has its own people", []),
        ("we're covered for trauma, but OCD is hard to place", ["ocd is hard to place"]),
        ("Dr. Lee is full. Who sees teens?", ["dr lee is full", "who sees teens"]),
        ("her husband has chronic pain", []),
        ("parking is behind the trauma center", []),
        ("families who don't want to wait", ["families who do not want to wait"]),
    ],
)
def test_what_a_note_says_plainly_is_asked_for_unless_it_says_otherwise(note: str, open_parts: list[str]) -> None:
    clauses = NoteReader(LIBRARY.notes).clauses(note)
    assert [" ".join(one.words) for one in clauses if one.governed and not one.barred] == open_parts


def found(note: str, **needs: NeedForms) -> list[str]:
    return [each.need for each in NeedIndex(needs.values(), NoteWords()).find(note)]


SLEEVES = NeedForms(need="self-harm", phrases=("cutting",), signs="long sleeves, razor", hints="nurse, june, arms")
NIGHTS = NeedForms(need="evenings", phrases=("evenings",), hints="nurse, late")


def test_one_sign_shows_a_need_where_nothing_plainer_is_said() -> None:
    assert found("a razor in the locker", a=SLEEVES, b=NIGHTS) == ["self-harm"]
    assert found("a razor in the locker, wants evenings", a=SLEEVES, b=NIGHTS) == ["evenings"]


def test_hints_show_a_need_only_together() -> None:
    assert found("arms", a=SLEEVES, b=NIGHTS) == []
    assert found("june again and their arms", a=SLEEVES, b=NIGHTS) == ["self-harm"]


def test_a_hint_at_several_needs_counts_less_for_each() -> None:
    assert found("the nurse in june", a=SLEEVES, b=NIGHTS) == []
    assert found("the nurse in june", a=SLEEVES) == ["self-harm"]


def test_more_is_asked_of_signs_beside_a_need_that_is_said_plainly() -> None:
    assert found("long sleeves in june, evenings", a=SLEEVES, b=NIGHTS) == ["evenings", "self-harm"]


def test_what_shows_a_need_is_said_in_the_words_of_the_note() -> None:
    shown = NeedIndex([SLEEVES], NoteWords()).find("Razor blades, in June")
    assert [each.phrase for each in shown] == ["razor, june"]


@pytest.mark.parametrize("note", ["", "?", " - ", "...", "()"])
def test_a_note_without_words_speaks_of_nothing(note: str) -> None:
    assert NeedIndex(LIBRARY.needs, LIBRARY.notes).find(note) == ()
