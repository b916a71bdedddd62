"""People who may be here twice are seen as one, and made one; one press takes it back."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from composer.workspace.snapshot import Snapshot
from tests.app.filling import filled
from tests.app.test_people import FORM, noted, send, undo
from tests.conftest import TODAY

SECOND = "\n  - {name: Osei A., id: osei-2, organization: Riverbend Family Medicine, email: %s, phone: 207-555-0199}\n"


@pytest.fixture
def path(sample: Path) -> Path:
    """The sample's contacts, one of them a second time."""
    path = sample / "contacts.yaml"
    known = Snapshot(sample, TODAY).contact("abena-osei")
    path.write_text(path.read_text().rstrip("\n") + SECOND % known.email)
    return path


def test_two_records_are_seen_as_one_and_made_one(client: TestClient, path: Path) -> None:
    before = path.read_bytes()
    listed = client.get("/twice").text
    assert "/twice/abena-osei/osei-2" in listed
    assert "Osei A." in listed
    page = client.get("/twice/abena-osei/osei-2").text
    assert "207-555-0199" in page
    assert path.read_bytes() == before
    done = send(client, "/twice/abena-osei/osei-2/make", filled(page, "/twice/abena-osei/osei-2/make"))
    assert "are one record now" in noted(done)
    assert Snapshot(path.parent, TODAY).contact("osei-2").id == "abena-osei"
    assert "/twice/abena-osei/osei-2" not in client.get("/twice").text
    assert noted(undo(client, done)) == "Taken back. It is as it was before."
    assert path.read_bytes() == before


def test_nothing_is_done_with_records_that_changed_meanwhile(client: TestClient, path: Path) -> None:
    form = filled(client.get("/twice/abena-osei/osei-2").text, "/twice/abena-osei/osei-2/make")
    path.write_text(path.read_text().replace("207-555-0199", "207-555-0198"))
    before = path.read_bytes()
    said = client.post("/twice/abena-osei/osei-2/make", data=form, headers=FORM)
    assert said.status_code == 409
    assert path.read_bytes() == before


def test_an_address_of_nobody_is_said(client: TestClient, path: Path) -> None:
    assert client.get("/twice/abena-osei/nobody-here").status_code == 404
    assert client.get("/twice/abena-osei/abena-osei").status_code == 422
    assert "one record already" in client.get("/twice/abena-osei/abena-osei").text


def test_without_anybody_twice_the_page_says_so(client: TestClient) -> None:
    assert client.get("/twice").status_code == 200
