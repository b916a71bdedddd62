"""Contacts with files of their own are changed in their own file, added as one, and taken back together."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from composer.errors import ConflictError, ExternalError, NotFoundError, RecordsError
from composer.workspace import record_writing
from composer.workspace.people_edits import add_organization, change_contact, change_organization
from composer.workspace.record_backups import FOLDER
from composer.workspace.record_edits import RecordChange, contact_place, edit_record_files, new_contact, new_contacts
from composer.workspace.record_files import RecordFile, open_records, write_records
from composer.workspace.record_writing import undo_records
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY

ABENA = (
    "# met at the open day\nname: Dr. Abena Osei, MD\r\nemail: a.osei@riverstreet.example\norganization: Riverside\n"
)
BEN = "name: Ben Hale\nemail: ben@lakeview.example # new\norganization: riverside"


def workspace_of(folder: Path, contacts: str | None = None, **files: str) -> Snapshot:
    (folder / "contacts").mkdir(parents=True)
    (folder / "practice.yaml").write_text("name: Maya Chen\n")
    if contacts is not None:
        (folder / "contacts.yaml").write_bytes(contacts.encode())
    for name, text in files.items():
        (folder / f"contacts/{name}.yaml").write_bytes(text.encode())
    return Snapshot(folder, TODAY)


def held(snapshot: Snapshot) -> Mapping[str, str]:
    """Every file of the records as it is, byte for byte."""
    paths = [*snapshot.folder.glob("*.yaml"), *snapshot.folder.glob("contacts/*")]
    return {str(path.relative_to(snapshot.folder)): path.read_bytes().decode() for path in sorted(paths)}


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


# --- one contact ------------------------------------------------------------------------------------------------------


def test_a_change_touches_only_the_lines_of_that_file(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path / "w", "- name: Zoe Lund\n", abena=ABENA, ben=BEN)
    before, place = held(snapshot), contact_place(snapshot, "abena-osei")
    assert (place.file, place.at) == ("contacts/abena.yaml", ())
    done = change_contact(snapshot, "abena-osei", {"phone": "555-0142"}, digest=place.digest)
    assert changed(before, held(snapshot)) == {"contacts/abena.yaml"}
    assert held(snapshot)["contacts/abena.yaml"] == f"{ABENA}phone: 555-0142\n"
    undo_records(snapshot, done.undo)
    assert held(snapshot) == before


def test_a_new_name_keeps_the_id_though_the_file_is_called_otherwise(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path / "w", abena=ABENA)
    place = contact_place(snapshot, "abena-osei")
    change_contact(snapshot, "abena-osei", {"name": "Dr. Abena Osei-Hale"}, digest=place.digest)
    assert [one.id for one in snapshot.reread().records.contacts.contacts] == ["abena-osei"]


def test_a_file_that_was_changed_since_it_was_shown_stays(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path / "w", abena=ABENA)
    place = contact_place(snapshot, "abena-osei")
    (tmp_path / "w/contacts/abena.yaml").write_text(f"{ABENA}phone: 555-0100\n")
    with pytest.raises(ConflictError, match=r"contacts/abena\.yaml was changed elsewhere"):
        change_contact(snapshot, "abena-osei", {"phone": "555-0142"}, digest=place.digest)


def test_a_mistake_names_the_very_file_and_line_and_changes_nothing(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path / "w", abena=ABENA)
    before, place = held(snapshot), contact_place(snapshot, "abena-osei")
    with pytest.raises(RecordsError) as refused:
        change_contact(snapshot, "abena-osei", {"email": "nobody"}, digest=place.digest)
    assert [str(one.at) for one in refused.value.problems] == ["contacts/abena.yaml:3:8"]
    assert held(snapshot) == before


# --- where a new one goes ---------------------------------------------------------------------------------------------


def test_a_new_contact_gets_a_file_where_everybody_has_one(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path / "w", "organizations:\n  - name: Lakeview\n", abena=ABENA)
    before = held(snapshot)
    done = new_contact(snapshot, {"name": "Ann Lee", "phone": "555-0142"})
    assert done.contact == "ann-lee"
    assert held(snapshot) == {**before, "contacts/ann-lee.yaml": "name: Ann Lee\nphone: 555-0142\n"}
    undo_records(snapshot, done.undo)
    assert held(snapshot) == before


@pytest.mark.parametrize("contacts", ["- name: Zoe Lund\n", "contacts:\n  - name: Zoe Lund\n  - email: nobody\n"])
def test_otherwise_it_goes_into_the_list(tmp_path: Path, contacts: str) -> None:
    snapshot = workspace_of(tmp_path / "w", contacts, abena=ABENA)
    before = held(snapshot)
    new_contact(snapshot, {"name": "Ann Lee"})
    assert changed(before, held(snapshot)) == {"contacts.yaml"}


def test_no_file_is_written_over_and_several_are_one_act(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path / "w", **{"Ann-Lee": BEN})
    before = held(snapshot)
    done = new_contacts(snapshot, [{"name": "Ann Lee"}, {"name": "Ann Lee"}, {"name": "Ben Hale"}])
    assert held(snapshot) == {
        **before,
        "contacts/ann-lee-2.yaml": "name: Ann Lee\n",
        "contacts/ann-lee-2-2.yaml": "id: ann-lee-2\nname: Ann Lee\n",
        "contacts/ben-hale-2.yaml": "id: ben-hale-2\nname: Ben Hale\n",
    }
    undo_records(snapshot, done.undo)
    assert held(snapshot) == before


# --- several files as one act -----------------------------------------------------------------------------------------


def test_a_place_with_a_new_name_takes_along_everybody_in_whichever_file(tmp_path: Path) -> None:
    text = "organizations:\n  - name: Riverside\ncontacts:\n  - {name: Zoe Lund, organization: RIVERSIDE}\n"
    snapshot = workspace_of(tmp_path / "w", text, abena=ABENA, ben=BEN)
    before = held(snapshot)
    digest = open_records(snapshot.folder, "contacts.yaml").digest
    done = change_organization(snapshot, "Riverside", {"name": "Riverside Clinic"}, digest=digest)
    assert {one.organization for one in snapshot.reread().records.contacts.contacts} == {"Riverside Clinic"}
    assert changed(before, held(snapshot)) == {"contacts.yaml", "contacts/abena.yaml", "contacts/ben.yaml"}
    undo_records(snapshot, done.undo)
    assert held(snapshot) == before


def test_a_place_gets_the_list_where_there_is_none(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path / "w", abena=ABENA)
    add_organization(snapshot, {"name": "Lakeview"}, digest="")
    assert held(snapshot)["contacts.yaml"] == "organizations:\n  - name: Lakeview\n"
    assert new_contact(snapshot.reread(), {"name": "Ann Lee"}).contact == "ann-lee"
    assert "contacts/ann-lee.yaml" in held(snapshot)


def both(snapshot: Snapshot) -> tuple[list[RecordChange], dict[str, str]]:
    """One record goes, the other gets its phone: what a merge does."""
    one, other = contact_place(snapshot, "abena-osei"), contact_place(snapshot, "ben-hale")
    changes = [RecordChange(one.file, ("phone",), "555-0142"), RecordChange(other.file, (), kind="remove")]
    return changes, {one.file: one.digest, other.file: other.digest}


def test_a_file_is_taken_away_with_a_change_of_another_and_both_come_back(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path / "w", abena=ABENA, ben=BEN)
    before, (changes, digests) = held(snapshot), both(snapshot)
    done = edit_record_files(snapshot, changes, digests=digests)
    assert "contacts/ben.yaml" not in held(snapshot)
    undo_records(snapshot, done.undo)
    assert held(snapshot) == before


@pytest.mark.parametrize("name", ["abena", "ben"])
def test_nothing_is_taken_back_where_one_of_the_files_was_changed_since(tmp_path: Path, name: str) -> None:
    snapshot = workspace_of(tmp_path / "w", abena=ABENA, ben=BEN)
    changes, digests = both(snapshot)
    done = edit_record_files(snapshot, changes, digests=digests)
    (tmp_path / f"w/contacts/{name}.yaml").write_text("name: Somebody Else\n")
    after = held(snapshot)
    with pytest.raises(ConflictError, match="it was changed again since, so nothing was taken back"):
        undo_records(snapshot, done.undo)
    assert held(snapshot) == after


def test_one_digest_that_does_not_fit_changes_nothing_in_any_file(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path / "w", abena=ABENA, ben=BEN)
    before, (changes, digests) = held(snapshot), both(snapshot)
    with pytest.raises(ConflictError):
        edit_record_files(snapshot, changes, digests={**digests, "contacts/ben.yaml": "0" * 64})
    with pytest.raises(RecordsError):
        edit_record_files(snapshot, changes, digests={"contacts/ben.yaml": digests["contacts/ben.yaml"]})
    assert held(snapshot) == before


def test_a_disk_that_refuses_the_second_file_leaves_both_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = workspace_of(tmp_path / "w", abena=ABENA, ben=BEN)
    before, (changes, digests) = held(snapshot), both(snapshot)

    def refuse(folder: Path, file: RecordFile, text: str | None, *, sync: bool = True) -> None:
        if text is None:
            raise ExternalError("the disk is full")
        write_records(folder, file, text, sync=sync)

    monkeypatch.setattr(record_writing, "write_records", refuse)
    with pytest.raises(ExternalError, match="the disk is full"):
        edit_record_files(snapshot, changes, digests=digests)
    assert held(snapshot) == before
    assert not [*(tmp_path / "w" / FOLDER).iterdir()]


def test_what_was_left_half_done_can_be_taken_back(tmp_path: Path) -> None:
    """A computer that stopped between two files: each is as it was, or as the change left it."""
    snapshot = workspace_of(tmp_path / "w", abena=ABENA, ben=BEN)
    before, (changes, digests) = held(snapshot), both(snapshot)
    done = edit_record_files(snapshot, changes, digests=digests)
    (tmp_path / "w/contacts/ben.yaml").write_bytes(BEN.encode())
    undo_records(snapshot, done.undo)
    assert held(snapshot) == before


def test_a_backup_of_an_earlier_release_is_understood(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path / "w", abena=ABENA)
    done = new_contact(snapshot, {"name": "Ann Lee"})
    path = tmp_path / "w" / FOLDER / f"{done.undo}.json"
    (backup,) = json.loads(path.read_text())
    path.write_text(json.dumps(backup))
    undo_records(snapshot, done.undo)
    assert "contacts/ann-lee.yaml" not in held(snapshot)


def test_a_backup_may_name_no_other_file(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path / "w", abena=ABENA)
    done = new_contact(snapshot, {"name": "Ann Lee"})
    path = tmp_path / "w" / FOLDER / f"{done.undo}.json"
    for name in ("contacts/../../x.yaml", "contacts/a/b.yaml", "drafts/a.md", "contacts/.x.yaml"):
        path.write_text(json.dumps([{"file": name, "text": "x", "left": ""}]))
        with pytest.raises(NotFoundError, match="it is not known any more"):
            undo_records(snapshot, done.undo)
