"""Taking back a word on a letter: exactly that word, and only while the letter is as it has left it."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from composer.drafts.store import DraftStore
from composer.outputs.export import ExportRequest
from composer.workspace.exporting import export_drafts
from composer.workspace.snapshot import Snapshot
from tests.app.conftest import said
from tests.app.test_handover import ORIGIN
from tests.app.test_repeats import form_of, post
from tests.conftest import CALLED, TODAY, change

NAME = "abena-osei.introduction"
LETTER = f"/draft/{NAME}"


def status(folder: Path) -> str:
    draft, _ = DraftStore(folder).read(NAME)
    assert draft
    return draft.status


def word(client: TestClient, verb: str) -> str:
    """Says a word on the letter as its page does; the page that follows."""
    form = form_of(client.get(f"{LETTER}/beside").text, f"{LETTER}/{verb}")
    return said(client, post(client, f"{LETTER}/{verb}", form | {"reason": "I will call her"}))


def undo(client: TestClient, page: str) -> Any:
    return post(client, f"{LETTER}/take-back", form_of(page, f"{LETTER}/take-back"))


@pytest.mark.parametrize("verb", ["ready", "skip"])
def test_a_word_that_is_taken_back_leaves_the_letter_as_it_was(verb: str, client: TestClient, sample: Path) -> None:
    file = sample / f"drafts/{NAME}.md"
    before = file.read_text()
    page = word(client, verb)
    assert file.read_text() != before
    assert "Taken back: it is a draft again." in said(client, undo(client, page))
    assert (status(sample), file.read_text().replace("reason: \n", "")) == ("draft", before)


def test_an_approved_letter_that_was_put_aside_is_approved_again(client: TestClient, sample: Path) -> None:
    word(client, "ready")
    approved = (sample / f"drafts/{NAME}.md").read_text()
    page = word(client, "skip")
    assert status(sample) == "skipped"
    assert "Taken back: it is approved, as before." in said(client, undo(client, page))
    assert (sample / f"drafts/{NAME}.md").read_text().replace("reason: \n", "") == approved


def test_what_has_left_since_is_not_taken_back_by_an_old_button(client: TestClient, sample: Path) -> None:
    """The page of the approval is still open in another window."""
    page = word(client, "ready")
    assert [one.path for one in export_drafts(Snapshot(sample, TODAY), ExportRequest()) if one.path]
    answer = undo(client, page)
    assert answer.status_code == 409
    assert "so nothing was done" in answer.text
    assert status(sample) == "handed-over"
    assert (sample / f"outbox/{CALLED[NAME]}.eml").exists()


def test_what_was_changed_since_is_not_taken_back(client: TestClient, sample: Path) -> None:
    page = word(client, "skip")
    change(sample / f"drafts/{NAME}.md", "I will call her", "I have called her")
    assert undo(client, page).status_code == 409
    assert status(sample) == "skipped"


def test_saving_without_scripts_keeps_what_stood_there(client: TestClient, sample: Path) -> None:
    file = sample / f"drafts/{NAME}.md"
    change(file, "I send half a page", "In my own words, I send half a page")
    form = form_of(client.get(LETTER).text, f"{LETTER}/text") | {
        "subject": "A subject",
        "body": "Dear Dr. Osei,\n\nShort.\n",
    }
    assert client.post(f"{LETTER}/text", data=form, headers=ORIGIN).status_code == 303
    assert "In my own words" not in file.read_text()
    kept = [path.read_text() for path in (sample / ".outreach/backup").glob(f"{NAME}*")]
    assert any("In my own words" in text for text in kept)


def test_a_page_learns_of_a_draft_that_was_written_into_as_it_lies_there(client: TestClient, sample: Path) -> None:
    """As some editors save: the folder does not show it."""
    for path in ("/", "/drafts", "/export", "/people", "/letters"):
        assert "data-stamp" in client.get(path).text, path
    before = client.get("/stamp").text
    assert client.get("/stamp").text == before
    with (sample / f"drafts/{NAME}.md").open("a") as file:
        file.write("A line more.\n")
    assert client.get("/stamp").text != before


def test_pages_name_places_and_no_commands(client: TestClient, sample: Path) -> None:
    change(sample / "contacts.yaml", "role: primary care physician", "role: interior decorator of ships")
    for path in ("/export", "/people", "/drafts", LETTER):
        assert "outreach " not in client.get(path).text.replace("outreach-", ""), path
