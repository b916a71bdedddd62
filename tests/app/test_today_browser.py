"""Today in a real browser: letters that take long, the pictures, and every width."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from composer.lock import locked
from tests.app.conftest import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_page_that_says_how_far_it_is_goes_on_by_itself(page: Any, sample: Path) -> None:
    with serving(sample) as link:
        page.goto(link)
        page.get_by_role("link", name="Untick all").click()
        page.get_by_role("checkbox", name="Introduction for Ruth Adeyemi, LISW").check()
        with locked(sample):  # so that the letters have to wait
            page.get_by_role("button", name="Write the ticked letters").click()
            page.wait_for_url("**/writing/1")
            assert page.get_by_label("How far it is").get_attribute("max") == "1"
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        page.wait_for_url("**/drafts?show=draft**")
        page.get_by_text("One letter is written. Read each before it leaves.").wait_for()
    assert [path.name for path in (sample / "drafts").glob("*.md")] == ["ruth-adeyemi.introduction.md"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_today_and_the_places_are_accessible_and_fit_every_width(scheme: str, page: Any, served: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(served)
    for path in ("/",):
        page.goto(page.evaluate("location.origin") + path)
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_a_picture_has_its_colours_from_the_page(page: Any, served: str) -> None:
    """Nothing in it asks for a style that the browser would refuse, and its bars show in the dark, too."""
    for scheme, colour in (("light", "rgb(31, 79, 122)"), ("dark", "rgb(156, 199, 239)")):
        page.emulate_media(color_scheme=scheme)
        page.goto(served if page.url == "about:blank" else page.url)
        assert page.locator(".chart .bar").first.evaluate("bar => getComputedStyle(bar).fill") == colour
