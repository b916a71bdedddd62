"""What the rules said of a draft is used again for just that draft, held against just the same; never otherwise."""

import os
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from composer.checks import inspector, registry
from composer.checks.engine.inspection import Inspection
from composer.checks.inspector import Checked
from composer.errors import Problem
from composer.outputs.export import ExportRequest
from composer.shipped import templates_folder
from composer.workspace import checking
from composer.workspace.exporting import plan_export
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
    monkeypatch.setattr(checking, "MANY", 1)
    monkeypatch.setenv("OUTREACH_CACHE", str(tmp_path / "verdicts"))
    return names


def leave(folder: Path, asked: Asked, today: date = TODAY) -> tuple[dict[str, str], set[str]]:
    """Why each draft would stay, empty where it would leave, and of which the rules were asked for that."""
    asked.clear()
    request = ExportRequest(everything=True)
    planned = {one.draft: one.because for one in plan_export(Snapshot(folder, today), request)}
    return planned, set(asked)


def check(folder: Path, today: date = TODAY) -> list[Checked]:
    return checking.check_drafts(Snapshot(folder, today))


def passed(folder: Path) -> set[str]:
    return {Path(one.path).stem for one in check(folder) if one.passed}


def test_of_drafts_that_passed_no_rule_is_asked_before_they_leave(with_drafts: Path, asked: Asked) -> None:
    before, looked = leave(with_drafts, asked)
    fine = passed(with_drafts)
    assert len(fine) > 5
    assert looked >= fine
    assert leave(with_drafts, asked) == (before, looked - fine)


def test_of_an_edited_draft_the_rules_are_asked_again(with_drafts: Path, asked: Asked) -> None:
    name = min(passed(with_drafts))
    looked = leave(with_drafts, asked)[1]
    path = with_drafts / f"drafts/{name}.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nYour client J.D. is doing well.\n", encoding="utf-8")
    after, again = leave(with_drafts, asked)
    assert again == {*looked, name}
    assert after[name]


def append(name: str, text: str) -> Callable[[Path], object]:
    def write(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")

    return write


CHANGES: list[tuple[str, Callable[[Path], object]]] = [
    ("a record", append("contacts.yaml", "  - {name: Ann Lee, role: physician}\n")),
    ("a contact of one's own file", append("contacts/ann-lee.yaml", "name: Ann Lee\nrole: physician\n")),
    ("the practice", append("practice.yaml", "\n# as of today\n")),
    ("the history", append("history.yaml", "- {date: 2026-11-20, contact: abena-osei, event: called}\n")),
    ("a wish", append("do-not-contact.yaml", "# nobody yet\n")),
]


@pytest.mark.parametrize("change", [row[1] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_change_of_what_drafts_are_held_against_asks_the_rules_again(
    with_drafts: Path, asked: Asked, change: Callable[[Path], object]
) -> None:
    _, everything = leave(with_drafts, asked)
    assert passed(with_drafts)
    change(with_drafts)
    assert leave(with_drafts, asked)[1] == everything


def test_a_letter_that_is_no_offer_any_more_stays_where_a_rule_for_thanks_stops_it(
    with_drafts: Path, asked: Asked
) -> None:
    """The head of a letter says what is asked of its drafts."""
    assert passed(with_drafts)
    folder = with_drafts / "templates/letters"
    folder.mkdir(parents=True)
    text = (templates_folder() / "letters/introduction.md").read_text(encoding="utf-8")
    (folder / "introduction.md").write_text(text.replace("purpose: commercial", "purpose: thanks"), encoding="utf-8")
    kept, _ = leave(with_drafts, asked)
    asked.clear()
    shutil.rmtree(Path(os.environ["OUTREACH_CACHE"]))
    assert leave(with_drafts, asked)[0] == kept
    assert "privacy-subject" in str([one.problems for one in check(with_drafts)])


def test_another_text_that_a_draft_was_generated_as_asks_about_it_again(with_drafts: Path, asked: Asked) -> None:
    name = min(passed(with_drafts))
    append(f".outreach/base/{name}.md", "more\n")(with_drafts)
    assert name in leave(with_drafts, asked)[1]


def test_another_day_asks_the_rules_again(with_drafts: Path, asked: Asked) -> None:
    assert passed(with_drafts)
    tomorrow = leave(with_drafts, asked, TODAY + timedelta(days=1))[1]
    assert passed(with_drafts) <= tomorrow


def test_no_word_of_a_letter_is_kept(with_drafts: Path, asked: Asked, tmp_path: Path) -> None:
    path = with_drafts / "drafts/abena-osei.introduction.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nYour client Wendeline cried.\n", encoding="utf-8")
    check(with_drafts)
    assert not any(b"Wendeline" in one.read_bytes() for one in (tmp_path / "verdicts").iterdir())


def test_few_drafts_are_kept_nowhere_else(with_drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_CACHE", str(tmp_path / "few"))
    check(with_drafts)
    before = {one.name for one in (tmp_path / "few").glob("*")}
    monkeypatch.setattr(checking, "MANY", 1)
    check(with_drafts)
    assert len({one.name for one in (tmp_path / "few").glob("*")} - before) == 1
