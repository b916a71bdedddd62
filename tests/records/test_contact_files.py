"""A contact's record may stand in `contacts/NAME.yaml`, one file a person, beside `contacts.yaml` or without it."""

import os
from pathlib import Path

import pytest

from composer.errors import NotFoundError, Problem
from composer.records.book import Records, read_book
from composer.records.contact_files import free_paths, has_contacts, read_contact_files
from composer.shipped import templates_folder

ABENA = "name: Dr. Abena Osei\nemail: a.osei@riverstreet.example\nrole: pediatrician\n"
BEN = "name: Ben Hale\nemail: ben@lakeview.example\n"


def workspace(folder: Path, contacts: str | None = None, **files: str) -> Path:
    (folder / "practice.yaml").write_text("name: Maya Chen\n")
    if contacts is not None:
        (folder / "contacts.yaml").write_text(contacts)
    for name, text in files.items():
        put(folder, f"{name}.yaml", text)
    return folder


def put(folder: Path, name: str, text: str) -> Path:
    (folder / "contacts").mkdir(exist_ok=True)
    path = folder / "contacts" / name
    path.write_text(text)
    return path


def read(folder: Path) -> Records:
    return read_book(folder, templates_folder())


def ids(folder: Path) -> list[str]:
    return [contact.id for contact in read(folder).contacts.contacts]


def stops(folder: Path) -> list[Problem]:
    return [*read(folder).blocking()]


def said(folder: Path) -> list[tuple[str, int, str]]:
    return [(one.at.path, one.at.line, one.code) for one in read(folder).problems if one.level == "error"]


# --- where records stand ----------------------------------------------------------------------------------------------


def test_the_list_comes_first_and_then_the_files_by_their_names(tmp_path: Path) -> None:
    workspace(tmp_path, "- name: Zoe Lund\n", b=ABENA, a=BEN)
    assert ids(tmp_path) == ["zoe-lund", "ben-hale", "abena-osei"]
    assert said(tmp_path) == []


def test_the_list_need_not_be_there(tmp_path: Path) -> None:
    assert ids(workspace(tmp_path, ann=ABENA)) == ["abena-osei"]
    assert has_contacts(tmp_path)


def test_a_workspace_without_any_contacts_is_none(tmp_path: Path) -> None:
    workspace(tmp_path)
    (tmp_path / "contacts").mkdir()
    assert not has_contacts(tmp_path)
    with pytest.raises(NotFoundError, match=r"there is no contacts\.yaml in"):
        read(tmp_path)


def test_the_name_of_a_file_is_only_a_name(tmp_path: Path) -> None:
    assert ids(workspace(tmp_path, **{"Praxis Süd": ABENA})) == ["abena-osei"]


def test_a_record_says_in_which_file_and_line_it_stands(tmp_path: Path) -> None:
    book = read(workspace(tmp_path, "[]", abena=ABENA)).contacts
    assert str(book.by_id["abena-osei"].where("email")) == "contacts/abena.yaml:2"
    assert book.file_of("abena-osei") == "contacts/abena.yaml"


# --- one form ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["- name: Ann Lee\n", "contacts:\n  - name: Ann Lee\n", "organizations: []\n", "Ann Lee\n", "", "# Ann\n"]
)
def test_a_file_of_another_form_stops_everything_and_says_what_belongs_there(tmp_path: Path, text: str) -> None:
    workspace(tmp_path, "[]", ann=text, ben=BEN)
    assert ids(tmp_path) == ["ben-hale"]
    (problem,) = stops(tmp_path)
    assert problem.text == (
        "this file holds one contact, and its fields begin at the beginning of a line, such as 'name: …'"
    )
    assert problem.at.path == "contacts/ann.yaml"
    assert problem.hint == "write them so; a list of contacts, and organizations, belong into contacts.yaml"


def test_a_bad_file_stops_its_own_letter_only(tmp_path: Path) -> None:
    workspace(tmp_path, "[]", ann="name: Ann Lee\nemail: nobody\n", ben=BEN)
    assert ids(tmp_path) == ["ben-hale"]
    assert said(tmp_path) == [("contacts/ann.yaml", 2, "contact-email")]
    assert stops(tmp_path) == []
    assert read(tmp_path).contacts.left_out == 1


@pytest.mark.parametrize("wish", ["do_not_contact: true\n", "opt_out: yes\n", "# asked me not to write\n"])
def test_a_bad_file_with_a_wish_in_it_stops_everything(tmp_path: Path, wish: str) -> None:
    workspace(tmp_path, "[]", ann=f"name: Ann Lee\nemail: nobody\n{wish}", ben=BEN)
    assert [(one.at.path, one.code) for one in stops(tmp_path)] == [("contacts/ann.yaml", "contacts-wish")]


