"""People and places changed by a form: what is kept safe whatever somebody types."""

from collections.abc import Callable
from pathlib import Path

import pytest

from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.records.contacts import Contact
from composer.workspace.people_edits import add_organization, change_contact, change_organization, verify_contact
from composer.workspace.record_edits import contact_place, contacts_place, new_contact, organization_place
from composer.workspace.record_faults import record_faults, written_record
from composer.workspace.record_writing import undo_records
from composer.workspace.snapshot import Snapshot
from composer.yaml.writer import Field
from tests.conftest import TODAY
from tests.shipped import LIBRARY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "practice.yaml").write_text("name: Maya Chen\n")
    return tmp_path


def opened(folder: Path, contacts: str) -> Snapshot:
    (folder / "contacts.yaml").write_text(contacts)
    return Snapshot(folder, TODAY)


def text(folder: Path) -> str:
    return (folder / "contacts.yaml").read_text()


def digest(snapshot: Snapshot) -> str:
    return contacts_place(snapshot).digest


def test_a_record_is_read_as_it_is_written_without_what_says_nothing(folder: Path) -> None:
    snapshot = opened(folder, "- {name: Ann, email: null, unknown_person: false, needs: [{text: grief, heard: ~}]}\n")
    assert written_record(snapshot, contact_place(snapshot, "ann")).fields == {
        "name": "Ann",
        "unknown_person": False,
        "needs": [{"text": "grief"}],
    }


def test_only_the_lines_of_what_changed_are_others(folder: Path) -> None:
    snapshot = opened(folder, "# mine\n- name: Ann # a friend\n  phone: 555-0100\n\n- name: Bob # too\n")
    done = change_contact(snapshot, "ann", {"phone": None, "email": "ann@x.example"}, digest=digest(snapshot))
    assert text(folder) == "# mine\n- name: Ann # a friend\n  email: ann@x.example\n\n- name: Bob # too\n"
    undo_records(snapshot, done.undo)
    assert text(folder) == "# mine\n- name: Ann # a friend\n  phone: 555-0100\n\n- name: Bob # too\n"


def test_details_that_are_right_today_are_noted_with_the_day(folder: Path) -> None:
    snapshot = opened(folder, "- name: Ann\n  verified: 2024-01\n")
    verify_contact(snapshot, "ann", digest=digest(snapshot))
    assert text(folder) == "- name: Ann\n  verified: 2026-11-24\n"


@pytest.mark.parametrize(
    ("record", "changes"),
    [
        ("do_not_contact: true", {"do_not_contact": None}),
        ("do_not_contact: 2026-03-01", {"do_not_contact": False}),
        ("notes: she asked me not to write any more", {"notes": "likes tea"}),
        ("notes: she asked me not to write any more", {"notes": None}),
        ("tags: [do not contact, board]", {"tags": ["board"]}),
        ("channel: none", {"channel": "email"}),
    ],
)
def test_a_wish_to_be_left_alone_goes_only_when_somebody_says_so(
    folder: Path, record: str, changes: dict[str, "Field | None"]
) -> None:
    snapshot = opened(folder, f"- name: Ann\n  {record}\n  role: nurse\n")
    before = text(folder)
    assert snapshot.records.contacts.by_id["ann"].do_not_contact
    with pytest.raises(RecordsError, match="this would take out that they asked not to be written to"):
        change_contact(snapshot, "ann", changes, digest=digest(snapshot))
    assert text(folder) == before
    change_contact(snapshot, "ann", changes, digest=digest(snapshot), lifted=True)
    assert not snapshot.reread().records.contacts.by_id["ann"].do_not_contact


def test_a_wish_may_be_said_in_other_words(folder: Path) -> None:
    snapshot = opened(folder, "- name: Ann\n  notes: she asked me not to write any more\n")
    change_contact(snapshot, "ann", {"notes": "tea", "do_not_contact": {"reason": "asked"}}, digest=digest(snapshot))
    assert snapshot.reread().records.contacts.by_id["ann"].do_not_contact


def test_a_place_does_not_lose_its_wish_either(folder: Path) -> None:
    snapshot = opened(folder, "organizations:\n- name: Elm\n  do_not_contact: true\ncontacts: []\n")
    with pytest.raises(RecordsError, match="this would take out"):
        change_organization(snapshot, "Elm", {"do_not_contact": None}, digest=digest(snapshot))


