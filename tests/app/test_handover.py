"""The page of handing over: what it says will happen happens, and nothing leaves that is not approved."""

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote, unquote

import pytest
from starlette.testclient import TestClient

from composer import lock
from composer.app import background, handing
from composer.app.application import create_app
from composer.app.guard import Guard
from composer.drafts.pushes import Push
from composer.drafts.store import DraftStore
from composer.lock import locked
from composer.outputs.export import ExportRequest
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.exporting import export_drafts
from composer.workspace.history_log import NewEvent, log_event
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready, mark_sent, mark_skipped, reopen_drafts
from tests.app.conftest import PORT
from tests.conftest import DAY, TODAY, Run, change
from tests.inline import PRACTICE, Inline
from tests.outputs.conftest import CALLED, CONTACTS, NAME, OTHER

PAPER = "harold-finch.introduction"
ORIGIN = {"origin": f"http://127.0.0.1:{PORT}"}
MORE = """\
- name: Dr. Harold Finch
  role: pcp
  channel: post
  needs: [{text: Medicaid patients wait months, heard: 2026-06-03, source: phone}]
"""


@pytest.fixture(autouse=True)
def _no_processes() -> Iterator[None]:
    """Export without a process of its own."""
    with patch("composer.outputs.export.Pool", Inline):
        yield


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("three")
    (folder / "practice.yaml").write_text(PRACTICE)
    (folder / "contacts.yaml").write_text(CONTACTS + MORE)
    (folder / "history.yaml").write_text("")
    write_drafts(Snapshot(folder, TODAY), DraftRequest("introduction"))
    assert [one.because for one in mark_ready(Snapshot(folder, TODAY), [NAME, OTHER, PAPER])] == ["", "", ""]
    return folder


@pytest.fixture
def folder(three: Path, tmp_path: Path) -> Path:
    """Three approved letters, one of them without an address."""
    return shutil.copytree(three, tmp_path / "three")


@pytest.fixture
def client(folder: Path) -> TestClient:
    """The browser that the link was opened in."""
    guard = Guard(create_app(Snapshot(folder, TODAY)), port=PORT)
    opened = TestClient(guard, base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False)
    opened.headers["sec-fetch-site"] = "none"
    assert opened.get(guard.login_path).status_code == 303
    return opened


