"""The greeting fails closed: right, or a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.names import LabelledName, read_labelled
from composer.briefs.brief import Briefer
from composer.briefs.names import display_name, envelope_name, read_names
from composer.briefs.salutation import salutation
from composer.records.contacts import Contact
from tests.conftest import TODAY, Book
from tests.shipped import LIBRARY


@pytest.mark.parametrize(
    ("name", "role", "greeting"),
    [
        ("Dr. Abena Osei, MD", "pcp", "Dear Dr. Osei"),
        ("Dr Abena Osei", "pcp", "Dear Dr. Osei"),
        ("Abena Osei, MD", "pcp", "Dear Dr. Osei"),
        ("Dr. Dr. Abena Osei", "pcp", "Dear Dr. Osei"),
        ("Dr. Abena K. Osei, MD, FAAFP", "pcp", "Dear Dr. Osei"),
        ("Ms. Grace Holloway", "discharge planner", "Dear Ms. Holloway"),
        ("Mx. Robin Lee-Ward", "therapist", "Dear Mx. Lee-Ward"),
        ("Prof. Dr. Anna Weiss", "psychiatrist", "Dear Professor Weiss"),
        ("Dr. Maria van der Berg, PhD", "psychologist", "Dear Dr. van der Berg"),
        ("Dr. Rosa de la Cruz", "pcp", "Dear Dr. de la Cruz"),
        ("Rabbi Miriam Stein", "rabbi", "Dear Rabbi Stein"),
        ("Father Thomas Keane", "priest", "Dear Father Keane"),
        ("Dr. Suparman", "pcp", "Dear Dr. Suparman"),
        # A doctorate is spoken in any role; colleagues without one are called by the given name.
        ("Ruth Adeyemi LISW", "therapist", "Dear Ruth"),
        ("Ana Valdez-Roca, PhD", "college counselor", "Dear Dr. Valdez-Roca"),
        # Several people at one address.
        ("Dr. Abena Osei and Dr. Tom Hale", "pcp", "Dear Dr. Osei and Dr. Hale"),
        ("Abena Osei, MD and Tom Hale, PhD", "pcp", "Dear Dr. Osei and Dr. Hale"),
        ("Dr. and Mrs. Osei", "pcp", "Dear Dr. and Mrs. Osei"),
        # Nicknames and pronouns in the name.
        ('Dr. Robert "Bob" Hale', "pcp", "Dear Dr. Hale"),
        # Particles, apostrophes, hyphens, lower case, initials.
        ("Dr. Vincent du Toit", "pcp", "Dear Dr. du Toit"),
        ("Dr. Niamh O'Connor", "pcp", "Dear Dr. O'Connor"),
        ("Dr. Mary-Kate Al-Sayed", "pcp", "Dear Dr. Al-Sayed"),
        ("Dr. J. R. Hale", "pcp", "Dear Dr. Hale"),
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
def test_a_greeting_that_is_certain(name: str, role: str, greeting: str) -> None:
    """Taken apart only with the lists that ship."""
    contact = Contact(name=name, role=role)
    assert salutation(contact, LIBRARY.role_of(role)[0], LIBRARY.names, LIBRARY.phrases.greetings).text == greeting


@pytest.mark.parametrize(
    ("name", "asks"),
    [
        ("Dr. Zhang Wei", "Dr. and which family name, of Zhang Wei?"),
        ("Dr. Kim Min-jun", "Dr. and which family name, of Kim Min-jun?"),
        ("Dr. Lauren Hayes Whitman", "Dr. and which family name, of Lauren Hayes Whitman?"),
        ("Dr. 王小明", "Dr. and which family name, of 王小明?"),
        ("Jonah Brandt", "how do you address Jonah Brandt?"),
        ("Tomasz Zieliński, PA-C", "how do you address Tomasz Zieliński?"),
        ("Kip Brandvold, SHRM-CP", "how do you address Kip Brandvold?"),
        ("Maeve O'Brien-Castellano, Esq.", "how do you address Maeve O'Brien-Castellano?"),
        ("Ada Kern, MSW, LICSW", "how do you address Ada Kern?"),
        ("Suparman", "how do you address Suparman?"),
        ("Олена Шевченко, PMHNP", "how do you address Олена Шевченко?"),
        ("Anna & Tom Berg", "how do you address Anna & Tom Berg?"),
        ('Robert "Bob" Hale', 'how do you address Robert "Bob" Hale?'),
        ("Sam Whitlock (they/them)", "how do you address Sam Whitlock (they/them)?"),
        ("danah boyd", "how do you address danah boyd?"),
        ("Dr. [name]", "how do you address Dr. (name)?"),
        ("The Rev. Ada Okafor", "how do you address The Rev. Ada Okafor?"),
        ("Sister Helen Marsh", "Sister and which family name, of Helen Marsh?"),
        ("Osei, Abena", "how do you address Abena Osei?"),
        ("Dr. Ann Hale <no longer there>", "how do you address Dr. Ann Hale <no longer there>?"),
        ("Abena Osei, and family", "how do you address Abena Osei, and family?"),
        ("Dr. Ann Lee and the Rev. Tom Hale", "how do you address Dr. Ann Lee and the Rev. Tom Hale?"),
        ("Dr. Nagy Anna", "Dr. and which family name, of Nagy Anna?"),
    ],
)  # fmt: skip
def test_a_greeting_that_is_not_certain_is_a_question(name: str, asks: str) -> None:
    """Never "Dear Dr. Wei" to Dr. Zhang."""
    found = salutation(
        Contact(name=name, role="pcp"), LIBRARY.role_of("pcp")[0], LIBRARY.names, LIBRARY.phrases.greetings
    )
    assert found.text == f"Dear [[CONFIRM: {asks}]]"


@pytest.mark.parametrize("labelled", read_labelled("own"), ids=lambda one: f"{one.kind}: {one.name}")
def test_a_greeting_of_any_kind_is_right_or_a_question(labelled: LabelledName) -> None:
    """Thirty kinds of names, as people write them."""
    contact = Contact(name=labelled.name, role="x")
    found = salutation(contact, LIBRARY.role_of("general")[0], LIBRARY.names, LIBRARY.phrases.greetings).text
    assert ("ASK" if "[[CONFIRM: " in found else found) in labelled.right


@pytest.mark.parametrize(
    ("name", "header", "envelope"),
    [
        ("Smith, John", "John Smith", "John Smith"),
        ("Smith, John, MD", "John Smith", "John Smith"),
        ("Dr. A. Osei, MD", "Dr. A. Osei", "Dr. A. Osei, MD"),
        ("MacKenzie, Fiona (Dr)", "Fiona MacKenzie", "Fiona MacKenzie"),
        ("Robert Hale, Jr., DDS", "Robert Hale Jr.", "Robert Hale Jr."),
        ("Dr. Haddad (asked twice)", "Dr. Haddad", "Dr. Haddad"),
        ("Dr. Lena Roth - owes me a call", "Dr. Lena Roth", "Dr. Lena Roth"),
        ("Intake Team, Harbor Behavioral Health", "Intake Team, Harbor Behavioral Health", "Intake Team, Harbor Behavioral Health"),
        ("DR. JANE SMITH, MD", "DR. Jane Smith", "DR. Jane Smith"),
        ("Dr. ZHANG Wei", "Dr. Wei Zhang", "Dr. Wei Zhang"),
        ("McINTYRE, Fiona, PhD", "Fiona McIntyre", "Fiona McIntyre"),
        ("Mrs. Amy Cole (née Park)", "Mrs. Amy Cole", "Mrs. Amy Cole"),
        ("Elm Clinic, attn: Ms. Jane Hale", "Ms. Jane Hale", "Ms. Jane Hale"),
        ("Baroness Ashby of Stowe", "Baroness Ashby", "Baroness Ashby of Stowe"),
        ("Ann Hale <ann@x.example>", "Ann Hale", "Ann Hale"),
        ("Ann Hale <no longer there>", "", ""),
        ("ABC<div style=x>DEF", "", ""),
        ("new counselor?", "", ""),
        ("TBD", "", ""),
        ("李小龍", "李小龍", "李小龍"),
    ],
)  # fmt: skip
def test_headers_and_envelopes_hold_the_name_and_no_remark(name: str, header: str, envelope: str) -> None:
    shown = display_name(name, LIBRARY.names)
    assert (shown, envelope_name(name, shown)) == (header, envelope)


@given(
    st.lists(st.sampled_from([*"aZé.,'-()[]?&/ 1李", "Dr. ", "MD", " and ", "Smith", "van "]), max_size=20).map("".join)
)
def test_no_name_breaks_the_greeting(name: str) -> None:
    contact = Contact.model_construct(name=name or "x", role="x")
    found = salutation(contact, LIBRARY.role_of("general")[0], LIBRARY.names, LIBRARY.phrases.greetings).text
    assert found.startswith("Dear ")
    assert "[[CONFIRM: " in found or not set("[]?@#") & set(found)
    assert display_name(name, LIBRARY.names).count("(") == 0


@given(
    st.lists(
        st.sampled_from(
            [*"aZé.,'-()[]?&/ 1李", "Dr. ", " MD", " and ", "Smith", " or ", " 1950-2019", "attn: ", "†", "team"]
        ),
        max_size=20,
    ).map("".join)
)
def test_a_header_has_the_same_name_for_whom_the_greeting_has_read(name: str) -> None:
    people = read_names(name, LIBRARY.names)
    assert display_name(name, LIBRARY.names, people) == display_name(name, LIBRARY.names)


def test_pronouns_give_the_title_where_there_is_no_other() -> None:
    role = LIBRARY.role_of("general")[0]
    for pronouns, greeting in (("she/her", "Dear Ms. Brandt"), ("he", "Dear Mr. Brandt"), ("they/them", "Dear [[CONFIRM: how do you address Robin Brandt?]]")):  # fmt: skip
        contact = Contact(name="Robin Brandt", role="x", pronouns=pronouns)
        assert salutation(contact, role, LIBRARY.names, LIBRARY.phrases.greetings).text == greeting


def test_the_record_has_the_last_word() -> None:
    role = LIBRARY.role_of("pastor")[0]
    okafor = Contact(name="The Rev. Ada Okafor", role="pastor", address_as="Pastor Okafor")
    zhang = Contact(name="Dr. Zhang Wei", role="pcp", family_name="Zhang")
    assert salutation(okafor, role, LIBRARY.names, LIBRARY.phrases.greetings).text == "Dear Pastor Okafor"
    assert salutation(zhang, role, LIBRARY.names, LIBRARY.phrases.greetings).text == "Dear Dr. Zhang"


def test_a_team_is_greeted_as_a_team() -> None:
    inbox = Contact(team="follow-up team", organization="Lakeview Hospital", role="mobile crisis")
    found = salutation(inbox, LIBRARY.role_of("mobile crisis")[0], LIBRARY.names, LIBRARY.phrases.greetings)
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


def test_nobody_known_is_greeted_by_what_they_do() -> None:
    place = Contact(organization="Maple Grove", unknown_person=True)
    found = salutation(place, LIBRARY.role_of("general")[0], LIBRARY.names, LIBRARY.phrases.greetings)
    assert found.text == "To the person who keeps the referral list at Maple Grove"


def test_no_greeting_ever_holds_a_title_twice_or_a_title_with_a_given_name() -> None:
    role = LIBRARY.role_of("pcp")[0]
    for first in ("Abena", "Jean-Luc", "J."):
        for title in ("Dr.", "Dr", "DR.", "Doctor", "Dr. Dr.", "Prof. Dr.", "Ms. Dr."):
            for after in ("", ", MD", ", MD, PhD"):
                text = salutation(
                    Contact(name=f"{title} {first} Osei{after}", role="pcp"),
                    role,
                    LIBRARY.names,
                    LIBRARY.phrases.greetings,
                ).text
                assert text in {"Dear Dr. Osei", "Dear Professor Osei"}, (title, first, after, text)
