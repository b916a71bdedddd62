"""What only a browser shows of the pages of people."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.app.conftest import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_form_on_its_way_is_not_cut_off_by_a_look_at_the_files(page: Any, drafted: Path, tmp_path: Path) -> None:
    """What a form writes changes the files: a page that looked again at once would lose the answer."""
    folder = shutil.copytree(drafted, tmp_path / "book")
    with serving(folder) as link:
        page.context.request.get(link)
        page.goto(f"http://{urlsplit(link).netloc}/people/abena-osei")
        contacts = folder / "contacts.yaml"
        with page.expect_navigation():  # a change of the files is seen
            contacts.write_text(f"{contacts.read_text()}# changed\n")
        page.evaluate("document.querySelector('.log form').dispatchEvent(new Event('submit', { bubbles: true }))")
        page.evaluate("window.same = true")
        contacts.write_text(f"{contacts.read_text()}# and again\n")
        for _ in range(2):
            page.wait_for_event("response", lambda answer: urlsplit(answer.url).path == "/stamp")
        assert page.evaluate("window.same") is True


def test_enter_in_a_field_notes_nothing(page: Any, drafted: Path, tmp_path: Path) -> None:
    """It would press the first button, and nobody has said what happened."""
    folder = shutil.copytree(drafted, tmp_path / "book")
    before = (folder / "history.yaml").read_bytes()
    with serving(folder) as link:
        page.context.request.get(link)
        page.goto(f"http://{urlsplit(link).netloc}/people/abena-osei")
        page.get_by_text("Another day, or something to recall").click()
        page.get_by_label("Something a later letter may recall").fill("you were starting a group")
        page.keyboard.press("Enter")
        assert (folder / "history.yaml").read_bytes() == before
        page.get_by_role("button", name="We met").click()
        page.get_by_text("Noted for November 24: you met.").wait_for()
        assert b"mention: you were starting a group" in (folder / "history.yaml").read_bytes()