def words(page: str) -> str:
    """A page as it is read."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


def post(client: TestClient, path: str, **fields: str | list[str]) -> str:
    """Sends a form; the words of the page that it leads to, or of the one that says why not."""
    answer = client.post(path, data=fields, headers=ORIGIN)
    return words((client.get(answer.headers["location"]) if answer.status_code == 303 else answer).text)


def hand_over(client: TestClient) -> str:
    seen = re.search(r'name="seen" value="(\w+)"', client.get("/export").text)
    assert seen, "nothing is to leave"
    return post(client, "/export/now", seen=seen[1])


def status(folder: Path, name: str) -> str | None:
    draft, _ = Snapshot(folder, TODAY).store.read(name)
    return draft.status if draft else None


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- what will happen, and what did ---------------------------------------------------------------------------------


def test_the_page_says_in_words_what_will_happen_and_changes_nothing(client: TestClient, folder: Path) -> None:
    before = files_in(folder)
    said = words(client.get("/export").text)
    assert "2 approved letters become 2 files" in said
    assert f"in the folder {folder.resolve() / 'outbox'} then" in said
    assert "Nothing is sent." in said
    assert "to Dr. Abena Osei <a.osei@riverstreet.example>" in said
    assert "Dr. Harold Finch It has no address, so it goes on paper." in said
    assert files_in(folder) == before


def test_it_hands_over_what_the_command_line_would(client: TestClient, folder: Path, tmp_path: Path, run: Run) -> None:
    other = shutil.copytree(folder, tmp_path / "other")
    said = hand_over(client)
    ran = json.loads(run("-C", other, *DAY, "export", "eml", "--json").out)["exported"]
    assert [one["draft"] for one in ran if one["path"]] == [NAME, OTHER]
    left = {path: data for path, data in files_in(folder).items() if ".lock" not in path}
    assert left == {path: data for path, data in files_in(other).items() if ".lock" not in path}
    assert (
        "What became of them Dr. Abena Osei, MD Handed over Dr. Jonah Brandt Handed over Nothing is sent yet." in said
    )
    assert "What became of them" in words(client.get("/export").text), "it stays on coming back"


def test_what_changed_since_somebody_looked_is_not_handed_over(client: TestClient, folder: Path) -> None:
    seen = re.search(r'name="seen" value="(\w+)"', client.get("/export").text)
    assert seen
    reopen_drafts(Snapshot(folder, TODAY), [OTHER])
    said = post(client, "/export/now", seen=seen[1])
    assert "What is to leave has changed since you looked at it, so nothing was handed over." in said
    assert not (folder / "outbox").exists()
    assert "1 approved letter becomes a file" in words(client.get("/export").text)


@contextmanager
def just_before_its_turn(deed: Callable[[], object]) -> Iterator[None]:
    """Another run does something while this one waits for the lock."""
    done: list[Path] = []

    @contextmanager
    def late(folder: Path) -> Iterator[None]:
        if not done:
            done.append(folder)
            deed()
        with locked(folder):
            yield

    with patch("composer.workspace.snapshot.locked", late):
        yield


def test_a_letter_that_something_stopped_at_the_last_moment_says_why(client: TestClient, folder: Path) -> None:
    wish = NewEvent("asked to stop", ["abena-osei"], TODAY)
    with just_before_its_turn(lambda: log_event(Snapshot(folder, TODAY), wish)):
        said = hand_over(client)
    assert (
        "Dr. Abena Osei, MD Not handed over. It is stopped: a.osei@riverstreet.example is the address of Dr. Abena Osei, MD"
        in said
    )
    assert "Dr. Jonah Brandt Handed over" in said
    assert [path.stem for path in (folder / "outbox").glob("*.eml")] == [CALLED[OTHER]]


def test_somebody_else_who_writes_here_is_told_and_nothing_leaves(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    with locked(folder):
        said = hand_over(client)
    assert "Look again" in said
    assert status(folder, NAME) == "ready"
    assert "1 letter" not in said


def test_many_letters_are_handed_over_while_a_page_says_how_far_it_is(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, may_end = threading.Event(), threading.Event()

    def slowly(*arguments: object, **options: object) -> Iterator[object]:
        going.set()
        assert may_end.wait(60)
        yield from export_drafts(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(handing, "MANY", 2)
    monkeypatch.setattr(handing, "export_drafts", slowly)
    seen = re.search(r'name="seen" value="(\w+)"', client.get("/export").text)
    assert seen
    said = post(client, "/export/now", seen=seen[1])
    assert going.wait(60)
    assert "0 of 3 letters looked at. You may leave this page." in said
    assert "letters are being handed over just now" in post(client, "/export/now", seen=seen[1]).lower()
    may_end.set()
    for thread in threading.enumerate():
        if thread.name == background.THREAD:
            thread.join(60)
    assert "Dr. Jonah Brandt Handed over" in words(client.get("/export").text)
    assert status(folder, OTHER) == "handed-over"


# --- nothing leaves that is not approved ----------------------------------------------------------------------------

STATES: dict[str, tuple[Callable[[Path], object], str]] = {
    "to read": (lambda folder: reopen_drafts(Snapshot(folder, TODAY), [NAME]), "You have not approved it yet."),
    "ready by hand": (
        lambda folder: change(folder / f"drafts/{NAME}.md", "approved:", "mine:"),
        "Its status was written by hand. Read it and approve it.",
    ),
    "changed since": (
        lambda folder: change(folder / f"drafts/{NAME}.md", "With good wishes", "With warm wishes"),
        "Its text was changed after you approved it. Read it and approve it.",
    ),
    "put aside": (
        lambda folder: mark_skipped(Snapshot(folder, TODAY), [NAME], "I will call her"),
        "You put it aside: I will call her.",
    ),
    "sent": (lambda folder: mark_sent(Snapshot(folder, TODAY), [NAME], TODAY), "It was sent already."),
    "stopped": (
        lambda folder: (folder / "do-not-contact.yaml").write_text("- contact: abena-osei\n"),
        "It is stopped: ",
    ),
    "not to be read": (
        lambda folder: (folder / f"drafts/{NAME}.md").write_text("no head\n"),
        "It is stopped: this draft has no head.",
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_approved_or_may_not_go_leaves_by_no_way(client: TestClient, folder: Path, state: str) -> None:
    deed, why = STATES[state]
    deed(folder)
    page = client.get("/export").text
    assert f"/export/{NAME}" not in page
    assert state == "sent" or why in words(page)
    for address in (f"/export/{NAME}/copy", f"/export/{NAME}.eml"):
        answer = client.get(address)
        assert answer.status_code == 409
        assert why in words(answer.text)
        assert "mailto:" not in answer.text
        assert "555-0142" not in answer.text
    hand_over(client)
    assert [path.stem for path in (folder / "outbox").glob("*.eml")] == [CALLED[OTHER]]


def test_a_letter_that_waits_says_until_when_and_leaves_by_no_way(client: TestClient, folder: Path) -> None:
    for who in ("Dr. Abena Osei, MD", "Dr. Jonah Brandt"):
        change(folder / "contacts.yaml", f"name: {who}", f"name: {who}\n  organization: River Street Family Medicine")
    why = "It waits: a letter went to Dr. Abena Osei, MD there on 2026-11-24; theirs may go on 2026-12-01."
    page = client.get("/export").text
    assert "1 approved letter becomes a file" in words(page)
    assert why in words(page)
    assert f"/export/{OTHER}" not in page
    hand_over(client)
    assert [path.stem for path in (folder / "outbox").glob("*.eml")] == [CALLED[NAME]]
    answer = client.get(f"/export/{OTHER}/copy")
    assert answer.status_code == 409
    assert why in words(answer.text)


def test_a_name_that_is_no_letter_is_a_sentence(client: TestClient) -> None:
    for address in ("/export/nobody/copy", "/export/nobody.eml", "/export/..%2Fpractice/copy"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "There is no" in words(answer.text) or "There is nothing" in words(answer.text)


def test_records_that_need_mending_keep_everything_here_and_say_so(client: TestClient, folder: Path) -> None:
    (folder / "practice.yaml").write_text("nam: Maya\n")
    said = words(client.get("/export").text)
    assert "Nothing leaves until this is mended" in said
    assert "Your records have to be mended first." in said
    assert "approved letters become" not in said
    assert client.get(f"/export/{NAME}/copy").status_code == 422


def test_only_what_keeps_letters_here_is_to_be_mended(client: TestClient, folder: Path) -> None:
    """A role that nobody knows, and an address that stops one letter, keep nobody else's here."""
    (folder / "do-not-contact.yaml").write_text("- [\n")
    change(folder / "contacts.yaml", "role: pcp", "role: interior designer")
    change(folder / "contacts.yaml", "email: jonah@lakeschool.example", "email: jonah@")
    page = client.get("/export").text
    listed = page[page.index("Nothing leaves until this is mended") :].partition("</section>")[0]
    assert "interior designer" not in listed
    assert "has no domain" not in listed
    assert listed.count("<li") == 1
    assert "do-not-contact.yaml, line " in listed


