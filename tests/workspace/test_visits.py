"""When the app was last opened, and what has happened since."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from composer.drafts.summary import KnownSummaries
from composer.lock import locked
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready, mark_skipped
from composer.workspace.visits import LAST_VISIT, News, Visit, news_since, remember_visit
from tests.conftest import TODAY

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def visited(snapshot: Snapshot) -> Visit:
    """The visit that a later one finds."""
    remember_visit(snapshot, AT)
    found = remember_visit(snapshot, AT)
    assert found is not None
    return found


def news(snapshot: Snapshot, visit: Visit) -> News:
    return news_since(snapshot.reread(), visit, snapshot.store.summaries(KnownSummaries()).by_name)


def written_at(path: Path, moment: datetime) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_the_first_opening_knows_of_none_before_and_the_next_one_does(workspace: Snapshot) -> None:
    assert remember_visit(workspace, AT) is None
    found = remember_visit(workspace, AT + timedelta(days=1))
    assert found is not None
    assert found.at == AT
    again = remember_visit(workspace, AT + timedelta(days=2))
    assert again is not None
    assert again.at == AT + timedelta(days=1)


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"at": 1}', '{"at": "x", "length": 1, "digest": ""}', "[" * 9_999,
                                  '{"at": "2026-11-20T09:30:00", "length": 1, "digest": ""}'])  # fmt: skip
def test_a_file_that_is_none_of_ours_is_no_visit_and_is_renewed(workspace: Snapshot, kept: str) -> None:
    (workspace.folder / ".outreach").mkdir()
    (workspace.folder / LAST_VISIT).write_text(kept)
    assert remember_visit(workspace, AT) is None
    assert remember_visit(workspace, AT) is not None


def test_nothing_is_left_in_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    assert remember_visit(Snapshot(tmp_path, today=TODAY), AT) is None
    assert list(tmp_path.iterdir()) == []


def test_a_link_out_of_the_workspace_is_not_followed_and_is_no_error(workspace: Snapshot) -> None:
    outside = workspace.folder.parent / "elsewhere"
    outside.mkdir()
    (workspace.folder / ".outreach").symlink_to(outside)
    assert remember_visit(workspace, AT) is None
    assert list(outside.iterdir()) == []


def test_a_run_that_goes_on_keeps_the_lock_and_its_visit_is_forgotten(workspace: Snapshot) -> None:
    visited(workspace)
    before = (workspace.folder / LAST_VISIT).read_text()
    with locked(workspace.folder), ThreadPoolExecutor(1) as another:
        found = another.submit(remember_visit, workspace, AT + timedelta(days=1)).result()
    assert found is not None
    assert found.at == AT
    assert (workspace.folder / LAST_VISIT).read_text() == before


def test_events_at_the_end_of_the_history_are_new(workspace: Snapshot) -> None:
    visit = visited(workspace)
    assert news(workspace, visit).noted == ()
    with (workspace.folder / "history.yaml").open("a") as history:
        history.write("- {date: 2026-01-05, contact: Ruth Adeyemi, event: met}\n")
        history.write("- {date: 2026-11-21, contact: ruth-adeyemi, event: referral received}\n")
    found = [(one.contact, one.display_name, one.event) for one in news(workspace.reread(), visit).noted]
    assert found == [
        ("", "Ruth Adeyemi", "met"),
        ("ruth-adeyemi", "Ruth Adeyemi, LISW", "referral-received"),
    ]


def test_a_history_that_was_changed_before_its_end_tells_nothing(workspace: Snapshot) -> None:
    visit = visited(workspace)
    path = workspace.folder / "history.yaml"
    path.write_text("- {date: 2026-11-21, contact: ruth-adeyemi, event: met}\n" + path.read_text())
    assert news(workspace.reread(), visit).noted == ()


def test_letters_are_told_by_what_became_of_them(with_drafts: Path) -> None:
    snapshot = Snapshot(with_drafts, today=TODAY)
    visit = visited(snapshot)
    for path in (*with_drafts.glob("drafts/*"), *with_drafts.glob(".outreach/base/*")):
        written_at(path, AT - timedelta(hours=1))
    assert news(snapshot, visit).letters == {}
    for change in (
        *mark_ready(snapshot, ["ruth-adeyemi.introduction"]),
        *mark_skipped(snapshot, ["sam-whitlock.introduction"], "later"),
    ):
        assert change.because == ""
    for name, folder in (
        ("ruth-adeyemi.introduction", "drafts"),
        ("sam-whitlock.introduction", "drafts"),
        ("jonah-brandt.introduction", "drafts"),
        ("abena-osei.introduction", "drafts"),
        ("abena-osei.introduction", ".outreach/base"),
    ):
        written_at(with_drafts / folder / f"{name}.md", AT + timedelta(hours=1))
    assert news(snapshot, visit).letters == {"written": 1, "changed": 1, "ready": 1, "skipped": 1}
