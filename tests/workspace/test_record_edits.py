"""What a form changes in the records is one write of those lines, checked before and taken back if it was wrong."""

import difflib
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.workspace.people_edits import change_contact, change_organization
from composer.workspace.record_backups import FOLDER, Backup, find_backup, keep_backup
from composer.workspace.record_edits import (
    RecordChange,
    RecordPlace,
    contact_place,
    contacts_place,
    edit_records,
    new_contact,
    organization_place,
    practice_place,
)
from composer.workspace.record_faults import written_record
from composer.workspace.record_writing import RecordsEdit, undo_records
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY

CONTACTS = "contacts.yaml"


def said(workspace: Snapshot, contact: str = "abena-osei") -> Mapping[str, Any]:
    """The fields of a contact as they are written."""
    return written_record(workspace, contact_place(workspace, contact)).fields


def edit(workspace: Snapshot, place: RecordPlace, **fields: object) -> RecordsEdit:
    return edit_records(workspace, changed(place, **fields), digest=place.digest)


def changed(place: RecordPlace, **fields: object) -> list[RecordChange]:
    return [RecordChange(place.file, (*place.at, key), value) for key, value in fields.items()]  # type: ignore[arg-type]


def lines_between(before: bytes, after: bytes) -> list[str]:
    """The lines that came and went."""
    found = difflib.unified_diff(before.decode().split("\n"), after.decode().split("\n"), lineterm="", n=0)
    return [line for line in found if line[:3] not in {"---", "+++"} and line[:2] != "@@"]


def workspace_of(folder: Path, contacts: str, practice: str = "name: Jo Hale\n") -> Snapshot:
    (folder / CONTACTS).write_bytes(contacts.encode())
    (folder / "practice.yaml").write_bytes(practice.encode())
    return Snapshot(folder, TODAY)


# --- one edit ----------------------------------------------------------------------------------------------------------


def test_a_form_changes_the_lines_of_its_fields_and_the_records_know(workspace: Snapshot) -> None:
    path = workspace.folder / CONTACTS
    before, place = path.read_bytes(), contact_place(workspace, "abena-osei")
    edit(workspace, place, phone="555-0155", email="abena@riverstreet.example", title="")
    assert lines_between(before, path.read_bytes()) == [
        "-    email: a.osei@riverstreet.example",
        "+    email: abena@riverstreet.example",
        "+    phone: 555-0155",
    ]
    contact = workspace.reread().contact("abena-osei")
    assert (contact.phone, contact.email) == ("555-0155", "abena@riverstreet.example")


def test_a_need_more_keeps_the_others_as_they_are_written(workspace: Snapshot) -> None:
    path = workspace.folder / CONTACTS
    before, needs = path.read_bytes(), said(workspace)["needs"]
    needs = [*needs, {"text": "a fax number: which?", "heard": "2026-11-20"}]
    edit(workspace, contact_place(workspace, "abena-osei"), needs=needs)
    assert lines_between(before, path.read_bytes()) == ['+      - {text: "a fax number: which?", heard: 2026-11-20}']


def test_nothing_is_written_where_nothing_changes(workspace: Snapshot) -> None:
    before = (workspace.folder / CONTACTS).stat()
    assert edit(workspace, contact_place(workspace, "abena-osei"), name="Dr. Abena Osei, MD") == RecordsEdit("")
    assert (workspace.folder / CONTACTS).stat() == before
    assert not (workspace.folder / FOLDER).exists()


def test_each_line_end_the_mark_and_the_rights_stay(tmp_path: Path) -> None:
    """Another system's editor may have added lines that end as its own do."""
    text = "\ufeff- name: Ann Lee\r\n  role: therapist\n# mine\n- name: Bo Ray\r\n  role: pastor"
    workspace = workspace_of(tmp_path, text)
    (tmp_path / CONTACTS).chmod(0o640)
    made = edit(workspace, contact_place(workspace, "bo-ray"), role="rabbi")
    assert (tmp_path / CONTACTS).read_bytes() == text.replace("pastor", "rabbi").encode()
    assert stat.S_IMODE((tmp_path / CONTACTS).stat().st_mode) == 0o640
    undo_records(workspace, made.undo)
    assert (tmp_path / CONTACTS).read_bytes() == text.encode()


