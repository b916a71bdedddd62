"""Files that keep somebody safe, under nearly their names, or as something that cannot be read: nothing is written."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from composer.shipped import templates_folder
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Run
from tests.inline import Inline


@pytest.fixture(autouse=True)
def _in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("composer.outputs.export.Pool", Inline)


def ensure_stopped(folder: Path, run: Run, said: str) -> None:
    for command in (["draft"], ["export", "--all"], ["due"]):
        ran = run("-C", folder, *DAY, *command)
        assert ran.code == 1, (command, ran)
        assert said in ran.err
        assert "Traceback" not in ran.err
    assert not list(folder.glob("drafts/*"))
    assert not list(folder.glob("outbox/*"))


MISNAMED = (
    "do_not_contact.yaml", "do-not-contact.yml", "DoNotContact.yaml", "dnc.yaml", "do-not-contact.yaml.txt",
    "do-not-contact", "Do Not Contact.txt", "do-not-contact.csv", "do-not-contact .yaml", "\ufeffdo-not-contact.yaml",
    "do-not-contat.yaml", "do-not-contact-list.yaml", "opt-outs.yaml", "unsubscribed.csv", "suppression-list.yaml",
    "do-not-contact.yaml.bak", "do-not-contact.yaml~", "\uff44o-not-contact.yaml", "donotcontact", "DNC list.xlsx",
    "History.yml", "history.yaml.txt", "history", "contacts.yml", "Contacts.YAML", "practice.yaml.yaml", ".history.yaml", ".history.yaml.icloud", ".do-not-contact.yaml.icloud",
)  # fmt: skip


@pytest.mark.parametrize("name", MISNAMED)
def test_a_file_of_nearly_the_name_stops_everything(name: str, sample: Path, run: Run) -> None:
    if "history" in name.lower():
        (sample / "history.yaml").rename(sample / name)
    else:
        (sample / name).write_text("- riverstreet.example\n")
    ensure_stopped(sample, run, f"{name}: error[misnamed-file]: this is nearly ".replace("\ufeff", "\ufffd"))


COPIES = (
    "do-not-contact - Copy.yaml", "Copy of do-not-contact.yaml", "do-not-contact copy.yaml", "do-not-contact copy 3.yaml",
    "do-not-contact - Copy (2).yaml", "Copy (2) of do-not-contact.yaml", "do-not-contact - Kopie.yaml", "Kopie von do-not-contact.yaml",
    "do-not-contact - copie.yaml", "Copie de do-not-contact.yaml", "do-not-contact - copia.yaml", "Copia de do-not-contact.yaml",
    "do-not-contact_old.yaml", "do-not-contact.old.yaml", "do-not-contact NEW.yaml", "do-not-contact-2026-04-02.yaml", "do-not-contact v2.yaml",
    "do-not-contact-DESKTOP-1A2B3C.yaml", "do-not-contact (1).yaml", "DNC copy.xlsx", "Do-NOT-CONTACT.yaml", "dnc-2026.csv",
    "please do not write.txt", "People who opted out.csv", "keine Briefe.yaml", "no-letters.yaml", "lists/do-not-contact.yaml",
    "drafts/do-not-contact.yaml", "contacts/dnc.csv", "templates/do_not_contact.yml", "lists/do-not-contact - Copy.yaml",
    "history - Copy.yaml", "Copy of history.yaml", "history copy 2.yaml", "history_old.yaml", "history-ANNS-LAPTOP.yaml",
    "drafts/history.yaml", "lists/history copy.yaml", "archive/do-not-contact.yaml", "contacts - Copy.yaml", "Kopie von contacts.yaml",
)  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_of_a_file_that_keeps_somebody_safe_stops_everything(name: str, sample: Path) -> None:
    (sample / name).parent.mkdir(exist_ok=True)
    (sample / name).write_text("- riverstreet.example\n")
    assert [one.at.path for one in Snapshot(sample, today=TODAY).records.blocking()] == [name]


EVENT = "- {date: 2026-11-01, contact: abena-osei, event: asked to stop}\n"
ASKED = "contacts:\n  - {name: Ann Lee, email: a@x.example, do_not_contact: true}\n"
BOOKS = (
    ("history.txt", EVENT), ("history.archive.yaml", EVENT), ("history/2025.yaml", "- date: 2025-01-01\n  contact: ann\n  event: opted out\n"),
    ("history of 2025.yml", EVENT), ("contacts-old.yaml", ASKED), ("contacts2.yaml", "- name: Ann\n  notes: asked us not to write\n"),
    ("contacts/2024.txt", ASKED), ("lists/contacts old.yaml", ASKED), ("contacts.old.txt", "- name: Ann\n  opt_out: 2026-01-01\n"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text"), BOOKS)
def test_a_wish_in_a_book_that_nobody_reads_stops_everything(name: str, text: str, sample: Path) -> None:
    (sample / name).parent.mkdir(exist_ok=True)
    (sample / name).write_text(text)
    assert [one.at.path for one in Snapshot(sample, today=TODAY).records.blocking()] == [name]
    (sample / name).write_text("- {name: Ann Lee, event: called, opt_out: no, notes: likes tea}\n")
    assert Snapshot(sample, today=TODAY).records.blocking() == ()


def test_a_backup_of_a_book_counts_where_the_book_is_lost(sample: Path) -> None:
    (sample / "history.yaml.bak").write_text(EVENT)
    assert Snapshot(sample, today=TODAY).records.blocking() == ()
    (sample / "history.yaml").write_text("")
    assert [one.at.path for one in Snapshot(sample, today=TODAY).records.blocking()] == ["history.yaml.bak"]


@pytest.mark.parametrize("name", ["outbox/do-not-contact.yaml", "lists/2026/do-not-contact.yaml", "a/b/DNC list.csv"])
def test_the_list_in_a_folder_of_a_folder_stops_everything(name: str, sample: Path) -> None:
    (sample / name).parent.mkdir(parents=True)
    (sample / name).write_text("- riverstreet.example\n")
    assert [one.at.path for one in Snapshot(sample, today=TODAY).records.blocking()] == [name]


OWN = (
    "history of the house.txt", "letter copy.txt", "practice_old.yaml", "old/history.txt", "notes/Stop & Shop.yaml", "copy.txt",
    "templates/notes.yaml", "lists/contacts.csv", "how to stop smoking.txt", "lists/prefers letters.txt", "contacts-2024.csv",
    ".git/history.yaml", "outbox/history.yaml", "no-show policy.txt",
)  # fmt: skip


@pytest.mark.parametrize("name", OWN)
def test_a_file_with_something_like_its_name_stops_nothing(name: str, sample: Path) -> None:
    (sample / name).parent.mkdir(exist_ok=True)
    (sample / name).write_text("riverstreet.example\n")
    assert Snapshot(sample, today=TODAY).records.blocking() == ()


def test_a_copy_of_all_shipped_templates_stops_nothing_until_somebody_writes_in_it(sample: Path) -> None:
    shutil.copytree(templates_folder(), sample / "templates")
    assert Snapshot(sample, today=TODAY).records.blocking() == ()
    event = "- {date: 2026-11-01, contact: abena-osei, event: asked to stop}\n"
    (sample / "templates/workspace/history.yaml").write_text(event)
    blocking = Snapshot(sample, today=TODAY).records.blocking()
    assert [one.at.path for one in blocking] == ["templates/workspace/history.yaml"]


def test_a_copy_on_purpose_beside_the_list_itself_stops_nothing(sample: Path) -> None:
    for name in ("do-not-contact.yaml", "backup/do-not-contact.yaml", "old lists/do-not-contact.yaml"):
        (sample / name).parent.mkdir(exist_ok=True)
        (sample / name).write_text("- riverstreet.example\n")
    assert Snapshot(sample, today=TODAY).records.blocking() == ()


@pytest.mark.parametrize("name", ["notes.txt", "history.torn.txt", "contacts.csv", "history.txt", "contacts.yaml.bak", "history.yaml~", "stopwatch.yaml", "objection letter.md", ".#history.yaml", "practice"])  # fmt: skip
def test_a_file_of_ones_own_stops_nothing(name: str, sample: Path, run: Run) -> None:
    if name == "practice":
        (sample / name).mkdir()
    else:
        (sample / name).write_text("- riverstreet.example\n")
    assert run("-C", sample, *DAY, "draft").code == 0


def test_another_name_of_the_same_file_stops_nothing(sample: Path, run: Run) -> None:
    """As on a disk that does not tell capitals apart, where the list is read by either name."""
    (sample / "do-not-contact.yaml").write_text("- riverstreet.example\n")
    (sample / "Do-Not-Contact.yaml").hardlink_to(sample / "do-not-contact.yaml")
    ran = run("-C", sample, *DAY, "draft")
    assert "riverstreet.example is on the list in do-not-contact.yaml" in ran.out


@pytest.mark.parametrize("name", ["contacts.yml", "Contacts.yaml", "contacts.yaml.txt", "CONTACTS"])
def test_contacts_under_nearly_their_name_are_named(name: str, sample: Path, run: Run) -> None:
    (sample / "contacts.yaml").rename(sample / name)
    for command in ("contacts", "draft", "due", "check"):
        ran = run("-C", sample, *DAY, command)
        assert (ran.code, ran.err) == (
            1, f"error: there is no contacts.yaml in {sample}\n  hint: rename {name} to contacts.yaml\n",
        )  # fmt: skip


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere.yaml")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _through_a_file(path: Path) -> None:
    path.symlink_to("practice.yaml/x")


ODD: tuple[Callable[[Path], None], ...] = (_dangling, _loop, _through_a_file, Path.mkdir, os.mkfifo)


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["do-not-contact.yaml", "history.yaml", "contacts.yaml", "practice.yaml", "templates"])
def test_what_stands_in_the_place_of_a_file_and_cannot_be_read_stops(
    name: str, odd: Callable[[Path], None], sample: Path, run: Run
) -> None:
    (sample / name).unlink(missing_ok=True)
    if name == "templates" and odd is Path.mkdir:
        (sample / name / "letters").mkdir(parents=True)
        _dangling(sample / name / "letters/introduction.md")
    else:
        odd(sample / name)
    ensure_stopped(sample, run, name)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["do-not-contact.yaml", "history.yaml", "templates", "templates/letters"])
def test_what_may_not_be_read_stops(name: str, sample: Path, run: Run) -> None:
    path = sample / name
    if name.startswith("templates"):
        path.mkdir(parents=True)
    else:
        path.write_text("[]\n")
    path.chmod(0)
    try:
        ensure_stopped(sample, run, name)
    finally:
        path.chmod(0o700)


def test_templates_that_cannot_be_listed_stop(sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for one who is not allowed to; root, who may run these tests, is allowed everything."""
    (sample / "templates/letters").mkdir(parents=True)
    scandir = os.scandir

    def refused(path: str) -> object:
        if str(path).endswith("sample/templates/letters"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("os.scandir", refused)
    ensure_stopped(sample, run, "templates/letters: you are not allowed to")


def test_templates_behind_a_link_are_read_and_a_circle_stops(sample: Path, run: Run, tmp_path: Path) -> None:
    shutil.copytree(Path("templates"), tmp_path / "shared")
    letter = tmp_path / "shared/letters/introduction.md"
    letter.write_text(letter.read_text().replace("\n---\n", "\n---\nWords of my own.\n\n", 1))
    (sample / "templates").mkdir()
    (sample / "templates/letters").symlink_to(tmp_path / "shared/letters")
    run("-C", sample, *DAY, "draft", "introduction", "--to", "abena-osei")
    assert "Words of my own." in (sample / "drafts/abena-osei.introduction.md").read_text()
    shutil.rmtree(sample / "drafts")
    (tmp_path / "shared/letters/again").symlink_to(tmp_path / "shared/letters")
    ensure_stopped(sample, run, "its links lead round in a circle")


def test_a_file_that_cannot_be_read_is_not_called_empty(sample: Path, run: Run) -> None:
    for text in ("contacts:\n  - name: Ann Roe\n  - name: Bo Poe: x\n", "- name: [a\n", "- {phone: true}\n"):
        (sample / "contacts.yaml").write_text(text)
        ran = run("-C", sample, *DAY, "contacts")
        assert ran.code == 1
        assert "There is nobody" not in ran.out + ran.err
        assert "Nobody could be read from contacts.yaml; the problems above say why." in ran.out
