"""`outreach contacts split` and `contacts join`: asked about, done, taken back."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from composer.app.reloading import ReloadingSnapshot
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "practice.yaml").write_text("name: Maya Chen\n")
    (tmp_path / "contacts.yaml").write_text("- name: Ann Lee\n- name: Dr. Ben Hale # twice\n")
    return tmp_path


def held(folder: Path) -> Mapping[str, str]:
    paths = [*folder.glob("contacts.yaml"), *folder.glob("contacts/*")]
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(paths)}


def test_everybody_moves_and_is_taken_back(folder: Path, run: Run) -> None:
    before = held(folder)
    ran = run("-C", folder, *DAY, "contacts", "split", "--yes")
    assert (ran.code, ran.out) == (0, "Moved 2 contacts from contacts.yaml into contacts/, one file each.\n")
    assert held(folder) == {
        "contacts/ann-lee.yaml": "name: Ann Lee\n",
        "contacts/ben-hale.yaml": "name: Dr. Ben Hale # twice\n",
    }
    assert run("-C", folder, *DAY, "contacts", "undo").code == 0
    assert held(folder) == before


def test_one_moves_by_name_and_comes_back(folder: Path, run: Run) -> None:
    run("-C", folder, *DAY, "contacts", "split", "--yes", "--who", "hale")
    assert held(folder) == {
        "contacts.yaml": "- name: Ann Lee\n",
        "contacts/ben-hale.yaml": "name: Dr. Ben Hale # twice\n",
    }
    ran = run("-C", folder, *DAY, "contacts", "join", "--yes")
    assert ran.out == "Moved 1 contact from contacts/ into contacts.yaml.\n"
    assert held(folder) == {"contacts.yaml": "- name: Ann Lee\n\n- name: Dr. Ben Hale # twice\n"}


@pytest.mark.parametrize(("typed", "moved"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_it_asks_first(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, typed: str, moved: bool) -> None:
    (folder / "typed").write_text(typed)
    with (folder / "typed").open() as answers:
        monkeypatch.setattr("sys.stdin", answers)
        ran = run("-C", folder, *DAY, "contacts", "split")
    assert "Move 2 contacts from contacts.yaml into contacts/, one file each? [y/N]" in ran.out + ran.err
    assert ("contacts.yaml" not in held(folder)) == moved
    assert ran.out.endswith("Moved 2 contacts from contacts.yaml into contacts/, one file each.\n") == moved


def test_what_is_wrong_is_said_with_its_file_and_nothing_moves(folder: Path, run: Run) -> None:
    run("-C", folder, *DAY, "contacts", "split", "--yes", "--who", "hale")
    (folder / "contacts/ben-hale.yaml").write_text("name: Ben Hale\nemail: nobody\n")
    before = held(folder)
    ran = run("-C", folder, *DAY, "contacts", "join", "--yes")
    assert ran.code == 1
    assert "contacts/ben-hale.yaml:2:8: error[contact-email]" in ran.err
    assert held(folder) == before


def test_commands_work_where_there_is_no_list(folder: Path, run: Run) -> None:
    run("-C", folder, *DAY, "contacts", "split", "--yes")
    ran = run("-C", folder, *DAY, "contacts")
    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == ["ann-lee", "ben-hale"]
    assert "there is a workspace in" in run(*DAY, "init", folder).err
    assert "contacts.yaml" not in held(folder)


def test_a_file_that_stops_everything_stops_drafts_and_says_why(folder: Path, run: Run) -> None:
    (folder / "contacts").mkdir()
    (folder / "contacts/zoe.yml").write_text("name: Zoe Lund\n")
    ran = run("-C", folder, *DAY, "draft")
    assert ran.code == 1
    assert "contacts/zoe.yml: error[misnamed-file]: this file is not read" in ran.err
    assert not (folder / "drafts").exists()


def test_a_change_in_the_folder_is_seen_by_the_app(folder: Path) -> None:
    reloading = ReloadingSnapshot(Snapshot(folder, TODAY))
    stamp = reloading.stamp()
    assert [*reloading.snapshot.records.contacts.by_id] == ["ann-lee", "ben-hale"]
    (folder / "contacts").mkdir()
    (folder / "contacts/zoe.yaml").write_text("name: Zoe Lund\n")
    assert reloading.stamp() != stamp
    assert [*reloading.snapshot.records.contacts.by_id] == ["ann-lee", "ben-hale", "zoe-lund"]
    (folder / "contacts/zoe.yaml").write_text("name: Zoe Lund-Hale\n")
    assert "zoe-lund-hale" in reloading.snapshot.records.contacts.by_id
    (folder / "contacts/zoe.yaml").unlink()
    assert [*reloading.snapshot.records.contacts.by_id] == ["ann-lee", "ben-hale"]
