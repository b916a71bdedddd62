"""The page of one letter without a browser: what its forms do, what a script is told, and what is refused."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from filelock import FileLock
from starlette.testclient import TestClient

from composer.app.screens import review
from composer.drafts.approval import unapproved
from composer.drafts.draft import BODY_LIMIT, Draft
from composer.drafts.store import DraftStore
from composer.lock import locked as locked_folder
from composer.workspace import snapshot as snapshots
from composer.workspace.editing import save_text
from tests.app.conftest import said
from tests.app.test_choices import FORM, state
from tests.conftest import change

NAME, AFTER = "abena-osei.introduction", "ada-okafor.introduction"
PAGE = f"/draft/{NAME}"
JSON = FORM | {"accept": "application/json"}
MINE = "I have two evenings.\n"


def draft_of(folder: Path, name: str = NAME) -> Draft:
    draft, _ = DraftStore(folder).read(name)
    assert draft
    return draft


def file_of(folder: Path, name: str = NAME) -> Path:
    return folder / f"drafts/{name}.md"


def fields(folder: Path, name: str = NAME, **others: str) -> dict[str, str]:
    """What the editor of a letter that was just opened sends."""
    draft = draft_of(folder, name)
    return {"file": DraftStore(folder).file(name).digest, "subject": draft.subject, "body": draft.body} | others


def kept(folder: Path) -> list[str]:
    return [path.read_text() for path in (folder / ".outreach/backup").glob("*")]


# --- saving ---------------------------------------------------------------------------------------------------------


def test_saving_says_so_and_shows_the_letter_with_the_new_text(client: TestClient, sample: Path) -> None:
    before = file_of(sample).read_text()
    answer = client.post(f"{PAGE}/text", data=fields(sample, body="Dear Ann,\r\n\r\nHello.\r\n"), headers=FORM)
    assert urlsplit(answer.headers["location"]).path == PAGE
    assert "<p>Saved.</p>" in said(client, answer)
    assert file_of(sample).read_text() == before.partition("---\nDear")[0] + "---\nDear Ann,\n\nHello.\n"
    assert "<p>Hello.</p>" in re.sub(r" style=\"[^\"]*\"", "", client.get(f"/letter/{NAME}").text)
    assert kept(sample) == [before], "without scripts each save is a visit of its own"


def test_a_script_is_told_the_digest_of_what_it_saved(client: TestClient, sample: Path) -> None:
    answer = client.post(f"{PAGE}/text", data=fields(sample, body=MINE, choice="first"), headers=JSON)
    digest = DraftStore(sample).file(NAME).digest
    stamp = client.get("/stamp", params={"draft": NAME}).text
    assert answer.json() == {"to": PAGE, "said": "Saved.", "digest": digest, "reopened": False, "stamp": stamp}
    again = client.post(f"{PAGE}/text", data=fields(sample, body="More.\n", file=digest, choice="again"), headers=JSON)
    assert again.json()["digest"] == DraftStore(sample).file(NAME).digest != digest


def test_a_change_right_after_a_save_is_one_that_the_page_has_not_seen(
    client: TestClient, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stamp that a save gives is of what it wrote, or of nothing at all."""
    real = save_text

    def overtaken(*given: Any, **others: Any) -> Any:
        saved = real(*given, **others)
        change(file_of(sample), MINE, "Theirs.\n")
        return saved

    monkeypatch.setattr(review, "save_text", overtaken)
    answer = client.post(f"{PAGE}/text", data=fields(sample, body=MINE), headers=JSON)
    assert answer.json()["stamp"] != client.get("/stamp", params={"draft": NAME}).text


def test_the_letter_as_it_was_found_is_kept_before_the_first_change(client: TestClient, sample: Path) -> None:
    before = file_of(sample).read_text()
    client.post(f"{PAGE}/text", data=fields(sample, body=MINE, choice="first"), headers=JSON)
    client.post(f"{PAGE}/text", data=fields(sample, body="More.\n", choice="again"), headers=JSON)
    assert kept(sample) == [before]


def test_a_word_that_comes_with_words_saves_them_first(client: TestClient, sample: Path) -> None:
    """As a page without scripts sends it: nothing that was typed is left behind, and nothing else is approved."""
    typed = draft_of(sample).body.replace("With good wishes", "I am here on Mondays, too.\n\nWith good wishes")
    answer = client.post(f"{PAGE}/ready", data=fields(sample, body=typed), headers=FORM)
    assert answer.status_code == 303
    assert "I am here on Mondays, too." in file_of(sample).read_text()
    assert draft_of(sample).status == "ready"
    assert unapproved(draft_of(sample)) == ""


