"""The pages: what they show of the drafts, and how they speak of trouble."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from composer.app.application import create_app
from composer.app.draft_list import SHOWN
from composer.app.guard import Guard
from composer.drafts.approval import approval
from composer.drafts.store import DraftStore
from composer.drafts.summary import first_words
from composer.workspace.snapshot import Snapshot
from tests.app.conftest import PORT
from tests.conftest import TODAY


def test_the_list_shows_who_what_and_how_it_stands(client: TestClient) -> None:
    page = client.get("/drafts").text
    assert "<h1>22 letters</h1>" in page
    for words in (
        "Dr. Abena Osei, MD",
        "River Street Family Medicine",
        "Medicaid, and who has room",
        "In February you told me",
        "1 to look at",
    ):
        assert words in page


def test_the_search_finds_by_name_place_and_subject(client: TestClient) -> None:
    for query, count in (("northbank", 3), ("Osei", 1), ("hospital students", 1), ("xyzzy", 0), ("<script>", 0)):
        page = client.get("/drafts", params={"q": query}).text
        assert f"<h1>{count} of 22 letters</h1>" in page
    assert "No letter matches “&lt;script&gt;”." in client.get("/drafts", params={"q": "<script>"}).text


def test_a_page_number_beyond_the_end_is_the_last_page(client: TestClient) -> None:
    for number in ("99", "0", "-1", "x", "9" * 30):
        assert client.get("/drafts", params={"page": number}).status_code == 200


def test_a_draft_shows_its_headers_its_text_part_and_what_to_look_at(client: TestClient) -> None:
    page = client.get("/draft/harold-finch.introduction").text
    assert "no address; on paper only" in page
    assert "There is no address to send it to." in page
    assert "Which of your patients have a number in their pocket and have not called it?" in page
    frame = 'src="/letter/harold-finch.introduction" sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"'
    assert frame in page
    assert "allow-scripts" not in page


@pytest.mark.parametrize(
    ("head", "tag", "says"),
    [
        ("status: draft", "to read", ""),
        ("status: draft\nreason: its text changed on 2026-11-24", "to read", "Its text changed on 2026-11-24."),
        ("status: ready\napproved: RIGHT", "ready", "You said that it may leave as it is."),
        ("status: ready\napproved: 0123456789abcdef", "ready, changed since", "earlier version"),
        ("status: handed-over\nhanded-over: 2026-11-24", "handed over", "It was handed over on 2026-11-24."),
        ("status: sent", "sent", "It was sent."),
        ("status: skipped\nreason: met her instead", "skipped", "Put aside: met her instead."),
    ],
)
def test_the_list_and_the_page_say_how_a_draft_stands(
    client: TestClient, sample: Path, head: str, tag: str, says: str
) -> None:
    path = sample / "drafts/ruth-adeyemi.introduction.md"
    draft = DraftStore(sample).read("ruth-adeyemi.introduction")[0]
    assert draft
    path.write_text(path.read_text().replace("status: draft", head.replace("RIGHT", approval(draft)), 1))
    assert f">{tag}</span>" in client.get("/drafts", params={"q": "ruth-adeyemi.introduction"}).text
    page = client.get("/draft/ruth-adeyemi.introduction").text
    assert says in page
    assert ('class="stands"' in page) == bool(says)


def test_the_letter_is_the_html_part_of_its_message(client: TestClient) -> None:
    page = client.get("/letter/abena-osei.introduction").text
    assert page.startswith("<!DOCTYPE html>")
    assert "I take Buckeye and Molina Medicaid." in page
    assert "/static/" not in page


def test_a_letter_may_run_nothing_and_fetch_nothing_wherever_it_is_opened(client: TestClient) -> None:
    policy = client.get("/letter/abena-osei.introduction").headers["content-security-policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["sandbox"] == "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == "'none'"
    assert rules["frame-ancestors"] == "'self'"
    assert not {"script-src", "connect-src", "frame-src"} & rules.keys()


def test_a_changed_draft_and_a_changed_record_are_seen_at_once(client: TestClient, sample: Path) -> None:
    path = sample / "drafts/jonah-brandt.introduction.md"
    path.write_text(path.read_text().replace("Dear Mr. Brandt,", "Dear ,"))
    assert "The letter begins &#39;Dear ,&#39;" in client.get("/draft/jonah-brandt.introduction").text
    records = sample / "contacts.yaml"
    records.write_text(
        records.read_text().replace("name: Jonah Brandt", "name: Jonah Brandt\n    do_not_contact: true")
    )
    assert "Nothing may go to this contact" in client.get("/draft/jonah-brandt.introduction").text


def test_after_midnight_pages_are_of_the_new_day(with_drafts: Path, workspace: Snapshot) -> None:
    days = [TODAY]
    client = TestClient(create_app(workspace, clock=lambda: days[-1]))
    before = client.get("/stamp").text
    assert "Tuesday, November 24" in client.get("/").text
    assert client.get("/stamp").text == before
    days.append(TODAY + timedelta(days=1))
    assert client.get("/stamp").text != before, "a page that is open learns of it"
    assert "Wednesday, November 25" in client.get("/").text
    assert 'max="2026-11-25"' in client.get("/people/abena-osei").text


def test_a_second_version_that_a_sync_program_leaves_is_seen_at_once(client: TestClient, sample: Path) -> None:
    client.get("/draft/ruth-adeyemi.introduction")
    path = sample / "drafts/ruth-adeyemi.introduction.md"
    copy = path.with_name("ruth-adeyemi.introduction (1).md")
    copy.write_text(path.read_text())
    assert "left by a program that keeps folders in step" in client.get("/draft/ruth-adeyemi.introduction").text
    assert "<h1>22 letters</h1>" in client.get("/drafts").text
    copy.unlink()
    assert "left by a program" not in client.get("/draft/ruth-adeyemi.introduction").text


def test_a_draft_that_cannot_be_read_says_why(client: TestClient, sample: Path) -> None:
    (sample / "drafts/broken.md").write_text("no head\n")
    answer = client.get("/draft/broken")
    assert answer.status_code == 422
    assert "The draft drafts/broken.md cannot be read." in answer.text
    assert "This draft has no head." in answer.text
    (sample / "drafts/bytes.md").write_bytes(b"\xff\xfe")
    page = client.get("/drafts").text
    assert "broken cannot be read" in page
    assert "bytes cannot be read" in page
    assert "<h1>24 letters</h1>" in page
    assert "this is not UTF-8 text" in client.get("/draft/bytes").text


def test_records_that_cannot_be_read_are_a_sentence_and_no_crash(client: TestClient, sample: Path) -> None:
    (sample / "practice.yaml").write_bytes(b"name: \xff\n")
    answer = client.get("/drafts")
    assert answer.status_code == 422
    assert "practice.yaml:1: this is not UTF-8 text" in answer.text
    (sample / "practice.yaml").unlink()
    answer = client.get("/drafts")
    assert (answer.status_code, answer.headers["location"]) == (303, "/start"), "what is missing is asked for"


@pytest.mark.parametrize("broken", ["- [broken\n", "- ann@\n", "- nobody at all\n"])
def test_while_the_list_cannot_be_read_no_letter_looks_as_if_it_could_leave(
    broken: str, client: TestClient, sample: Path
) -> None:
    (sample / "do-not-contact.yaml").write_text(broken)
    page = client.get("/draft/abena-osei.introduction").text
    assert "do-not-contact.yaml" in page
    assert "Nothing to mend" not in page
    assert "1 to mend" in client.get("/drafts").text


def test_values_stay_text_on_every_page(client: TestClient, sample: Path) -> None:
    nasty = "<img src=x onerror=alert(1)>\"'{{ 7777*7777 }}"
    said = json.dumps(nasty)
    (sample / "drafts/nasty.md").write_text(
        f"---\nsubject: {said}\nreason: {said}\ncontact: {said}\n---\n{nasty} [[CONFIRM: {nasty}]]\n"
    )
    for path in ("/drafts", "/draft/nasty", "/draft/nasty/beside", "/letter/nasty"):
        answer = client.get(path)
        assert (answer.status_code, path) == (200, path)
        assert "<img" not in answer.text
        assert str(7777 * 7777) not in answer.text
        assert path.endswith("beside") or "{{ 7777*7777 }}" in answer.text


def test_an_empty_workspace_says_what_to_do(workspace: Snapshot) -> None:
    guard = Guard(create_app(workspace), port=PORT)
    client = TestClient(guard, base_url=f"http://127.0.0.1:{PORT}")
    client.get(guard.login_path, follow_redirects=False)
    page = client.get("/drafts").text
    assert "No letters are written yet." in page
    assert '<a href="/">Today</a> shows who is due, and writes them.' in page
    assert "outreach draft" not in page, "nobody here needs a terminal"


def test_the_first_words_are_those_after_the_greeting() -> None:
    assert first_words("Dear Ann,\n\nIn May\nyou said.\n") == "In May you said."
    assert first_words("x" * 30 + "\n\n" + "word " * 60).endswith(" …")


def test_reading_changes_no_file(client: TestClient, sample: Path) -> None:
    def stamps() -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in sample.rglob("*") if path.is_file()
        }

    before = stamps()
    draft = "/draft/abena-osei.introduction"
    lists = ("/drafts", "/drafts?q=x", *(f"/drafts?show={key}" for key in SHOWN))
    for path in (*lists, draft, f"{draft}/beside", "/letter/abena-osei.introduction", "/stamp"):
        assert client.get(path).status_code == 200
    assert stamps() == before
    assert Snapshot(sample, today=TODAY).store.names()
