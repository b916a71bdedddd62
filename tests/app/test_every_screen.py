"""Every screen in a real browser: nothing that keeps somebody out, and nothing beside the window, by day and by night."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.app.conftest import base, let_in, serving

pytestmark = pytest.mark.browser
LETTER = "/draft/abena-osei.introduction"
SCREENS = (
    "/", "/organizations", "/drafts", "/drafts?q=nobody", "/draft/zz-hostile", LETTER, f"{LETTER}/why", f"{LETTER}/changes", "/draft/harold-finch.introduction",
    "/people", "/people/abena-osei", "/people/abena-osei/edit", "/people/ellen-marsh", "/people/new",
    "/practice", "/practice/edit", "/practice/offers/1", "/practice/ways/new",
    "/export", "/mailbox", "/letters", "/letters/introduction",
)  # fmt: skip


@pytest.fixture(scope="module")
def opened(browser: Any, served_folder: Path) -> Iterator[tuple[str, Any]]:
    """An app whose link was opened already: its address, and the cookie that it gave."""
    with serving(served_folder) as link:
        context = browser.new_context()
        let_in(context, link)
        yield base(link), context.cookies()
        context.close()


SIGHTS = list(product(("light", "dark"), (360, 768, 1280)))
QUICK = (("light", 360), ("dark", 1280))


@pytest.mark.parametrize(
    ("scheme", "width"), [*QUICK, *(pytest.param(*one, marks=pytest.mark.slow) for one in SIGHTS if one not in QUICK)]
)
def test_every_screen_is_for_everybody(scheme: str, width: int, page: Any, opened: tuple[str, Any]) -> None:
    address, cookies = opened
    page.context.add_cookies(cookies)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    wrong = []
    for screen in SCREENS:
        page.goto(address + screen)
        found = Axe().run(page)
        if found.violations_count:
            wrong.append(f"{screen}: {found.generate_report()}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{screen} runs off the side")
    assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_run_is_for_everybody(scheme: str, page: Any, tmp_path: Path) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 800})
    with serving(tmp_path) as link:
        let_in(page.context, link)
        for step in ("practice", "offers", "people"):
            page.goto(f"{base(link)}/start/{step}")
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
