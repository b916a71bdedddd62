"""A look at what would leave: it says what the export then does, and nothing is written for it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.outputs.export import ExportRequest
from composer.outputs.outbox import Exported
from composer.workspace.exporting import export_drafts, letter_by_hand, plan_export
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_sent, mark_skipped, reopen_drafts
from tests.conftest import TODAY, change
from tests.outputs.conftest import CALLED, NAME, OTHER

pytestmark = pytest.mark.usefixtures("inline")
Deed = Callable[[Path, str], object]


def head(old: str, new: str) -> Deed:
    return lambda folder, name: change(folder / f"drafts/{name}.md", old, new)


def hand_over(folder: Path, name: str) -> None:
    list(export_drafts(Snapshot(folder, TODAY), ExportRequest(names=[name])))


def save_over(folder: Path, name: str) -> None:
    """An older text saved over a draft that has left."""
    text = (folder / f"drafts/{name}.md").read_text()
    hand_over(folder, name)
    (folder / f"drafts/{name}.md").write_text(text)


def save_over_and_lose(folder: Path, name: str) -> None:
    save_over(folder, name)
    (folder / f"outbox/{CALLED[name]}.eml").unlink()


DEEDS: dict[str, Deed] = {
    "approved": lambda _folder, _name: None,
    "reopened": lambda folder, name: reopen_drafts(Snapshot(folder, TODAY), [name]),
    "ready by hand": head("approved:", "mine:"),
    "changed since": head("With good wishes", "With warm wishes"),
    "handed over": hand_over,
    "sent": lambda folder, name: mark_sent(Snapshot(folder, TODAY), [name], TODAY),
    "skipped": lambda folder, name: mark_skipped(Snapshot(folder, TODAY), [name], "I called"),
    "no draft": lambda folder, name: (folder / f"drafts/{name}.md").write_text("no head\n"),
    "gone": lambda folder, name: (folder / f"drafts/{name}.md").unlink(),
    "misnamed": lambda folder, name: (folder / f"drafts/{name}.md").rename(folder / "drafts/a:b.md"),
    "read-only": lambda folder, name: (folder / f"drafts/{name}.md").chmod(0o400),
    "saved over": save_over,
    "saved over and the message gone": save_over_and_lose,
    "stopped": lambda folder, name: (folder / "do-not-contact.yaml").write_text(f"- contact: {name.partition('.')[0]}\n"),
    "asks": head("With good wishes", "[[CONFIRM: how many?]]"),
    "too long": lambda folder, name: change(folder / f"drafts/{name}.md", "With good wishes", "long " * 30_000),
}  # fmt: skip


def by_name(one: Exported) -> str:
    return one.draft


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@settings(max_examples=40)
@given(
    first=st.sampled_from(sorted(DEEDS)), second=st.sampled_from(sorted(DEEDS)), again=st.booleans(), all_=st.booleans()
)
def test_what_is_foreseen_is_what_is_done(approved: Path, first: str, second: str, *, again: bool, all_: bool) -> None:
    with TemporaryDirectory() as made:
        folder = shutil.copytree(approved, Path(made) / "ready")
        DEEDS[first](folder, NAME)
        DEEDS[second](folder, OTHER)
        before, request = files_in(folder), ExportRequest(everything=all_, again=again)
        planned = plan_export(Snapshot(folder, TODAY), request)
        assert files_in(folder) == before
        done = [replace(one, kept="") for one in export_drafts(Snapshot(folder, TODAY), request)]
        assert sorted(planned, key=by_name) == sorted(done, key=by_name)  # what leaves is told in batches


MAY_LEAVE = {"approved", "handed over"}


@pytest.mark.parametrize("deed", sorted(set(DEEDS) - {"gone", "misnamed"}))
def test_only_what_is_approved_may_leave_by_hand(ready: Path, deed: str) -> None:
    DEEDS[deed](ready, NAME)
    found = letter_by_hand(Snapshot(ready, TODAY), NAME)
    assert isinstance(found, Exported) != (deed in MAY_LEAVE), found


def test_a_letter_that_was_handed_over_and_changed_since_may_not_leave_by_hand(ready: Path) -> None:
    hand_over(ready, NAME)
    change(ready / f"drafts/{NAME}.md", "With good wishes", "With warm wishes")
    found = letter_by_hand(Snapshot(ready, TODAY), NAME)
    assert isinstance(found, Exported)
    assert found.because == "its text was changed after you marked it ready; read it, then `outreach ready` again"


def test_a_letter_that_was_handed_over_to_somebody_who_is_left_alone_now_may_not_leave_by_hand(ready: Path) -> None:
    hand_over(ready, NAME)
    (ready / "do-not-contact.yaml").write_text("- contact: abena-osei\n")
    assert isinstance(letter_by_hand(Snapshot(ready, TODAY), NAME), Exported)
