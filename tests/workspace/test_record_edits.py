"""What a form changes in the records is one write of those lines, checked before and taken back if it was wrong."""

import difflib
import os
import stat
from pathlib import Path

import pytest

from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.workspace.record_backups import FOLDER, Backup, find_backup, keep_backup
from composer.workspace.record_edits import (
    RecordChange,
    RecordsEdit,
    RecordsRefusedError,
    edit_records,
    new_contact,
    undo_records,
)
from composer.workspace.record_places import (
    NO_FILE,
    RecordPlace,
    contact_place,
    field_of,
    organization_place,
    practice_place,
)
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY

CONTACTS = "contacts.yaml"


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
    made = edit_records(
        workspace, changed(place, phone="555-0155", email="abena@riverstreet.example", title=""), digest=place.digest
    )
    assert lines_between(before, path.read_bytes()) == [
        "-    email: a.osei@riverstreet.example",
        "+    email: abena@riverstreet.example",
        "+    phone: 555-0155",
    ]
    contact = workspace.reread().contact("abena-osei")
    assert (contact.phone, contact.email) == ("555-0155", "abena@riverstreet.example")
    assert made.place == contact_place(workspace, "abena-osei")
    assert made.place.values["phone"] == "555-0155"


def test_what_a_browser_sends_is_written_as_a_person_would(workspace: Snapshot) -> None:
    """It ends lines as Windows does, and sends every field, filled in or not."""
    path = workspace.folder / CONTACTS
    before, place = path.read_bytes(), organization_place(workspace, "river street family medicine")
    address = "4 River Street  \r\nFairhaven, OH 45203\r\n\r\n"
    made = edit_records(workspace, changed(place, address=address, phone=" 555-0110 ", fax="", notes=" "))
    assert lines_between(before, path.read_bytes()) == ["-      Fairhaven, OH 45202", "+      Fairhaven, OH 45203"]
    assert made.warnings == ()


def test_a_need_more_keeps_the_others_as_they_are_written(workspace: Snapshot) -> None:
    path = workspace.folder / CONTACTS
    before, place = path.read_bytes(), contact_place(workspace, "abena-osei")
    needs = [*place.values["needs"], {"text": "a fax number: which?", "heard": "2026-11-20", "source": ""}]  # type: ignore[misc]
    edit_records(workspace, changed(place, needs=needs))
    assert lines_between(before, path.read_bytes()) == ['+      - {text: "a fax number: which?", heard: 2026-11-20}']


def test_nothing_is_written_where_nothing_changes(workspace: Snapshot) -> None:
    place = contact_place(workspace, "abena-osei")
    before = (workspace.folder / CONTACTS).stat()
    made = edit_records(workspace, changed(place, name="Dr. Abena Osei, MD"), digest=place.digest)
    assert (made.undo, made.place) == ("", place)
    assert (workspace.folder / CONTACTS).stat() == before
    assert not (workspace.folder / FOLDER).exists()


def test_windows_line_ends_and_rights_stay(tmp_path: Path) -> None:
    text = "\ufeff- name: Ann Lee\r\n  role: therapist\r\n# mine\n- name: Bo Ray\r\n  role: pastor"
    workspace = workspace_of(tmp_path, text)
    (tmp_path / CONTACTS).chmod(0o640)
    edit_records(workspace, changed(contact_place(workspace, "bo-ray"), role="rabbi"))
    assert (tmp_path / CONTACTS).read_bytes() == text.replace("pastor", "rabbi").encode()
    assert stat.S_IMODE((tmp_path / CONTACTS).stat().st_mode) == 0o640


def test_the_practice_is_made_where_there_is_none(tmp_path: Path) -> None:
    workspace = Snapshot(tmp_path, TODAY)
    place = practice_place(workspace)
    assert (place.digest, place.values) == (NO_FILE, {})
    edit_records(workspace, changed(place, name="Jo Hale", credentials="LPCC"), digest=place.digest)
    new_contact(workspace.reread(), {"name": "Ann Lee", "role": "therapist"}, digest=NO_FILE)
    assert (tmp_path / "practice.yaml").read_text() == "name: Jo Hale\ncredentials: LPCC\n"
    assert (tmp_path / CONTACTS).read_text() == "contacts:\n  - name: Ann Lee\n    role: therapist\n"
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("practice.yaml", CONTACTS)} == {0o600}
    assert workspace.reread().contact("ann-lee").name == "Ann Lee"