def test_a_word_on_a_letter_that_was_changed_elsewhere_approves_nothing(client: TestClient, sample: Path) -> None:
    sent = fields(sample, body=MINE)
    change(file_of(sample), "Dear", "Hello")
    answer = client.post(f"{PAGE}/ready", data=sent, headers=FORM)
    assert answer.status_code == 409
    assert "This letter was changed elsewhere while you wrote" in answer.text
    assert draft_of(sample).status == "draft"


def test_saving_a_letter_that_was_ready_makes_it_a_draft_and_says_so(client: TestClient, sample: Path) -> None:
    assert client.post(f"{PAGE}/ready", data=fields(sample), headers=FORM).status_code == 303
    answer = client.post(f"{PAGE}/text", data=fields(sample, body=MINE), headers=FORM)
    assert "Saved. Read it once more: it is no longer marked ready." in said(client, answer)
    assert (draft_of(sample).status, draft_of(sample).approved) == ("draft", "")
    assert "Its text changed on 2026-11-24; read it again, then mark it ready." in client.get(PAGE).text


def test_a_script_is_told_that_a_letter_is_no_longer_ready(client: TestClient, sample: Path) -> None:
    client.post(f"{PAGE}/ready", data=fields(sample), headers=FORM)
    sent = fields(sample, body=MINE)
    assert client.post(f"{PAGE}/text", data=sent, headers=JSON).json()["reopened"] is True
    assert client.post(f"{PAGE}/text", data=fields(sample, body="More.\n"), headers=JSON).json()["reopened"] is False


def test_what_is_typed_can_be_seen_before_it_is_saved(client: TestClient, sample: Path) -> None:
    before = state(sample)
    answer = client.post(
        f"{PAGE}/look", data={"subject": "S", "body": "Dear Ann,\r\n\r\n**Two** evenings."}, headers=JSON
    )
    seen = answer.json()
    assert "<strong>Two</strong> evenings." in seen["inside"]
    assert 'lang="en"' in seen["inside"]
    assert seen["text"].startswith("Dear Ann,\n\n")
    assert seen["begins"] == "**Two** evenings."
    assert state(sample) == before
    refused = client.post(f"{PAGE}/look", data={"subject": "S", "body": "x" * (BODY_LIMIT + 1)}, headers=JSON)
    assert (refused.status_code, refused.json()["error"]) == (422, "The letter is longer than 100,000 characters.")


def test_the_page_shows_any_text_as_it_stands_and_saving_it_changes_nothing(client: TestClient, sample: Path) -> None:
    nasty = "\n\n</textarea><script>alert(1)</script> &amp; &lt; {{ 7*7 }}  \n\n  indented\n---\n"
    client.post(f"{PAGE}/text", data=fields(sample, body=nasty, subject="\"'><b> &amp;"), headers=FORM)
    page = client.get(PAGE).text
    assert "<script>alert" not in page
    shown = re.search(r'<textarea id="body"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    subject = re.search(r'<input id="subject" name="subject" value="([^"]*)"', page)
    assert shown
    assert subject
    before = file_of(sample).read_bytes()
    again = fields(sample, body=unescape(shown[1]), subject=unescape(subject[1]))
    assert client.post(f"{PAGE}/text", data=again, headers=FORM).status_code == 303
    assert file_of(sample).read_bytes() == before
    assert (draft_of(sample).body, draft_of(sample).subject) == (nasty.strip("\n") + "\n", "\"'><b> &amp;")


# --- two versions ---------------------------------------------------------------------------------------------------


