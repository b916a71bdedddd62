"""Filling a letter's open places, asking why it says something, and taking its changes back, in the browser."""

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from composer.drafts.store import DraftStore
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.snapshot import Snapshot
from tests.app.conftest import PORT
from tests.conftest import TODAY, change

HOME = {"origin": f"http://127.0.0.1:{PORT}"}
NAME, VALE = "abena-osei.introduction", "robin-vale.introduction"
PAGE = f"/draft/{NAME}"
PLANS, MINE = "I take Buckeye and Molina Medicaid.", "I take both of their plans."
PERSON = "\n  - name: Robin Vale\n    role: family doctor\n    email: robin@vale.example\n"


@pytest.fixture
def asking(with_drafts: Path) -> Path:
    """The sample with a letter that asks how to address its reader."""
    contacts = with_drafts / "contacts.yaml"
    contacts.write_text(contacts.read_text().rstrip("\n") + "\n" + PERSON)
    write_drafts(Snapshot(with_drafts, TODAY), DraftRequest(who=["robin-vale"]))
    return with_drafts


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form of a page with this action."""
    form = page.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


def sent(client: TestClient, action: str, fields: dict[str, str]) -> str:
    """The page that a form leads to."""
    answer = client.post(action, data=fields, headers=HOME)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"].partition("#")[0]).text


def text_of(folder: Path, name: str = NAME) -> str:
    return (folder / f"drafts/{name}.md").read_text()


# --- filling --------------------------------------------------------------------------------------------------------


def test_an_open_place_is_a_field_on_the_page_of_its_letter(asking: Path, client: TestClient) -> None:
    page = client.get(f"/draft/{VALE}").text
    assert "One place to fill in" in page
    assert ">How do you address Robin Vale?</label>" in page
    assert "every letter to Robin Vale will be greeted so, and no letter asks again." in page
    assert "Take the sentence out" not in page
    assert "Nothing to mend" not in page
    assert "still asks you" not in page


def test_words_go_in_are_remembered_and_come_back_out_with_undo(asking: Path, client: TestClient) -> None:
    before, contacts = text_of(asking, VALE), (asking / "contacts.yaml").read_text()
    form = hidden(client.get(f"/draft/{VALE}").text, f"/draft/{VALE}/fill")
    page = sent(client, f"/draft/{VALE}/fill", form | {"words": "Robin", "remember": "yes"})
    assert "Put in. Remembered: every letter to Robin Vale is now greeted so." in page
    assert "Dear Robin," in text_of(asking, VALE)
    assert "address_as: Robin" in (asking / "contacts.yaml").read_text()
    page = sent(client, f"/draft/{VALE}/restore", hidden(page, f"/draft/{VALE}/restore"))
    assert "Taken back: it is as it was before." in page
    assert (text_of(asking, VALE), (asking / "contacts.yaml").read_text()) == (before, contacts)


def test_without_the_tick_only_the_letter_changes(asking: Path, client: TestClient) -> None:
    contacts = (asking / "contacts.yaml").read_text()
    form = hidden(client.get(f"/draft/{VALE}").text, f"/draft/{VALE}/fill")
    page = sent(client, f"/draft/{VALE}/fill", form | {"words": "Robin"})
    assert "Put in." in page
    assert "Remembered" not in page
    assert (asking / "contacts.yaml").read_text() == contacts


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"words": " "}, 422, "Nothing was written in the field"),
        ({"words": "Robin", "hole": "0"}, 409, "This was answered already, or the letter has changed"),
        ({"words": "Robin", "file": "0"}, 409, "The letter has changed since you looked at it"),
        ({"out": "yes"}, 409, "It is the greeting, and a letter needs one"),
        ({"words": "Robin", "hole": ""}, 422, "This form is not complete"),
    ],
)
def test_what_cannot_be_put_in_changes_nothing(
    asking: Path, client: TestClient, fields: dict[str, str], status: int, said: str
) -> None:
    before = text_of(asking, VALE)
    form = hidden(client.get(f"/draft/{VALE}").text, f"/draft/{VALE}/fill")
    answer = client.post(f"/draft/{VALE}/fill", data=form | fields, headers=HOME)
    assert answer.status_code == status
    assert said.casefold() in answer.text.casefold()
    assert text_of(asking, VALE) == before


def test_a_sentence_is_taken_out_and_put_back(with_drafts: Path, client: TestClient) -> None:
    change(
        with_drafts / f"drafts/{NAME}.md",
        "With good wishes,",
        "We met at [[CONFIRM: where?]] once.\n\nWith good wishes,",
    )
    before = text_of(with_drafts)
    page = client.get(PAGE).text
    assert "Where?</label>" in page
    assert "Remember this" not in page
    page = sent(client, f"{PAGE}/fill", hidden(page, f"{PAGE}/fill") | {"out": "yes"})
    assert "The sentence is out of the letter." in page
    assert "We met" not in text_of(with_drafts)
    sent(client, f"{PAGE}/restore", hidden(page, f"{PAGE}/restore"))
    assert text_of(with_drafts) == before


@pytest.mark.parametrize("key", ["../../contacts", "0123456789ab", "..", "0123456789AB"])
def test_undo_reads_no_file_but_a_backup_of_this_letter(with_drafts: Path, client: TestClient, key: str) -> None:
    before = text_of(with_drafts)
    fields = {"file": DraftStore(with_drafts).file(NAME).digest, "kept": key}
    answer = client.post(f"{PAGE}/restore", data=fields, headers=HOME)
    assert answer.status_code == 404
    assert "What it was before is not kept any more" in answer.text
    assert text_of(with_drafts) == before


# --- why ------------------------------------------------------------------------------------------------------------


def test_every_sentence_names_the_record_it_comes_from_in_words(with_drafts: Path, client: TestClient) -> None:
    page = html.unescape(client.get(f"{PAGE}/why").text)
    assert "From your notes on Dr. Abena Osei, MD, February 11: <q>Medicaid patients wait months</q>" in page
    assert (
        '<a href="/people/abena-osei">Open Dr. Abena Osei, MD</a> <span class="place">contacts.yaml, line 31</span>'
        in page
    )
    assert "From your practice: what you offer: <q>I take Buckeye and Molina Medicaid.</q>" in page
    assert '<a href="/practice">Open your practice</a>' in page
    assert "It answers “medicaid”" in page
    assert "Your own words" not in page


def test_your_own_sentences_are_marked_as_yours_and_older_ones_are_not(with_drafts: Path, client: TestClient) -> None:
    change(with_drafts / f"drafts/{NAME}.md", PLANS, MINE)
    change(with_drafts / "practice.yaml", "phone: 555-0142", "phone: 555-0199")
    page = html.unescape(client.get(f"{PAGE}/why").text)
    own, earlier = page.split("Your own words")[1].split("From before a record changed")
    assert MINE in own
    assert "555-0142" not in own
    assert "Patients can call 555-0142" in earlier.split("Not in the letter")[0]
    assert PLANS in earlier.split("Not in the letter")[1]


def test_a_letter_whose_contact_is_gone_says_so(with_drafts: Path, client: TestClient) -> None:
    change(with_drafts / "contacts.yaml", "id: abena-osei", "id: ines-prado")
    answer = client.get(f"{PAGE}/why")
    assert answer.status_code == 404
    assert "There is no contact 'abena-osei'" in html.unescape(answer.text)


# --- changes --------------------------------------------------------------------------------------------------------


def test_where_nothing_has_changed_that_is_said(with_drafts: Path, client: TestClient) -> None:
    page = client.get(f"{PAGE}/changes").text
    assert "Nothing: the letter is word for word as it was written for you." in page
    assert "The same: your records still say what the letter says." in page


def test_the_programs_words_are_put_back_and_yours_with_undo(with_drafts: Path, client: TestClient) -> None:
    made = text_of(with_drafts)
    change(with_drafts / f"drafts/{NAME}.md", PLANS, MINE)
    mine = text_of(with_drafts)
    page = client.get(f"{PAGE}/changes").text
    assert '<ins><span class="hidden">only in yours: </span>both of their plans.</ins>' in page
    page = sent(client, f"{PAGE}/put-back", hidden(page, f"{PAGE}/put-back"))
    assert "What the program had written stands in the letter again." in page
    assert text_of(with_drafts) == made
    sent(client, f"{PAGE}/restore", hidden(page, f"{PAGE}/restore"))
    assert text_of(with_drafts) == mine


def test_new_words_are_taken_one_place_at_a_time(with_drafts: Path, client: TestClient) -> None:
    before = text_of(with_drafts)
    change(with_drafts / "practice.yaml", "phone: 555-0142", "phone: 555-0199")
    page = client.get(f"{PAGE}/changes").text
    assert page.count(f'action="{PAGE}/take-new"') == 2
    page = sent(client, f"{PAGE}/take-new", hidden(page, f"{PAGE}/take-new"))
    assert "The new words stand in the letter." in page
    assert text_of(with_drafts) == before.replace("can call 555-0142", "can call 555-0199")


def test_a_letter_that_has_left_shows_its_changes_and_no_buttons(with_drafts: Path, client: TestClient) -> None:
    change(with_drafts / f"drafts/{NAME}.md", PLANS, MINE)
    change(with_drafts / f"drafts/{NAME}.md", "status: draft", "status: sent")
    page = client.get(f"{PAGE}/changes").text
    assert "As the program had written it" in page
    assert "<button" not in page.split("<main", 1)[1].split("</main>", 1)[0]
    assert "This letter has left, or was put aside." in page


def test_asking_changes_nothing(with_drafts: Path, client: TestClient) -> None:
    files = {path: path.read_bytes() for path in with_drafts.rglob("*") if path.is_file()}
    change(with_drafts / "practice.yaml", "phone: 555-0142", "phone: 555-0199")
    for address in (PAGE, f"{PAGE}/why", f"{PAGE}/changes"):
        assert client.get(address).status_code == 200
    after = {path: path.read_bytes() for path in with_drafts.rglob("*") if path.is_file()}
    assert {path for path in {*files, *after} if files.get(path) != after.get(path)} == {with_drafts / "practice.yaml"}
    assert client.get(f"{PAGE}/take-new").status_code == 405


@pytest.mark.parametrize("address", ["why", "changes"])
def test_an_address_without_a_letter_says_so(client: TestClient, address: str) -> None:
    answer = client.get(f"/draft/nobody.introduction/{address}")
    assert answer.status_code == 404
    assert "There is no draft" in answer.text