def test_a_file_that_may_be_meant_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "contacts.yml").write_text("- name: Ann Lee\n")
    with pytest.raises(NotFoundError, match=r"there is no contacts.yaml, and contacts.yml is not read"):
        new_contact(Snapshot(tmp_path, TODAY), {"name": "Bo Ray"})
    assert not (tmp_path / CONTACTS).exists()


# --- refusals ----------------------------------------------------------------------------------------------------------


def refusal(workspace: Snapshot, place: RecordPlace, **fields: object) -> RecordsRefusedError:
    """The refusal of an edit that changed no byte."""
    path = workspace.folder / place.file
    before = path.read_bytes()
    with pytest.raises(RecordsRefusedError) as refused:
        edit_records(workspace, changed(place, **fields), digest=place.digest)
    assert path.read_bytes() == before
    assert not (workspace.folder / FOLDER).exists()
    return refused.value


def test_a_bad_value_is_refused_and_said_of_its_field(workspace: Snapshot) -> None:
    place = contact_place(workspace, "abena-osei")
    needs = ["evening hours", {"text": "openings", "heard": "2026-13-01"}]
    error = refusal(workspace, place, email="a.osei(at)riverstreet", needs=needs, notes="x")
    assert {field_of(problem, error.place): problem.level for problem in error.problems} == {
        "email": "error",
        "needs[1].heard": "error",
    }
    assert error.message == "nothing was saved: 'a.osei(at)riverstreet' has no @"
    assert error.place.values["notes"] == "x"


def test_a_name_that_is_taken_out_is_said_of_the_name(workspace: Snapshot) -> None:
    error = refusal(workspace, practice_place(workspace), name="")
    assert [(problem.code, field_of(problem, error.place)) for problem in error.problems] == [("practice-name", "name")]
    error = refusal(workspace, contact_place(workspace, "abena-osei"), name="")
    assert [field_of(problem, error.place) for problem in error.problems if problem.code == "contact-shape"] == [""]


def test_a_new_warning_is_refused_until_somebody_says_so(workspace: Snapshot) -> None:
    place, other = contact_place(workspace, "abena-osei"), contact_place(workspace, "suparman")
    error = refusal(workspace, place, email=other.values["email"])
    assert {problem.level for problem in error.problems} == {"warning"}
    made = edit_records(workspace, changed(place, email=other.values["email"]), despite_warnings=True)
    assert [problem.code for problem in made.warnings] == ["contact-shared-address"]
    assert contact_place(workspace, "abena-osei").values["email"] == other.values["email"]


def test_what_was_wrong_before_is_no_reason_to_refuse(tmp_path: Path) -> None:
    text = "- name: Ann Lee\n  emial: x\n\n- name: Bo Ray\n  role: wizard of nothing\n"
    workspace = workspace_of(tmp_path, text)
    edit_records(workspace, changed(contact_place(workspace, "bo-ray"), phone="555-0101"))
    assert (tmp_path / CONTACTS).read_text() == f"{text}  phone: 555-0101\n"


def test_a_file_that_was_changed_elsewhere_is_left_alone(workspace: Snapshot) -> None:
    place, path = contact_place(workspace, "abena-osei"), workspace.folder / CONTACTS
    path.write_text(path.read_text() + "# from the editor\n")
    before = path.read_bytes()
    with pytest.raises(ConflictError, match=r"contacts.yaml was changed elsewhere meanwhile, so nothing was saved"):
        edit_records(workspace, changed(place, phone="555-0155"), digest=place.digest)
    assert path.read_bytes() == before


def test_a_file_with_a_mistake_is_refused_with_its_line(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, "- name: Ann Lee\n  role: *x\n")
    with pytest.raises(RecordsError, match="there is a mistake in it") as refused:
        new_contact(workspace, {"name": "Bo Ray"})
    assert refused.value.hint == "mend it in contacts.yaml, line 2"


def test_a_read_only_file_stays_as_it_is(workspace: Snapshot) -> None:
    (workspace.folder / CONTACTS).chmod(0o400)
    with pytest.raises(RecordsError, match=r"contacts.yaml is read-only, so nothing was saved"):
        new_contact(workspace, {"name": "Bo Ray"})


