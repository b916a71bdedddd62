"""The app, where letters go into a real mailbox."""

import html
import imaplib
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from composer.app.application import create_app
from composer.app.guard import Guard
from composer.mailbox.accounts import read_accounts, save_account
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY
from tests.inline import PRACTICE
from tests.mailbox.conftest import PASSWORD, Dovecot
from tests.outputs.conftest import NAME

pytestmark = pytest.mark.usefixtures("settings", "inline")
PORT = 8123


@pytest.fixture
def client(ready: Path) -> TestClient:
    guard = Guard(create_app(Snapshot(ready, TODAY)), port=PORT)
    opened = TestClient(guard, base_url=f"http://127.0.0.1:{PORT}", raise_server_exceptions=False)
    opened.headers["sec-fetch-site"] = "none"
    opened.get(guard.login_path)
    opened.headers["origin"] = f"http://127.0.0.1:{PORT}"
    return opened


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


def post(client: TestClient, page: str, **fields: str) -> Any:
    return client.post(page, data=fields)


def push(client: TestClient, **fields: str) -> Any:
    found = re.search(r'name="seen" value="([^"]+)"', client.get("/export").text)
    assert found
    return post(client, "/export/push", seen=found[1], **fields)


def settled(client: TestClient) -> str:
    """The page of handing over, once nothing goes on any more."""
    for _ in range(1000):
        page = client.get("/export").text
        if "data-goes-on" not in page:
            return page
    raise AssertionError(page)


def test_letters_go_into_the_mailbox_from_the_page(client: TestClient, dovecot: Dovecot) -> None:
    account = dovecot.account()
    save_account(account)
    page = client.get("/export").text
    assert f"of {account.address}" in words(page)
    assert 'type="password"' not in page, "a program prints it"
    assert push(client, account="practice").status_code == 200
    said = words(settled(client))
    assert "In the folder Drafts" in said
    assert "Nothing is sent yet." in said
    assert len(dovecot.messages(account)) == 2
    assert f"Here it lies: the folder 'Drafts' of {account.address}." in said
    assert "an approved letter" not in said.lower()


def test_a_password_that_is_kept_nowhere_is_asked_once_and_stands_nowhere(
    client: TestClient, dovecot: Dovecot, ready: Path, settings: Path
) -> None:
    account = dovecot.account(password_command=())
    save_account(account)
    assert 'type="password"' in client.get("/export").text
    wrong = push(client, account="practice", password="wrong")
    assert PASSWORD not in wrong.text
    assert dovecot.messages(account) == []
    assert 'type="password"' in settled(client), "it let nobody in, so it is asked again"
    assert push(client, account="practice", password=PASSWORD).status_code == 200
    page = settled(client)
    assert len(dovecot.messages(account)) == 2
    assert PASSWORD not in page
    everywhere = [path for folder in (ready, settings) for path in folder.rglob("*") if path.is_file()]
    assert not [path for path in everywhere if PASSWORD.encode() in path.read_bytes()]


def test_a_second_press_puts_nothing_there_twice(client: TestClient, dovecot: Dovecot) -> None:
    account = dovecot.account()
    save_account(account)
    found = re.search(r'name="seen" value="([^"]+)"', client.get("/export").text)
    assert found
    for _ in range(2):
        post(client, "/export/push", seen=found[1], account="practice")
        settled(client)
    assert len(dovecot.messages(account)) == 2


def test_a_mailbox_that_cannot_be_reached_is_said_and_every_letter_stays(client: TestClient, dovecot: Dovecot) -> None:
    save_account(dovecot.account(certificate=""))
    answer = push(client, account="practice")
    said = words(settled(client) if answer.status_code == 200 else answer.text)
    assert "certificate" in said
    assert "2 approved letters can leave" in words(client.get("/export").text)


