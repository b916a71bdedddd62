"""How to refer and what can be sent are the practice's own, and fit the reader."""

import pytest

from composer.briefs.brief import Briefer
from composer.briefs.statement import Statement
from tests.conftest import TODAY, Book

PRACTICE = """name: Maya Chen
phone: 555-0142
fax: 555-0143
call_back: within one working day
how_to_refer:
  - "{People} can call {phone}, and I call back {call_back}."
  - {text: Please leave names out of email., channel: email}
  - {text: "For papers the fax is {fax}.", channel: fax}
  - {text: "A student can call {phone} and mention you.", roles: [school]}
  - "{when_full}"
handouts:
  - {name: fact sheet, text: I have my facts on one page.}
  - {name: page for families, text: I have one page for families., roles: [school]}
"""


def tree(book: Book, fields: str, practice: str = PRACTICE) -> dict[str, object]:
    records = book(f"- {{name: Ann Vale, {fields}}}\n", practice)
    assert records.problems == ()
    return dict(Briefer(records, TODAY).brief(records.contacts.contacts[0]).tree)


def said(found: object) -> list[str]:
    assert isinstance(found, list)
    return [one.text for one in found if isinstance(one, Statement)]


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ("role: pcp", ["Patients can call 555-0142, and I call back within one working day."]),
        ("role: pcp, email: ann@elm.example",
         ["Patients can call 555-0142, and I call back within one working day.", "Please leave names out of email."]),
        ("role: pcp, fax: 555-0199",
         ["Patients can call 555-0142, and I call back within one working day.", "For papers the fax is 555-0143."]),
        ("role: pcp, channel: fax, email: ann@elm.example",
         ["Patients can call 555-0142, and I call back within one working day.", "For papers the fax is 555-0143.",
          "Please leave names out of email."]),
        ("role: school, email: ann@elm.example",
         ["A student can call 555-0142 and mention you.", "Please leave names out of email."]),
    ],
)  # fmt: skip
def test_how_to_refer_fits_the_reader_and_says_no_number_twice(fields: str, sentences: list[str], book: Book) -> None:
    found = tree(book, fields)
    assert [*said(found["refer"]), *said(found["private"])] == sentences


@pytest.mark.parametrize("missing", ["phone: 555-0142", "call_back: within one working day"])
def test_a_sentence_whose_fact_is_not_written_down_is_not_said(missing: str, book: Book) -> None:
    practice = PRACTICE.replace(f"{missing}\n", "")
    assert said(tree(book, "role: pcp", practice)["refer"]) == []


def test_a_practice_that_says_nothing_of_it_has_its_number_given(book: Book) -> None:
    found = tree(book, "role: pcp", "name: Maya Chen\nphone: 555-0142\n")
    assert said(found["refer"]) == ["Patients can call 555-0142."]
    assert found["handout"] == {"name": "", "text": "", "near": 0}


