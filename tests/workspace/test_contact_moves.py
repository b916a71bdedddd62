"""Contacts move between `contacts.yaml` and files of their own, and stay who they are."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.records.book import read_contacts
from composer.records.contacts import ContactBook, parse_contacts
from composer.workspace.contact_moves import join_contacts, put_move, split_contacts
from composer.workspace.record_edits import RecordChange, contact_place, edit_records
from composer.workspace.record_writing import undo_records
from composer.workspace.snapshot import Snapshot
from composer.yaml.writer import format_front_matter
from tests.conftest import TODAY


def held(folder: Path) -> Mapping[str, bytes]:
    paths = [*folder.glob("*.yaml"), *folder.glob("contacts/*")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(paths)}


def workspace_of(folder: Path, contacts: str) -> Snapshot:
    folder.mkdir(exist_ok=True)
    (folder / "practice.yaml").write_text("name: Maya Chen\n")
    (folder / "contacts.yaml").write_bytes(contacts.encode())
    return Snapshot(folder, TODAY)


def book_of(snapshot: Snapshot) -> ContactBook:
    return read_contacts(snapshot.folder)[0]


def same(one: ContactBook, other: ContactBook) -> bool:
    """Whether two books say the same, wherever it stands."""
    return (one.by_id, one.organizations, one.left_out) == (other.by_id, other.organizations, other.left_out)


def test_the_sample_moves_into_files_and_back_and_is_the_same(workspace: Snapshot) -> None:
    before, book = held(workspace.folder), book_of(workspace)
    comments = before["contacts.yaml"].decode().count("#")
    move = split_contacts(workspace)
    assert held(workspace.folder) == before
    done = put_move(workspace, move)
    apart = held(workspace.folder)
    assert {f"contacts/{who}.yaml" for who in book.by_id} == {name for name in apart if "/" in name}
    assert same(book_of(workspace), book)
    assert sum(text.decode().count("#") for name, text in apart.items() if name.startswith("contacts")) == comments
    back = put_move(workspace.reread(), join_contacts(workspace.reread()))
    assert same(book_of(workspace), book)
    assert not [name for name in held(workspace.folder) if "/" in name]
    undo_records(workspace, back.undo)
    assert held(workspace.folder) == apart
    undo_records(workspace, done.undo)
    assert held(workspace.folder) == before


def test_one_moves_and_no_other_byte_changes(tmp_path: Path) -> None:
    text = "# mine\n\ncontacts:\n  - name: Ann Lee # here\n    phone: 555-0100\n\n  # twice\n  - {name: Ben Hale}\n"
    snapshot = workspace_of(tmp_path, text)
    put_move(snapshot, split_contacts(snapshot, ["ben-hale"]))
    assert held(tmp_path)["contacts/ben-hale.yaml"] == b"# twice\n{name: Ben Hale}\n"
    assert held(tmp_path)["contacts.yaml"].decode() == text[: text.index("\n  # twice")]
    put_move(snapshot.reread(), join_contacts(snapshot.reread(), ["ben-hale"]))
    assert held(tmp_path)["contacts.yaml"].decode() == text


def test_a_list_of_people_alone_goes_when_nobody_is_left_in_it(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path, "- name: Ann Lee\n")
    done = put_move(snapshot, split_contacts(snapshot))
    assert [*held(tmp_path)] == ["contacts/ann-lee.yaml", "practice.yaml"]
    undo_records(snapshot, done.undo)
    assert [*held(tmp_path)] == ["contacts.yaml", "practice.yaml"]


def test_a_file_of_that_name_is_never_written_over(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path, "- name: Ann Lee\n")
    (tmp_path / "contacts").mkdir()
    (tmp_path / "contacts/ann-lee.yaml").write_text("name: Ben Hale\n")
    put_move(snapshot, split_contacts(snapshot))
    assert held(tmp_path)["contacts/ann-lee.yaml"] == b"name: Ben Hale\n"
    assert held(tmp_path)["contacts/ann-lee-2.yaml"] == b"name: Ann Lee\n"


@pytest.mark.parametrize("comment", ["# asked me not to write", "# met twice"])
def test_a_remark_that_may_be_a_wish_stays_with_whom_it_is_about(tmp_path: Path, comment: str) -> None:
    snapshot = workspace_of(tmp_path, f"- name: Zoe Lund\n\n{comment}\n- name: Ann Lee\n")
    wished = book_of(snapshot).by_id["ann-lee"].do_not_contact is not None
    put_move(snapshot, split_contacts(snapshot))
    assert held(tmp_path)["contacts/ann-lee.yaml"].decode() == f"{comment}\nname: Ann Lee\n"
    assert (book_of(snapshot).by_id["ann-lee"].do_not_contact is not None) == wished


def test_a_move_that_stopped_in_the_middle_has_somebody_twice_and_says_so(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path, "- name: Ann Lee\n- {name: Ben Hale, do_not_contact: true}\n")
    before = held(tmp_path)["contacts.yaml"]
    put_move(snapshot, split_contacts(snapshot))
    (tmp_path / "contacts.yaml").write_bytes(before)  # the new files were written, and the list was not
    records = snapshot.reread().records
    assert [*records.contacts.by_id] == ["ann-lee", "ben-hale"]
    assert [str(one.at)[:-2] for one in records.problems if one.code == "contact-id"] == [
        "contacts/ann-lee.yaml:1",
        "contacts/ben-hale.yaml:1",
    ]
    assert [one.code for one in records.blocking()] == ["contacts-wish"]


def test_a_mistake_in_a_record_is_mended_first(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path, "- name: Ann Lee\n- name: Ben Hale\n  email: nobody\n")
    with pytest.raises(RecordsError, match="nothing was moved; these need mending first") as refused:
        split_contacts(snapshot)
    assert [one.at.line for one in refused.value.problems] == [3]


def test_what_was_changed_since_it_was_asked_about_is_not_moved(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path, "- name: Ann Lee\n")
    move = split_contacts(snapshot)
    (tmp_path / "contacts.yaml").write_text("- name: Ann Lee\n  phone: 555-0100\n")
    before = held(tmp_path)
    with pytest.raises(ConflictError, match=r"contacts\.yaml was changed elsewhere"):
        put_move(snapshot, move)
    assert held(tmp_path) == before


def test_nobody_to_move_is_said(tmp_path: Path) -> None:
    snapshot = workspace_of(tmp_path, "- name: Ann Lee\n")
    with pytest.raises(NotFoundError, match=r"nobody has a record in a file of their own in contacts/"):
        join_contacts(snapshot)
    with pytest.raises(NotFoundError, match=r"ben has no record in contacts\.yaml"):
        split_contacts(snapshot, ["ben"])


PLAIN = st.text(alphabet="abcdefgh #:-'\"é", min_size=1, max_size=12).filter(lambda text: text.strip())
PERSON = st.fixed_dictionaries(
    {"name": st.from_regex(r"[A-Z][a-z]{2,5} [A-Z][a-z]{2,5}", fullmatch=True)},
    optional={
        "notes": PLAIN,
        "phone": st.just("555-0100"),
        "needs": st.lists(st.fixed_dictionaries({"text": PLAIN}), min_size=1, max_size=2),
        "do_not_contact": st.booleans(),
    },
)


PEOPLE = st.lists(PERSON, min_size=1, max_size=5, unique_by=lambda one: str(one["name"]).casefold())
EACH_IN_ITS_FOLDER = [HealthCheck.function_scoped_fixture]


@settings(max_examples=4, suppress_health_check=EACH_IN_ITS_FOLDER)
@given(people=PEOPLE, data=st.data())
def test_any_book_in_files_is_the_same_book_and_one_edit_changes_one_file(
    tmp_path: Path, people: list[Mapping[str, object]], data: st.DataObject
) -> None:
    stays_the_same(tmp_path, people, data)


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=EACH_IN_ITS_FOLDER)
@given(people=PEOPLE, data=st.data())
def test_so_is_a_hundred_of_them(tmp_path: Path, people: list[Mapping[str, object]], data: st.DataObject) -> None:
    stays_the_same(tmp_path, people, data)


def stays_the_same(tmp_path: Path, people: list[Mapping[str, object]], data: st.DataObject) -> None:
    shutil.rmtree(tmp_path)
    text = format_front_matter({"contacts": people})  # type: ignore[dict-item]
    snapshot = workspace_of(tmp_path, text)
    book = parse_contacts(text, "contacts.yaml")
    if [one for one in book.problems if one.level == "error"]:
        return
    put_move(snapshot, split_contacts(snapshot))
    assert same(book_of(snapshot), book)
    before = held(tmp_path)
    who = data.draw(st.sampled_from(sorted(book.by_id)))
    place = contact_place(snapshot, who)
    edit_records(snapshot, [RecordChange(place.file, ("address",), "1 Main Street")], digest=place.digest)
    after = held(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {f"contacts/{who}.yaml"}
    put_move(snapshot, join_contacts(snapshot))
    assert {**book_of(snapshot).by_id} == {
        **book.by_id,
        who: book.by_id[who].model_copy(update={"address": "1 Main Street"}),
    }
