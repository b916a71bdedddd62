"""What planning looks at of thousands of drafts is kept; it is always what reading every draft gives."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.cache import Cache, user_cache
from composer.drafts import store as room
from composer.drafts.approval import approval, changed_since
from composer.drafts.draft import Draft
from composer.drafts.format import parse_draft
from composer.drafts.store import DraftStore

HEADS = (
    "status: draft\n",
    "status: ready\napproved: 0123\n",
    "status: ready\napproved: RIGHT\n",
    "status: 'handed-over'\nhanded-over: 2026-11-20\n",
    '"status": handed-over # today\nhanded-over: 2026-11-21\n',
    "status: skipped\nreason: too soon\n",
    "status: sent\n",
    "status: lost\n",
    "status: [ready\n",
    "status: ready\nbcc: {a: b}\n",
    "",
)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three drafts are many, and what was just written has settled."""
    monkeypatch.setattr(room, "_MANY", 3)
    monkeypatch.setattr("composer.cache._SETTLED", -3_000_000_000)


def write(folder: Path, name: str, head: str) -> None:
    (folder / "drafts").mkdir(exist_ok=True)
    text = f"---\nto: Ann <ann@x.example>\nfrom: me@y.example\nsubject: A\nletter: l\ncontact: {name[:3]}\n{head}---\nWords\n"
    draft = parse_draft(text, name, f"{name}.md")[0]
    text = text.replace("RIGHT", approval(draft)) if draft else text
    (folder / "drafts" / f"{name}.md").write_text(text, encoding="utf-8")


def anew(folder: Path) -> list[Draft]:
    """By reading every draft, as where nothing is kept."""
    store = DraftStore(folder)
    found = (store.read(name)[0] for name in store.names())
    wanted = [draft for draft in found if draft and draft.status not in {"draft", "sent"}]
    bare: dict[str, Any] = {"subject": "", "body": "", "to": (), "sender": None}
    return [replace(draft, approved="" if changed_since(draft) else draft.approved, **bare) for draft in wanted]


@settings(max_examples=40)
@given(st.lists(st.dictionaries(st.sampled_from(("ann.l", "bob.l", "cyd.l", "dee.l", "eve.l")), st.sampled_from(HEADS)), max_size=4))  # fmt: skip
def test_what_was_kept_of_drafts_is_what_they_say(
    tmp_path_factory: pytest.TempPathFactory, edits: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("book")
    for edit in edits:
        for name, head in edit.items():
            write(folder, name, head)
        for _ in range(2):
            assert list(DraftStore(folder).for_planning()) == anew(folder)


def test_a_ready_draft_keeps_its_approval_for_planning_only_where_nothing_has_changed(tmp_path: Path) -> None:
    write(tmp_path, "ann.l", "status: ready\napproved: RIGHT\n")
    write(tmp_path, "bob.l", "status: ready\napproved: RIGHT\n")
    path = tmp_path / "drafts/bob.l.md"
    path.write_text(path.read_text().replace("Words", "Other words"))
    assert [bool(draft.approved) for draft in DraftStore(tmp_path).for_planning()] == [True, False]


def test_a_second_look_reads_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, head in zip(("ann.l", "bob.l", "cyd.l"), HEADS[2:], strict=False):
        write(tmp_path, name, head)
    found = list(DraftStore(tmp_path).for_planning())
    assert [(draft.name, draft.status, draft.handed_over) for draft in found] == [
        ("ann.l", "ready", None),
        ("bob.l", "handed-over", date(2026, 11, 20)),
        ("cyd.l", "handed-over", date(2026, 11, 21)),
    ]
    monkeypatch.setattr(DraftStore, "file", None)
    assert list(DraftStore(tmp_path).for_planning()) == found


def test_no_word_and_no_address_of_a_draft_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_CACHE", str(tmp_path / "kept"))
    for name in ("ann.l", "bob.l", "cyd.l"):
        write(tmp_path, name, HEADS[1])
    list(DraftStore(tmp_path).for_planning())
    (entry,) = (tmp_path / "kept").iterdir()
    assert b"ann.l" in entry.read_bytes()
    assert not any(word in entry.read_bytes() for word in (b"x.example", b"y.example", b"Words"))


def test_of_few_drafts_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_CACHE", str(tmp_path / "kept"))
    for name in ("ann.l", "bob.l"):
        write(tmp_path, name, HEADS[1])
    assert len(list(DraftStore(tmp_path).for_planning())) == 2
    assert not (tmp_path / "kept").exists()


def test_where_nothing_can_be_kept_every_draft_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_CACHE", "off")
    for name in ("ann.l", "bob.l", "cyd.l"):
        write(tmp_path, name, HEADS[1])
    assert user_cache(frozenset()) == Cache()
    assert list(DraftStore(tmp_path).for_planning()) == anew(tmp_path)
