"""However YAML lets a head be written, every room sees the same draft, and does the same with it."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composer.app.draft_list import DraftList
from composer.app.draft_page import draft_page
from composer.app.reloading import ReloadingSnapshot
from composer.drafts.draft import path_of
from composer.drafts.format import parse_draft
from composer.drafts.head import read_head
from composer.drafts.lifecycle import LIFECYCLE, STATUSES, Status
from composer.drafts.writing import WritePolicy
from composer.outputs.export import ExportRequest, layout_of
from composer.workspace import exporting
from composer.workspace.checking import inspector_of
from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.exporting import export_drafts
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready, mark_sent
from tests.conftest import TODAY
from tests.drafts.test_head import FENCES, spell
from tests.inline import Inline, read_once

NAME = "abena-osei.introduction"


@pytest.fixture(scope="module")
def first() -> Iterator[Snapshot]:
    """A workspace with one draft, read once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "contacts.yaml").write_text(
            "- {id: abena-osei, name: Dr. Abena Osei, role: primary care physician, email: a.osei@riverstreet.example}\n"
        )
        (folder / "practice.yaml").write_text(
            "name: Maya Chen\nemail: maya@harborstreet.example\ncredentials: LPCC\nlicences: [{title: Counselor, state: Ohio}]\n"
            "address: 12 Harbor Street\nphone: 555-0142\n"
        )
        snapshot = read_once(Snapshot(folder, TODAY))
        write_drafts(snapshot, DraftRequest("introduction"))
        layout = layout_of(snapshot.library.files)
        assert inspector_of(snapshot).heads
        with patch("composer.outputs.export.Pool", Inline), patch.object(exporting, "layout_of", lambda _: layout):
            yield snapshot


def what_every_room_does(first: Snapshot, text: str) -> dict[str, Any]:
    """The draft put there, and taken through the rooms; the last file as a value, since spellings differ."""
    path, base = first.folder / path_of(NAME), first.folder / ".outreach/base" / f"{NAME}.md"
    made = base.read_text()
    path.write_text(text)
    for kept in (first.folder / "history.yaml", first.folder / ".outreach/conflicts" / f"{NAME}.yaml"):
        kept.unlink(missing_ok=True)
    seen: dict[str, Any] = {}

    def fresh() -> Snapshot:
        made = first.reread()
        made.__dict__["inspector"] = inspector_of(first)
        return made

    draft, problems = parse_draft(text, NAME, path_of(NAME))
    assert draft is not None, problems
    seen["planning"] = [(one.name, one.status, one.contact) for one in fresh().store.for_planning()]
    seen["check"] = sorted(
        problem.code for problem in inspector_of(fresh()).check_file(fresh().store.file(NAME)).problems
    )
    view = draft_page(DraftList(ReloadingSnapshot(fresh())), NAME)
    seen["preview"] = (view.row.status, view.stands, view.row.to, view.draft)
    renewed = replace(draft, body="Dear Dr. Osei,\n\nSomething new.\n", status="draft", reason="", handed_over=None)
    seen["store"] = [
        outcome for _, outcome in fresh().store.writer.put([renewed], WritePolicy(refresh=True, today=TODAY))
    ]
    assert LIFECYCLE[draft.status].is_open or path.read_text() == text
    seen["merged"] = parse_draft(path.read_text(), NAME, path_of(NAME))[0]
    base.write_text(made)
    path.write_text(text)
    seen["ready"] = [(one.status, one.because) for one in mark_ready(fresh(), [NAME])]
    for how in ({}, {"everything": True}, {"again": True}):
        left = export_drafts(fresh(), ExportRequest(names=[NAME], **how))  # type: ignore[arg-type]
        seen[f"export {how}"] = [(one.path, one.because) for one in left]
    seen["sent"] = [(one.status, one.because) for one in mark_sent(fresh(), [NAME], TODAY)]
    seen["at the end"] = parse_draft(path.read_text(), NAME, path_of(NAME))[0]
    return seen


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), status=st.sampled_from(STATUSES), fence=st.sampled_from(FENCES))
def test_every_room_does_the_same_with_every_spelling(
    first: Snapshot, data: st.DataObject, status: Status, fence: str
) -> None:
    plain = (first.folder / ".outreach/base" / f"{NAME}.md").read_text()
    fields = {"status": status, "reason": "met: her" if status == "skipped" else ""}
    day = {"handed-over": "2026-11-20"} if status in {"handed-over", "sent"} else {}
    text = read_head(plain, "x").with_fields({**fields, **day}).replace("---\n", "---\n# edited\n", 1)
    head = read_head(text, "x")
    keys = data.draw(st.permutations(list(head.values)))
    spelt, in_lines = data.draw(st.composite(lambda draw: spell(draw, {key: str(head.values[key]) for key in keys}))())
    other = f"{fence}\n{spelt}\n{fence}\n{head.body}"
    if in_lines:
        assert what_every_room_does(first, other) == what_every_room_does(first, text)
    else:  # it is read alike, and no room changes it
        path = first.folder / path_of(NAME)
        expected = what_every_room_does(first, text)
        path.write_text(other)
        view = draft_page(DraftList(ReloadingSnapshot(first.reread_drafts())), NAME)
        assert (view.row.status, view.stands, view.row.to, view.draft) == expected["preview"]
        assert [(one.name, one.status, one.contact) for one in first.store.for_planning()] == expected["planning"]
        [ready] = mark_ready(first.reread_drafts(), [NAME])
        assert ready.because
        assert path.read_text() == other
        assert not [one for one in export_drafts(first.reread_drafts(), ExportRequest(everything=True)) if one.path]
        assert path.read_text() == other
