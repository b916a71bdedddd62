"""The parts of a letter's page in a real browser: a click on a sentence says why, and nothing needs to be loaded again."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from composer.workspace.drafting import DraftRequest, write_drafts
from composer.workspace.snapshot import Snapshot
from tests.app.conftest import serving
from tests.app.test_parts_of_a_letter import MINE, NAME, PERSON, PLANS, VALE
from tests.conftest import TODAY, change

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def folder(drafted: Path, tmp_path: Path) -> Path:
    """The sample with a letter that asks, one that a person changed, and a practice with another number."""
    made = shutil.copytree(drafted, tmp_path / "parts")
    contacts = made / "contacts.yaml"
    contacts.write_text(contacts.read_text().rstrip("\n") + "\n" + PERSON)
    write_drafts(Snapshot(made, TODAY), DraftRequest(who=["robin-vale"]))
    change(made / f"drafts/{NAME}.md", PLANS, MINE)
    change(made / "practice.yaml", "phone: 555-0142", "phone: 555-0199")
    return made


@pytest.fixture
def home(browser: Any, page: Any, folder: Path) -> Iterator[str]:
    """The address of a preview over it, whose link was opened already."""
    with serving(folder) as link:
        other = browser.new_context()
        other.new_page().goto(link)
        page.context.add_cookies(other.cookies())
        other.close()
        parts = urlsplit(link)
        yield f"{parts.scheme}://{parts.netloc}"
        page.goto("about:blank")  # it asks for changes every other second, and nobody is there to answer


def test_a_click_on_a_sentence_of_the_letter_opens_where_it_comes_from(page: Any, home: str) -> None:
    page.goto(f"{home}/draft/{NAME}")
    paragraph = page.frame_locator("iframe").get_by_text("In February you told me")
    paragraph.click(position={"x": 30, "y": 8})
    page.locator("q", has_text="Medicaid patients wait months").first.wait_for()
    focused = page.evaluate("document.activeElement.textContent")
    assert focused.startswith("In February you told me that Medicaid patients wait months")
    page.frame_locator("iframe").get_by_text(MINE).click(position={"x": 40, "y": 30})
    page.wait_for_function("!document.activeElement.textContent.startsWith('In February')")
    shown = page.evaluate("document.activeElement.textContent")
    assert shown in page.frame_locator("iframe").get_by_text(MINE).inner_text()


def test_words_that_are_typed_before_are_saved_with_what_is_filled_in(page: Any, home: str, folder: Path) -> None:
    page.goto(f"{home}/draft/{VALE}")
    body = page.get_by_label("Text", exact=True)
    body.fill(body.input_value().replace("With good wishes,", "A line of my own.\n\nWith good wishes,"))
    page.get_by_label("How do you address Robin Vale?").fill("Robin")
    page.get_by_role("button", name="Put it in").click()
    page.get_by_text("Remembered: every letter to Robin Vale is now greeted so.").wait_for()
    text = (folder / f"drafts/{VALE}.md").read_text()
    assert "Dear Robin," in text
    assert "A line of my own." in text
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back").wait_for()
    text = (folder / f"drafts/{VALE}.md").read_text()
    assert "Dear [[CONFIRM" in text
    assert "A line of my own." in text


def test_a_place_that_is_filled_by_typing_is_asked_no_more(page: Any, home: str) -> None:
    page.goto(f"{home}/draft/{VALE}")
    body = page.get_by_label("Text", exact=True)
    body.fill(body.input_value().replace("[[CONFIRM: how do you address Robin Vale?]]", "Robin"))
    page.get_by_label("How do you address Robin Vale?").wait_for(state="detached")


def test_what_changed_is_loaded_into_the_page_and_put_back_from_there(page: Any, home: str, folder: Path) -> None:
    page.goto(f"{home}/draft/{NAME}")
    page.get_by_text("What you changed, and what the program would write now").click()
    page.get_by_role("button", name="Put the program’s words back").click()
    page.get_by_text("What the program had written stands in the letter again.").wait_for()
    assert PLANS in (folder / f"drafts/{NAME}.md").read_text()


@pytest.mark.parametrize("address", [f"{NAME}/why", f"{NAME}/changes", VALE, NAME])
def test_the_parts_are_accessible_and_fit_a_phone(page: Any, home: str, address: str) -> None:
    for width, scheme in ((1280, "light"), (768, "dark"), (360, "light"), (360, "dark")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{home}/draft/{address}")
        for summary in page.locator("main details > summary").all():
            summary.click()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
