"""Keeping people true on the command line: one change, one undo, and no other byte of any file touched."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Run

BOOK = b"""\
# Everybody.\r
contacts:\r
    - name: "Ann Lee"  # as she writes it\r
      role: school counselor\r
      organization: Elm House\r
      email: ann@elm.example\r
      phone: '555-0101'\r
      notes: likes tea\r
\r
    - {name: Bo Hart, role: pastor, organization: Elm House}\r
    - id: lee-ann\r
      name: Lee, Ann\r
      organization: The Elm House\r
      # met in May\r
      fax: 555-0102\r
      needs: [evening hours]\r
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contacts.yaml").write_bytes(BOOK)
    (tmp_path / "practice.yaml").write_text("name: Jo Hale\n")
    (tmp_path / "history.yaml").write_text("- {date: 2026-03-01, contact: lee-ann, event: called}\n")
    return tmp_path


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Editor":
    return Editor(tmp_path, monkeypatch)


class Editor:
    """An editor of one's own: a program that changes the file it is given."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, patch

    def does(self, code: str) -> None:
        """What it does with `path`, in Python."""
        script = self.folder / "my editor.py"
        script.write_text(f"#!{sys.executable}\nimport pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n{code}\n")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        self.patch.delenv("VISUAL", raising=False)
        self.patch.setenv("EDITOR", f'"{script}"')

    def writes(self, text: str) -> None:
        self.does(f"path.write_bytes({text.encode()!r})")


def bytes_of(folder: Path) -> bytes:
    return (folder / "contacts.yaml").read_bytes()


# --- edit --------------------------------------------------------------------------------------------------------------


def test_an_edit_changes_the_lines_of_one_record(folder: Path, run: Run, editor: Editor) -> None:
    editor.does("path.write_text(path.read_text().replace('555-0101', '555-0199') + '# since May\\n')")
    ran = run("-C", folder, *DAY, "contacts", "edit", "ann-lee")
    assert (ran.code, "is changed" in ran.out) == (0, True)
    assert bytes_of(folder) == BOOK.replace(b"'555-0101'", b"'555-0199'").replace(
        b"likes tea\r\n", b"likes tea\r\n      # since May\r\n")  # fmt: skip
    assert run("-C", folder, *DAY, "contacts", "undo").code == 0
    assert bytes_of(folder) == BOOK


def test_the_editor_sees_one_record_and_nobody_else_can_read_it(folder: Path, run: Run, editor: Editor) -> None:
    seen = folder / "seen"
    editor.does(f"pathlib.Path({str(seen)!r}).write_text(path.read_text() + oct(path.stat().st_mode) + path.name)")
    run("-C", folder, *DAY, "contacts", "edit", "Ann Lee")
    said = seen.read_text()
    assert "Bo Hart" not in said
    assert said.startswith('name: "Ann Lee"  # as she writes it\nrole: school counselor\n')
    assert said.endswith(".yaml")
    assert os.name == "nt" or "0o100600" in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no record"),
        ("- name: A\n- name: B\n", "no record"),
        ("name: [A\n", "mistake"),
        ("name: Ann Lee\nemail: nonsense\n", "email"),
        ("name: Ann Lee\nstatus: gone\n", "status"),
        ("name: Ann Lee\nid: bo-hart\n", "bo-hart"),
        ("name: Ann Lee\n---\nname: B\n", "mistake"),
        ("name: Ann Lee\nnotes: her patient John D. has OCD\n", "about a client"),
    ],
)
def test_what_is_wrong_changes_nothing_and_the_text_is_kept(
    folder: Path, run: Run, editor: Editor, text: str, says: str
) -> None:
    editor.writes(text)
    ran = run("-C", folder, *DAY, "contacts", "edit", "ann-lee")
    assert ran.code == 1
    assert says in ran.err
    assert bytes_of(folder) == BOOK
    kept = Path(ran.err.split("your text is kept in ")[1].split()[0])
    assert kept.read_text() == text
    kept.unlink()


def test_an_editor_that_fails_changes_nothing(
    folder: Path, run: Run, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.does("sys.exit(3)")
    assert "ended with an error" in run("-C", folder, *DAY, "contacts", "edit", "ann-lee").err
    monkeypatch.setenv("EDITOR", "no-such-editor-at-all")
    assert "cannot be opened" in run("-C", folder, *DAY, "contacts", "edit", "ann-lee").err
    assert bytes_of(folder) == BOOK


def test_a_file_that_changed_meanwhile_is_not_written_over(folder: Path, run: Run, editor: Editor) -> None:
    other = folder / "contacts.yaml"
    editor.does(
        f"other = pathlib.Path({str(other)!r}); other.write_bytes(other.read_bytes() + b'\\n# more\\n')\n"
        "path.write_text(path.read_text().replace('tea', 'coffee'))"
    )
    ran = run("-C", folder, *DAY, "contacts", "edit", "ann-lee")
    assert (ran.code, "changed elsewhere" in ran.err, "kept in" in ran.err) == (1, True, True)
    assert bytes_of(folder) == BOOK + b"\n# more\n"


def test_somebody_who_is_called_otherwise_is_still_the_same(folder: Path, run: Run, editor: Editor) -> None:
    editor.does("path.write_text(path.read_text().replace('Ann Lee', 'Ann Quist'))")
    assert run("-C", folder, *DAY, "contacts", "edit", "ann-lee").code == 0
    assert Snapshot(folder, TODAY).contact("ann-lee").name == "Ann Quist"


def test_a_wish_is_not_edited_away_without_a_word(folder: Path, run: Run, editor: Editor) -> None:
    (folder / "contacts.yaml").write_text("contacts:\n  - name: Ann Lee\n    do_not_contact: true\n")
    editor.writes("name: Ann Lee\n")
    ran = run("-C", folder, *DAY, "contacts", "edit", "ann-lee")
    assert (ran.code, "asked not to be written to" in ran.err) == (1, True)
    assert run("-C", folder, *DAY, "contacts", "edit", "ann-lee", "--may-write").code == 0
    assert not Snapshot(folder, TODAY).contact("ann-lee").do_not_contact


# --- add ---------------------------------------------------------------------------------------------------------------


def test_somebody_is_added_and_taken_back(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "contacts", "add", "Dr. Zora Quist, MD", "--role", "family doctor", "--at", "Oak Clinic",
              "--email", "z@oak.example", "--need", "Medicaid patients wait months")  # fmt: skip
    assert ran.code == 0
    contact = Snapshot(folder, TODAY).contact("zora-quist")
    assert (contact.organization, [need.text for need in contact.needs]) == (
        "Oak Clinic",
        ["Medicaid patients wait months"],
    )
    assert bytes_of(folder).startswith(BOOK)
    assert run("-C", folder, *DAY, "contacts", "undo").code == 0
    assert bytes_of(folder) == BOOK


def test_somebody_who_may_be_here_is_not_added_again(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "contacts", "add", "Ann Lee, LCSW", "--email", "ann@elm.example")
    assert (ran.code, "may be the same person" in ran.err) == (1, True)
    assert bytes_of(folder) == BOOK
    assert (
        run("-C", folder, *DAY, "contacts", "add", "Ann Lee, LCSW", "--email", "ann@elm.example", "--anyway").code == 0
    )
    assert Snapshot(folder, TODAY).contact("ann-lee-2").name == "Ann Lee, LCSW"


def test_letters_behind_a_name_are_no_clients_initials(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "contacts", "add", "Rosalind Teague, J.D.", "--role", "guardian ad litem")
    assert (ran.code, ran.err.count("error")) == (0, 0)


def test_nothing_to_take_back_is_said(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "contacts", "undo")
    assert (ran.code, "no change of the records to take back" in ran.err) == (1, True)


def test_without_a_name_and_a_terminal_it_says_what_to_write(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "contacts", "add")
    assert (ran.code, "outreach contacts add" in ran.err) == (2, True)


@pytest.mark.parametrize("words", [["--email", "nonsense"], ["--note", "her patient John D. has OCD"]])
def test_what_records_refuse_is_refused_here(folder: Path, run: Run, words: list[str]) -> None:
    assert run("-C", folder, *DAY, "contacts", "add", "Zora Quist", *words).code == 1
    assert bytes_of(folder) == BOOK


# --- move, retire, stop ------------------------------------------------------------------------------------------------


def test_who_moves_keeps_what_was_in_the_notes_and_leaves_a_place_to_fill(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "contacts", "move", "bo-hart", "--to", "Oak Church")
    assert ran.code == 0
    book = Snapshot(folder, TODAY).records.contacts
    moved = book.by_id["bo-hart"]
    assert (moved.organization, "Elm House" in moved.notes) == ("Oak Church", True)
    assert len(book.contacts) == 3, "Ann Lee is still there, so nobody is looked for"
    ran = run("-C", folder, *DAY, "contacts", "move", "ann-lee", "--to", "Pine School", "--json")
    said = json.loads(ran.out)
    assert said["gone"] == {"email": "ann@elm.example", "phone": "555-0101"}
    moved = Snapshot(folder, TODAY).contact("ann-lee")
    assert (moved.email, moved.phone) == (None, "")
    assert "email there: ann@elm.example" in moved.notes
    assert moved.notes.startswith("likes tea")


def test_who_retires_gets_no_letter_and_has_a_successor(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "contacts", "retire", "bo-hart", "--successor", "Cy Moss", "--json")
    assert json.loads(ran.out)["added"] == "cy-moss"
    book = Snapshot(folder, TODAY).records.contacts
    assert (book.by_id["bo-hart"].status, book.by_id["bo-hart"].successor) == ("retired", "cy-moss")
    assert (book.by_id["cy-moss"].roles, book.by_id["cy-moss"].organization) == (("pastor",), "Elm House")
    assert run("-C", folder, *DAY, "contacts", "undo").code == 0
    assert bytes_of(folder) == BOOK


def test_a_wish_is_noted_where_the_log_notes_it(folder: Path, run: Run) -> None:
    assert run("-C", folder, *DAY, "contacts", "stop", "bo-hart").code == 0
    assert (
        (folder / "history.yaml").read_text().endswith("- {date: 2026-11-24, contact: bo-hart, event: asked to stop}\n")
    )
    records = Snapshot(folder, TODAY).records
    assert records.suppression.against("bo-hart", "")


# --- merge -------------------------------------------------------------------------------------------------------------


def test_two_records_of_one_person_are_made_one(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "contacts", "merge", "ann-lee", "lee-ann", "--yes")
    assert ran.code == 0
    snapshot = Snapshot(folder, TODAY)
    one = snapshot.contact("ann-lee")
    assert (one.fax, one.former_ids, [need.text for need in one.needs]) == ("555-0102", ("lee-ann",), ["evening hours"])
    assert snapshot.records.contacts.find("lee-ann") is one
    assert [event.contact for event in snapshot.records.history.events] == ["ann-lee"]
    assert "met in May" in one.notes
    assert b'- name: "Ann Lee"  # as she writes it\r\n' in bytes_of(folder)
    assert run("-C", folder, *DAY, "contacts", "undo").code == 0
    assert bytes_of(folder) == BOOK


def test_a_comment_above_the_second_record_is_kept(folder: Path, run: Run) -> None:
    path = folder / "contacts.yaml"
    path.write_bytes(BOOK.replace(b"    - id: lee-ann", b"    # heard from Tim\r\n    - id: lee-ann"))
    assert run("-C", folder, *DAY, "contacts", "merge", "ann-lee", "lee-ann", "--yes").code == 0
    assert "heard from Tim" in Snapshot(folder, TODAY).contact("ann-lee").notes


def test_nearly_one_name_at_one_desk_is_not_merged_without_a_word(folder: Path, run: Run) -> None:
    (folder / "contacts.yaml").write_text(
        "contacts:\n  - {name: Jo Smith, organization: Elm House, email: desk@elm.example}\n"
        "  - {name: Joe Smith, organization: Elm House, email: desk@elm.example}\n"
    )
    (folder / "history.yaml").unlink()
    ran = run("-C", folder, *DAY, "contacts", "merge", "jo-smith", "joe-smith", "--yes")
    assert (ran.code, "may be two people" in ran.err) == (1, True)


def test_two_people_are_not_made_one_by_a_slip(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "contacts", "merge", "ann-lee", "bo-hart", "--yes")
    assert (ran.code, "seem to be two people" in ran.err) == (1, True)
    assert run("-C", folder, *DAY, "contacts", "merge", "ann-lee", "bo-hart").code in {1, 2}
    assert bytes_of(folder) == BOOK


def test_nothing_is_merged_without_a_yes(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "contacts", "merge", "ann-lee", "lee-ann")
    assert (ran.code, "--yes" in ran.err) == (2, True)
    assert bytes_of(folder) == BOOK


def test_duplicates_are_named_with_what_to_do(folder: Path, run: Run) -> None:
    ran = run("-C", folder, *DAY, "contacts", "duplicates")
    assert "Ann Lee (ann-lee) and Lee, Ann (lee-ann): the same name" in ran.out
    assert (
        json.loads(run("-C", folder, *DAY, "contacts", "duplicates", "--json").out)["people"][0]["second"] == "lee-ann"
    )


def test_a_list_is_still_a_list(folder: Path, run: Run) -> None:
    for words in ([], ["hart"], ["list", "hart"], ["--json"], ["hart", "--json"]):
        ran = run("-C", folder, *DAY, "contacts", *words)
        assert (ran.code, "Bo Hart" in ran.out) == (0, True), words
