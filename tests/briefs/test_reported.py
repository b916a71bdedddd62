"""What the reader said comes back as they said it, with its source and month, or not at all."""

import pytest

from composer.briefs.brief import Briefer
from composer.briefs.statement import Statement
from tests.conftest import TODAY, Book


def reason(book: Book, fields: str, history: str = "", field: str = "reason") -> str:
    records = book(f"- name: Ann\n  role: pcp\n{fields}", history=history)
    assert records.problems == ()
    said = Briefer(records, TODAY).brief(records.contacts.contacts[0]).tree[field]
    assert isinstance(said, Statement)
    return said.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ("{text: Medicaid patients wait months, need: medicaid, heard: 2026-02-11, source: phone}",
         "In February you told me that Medicaid patients wait months."),
        ("{text: Patients wait months, need: waiting-time, heard: 2026-02-11, source: email}",
         "In February you wrote that patients wait months."),
        ("{text: never hears back, need: feedback-to-referrer, heard: 2025-09-11, source: met at lunch}",
         "When we met in September 2025, you said that you seldom hear back once a patient has gone."),
        ("{text: patients wait months, need: waiting-time, heard: 2026-11-02, source: phone}",
         "Earlier this month you told me that patients wait months."),
    ],
)  # fmt: skip
def test_a_need_that_was_heard_comes_back(fields: str, sentence: str, book: Book) -> None:
    assert reason(book, f"  needs:\n    - {fields}\n") == sentence


def test_two_things_said_on_one_day_are_one_sentence(book: Book) -> None:
    fields = (
        "  needs:\n    - {text: Medicaid patients wait months, heard: 2026-02-11, source: phone}\n"
        "    - {text: never hears back, heard: 2026-02-11, source: phone}\n"
    )
    assert reason(book, fields) == (
        "In February you told me that Medicaid patients wait months, and that you seldom hear back once a patient has gone."
    )


@pytest.mark.parametrize(
    "need", ["Medicaid patients wait months", "{text: patients wait, heard: 2026-02-11}", "{text: patients wait, source: phone}",
             "{text: patients wait, need: waiting-time, heard: 2024-02-11, source: phone}"],
)  # fmt: skip
def test_nobody_is_said_to_have_said_what_is_not_known_to_be_said(need: str, book: Book) -> None:
    """Without a source, without a day, or too long ago: the letter begins with the question."""
    assert reason(book, f"  needs:\n    - {need}\n") == ""


def test_a_note_that_is_no_clause_and_is_not_the_need_itself_is_asked_about(book: Book) -> None:
    """Another sentence would put words into somebody's mouth."""
    fields = "  needs:\n    - {text: nobody asks us anything, need: shared-care, heard: 2026-05-14, source: lunch}\n"
    assert (
        reason(book, fields)
        == 'When we met in May, you said that [[CONFIRM: say "nobody asks us anything" as a clause]].'
    )


def test_a_detail_comes_with_its_source(book: Book) -> None:
    fields = "  details:\n    - {text: students are referred out after twelve sessions, source: your center's page, heard: 2026-08-05}\n"
    assert reason(book, fields) == "Your center's page says that students are referred out after twelve sessions."


def test_an_old_detail_is_asked_about(book: Book) -> None:
    fields = "  details:\n    - {text: patients are seen within a week, source: your website, heard: 2023-08-05}\n"
    assert reason(book, fields) == (
        "[[CONFIRM: noted on 2023-08-05; is it still so?]] Your website says that patients are seen within a week."
    )


def test_a_detail_from_a_source_that_cannot_be_named_is_asked_about(book: Book) -> None:
    fields = "  details:\n    - {text: patients wait, source: a rumour, heard: 2026-08-05}\n"
    assert reason(book, fields).startswith('[[CONFIRM: where did you learn "patients wait"?')


@pytest.mark.parametrize(
    "text", ["We are full", "I hear you have waits", "waits", "no time for calls", "are patients waiting?"]
)
def test_only_a_clause_in_the_third_person_is_repeated(text: str, book: Book) -> None:
    """Pronouns are never shifted by rule."""
    fields = f'  details:\n    - {{text: "{text}", source: your website, heard: 2026-08-05}}\n'
    assert reason(book, fields) == f'Your website says that [[CONFIRM: say "{text}" as a clause]].'


def test_the_history_is_remembered_with_its_month(book: Book) -> None:
    history = "- {date: 2025-11-10, contact: ann, event: called, mention: you were starting alumni calls}\n"
    assert reason(book, "", history, "memory") == "When we spoke in November 2025, you were starting alumni calls."


def test_a_history_without_anything_to_mention_is_silent(book: Book) -> None:
    assert reason(book, "", "- {date: 2025-11-10, contact: ann, event: called}\n", "memory") == ""
