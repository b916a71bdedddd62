"""Names in letters: the greeting that the program writes passes its own check, and a stranger's does not."""

import pytest

from composer.briefs.salutation import salutation
from composer.checks.engine.recipient import name_words
from composer.checks.registry import RULES
from composer.records.contacts import Contact
from tests.checks.cases import END, PRACTICE, inspection, standards
from tests.shipped import LIBRARY

TITLES = frozenset({"dr", "professor", "prof", "colonel", "judge", "principal", "council", "member"})


def greeted(name: str, greeting: str) -> list[str]:
    made = inspection(
        f"{greeting},\n\nHello.{END}", whole=True, display_name=name, names=tuple(name_words(name)),
        standards=standards(titles=TITLES),
    )  # fmt: skip
    return [problem.text for problem in RULES["facts-greeting"].problems(made)]


@pytest.mark.parametrize(
    "name",
    [
        "Dr. Yusuf al-Hakim", "Dr. Lena d'Angelo", "Prof. Nour el-Din", "Dr. Anne l'Hôpital", "Dr. Élise Ünal",
        "DR. JANE SMITH, MD", "Dr. ZHANG Wei", "MacKenzie, Fiona (Dr)", "Intake Team, Harbor House", "Dr. Bishop",
        "Council Member Ann Cole", "Dr. Siobhán Ní Dhomhnaill",
    ],
)  # fmt: skip
def test_the_greeting_made_from_a_record_passes_its_own_check(name: str) -> None:
    contact = Contact(name=name, roles=("x",))
    made = salutation(contact, LIBRARY.role_of("general").role, LIBRARY.names, LIBRARY.phrases.greetings).text
    assert "CONFIRM" not in made
    assert greeted(name, made) == []


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Dr. Yusuf al-Hakim", "Dear Dr. al-Vance"), ("Judge Ann Watkins", "Dear Judge Vance"),
        ("Col. James Ogden", "Dear Colonel Vance"), ("Dr. Anne l'Hôpital", "Dear Dr. Ünal"),
    ],
)  # fmt: skip
def test_another_name_after_the_same_title_is_found(name: str, greeting: str) -> None:
    assert greeted(name, greeting) == [f"it greets '{greeting.removeprefix('Dear ')}', and goes to {name}"]


@pytest.mark.parametrize("degrees", ["M.S., LPCC", "B.S., LPC", "LPCC, M.T.S."])
def test_the_degrees_of_who_signs_are_nobodys_initials(degrees: str) -> None:
    own = standards(practice={"credentials": degrees})
    made = inspection(f"Thank you.\n\nWith good wishes,\n{PRACTICE.name}, {degrees}", standards=own)
    assert RULES["privacy-initials"].problems(made) == []
    other = inspection("Thank you for thinking of me about J.M. last week.", standards=own)
    assert [problem.text for problem in RULES["privacy-initials"].problems(other)] == [
        "'J.M.' may be somebody's initials"
    ]