def test_a_file_that_is_no_yaml_stops_everything(tmp_path: Path) -> None:
    workspace(tmp_path, "[]", ann='name: "Ann\n', ben=BEN)
    assert {one.at.path for one in stops(tmp_path)} == {"contacts/ann.yaml"}


@pytest.mark.parametrize(
    "text", ["# asked me not to write\n\n{}", "{}# asked me not to write\n", "{}\n\n# opted out\n"]
)
def test_a_comment_anywhere_in_a_file_is_about_its_one_contact(tmp_path: Path, text: str) -> None:
    workspace(tmp_path, ann=text.format(ABENA))
    assert "abena-osei" in read(tmp_path).suppression.asked


# --- what cannot be read ----------------------------------------------------------------------------------------------


def no_rights(path: Path) -> None:
    path.write_text(BEN)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever runs this may read everything")


def not_utf8(path: Path) -> None:
    path.write_bytes(b"name: Jos\xe9\n")


UNREADABLE = {
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link to nothing": lambda path: path.symlink_to("nowhere.yaml"),
    "a file of somebody else's": no_rights,
    "other letters": not_utf8,
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read_stops_everything_and_is_named(tmp_path: Path, kind: str) -> None:
    workspace(tmp_path, "[]", ben=BEN)
    UNREADABLE[kind](tmp_path / "contacts/ann.yaml")  # type: ignore[operator]
    (problem,) = stops(tmp_path)
    assert (problem.at.path, problem.code) == ("contacts/ann.yaml", "contacts-unreadable")
    assert problem.text.endswith("and somebody may have asked to be left alone in it")
    assert str(tmp_path) not in problem.text
    assert ids(tmp_path) == ["ben-hale"]


@pytest.mark.parametrize(
    "name", ["ann\nlee.yaml", "ann .yaml", "~ann.yaml", "ann\x07.yaml", os.fsdecode(b"j\xe9.yaml")]
)
def test_a_name_that_no_file_should_have_stops_everything_on_one_line(tmp_path: Path, name: str) -> None:
    workspace(tmp_path, "[]", ben=BEN)
    (tmp_path / "contacts" / name).write_text(ABENA)
    (problem,) = stops(tmp_path)
    assert problem.code == "misnamed-file"
    assert problem.at.path.isprintable()
    assert ids(tmp_path) == ["ben-hale"]


def test_a_folder_that_nobody_may_look_into_stops_everything(tmp_path: Path) -> None:
    workspace(tmp_path, "[]", ben=BEN)
    (tmp_path / "contacts").chmod(0)
    try:
        if os.access(tmp_path / "contacts", os.R_OK):
            pytest.skip("whoever runs this may read everything")
        (problem,) = stops(tmp_path)
        assert (problem.at.path, problem.code) == ("contacts", "contacts-unreadable")
    finally:
        (tmp_path / "contacts").chmod(0o700)


def test_a_file_in_the_place_of_the_folder_stops_everything(tmp_path: Path) -> None:
    workspace(tmp_path, "[]")
    (tmp_path / "contacts").write_text(ABENA)
    assert [one.code for one in stops(tmp_path)] == ["misnamed-file"]


# --- what is not read -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["ann.yml", "ann.YAML", "ann.yaml.txt", "ann.yaml.bak", "ann.yaml~", ".ann.yaml.icloud"]
)
def test_a_file_of_nearly_such_a_name_is_reported(tmp_path: Path, name: str) -> None:
    workspace(tmp_path, "[]", ben=BEN)
    put(tmp_path, name, ABENA)
    (problem,) = stops(tmp_path)
    assert problem.at.path == f"contacts/{name}"
    assert problem.text == "this file is not read, because its name does not end in .yaml alone"
    assert problem.hint == "rename it to a plain name that ends in .yaml; otherwise move it out of this folder"


@pytest.mark.parametrize(
    "name", ["Copy of ben.yaml", "ben copy.yaml", "ben (1).yaml", "ben (Ann's conflicted copy).yaml"]
)
def test_a_second_version_is_reported_and_not_read(tmp_path: Path, name: str) -> None:
    workspace(tmp_path, "[]", ben=BEN)
    put(tmp_path, name, BEN)
    assert [(one.at.path, one.code) for one in stops(tmp_path)] == [(f"contacts/{name}", "sync-copy")]
    assert ids(tmp_path) == ["ben-hale"]


