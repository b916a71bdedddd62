"""A reader's own word for those whom they look after reads right wherever it stands, whatever article it has."""

import re

import pytest

from composer.briefs.hats import in_their_words
from composer.briefs.reader import rewording
from composer.records.contacts import parse_contacts
from tests.letters.test_shapes import body
from tests.shipped import LIBRARY

FORMS = LIBRARY.phrases.your_people
WORDS = [
    ("the bereaved", "bereaved people", "the bereaved people you work with", "bereaved person"),
    ("the dying", "dying people", "the dying people you work with", "dying person"),
    ("Our crew", "crew members", "your crew members", "crew member"),
    ("crew", "crew members", "your crew members", "crew member"),
    ("the families", "families", "your families", "family"),
    ("my residents", "residents", "your residents", "resident"),
    ("a client", "clients", "your clients", "client"),
    ("child", "children", "your children", "child"),
    ("the staff", "staff members", "your staff members", "staff member"),
    ("the bereaved and their children", "bereaved people and their children",
     "the bereaved people and their children you work with", "bereaved person"),
    ("men who have lost a wife", "men", "your men", "man"),
    ("people on our caseload", "people", "your people", "person"),
    ("resident, residents", "residents", "your residents", "resident"),
    ("captains and crew", "captains and crew", "the captains and crew you work with", "captain"),
    ("older adults", "older adults", "the older adults you work with", "older adult"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "people", "yours", "person"), WORDS)
def test_a_word_with_an_article_or_for_all_as_one_is_a_word_for_several(
    word: str, people: str, yours: str, person: str
) -> None:
    role = in_their_words(LIBRARY.role_by_key["bereavement"], word, FORMS)
    assert (role.people, role.person) == (people, person)
    if people != "people":
        assert rewording(role, LIBRARY).your_people == yours


@pytest.mark.parametrize("word", [word for word, *_ in WORDS])
@pytest.mark.parametrize("role", ["hospice bereavement coordinator", "hr manager", "school counselor", "pastor"])
def test_no_letter_has_two_articles_before_their_word(role: str, word: str) -> None:
    text = body(f'  role: {role}\n  people_word: "{word}"\n')
    assert not re.search(r"\b(?:the|your|which|a|an) (?:the|our|my|your|a|an)\b", text, re.IGNORECASE)
    assert not re.search(
        r"\b(?:crew|staff|bereaved|dying|child|client) (?:need|come|wait|use|are)\b", text, re.IGNORECASE
    )


def test_a_spanish_article_is_left_out_too() -> None:
    forms = LIBRARY.spoken("es").phrases.your_people
    assert forms.several("los residentes") == "residentes"


@pytest.mark.parametrize("word", ["children, teens, adults", "0,0,0", "1,000,000"])
def test_of_more_than_two_words_none_is_left_out_in_silence(word: str) -> None:
    """What stands behind a second comma was said of nobody, and the first word was taken for one of them."""
    (problem,) = parse_contacts(f"- name: Ann Lee\n  people_word: '{word}'\n", "contacts.yaml").problems
    assert (problem.at.line, problem.code) == (2, "contact-people_word")
    assert "one and several with a comma between: 'parishioner, parishioners'" in problem.text
