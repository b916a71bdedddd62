"""A file that is chosen in the browser: only a script of ours may send it, a plan is shown, and then it comes."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from composer.app.guard import FILE, FILE_TYPE, MOST_FILE_BYTES
from composer.workspace.snapshot import Snapshot
from tests.app.filling import filled
from tests.app.test_people import FORM, noted, send, undo
from tests.conftest import TODAY

BOOK = b'Name,Practice,Email,Title,Notes\n"QUIST, ZORA",Elm House,zora@elm.example,School counselor,Sent us Jamie\'s mom in March\n'


def chosen(client: TestClient, data: bytes, name: str = "people.csv") -> str:
    headers = {**FORM, "Content-Type": FILE_TYPE, "accept": "application/json", "x-file-name": name}
    said = client.post(FILE, content=data, headers=headers)
    assert said.status_code == 200, said.text
    return str(said.json()["to"])


def test_a_file_is_shown_as_a_plan_and_then_it_comes(client: TestClient, sample: Path) -> None:
    before = (sample / "contacts.yaml").read_bytes()
    page = client.get(chosen(client, BOOK)).text
    assert "Zora Quist" in page
    assert "was all in capitals" in page
    assert "about a client" in page
    assert (sample / "contacts.yaml").read_bytes() == before
    done = send(client, "/import/now", filled(page, "/import/now"))
    assert "1 person or place is new in your records." in noted(done)
    contact = Snapshot(sample, TODAY).contact("zora-quist")
    assert (contact.roles, contact.notes) == (("School counselor",), "")
    assert noted(undo(client, done)) == "Taken back. It is as it was before."
    assert (sample / "contacts.yaml").read_bytes() == before


def test_a_guess_that_is_ticked_does_not_come(client: TestClient, sample: Path) -> None:
    page = client.get(chosen(client, BOOK)).text
    form = filled(page, "/import/now")
    send(client, "/import/now", {**form, "without": "people.csv:2\trole"})
    contact = Snapshot(sample, TODAY).contact("zora-quist")
    assert (contact.roles, contact.title) == ((), "School counselor")


def test_who_is_taken_for_gone_is_shown_and_may_be_said_to_be_there(client: TestClient, sample: Path) -> None:
    book = (
        b"Name,Practice,Email,Notes\nZora Quist,Elm House,zora@elm.example,RETIRED 6/2019\n"
        b"Ned Ash,Oak House,ned@oak.example,moved on?\nKim Bly,Fir House,kim@fir.example,left 6/18\n"
    )
    page = client.get(chosen(client, book)).text
    assert "3 are taken for gone by a remark. Look at each, and tick it where they are still there." in page
    assert "status: moved? Nobody writes to them or to their place until you have looked" in page
    form = filled(page, "/import/now")
    send(client, "/import/now", {**form, "without": "people.csv:2\tstatus"})
    now = Snapshot(sample, TODAY)
    assert [now.contact(one).status for one in ("zora-quist", "ned-ash", "kim-bly")] == ["active", "active", "moved"]
    assert now.contact("ned-ash").do_not_contact


def test_records_that_changed_meanwhile_are_looked_at_again(client: TestClient, sample: Path) -> None:
    form = filled(client.get(chosen(client, BOOK)).text, "/import/now")
    path = sample / "contacts.yaml"
    path.write_text(path.read_text() + "\n  - name: Zora Quist\n    email: zora@elm.example\n")
    before = path.read_bytes()
    said = client.post("/import/now", data=form, headers=FORM)
    assert said.status_code == 409
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"), (b"%PDF-1.7 x", "PDF"), (b"", ""), (b"\0" * 1000, "")],
)
def test_what_is_no_address_book_is_said_in_words(client: TestClient, data: bytes, says: str) -> None:
    headers = {**FORM, "Content-Type": FILE_TYPE, "accept": "application/json", "x-file-name": "x"}
    said = client.post(FILE, content=data, headers=headers)
    assert said.status_code == 422
    assert says.casefold() in json.dumps(said.json()).casefold()


def test_only_this_address_takes_a_file_and_none_too_large(client: TestClient) -> None:
    headers = {**FORM, "Content-Type": FILE_TYPE}
    assert client.post("/people/new", content=b"x", headers=headers).status_code == 415
    assert client.post(FILE, data={"a": "b"}, headers=FORM).status_code == 415
    assert (
        client.post(FILE, content=BOOK, headers={**headers, "origin": "https://elsewhere.example"}).status_code == 403
    )
    assert client.post(FILE, content=b"x" * (MOST_FILE_BYTES + 1), headers=headers).status_code == 413


def test_without_a_file_the_plan_says_to_choose_one(client: TestClient) -> None:
    assert "choose one first" in client.get("/import/plan").text.casefold()
    assert "Bring your contacts" in client.get("/import").text
    assert 'href="/import"' in client.get("/people").text