@pytest.mark.parametrize(
    "name",
    [".DS_Store", ".ben.yaml.swp", "ben.yaml~", "ben.yaml.bak", "#ben.yaml#", "~$ben.yaml", "read me.txt", "ann.vcf"],
)
def test_what_is_nobodys_record_is_passed_over(tmp_path: Path, name: str) -> None:
    workspace(tmp_path, "[]", ben=BEN)
    put(tmp_path, name, "whatever\n")
    assert said(tmp_path) == []


def test_files_one_folder_down_are_reported_but_not_those_of_an_archive(tmp_path: Path) -> None:
    workspace(tmp_path, "[]", ben=BEN)
    for inside in ("archive", "new people", ".git"):
        (tmp_path / "contacts" / inside).mkdir()
        (tmp_path / "contacts" / inside / "ann.yaml").write_text(ABENA)
    assert [(one.at.path, one.text) for one in stops(tmp_path)] == [
        ("contacts/new people", "files in this folder are not read")
    ]


def test_a_list_of_those_to_be_left_alone_in_the_folder_stops_everything(tmp_path: Path) -> None:
    workspace(tmp_path, "[]", ben=BEN, **{"do-not-contact": "email: ann@closed.example\n"})
    assert [one.code for one in stops(tmp_path)] == ["contacts-shape"]


# --- over all files ---------------------------------------------------------------------------------------------------


def test_one_id_in_two_files_is_found_and_both_places_are_named(tmp_path: Path) -> None:
    workspace(tmp_path, "- name: Ben Hale\n  phone: 555-0100\n", ben=BEN, ben2=f"id: ben-hale\n{BEN}")
    found = [problem for problem in read(tmp_path).problems if problem.code == "contact-id"]
    assert [(one.at.path, one.at.line) for one in found] == [("contacts/ben.yaml", 1), ("contacts/ben2.yaml", 1)]
    assert found[0].text == "'ben-hale' is already the id of another contact (contacts.yaml:1)"


def test_a_shared_address_is_found_over_files(tmp_path: Path) -> None:
    workspace(tmp_path, ann=ABENA, ben="name: Ben Hale\nemail: a.osei@riverstreet.example\n")
    found = [problem for problem in read(tmp_path).problems if problem.code == "contact-shared-address"]
    assert [(one.at.path, one.at.line) for one in found] == [("contacts/ben.yaml", 2)]


def test_history_former_ids_wishes_and_places_reach_into_files(tmp_path: Path) -> None:
    places = "organizations:\n  - {name: Lakeview School, do_not_contact: true}\ncontacts:\n"
    old = f"{BEN}former_ids: [b-hale]\n"
    workspace(tmp_path, places, ann=f"{ABENA}organization: lakeview school\n", ben=old, zoe="name: Zoe Lund\n")
    (tmp_path / "history.yaml").write_text("- {date: 2026-03-04, contact: b-hale, event: met}\n")
    (tmp_path / "do-not-contact.yaml").write_text("- {contact: Zoe Lund}\n")
    records = read(tmp_path)
    assert said(tmp_path) == []
    assert [event.contact for event in records.history.events] == ["ben-hale"]
    assert records.suppression.against("abena-osei", "")
    assert records.suppression.against("zoe-lund", "")
    assert not records.suppression.against("ben-hale", "")


def test_a_new_file_never_gets_the_name_of_another(tmp_path: Path) -> None:
    assert free_paths(tmp_path, ["ben-hale"]) == ["contacts/ben-hale.yaml"]
    put(tmp_path, "Ben-Hale.yaml", ABENA)
    put(tmp_path, "ben-hale-2.yaml", ABENA)
    assert free_paths(tmp_path, ["ben-hale", "ann", "ben-hale"]) == [
        "contacts/ben-hale-3.yaml",
        "contacts/ann.yaml",
        "contacts/ben-hale-4.yaml",
    ]


def test_a_change_of_one_file_is_read_though_the_book_is_kept(tmp_path: Path) -> None:
    many = {f"p{number:04}": f"name: Ann Lee{number}\nnotes: {'x' * 500}\n" for number in range(120)}
    workspace(tmp_path, **many)
    assert len(ids(tmp_path)) == len(ids(tmp_path)) == 120
    put(tmp_path, "p0007.yaml", "name: Ben Hale\n")
    assert "ben-hale" in ids(tmp_path)
    (tmp_path / "contacts/p0007.yaml").rename(tmp_path / "contacts/q.yaml")
    assert ids(tmp_path)[-1] == "ben-hale"
    assert read(tmp_path).contacts.file_of("ben-hale") == "contacts/q.yaml"


def test_nothing_is_read_where_there_is_no_folder(tmp_path: Path) -> None:
    assert read_contact_files(tmp_path).texts == {}