def test_a_mailbox_is_set_up_from_the_page_and_letters_go_there(
    client: TestClient, dovecot: Dovecot, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no keyring the password is known until the program ends, and stands in no file."""
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    assert "set up your mailbox" in words(client.get("/export").text)
    account = dovecot.account()
    fields = {"address": account.address, "host": "localhost", "port": str(dovecot.port), "password": PASSWORD}
    said = post(client, "/mailbox/set-up", **fields).text
    assert "Your mailbox can be reached." in words(said)
    assert "Drafts go into the folder 'Drafts'." in words(said)
    assert 'type="password"' not in client.get("/export").text
    assert PASSWORD not in said + (settings / "accounts.yaml").read_text()
    push(client, account=account.address)
    assert "In the folder Drafts" in words(settled(client))
    assert len(dovecot.messages(account)) == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": "maya@nobody-knows.example"}, "This program does not know the mail server of that address"),
        ({"address": "maya"}, "That is no mail address"),
        ({"address": "maya@x.example", "host": "imap.x.example", "port": "99999"}, "A port is a number such as 993"),
        ({"address": "maya@outlook.com"}, "takes no password from programs like this one"),
        ({"address": "maya@x.example", "host": "127.0.0.1", "port": "9"}, "Nothing was written down."),
    ],
)
def test_what_cannot_be_set_up_is_said_beside_what_was_typed(
    client: TestClient, fields: dict[str, str], said: str
) -> None:
    answer = post(client, "/mailbox/set-up", password=PASSWORD, **fields)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert f'value="{fields["address"]}"' in answer.text
    assert PASSWORD not in answer.text
    assert read_accounts() == {}


def test_an_accounts_file_with_a_mistake_is_said_and_files_can_still_be_made(
    client: TestClient, settings: Path
) -> None:
    (settings / "accounts.yaml").write_text("- address: maya@gmail.com\n  password: hunter2\n")
    for address in ("/export", "/mailbox"):
        page = client.get(address).text
        assert "has to be mended first" in words(page)
        assert "hunter2" not in page
    assert "Hand over these 2 letters" in words(client.get("/export").text)


def test_an_answer_that_may_be_a_wish_is_asked_about_on_their_page(client: TestClient, ready: Path) -> None:
    contact = NAME.partition(".")[0]
    (ready / "history.yaml").write_text(f"- {{contact: {contact}, event: may have asked to stop, date: 2026-11-20}}\n")
    page = words(client.get(f"/people/{contact}").text)
    assert "Did they ask for no more letters?" in page
    said = words(post(client, f"/people/{contact}/log", event="did-not-ask-to-stop").text)
    assert "Letters to them are chosen as before." in said
    assert "Did they ask for no more letters?" not in words(client.get(f"/people/{contact}").text)


# --- what went, and what came back ----------------------------------------------------------------------------------


def answer_of(text: str, *, sender: str = "a.osei@riverstreet.example") -> bytes:
    return (
        f"From: Dr. Abena Osei <{sender}>\r\nTo: Maya Lindqvist <{OWN}>\r\nSubject: Re: Medicaid\r\n"
        f"Date: Mon, 23 Nov 2026 09:00:00 +0000\r\nMessage-ID: <a1@riverstreet.example>\r\n\r\n{text}\r\n"
    ).encode()


OWN = re.findall(r"email: (\S+)", PRACTICE)[0]


def note_sent(ready: Path) -> None:
    (ready / "history.yaml").write_text(
        "- {contact: abena-osei, event: sent, letter: introduction, date: 2026-11-20}\n"
    )


def test_an_answer_in_a_file_is_noted_from_the_page_and_taken_back(
    client: TestClient, ready: Path, tmp_path: Path
) -> None:
    note_sent(ready)
    file = tmp_path / "an answer.eml"
    file.write_bytes(answer_of("Thank you, that helps."))
    before = file.read_bytes()
    page = post(client, "/mailbox/files", path=f'"{file}"').text
    assert "answered you" in words(page).lower()
    assert "event: replied" in (ready / "history.yaml").read_text()
    act = re.search(r'name="act" value="(\w+)"', page)
    assert act
    assert "Taken back." in words(post(client, "/mailbox/undo", act=act[1]).text)
    assert "replied" not in (ready / "history.yaml").read_text()
    assert file.read_bytes() == before


def test_an_answer_that_may_be_a_wish_comes_first_and_leads_to_their_page(
    client: TestClient, ready: Path, tmp_path: Path
) -> None:
    note_sent(ready)
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail/1.eml").write_bytes(answer_of("Please take me off your list."))
    page = post(client, "/mailbox/files", path=(tmp_path / "mail").as_uri()).text
    assert "To look at" in words(page)
    assert 'href="/people/abena-osei"' in page
    assert "Please take me off" not in page, "no word of an answer is shown"
    assert "Did they ask for no more letters?" in words(client.get("/people/abena-osei").text)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("Sent.mbox", "That is not the whole path"),
        ("", "That is not the whole path"),
        ("~nobody-of-that-name/Sent", "That is not the whole path"),
        ("/no/such/file", "There is no file or folder"),
        ("{ready}/outbox", "holds letters that are still to be sent"),
        ("{ready}/practice.yaml", "mbox"),
        ("/no\0thing", "That is not the whole path"),
    ],
)
def test_what_is_no_mail_is_said_in_words(client: TestClient, ready: Path, path: str, said: str) -> None:
    before = (ready / "history.yaml").read_bytes()
    answer = post(client, "/mailbox/files", path=path.format(ready=ready))
    assert said in words(answer.text)
    assert "fault of the program" not in answer.text
    assert (ready / "history.yaml").read_bytes() == before


def test_an_empty_folder_is_said_to_hold_no_message(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "There is no message there." in words(post(client, "/mailbox/files", path=str(tmp_path / "empty")).text)


def test_a_letter_that_was_edited_and_sent_is_found_in_the_mailbox_with_what_was_changed(
    client: TestClient, dovecot: Dovecot, ready: Path
) -> None:
    account = dovecot.account(address=OWN)
    save_account(account)
    push(client, account="practice")
    settled(client)
    data = next(one for one in dovecot.messages(account) if b"abena" in one.lower() or b"osei" in one.lower())
    sent = data.replace(b"Dear Dr. Osei", b"Good morning, Dr. Osei").replace(b"\n", b"\r\n").replace(b"\r\r\n", b"\r\n")
    assert sent.count(b"Good morning") >= 1
    with dovecot.login(account) as other:
        other.create("Sent")
        other.append("Sent", "(\\Seen)", imaplib.Time2Internaldate(datetime(2026, 11, 24, 12, tzinfo=UTC)), sent)
        other.append("INBOX", "", None, answer_of("Thank you, that helps."))
    before = dovecot.messages(account, "Sent")
    post(client, "/mailbox/look", account="practice")
    page = looked(client)
    assert "What went" in words(page)
    assert "<ins>" in page
    assert "Good morning" in page
    assert "status: sent" in (ready / f"drafts/{NAME}.md").read_text()
    assert dovecot.messages(account, "Sent") == before
    post(client, "/mailbox/look", account="practice")
    assert "Nothing new about your letters stands there" in words(looked(client))


def looked(client: TestClient) -> str:
    """The page of the mailbox, once nothing goes on any more."""
    for _ in range(1000):
        page = client.get("/mailbox").text
        if "data-goes-on" not in page:
            return page
    raise AssertionError(page)


def test_a_mailbox_that_lets_nobody_in_is_said_where_it_was_asked(client: TestClient, dovecot: Dovecot) -> None:
    save_account(dovecot.account(password_command=("echo", "wrong")))
    answer = post(client, "/mailbox/look", account="practice").text
    assert "an app password is wanted" in words(answer) + words(looked(client))