@pytest.mark.parametrize(
    ("role", "text"), [("pcp", "I have my facts on one page."), ("school", "I have one page for families.")]
)
def test_the_page_for_the_readers_role_comes_before_the_one_for_anyone(role: str, text: str, book: Book) -> None:
    found = tree(book, f"role: {role}")["handout"]
    assert isinstance(found, dict)
    assert found["text"].text == text


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("{phone}, and", "{fone}, and", "'text': nothing fills '{fone}'; a sentence may hold People, call_back, fax, people, person, phone, when_full in braces"),
        ("channel: fax}", "channel: smoke}", "'channel' may be email, fax, phone or post"),
        ('roles: [school]}\n  - "', 'roles: [scool]}\n  - "', "'scool' is read as 'school' (91% like 'school')"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(old: str, new: str, text: str, book: Book) -> None:
    assert old in PRACTICE
    records = book("- {name: Ann}\n", PRACTICE.replace(old, new))
    assert [problem.text for problem in records.problems] == [text]


BARE = "name: Maya Chen\nphone: 555-0142\n"


@pytest.mark.parametrize(
    ("fields", "practice", "sentences"),
    [
        ("role: pcp, email: ann@elm.example", BARE, ["Patients can call 555-0142.", "Please leave names and reasons out of email."]),
        ("role: pcp", BARE, ["Patients can call 555-0142."]),
        ("role: pcp, email: ann@elm.example, channel: post", BARE, ["Patients can call 555-0142."]),
        ("role: pcp, email: ann@elm.example", "name: Maya Chen\n", []),
        ("role: pcp, email: ann@elm.example", f"{BARE}how_to_refer: [Call my desk at 555-0142.]\n", ["Call my desk at 555-0142.", "Please leave names and reasons out of email."]),
        ("role: pcp, email: ann@elm.example", f"{BARE}how_to_refer: ['Call 555-0142, and send no emails.']\n", ["Call 555-0142, and send no emails."]),
    ],
)  # fmt: skip
def test_who_is_asked_to_refer_is_asked_to_keep_details_out_of_email(
    book: Book, fields: str, practice: str, sentences: list[str]
) -> None:
    found = tree(book, fields, practice)
    assert [*said(found["refer"]), *said(found["private"])] == sentences


def test_a_sentence_with_a_number_typed_by_hand_stands_first(book: Book) -> None:
    practice = f"{BARE}how_to_refer: [No form is needed., 'Leave a message at 555-0142.', I ring back.]\n"
    assert said(tree(book, "role: pcp", practice)["refer"]) == ["Leave a message at 555-0142."]


OFFICES = f"""{BARE}how_to_refer:
  - Have the person call 555-0142 themselves.
  - {{text: Offices can fax a name to 555-0143., roles: [pcp, discharge planner]}}
  - {{text: Courts should write first., roles: [court]}}
  - I do not tell an employer who has called.
"""


@pytest.mark.parametrize(
    ("meant", "role", "fits"),
    [
        ("hospital", "inpatient unit social worker", True),
        ("hospital", "discharge planner", True),
        ("doctor", "pediatrician", True),
        ("college", "disability office of a university", True),
        ("preschool", "preschool director", True),
        ("preschool", "librarian", False),
        ("preschool", "senior center director", False),
        ("community-services", "senior center director", True),
        ("police", "dispatcher at the 911 center", True),
    ],
)
def test_the_practices_word_for_its_readers_means_all_of_them_and_nobody_else(
    meant: str, role: str, *, fits: bool, book: Book
) -> None:
    """A hospital is several kinds of readers; a preschool shares its profile with trades that are none."""
    practice = f"{BARE}how_to_refer: [Call 555-0142., {{text: Send a card first., roles: [{meant}]}}]\n"
    assert ("Send a card first." in said(tree(book, f"role: {role}", practice)["refer"])) is fits


def test_those_of_a_role_may_be_told_of_a_fax_without_having_one(book: Book) -> None:
    practice = f"{BARE}how_to_refer: [Call 555-0142., {{text: Fax one page., channel: fax, roles: [doctor]}}]\n"
    assert said(tree(book, "role: pcp", practice)["refer"]) == ["Fax one page."]
    assert said(tree(book, "role: rabbi", practice)["refer"]) == ["Call 555-0142."]


@pytest.mark.parametrize(
    ("role", "sentences"),
    [
        ("pcp", ["Offices can fax a name to 555-0143."]),
        ("hospital social worker", ["Offices can fax a name to 555-0143."]),
        ("probation officer", ["Courts should write first."]),
        ("rabbi", ["Have the person call 555-0142 themselves."]),
    ],
)
def test_a_reader_gets_one_instruction_and_their_own_before_everybodys(
    role: str, sentences: list[str], book: Book
) -> None:
    """Two ways contradict each other, and a list of rules is about somebody else."""
    assert said(tree(book, f"role: {role}", OFFICES)["refer"]) == sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ten to answer in a waiting room. Ends with what helps.", ": ten to answer in a waiting room."),
        ("For the people at home, in plain words.", ", for the people at home, in plain words."),
        ("EMDR in plain words.", ": EMDR in plain words."),
        ("Ten questions. They fit a waiting room.", "."),
    ],
)
def test_a_page_is_called_by_its_name_and_its_first_sentence_says_what_it_is(text: str, said: str, book: Book) -> None:
    found = tree(book, "role: pcp", f"{BARE}handouts: [{{name: Ten questions, text: '{text}'}}]\n")["handout"]
    assert isinstance(found, dict)
    assert found["text"].text == f"I have a page called \u201cTen questions\u201d{said}"


RULES = f"""{BARE}handouts:
  - {{name: Sleep and shifts, text: For people who work nights.}}
  - {{name: After a wreck, text: What is ordinary in the first weeks.}}
"""


@pytest.mark.parametrize(
    ("needs", "name"),
    [("the wreck in September", "After a wreck"), ("nobody sleeps", "Sleep and shifts"), ("faith", "")],
)
def test_of_several_pages_the_one_that_is_about_their_need_is_offered(needs: str, name: str, book: Book) -> None:
    found = tree(book, f"role: pcp, needs: [{needs}]", RULES)["handout"]
    assert isinstance(found, dict)
    assert str(getattr(found["name"], "text", found["name"])) == name
