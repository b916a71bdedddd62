"""Checks: what they object to, and the innocent look-alikes they must leave alone."""

import dataclasses

import pytest

from composer.checks.registry import RULES, inspect
from composer.checks.rule import Inspection, Recipient
from composer.drafts.draft import Address, Draft
from composer.letters.catalogue import LetterHead
from composer.records.practice import Practice

PRACTICE = Practice(name="Maya Chen", phone="555-0142", address="12 Harbor Street\nFairhaven, OH 45202")
END = "\n\nMaya Chen\n12 Harbor Street, Fairhaven, OH 45202\n555-0142\n"
HEAD = LetterHead(letter="introduction", title="I", about="a", purpose="commercial", once="ever", subject="s")
ANN = Recipient("Ann Lee", "ann@x.example")


def inspection(body: str = "Dear Ann,\n\nhello", subject: str = "Hello there", **fields: object) -> Inspection:
    draft = Draft("ann.introduction", subject, body + END, to=(Address("ann@x.example"),), contact="ann", letter="introduction",
                  lines={"to": 2, "subject": 3, "contact": 5, "body": 8})  # fmt: skip
    usual = Inspection(draft, "drafts/ann.introduction.md", PRACTICE, ANN, HEAD)
    return dataclasses.replace(usual, **fields)  # type: ignore[arg-type]  # fields are given by name


def codes(found: Inspection) -> list[str]:
    return [problem.code for problem in inspect(found)]


def test_a_good_letter_has_nothing_to_mend() -> None:
    assert inspect(inspection()) == ()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Dear [[CONFIRM: who?]],", "holes-confirm"), ("x [[CONFIRM", "holes-confirm"), ("Dear Ann, {{ name }}", "holes-field"), ("a {% if %} b", "holes-field"),
        ("a }} b", "holes-field"), ("Dear ,\n\nx", "holes-greeting"), ("Dear Dr.,\n\nx", "holes-greeting"), ("Dear Professor ,", "holes-greeting"),
        ("To ,\n", "holes-greeting"), ("We met None, at lunch", "holes-none"), ("In None you said", "holes-none"), ("The fee is null.", "holes-none"),
        ("Last met: .", "holes-punctuation"), ("Your needs: , and more", "holes-punctuation"), ("I heard , that", "holes-punctuation"), ("see you () there", "holes-punctuation"),
        ("evenings and .", "holes-punctuation"), ("the end..", "holes-punctuation"), ("Dear Dr. Dr. Osei,", "holes-doubled"), ("Dear Dear Ann,", "holes-doubled"),
        ("two  blanks", "holes-blanks"),
    ],
)  # fmt: skip
def test_a_hole_is_found(body: str, code: str) -> None:
    assert code in codes(inspection(body))


@pytest.mark.parametrize(
    "body",
    ["None of them has room.", "None of this is urgent.", "Patience May wrote in May.", "Dear Grace Client,\n\nx", "A line ... and a pause", "J. R. Miller, M.D., said so.",
     "Hours: Monday, Tuesday; and Friday.", "We met (twice).", "At 3:30, or at 4.", "Dear Dr. Drew,", "a {brace} is fine", "the null hypothesis", "e.g. evenings, etc.",
     "Nonesuch, Ohio", "To the person who keeps the list,", "first line  \nsecond line", "I wrote [a list] once"],
)  # fmt: skip
def test_an_innocent_sentence_is_left_alone(body: str) -> None:
    assert inspect(inspection(body)) == ()


def test_a_finding_has_its_line_and_column() -> None:
    problem = inspect(inspection("Dear Ann,\n\nIn May you said [[CONFIRM: what?]]."))[0]
    assert (problem.path, problem.line, problem.column) == ("drafts/ann.introduction.md", 10, 17)
    assert problem.text == "the letter still asks you: what?"


def test_a_hole_in_the_subject_is_found_on_its_line() -> None:
    problem = inspect(inspection(subject="Evenings for {{ people }}"))[0]
    assert (problem.line, problem.text) == (3, "the subject holds '{{ people }}'")


def test_nothing_goes_to_somebody_who_asked_for_nothing() -> None:
    problem = inspect(inspection(recipient=Recipient("Ann Lee", "ann@x.example", "they asked not to be written to")))[0]
    assert (problem.code, problem.level, problem.line) == ("address-stop", "error", 5)


def test_a_contact_in_no_record_blocks() -> None:
    assert codes(inspection(recipient=None)) == ["address-unknown"]


def test_another_address_than_the_records_blocks() -> None:
    found = inspect(inspection(recipient=Recipient("Ann Lee", "other@x.example")))
    assert [(p.code, p.level, p.text) for p in found] == [
        ("address-differs", "error", "it goes to ann@x.example, and the record of Ann Lee says other@x.example")
    ]


def test_the_case_of_an_address_is_no_difference() -> None:
    assert inspect(inspection(recipient=Recipient("Ann", "ANN@x.example"))) == ()


def test_two_people_in_to_are_worth_a_look() -> None:
    good = inspection()
    two = dataclasses.replace(good.draft, to=(*good.draft.to, Address("b@x.example")))
    assert codes(dataclasses.replace(good, draft=two)) == ["address-several"]


def test_no_address_is_worth_a_look() -> None:
    good = inspection()
    assert codes(dataclasses.replace(good, draft=dataclasses.replace(good.draft, to=()))) == ["address-missing"]


def test_a_commercial_letter_shows_the_postal_address() -> None:
    """One that thanks does not have to."""
    bare = dataclasses.replace(inspection().draft, body="Dear Ann,\n\nhello\n\nMaya Chen\n555-0142\n")
    assert codes(inspection(draft=bare)) == ["facts-postal"]
    thanks = HEAD.model_copy(update={"purpose": "thanks"})
    assert codes(inspection(draft=bare, head=thanks)) == []


def test_facts_the_practice_does_not_have_are_named() -> None:
    texts = {p.text for p in inspect(inspection(practice=Practice(name="Maya Chen")))}
    assert texts == {
        "a postal address belongs below it, and practice.yaml has none",
        "it cannot say how to reach you: practice.yaml has no phone",
    }


def test_an_unsigned_letter_is_worth_a_look() -> None:
    assert codes(inspection(practice=PRACTICE.model_copy(update={"name": "Somebody Else"}))) == ["facts-signed"]


def test_every_rule_says_what_why_and_what_to_do() -> None:
    for code, rule in RULES.items():
        assert rule.code == code
        assert code.split("-")[0] in {"holes", "address", "facts", "privacy"}
        for sentence in (rule.summary, rule.why):
            assert not sentence[0].islower()
            assert sentence.endswith(".")
        assert rule.remedy


SHELL = LetterHead(
    letter="shared-client",
    title="S",
    about="a",
    purpose="coordination",
    once="as asked",
    subject="s",
    medium="record",
    blanks=2,
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("You and I see [[CLIENT: who]] for [[CLIENT: why]].", []),
        ("You and I see J.M. for [[CLIENT: why]].", ["privacy-shell"]),
        ("You and I see [[CLIENT: who", ["privacy-shell"]),
    ],
)
def test_a_shell_keeps_its_blanks(body: str, found: list[str]) -> None:
    """A letter about a shared client is never finished here."""
    assert codes(inspection(body, head=SHELL)) == found


def test_blanks_are_nobodys_business_in_another_letter() -> None:
    assert codes(inspection("You told me about [[CLIENT: a word]].")) == []
