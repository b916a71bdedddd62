"""One letter is one letter, however a computer writes it: composed, as most do, or in two parts, as macOS does."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DAY, Run
from tests.inline import PRACTICE

CONTACTS = "- name: Dr. José García\n  role: primary care physician\n  email: jose@x.example\n"


def apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def whole(text: str) -> str:
    return text


@pytest.mark.parametrize(("records", "drafts"), [(apart, whole), (apart, apart), (whole, apart), (whole, whole)])
def test_a_name_in_two_parts_is_the_same_name(
    tmp_path: Path, run: Run, records: Callable[[str], str], drafts: Callable[[str], str]
) -> None:
    (tmp_path / "practice.yaml").write_text(records(PRACTICE))
    (tmp_path / "contacts.yaml").write_text(records(CONTACTS))
    written = run("-C", tmp_path, *DAY, "draft")
    assert written.code == 0, written.err
    path = tmp_path / "drafts/jose-garcia.introduction.md"
    path.write_text(drafts(path.read_text()))
    checked = run("-C", tmp_path, *DAY, "check")
    assert (checked.code, checked.out, checked.err) == (0, "1 draft, and nothing to mend.\n", "")


def test_no_byte_of_a_file_changes_by_it(tmp_path: Path, run: Run) -> None:
    (tmp_path / "practice.yaml").write_text(PRACTICE)
    (tmp_path / "contacts.yaml").write_text(apart(CONTACTS))
    run("-C", tmp_path, *DAY, "draft")
    path = tmp_path / "drafts/jose-garcia.introduction.md"
    path.write_text(apart(path.read_text()))
    body = path.read_bytes().partition(b"\n---\n")[2]
    assert run("-C", tmp_path, *DAY, "ready", path.stem).code == 0
    assert path.read_bytes().partition(b"\n---\n")[2] == body
    path.write_text(unicodedata.normalize("NFC", path.read_text()))
    assert run("-C", tmp_path, *DAY, "export").code == 0, "an editor that composes letters changes nothing"
    assert (tmp_path / "contacts.yaml").read_text() == apart(CONTACTS)


def test_somebody_is_found_by_their_name_in_either_form(tmp_path: Path, run: Run) -> None:
    (tmp_path / "practice.yaml").write_text(PRACTICE)
    (tmp_path / "contacts.yaml").write_text(CONTACTS)
    for who in ("Dr. José García", apart("Dr. José García"), "DR.  JOSÉ GARCÍA", apart("garcía")):
        assert run("-C", tmp_path, *DAY, "log", "met", who, "--on", "2026-11-20").code == 0, who
