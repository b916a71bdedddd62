"""The pages that are handed over, as a browser shows them: from a folder, without a network."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from composer.outputs.registry import FORMATS
from tests.app.conftest import browser  # noqa: F401  # the fixture
from tests.outputs.test_formats import DRAFT, TEXT, TODAY, layout  # noqa: F401

LONG = replace(DRAFT, body=f"Dear Dr. Osei,\n\n<https://harborstreet.example/{'x' * 300}>\n\n{'Words. ' * 400}\n")


@pytest.fixture(params=["html", "mailto"])
def page(request: pytest.FixtureRequest, browser: Any, layout: Any, tmp_path: Path) -> Iterator[Any]:  # noqa: F811
    """A page with a letter of usual length, and on a list with a long one, too, on a phone, from its file."""
    form = FORMATS[request.param]
    path = tmp_path / "letter.html"
    drafts = [DRAFT] if request.param == "html" else [DRAFT, replace(LONG, name="long")]
    path.write_bytes(form.head + b"".join(form.render(draft, layout, TODAY) for draft in drafts))
    context = browser.new_context(viewport={"width": 360, "height": 640}, offline=True)
    shown = context.new_page()
    shown.asked, shown.wrong = [], []
    shown.on("request", lambda request: shown.asked.append(request.url))
    shown.on("console", lambda message: shown.wrong.append(message.text))
    shown.on("pageerror", lambda error: shown.wrong.append(str(error)))
    shown.goto(path.as_uri())
    yield shown
    assert shown.asked == [path.as_uri()]
    assert shown.wrong == []
    context.close()


def test_one_click_copies_the_letter(page: Any) -> None:
    """Without a clipboard that asks for permission, too: the letter is selected, and the old way copies it."""
    page.evaluate(
        "() => { document.addEventListener('copy', () => { window.copied = getSelection().toString(); });"
        " const write = () => Promise.reject(new Error('no'));"
        " Object.defineProperty(navigator, 'clipboard', { value: { write } }); }"
    )
    page.locator("button", has_text="Copy the letter").first.click()
    page.wait_for_function("window.copied !== undefined")
    assert "Dear Dr. Osei," in page.evaluate("window.copied")
    assert page.locator("[role=status]", has_text="Copied.").count() == 1


def test_the_letter_is_copied_as_text_and_with_its_formatting(page: Any) -> None:
    page.evaluate(
        "() => { const write = async ([item]) => { window.copied = {};"
        " for (const type of item.types) window.copied[type] = await (await item.getType(type)).text(); };"
        " Object.defineProperty(navigator, 'clipboard', { value: { write } }); }"
    )
    page.locator("button", has_text="Copy the letter").first.click()
    page.locator("[role=status]", has_text="Copied.").wait_for()
    copied = page.evaluate("window.copied")
    assert copied["text/plain"].strip() == TEXT.strip()
    if "text/html" in copied:
        assert "<em>near</em>" in copied["text/html"]
        assert 'class="bar"' not in copied["text/html"]


def test_it_fits_a_phone_and_its_buttons_a_thumb(page: Any) -> None:
    for details in page.locator("details:not([open]) summary").all():
        details.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    boxes = [button.bounding_box() for button in page.locator("button").all()]
    assert boxes
    assert all(box["height"] >= 44 and box["width"] >= 44 for box in boxes)


def test_a_checker_of_accessibility_finds_nothing(page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
