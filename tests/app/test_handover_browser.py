"""Handing over in a real browser: a letter is copied with its formatting, printed as its words, and undone at once."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import mark_ready
from tests.app.conftest import serving
from tests.conftest import TODAY, change

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME, PAPER = "abena-osei.introduction", "harold-finch.introduction"


@pytest.fixture
def desk(drafted: Path, tmp_path: Path) -> Path:
    """The sample with two approved letters, one of them without an address."""
    folder = shutil.copytree(drafted, tmp_path / "desk")
    change(folder / f"drafts/{NAME}.md", "Medicaid patients wait months", "Medicaid patients wait **months**")
    assert [one.because for one in mark_ready(Snapshot(folder, TODAY), [NAME, PAPER])] == ["", ""]
    return folder


@pytest.fixture
def home(page: Any, desk: Path) -> Iterator[str]:
    """The address of an app over it, that a fresh window has opened."""
    with serving(desk) as link:
        page.context.request.get(link)
        parts = urlsplit(link)
        yield f"{parts.scheme}://{parts.netloc}"


def test_a_letter_is_copied_with_its_formatting_and_as_plain_text(page: Any, home: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=home)
    page.goto(f"{home}/export/{NAME}/copy")
    page.get_by_role("button", name="Copy letter").click()
    page.get_by_text("The letter is copied.").wait_for()
    html, text = page.evaluate(
        """async () => { const [item] = await navigator.clipboard.read();
        return Promise.all(["text/html", "text/plain"].map(async (kind) => (await item.getType(kind)).text())); }"""
    )
    assert "wait <strong>months</strong>" in html
    assert text.startswith("Dear Dr. Osei,\n\nIn February you told me that Medicaid patients wait months")
    page.get_by_role("button", name="Copy subject").click()
    page.get_by_text("The subject is copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Subject").input_value()


def test_a_letter_is_printed_as_its_words_alone(page: Any, home: str) -> None:
    for path in (f"/export/{PAPER}/copy", f"/draft/{PAPER}"):
        page.goto(home + path)
        page.emulate_media(media="print", color_scheme="dark")
        assert page.locator("body").inner_text().strip().startswith("Dear Dr. Finch,"), path
        assert page.locator("body").inner_text().strip().endswith("I won’t write again."), path
        page.emulate_media(media="screen")


def test_what_was_noted_as_sent_is_taken_back_by_the_button_beside_it(page: Any, home: str, desk: Path) -> None:
    page.goto(f"{home}/export")
    page.get_by_role("button", name="Hand over this letter").click()
    page.get_by_text("Nothing is sent yet.").wait_for()
    page.get_by_role("button", name="I sent it").click()
    page.get_by_text("Noted: Dr. Abena Osei, MD, sent on 2026-11-24.").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").wait_for()
    draft, _ = Snapshot(desk, TODAY).store.read(NAME)
    assert draft
    assert draft.status == "handed-over"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_and_nothing_runs_off_the_side(scheme: str, page: Any, home: str) -> None:
    page.emulate_media(color_scheme=scheme)
    for path in ("/export", f"/export/{NAME}/copy", f"/export/{PAPER}/copy"):
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(home + path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
