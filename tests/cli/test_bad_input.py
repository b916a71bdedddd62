"""Bad input: one clear message with its place, exit 1, and nothing half-written."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DAY, Run

BOMB = "contacts: &a [x,x,x,x,x,x,x,x,x]\nb: [*a,*a,*a,*a]\n"
GOOD = "name: Ann Lee\n    role: pcp\n"


Spoil = Callable[[Path], object]


def contacts(text: str) -> Spoil:
    """Writes contacts.yaml."""
    return lambda folder: (folder / "contacts.yaml").write_text(text, encoding="utf-8")


def template(text: str) -> Spoil:
    """Writes an own introduction."""

    def write(folder: Path) -> None:
        head = "---\nletter: introduction\ntitle: I\nabout: a\npurpose: thanks\nonce: ever\nturn: 1\nsubject: Hello there you\n---\n"
        (folder / "templates/letters").mkdir(parents=True)
        (folder / "templates/letters/introduction.md").write_text(head + text, encoding="utf-8")

    return write


BAD: dict[str, tuple[Spoil, str]] = {
    "a duplicate key": (
        contacts("contacts:\n  - name: Ann\n    email: a@x.example\n    email: b@x.example\n"),
        "contacts.yaml:4:5: error[yaml-duplicate-key]: 'email' stands twice in one record; the first is on line 3",
    ),
    "an alias bomb": (contacts(BOMB), "contacts.yaml:1:11: error[yaml-alias]: '&a' names a part of the file to be repeated"),
    "50 KB of brackets": (contacts("[" * 50_000), "contacts.yaml:1:33: error[yaml-depth]: groups and lists are nested more than 32 deep"),
    "a tab indent": (contacts("contacts:\n  - name: Ann\n\trole: pcp\n"), "contacts.yaml:3:1: error[yaml-tab]: this line is indented with a tab"),
    "a misspelt field": (
        contacts("contacts:\n  - name: Ann\n    emial: a@x.example\n"),
        "contacts.yaml:3:5: error[contact-unknown-field]: there is no field 'emial'\n  hint: did you mean 'email'?",
    ),
    "a newline in a name": (
        contacts('contacts:\n  - name: "Ann\\nBcc: v@y.example"\n'),
        "contacts.yaml:2:11: error[contact-name]: 'name': it holds a line break, and this field is one line",
    ),
    "an encoded word in a name": (
        contacts('contacts:\n  - name: "=?utf-8?q?hi=0ABcc:_e@x.y?="\n'),
        "contacts.yaml:2:11: error[contact-name]: 'name': it holds '=?', which mail programs would decode into something else",
    ),
    "an address without a domain": (
        contacts("contacts:\n  - name: Ada\n    email: ada@\n"),
        "contacts.yaml:3:12: error[contact-email]: 'ada@' has no domain\n  hint: write it as name@example.org",
    ),
    "a missing file": (lambda folder: (folder / "practice.yaml").unlink(), "error: there is no practice.yaml in"),
    "no workspace": (lambda folder: (folder / "contacts.yaml").unlink(), "error: there is no contacts.yaml in"),
    "not UTF-8": (lambda folder: (folder / "contacts.yaml").write_bytes(b"contacts:\n  - name: Zieli\xf1ski\n"), "contacts.yaml:2: this is not UTF-8 text"),
    "a misspelt field of a letter": (
        template("\n\n{{ salutaton }}\n"),
        "templates/letters/introduction.md:12: error[merge-field]: there is no field 'salutaton'",
    ),
    "a letter that never ends": (
        template("{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}"),
        "error[merge-stopped]: this letter took more than 2 seconds of processor time, so it was stopped",
    ),
    "a letter that is not Jinja": (template("{% if %}"), "templates/letters/introduction.md:10: error[merge-syntax]"),
    "a client in a record": (
        contacts("contacts:\n  - name: Ann\n    patient: J.M.\n"),
        "contacts.yaml:3:5: error[client-field]: 'patient' would hold something about a client, and no file here may",
    ),
    "an event of nobody": (
        lambda folder: (folder / "history.yaml").write_text("- {date: 2026-01-01, contact: nobody-here, event: called}\n"),
        "history.yaml:1:31: error[event-contact]: no contact has the id 'nobody-here'",
    ),
}  # fmt: skip


@pytest.mark.workers
@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_input_is_one_clear_message_and_nothing_is_half_written(name: str, sample: Path, run: Run) -> None:
    spoil, message = BAD[name]
    spoil(sample)
    if name == "a letter that never ends":
        (sample / "contacts.yaml").write_text(f"contacts:\n  - {GOOD}", encoding="utf-8")
        (sample / "history.yaml").unlink()
    elif (sample / "contacts.yaml").exists() and "letter" not in name and "event" not in name:
        (sample / "history.yaml").unlink()
    ran = run("-C", sample, "--today", "2026-11-24", "draft")
    assert message in ran.err
    assert ran.code == 1
    assert "Traceback" not in ran.err + ran.out
    assert list(sample.glob("**/.outreach-tmp-*")) == []
    for draft in (sample / "drafts").glob("*.md") if (sample / "drafts").exists() else ():
        assert draft.read_text().endswith("\n")


def test_a_bad_record_stops_its_own_letter_and_no_other(sample: Path, run: Run) -> None:
    """It is left out, named, and moves nobody's address to somebody else."""
    text = (sample / "contacts.yaml").read_text().replace("email: jbrandt@northbank.example", "email: jbrandt@")
    (sample / "contacts.yaml").write_text(text)
    ran = run("-C", sample, "--today", "2026-11-24", "draft")
    assert ran.code == 1
    assert "'jbrandt@' has no domain" in ran.err
    assert not (sample / "drafts/jonah-brandt.introduction.md").exists()
    assert "lhaddad@northbank.example" in (sample / "drafts/leila-haddad.introduction.md").read_text()
    assert len(list((sample / "drafts").glob("*.md"))) == 21


