"""The greeting fails closed: right, or a question."""

import pytest

from composer.briefs.brief import Briefer
from composer.briefs.salutation import salutation
from composer.records.contacts import Contact
from composer.records.library import TemplateFile, parse_library
from tests.conftest import TODAY, Book


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
        # Several people at one address.
        ("Dr. Abena Osei and Dr. Tom Hale", "pcp", "Dear Dr. Osei and Dr. Hale"),
        ("Abena Osei, MD and Tom Hale, PA-C", "pcp", "Dear Dr. Osei and Tom Hale"),
        ("Dr. and Mrs. Osei", "pcp", "Dear Dr. and Mrs. Osei"),
        ("Anna & Tom Berg", "therapist", "Dear Anna and Tom Berg"),
        # Nicknames and pronouns in the name.
        ('Dr. Robert "Bob" Hale', "pcp", "Dear Dr. Hale"),
        ('Robert "Bob" Hale', "therapist", "Dear Bob Hale"),
        ("Robert (Bob) Hale, LPC", "therapist", "Dear Bob Hale"),
        ("Sam Whitlock (they/them)", "doula", "Dear Sam Whitlock"),
        # Particles, apostrophes, hyphens, lower case, initials.
        ("Dr. Vincent du Toit", "pcp", "Dear Dr. du Toit"),
        ("Dr. Niamh O'Connor", "pcp", "Dear Dr. O'Connor"),
        ("Dr. Mary-Kate Al-Sayed", "pcp", "Dear Dr. Al-Sayed"),
        ("danah boyd", "therapist", "Dear danah boyd"),
        ("Dr. J. R. Hale", "pcp", "Dear Dr. Hale"),
        ("J. R. Hale", "therapist", "Dear J. R. Hale"),
        # Honorifics of offices and of other countries.
        ("Imam Yusuf Demir", "imam", "Dear Imam Demir"),
        ("Deacon Paul Weber", "deacon", "Dear Deacon Weber"),
        ("Captain Ruth Ames", "chaplain", "Dear Captain Ames"),
        ("Judge Nora Blum", "attorney", "Dear Judge Blum"),
        ("Sra. Marta Gil", "school counselor", "Dear Sra. Gil"),
        ("Prof. Anna Weiss, PhD", "psychologist", "Dear Professor Weiss"),
        ("Miss Lena Roth", "school counselor", "Dear Miss Roth"),
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
        ("Drs. Ann and Tom Hale", "how do you address Drs. Ann and Tom Hale?"),
        ("Dr. Ann Lee and the Rev. Tom Hale", "how do you address Dr. Ann Lee and the Rev. Tom Hale?"),
        ("Dr. Nagy Anna", "Dr. and which family name, of Nagy Anna?"),
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


def test_a_team_is_greeted_as_a_team(templates: dict[str, TemplateFile]) -> None:
    library = parse_library(templates)
    inbox = Contact(team="follow-up team", organization="Lakeview Hospital", role="mobile crisis")
    found = salutation(inbox, library.role_of("mobile crisis")[0], library.names, library.phrases.greetings)
    assert found.text == "To the follow-up team at Lakeview Hospital"
    assert inbox.display_name == "follow-up team at Lakeview Hospital"


def test_the_envelope_keeps_the_titles_that_the_letter_does_not_speak(book: Book) -> None:
    """The Reverend on the envelope, Pastor in the letter."""
    records = book(
        "organizations:\n  - {name: Second Street Church, address: 2 Second Street}\ncontacts:\n"
        "  - {name: The Reverend Ada Okafor, address_as: Pastor Okafor, role: pastor, organization: Second Street Church}\n"
    )
    tree = Briefer(records, TODAY).brief(records.contacts.contacts[0]).tree
    envelope = tree["envelope"]
    assert isinstance(envelope, list)
    assert [str(getattr(line, "text", "")) for line in envelope] == [
        "The Reverend Ada Okafor", "Second Street Church", "2 Second Street",
    ]  # fmt: skip
    assert str(getattr(tree["salutation"], "text", "")) == "Dear Pastor Okafor"


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