@pytest.mark.parametrize("words", ["the 16-year-old she sent", "A.B. came on Monday"])
def test_nothing_about_a_client_is_written(folder: Path, words: str) -> None:
    snapshot = opened(folder, "organizations:\n- name: Elm\ncontacts:\n- name: Ann\n")
    before, shown = text(folder), digest(snapshot)
    attempts: list[Callable[[], object]] = [
        lambda: change_contact(snapshot, "ann", {"needs": ["grief", {"text": words}]}, digest=shown),
        lambda: new_contact(snapshot, {"name": "Bob", "notes": words}),
        lambda: change_organization(snapshot, "Elm", {"notes": words}, digest=shown),
        lambda: add_organization(snapshot, {"name": "Oak", "notes": words}, digest=shown),
    ]
    for attempt in attempts:
        with pytest.raises(RecordsError, match="seems to be about a client"):
            attempt()
    assert text(folder) == before


def test_where_a_client_is_told_of_is_said_of_what_was_typed_only() -> None:
    fields: dict[str, Field] = {
        "name": "Ann",
        "needs": ["grief", {"text": "the 16-year-old she sent"}],
        "notes": "A.B. came on Monday",
    }
    (fault,) = record_faults(Contact, fields, LIBRARY, typed=["name", "needs"], today=TODAY)
    assert fault.at == ("needs", 1, "text")
    assert fault.text.startswith("'16-year-old' seems to be about a client, and no file here may hold one")


def test_a_file_that_was_changed_meanwhile_is_left_alone(folder: Path) -> None:
    snapshot = opened(folder, "- name: Ann\n")
    shown = digest(snapshot)
    opened(folder, "- name: Ann\n  phone: 555-0100\n")
    with pytest.raises(ConflictError, match="changed elsewhere"):
        change_contact(snapshot, "ann", {"phone": "555-0101"}, digest=shown)
    assert text(folder) == "- name: Ann\n  phone: 555-0100\n"


def test_a_place_that_only_its_people_name_gets_a_record(folder: Path) -> None:
    snapshot = opened(folder, "contacts:\n- {name: Ann, organization: Elm House}\n")
    change_organization(snapshot, "elm house", {"phone": "555-0100"}, digest=digest(snapshot))
    now = snapshot.reread()
    assert written_record(now, organization_place(now, "Elm House")).fields == {
        "name": "Elm House",
        "phone": "555-0100",
    }


def test_whoever_is_at_such_a_place_goes_along_with_another_name(folder: Path) -> None:
    snapshot = opened(folder, "contacts:\n- {name: Ann, organization: Elm House}\n- {name: Bob, organization: Oak}\n")
    change_organization(snapshot, "Elm House", {"name": "Elm & Co", "fax": "555-0100"}, digest=digest(snapshot))
    book = snapshot.reread().records.contacts
    assert [one.organization for one in book.contacts] == ["Elm & Co", "Oak"]
    assert [(one.name, one.fax) for one in book.organizations] == [("Elm & Co", "555-0100")]


def test_a_place_that_is_new_to_everyone_is_no_place_to_change(folder: Path) -> None:
    snapshot = opened(folder, "contacts:\n- {name: Ann, organization: Elm}\n")
    with pytest.raises(NotFoundError):
        change_organization(snapshot, "Oak", {"phone": "555-0100"}, digest=digest(snapshot))


def test_a_list_of_people_only_says_how_it_can_hold_places(folder: Path) -> None:
    snapshot = opened(folder, "- name: Ann\n")
    with pytest.raises(RecordsError) as refused:
        add_organization(snapshot, {"name": "Elm"}, digest=digest(snapshot))
    assert "write the line 'contacts:' above all others" in refused.value.hint
    assert text(folder) == "- name: Ann\n"
    opened(folder, "contacts:\n- name: Ann\n")  # as the hint says
    add_organization(snapshot.reread(), {"name": "Elm"}, digest=digest(snapshot))
    assert [one.name for one in snapshot.reread().records.contacts.organizations] == ["Elm"]
