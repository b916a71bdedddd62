"""Answering in a real browser: with a mouse, with one key, without any script."""

import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.app.conftest import base, enter, serving
from tests.asking import NAMED, RIGHT, WHO, Asking, ask

pytestmark = pytest.mark.browser
DRAFT = "/draft/ana-valdez-roca.thank-you"


@pytest.fixture
def asking(served_folder: Path, tmp_path: Path) -> Asking:
    """The sample with three questions in one draft, in a folder that a test may change."""
    shutil.copytree(served_folder, tmp_path / "asking")
    return ask(tmp_path / "asking")


@pytest.fixture
def served(asking: Asking) -> Iterator[str]:
    """The address of a preview over it."""
    with serving(asking.folder) as address:
        yield address


def answers(asking: Asking) -> list[str]:
    """The lines of the answers in the draft's head."""
    _, found, rest = asking.file.read_text().partition("answers:\n")
    return [line.strip() for line in rest.partition("---\n")[0].splitlines()] if found else []


def press(page: Any, key: str) -> None:
    """Presses a key once the page is there, script and all."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_one_key_answers_the_first_question(page: Any, served: str, asking: Asking) -> None:
    """From the list to the last answer without a mouse."""
    enter(page, served)
    page.get_by_text("3 to answer").click()
    page.get_by_role("heading", name="3 sentences to ask you about").wait_for()
    press(page, "1")
    page.get_by_role("status").get_by_text("Noted: a colleague.").wait_for()
    assert answers(asking) == [f"{WHO}: colleague"]
    press(page, "2")
    page.get_by_role("status").get_by_text("The sentence is out of the letter.").wait_for()
    assert RIGHT not in asking.file.read_text()
    press(page, "3")
    page.get_by_text("to ask you about").wait_for(state="detached")
    assert NAMED not in asking.file.read_text()
    before = asking.file.read_bytes()
    press(page, "1")
    page.get_by_role("heading", name="Nothing to mend").wait_for()
    press(page, "Escape")
    page.get_by_role("heading", name="23 letters").wait_for()
    assert page.locator(".tag.ask").count() == 0
    assert asking.file.read_bytes() == before


def test_a_key_answers_the_question_that_has_the_focus(page: Any, served: str, asking: Asking) -> None:
    enter(page, served, DRAFT)
    shown = "getComputedStyle(document.querySelectorAll('.ask')[{}].querySelector('kbd')).visibility"
    assert [page.evaluate(shown.format(at)) for at in range(3)] == ["visible", "hidden", "hidden"]
    page.get_by_role("form", name="Question 3 of 3").get_by_role("button", name="Take it out").focus()
    assert [page.evaluate(shown.format(at)) for at in range(3)] == ["hidden", "hidden", "visible"]
    press(page, "2")
    page.get_by_role("status").get_by_text("Noted: nobody in particular.").wait_for()
    assert answers(asking) == [f"{NAMED}: nobody"]


def test_a_key_is_one_answer_however_long_it_is_held(page: Any, served: str, asking: Asking) -> None:
    enter(page, served, DRAFT)
    page.keyboard.down("1")
    for _ in range(5):
        page.keyboard.down("1")
    page.locator("#said").wait_for()
    page.keyboard.down("1")
    page.keyboard.up("1")
    page.get_by_role("heading", name="2 sentences to ask you about").wait_for()
    assert answers(asking) == [f"{WHO}: colleague"]


def test_an_answer_is_taken_after_the_letter_was_changed_on_its_page(page: Any, served: str, asking: Asking) -> None:
    """What was saved from the page is what it shows, so its questions are about that."""
    enter(page, served, DRAFT)
    page.locator("#body").press("Control+End")
    page.keyboard.insert_text("\nOn Mondays I see people at eight.\n")
    page.get_by_text("Saved").wait_for()
    page.get_by_role("form", name="Question 1 of 3").get_by_role("button", name="A colleague").click()
    page.locator("#said").get_by_text("Noted: a colleague.").wait_for()
    assert answers(asking) == [f"{WHO}: colleague"]
    assert "On Mondays I see people at eight." in asking.file.read_text()


def test_keys_rest_while_somebody_types_or_holds_another_down(page: Any, served: str, asking: Asking) -> None:
    before = asking.file.read_bytes()
    enter(page, served)
    press(page, "1")
    press(page, "/")
    page.keyboard.type("123")
    assert page.locator("#q").input_value() == "123"
    page.goto(base(served) + DRAFT)
    for keys in ("Control+1", "Alt+2", "4", "0"):
        press(page, keys)
    page.get_by_role("heading", name="3 sentences to ask you about").wait_for()
    assert asking.file.read_bytes() == before


def test_it_works_without_any_script(scriptless: Any, served: str, asking: Asking) -> None:
    page = scriptless
    enter(page, served, DRAFT)
    page.get_by_role("button", name="It is right").click()
    page.get_by_text("You will not be asked about this sentence again.").wait_for()
    assert answers(asking) == [f'"{RIGHT}": fine']


def test_the_pages_are_accessible_and_nothing_runs_off_the_side(page: Any, served: str, asking: Asking) -> None:
    """In the light and in the dark; on a phone, a tablet and a screen."""
    enter(page, served, DRAFT)
    page.get_by_role("button", name="It is right").click()
    page.locator("#said").wait_for()
    answered = page.url.removeprefix(base(served))
    for scheme, path in (("light", "/drafts"), ("light", DRAFT), ("dark", DRAFT), ("dark", answered)):
        page.emulate_media(color_scheme=scheme)
        page.goto(base(served) + path)
        assert page.locator("#said").count() == (path == answered)
        found = Axe().run(page)
        assert found.violations_count == 0, (scheme, path, found.generate_report())
    for width, path in product((320, 768), ("/drafts", DRAFT)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(base(served) + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, path)
        for tag in page.locator(".row .tags, .ask").all():
            assert tag.evaluate("it => it.scrollWidth <= it.clientWidth"), width
        for button in page.locator(".answers button").all():
            assert button.bounding_box()["height"] >= 44, width