def test_files_are_made_where_there_are_none(tmp_path: Path) -> None:
    workspace = Snapshot(tmp_path, TODAY)
    assert (practice_place(workspace).digest, contacts_place(workspace).digest) == ("", "")
    edit(workspace, practice_place(workspace), name="Jo Hale", credentials="LPCC")
    new_contact(workspace.reread(), {"name": "Ann Lee", "role": "therapist"})
    assert (tmp_path / "practice.yaml").read_text() == "name: Jo Hale\ncredentials: LPCC\n"
    assert (tmp_path / CONTACTS).read_text() == "contacts:\n  - name: Ann Lee\n    role: therapist\n"
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("practice.yaml", CONTACTS)} == {0o600}
    assert workspace.reread().contact("ann-lee").name == "Ann Lee"


def test_a_file_that_may_be_meant_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "contacts.yml").write_text("- name: Ann Lee\n")
    with pytest.raises(NotFoundError, match=r"there is no contacts.yaml, and contacts.yml is not read"):
        new_contact(Snapshot(tmp_path, TODAY), {"name": "Bo Ray"})
    assert not (tmp_path / CONTACTS).exists()


def test_the_record_that_is_found_is_the_one_in_the_file(tmp_path: Path) -> None:
    """Though the records were read before somebody else put another in front."""
    workspace = workspace_of(tmp_path, "- name: Ann Lee\n- name: Bo Ray\n")
    assert len(workspace.records.contacts.contacts) == 2
    (tmp_path / CONTACTS).write_text("- name: Cy Fox\n- name: Ann Lee\n- name: Bo Ray\n")
    edit(workspace, contact_place(workspace, "ann-lee"), phone="555-0101")
    assert (tmp_path / CONTACTS).read_text() == "- name: Cy Fox\n- name: Ann Lee\n  phone: 555-0101\n- name: Bo Ray\n"


# --- refusals ----------------------------------------------------------------------------------------------------------


def refusal(workspace: Snapshot, changes: list[RecordChange]) -> RecordsError:
    """The refusal of an edit that changed no byte."""
    path = workspace.folder / CONTACTS
    before = path.read_bytes()
    with pytest.raises(RecordsError) as refused:
        edit_records(workspace, changes, digest=contacts_place(workspace).digest)
    assert path.read_bytes() == before
    assert not (workspace.folder / FOLDER).exists()
    return refused.value


def test_a_bad_value_is_refused_with_all_that_is_wrong(workspace: Snapshot) -> None:
    needs = ["evening hours", {"text": "openings", "heard": "2026-13-01"}]
    place = contact_place(workspace, "abena-osei")
    error = refusal(workspace, changed(place, email="a.osei(at)riverstreet", needs=needs, notes="x"))
    assert error.message == "nothing was changed: 'a.osei(at)riverstreet' has no @"
    assert [problem.code for problem in error.problems] == ["contact-email", "contact-heard"]


def test_what_breaks_another_file_is_refused(tmp_path: Path) -> None:
    """An event or a wish that is nobody's would stop every letter from then on."""
    workspace = workspace_of(tmp_path, "- name: Ann Lee\n- name: Bo Ray\n")
    (tmp_path / "history.yaml").write_text("- {date: 2026-10-01, contact: ann-lee, event: asked to stop}\n")
    (tmp_path / "do-not-contact.yaml").write_text("- contact: Bo Ray\n")
    for index in (0, 1):
        error = refusal(workspace, [RecordChange(CONTACTS, (index,), kind="remove")])
        assert [problem.at.path for problem in error.problems] == [["history.yaml"], ["do-not-contact.yaml"]][index]