def test_where_it_was_changed_elsewhere_both_versions_are_shown_and_nothing_is_done(
    client: TestClient, sample: Path
) -> None:
    sent = fields(sample, body="<b>Mine</b> &amp; whole.\n", subject="My <i>subject</i>")
    change(file_of(sample), "With good wishes", "With <warm> wishes")
    before = state(sample)
    answer = client.post(f"{PAGE}/text", data=sent, headers=FORM)
    assert answer.status_code == 409
    page = answer.text
    assert "This letter was changed elsewhere while you wrote" in page
    assert "&lt;b&gt;Mine&lt;/b&gt; &amp;amp; whole." in page
    assert "&lt;warm&gt;" in page
    assert "<b>Mine" not in page
    assert (page.count(">Keep mine</button>"), page.count(">Take the other</button>")) == (1, 1)
    assert state(sample) == before
    told = client.post(f"{PAGE}/text", data=sent, headers=JSON)
    assert told.status_code == 409
    now = fields(sample)
    assert {key: told.json()[key] for key in ("digest", "subject", "body")} == {
        "digest": now["file"], "subject": now["subject"], "body": now["body"]
    }  # fmt: skip
    assert "data-two-versions" in told.json()["html"]
    assert state(sample) == before


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_the_page_of_two_versions_keeps_what_was_not_chosen(choice: str, client: TestClient, sample: Path) -> None:
    """By the very form that the page has, as a browser without scripts sends it."""
    sent = fields(sample, body=MINE, subject="Mine")
    change(file_of(sample), "With good wishes", "With warm wishes")
    theirs = file_of(sample).read_text()
    page = client.post(f"{PAGE}/text", data=sent, headers=FORM).text
    form = page[page.index('<form class="choice"') :]
    action = re.search(r'action="([^"]+)"', form)
    given = {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}
    body = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", form, re.DOTALL)
    assert action
    assert body
    answer = client.post(action[1], data=given | {"body": unescape(body[1]), "choice": choice}, headers=FORM)
    if choice == "mine":
        assert "Your version stands. The other one is kept in <code>.outreach/backup</code>." in said(client, answer)
        assert (draft_of(sample).subject, draft_of(sample).body) == ("Mine", MINE)
        assert kept(sample) == [theirs]
    else:
        assert "The other version stands. What you had written is kept in <code>.outreach/backup</code>" in said(
            client, answer
        )
        assert file_of(sample).read_text() == theirs
        [text] = kept(sample)
        assert (f"\n---\n{MINE}" in text, "subject: Mine\n" in text) == (True, True)


def test_a_version_that_changed_once_more_is_shown_once_more(client: TestClient, sample: Path) -> None:
    sent = fields(sample, body=MINE)
    change(file_of(sample), "With good wishes", "With warm wishes")
    seen = client.post(f"{PAGE}/text", data=sent, headers=JSON).json()["digest"]
    change(file_of(sample), "With warm wishes", "With the warmest wishes")
    before = state(sample)
    answer = client.post(f"{PAGE}/text", data=sent | {"file": seen, "choice": "mine"}, headers=FORM)
    assert answer.status_code == 409
    assert "the warmest" in answer.text
    assert state(sample) == before


# --- what becomes of it ---------------------------------------------------------------------------------------------


def test_approving_binds_the_word_to_what_was_shown_and_leads_to_the_next(client: TestClient, sample: Path) -> None:
    answer = client.post(f"{PAGE}/ready", data=fields(sample, then="next"), headers=FORM)
    assert urlsplit(answer.headers["location"]).path == f"/draft/{AFTER}"
    page = said(client, answer)
    assert "Approved: Dr. Abena Osei, MD." in page
    assert f'action="{PAGE}/take-back" data-undo' in page
    assert (draft_of(sample).status, unapproved(draft_of(sample))) == ("ready", "")
    back = client.post(f"{PAGE}/reopen", headers=FORM)
    assert "It is a draft again." in said(client, back)
    assert (draft_of(sample).status, draft_of(sample).approved) == ("draft", "")


def test_after_the_last_letter_comes_the_handing_over(client: TestClient, sample: Path) -> None:
    for path in (sample / "drafts").iterdir():
        if path.stem != NAME:
            path.unlink()
    answer = client.post(f"{PAGE}/ready", data=fields(sample, then="next"), headers=FORM)
    assert urlsplit(answer.headers["location"]).path == "/export"
    assert "That was the last letter to read." in said(client, answer)


def test_what_a_check_stops_is_not_approved_and_says_why(client: TestClient, sample: Path) -> None:
    change(file_of(sample), "Dear Dr. Osei,", "Dear ,")
    before = state(sample)
    answer = client.post(f"{PAGE}/ready", data=fields(sample), headers=FORM)
    assert answer.status_code == 422
    assert "It was not approved" in answer.text
    assert "The letter begins &#39;Dear ,&#39;" in answer.text
    assert state(sample) == before


