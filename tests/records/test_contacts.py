"""Contacts: what a record may hold, and how it says what is wrong."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import Place, format_problem
from composer.records.base import Record, read_record
from composer.records.contacts import Contact, ContactBook, Organization, parse_contacts
from composer.records.history import Event
from composer.records.noted import Detail, Need
from composer.records.practice import Offer, Practice
from composer.yaml.reader import read_yaml


def parse(text: str) -> ContactBook:
    return parse_contacts(text, "contacts.yaml")


def said(text: str) -> list[str]:
    return [format_problem(problem) for problem in parse(text).problems]


def test_a_name_and_a_role_are_enough() -> None:
    contact = parse("- name: Jonah Brandt\n  role: college case manager\n").contacts[0]
    assert (contact.id, contact.name, contact.roles, contact.language) == (
        "jonah-brandt",
        "Jonah Brandt",
        ("college case manager",),
        "en",
    )


def test_values_come_out_as_they_were_written() -> None:
    """A ZIP code keeps its zero, a province is no answer, an hour is no number."""
    contact = parse("- name: Ann\n  state: ON\n  address: Boston 02134\n  notes: 12:30\n  title: NO\n").contacts[0]
    assert (contact.state, contact.address, contact.notes, contact.title) == ("ON", "Boston 02134", "12:30", "NO")


def test_free_text_is_a_need_and_a_group_says_more() -> None:
    text = "- name: Ann\n  needs:\n    - evenings\n    - {text: waits, heard: 2026-02-11, source: phone}\n"
    needs = parse(text).contacts[0].needs
    assert [(need.text, need.heard, need.source) for need in needs] == [
        ("evenings", None, ""),
        ("waits", date(2026, 2, 11), "phone"),
    ]


@pytest.mark.parametrize("written", ["2026-09", "Sept 2026", "September 2026"])
def test_a_month_is_enough_wherever_nobody_noted_the_day(written: str) -> None:
    book = parse_contacts(f"""\
- name: Ann
  needs: [{{text: evenings, heard: {written}}}]
  details: [{{text: students wait, source: your page, heard: {written}}}]
  consent: {{basis: asked for it, date: {written}, told: {written}}}
  do_not_contact: {written}
  verified: {written}
