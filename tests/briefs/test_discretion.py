"""Nobody's client, no family and no aside comes out of a record, and nobody's words are put into another's mouth."""

from pathlib import Path

import pytest

from tests.conftest import DAY, Run
from tests.letters.test_shapes import PRACTICE, body, introduce
from tests.letters.test_what_helps import HEAD

NOTE = '  needs: [{{text: "{text}", heard: 2026-10-02, source: "{source}"}}]\n'


@pytest.mark.parametrize(
    "text",
    [
        "the Nguyen twins wait for months", "the Hendersons need couples work", "the Okafors and the Ruizes wait for months",
        "patients wait for months, off the record", "the director is leaving in May but nobody knows",
        "parents wait for months, or so Ruth says", "patients wait because their scheduler is drunk",
    ],
)  # fmt: skip
def test_a_note_about_a_family_or_for_oneself_is_left_out(text: str) -> None:
    said = body(NOTE.format(text=text, source="phone"))
    assert "you told me" not in said
    assert "Nguyen" not in said


@pytest.mark.parametrize(
    "by",
    [
        "{name: Ruth Adeyemi, how: was my client until May}", "one of my clients", "a mutual client", "Mrs. Lopez (client)",
        "a mother in my Thursday group", "not Ruth", "no one", "I forget", "maybe Ruth?", "you", "I found her online",
        "{name: Ruth Adeyemi, how: told me in confidence that you are leaving}",
        "{name: Ruth Adeyemi, how: thinks you are slow to answer}",
    ],
)  # fmt: skip
def test_who_is_no_name_or_was_a_client_introduces_nobody(by: str) -> None:
    made = introduce(f"  introduced_by: {by}\n")
    assert made.draft
    assert "gave me your name" not in made.draft.body
    assert "Ruth" not in made.draft.body
    assert any("it does not say who gave you their name" in note for note in made.notes)


@pytest.mark.parametrize(
    "source",
    [
        "not met", "my talk", "phone: a mother", "a talk I gave", "talk by Dr. Rao", "the dean's talk", "a podcast", "radio",
        "meeting I missed", "in person?", "a site visit by Kim", "meeting last year", "meeting of 2024", "Dr. Rao, phone",
        "overheard on the phone", "phone (wrong number?)", "email (forwarded by Kim)", "auto-reply", "your reply to Kim",
        "email cc", "phone tag", "phone interview by the Bulletin",
    ],
)  # fmt: skip
def test_a_channel_with_something_else_behind_it_is_nobodys_word(source: str) -> None:
    assert "patients wait" not in body(NOTE.format(text="patients wait for months", source=source))


@pytest.mark.parametrize(
    "source", ["phone", "phone call", "met at Corliss coffee", "her talk", "lunch at the regional conference"]
)
def test_a_plain_channel_is_the_readers(source: str) -> None:
    assert "patients wait for months" in body(NOTE.format(text="patients wait for months", source=source))


@pytest.mark.parametrize(
    ("heard", "when"),
    [
        ("2026-11-24", "Today"), ("2026-11-23", "On Monday"), ("2026-11-18", "On Wednesday"),
        ("2026-11-16", "Last week"), ("2026-11-15", "Earlier in November"), ("2026-11", "Earlier in November"),
    ],
)  # fmt: skip
def test_what_was_said_lately_is_dated_as_people_do_and_no_disclosure(
    heard: str, when: str, run: Run, sample: Path
) -> None:
    """As "this month you told" it would read as of somebody whom the reader sent."""
    note = f"    needs: [{{text: patients wait for months, heard: {heard}, source: phone}}]"
    contact = f"contacts:\n  - name: Ms. Ada Kern\n    role: family doctor\n    email: ada@elm.example\n{note}\n"
    (sample / "contacts.yaml").write_text(contact)
    (sample / "history.yaml").write_text("")
    assert run("-C", sample, *DAY, "draft").code == 0
    assert f"{when} you told me" in (sample / "drafts/ada-kern.introduction.md").read_text()
    ran = run("-C", sample, *DAY, "check")
    assert (ran.code, "privacy-client" in ran.out + ran.err) == (0, False)


def test_a_day_to_come_is_not_told_as_past() -> None:
    note = NOTE.replace("2026-10-02", "2027-10-02").format(text="patients wait for months", source="phone")
    assert "patients wait" not in body(note)


def test_a_place_where_nobody_is_known_was_met_by_nobody() -> None:
    unknown = "  unknown_person: true\n  organization: Oak House\n  role: treatment center\n  met: at the fair\n"
    text = body(unknown + NOTE.format(text="patients wait for months", source="phone"))
    assert "We met" not in text
    assert "you told me" not in text


HOLE = "[[CONFIRM: nothing in practice.yaml answers"


@pytest.mark.parametrize(
    ("asked", "hidden"),
    [
        ("my fee for Tom Lopez", "Lopez"),
        ("ERP for the Lopez boy", "Lopez"),
        ("phone number of Dr. Rao", "Rao"),
        ("my fee for couples", "$140"),
        ("opening hours over Christmas", "evenings"),
    ],
)
def test_a_request_with_a_name_or_a_condition_is_asked_about(asked: str, hidden: str) -> None:
    draft = introduce(f"  asked_for: {asked}\n").draft
    assert draft
    assert HOLE in draft.body
    assert hidden not in draft.subject + draft.body.partition("With good wishes")[0]


def test_several_things_in_one_note_are_all_in_the_letter() -> None:
    text = body('  asked_for: "the front desk page, my CV, and a list of colleagues"\n')
    assert text.count(HOLE) == 2
    assert "I have one page for a front desk" in text


def test_what_somebody_else_asked_is_not_what_the_reader_asked() -> None:
    assert "asked" not in body("  asked_for: {text: my fee, heard: 2026-10-02, source: her boss}\n")


# --- whom the practice means ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meant", "role", "fits"),
    [
        ("court", "divorce attorney", False), ("court", "probation officer", True), ("therapist", "physical therapist", False),
        ("therapist", "psychotherapist", True), ("allied-health", "lactation consultant", True),
    ],
)  # fmt: skip
def test_a_key_means_its_own_readers_and_no_others(meant: str, role: str, *, fits: bool) -> None:
    practice = f"{PRACTICE.partition('how_to_refer')[0]}how_to_refer: [Call., {{text: Use the side door., roles: [{meant}]}}]\n"
    assert ("side door" in body(f"  role: {role}\n", practice)) is fits


def test_a_word_for_whom_that_nobody_understands_means_nobody() -> None:
    practice = f"""{HEAD}offers:
  - {{text: I have a group for teenage girls., needs: [teenagers, groups]}}
  - {{text: There is a course on panic., needs: [anxiety], whom: deaf people}}
"""
    assert "course on panic" not in body("  needs: [panic]\n", practice)


@pytest.mark.parametrize(
    ("limit", "needs", "note"),
    [
        ("I take no Medicare.", "medicare", "Medicare"), ("I do not work by video.", "telehealth", "telehealth"),
        ("I do not see teenagers.", "adolescents", "teens"), ("I do not treat addiction.", "substance-use", "drinking"),
        ("I write no reports.", "evaluation", "evaluations"),
    ],
)  # fmt: skip
def test_a_limit_is_told_to_whoever_has_that_need_in_whatever_words(limit: str, needs: str, note: str) -> None:
    assert limit in body(f"  needs: [{note}]\n", f"{HEAD}does_not: [{{text: {limit}, needs: [{needs}]}}]\n")
