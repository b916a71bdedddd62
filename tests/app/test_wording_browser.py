"""A wording in a real browser: the letter beside it is made anew while somebody types, and nothing in it runs."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from composer.shipped import templates_folder
from tests.app.conftest import base, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LETTER = "templates/letters/thank-you.md"


@pytest.fixture
def own_wording(served_folder: Path, tmp_path: Path) -> Path:
    """The sample with a thank-you of its own, in a folder that a test may change."""
    folder = Path(shutil.copytree(served_folder, tmp_path / "own"))
    (folder / LETTER).parent.mkdir(parents=True)
    shutil.copy(templates_folder() / "letters/thank-you.md", folder / LETTER)
    return folder


@pytest.fixture
def home(page: Any, own_wording: Path) -> Iterator[str]:
    """The address of a preview over it, which this window may open."""
    with serving(own_wording) as link:
        page.context.request.get(link, max_redirects=0)
        yield base(link)


def test_the_letter_follows_what_is_typed(page: Any, home: str, own_wording: Path) -> None:
    before = (own_wording / LETTER).read_text()
    page.add_init_script("window.alert = () => { window.alerted = true; }")
    page.goto(f"{home}/letters/thank-you/edit")
    text = page.locator("#body").input_value()
    page.locator("#body").fill(text.replace("{{ salutation }},", "Good day,<img src=x onerror=alert(1)>"))
    page.frame_locator("iframe").get_by_text("Good day,").wait_for()
    assert page.frames[1].evaluate("[window.alerted, document.images.length]") == [None, 0]
    page.locator("#body").fill(text + "{{ reader.peple }}")
    page.get_by_text("There is no field 'reader.peple'.").wait_for()
    page.locator("#body").fill(text.replace("{{ salutation }},", "Good evening,"))
    page.frame_locator("iframe").get_by_text("Good evening,").wait_for()
    assert page.locator("[data-wrong=body]").inner_text() == ""
    assert (own_wording / LETTER).read_text() == before
    page.get_by_role("button", name="See what this changes").click()
    page.get_by_role("heading", name="This changes 1 letter in 1 way").wait_for()
    page.get_by_role("button", name="Go on editing").click()
    page.frame_locator("iframe").get_by_text("Good evening,").wait_for()
    page.get_by_role("button", name="See what this changes").click()
    page.get_by_role("button", name="Keep this wording").click()
    page.get_by_text("Tried on 24 people: nothing to mend.").wait_for()
    assert "Good evening," in (own_wording / LETTER).read_text()
