"""What the records say is read for clients, too."""

import pytest

from composer.checks.engine.recipient import FreeText
from composer.checks.engine.standards import note_reader
from composer.checks.registry import inspect
from composer.checks.rules.records import inspect_records, privacy_noted
from composer.errors import Problem
from composer.records.book import Records, parse_book
from composer.records.library import TemplateFile
from composer.records.sentence_points import SentencePoints
from composer.records.sentence_reader import SentenceReader
from tests.checks.cases import inspection, standards
from tests.conftest import Book
from tests.shipped import FILES

ANN = "- {{name: Ann Lee, id: ann, {0}}}\n"


def found_in(records: Records) -> tuple[Problem, ...]:
    return inspect_records(records, note_reader(records.library))


def said(book: Book, contacts: str, history: str = "") -> list[tuple[str, int, str]]:
    return [(p.at.path, p.at.line, p.level) for p in found_in(book(contacts, "name: M\n", history))]


def test_a_detail_about_a_client_is_an_error_and_a_private_note_a_warning(book: Book) -> None:
    detail = ANN.format("details: [{text: the firefighter you sent is doing well, source: a call}]")
    assert said(book, detail) == [("contacts.yaml", 1, "error")]
    assert said(book, ANN.format("notes: J.M. came on Monday")) == [("contacts.yaml", 1, "warning")]


def test_history_is_read(book: Book) -> None:
    event = "- {date: 2026-01-02, contact: ann, event: called, mention: your client has started with me}\n"
    assert said(book, ANN.format("role: pcp"), event) == [("history.yaml", 1, "error")]


@pytest.mark.parametrize(
    "text",
    ["Medicaid patients wait months", "families ask what it costs and then do not go", "she called about the list", "students come back from the hospital in the middle of term",
     "Ann Lee is doing well", "nobody takes 16-year-olds", "patients like evenings", "wants to hear back after the first visit"],
)  # fmt: skip
def test_what_they_need_is_no_clients_story(book: Book, text: str) -> None:
    assert said(book, ANN.format(f"needs: [{text}], notes: {text}")) == []


def test_its_page_has_examples_that_hold(book: Book) -> None:
    for example, found in ((privacy_noted.wrong, 1), (privacy_noted.right, 0)):
        text = example.removeprefix("details: ")
        assert len(said(book, ANN.format(f"details: [{{text: {text}, source: a call}}]"))) == found


def test_a_sentence_of_the_practice_that_tells_of_a_client_is_shown(book: Book) -> None:
    practice = "name: M\noffers:\n  - {text: Your Tuesday patient is sleeping better since she started with me., needs: [grief]}\n  - {text: I have two openings in December., needs: [grief]}\n"
    (found,) = found_in(book("", practice))
    assert (found.at.path, found.at.line, found.level) == ("practice.yaml", 3, "warning")
    assert "reads as if it told of a client, and may stand in every letter" in found.text


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ("details: [the clinic is open late,\n  the firefighter you sent is doing well]", 2),
        ("needs: [{text: waits, say: the firefighter you sent is doing well}]", 1),
        ("met: {text: when the firefighter you sent was doing well, date: 2026-10-01}", 1),
        ("introduced_by: {name: Deborah Kline, how: the firefighter you sent is doing well}", 1),
        ("asked_for: [how the firefighter you sent is doing]", 1),
        ("people_word: the firefighter you sent is doing well", 1),
        ("tags: [the firefighter you sent is doing well]", 1),
    ],
)
def test_a_client_is_found_wherever_words_of_your_own_stand_with_file_and_line(
    book: Book, fields: str, line: int
) -> None:
    assert said(book, ANN.format(fields)) == [("contacts.yaml", line, "error")]


def test_what_the_record_says_of_a_client_stops_the_letters_to_that_person(book: Book) -> None:
    note = FreeText("the firefighter you sent is doing well", ("needs", 0, "text"))
    draft = inspection("How is your garden?", free_texts=(note,))
    assert [(one.level, one.code) for one in inspect(draft)] == [("error", "privacy-noted")]
    let_pass = inspection(
        "How is your garden?", free_texts=(note,), overrides=(("privacy-noted", "it is my colleague"),)
    )
    assert [(one.level, one.code) for one in inspect(let_pass)] == [("warning", "privacy-noted")]


@pytest.mark.parametrize("points", ["# mine\n", "null\n", "kinds: [privacy-noted]\npoints: |\n  1 foo\n"])
def test_points_for_notes_that_cannot_be_used_are_said(points: str) -> None:
    files = {**FILES, "record-points.yaml": TemplateFile("record-points.yaml", "templates/record-points.yaml", points)}
    (problem,) = found_in(parse_book(contacts="", practice="name: M\n", history="", templates=files))
    assert (problem.level, problem.at.path) == ("error", "templates/record-points.yaml")
    assert "nobody has looked for clients in your records" in problem.text


def test_nothing_leaves_while_the_points_for_notes_cannot_be_used() -> None:
    """A file with one sign and limits that nothing reaches finds no client in any record."""
    points = SentencePoints(kinds=("privacy-noted",), ask=100_000, stop=100_000, points="1 foo\n")
    (problem,) = inspect(inspection("Hello.", standards=standards(note_reader=SentenceReader(points, ()))))
    assert (problem.level, problem.code) == ("error", "privacy-noted")
    assert "nobody has looked for clients in your records" in problem.text


MAYBE = "Says twenty years of our letters is plenty"


def test_notes_that_may_ask_for_no_letters_are_a_warning_until_the_record_says(book: Book) -> None:
    assert said(book, ANN.format(f"notes: Likes tea. {MAYBE}.")) == [("contacts.yaml", 1, "warning")]
    for answer in ("true", "false", "{reason: by phone}"):
        assert said(book, ANN.format(f"notes: Likes tea. {MAYBE}., do_not_contact: {answer}")) == []


def test_such_notes_stop_the_letter() -> None:
    (problem,) = inspect(inspection(notes=f"Likes tea. {MAYBE}."))
    assert (problem.level, problem.code) == ("error", "address-wish")
    assert MAYBE in problem.text
    assert "do_not_contact: false" in problem.hint


def test_without_points_every_note_may_ask() -> None:
    nothing = SentenceReader(SentencePoints(), ())
    (problem,) = inspect(inspection(notes="Likes tea.", standards=standards(wish_reader=nothing)))
    assert (problem.level, problem.code) == ("error", "address-wish")