@pytest.mark.parametrize("name", ["''", "'\u3000'", "' '"], ids=["nothing", "a wide blank", "a blank"])
def test_a_contact_without_a_name_stops_no_other(name: str, sample: Path, run: Run) -> None:
    with (sample / "contacts.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n  - name: {name}\n    role: pcp\n")
    ran = run("-C", sample, "--today", "2026-11-24", "draft")
    assert ran.code == 1
    assert "error[contact-incomplete]: a contact has a name" in ran.err
    assert len(list((sample / "drafts").glob("*.md"))) == 22


def test_all_problems_of_all_files_come_in_one_run(sample: Path, run: Run) -> None:
    (sample / "contacts.yaml").write_text("contacts:\n  - name: Ann\n    email: ann@\n  - nmae: Bo\n")
    (sample / "practice.yaml").write_text("name: M\nphoen: 1\n")
    (sample / "history.yaml").write_text("- {date: tomorrow, contact: ann, event: called}\n")
    ran = run("-C", sample, "draft")
    assert [line.split(" ")[0] for line in ran.err.splitlines() if "error[" in line] == [
        "contacts.yaml:3:12:", "contacts.yaml:4:5:", "contacts.yaml:4:5:", "history.yaml:1:10:", "practice.yaml:2:1:",
    ]  # fmt: skip
    assert ran.code == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="a read-only disk needs the right to mount one")
def test_a_folder_that_may_not_be_written_says_so(sample: Path, tmp_path: Path, run: Run) -> None:
    """A real disk, mounted read-only; nothing is written, and the letters that could not be are not lost."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a disk")
    try:
        shutil.copytree(sample, disk, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        ran = run("-C", disk, "--today", "2026-11-24", "draft")
        assert f"error: could not make {disk}/.outreach: the disk is read-only" in ran.err
        assert "hint: use a folder that you may write to" in ran.err
        assert ran.code == 1
        assert sorted(path.name for path in disk.iterdir()) == ["contacts.yaml", "history.yaml", "practice.yaml"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_values_come_out_exactly_as_they_were_written(sample: Path, run: Run) -> None:
    """A ZIP 02134, a province ON, an answer NO and hours 12:30, through to the letter."""
    (sample / "contacts.yaml").write_text(
        "contacts:\n  - {name: Ann Lee, role: pcp, state: ON, title: NO, email: ann@x.example, needs: [evenings]}\n"
    )
    (sample / "history.yaml").unlink()
    (sample / "practice.yaml").write_text(
        "name: Maya Chen\nphone: 12:30\nhours: 12:30\naddress: Boston 02134\ncredentials: NO\npractice: ON\n"
    )
    assert run("-C", sample, "draft").code == 0
    text = (sample / "drafts/ann-lee.introduction.md").read_text()
    assert "Maya Chen, NO\nON, Boston 02134\n12:30\n12:30\n" in text


@pytest.mark.parametrize(
    "text",
    [
        "contacts:\n  - name: Ann Roe\n  - name: Bo Poe: x\n",
        "contacts:\n\t- name: Ann Roe\n",
        "- {name: Ann Roe, email: ann}\n",
        "just words\n",
        "contacts: [{name: Ann Roe}\n",
    ],
)
def test_a_file_that_cannot_be_read_is_not_called_empty(tmp_path: Path, run: Run, text: str) -> None:
    (tmp_path / "practice.yaml").write_text("name: Maya Chen\n")
    (tmp_path / "contacts.yaml").write_text(text)
    for words in (("contacts",), ("contacts", "ann"), ("draft",), ("due",)):
        ran = run("-C", tmp_path, *DAY, *words)
        assert "There is nobody" not in ran.out
        assert "Nobody matches" not in ran.out
        assert "error[" in ran.err or "`outreach contacts` says why" in ran.err, words
    (tmp_path / "contacts.yaml").write_text("[]\n")
    assert run("-C", tmp_path, *DAY, "contacts").out == "There is nobody in contacts.yaml yet.\n"


def test_organizations_that_are_no_list_stop_everything(tmp_path: Path, run: Run) -> None:
    """One of them might have asked to be left alone."""
    (tmp_path / "practice.yaml").write_text("name: Maya Chen\n")
    (tmp_path / "contacts.yaml").write_text(
        "organizations: Elm House, do not contact\ncontacts:\n  - {name: Ann Lee, organization: Elm House, role: pcp}\n"
    )
    assert run("-C", tmp_path, *DAY, "draft").code == 1
    assert not (tmp_path / "drafts").exists()


def test_a_need_that_is_nearly_a_known_one_is_asked_about_and_stops_nothing(sample: Path, run: Run) -> None:
    (sample / "practice.yaml").write_text("name: M\noffers: [{text: A., needs: [evenning]}]\n", encoding="utf-8")
    ran = run("-C", sample, *DAY, "draft")
    assert (
        "practice.yaml:2: warning[need-unknown]: 'evenning' is no need that the program knows; "
        "it answers notes that say the same words\n  hint: did you mean 'evenings'?\n"
    ) in ran.err
    assert ran.code == 0
    assert (sample / "drafts/abena-osei.introduction.md").exists()