# --- it went --------------------------------------------------------------------------------------------------------


def test_what_was_ticked_is_noted_as_sent_on_that_day_and_can_be_undone(client: TestClient, folder: Path) -> None:
    hand_over(client)
    history = (folder / "history.yaml").read_text()
    day = (TODAY - timedelta(days=1)).isoformat()
    page = client.get("/export").text
    assert re.findall(r'name="letter" value="([^"]+)" checked', page) == [NAME, OTHER]
    answer = client.post("/export/sent", data={"letter": [NAME, OTHER], "day": day}, headers=ORIGIN)
    shown = client.get(answer.headers["location"]).text
    assert f"Noted: 2 letters, sent on {day}." in words(shown)
    assert [status(folder, name) for name in (NAME, OTHER)] == ["sent", "sent"]
    added = (folder / "history.yaml").read_text().removeprefix(history).splitlines()
    assert [line.partition(", question")[0].rstrip("}") for line in added] == [
        f"- {{date: {day}, contact: {who}, event: sent, letter: introduction" for who in ("abena-osei", "jonah-brandt")
    ]
    act = re.search(r'name="act" value="(\w+)"', shown)
    assert act
    assert "Taken back. 2 letters wait for your word again." in post(client, "/export/sent/undo", act=act[1])
    assert [status(folder, name) for name in (NAME, OTHER)] == ["handed-over", "handed-over"]
    assert (folder / "history.yaml").read_text() == history


def test_only_what_was_ticked_is_noted(client: TestClient, folder: Path) -> None:
    hand_over(client)
    assert "Noted: Dr. Jonah Brandt, sent on" in post(client, "/export/sent", letter=OTHER, day=TODAY.isoformat())
    assert [status(folder, name) for name in (NAME, OTHER)] == ["handed-over", "sent"]


