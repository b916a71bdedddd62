"""A practice's own sentences say the reader's word where they speak of those whom the reader sends, and nowhere else."""

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.briefs.brief import Briefer
from composer.briefs.hats import in_their_words
from composer.briefs.reader import rewording
from composer.briefs.their_word import Rewording, in_any_word
from composer.records.library import Library
from tests.conftest import TODAY, Book
from tests.shipped import LIBRARY

SPANISH = LIBRARY.spoken("es")


def told(said: str, role: str, word: str = "", library: Library = LIBRARY) -> str:
    """A sentence of the practice as a reader of a role has it."""
    return reworded(role, word, library.language).text(said)


@cache
def reworded(role: str, word: str, language: str) -> Rewording:
    library = LIBRARY.spoken(language)
    return rewording(in_their_words(library.role_by_key[role], word), library)


@pytest.mark.parametrize(
    ("said", "role", "expected"),
    [
        ("Your patient or client can call us directly.", "school", "Your students can call us directly."),
        ("Your patient or client can call us directly.", "court", "The people you work with can call us directly."),
        ("Your patient or client can call us directly.", "primary-care", "Your patients can call us directly."),
        ("Your client/patient may call 555-0142.", "clergy", "Your members may call 555-0142."),
        ("Patients can call me on Tuesdays.", "employer", "Employees can call me on Tuesdays."),
        ("Patients can call me on Tuesdays.", "court", "People can call me on Tuesdays."),
        ("I am in when clients call after six.", "school", "I am in when students call after six."),
        ("A client can book online.", "employer", "An employee can book online."),
        ("Please do not put anything about a patient in an email.", "therapist",
         "Please do not put anything about a client in an email."),
        ("I can see your client for the sleep alone.", "school", "I can see your student for the sleep alone."),
        ("I can see your client for the sleep alone.", "court",
         "I can see the person you work with for the sleep alone."),
        ("I write to you once the client has signed.", "inpatient-unit", "I write to you once the patient has signed."),
        ("With your client's permission I tell you.", "primary-care", "With your patient's permission I tell you."),
        ("With the client\u2019s permission I tell you.", "court", "With the person's permission I tell you."),
        ("Your patients' charts stay with you.", "college-counseling", "Your students' charts stay with you."),
        ("A call from you or a patient is enough.", "employer", "A call from you or an employee is enough."),
    ],
)  # fmt: skip
def test_whom_the_reader_sends_has_the_readers_word(said: str, role: str, expected: str) -> None:
    assert told(said, role) == expected


@pytest.mark.parametrize(
    ("said", "word", "expected"),
    [
        ("Your client can call me.", "residents", "Your residents can call me."),
        ("I can see your client for the sleep alone.", "family, families",
         "I can see the family you work with for the sleep alone."),
        ("Put nothing about a client in an email.", "crew", "Put nothing about a person in an email."),
        ("A client can call me.", "inmate, inmates", "An inmate can call me."),
        ("Your clients can call me.", "officers and their families",
         "The officers and their families you work with can call me."),
    ],
)  # fmt: skip
def test_the_word_of_a_record_comes_before_the_roles(said: str, word: str, expected: str) -> None:
    assert told(said, "court", word) == expected


@pytest.mark.parametrize(
    "said",
    [
        "Send it through the patient portal.",
        "Leave client details out of email, and your patient records, too.",
        "The patient care line is open at night.",
        "My work is client-centered, and a client-centered hour is long.",
        "It takes patience, and please be patient.",
        "My clients can call at night.",
        "I see clients by video, and our patients may bring somebody.",
        "Current clients can book online; new patients need not wait.",
        "I see a client for as long as it takes.",
        "I work with the client and nobody else.",
        "Every client in my care has a plan.",
        "The patients I see are adults.",
        "I have two hours for patients who leave the hospital.",
        "Your patient(s) can come.",
        "Your client\u2013therapist match matters.",
        "I teach patients' families.",
        "Teachers and patients can call me.",
        "Doctors, nurses and clients can call me.",
    ],
)
@pytest.mark.parametrize("role", ["school", "court", "employer"])
def test_other_patients_and_clients_stay_as_the_practice_has_them(said: str, role: str) -> None:
    assert told(said, role) == said


@pytest.mark.parametrize(
    ("said", "role", "expected"),
    [
        ("Su paciente puede llamarme.", "school", "Su estudiante puede llamarme."),
        ("Sus pacientes o clientes pueden llamarme.", "clergy", "Sus feligreses pueden llamarme."),
        ("Los pacientes pueden llamar al 555.", "court", "Las personas pueden llamar al 555."),
        ("Basta con que un paciente llame al 555, o el cliente.", "court",
         "Basta con que un paciente llame al 555, o la persona."),
        ("Su paciente puede llamarme.", "court", "La persona con quien trabaja puede llamarme."),
        ("Mis pacientes pueden llamar, y veo a cada paciente dos veces.", "court",
         "Mis pacientes pueden llamar, y veo a cada paciente dos veces."),
    ],
)  # fmt: skip
def test_the_same_holds_in_spanish(said: str, role: str, expected: str) -> None:
    assert told(said, role, library=SPANISH) == expected


IN_YAML = st.characters(exclude_characters="\0")
PIECES = st.sampled_from(
    ["your", "a", "the", "my", "I see", "patient", "client", "patients", "clients", "patient or client", "can", "call",
     "who", "in", "portal", "when", ".", ",", "'s", "tomorrow", "every", "our", "records", "Your", "Patients", "\n"]
)  # fmt: skip
GROUP = re.compile(
    r"(?:\b(?:your|an?|the|every) )?\b(?:patient|client|student|person|people|employee)s?\b"
    r"(?: you work with)?(?:['\u2019]s?)?(?: or (?:client)s?\b)?", re.IGNORECASE,
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=14).map(" ".join) | st.text(IN_YAML, max_size=60),
    st.sampled_from(["school", "court", "employer"]),
)
def test_nothing_else_in_a_sentence_changes(said: str, role: str) -> None:
    new = told(said, role)
    assert GROUP.sub("", new) == GROUP.sub("", said)
    assert in_any_word(said, LIBRARY.phrases.their_word).search(new)
    assert told(new, role) == new or "patient" in new or "client" in new


PRACTICE = """name: Maya Chen
phone: 555-0142
introduction: I am a counselor, and your client can have me on the phone.
how_to_refer: [Your patient or client can call 555-0142.]
offers: [{text: Your patients can come after six., needs: [evenings]}]
"""


def test_each_sentence_of_the_practice_is_said_in_the_word_of_its_reader(book: Book) -> None:
    records = book("- {name: Ann Vale, role: school counselor, needs: [evening hours]}\n", PRACTICE)
    tree = Briefer(records, TODAY).brief(records.contacts.contacts[0]).tree
    assert str(tree["who"].text) == "I am a counselor, and your students can have me on the phone."  # type: ignore[union-attr]
    assert [one.text for one in tree["refer"]] == ["Your students can call 555-0142."]  # type: ignore[union-attr]
    assert [one.text for one in tree["offers"]] == ["Your students can come after six."]  # type: ignore[union-attr]
