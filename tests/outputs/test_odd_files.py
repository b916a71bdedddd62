"""Drafts that are one file with another, or read-only: no edit is lost, and no other letter is kept."""

from pathlib import Path

import pytest

from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import reopen_drafts
from tests.conftest import DAY, TODAY, Run, change
from tests.outputs.conftest import CALLED, NAME, OTHER, hand_over

pytestmark = pytest.mark.usefixtures("inline")


# --- one file under two names ---------------------------------------------------------------------------------------


def link(path: Path, other: Path) -> None:
    other.unlink(missing_ok=True)
    other.hardlink_to(path)


def edit_in_place(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    with path.open("r+") as file:
        file.write(text.replace(old, new))
        file.truncate()


def everything_in(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*") if path.is_file() and path.suffix == ".md")


@pytest.fixture
def doubled(ready: Path) -> Path:
    """A draft and the text that it was made from, as one file."""
    draft, made = ready / f"drafts/{NAME}.md", ready / f".outreach/base/{NAME}.md"
    reopen_drafts(Snapshot(ready, TODAY), [NAME])
    assert draft.read_bytes() == made.read_bytes()
    link(draft, made)
    return ready


@pytest.mark.parametrize("words", [["--refresh"], ["--force"], []])
def test_an_edit_of_a_draft_that_is_one_file_with_its_base_is_kept(doubled: Path, run: Run, words: list[str]) -> None:
    edit_in_place(doubled / f"drafts/{NAME}.md", "With good wishes", "WITH MY OWN WORDS")
    change(doubled / "contacts.yaml", "patients wait months", "patients wait half a year")
    run("-C", doubled, *DAY, "draft", "introduction", "--to", "abena-osei", *words)
    kept = (doubled / ".outreach/backup").glob("*.md") if words == ["--force"] else [doubled / f"drafts/{NAME}.md"]
    assert ["WITH MY OWN WORDS" in path.read_text() for path in kept] == [True]


def test_a_draft_that_is_one_file_with_its_base_is_two_again_where_nothing_changed(doubled: Path, run: Run) -> None:
    run("-C", doubled, *DAY, "draft", "introduction", "--to", "abena-osei")
    change(doubled / "contacts.yaml", "patients wait months", "patients wait half a year")
    assert "Renewed (1)" in run("-C", doubled, *DAY, "draft", "introduction", "--to", "abena-osei", "--refresh").out


def test_an_edit_of_a_draft_that_is_one_file_with_its_backup_is_kept(ready: Path, run: Run) -> None:
    draft = ready / f"drafts/{NAME}.md"
    edit_in_place(draft, "With good wishes", "FIRST OF MY WORDS")
    run("-C", ready, *DAY, "draft", "introduction", "--to", "abena-osei", "--force")
    [backup] = (ready / ".outreach/backup").glob(f"{NAME}*.md")
    link(backup, draft)
    edit_in_place(draft, "FIRST OF MY WORDS", "SECOND OF MY WORDS")
    run("-C", ready, *DAY, "draft", "introduction", "--to", "abena-osei", "--force")
    assert "SECOND OF MY WORDS" in everything_in(ready / ".outreach/backup")
    edit_in_place(draft, "With good wishes", "THIRD OF MY WORDS")
    assert "THIRD OF MY WORDS" not in everything_in(ready / ".outreach/backup")


def test_what_is_written_into_one_file_never_stands_in_another(ready: Path, tmp_path: Path, run: Run) -> None:
    """Drafts, messages and histories of two practices, alike at first, that a program for doubles made one."""
    hand_over(run, ready, NAME)
    names = [f"drafts/{NAME}.md", f"outbox/{CALLED[NAME]}.eml", f".outreach/left/{NAME}.eml", "history.yaml"]
    others = [tmp_path / str(number) for number, _ in enumerate(names)]
    for name, other in zip(names, others, strict=True):
        link(ready / name, other)
    before = [other.read_bytes() for other in others]
    for words in (["log", "met", "abena-osei"], ["reopen", NAME], ["ready", NAME], ["export", "eml", NAME],
                  ["sent", NAME]):  # fmt: skip
        assert run("-C", ready, *DAY, *words).code == 0, words
    assert [other.read_bytes() for other in others] == before
    assert (ready / "history.yaml").read_text().count("event: ") == 2


# --- a draft that is read-only --------------------------------------------------------------------------------------


def test_a_read_only_draft_stops_itself_and_no_other(ready: Path, run: Run) -> None:
    path = ready / f"drafts/{NAME}.md"
    path.chmod(0o444)
    before = path.read_bytes()
    out = hand_over(run, ready)
    assert f"drafts/{NAME}.md is read-only, so nothing was changed" in out
    assert [one.name for one in (ready / "outbox").glob("*.eml")] == [f"{CALLED[OTHER]}.eml"]
    assert "status: handed-over" in (ready / f"drafts/{OTHER}.md").read_text()
    for words in (["reopen"], ["skip", "--reason", "later"], ["ready"], ["sent"]):
        ran = run("-C", ready, *DAY, *words, NAME, OTHER)
        assert "is read-only" in ran.out + ran.err, words
        assert path.read_bytes() == before
    assert run("-C", ready, *DAY, "log", "--undo").code == 0
    path.chmod(0o644)
    assert f"outbox/{CALLED[NAME]}.eml" in hand_over(run, ready, NAME)


def test_a_read_only_draft_is_not_renewed_and_stops_no_other(ready: Path, run: Run) -> None:
    path = ready / f"drafts/{NAME}.md"
    path.chmod(0o400)
    before = path.read_bytes()
    change(ready / "practice.yaml", "555-0142", "555-0199")
    ran = run("-C", ready, *DAY, "draft", "introduction", "--refresh")
    assert (ran.code, path.read_bytes()) == (1, before)
    assert "is read-only" in ran.err
    assert "555-0199" in (ready / f"drafts/{OTHER}.md").read_text()


def test_a_read_only_draft_is_not_settled(ready: Path, run: Run) -> None:
    path = ready / f"drafts/{NAME}.md"
    change(path, "555-0142", "555-0142, before nine,")
    change(ready / "practice.yaml", "555-0142", "555-0199")
    run("-C", ready, *DAY, "draft", "introduction", "--refresh")
    path.chmod(0o444)
    before = path.read_bytes()
    ran = run("-C", ready, *DAY, "settle", NAME, "--new")
    assert (ran.code, path.read_bytes()) == (1, before)
    assert f"drafts/{NAME}.md is read-only, so nothing was changed" in ran.err
    path.chmod(0o644)
    assert "1 place changed" in run("-C", ready, *DAY, "settle", NAME, "--new").out


@pytest.mark.parametrize("mode", [0o400, 0o444, 0o440])
def test_a_message_is_never_read_only(ready: Path, run: Run, mode: int) -> None:
    hand_over(run, ready, NAME)
    message = ready / f"outbox/{CALLED[NAME]}.eml"
    message.chmod(mode)
    (ready / f"drafts/{NAME}.md").chmod(mode)
    assert run("-C", ready, *DAY, "export", "eml", NAME, "--again").code == 0
    assert message.stat().st_mode & 0o600 == 0o600