""", "contacts.yaml")  # fmt: skip
    assert book.problems == ()
    (ann,) = book.contacts
    assert ann.consent
    assert ann.do_not_contact
    days = (ann.needs[0].heard, ann.details[0].heard, ann.consent.date, ann.consent.told, ann.do_not_contact.since)
    assert {(day, str(day)) for day in (*days, ann.verified)} == {(date(2026, 9, 1), "2026-09")}


def test_a_day_that_is_none_says_how_to_write_a_day_and_a_month() -> None:
    book = parse_contacts("- {name: Ann, verified: last autumn}\n", "contacts.yaml")
    assert [problem.text for problem in book.problems] == [
        "'verified': write the date as year-month-day, like 2026-03-09, or the month alone, like 2026-03"
    ]


def test_an_address_without_a_domain_has_its_place_and_remedy() -> None:
    """The sentence that the design promises, to the letter."""
    assert said("contacts:\n  - name: Ada\n    email: ada@\n") == [
        "contacts.yaml:3:12: error[contact-email]: 'ada@' has no domain\n  hint: write it as name@example.org"
    ]


def test_every_problem_of_a_file_is_reported_in_one_run() -> None:
    """One bad record never hides another, and never stops or shifts a good one."""
    book = parse(
        "- name: Ann\n  email: ann@x.example\n"
        "- name: Bo\n  email: bo\n  verified: yesterday\n"
        "- role: nobody\n"
        "- name: Cy\n  email: cy@x.example\n"
    )
    assert [(contact.name, contact.email) for contact in book.contacts] == [
        ("Ann", "ann@x.example"),
        ("Cy", "cy@x.example"),
    ]
    assert book.left_out == 2
    assert [(p.at.line, p.code) for p in book.problems] == [
        (4, "contact-email"),
        (5, "contact-verified"),
        (6, "contact-incomplete"),
    ]


@pytest.mark.parametrize(
    "key",
    [
        "client",
        "patient",
        "patient_name",
        "Client-Initials",
        "dob",
        "date of birth",
        "diagnosis",
        "mrn",
        "ssn",
        "icd10",
        "referred_client",
        "clients_sent",
        "session_notes",
        "patients-referred",
        "the patient's age",
        "lastSession",
        "client2",
        "court case number",
        "therapy notes",
        "paciente",
    ],
)
def test_a_field_for_a_client_is_refused_with_advice(key: str) -> None:
    advice = "take it out; keep it in your clinical record system. A referral here is a date and who sent it"
    text = f"'{key}' would hold something about a client, and no file here may"
    assert said(f"- name: Ann\n  {key}: x\n") == [f"contacts.yaml:2:3: error[client-field]: {text}\n  hint: {advice}"]


@pytest.mark.parametrize("key", ["password", "imap_password", "token", "api_key", "client_secret"])
def test_a_field_for_a_secret_is_refused_with_advice(key: str) -> None:
    assert [p.code for p in parse(f"- name: Ann\n  {key}: x\n").problems] == ["secret-field"]


def test_a_client_is_refused_inside_a_need_too() -> None:
    assert [p.code for p in parse("- name: Ann\n  needs:\n    - {text: x, client: y}\n").problems] == ["client-field"]


def test_a_client_is_refused_inside_a_field_of_ones_own_too() -> None:
    found = parse("- name: Ann\n  mine:\n    - {sent: [{who: {patient_name: J.M.}}]}\n").problems
    assert {(p.at.line, p.code) for p in found} == {(2, "contact-unknown-field"), (3, "client-field")}


OF_CLIENTS = ("client", "clients", "patient", "patients", "diagnosis", "dx", "mrn", "dob", "symptoms", "session",
              "sessions", "medication", "treatment", "pacientes")  # fmt: skip
NEUTRAL = (
    "my",
    "last",
    "referred",
    "sent",
    "coffee",
    "who",
    "of",
    "old",
    "notes",
    "name",
    "list",
    "outpatient",
    "patience",
)
SPELLINGS: dict[str, Callable[[Sequence[str]], str]] = {
    "with low lines": "_".join,
    "with hyphens": "-".join,
    "with blanks": " ".join,
    "in capitals": lambda words: "_".join(words).upper(),
    "with capitals between": lambda words: words[0] + "".join(word.title() for word in words[1:]),
    "with capitals throughout": lambda words: "".join(word.title() for word in words),
    "as a title": lambda words: " ".join(word.title() for word in words),
    "with capitals and signs": lambda words: "-".join(word.title() for word in words),
}


def written(model: type[Record], key: str) -> list[str]:
    """The codes of what is said of a record with one field."""
    node = read_yaml(f"{key}: x\n", "f").value
    return [problem.code for problem in read_record(model, node, "f")[1] if problem.at.line == 1]


@given(
    model=st.sampled_from((Contact, Need, Detail, Organization, Practice, Offer, Event)),
    word=st.sampled_from(OF_CLIENTS),
    before=st.lists(st.sampled_from(NEUTRAL), max_size=2),
    after=st.lists(st.sampled_from(NEUTRAL), max_size=2),
    spelling=st.sampled_from(sorted(SPELLINGS)),
)
def test_a_field_of_which_one_word_is_a_client_is_refused_in_every_record_however_it_is_spelled(
    model: type[Record], word: str, before: list[str], after: list[str], spelling: str
) -> None:
    assert "client-field" in written(model, SPELLINGS[spelling]([*before, word, *after]))


@given(words=st.lists(st.sampled_from(NEUTRAL), min_size=1, max_size=3), spelling=st.sampled_from(sorted(SPELLINGS)))
def test_a_field_of_which_no_word_is_a_client_is_ones_own(words: list[str], spelling: str) -> None:
    assert "client-field" not in written(Contact, SPELLINGS[spelling](words))


@pytest.mark.parametrize(
    "key",
    [
        "session_fee",
        "session length",
        "treatment-center",
        "treatmentApproach",
        "case_manager",
        "outpatient_unit",
        "accepts_new_patients",
        "acceptingPatients",
    ],
)
def test_what_sessions_cost_and_where_treatment_is_is_about_no_client(key: str) -> None:
    assert [p.level for p in parse(f"- name: Ann\n  {key}: x\n").problems] == ["warning"]


def test_a_misspelt_field_is_an_error_with_the_field_that_was_meant() -> None:
    assert said("- name: Ann\n  emial: ann@x.example\n") == [
        "contacts.yaml:2:3: error[contact-unknown-field]: there is no field 'emial'\n  hint: did you mean 'email'?"
    ]


def test_a_field_of_ones_own_is_a_warning() -> None:
    """People keep things for themselves; that stops nothing."""
    book = parse("- name: Ann\n  coffee_order: flat white\n")
    assert [(p.level, p.hint) for p in book.problems] == [("warning", "it is kept, and no letter can use it")]
    assert len(book.contacts) == 1


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ('"Ann\\nBcc: x@y.example"', "'name': it holds a line break, and this field is one line"),
        ('"=?utf-8?q?Ann=0ABcc:_x@y.example?="', "'name': it holds '=?', which mail programs would decode into something else"),
        ('"Ann\\x1b[31m"', "'name': it holds a character that does not print (U+001B)"),
        ('"Ann\\u202Egnp"', "'name': it holds a character that does not print (U+202E)"),
        ("true", "'name': put quotes around true if you mean the word"),
        ("[Ann]", "'name': one text belongs here, not a list"),
        ("{first: Ann}", "'name': one text belongs here, not a group of fields"),
        ('"%s"' % ("x" * 201), "'name': it is longer than 200 characters"),
    ],
)  # fmt: skip
def test_a_name_that_could_become_something_else_is_refused(name: str, says: str) -> None:
    problems = [p for p in parse(f"- name: {name}\n").problems if p.code == "contact-name"]
    assert [p.text for p in problems] == [says]


def test_blanks_around_and_inside_a_name_are_put_in_order() -> None:
    """``Dear   Ann ,`` is what others print."""
    assert parse('- name: "  Ann   Lee "\n').contacts[0].name == "Ann Lee"


def test_two_people_with_one_id_are_not_mixed_up() -> None:
    book = parse("- name: Ana Silva\n- name: Ana Silva\n- name: Bo\n")
    assert [contact.id for contact in book.contacts] == ["ana-silva", "bo"]
    assert book.problems[0].text == "'ana-silva' is already the id of another contact (contacts.yaml:1)"


def test_an_address_that_two_people_share_is_worth_a_word() -> None:
    book = parse("- {name: Ann, email: team@x.example}\n- {name: Bo, email: TEAM@x.example}\n")
    assert [(p.level, p.text) for p in book.problems] == [("warning", "Bo and Ann have the same address")]


def test_a_place_where_nobody_is_known_is_a_contact_when_it_says_so() -> None:
    assert (
        parse("- {organization: Maple Grove, unknown_person: true}\n").contacts[0].display_name
        == "somebody at Maple Grove"
    )
    assert parse("- {organization: Maple Grove}\n").problems[0].code == "contact-incomplete"


@pytest.mark.parametrize(
    ("written", "stops"), [("true", True), ("asked by phone", True), ("{since: 2026-01-01}", True), ("false", False)]
)
def test_a_stop_is_understood_however_it_is_written(written: str, stops: bool) -> None:  # the expectation
    assert (parse(f"- name: Ann\n  do_not_contact: {written}\n").contacts[0].do_not_contact is not None) is stops


def test_a_stop_that_cannot_be_read_leaves_the_contact_out() -> None:
    """It fails closed: better no letter than one to somebody who asked for none."""
    assert parse("- name: Ann\n  do_not_contact: {sinse: 2026-01-01}\n").contacts == ()


def test_ids_are_made_from_names_in_any_script() -> None:
    names = ["Dr. Abena Osei, MD", "Олена Шевченко", "Søren Kierkegård", "李小龍", "!!!"]
    ids = [contact.id for contact in parse("".join(f"- name: {name!r}\n" for name in names)).contacts]
    assert ids[:4] == ["abena-osei", "olena-shevchenko", "soren-kierkegard", "lixiaolong"]
    assert ids[4].startswith("contact-")


def test_a_part_of_the_file_with_another_name_is_named() -> None:
    assert said("contact:\n  - name: Ann\n")[0].startswith(
        "contacts.yaml:1:1: error[contacts-shape]: 'contact' is not a part of this file"
    )


@given(st.permutations(["Ann", "Bo", "Cy", "Dee"]))
def test_the_order_of_records_changes_nobodys_record(names: list[str]) -> None:
    """No record depends on the one before it."""
    book = parse("".join(f"- name: {name}\n  email: {name.lower()}@x.example\n" for name in names))
    assert {contact.name: contact.email for contact in book.contacts} == {
        name: f"{name.lower()}@x.example" for name in names
    }


def test_problems_sort_by_their_place() -> None:
    problems = [
        Place("b", 1, 1).error("x", ""),
        Place("a", 2, 1).error("x", ""),
        Place("a", 1, 9).error("x", ""),
    ]
    assert [(p.at.path, p.at.line) for p in sorted(problems)] == [("a", 1), ("a", 2), ("b", 1)]