def test_putting_aside_keeps_the_reason_and_can_be_taken_back(client: TestClient, sample: Path) -> None:
    answer = client.post(f"{PAGE}/skip", data=fields(sample, reason="I will\r\ncall her"), headers=FORM)
    assert "Put aside: Dr. Abena Osei, MD." in said(client, answer)
    assert (draft_of(sample).status, draft_of(sample).reason) == ("skipped", "I will call her")
    page = client.get(PAGE).text
    assert "Put aside: I will call her." in page
    assert '<textarea id="body"' not in page, "what was put aside is not changed"
    assert client.post(f"{PAGE}/text", data=fields(sample, body=MINE), headers=JSON).status_code == 409
    client.post(f"{PAGE}/reopen", headers=FORM)
    assert draft_of(sample).status == "draft"
    assert '<textarea id="body"' in client.get(PAGE).text


@pytest.mark.parametrize("verb", ["ready", "skip"])
def test_a_word_on_another_text_than_the_one_shown_is_none(verb: str, client: TestClient, sample: Path) -> None:
    sent = {"file": fields(sample)["file"]}  # all that the forms beside the editor send
    change(file_of(sample), "With good wishes", "With warm wishes")
    before = state(sample)
    answer = client.post(f"{PAGE}/{verb}", data=sent, headers=FORM)
    assert answer.status_code == 409
    assert "This letter has changed since you looked at it, so nothing was done." in answer.text
    assert f'href="{PAGE}">Look again</a>' in answer.text
    assert state(sample) == before


@contextmanager
def busy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Another run holds the lock meanwhile; the event says that somebody waits for it."""
    waits = threading.Event()
    real = locked_folder

    def locked(path: Path) -> object:
        waits.set()
        return real(path, patience=60)

    monkeypatch.setattr(snapshots, "locked", locked)
    with FileLock(folder / ".outreach/lock"):
        yield waits


@pytest.mark.parametrize("verb", ["ready", "skip"])
def test_a_letter_that_another_run_renews_meanwhile_is_not_given_a_word(
    verb: str, client: TestClient, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word waits for the run to end; by then it would be a word on a text that nobody has seen."""
    sent = fields(sample)
    with ThreadPoolExecutor(1) as pool:
        with busy(sample, monkeypatch) as waits:
            answered = pool.submit(client.post, f"{PAGE}/{verb}", data=sent, headers=FORM)
            assert waits.wait(60)
            change(file_of(sample), "With good wishes", "With warm wishes")
        assert answered.result(60).status_code == 409
    assert draft_of(sample).status == "draft"


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "status", "says"),
    [
        ({"subject": " "}, 422, "The subject is empty, so nothing was saved."),
        ({"subject": "x\x07"}, 422, "it holds a character that does not print"),
        ({"body": "x" * 100_001}, 422, "The letter is longer than 100,000 characters"),
        ({"file": ""}, 422, "This form is not complete, so nothing was done."),
    ],
)
def test_what_cannot_be_saved_is_a_sentence_for_a_person_and_for_a_script(
    given: dict[str, str], status: int, says: str, client: TestClient, sample: Path
) -> None:
    before = state(sample)
    sent = fields(sample, body=MINE) | given
    answer = client.post(f"{PAGE}/text", data=sent, headers=FORM)
    assert (answer.status_code, says in unescape(answer.text)) == (status, True), answer.text
    told = client.post(f"{PAGE}/text", data=sent, headers=JSON)
    assert (told.status_code, says.lower() in told.json()["error"].lower()) == (status, True), told.text
    assert state(sample) == before


@pytest.mark.parametrize("status", ["sent", "handed-over\nhanded-over: 2026-11-20", "skipped\nreason: met her"])
def test_a_letter_that_is_not_open_has_no_editor_and_takes_no_text(
    status: str, client: TestClient, sample: Path
) -> None:
    change(file_of(sample), "status: draft", f"status: {status}")
    assert "data-editor" not in client.get(PAGE).text
    before = state(sample)
    for choice in ("", "first", "mine", "theirs"):
        answer = client.post(f"{PAGE}/text", data=fields(sample, body=MINE, choice=choice), headers=JSON)
        assert answer.status_code == 409
        assert answer.json()["error"].startswith("Nothing was changed: it ")
    assert state(sample) == before


def test_a_read_only_file_is_said_to_be_one(client: TestClient, sample: Path) -> None:
    file_of(sample).chmod(0o400)
    before = state(sample)
    for verb, others in (("text", {"body": MINE}), ("ready", {}), ("skip", {})):
        answer = client.post(f"{PAGE}/{verb}", data=fields(sample, **others), headers=FORM)
        assert (answer.status_code, "is read-only" in answer.text) == (422, True), verb
    assert state(sample) == before
