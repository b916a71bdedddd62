"""What the program makes is for its owner, and no copy is open to more people than what it was made from."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import NAME
from tests.conftest import CALLED, DAY, Run, change
from tests.disks import posix

pytestmark = posix
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@pytest.fixture
def free_umask() -> Iterator[None]:
    """A system where everybody may read everything, unless a program says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    return [
        str(path.relative_to(folder)) for path in [folder, *folder.rglob("*")] if path.lstat().st_mode & OTHERS
    ]  # fmt: skip


def test_a_new_workspace_and_all_that_comes_into_it_are_its_owners(
    tmp_path: Path, run: Run, free_umask: object
) -> None:
    book = tmp_path / "practice"
    assert run("-C", tmp_path, *DAY, "init", "practice", "--sample").code == 0
    for words in (("draft",), ("ready", NAME), ("export",), ("sent", NAME), ("log", "called", "grace-wang"), ("due", "--ics", book / "due.ics"), ("letters", "copy", "introduction")):  # fmt: skip
        ran = run("-C", book, *DAY, *words)
        assert ran.code == 0 or words[0] == "export", (words, ran.err)
    change(book / f"drafts/{NAME}.md", "status: sent", "status: draft")
    run("-C", book, *DAY, "draft", "--force")
    assert {path.name for path in book.iterdir()} >= {"drafts", "outbox", ".outreach", "templates", "due.ics"}
    assert open_to_others(book) == []


def test_a_message_is_never_open_to_more_people_than_its_draft(sample: Path, made: Path, run: Run) -> None:
    made.chmod(0o600)
    message = sample / f"outbox/{CALLED[NAME]}.eml"
    run("-C", sample, *DAY, "ready", NAME)
    message.parent.mkdir()
    message.write_text("an earlier one")
    message.chmod(0o644)
    assert run("-C", sample, *DAY, "export", "eml", NAME).code == 0
    assert message.read_bytes().startswith(b"Subject") or b"\nSubject" in message.read_bytes()
    assert stat.S_IMODE(message.stat().st_mode) == 0o600


def test_a_message_is_not_written_through_a_link(sample: Path, made: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("precious")
    (sample / "outbox").mkdir()
    (sample / f"outbox/{CALLED[NAME]}.eml").symlink_to(tmp_path / "victim")
    run("-C", sample, *DAY, "ready", NAME)
    ran = run("-C", sample, *DAY, "export", "eml", NAME)
    assert ran.code == 1
    assert f"outbox/{CALLED[NAME]}.eml: there is a link in its place" in ran.err
    assert (tmp_path / "victim").read_text() == "precious"
    assert "status: ready" in made.read_text()
