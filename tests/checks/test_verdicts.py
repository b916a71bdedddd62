"""What the rules said of a draft is used again for just that draft, held against just the same; never otherwise."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from composer.checks import inspector, registry, verdicts
from composer.checks.engine.inspection import Inspection
from composer.checks.inspector import Checked
from composer.errors import Problem
from composer.outputs.export import ExportRequest
from composer.workspace import checking
from composer.workspace.exporting import export_drafts
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY

Asked = list[str]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Asked:
    """The drafts that the rules were asked about, in a cache of their own that keeps verdicts of any number."""
    names: Asked = []

    def inspect(inspection: Inspection) -> tuple[Problem, ...]:
        names.append(inspection.draft.name)
        return registry.inspect(inspection)

    monkeypatch.setattr(inspector, "inspect", inspect)
    monkeypatch.setattr(verdicts, "MANY", 1)
    monkeypatch.setattr(checking, "MANY", 1)
    monkeypatch.setenv("OUTREACH_CACHE", str(tmp_path / "verdicts"))
    return names


def check(folder: Path, asked: Asked, today: date = TODAY) -> tuple[list[Checked], int]:
    """The drafts as they are checked, and of how many the rules were asked."""
    asked.clear()
    found = checking.check_drafts(Snapshot(folder, today))
    return found, len(asked)


def test_the_rules_are_asked_once_about_the_same_drafts(with_drafts: Path, asked: Asked) -> None:
    first, looked = check(with_drafts, asked)
    assert looked == len(first) > 10
    assert check(with_drafts, asked) == (first, 0)


def test_of_one_edited_draft_alone_the_rules_are_asked_again(with_drafts: Path, asked: Asked) -> None:
    before, _ = check(with_drafts, asked)
    path = with_drafts / before[0].path
    path.write_text(path.read_text(encoding="utf-8") + "\nYour client J.D. is doing well.\n", encoding="utf-8")
    after, looked = check(with_drafts, asked)
    assert (looked, after[1:]) == (1, before[1:])
    assert {one.code for one in after[0].problems} > {one.code for one in before[0].problems}


def append(name: str, text: str) -> Callable[[Path], object]:
    def write(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")

    return write


CHANGES: list[tuple[str, Callable[[Path], object]]] = [
    ("a record", append("contacts.yaml", "  - {name: Ann Lee, role: physician}\n")),
    ("a contact of one's own file", append("contacts/ann-lee.yaml", "name: Ann Lee\nrole: physician\n")),
    ("the practice", append("practice.yaml", "\ncall_back: within two working days\n")),
    ("the history", append("history.yaml", "- {date: 2026-11-20, contact: abena-osei, event: called}\n")),
    ("a wish", append("do-not-contact.yaml", "- {name: Dr. Abena Osei, since: 2026-11-20}\n")),
    ("a template", append("templates/limits.yaml", "")),
    ("the text that was generated", append(".outreach/base/abena-osei.introduction.md", "more\n")),
]


@pytest.mark.parametrize("change", [row[1] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_change_of_what_drafts_are_held_against_asks_the_rules_again(
    with_drafts: Path, asked: Asked, change: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    check(with_drafts, asked)
    change(with_drafts)
    found, looked = check(with_drafts, asked)
    monkeypatch.setenv("OUTREACH_CACHE", "off")
    fresh, _ = check(with_drafts, asked)
    assert found == fresh
    assert looked >= 1


def test_another_day_asks_the_rules_again(with_drafts: Path, asked: Asked) -> None:
    found, _ = check(with_drafts, asked)
    assert check(with_drafts, asked, TODAY + timedelta(days=1))[1] == len(found)


def test_a_letter_handed_over_asks_the_rules_again(with_drafts: Path, asked: Asked) -> None:
    """It may keep another one back."""
    found, _ = check(with_drafts, asked)
    left = [one for one in export_drafts(Snapshot(with_drafts, TODAY), ExportRequest(everything=True)) if one.path]
    assert left
    assert check(with_drafts, asked)[1] == len(found)


def test_a_letter_that_was_found_wrong_stays_however_it_is_known(with_drafts: Path, asked: Asked) -> None:
    path = with_drafts / "drafts/abena-osei.introduction.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Dear Dr. Osei", "Dear Dr. Wang"), encoding="utf-8")
    check(with_drafts, asked)
    asked.clear()
    request = ExportRequest(names=["abena-osei.introduction"], everything=True)
    (stays,) = export_drafts(Snapshot(with_drafts, TODAY), request)
    assert (stays.path, asked) == ("", [])
    assert stays.problems


def test_few_drafts_are_kept_nowhere_else(with_drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_CACHE", str(tmp_path / "few"))
    checking.check_drafts(Snapshot(with_drafts, TODAY))
    assert not [one.name for one in (tmp_path / "few").iterdir() if b"composer.errors" in one.read_bytes()]
