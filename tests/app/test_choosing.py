"""Choosing between two texts in a real browser: with a mouse, with a keyboard, without any script."""

import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.app.conftest import NEW, YOURS, Disputed, base, dispute, enter, serving
from tests.app.test_browser import DRAFT
from tests.conftest import change

pytestmark = pytest.mark.browser


def test_one_is_kept_and_the_other_taken(page: Any, served_dispute: str, disputed_folder: Disputed) -> None:
    """From the list to the last choice; the file is as it was but for the one sentence."""
    before = disputed_folder.file.read_text()
    enter(page, served_dispute)
    page.get_by_role("link", name="1 to choose between two texts").click()
    page.get_by_text("2 places to choose").click()
    page.get_by_role("form", name="Place 1 of 2").get_by_role("button", name="Keep mine").click()
    page.get_by_role("status").get_by_text("Your words stay.").wait_for()
    assert disputed_folder.file.read_text() == before
    page.get_by_role("button", name="Take the new one").click()
    page.get_by_role("status").get_by_text("The new text stands in the letter now.").wait_for()
    assert urlsplit(page.url).path == DRAFT
    assert disputed_folder.file.read_text() == before.replace(YOURS[1], NEW[1])
    page.frame_locator("iframe").get_by_text(NEW[1].strip()).wait_for()
    assert page.get_by_text("You and the program both changed this").count() == 0
    assert before in disputed_folder.kept()
    assert any(NEW[0].strip() in text for text in disputed_folder.kept())
    page.get_by_role("link", name="Letters to read").click()
    page.get_by_role("heading", name="23 letters").wait_for()
    assert page.get_by_text("to choose").count() == 0


def test_it_works_without_any_script(scriptless: Any, served_dispute: str, disputed_folder: Disputed) -> None:
    page = scriptless
    enter(page, served_dispute, DRAFT)
    page.get_by_role("button", name="Take the new one").first.click()
    page.get_by_text("What you had is kept as a backup").wait_for()
    assert NEW[0] in disputed_folder.file.read_text()


def test_the_keyboard_reaches_the_buttons(page: Any, served_dispute: str, disputed_folder: Disputed) -> None:
    enter(page, served_dispute, DRAFT)
    page.get_by_role("link", name="Next").focus()
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.innerText"))
    assert seen == ["Keep mine", "Take the new one"] * 2
    page.keyboard.press("Enter")
    page.locator("#said:focus").wait_for()
    assert NEW[1] in disputed_folder.file.read_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Keep mine", "it goes on behind what was said"


def test_the_pages_are_accessible(page: Any, served_dispute: str, disputed_folder: Disputed) -> None:
    """In the light and in the dark."""
    disputed_folder.file.write_text(disputed_folder.file.read_text().replace(YOURS[0], ""))
    enter(page, served_dispute, DRAFT)
    page.get_by_role("button", name="Keep mine").first.click()
    page.locator("#said").wait_for()
    chosen = page.url.removeprefix(base(served_dispute))
    for scheme, path in (("light", "/drafts?show=conflicts"), ("light", DRAFT), ("dark", DRAFT), ("dark", chosen)):
        page.emulate_media(color_scheme=scheme)
        page.goto(base(served_dispute) + path)
        assert page.locator("#said").count() == (path == chosen)
        found = Axe().run(page)
        assert found.violations_count == 0, (scheme, path, found.generate_report())


def test_nothing_runs_off_the_side(page: Any, served_dispute: str, disputed_folder: Disputed) -> None:
    """On a phone, a tablet and a screen."""
    enter(page, served_dispute)
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for path in ("/drafts", "/drafts?show=conflicts", DRAFT):
            page.goto(base(served_dispute) + path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, path)
        for tag in page.locator(".row .tags, .version").all():
            assert tag.evaluate("it => it.scrollWidth <= it.clientWidth"), width
        for button in page.locator(".version button").all():
            assert button.bounding_box()["height"] >= 44, width


def test_a_choice_about_a_text_that_has_changed_changes_nothing(
    scriptless: Any, served_dispute: str, disputed_folder: Disputed
) -> None:
    """An editor saved the draft meanwhile, and no script has seen it; who chose is told, and finds both texts again."""
    page = scriptless
    enter(page, served_dispute, DRAFT)
    change(disputed_folder.file, "I send half a page", "I send a page")
    before = disputed_folder.file.read_text()
    with page.expect_response("**/choose") as answered:
        page.get_by_role("button", name="Take the new one").first.click()
    assert answered.value.status == 409
    page.get_by_role("heading", name="The draft has changed since you looked at it, so nothing was done.").wait_for()
    assert disputed_folder.file.read_text() == before
    page.get_by_role("link", name="Look again").click()
    page.get_by_role("button", name="Take the new one").first.click()
    page.locator("#said").wait_for()
    assert disputed_folder.file.read_text() == before.replace(YOURS[0], NEW[0])


def test_hostile_versions_run_nothing(page: Any, served_folder: Path, tmp_path: Path) -> None:
    nasty = "<script>window.ran = 1</script><img src=x onerror=alert(1)><svg onload=alert(1)>\"'></form></p> "
    shutil.copytree(served_folder, tmp_path / "hostile")
    dispute(tmp_path / "hostile", (f"Mine {nasty}", f"{nasty} mine "), (f"New {nasty}", f"{nasty} new "))
    page.add_init_script("window.alert = () => { window.alerted = true; }")
    with serving(tmp_path / "hostile") as address:
        enter(page, address, DRAFT)
        assert page.get_by_role("button", name="Keep mine").count() == 2
        assert page.locator("main img, main svg, main script").count() == 0
        assert page.evaluate("[window.ran, window.alerted]") == [None, None]


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Another page on this computer, on another port: the browser sends our cookie along with what it posts to us."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(
                b"<!DOCTYPE html><title>Elsewhere</title><form method=post><input name=choice value=new></form>"
            )

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_page_elsewhere_on_this_computer_cannot_choose(
    window: Any, served_dispute: str, disputed_folder: Disputed, elsewhere: str
) -> None:
    before = disputed_folder.file.read_bytes()
    opened = disputed_folder.opened
    page = window
    enter(page, served_dispute)
    page.goto(elsewhere)
    target = f"{base(served_dispute)}/draft/{disputed_folder.name}/choose"
    with page.expect_response(target) as answered:
        page.evaluate(
            """([target, fields]) => {
                const form = document.forms[0];
                form.action = target;
                for (const [name, value] of fields) {
                    const input = form.appendChild(document.createElement("input"));
                    input.name = name;
                    input.value = value;
                }
                form.submit();
            }""",
            [target, [["file", opened.digest], ["place", opened.places[0].key]]],
        )
    assert answered.value.status == 403
    assert f"outreach-{urlsplit(target).port}" in answered.value.request.all_headers().get("cookie", "")
    assert disputed_folder.file.read_bytes() == before
    assert len(disputed_folder.opened.places) == 2