def test_a_new_warning_is_told_and_stops_nothing(workspace: Snapshot) -> None:
    made = edit(workspace, contact_place(workspace, "abena-osei"), email=said(workspace, "suparman")["email"])
    assert [problem.code for problem in made.problems] == ["contact-shared-address"]
    assert said(workspace)["email"] == said(workspace, "suparman")["email"]


def test_what_was_wrong_before_is_no_reason_to_refuse(tmp_path: Path) -> None:
    """Though it names lines that are others now."""
    text = "- name: Bo Ray\n\n- name: Ann Lee\n- name: Ann Lee\n- name: Cy\n  emial: x\n"
    workspace = workspace_of(tmp_path, text)
    made = edit(workspace, contact_place(workspace, "bo-ray"), phone="555-0101")
    assert (tmp_path / CONTACTS).read_text() == text.replace("Bo Ray\n", "Bo Ray\n  phone: 555-0101\n")
    assert made.problems == ()


def test_a_file_that_was_changed_elsewhere_is_left_alone(workspace: Snapshot) -> None:
    place, path = contact_place(workspace, "abena-osei"), workspace.folder / CONTACTS
    path.write_text(path.read_text() + "# from the editor\n")
    before = path.read_bytes()
    with pytest.raises(ConflictError, match=r"contacts.yaml was changed elsewhere since you looked"):
        edit(workspace, place, phone="555-0155")
    assert path.read_bytes() == before


def test_a_file_with_a_mistake_is_refused_with_its_line(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, "- name: Ann Lee\n  role: *x\n")
    error = refusal(workspace, [RecordChange(CONTACTS, (), {"name": "Bo Ray"}, "add")])
    assert error.hint == "mend it in contacts.yaml, line 2"


def test_a_read_only_file_stays_as_it_is(workspace: Snapshot) -> None:
    (workspace.folder / CONTACTS).chmod(0o400)
    error = refusal(workspace, changed(contact_place(workspace, "abena-osei"), phone="555-0155"))
    assert error.message == "contacts.yaml is read-only, so nothing was changed"


def test_one_edit_is_of_one_file(workspace: Snapshot) -> None:
    changes = [RecordChange(CONTACTS, ("contacts", 0, "phone"), "1"), RecordChange("practice.yaml", ("phone",), "1")]
    for wrong in (changes, []):
        assert refusal(workspace, wrong).message == "one file is changed here, one at a time"
    for name in ("history.yaml", "contacts/a/b.yaml", "contacts/../practice.yaml", "contacts/.a.yaml"):
        said = refusal(workspace, [RecordChange(name, ("date",), "2026-01-01")]).message
        assert said == "only a file of contacts or of the practice is changed here"


# --- what hangs on a record -----------------------------------------------------------------------------------------------


def test_an_id_made_from_a_name_stays_when_the_name_changes(tmp_path: Path) -> None:
    """Events of the history, drafts and wishes name it."""
    workspace = workspace_of(tmp_path, "- name: Ann Lee\n  role: therapist\n\n- name: Bo Ray\n  role: pastor\n")
    (tmp_path / "history.yaml").write_text("- {date: 2026-10-01, contact: ann-lee, event: asked to stop}\n")
    for contact, name in (("ann-lee", "Ann Lee-Ray"), ("bo-ray", "Rev. Bo Ray")):
        change_contact(workspace, contact, {"name": name}, digest=contacts_place(workspace).digest)
    assert (tmp_path / CONTACTS).read_text() == (
        "- name: Ann Lee-Ray\n  role: therapist\n  id: ann-lee\n\n- name: Rev. Bo Ray\n  role: pastor\n"
    )
    assert workspace.reread().records.suppression.asked.keys() == {"ann-lee"}