def test_undo_takes_back_nothing_that_was_noted_since(client: TestClient, folder: Path) -> None:
    hand_over(client)
    answer = client.post("/export/sent", data={"letter": NAME, "day": TODAY.isoformat()}, headers=ORIGIN)
    act = re.search(r'name="act" value="(\w+)"', client.get(answer.headers["location"]).text)
    assert act
    log_event(Snapshot(folder, TODAY), NewEvent("called", ["jonah-brandt"], TODAY))
    history = (folder / "history.yaml").read_text()
    assert "Something else was noted since, so nothing was taken back." in post(client, "/export/sent/undo", act=act[1])
    assert (folder / "history.yaml").read_text() == history
    assert status(folder, NAME) == "sent"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"day": "2026-11-24"}, "No letter was ticked, so nothing was noted."),
        ({"letter": NAME, "day": "yesterday"}, "'yesterday' is no day, so nothing was noted."),
        ({"letter": NAME, "day": "2026-11-25"}, "2026-11-25 is yet to come."),
        ({"letter": NAME}, "This form is not complete, so nothing was done."),
        ({"letter": "nobody", "day": "2026-11-24"}, "There is no draft 'nobody'."),
    ],
)
def test_a_form_that_says_too_little_changes_nothing(
    client: TestClient, folder: Path, fields: dict[str, str | list[str]], says: str
) -> None:
    hand_over(client)
    before = files_in(folder)
    assert says in post(client, "/export/sent", **fields)
    assert files_in(folder) == before


def test_a_draft_that_nobody_approved_cannot_be_called_sent(client: TestClient, folder: Path) -> None:
    reopen_drafts(Snapshot(folder, TODAY), [NAME])
    said = post(client, "/export/sent", letter=NAME, day=TODAY.isoformat())
    assert "Nothing was noted: Dr. Abena Osei, MD: It is not ready." in said
    assert status(folder, NAME) == "draft"


def test_a_letter_that_did_not_go_is_a_draft_again_and_its_file_is_gone(client: TestClient, folder: Path) -> None:
    hand_over(client)
    said = post(client, "/export/reopen", reopen=NAME)
    assert "It is a draft again: Dr. Abena Osei, MD. Its message went from outbox/ to .outreach/backup/" in said
    assert status(folder, NAME) == "draft"
    assert [path.stem for path in (folder / "outbox").glob("*.eml")] == [CALLED[OTHER]]


# --- by hand --------------------------------------------------------------------------------------------------------