def test_one_edit_is_of_one_file(workspace: Snapshot) -> None:
    changes = [RecordChange(CONTACTS, ("contacts", 0, "phone"), "1"), RecordChange("practice.yaml", ("phone",), "1")]
    for wrong in (changes, [], [RecordChange("history.yaml", (0, "date"), "2026-01-01")]):
        with pytest.raises(RecordsError, match="changes belong to one file of records at a time"):
            edit_records(workspace, wrong)


# --- what hangs on a record -----------------------------------------------------------------------------------------------


def test_an_id_made_from_a_name_stays_when_the_name_changes(tmp_path: Path) -> None:
    """Events of the history, drafts and wishes name it."""
    workspace = workspace_of(tmp_path, "- name: Ann Lee\n  role: therapist\n\n- name: Bo Ray\n  role: pastor\n")
    (tmp_path / "history.yaml").write_text("- {date: 2026-10-01, contact: ann-lee, event: asked to stop}\n")
    edit_records(workspace, changed(contact_place(workspace, "ann-lee"), name="Ann Lee-Ray"))
    edit_records(workspace, changed(contact_place(workspace, "bo-ray"), name="Rev. Bo Ray"))
    assert (tmp_path / CONTACTS).read_text() == (
        "- name: Ann Lee-Ray\n  role: therapist\n  id: ann-lee\n\n- name: Rev. Bo Ray\n  role: pastor\n"
    )
    assert workspace.reread().records.suppression.asked.keys() == {"ann-lee"}


def test_somebody_may_get_the_name_of_another(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, "- name: Ann Lee\n- name: Bo Ray\n")
    edit_records(workspace, changed(contact_place(workspace, "bo-ray"), name="Ann Lee"))
    assert (tmp_path / CONTACTS).read_text() == "- name: Ann Lee\n- name: Ann Lee\n  id: bo-ray\n"


def test_people_follow_when_their_place_gets_another_name(tmp_path: Path) -> None:
    """Otherwise its wish to be left alone would be lost for them."""
    people = "".join(
        f"  - {{name: {name}, organization: {place}}} # kept\n"
        for name, place in [("Ann", "Elm House"), ("Bo", "elm-house"), ("Cy", "oak"), ("Di", "Ash")]
    )
    text = f"organizations:\n  - {{name: Elm House, do_not_contact: true}}\n  - {{name: Oak, id: oak}}\n\ncontacts:\n{people}"
    workspace = workspace_of(tmp_path, text)
    edit_records(workspace, changed(organization_place(workspace, "Elm House"), name="The Maples"))
    edit_records(workspace, changed(organization_place(workspace, "oak"), name="Oaks of Old"))
    assert (tmp_path / CONTACTS).read_text() == text.replace("Elm House", "The Maples").replace(
        "elm-house", "The Maples"
    ).replace("name: Oak", "name: Oaks of Old")
    assert workspace.reread().records.suppression.asked.keys() == {"ann", "bo"}


# --- new and gone ----------------------------------------------------------------------------------------------------------


def test_a_new_contact_stands_below_the_others(workspace: Snapshot) -> None:
    path = workspace.folder / CONTACTS
    before = path.read_bytes()
    made = new_contact(
        workspace, {"name": "Dr. Noor Haddad", "role": "pediatrician", "phone": "", "notes": "Met her.\r\nTwice."}
    )
    assert path.read_bytes() == before + (
        b"\n  - name: Dr. Noor Haddad\n    role: pediatrician\n    notes: |\n      Met her.\n      Twice.\n"
    )
    assert made.place == contact_place(workspace, "noor-haddad")
    assert undo_records(workspace, made.undo).place.digest == contact_place(workspace, "abena-osei").digest
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
    with pytest.raises(RecordsRefusedError, match="a contact has a name"):
        new_contact(workspace, {"name": "", "phone": "555-0101"})
    with pytest.raises(RecordsRefusedError, match="a contact has a name"):
        new_contact(workspace, {})


def test_a_contact_can_be_taken_out(workspace: Snapshot) -> None:
    place, path = contact_place(workspace, "suparman"), workspace.folder / CONTACTS
    before = path.read_bytes()
    made = edit_records(workspace, [RecordChange(CONTACTS, place.at, kind="remove")], digest=place.digest)
    gone = lines_between(before, path.read_bytes())
    assert gone[0] == "-  # A name of one part, and no title to guess: the record says how to address him."
    assert {line[0] for line in gone} == {"-"}
    assert made.place.values == {}
    with pytest.raises(NotFoundError, match="there is no contact 'suparman'"):
        contact_place(workspace, "suparman")


