"""The layout: its CSS worked out once, nothing fetched, nothing that depends on the place."""

import pickle
import urllib.request
from pathlib import Path
from typing import Any, NoReturn

import pytest

from composer.errors import LetterError
from composer.mail.layout import direction, load_layout
from composer.shipped import templates_folder

FOLDER = templates_folder() / "layouts"
HTML = (FOLDER / "letter.html").read_text(encoding="utf-8")
CSS = (FOLDER / "letter.css").read_text(encoding="utf-8")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every attempt to fetch something is noted and fails."""
    tried: list[str] = []

    def refuse(address: Any, *_: object, **__: object) -> NoReturn:
        tried.append(str(address))
        raise OSError("no network here")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    return tried


def test_the_shipped_layout_compiles_without_asking_anybody(no_network: list[str]) -> None:
    layout = load_layout(HTML, CSS, path="layouts/letter")
    assert no_network == []
    assert layout.styles["p"] == "margin:0 0 16px 0"
    assert layout.styles["a"] == "color:#1f4f7a"


def test_a_letter_set_into_it_has_its_language_twice() -> None:
    """Webmail drops what the html element says, so the wrapper says it, too."""
    page = load_layout(HTML, CSS, path="l").wrap("<p>x</p>", "ar", direction("ar"), 'A "subject" & <more>')
    assert page.count('lang="ar" dir="rtl"') == 2
    assert "<title>A &quot;subject&quot; &amp; &lt;more&gt;</title>" in page
    assert "data-probe" not in page
    assert "[[" not in page


def test_dark_mode_keeps_its_rule() -> None:
    """An inline colour would win over a rule without !important."""
    assert "prefers-color-scheme: dark) { a { color: #9cc7ef !important; } }" in load_layout(HTML, CSS, path="l").before


def test_the_letter_has_no_colour_of_its_own_and_no_table() -> None:
    layout = load_layout(HTML, CSS, path="l")
    wrapper = layout.before[layout.before.index("<body") :]
    assert "background" not in wrapper
    assert "color:" not in wrapper
    assert "<table" not in layout.before + layout.after


@pytest.mark.parametrize(
    "css",
    [
        "@import url(http://127.0.0.1:9/x.css);",
        "@IMPORT 'file:///etc/passwd';",
        "p { background: url(http://x.example/p.png) }",
    ],
)
def test_css_that_fetches_is_refused_before_anything_reads_it(css: str, no_network: list[str]) -> None:
    with pytest.raises(LetterError) as caught:
        load_layout(HTML, f"\n{css}", path="layouts/letter")
    assert [(p.path, p.line, p.code) for p in caught.value.problems][:1] == [("layouts/letter.css", 2, "layout-fetch")]
    assert no_network == []


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="stylesheet" href="x.css">',
        '<script src="x.js"></script>',
        '<img src="http://x.example/p.png">',
        '<base href="http://x.example">',
    ],
)
def test_a_layout_that_loads_something_is_refused(html: str, no_network: list[str]) -> None:
    with pytest.raises(LetterError) as caught:
        load_layout(HTML.replace("</head>", f"{html}</head>"), CSS, path="l")
    assert caught.value.problems[0].code == "layout-fetch"
    assert no_network == []


@pytest.mark.parametrize(
    "css",
    [
        "p:first-child { margin: 4px }",
        "p + p { margin: 4px }",
        "blockquote p { color: #333 }",
        ".letter > p { margin: 1px }",
    ],
)
def test_a_style_that_depends_on_the_place_is_refused(css: str) -> None:
    with pytest.raises(LetterError) as caught:
        load_layout(HTML, CSS + css, path="l")
    assert "depends on where it stands" in caught.value.problems[0].text


def test_a_layout_without_a_place_for_the_letter_says_so() -> None:
    with pytest.raises(LetterError) as caught:
        load_layout(HTML.replace("[[body]]", ""), CSS, path="l")
    assert caught.value.problems[0].text == "'[[body]]' is missing"


def test_a_compiled_layout_can_be_handed_to_a_worker() -> None:
    layout = load_layout(HTML, CSS, path="l")
    assert pickle.loads(pickle.dumps(layout)) == layout


@pytest.mark.parametrize(
    ("language", "way"), [("en", "ltr"), ("he", "rtl"), ("fa-IR", "rtl"), ("AR", "rtl"), ("es", "ltr")]
)
def test_languages_have_their_direction(language: str, way: str) -> None:
    assert direction(language) == way


def test_the_shipped_layout_stands_on_its_own() -> None:
    assert Path(FOLDER / "letter.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