def test_somebody_may_get_the_name_of_another(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, "- name: Ann Lee\n- name: Bo Ray\n")
    change_contact(workspace, "bo-ray", {"name": "Ann Lee"}, digest=contacts_place(workspace).digest)
    assert (tmp_path / CONTACTS).read_text() == "- name: Ann Lee\n- name: Ann Lee\n  id: bo-ray\n"


def test_people_follow_when_their_place_gets_another_name(tmp_path: Path) -> None:
    """Otherwise its wish to be left alone would be lost for them."""
    at = {"Ann": "Elm House", "Bo": "elm-house", "Cy": "oak", "Di": "Ash"}
    people = "".join(f"  - {{name: {name}, organization: {place}}} # kept\n" for name, place in at.items())
    text = f"organizations:\n  - {{name: Elm House, do_not_contact: true}}\n  - {{name: Oak, id: oak}}\n\ncontacts:\n{people}"
    workspace = workspace_of(tmp_path, text)
    for place, name in (("Elm House", "The Maples"), ("oak", "Oaks of Old")):
        change_organization(workspace.reread(), place, {"name": name}, digest=contacts_place(workspace).digest)
    made = text.replace("Elm House", "The Maples").replace("elm-house", "The Maples")
    assert (tmp_path / CONTACTS).read_text() == made.replace("name: Oak", "name: Oaks of Old")
    assert workspace.reread().records.suppression.asked.keys() == {"ann", "bo"}


# --- new and gone ----------------------------------------------------------------------------------------------------------


def test_a_new_contact_stands_below_the_others(workspace: Snapshot) -> None:
    path = workspace.folder / CONTACTS
    before = path.read_bytes()
    made = new_contact(workspace, {"name": "Dr. Noor Haddad", "role": "pediatrician", "notes": "Met her.\nTwice.\n"})
    assert path.read_bytes() == before + (
        b"\n  - name: Dr. Noor Haddad\n    role: pediatrician\n    notes: |\n      Met her.\n      Twice.\n"
    )
    assert made.contact == "noor-haddad"
    undo_records(workspace, made.undo)
    assert path.read_bytes() == before


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    text = "- name: Ann Lee\n- name: Bo Ray\n  former_ids: [ann-lee-2]\n"
    workspace = workspace_of(tmp_path, text)
    for _ in range(2):
        new_contact(workspace, {"name": "Ann Lee", "role": "school"})
    assert (
        (tmp_path / CONTACTS).read_text()
        == text + "- id: ann-lee-3\n  name: Ann Lee\n  role: school\n- id: ann-lee-4\n  name: Ann Lee\n  role: school\n"
    )


def test_a_contact_without_a_name_is_refused(workspace: Snapshot) -> None:
    for fields in ({"phone": "555-0101"}, {}):
        with pytest.raises(RecordsError, match="a contact has a name"):
            new_contact(workspace, fields)


def test_a_contact_can_be_taken_out(workspace: Snapshot) -> None:
    place, path = contact_place(workspace, "suparman"), workspace.folder / CONTACTS
    before = path.read_bytes()
    edit_records(workspace, [RecordChange(CONTACTS, place.at, kind="remove")], digest=place.digest)
    gone = lines_between(before, path.read_bytes())
    assert gone[0] == "-  # A name of one part, and no title to guess: the record says how to address him."
    assert {line[0] for line in gone} == {"-"}
    with pytest.raises(NotFoundError, match="there is nobody with the id 'suparman'"):
        contact_place(workspace, "suparman")


def test_changes_come_one_after_the_other(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, "- name: Ann Lee\n- name: Bo Ray\n")
    changes = [
        RecordChange(CONTACTS, (0,), kind="remove"),
        RecordChange(CONTACTS, (0, "needs"), "evening hours", "add"),
        RecordChange(CONTACTS, (0, "needs"), "openings", "add"),
        RecordChange(CONTACTS, (0, "needs", 0), kind="remove"),
    ]
    edit_records(workspace, changes, digest=contacts_place(workspace).digest)
    assert (tmp_path / CONTACTS).read_text() == "- name: Bo Ray\n  needs:\n    - openings\n"