def test_changes_come_one_after_the_other(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, "- name: Ann Lee\n- name: Bo Ray\n")
    changes = [
        RecordChange(CONTACTS, (0,), kind="remove"),
        RecordChange(CONTACTS, (0, "needs"), "evening hours", "add"),
        RecordChange(CONTACTS, (0, "needs"), "openings", "add"),
        RecordChange(CONTACTS, (0, "needs", 0), kind="remove"),
    ]
    edit_records(workspace, changes)
    assert (tmp_path / CONTACTS).read_text() == "- name: Bo Ray\n  needs:\n    - openings\n"


# --- taking back -----------------------------------------------------------------------------------------------------------


def phone(workspace: Snapshot, number: str) -> RecordsEdit:
    return edit_records(workspace, changed(contact_place(workspace, "abena-osei"), phone=number))


def test_an_edit_is_taken_back_once(workspace: Snapshot) -> None:
    path = workspace.folder / CONTACTS
    before = path.read_bytes()
    made = phone(workspace, "555-0155")
    [kept] = (workspace.folder / FOLDER).iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    undo_records(workspace, made.undo)
    assert path.read_bytes() == before
    assert list((workspace.folder / FOLDER).iterdir()) == []
    with pytest.raises(NotFoundError, match="there is nothing to take back any more"):
        undo_records(workspace, made.undo)


def test_a_file_that_was_made_is_taken_back_too(tmp_path: Path) -> None:
    workspace = Snapshot(tmp_path, TODAY)
    made = edit_records(workspace, [RecordChange("practice.yaml", ("name",), "Jo Hale")])
    undo_records(workspace, made.undo)
    assert not (tmp_path / "practice.yaml").exists()


def test_what_was_changed_since_is_not_taken_back(workspace: Snapshot) -> None:
    path = workspace.folder / CONTACTS
    made = [phone(workspace, "555-0155"), phone(workspace, "555-0156")]
    after = path.read_bytes()
    with pytest.raises(ConflictError, match=r"contacts.yaml was changed after that, so it stays as it is"):
        undo_records(workspace, made[0].undo)
    assert path.read_bytes() == after
    undo_records(workspace, made[1].undo)
    undo_records(workspace, made[0].undo)
    assert "phone" not in contact_place(workspace, "abena-osei").values


@pytest.mark.parametrize("undo", ["", "../../contacts", "0" * 16, "x" * 16])
def test_only_what_was_kept_is_taken_back(workspace: Snapshot, undo: str) -> None:
    with pytest.raises(NotFoundError, match="there is nothing to take back any more"):
        undo_records(workspace, undo)


@pytest.mark.parametrize(
    "text", ["", "[", '{"file": "history.yaml", "text": "", "left": ""}', '{"file": "contacts.yaml"}', "\xff"]
)
def test_what_is_damaged_takes_nothing_back(workspace: Snapshot, text: str) -> None:
    made = phone(workspace, "555-0155")
    (workspace.folder / FOLDER / f"{made.undo}.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(NotFoundError, match="there is nothing to take back any more"):
        undo_records(workspace, made.undo)


def test_the_newest_twenty_are_kept(tmp_path: Path) -> None:
    made = []
    for number in range(23):
        made.append(keep_backup(tmp_path, Backup(CONTACTS, f"- name: {number}\n", "0" * 64)))
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
    with pytest.raises(NotFoundError, match="there is no organisation 'Elk House' among the records") as missing:
        organization_place(workspace, "Elk House")
    assert missing.value.hint == "did you mean 'Elm House'?"
    assert practice_place(workspace).values == {"name": "Jo Hale"}


def test_each_problem_of_a_record_is_said_of_its_field(tmp_path: Path) -> None:
    text = (
        "- name: Ann Lee\n  role: wizard of nothing\n  details:\n    - {text: a fact, heard: 2026-01-01}\n  needs:\n    - need: nonsense\n"
        "  # please do not write to her\n  language: en\n\n- naem: Bo\n  status: asleep\n"
    )
    workspace = workspace_of(tmp_path, text)
    place = contact_place(workspace, "ann-lee")
    found = {
        (problem.code, field_of(problem, place))
        for problem in workspace.records.problems
        if problem.at.path == CONTACTS
    }
    assert found >= {
        ("contact-role", "role"),
        ("detail-source", "details[0]"),
        ("need-unknown", "needs[0]"),
        ("contact-do_not_contact", ""),
        ("contact-unknown-field", ""),
    }
