"""What a person approved: one answer to whether it is still so, and a head that can always be read."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composer.app.draft_list import DraftList, ListFilter
from composer.app.draft_page import draft_page
from composer.app.reloading import ReloadingSnapshot
from composer.drafts.store import DraftStore
from composer.errors import RecordsError
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_skipped
from tests.conftest import DAY, TODAY, Run, change
from tests.outputs.conftest import CALLED, NAME, OTHER, hand_over

pytestmark = pytest.mark.usefixtures("inline")


# --- one answer to whether a ready draft is what was approved -------------------------------------------------------


def test_a_draft_that_changed_after_it_was_ready_is_told_everywhere(ready: Path, run: Run) -> None:
    change(ready / f"drafts/{NAME}.md", "With good wishes", "With warm wishes")
    says = "its text was changed after you marked it ready"
    assert f"warning[draft-changed]: {says}" in run("-C", ready, *DAY, "check").out
    rows = [line for line in run("-C", ready, *DAY, "due").out.splitlines() if "introduction" in line]
    assert [("(ready, changed since)" in row, "(ready)" in row) for row in rows] == [(True, False), (False, True)]
    assert says in hand_over(run, ready)
    drafts = DraftList(ReloadingSnapshot(Snapshot(ready, TODAY)))
    assert [row.status for row in drafts.page(ListFilter()).rows] == ["ready, changed since", "handed over"]
    view = draft_page(drafts, NAME)
    assert view.stands == "Its text was changed after you marked it ready; read it, then `outreach ready` again."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("to: Dr.", "to: Prof."),
        ("status: ready", "status: ready\nattach: price-list.pdf"),
        ("approved: ", "approved: f"),
    ],
)
def test_whatever_changed_it_is_not_ready_any_more(ready: Path, run: Run, old: str, new: str) -> None:
    change(ready / f"drafts/{NAME}.md", old, new)
    assert "(ready, changed since)" in run("-C", ready, *DAY, "due").out
    assert "draft-changed" in run("-C", ready, *DAY, "check", NAME).out
    assert "draft-changed" not in run("-C", ready, *DAY, "check", OTHER).out


# --- every line of the head is bound --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("price-list: a.pdf", "price-list"), ("Resent-To: x@evil.example", "Resent-To"), ("text: 'no'", "text:"),
        ("send after: {day: 2027-01-15}", "send after"), ("größe: [1, 2]", "größe"), ("empty:", "empty"),
        ("a=b c=12ab34cd: d", "a=b c=12ab34cd"),
    ],
)  # fmt: skip
def test_a_field_that_the_program_does_not_know_is_bound_under_its_name(
    ready: Path, run: Run, line: str, word: str
) -> None:
    path = ready / f"drafts/{NAME}.md"
    before = path.read_text()
    change(path, "status: ready", f"status: ready\n{line}")
    assert f"its {word} was added after you marked it ready; read it, then" in hand_over(run, ready, NAME)
    assert run("-C", ready, *DAY, "ready", NAME).code == 0
    path.write_text(path.read_text().replace(f"{line}\n", ""))
    assert f"its {word} was taken out after you marked it ready; read it, then" in hand_over(run, ready, NAME)
    path.write_text(before)
    assert f"outbox/{CALLED[NAME]}.eml" in hand_over(run, ready, NAME)


def test_a_field_that_the_program_does_not_know_may_be_approved_and_leaves_nowhere(ready: Path, run: Run) -> None:
    change(ready / f"drafts/{NAME}.md", "status: ready", "status: ready\nmine: {a: [b, c]}")
    run("-C", ready, *DAY, "ready", NAME)
    assert f"outbox/{CALLED[NAME]}.eml" in hand_over(run, ready, NAME)
    assert "mine" not in (ready / f"outbox/{CALLED[NAME]}.eml").read_text()
    change(ready / f"drafts/{NAME}.md", "{a: [b, c]}", "{a: [b, d]}")
    assert "its mine was changed after you marked it ready" in hand_over(run, ready, NAME, "--again")


# --- a head is never written so that nobody can read it -------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(reason=st.text(max_size=40) | st.text("\n\r\t \u2028\u0085\x0c\x00\x1bab:#'\"-", max_size=12))
def test_a_reason_is_read_back_or_refused_and_nothing_is_changed(ready: Path, reason: str) -> None:
    path, store = ready / f"drafts/{NAME}.md", Snapshot(ready, TODAY).store
    before = path.read_text()
    [change_] = mark_skipped(Snapshot(ready, TODAY), [NAME], reason)
    if change_.because:
        assert path.read_text() == before
    else:
        draft, _ = store.read(NAME)
        assert draft
        assert draft.reason == unicodedata.normalize("NFC", " ".join(reason.split()))
        assert mark_skipped(Snapshot(ready, TODAY), [NAME], "better")[0].because == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(
    key=st.sampled_from(["reason", "approved", "status", "handed-over", "subject", "to", "overrides", "new"]),
    value=st.text(max_size=30) | st.sampled_from(["a\nb", "x" * 1_001, "2026-13-01", "\u202e", "sent", "null"]),
)
def test_no_value_is_written_that_the_reader_refuses(ready: Path, key: str, value: str) -> None:
    store, path = DraftStore(ready), ready / f"drafts/{NAME}.md"
    before = path.read_bytes()
    try:
        store.set_head(NAME, {key: value})
    except RecordsError:
        assert path.read_bytes() == before
    assert store.read(NAME)[0]


def test_a_reason_on_two_lines_becomes_one(ready: Path, run: Run) -> None:
    assert run("-C", ready, *DAY, "skip", NAME, "--reason", "no.\nAsk Tom").code == 0
    assert "\nreason: no. Ask Tom\n" in (ready / f"drafts/{NAME}.md").read_text()
    ran = run("-C", ready, *DAY, "skip", NAME, OTHER, "--reason", "it rang\x07")
    assert ran.code == 1
    assert ran.out.count("a character that does not print (U+0007); nothing was changed") == 2
