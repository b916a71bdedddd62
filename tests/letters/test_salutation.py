"""The greeting fails closed: right, or a question."""

import pytest

from composer.letters.salutation import salutation
from composer.records.contacts import Contact
from composer.records.library import TemplateFile, parse_library


@pytest.mark.parametrize(
    ("name", "role", "greeting"),
    [
        ("Dr. Abena Osei, MD", "pcp", "Dear Dr. Osei"),
        ("Dr Abena Osei", "pcp", "Dear Dr. Osei"),
        ("Abena Osei, MD", "pcp", "Dear Dr. Osei"),
        ("Dr. Dr. Abena Osei", "pcp", "Dear Dr. Osei"),
        ("Dr. Abena K. Osei, MD, FAAFP", "pcp", "Dear Dr. Osei"),
        ("Tomasz Zieliński, PA-C", "pcp", "Dear Tomasz Zieliński"),
        ("Jonah Brandt", "college case manager", "Dear Jonah Brandt"),
        ("Ms. Grace Holloway", "discharge planner", "Dear Ms. Holloway"),
        ("Mx. Robin Lee-Ward", "therapist", "Dear Mx. Lee-Ward"),
        ("Prof. Dr. Anna Weiss", "psychiatrist", "Dear Professor Weiss"),
        ("Dr. Maria van der Berg, PhD", "psychologist", "Dear Dr. van der Berg"),
        ("Dr. Rosa de la Cruz", "pcp", "Dear Dr. de la Cruz"),
        ("Rabbi Miriam Stein", "rabbi", "Dear Rabbi Stein"),
        ("Father Thomas Keane", "priest", "Dear Father Keane"),
        ("Suparman", "hospital social worker", "Dear Suparman"),
        ("Dr. Suparman", "pcp", "Dear Dr. Suparman"),
        ("Олена Шевченко, PMHNP", "pmhnp", "Dear Олена Шевченко"),
        ("李小龍", "therapist", "Dear 李小龍"),
        ("Ruth Adeyemi LISW", "therapist", "Dear Ruth Adeyemi"),
        ("Ana Valdez-Roca, PhD", "college counselor", "Dear Ana Valdez-Roca"),
    ],
)  # fmt: skip
def test_a_greeting_that_is_certain(name: str, role: str, greeting: str, templates: dict[str, TemplateFile]) -> None:
    """Taken apart only with the lists that ship."""
    library = parse_library(templates)
    contact = Contact(name=name, role=role)
    assert salutation(contact, library.role_of(role)[0], library.names, library.phrases.greetings).text == greeting


@pytest.mark.parametrize(
    ("name", "asks"),
    [
        ("Dr. Zhang Wei", "Dr. and which family name, of Zhang Wei?"),
        ("Dr. Kim Min-jun", "Dr. and which family name, of Kim Min-jun?"),
        ("Dr. Maria Garcia Lopez", "Dr. and which family name, of Maria Garcia Lopez?"),
        ("Dr. 王小明", "Dr. and which family name, of 王小明?"),
        ("The Rev. Ada Okafor", "how do you address The Rev. Ada Okafor?"),
        ("Sister Mary Agnes", "how do you address Sister Mary Agnes?"),
        ("Osei, Abena", "how do you address Osei, Abena?"),
        ("Abena Osei, and family", "how do you address Abena Osei, and family?"),
    ],
)  # fmt: skip
def test_a_greeting_that_is_not_certain_is_a_question(name: str, asks: str, templates: dict[str, TemplateFile]) -> None:
    """Never "Dear Dr. Wei" to Dr. Zhang."""
    library = parse_library(templates)
    found = salutation(
        Contact(name=name, role="pcp"), library.role_of("pcp")[0], library.names, library.phrases.greetings
    )
    if name == "Dr. 王小明":
        assert found.text == "Dear Dr. 王小明"  # a name of one part is that part
    else:
        assert found.text == f"Dear [[CONFIRM: {asks}]]"


def test_the_record_has_the_last_word(templates: dict[str, TemplateFile]) -> None:
    library = parse_library(templates)
    role = library.role_of("pastor")[0]
    okafor = Contact(name="The Rev. Ada Okafor", role="pastor", address_as="Pastor Okafor")
    zhang = Contact(name="Dr. Zhang Wei", role="pcp", family_name="Zhang")
    assert salutation(okafor, role, library.names, library.phrases.greetings).text == "Dear Pastor Okafor"
    assert salutation(zhang, role, library.names, library.phrases.greetings).text == "Dear Dr. Zhang"


def test_nobody_known_is_greeted_by_what_they_do(templates: dict[str, TemplateFile]) -> None:
    library = parse_library(templates)
    place = Contact(organization="Maple Grove", unknown_person=True)
    found = salutation(place, library.role_of("general")[0], library.names, library.phrases.greetings)
    assert found.text == "To the person who keeps the referral list at Maple Grove"


def test_no_greeting_ever_holds_a_title_twice_or_a_title_with_a_given_name(templates: dict[str, TemplateFile]) -> None:
    library = parse_library(templates)
    role = library.role_of("pcp")[0]
    for given in ("Abena", "Jean-Luc", "J."):
        for title in ("Dr.", "Dr", "DR.", "Doctor", "Dr. Dr.", "Prof. Dr.", "Ms. Dr."):
            for after in ("", ", MD", ", MD, PhD"):
                text = salutation(
                    Contact(name=f"{title} {given} Osei{after}", role="pcp"),
                    role,
                    library.names,
                    library.phrases.greetings,
                ).text
                assert text in {"Dear Dr. Osei", "Dear Professor Osei"}, (title, given, after, text)
