"""The Tab key offers people by their id or any of their names, and drafts; it says nothing where there is trouble."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from composer.cli.root import outreach
from composer.settings import Settings

Offer = Callable[[str], list[str]]


@pytest.fixture
def offer(with_drafts: Path, monkeypatch: pytest.MonkeyPatch) -> Offer:
    """What is offered at the end of a command line, in a folder with drafts."""
    monkeypatch.chdir(with_drafts)

    def offered(line: str) -> list[str]:
        *words, begun = line.split(" ")
        found = ShellComplete(outreach, {}, "outreach", "_OUTREACH_COMPLETE").get_completions(words, begun)
        return [item.value for item in found]

    return offered


@pytest.mark.parametrize(
    "line",
    [
        "draft --to abe",
        "draft --to OSEI",
        "draft --to Os",
        "log called ose",
        "contacts show abena-o",
        "contacts stop os",
    ],
)
def test_a_person_is_offered_by_id_and_by_any_name(offer: Offer, line: str) -> None:
    assert offer(line) == ["abena-osei"]


def test_nothing_begun_offers_everyone(offer: Offer) -> None:
    assert len(offer("draft --to ")) > 10


@pytest.mark.parametrize("command", ["check", "ready", "explain", "skip", "sent", "export eml"])
def test_a_draft_is_offered_by_its_name(offer: Offer, command: str) -> None:
    assert offer(f"{command} abena") == ["abena-osei.introduction"]
    assert offer(f"{command} nobody") == []


def test_another_folder_is_looked_into_where_it_is_named(offer: Offer, with_drafts: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "contacts.yaml").write_text("- {name: Ann Lee, role: physician}\n", encoding="utf-8")
    assert offer(f"-C {other} draft --to ") == ["ann-lee"]
    assert offer(f"-C {other} ready ") == []


def test_the_workspace_that_is_remembered_is_looked_into(
    offer: Offer, with_drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("composer.cli.completing.read_settings", lambda: Settings(workspace=with_drafts))
    assert offer("draft --to osei") == ["abena-osei"]


@pytest.mark.parametrize("text", ["contacts: [", "\x00", "- {name: }"])
def test_records_that_cannot_be_read_offer_nobody(offer: Offer, with_drafts: Path, text: str) -> None:
    (with_drafts / "contacts.yaml").write_text(text, encoding="utf-8")
    assert offer("draft --to osei") == []


def test_a_folder_that_is_not_there_offers_nothing(offer: Offer) -> None:
    assert offer("-C nowhere draft --to osei") == []
    assert offer("-C nowhere ready abena") == []


def test_a_draft_that_a_shell_would_run_is_not_offered(offer: Offer, with_drafts: Path) -> None:
    """Whoever puts a file among the drafts gives no commands."""
    for name in ("abena-$(touch x)", "abena;ls", "abena\nx", "abena\x1b[31m", "-abena", "abena'"):
        (with_drafts / f"drafts/{name}.md").write_text("x", encoding="utf-8")
    assert offer("check abena") == ["abena-osei.introduction"]


@pytest.mark.parametrize("begun", ["zak", "Żak", "łuk", "luk"])
def test_a_name_is_offered_with_its_accents_and_without(offer: Offer, tmp_path: Path, begun: str) -> None:
    (tmp_path / "contacts.yaml").write_text("- {name: Łukasz Żak, role: physician}\n", encoding="utf-8")
    assert offer(f"-C {tmp_path} draft --to {begun}") == ["lukasz-zak"]