def test_an_approved_letter_can_be_copied_and_opened_and_called_sent(client: TestClient, folder: Path) -> None:
    page = client.get(f"/export/{NAME}/copy").text
    link = re.search(r'href="(mailto:[^"]+)"', page)
    assert link
    assert unescape(link[1]).startswith("mailto:a.osei@riverstreet.example?subject=")
    draft, _ = Snapshot(folder, TODAY).store.read(NAME)
    assert draft
    text = re.search(r"<textarea[^>]*readonly[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert text
    assert "With good wishes,\nMaya Chen" in unescape(text[1])
    assert f'value="{draft.subject}"' in unescape(page)
    html = re.search(r'data-html="([^"]+)"', page)
    assert html
    assert unescape(html[1]).startswith('<div lang="en" dir="ltr"><p>Dear Dr. Osei,</p>')
    assert "I take Buckeye Medicaid." in unquote(unescape(link[1]))
    said = post(client, "/export/sent", letter=NAME, day=TODAY.isoformat())
    assert "Noted: Dr. Abena Osei, MD, sent on 2026-11-24." in said
    assert status(folder, NAME) == "sent"
    assert not (folder / "outbox").exists()


def test_what_was_sent_by_hand_is_approved_again_once_it_is_undone(client: TestClient, folder: Path) -> None:
    answer = client.post("/export/sent", data={"letter": NAME, "day": TODAY.isoformat()}, headers=ORIGIN)
    act = re.search(r'name="act" value="(\w+)"', client.get(answer.headers["location"]).text)
    assert act
    assert "Taken back. Dr. Abena Osei, MD waits for your word again." in post(client, "/export/sent/undo", act=act[1])
    assert "2 approved letters become 2 files" in words(client.get("/export").text)


def test_a_letter_that_is_too_long_for_a_link_opens_a_message_to_paste_it_into(
    client: TestClient, folder: Path
) -> None:
    change(folder / f"drafts/{NAME}.md", "With good wishes", "And so on, and so forth. " * 100 + "\n\nWith good wishes")
    [changed] = mark_ready(Snapshot(folder, TODAY), [NAME])
    assert changed.because == ""
    page = client.get(f"/export/{NAME}/copy").text
    assert "This letter is too long to be opened whole" in page
    link = re.search(r'href="(mailto:[^"]+)"', page)
    assert link
    assert "body=" not in link[1]


def test_a_letter_without_an_address_is_printed_and_called_sent(client: TestClient, folder: Path) -> None:
    page = client.get(f"/export/{PAPER}/copy").text
    assert "To send on paper" in page
    assert "mailto:" not in page
    assert '<pre class="paper"' in page
    post(client, "/export/sent", letter=PAPER, day=TODAY.isoformat())
    assert status(folder, PAPER) == "sent"


def test_the_file_of_a_letter_that_was_handed_over_can_be_had(client: TestClient, folder: Path) -> None:
    answer = client.get(f"/export/{NAME}.eml")
    assert answer.status_code == 404
    assert "This letter was not handed over, so there is no message of it." in words(answer.text)
    hand_over(client)
    answer = client.get(f"/export/{NAME}.eml")
    assert answer.content == (folder / f"outbox/{CALLED[NAME]}.eml").read_bytes()
    assert answer.headers["content-type"] == "message/rfc822"
    assert answer.headers["content-disposition"] == f"attachment; filename*=utf-8''{quote(CALLED[NAME])}.eml"


@pytest.mark.parametrize("deed", ["changed", "deleted"])
def test_a_file_that_is_not_the_one_that_was_handed_over_is_not_given_out(
    client: TestClient, folder: Path, deed: str
) -> None:
    hand_over(client)
    path = folder / f"outbox/{CALLED[NAME]}.eml"
    path.write_text("mine") if deed == "changed" else path.unlink()
    answer = client.get(f"/export/{NAME}.eml")
    assert answer.status_code == {"changed": 409, "deleted": 404}[deed]
    assert "Make it a draft again" in words(answer.text)


# --- what must not be sent, and nothing at all ----------------------------------------------------------------------


def test_a_file_that_must_not_be_sent_any_more_is_named_and_can_be_taken_out(client: TestClient, folder: Path) -> None:
    hand_over(client)
    (folder / "do-not-contact.yaml").write_text("- contact: abena-osei\n")
    page = client.get("/export").text
    assert "Do not send this file" in words(page)
    assert "Do not send this one any more." in words(page)
    assert f'value="{NAME}" checked' not in page
    assert f"/export/{NAME}.eml" not in page
    post(client, "/export/reopen", reopen=NAME)
    assert not (folder / f"outbox/{CALLED[NAME]}.eml").exists()
    assert "Do not send this file" not in words(client.get("/export").text)


def test_nothing_written_and_nothing_approved_each_say_where_to_go(client: TestClient, folder: Path) -> None:
    reopen_drafts(Snapshot(folder, TODAY), [NAME, OTHER, PAPER])
    page = client.get("/export").text
    assert "No letter waits to leave. Read the 3 that wait" in words(page)
    assert 'href="/drafts?show=draft"' in page
    for name in (NAME, OTHER, PAPER):
        assert f'href="/draft/{name}"' in page
        (folder / f"drafts/{name}.md").unlink()
    assert "No letters are written yet." in words(client.get("/export").text)


# --- the practice's mail program ------------------------------------------------------------------------------------


def writes_mail_in(folder: Path, program: str) -> None:
    path = folder / "practice.yaml"
    path.write_text(f"{path.read_text()}\nmail: {program}\n")


def test_a_program_that_edits_only_text_gets_only_text_from_the_page_too(client: TestClient, folder: Path) -> None:
    writes_mail_in(folder, "mutt")
    hand_over(client)
    assert b"text/html" not in (folder / f"outbox/{CALLED[NAME]}.eml").read_bytes()


@pytest.mark.parametrize("program", ["Apple Mail", "Thundrbird", "aerc"])
def test_whatever_the_program_files_may_be_handed_over_from_the_page(
    client: TestClient, folder: Path, program: str
) -> None:
    writes_mail_in(folder, program)
    if program == "Apple Mail":
        assert "Apple Mail opens no such file. Copy these letters instead" in words(client.get("/export").text)
    hand_over(client)
    assert (folder / f"outbox/{CALLED[NAME]}.eml").exists()


def test_a_letter_that_left_as_a_page_is_not_offered_as_a_message(client: TestClient, folder: Path, run: Run) -> None:
    run("-C", folder, *DAY, "export", "html")
    assert client.get(f"/export/{NAME}.eml").status_code == 404
    assert f"Look for outbox/{CALLED[NAME]}.html" in words(client.get(f"/export/{NAME}.eml").text)
    post(client, "/export/reopen", reopen=NAME)
    assert not (folder / f"outbox/{CALLED[NAME]}.html").exists()


def test_a_letter_in_an_mbox_that_nobody_may_send_is_taken_out_from_the_page(
    client: TestClient, folder: Path, run: Run
) -> None:
    run("-C", folder, *DAY, "export", "mbox")
    log_event(Snapshot(folder, TODAY), NewEvent("asked to stop", ["abena-osei"], TODAY))
    assert f"the letter {NAME} in outbox/letters.mbox" in words(client.get("/export").text)
    post(client, "/export/reopen", reopen=NAME)
    assert b"Osei" not in (folder / "outbox/letters.mbox").read_bytes()


# --- where a letter lies that did not become a file of its own ------------------------------------------------------


def pushed(folder: Path, name: str = NAME) -> None:
    """Notes a letter as `outreach push` does once the server has it."""
    store = DraftStore(folder)
    store.pushes.begin(name, Push("<1@x.example>", "practice", "maya@harborstreet.example", "Drafts"))
    store.pushes.end(name)
    store.set_head(name, {"status": "handed-over", "handed-over": TODAY.isoformat()})


def test_a_letter_in_a_mailbox_is_said_to_lie_there(client: TestClient, folder: Path) -> None:
    pushed(folder)
    page = client.get("/export").text
    assert "Here it lies: the folder 'Drafts' of maya@harborstreet.example." in words(page)
    assert f"/export/{NAME}.eml" not in page
    assert "Files lie in the folder" not in page
    answer = client.get(f"/export/{NAME}.eml")
    assert (answer.status_code, "Look for the folder" in answer.text) == (404, True)


def test_a_letter_in_a_mailbox_whose_reader_asked_for_none_is_to_be_deleted_there(
    client: TestClient, folder: Path
) -> None:
    """It is said where it was noted, on the first page, and where letters are handed over; and it is not ticked."""
    pushed(folder)
    assert "Delete this letter in your mailbox" not in client.get("/export").text
    log_event(Snapshot(folder, TODAY), NewEvent("asked to stop", ["abena-osei"], TODAY))
    page = client.get("/export").text
    assert "Delete this letter in your mailbox" in page
    assert "Do not send this one any more." in page
    where = f"the letter {NAME} in the folder 'Drafts' of maya@harborstreet.example"
    assert f"Nobody is to send what lies here: {where}." in words(client.get("/").text)


def test_a_letter_in_a_file_of_many_is_said_to_lie_there(client: TestClient, folder: Path) -> None:
    assert any(one.path for one in export_drafts(Snapshot(folder, TODAY), ExportRequest("mbox")))
    page = client.get("/export").text
    assert f"Here it lies: the letter {NAME} in outbox/letters.mbox." in words(page)
    assert f"/export/{NAME}.eml" not in page


def test_what_goes_with_a_letter_is_said_where_it_is_read_handed_over_and_copied(
    folder: Path, client: TestClient
) -> None:
    (folder / "attachments").mkdir()
    (folder / "attachments/one-page.pdf").write_bytes(b"x" * 84_000)
    change(folder / f"drafts/{NAME}.md", "status: ready", "status: draft\nattach: [one-page.pdf, card]")
    change(folder / f"drafts/{NAME}.md", "With good wishes", "One page is attached.\n\nWith good wishes")
    says = "one-page.pdf, 84 KB; Maya Chen.vcf, "
    page = client.get(f"/draft/{NAME}").text
    assert f'<dt>With it goes</dt><dd dir="auto">{says}' in page
    post(client, f"/draft/{NAME}/ready", file=DraftStore(folder).file(NAME).digest)
    assert "attached: one-page.pdf=" in (folder / f"drafts/{NAME}.md").read_text()
    assert f"With it goes: {says}" in client.get("/export").text
    assert says in client.get(f"/export/{NAME}/copy").text
    (folder / "attachments/one-page.pdf").write_bytes(b"y" * 84_000)
    assert "&#39;one-page.pdf&#39; was changed after you approved it" in client.get("/export").text