# --- taking back -----------------------------------------------------------------------------------------------------------


def phone(workspace: Snapshot, number: str) -> RecordsEdit:
    return edit(workspace, contact_place(workspace, "abena-osei"), phone=number)


def test_an_edit_is_taken_back_once(workspace: Snapshot) -> None:
    path = workspace.folder / CONTACTS
    before = path.read_bytes()
    made = phone(workspace, "555-0155")
    [kept] = (workspace.folder / FOLDER).iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    undo_records(workspace, made.undo)
    assert path.read_bytes() == before
    assert list((workspace.folder / FOLDER).iterdir()) == []
    with pytest.raises(NotFoundError, match="it is not known any more how it was before"):
        undo_records(workspace, made.undo)


def test_a_file_that_was_made_is_taken_back_too(tmp_path: Path) -> None:
    workspace = Snapshot(tmp_path, TODAY)
    made = edit(workspace, practice_place(workspace), name="Jo Hale")
    undo_records(workspace, made.undo)
    assert not (tmp_path / "practice.yaml").exists()


def test_what_was_changed_since_is_not_taken_back(workspace: Snapshot) -> None:
    path = workspace.folder / CONTACTS
    made = [phone(workspace, "555-0155"), phone(workspace, "555-0156")]
    after = path.read_bytes()
    with pytest.raises(ConflictError, match="it was changed again since, so nothing was taken back"):
        undo_records(workspace, made[0].undo)
    assert path.read_bytes() == after
    undo_records(workspace, made[1].undo)
    undo_records(workspace, made[0].undo)
    assert "phone" not in said(workspace)


@pytest.mark.parametrize("undo", ["", "../../contacts", "0" * 16, "x" * 16])
def test_only_what_was_kept_is_taken_back(workspace: Snapshot, undo: str) -> None:
    with pytest.raises(NotFoundError, match="it is not known any more how it was before"):
        undo_records(workspace, undo)


@pytest.mark.parametrize(
    "text", ["", "[", '{"file": "history.yaml", "text": "", "left": ""}', '{"file": "contacts.yaml"}', "\xff"]
)
def test_what_is_damaged_takes_nothing_back(workspace: Snapshot, text: str) -> None:
    made = phone(workspace, "555-0155")
    (workspace.folder / FOLDER / f"{made.undo}.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(NotFoundError, match="it is not known any more how it was before"):
        undo_records(workspace, made.undo)


def test_the_newest_twenty_are_kept(tmp_path: Path) -> None:
    made = []
    for number in range(23):
        made.append(keep_backup(tmp_path, [Backup(CONTACTS, f"- name: {number}\n", "0" * 64)]))
        os.utime(tmp_path / FOLDER / f"{made[-1]}.json", (number, number))
    assert {name for name in made if find_backup(tmp_path, name)} == {*made[-20:]}


# --- places ----------------------------------------------------------------------------------------------------------------


def test_a_record_is_found_by_what_it_is_called(tmp_path: Path) -> None:
    text = "organizations:\n  - {name: Elm House, id: elm}\ncontacts:\n  - {name: Ann Lee, former_ids: [a-lee]}\n"
    workspace = workspace_of(tmp_path, text)
    assert {organization_place(workspace, word).at for word in ("Elm House", "elm", "The Elm House, Inc.")} == {
        ("organizations", 0)
    }
    assert {contact_place(workspace, word).at for word in ("ann-lee", "a-lee")} == {("contacts", 0)}
    with pytest.raises(NotFoundError, match="'Elk House' has no record of its own"):
        organization_place(workspace, "Elk House")
    assert practice_place(workspace).at == ()
