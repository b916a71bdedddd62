"""What a letter looks like on a narrow screen and on a dark one, measured."""

from typing import Any

import pytest

from composer.mail.body import render_body
from composer.mail.layout import Layout

LONG = f"https://harborstreet.example/pages/{'for-families-who-wait/' * 8}?{'a=1&' * 5}"
LEAST = 4.5
"""WCAG 2.2, 1.4.3."""


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21, whichever is the lighter."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_has_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_links_can_be_read_on_white_and_where_a_program_drops_the_rule_for_dark(layout: Layout) -> None:
    """Outlook and Gmail keep the style of the element and drop the rest, and some of them turn the page dark."""
    colour = next(part for part in layout.styles["a"].split(";") if "color" in part).partition(":")[2].strip()
    assert contrast(colour, "#ffffff") >= LEAST
    assert contrast(colour, "#000000") >= LEAST


@pytest.mark.parametrize(
    "words",
    [f"[my page]({LONG})", f"<{LONG}>", f"- <{LONG}>", f"> <{LONG}>", "x" * 400, f"# {'x' * 300}", f"`{'x' * 300}`"],
    ids=["link", "address", "list", "quote", "word", "heading", "code"],
)
def test_a_long_address_wraps_on_a_phone(words: str, layout: Layout, browser: Any) -> None:
    """Otherwise the whole letter is as wide as the address."""
    assert len(LONG) > 229
    letter = render_body(f"Dear Dr. Osei,\n\n{words}\n", layout.styles).html
    page = browser.new_page(viewport={"width": 360, "height": 640})
    try:
        page.set_content(layout.wrap(letter, "en", "ltr", "x"))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        # The fragment alone, as a mail program keeps it that drops the element around it.
        if "<a" in letter:
            page.set_content(f'<body style="margin:0">{letter}</body>')
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
    finally:
        page.close()
