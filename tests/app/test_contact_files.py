"""In the browser somebody with a file of their own is looked at, changed and taken back as anybody is."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from composer.workspace.contact_moves import put_move, split_contacts
from composer.workspace.snapshot import Snapshot
from tests.app.filling import filled
from tests.app.test_people import EDIT, noted, send, undo
from tests.conftest import TODAY, change


@pytest.fixture
def apart(client: TestClient, sample: Path) -> Path:  # the browser's sample is made first
    change(sample / "contacts.yaml", "    verified: 2026-02-11\n", "    verified: 2025-02-11\n")
    snapshot = Snapshot(sample, TODAY)
    put_move(snapshot, split_contacts(snapshot))
    return sample


def test_a_form_changes_their_own_file_and_is_taken_back(client: TestClient, apart: Path) -> None:
    path = apart / "contacts/abena-osei.yaml"
    before, everyone = path.read_text(), {one: one.read_bytes() for one in (apart / "contacts").iterdir()}
    page = send(client, EDIT, filled(client.get(EDIT).text, EDIT, phone="555-0155"))
    assert noted(page) == "Saved."
    assert "phone: 555-0155" in path.read_text()
    assert [one for one in everyone if one.read_bytes() != everyone[one]] == [path]
    assert noted(undo(client, page)) == "Taken back. It is as it was before."
    assert path.read_text() == before


def test_one_press_says_that_all_is_still_right(client: TestClient, apart: Path) -> None:
    at = "/people/abena-osei/verified"
    page = client.get("/people/abena-osei").text
    send(client, at, filled(page, at))
    assert "verified: 2026-11-24" in (apart / "contacts/abena-osei.yaml").read_text()


def test_somebody_new_gets_a_file(client: TestClient, apart: Path) -> None:
    page = send(client, "/people/new", filled(client.get("/people/new").text, "/people/new", name="Zoe Lund"))
    assert noted(page) == "Added."
    assert (apart / "contacts/zoe-lund.yaml").read_text() == "name: Zoe Lund\n"
    undo(client, page)
    assert not (apart / "contacts/zoe-lund.yaml").exists()
