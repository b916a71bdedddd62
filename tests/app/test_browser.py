"""The app in a real browser: it looks right, works by keyboard, and runs nothing of a letter's."""

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from composer.app.running import LOOPBACK
from composer.app.server import listen
from composer.errors import ExternalError
from tests.app.conftest import base, enter, serving

pytestmark = pytest.mark.browser
DRAFT = "/draft/abena-osei.introduction"


@pytest.fixture(scope="module")
def opened(browser: Any, served_folder: Path) -> Iterator[tuple[str, Any]]:
    """An app whose link was opened in a browser already: its address, and the cookie that it gave."""
    with serving(served_folder) as link:
        context = browser.new_context()
        context.new_page().goto(link)
        cookies = context.cookies()
        context.close()
        yield base(link), cookies


@pytest.fixture
def home(page: Any, opened: tuple[str, Any]) -> str:
    """The address of that app, whose list of letters a fresh window shows."""
    address, cookies = opened
    page.context.add_cookies(cookies)
    page.goto(f"{address}/drafts")
    return address


def test_a_letter_is_read_in_four_ways(page: Any, served: str) -> None:
    enter(page, served)
    page.get_by_role("link", name="Medicaid, and who has room").click()
    frame = page.frame_locator("iframe")
    frame.get_by_text("In February you told me that Medicaid patients wait months").wait_for()
    page.get_by_label("On a phone").check()
    assert page.locator("iframe").bounding_box()["width"] <= 362
    page.get_by_label("In the dark").check()
    assert page.locator("iframe").is_visible()
    page.get_by_label("As plain text").check()
    assert page.locator("pre.text").is_visible()
    assert not page.locator("iframe").is_visible()
    assert "I take Buckeye and Molina Medicaid." in page.locator("pre.text").inner_text()


def test_the_keyboard_goes_through_list_and_drafts(page: Any, home: str) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/draft/ada-okafor.introduction"
    page.keyboard.press("Enter")
    page.wait_for_url("**/draft/ada-okafor.introduction")
    page.keyboard.press("k")
    page.wait_for_url("**/draft/abena-osei.introduction")
    page.keyboard.press("Escape")
    page.wait_for_url(f"{home}/drafts")
    page.keyboard.press("/")
    page.keyboard.type("jjk")
    assert page.locator("#q").input_value() == "jjk"


def test_the_judge_of_accessibility_is_awake(page: Any) -> None:
    """A page that is wrong on purpose must be found so."""
    page.set_content("<img src='data:,'><input><div style='color:#eee;background:#fff'>faint words here</div>")
    assert Axe().run(page).violations_count >= 3


def test_a_hostile_draft_runs_nothing(page: Any, home: str) -> None:
    page.add_init_script("window.alert = () => { window.alerted = true; }")
    for path in ("/drafts", "/draft/zz-hostile", "/letter/zz-hostile"):
        page.goto(home + path)
        assert page.evaluate("[window.ran, window.alerted]") == [None, None]
        assert all(frame.evaluate("[window.ran, window.alerted]") == [None, None] for frame in page.frames[1:])


def test_the_watch_for_scripts_is_awake(page: Any) -> None:
    """A script in a page without our policy is noticed, so that the silence above means something."""
    page.add_init_script("window.alert = () => { window.alerted = true; }")
    page.goto("data:text/html,<script>window.ran = 1; alert(1)</script>")
    assert page.evaluate("[window.ran, window.alerted]") == [1, True]


def test_the_views_are_chosen_by_keyboard(page: Any, home: str) -> None:
    page.goto(home + DRAFT)
    page.get_by_label("As mail").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_label("On a phone").is_checked()
    page.keyboard.press("ArrowRight")
    assert page.get_by_label("In the dark").is_checked()
    page.keyboard.press("ArrowRight")
    assert page.locator("pre.text").is_visible()


def test_a_draft_says_where_it_stands_among_the_others(page: Any, home: str) -> None:
    page.goto(home + DRAFT)
    assert page.get_by_role("link", name="Previous").count() == 0
    page.get_by_role("link", name="Next").click()
    page.get_by_text("2 of 23").wait_for()
    page.get_by_role("link", name="Letters to read").click()
    page.get_by_role("heading", name="23 letters").wait_for()


def test_another_name_for_this_computer_gets_nothing(browser: Any, served: str) -> None:
    """DNS rebinding: the browser believes that evil.test is here."""
    context = browser.new_context()
    opened = context.new_page()
    port = urlsplit(served).port
    answer = opened.goto(f"http://evil.test:{port}{urlsplit(served).path}?{urlsplit(served).query}")
    assert answer.status == 421
    context.close()


def test_it_listens_on_this_computer_only(served: str) -> None:
    assert urlsplit(served).hostname == LOOPBACK
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(base(served), timeout=60)
    assert refused.value.code == 401
    refused.value.close()


def test_a_port_that_is_taken_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ExternalError, match=f"port {port} is taken"):
            listen(port)
