"""What the records say is read for clients, too."""

import pytest

from composer.checks.rules.records import inspect_records, privacy_noted
from tests.conftest import Book

ANN = "- {{name: Ann Lee, id: ann, {0}}}\n"


def said(book: Book, contacts: str, history: str = "") -> list[tuple[str, int, str]]:
    return [(p.at.path, p.at.line, p.level) for p in inspect_records(book(contacts, "name: M\n", history))]


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
    (found,) = inspect_records(book("", practice))
    assert (found.at.path, found.at.line, found.level) == ("practice.yaml", 3, "warning")
    assert "reads as if it told of a client, and may stand in every letter" in found.text
