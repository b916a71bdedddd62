"""A layout is compiled once, carries its styles into any letter, and reaches out to nothing."""

import pickle
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from composer.errors import LetterError, format_problem
from composer.mail.body import render_body
from composer.mail.layout import Layout, direction, load_layout

LETTER = """\
Dear *Jo*,

Words with `code` and a [link](https://example.org/).

1. one

    - two **three**

> quoted
>
> > # twice
"""


def test_a_letter_stands_in_a_whole_document(layout: Layout, see: Any) -> None:
    """With its language and direction on the document and on the letter, for webmail drops the document's."""
    seen = see(layout.wrap("<p>Hi</p>", "he", "rtl", "A & <B>"))
    elements = dict(seen.elements)
    assert elements["html"] == {"lang": "he", "dir": "rtl"}
    assert elements["div"] | {"style": ""} == {"class": "letter", "lang": "he", "dir": "rtl", "style": ""}
    assert seen.shown.strip() == "Hi"
    assert [tag for tag, _ in seen.elements] == [
        "html",
        "head",
        "meta",
        "meta",
        "meta",
        "title",
        "style",
        "body",
        "div",
        "p",
    ]
    document = layout.wrap("", "en", "ltr", "A & <B>")
    assert document.startswith('<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n')
    assert "<title>A &amp; &lt;B&gt;</title>" in document
    assert document.endswith("</html>\n")


def test_a_letter_looks_as_if_a_person_wrote_it(layout: Layout) -> None:
    """No colour but the links', no background, no table, no picture, no centred column."""
    document = layout.wrap(render_body(LETTER, layout.styles).html, "en", "ltr", "x")
    for sign in ("<table", "<img", "background", "text-align", "auto", "border", "bgcolor", "align="):
        assert sign not in document
    assert [tag for tag, style in layout.styles.items() if "color" in style] == ["a"]


def test_a_dark_page_shows_pale_links(layout: Layout) -> None:
    """The rule is important, or the colour in the element itself would win."""
    assert "".join(layout.before.partition("@media")[1:]).startswith("@media (prefers-color-scheme: dark)")
    assert "color: #9cc7ef !important" in layout.before
    assert "color-scheme:light dark" in layout.before


def test_the_styles_are_those_of_a_full_inliner(html: str, css: str, layout: Layout, see: Any) -> None:
    """The short way gives each element of a real letter what premailer would give it."""
    from premailer import Premailer

    whole = html.replace("[[body]]", render_body(LETTER).html)
    full = Premailer(
        whole, css_text=css, allow_network=False, disable_validation=True, strip_important=False
    ).transform()
    short = layout.wrap(render_body(LETTER, layout.styles).html, "[[lang]]", "[[dir]]", "[[title]]")
    styled = [[(tag, found.get("style")) for tag, found in see(text).elements] for text in (short, full)]
    assert styled[0] == styled[1]


def test_a_value_is_never_taken_for_a_slot(layout: Layout) -> None:
    document = layout.wrap("[[title]] [[body]]", "[[title]]", "[[body]]", "[[lang]] [[body]]")
    assert document.count("[[title]]") == 3  # the two languages and the letter
    assert "<title>[[lang]] [[body]]</title>" in document


def test_a_layout_travels_to_another_process(layout: Layout) -> None:
    assert pickle.loads(pickle.dumps(layout)) == layout


def test_windows_line_ends_make_no_difference(html: str, css: str, layout: Layout) -> None:
    assert load_layout(html.replace("\n", "\r\n"), css.replace("\n", "\r\n"), path="x") == layout


@pytest.mark.parametrize(
    ("css", "style"),
    [
        ("p { margin: 0 }", "margin:0"),
        (".letter p { margin: 0 }", "margin:0"),
        ("* { margin: 0 }", "margin:0"),
        ("p { margin: 0 } .letter p { margin: 1px }", "margin:1px"),
        ("p { color: red !important } .letter p { color: green }", "color:red !important"),
        ('p { font-family: "Ü" }', 'font-family:"Ü"'),
    ],
)
def test_rules_that_a_letter_can_carry(html: str, css: str, style: str) -> None:
    assert load_layout(html, css, path="x").styles["p"] == style


@pytest.mark.parametrize("css", ["a:hover { color: red }", "@media print { a { color: red } }", ":root { color: red }"])
def test_rules_that_no_element_can_carry_are_kept_beside_them(html: str, css: str) -> None:
    compiled = load_layout(html, css, path="x")
    assert compiled.styles == {}
    style = "".join(compiled.before.partition("<style>")[2].partition("</style>")[0].split())
    assert style.rstrip(";").replace(";}", "}") == "".join(css.split()).replace("red", "red!important")


PLACES = [
    ("p:first-child { margin: 0 }", ["x.css:1: 'p:first-child' styles some 'p'"]),
    ("p + p,\nli li { margin: 0 }", ["x.css:1: 'p + p' styles some 'p'", "x.css:2: 'li li' styles some 'li'"]),
    ("/* no\n */ a {}\npre code { margin: 0 }", ["x.css:3: 'pre code' styles some 'code'"]),
    ("blockquote > p { margin: 0 }", ["x.css:1: 'blockquote > p' styles some 'p'"]),
    ("@media print { p { margin: 0 } }\nli:last-child { margin: 0 }", ["x.css:2: 'li:last-child' styles some 'li'"]),
]


@pytest.mark.parametrize(("css", "found"), PLACES, ids=[row[0] for row in PLACES])
def test_a_style_that_depends_on_the_place_is_refused(html: str, css: str, found: list[str]) -> None:
    """With the selector, its line and the element."""
    with pytest.raises(LetterError) as caught:
        load_layout(html, css, path="x")
    assert caught.value.message == "the letters' layout cannot be used"
    shown = [f"{p.at.path}:{p.at.line}: {p.text}" for p in caught.value.problems]
    assert shown == [f"{text} elements and not others, and a letter cannot carry that" for text in found]
    assert {p.hint for p in caught.value.problems} == {
        "name elements alone, without :first-child, +, > or one inside another"
    }


def test_a_selector_that_cannot_be_told_apart_leaves_its_element_named(html: str) -> None:
    """Here its brace is never closed, which premailer forgives."""
    with pytest.raises(LetterError) as caught:
        load_layout(html, "p:first-child { margin: 0", path="x")
    assert [p.text for p in caught.value.problems] == ["the style of 'p' depends on where it stands"]


FETCHES = [
    '@import "http://127.0.0.1:PORT/a.css";',
    "@IMPORT url(//127.0.0.1:PORT/a.css);",
    "@\\69mport 'http://127.0.0.1:PORT/a.css';",
    "@font-face { font-family: x; src: url(http://127.0.0.1:PORT/x.woff) }",
    "p { background: url('http://127.0.0.1:PORT/x.png') }",
    "p { background: u\\72l(http://127.0.0.1:PORT/x.png) }",
    'p { background: image-set("http://127.0.0.1:PORT/x.png" 1x) }',
    "</style><link rel=stylesheet href=http://127.0.0.1:PORT/a.css>",
    "p::before { content: 'words of its own' }",
]
FETCHES_IN_HTML = [
    "<link rel=stylesheet href=http://127.0.0.1:PORT/a.css>",
    "<LINK rel=stylesheet href=a.css>",
    "<base href=http://127.0.0.1:PORT/>",
    "<style>@import 'http://127.0.0.1:PORT/a.css'</style>",
    "<script>fetch('//127.0.0.1:PORT/')</script>",
    "<img src=http://127.0.0.1:PORT/pixel.gif>",
    "<p background=x.png></p>",
    "<p style='background:u&#114;l(http://127.0.0.1:PORT/x.png)'></p>",
    "<p onload=x></p>",
    "<meta http-equiv=refresh content=0>",
]


@dataclass
class Listener:
    """A server on loopback that notes who calls."""

    port: int
    hits: list[str] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.hits.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/css")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        heard = Listener(server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield heard
        server.shutdown()
        thread.join()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What anything opens by its address, files too."""
    addresses: list[str] = []
    monkeypatch.setattr("urllib.request.urlopen", lambda address, *_, **__: addresses.append(str(address)))
    return addresses


def test_the_listener_would_hear_premailer(listener: Listener) -> None:
    """So that its silence below means something: on its own, premailer calls in spite of `allow_network=False`."""
    from premailer import Premailer

    css = FETCHES[0].replace("PORT", str(listener.port)) + " p { margin: 0 }"
    Premailer("<p>x", css_text=css, allow_network=False).transform()
    assert set(listener.hits) == {"/a.css"}


@pytest.mark.parametrize("hostile", FETCHES)
def test_css_that_loads_something_is_refused_before_anything_reads_it(
    html: str, hostile: str, listener: Listener
) -> None:
    with pytest.raises(LetterError) as caught:
        load_layout(html, "p { margin: 0 }\n" + hostile.replace("PORT", str(listener.port)), path="x")
    assert {(p.at.path, p.at.line, p.code) for p in caught.value.problems} == {("x.css", 2, "layout-fetch")}
    assert listener.hits == []


@pytest.mark.parametrize("hostile", FETCHES_IN_HTML)
def test_html_that_loads_something_is_refused_before_anything_reads_it(
    html: str, hostile: str, listener: Listener
) -> None:
    with pytest.raises(LetterError) as caught:
        load_layout(html.replace("</head>", hostile.replace("PORT", str(listener.port)) + "</head>"), "", path="x")
    assert "layout-fetch" in {p.code for p in caught.value.problems}
    assert listener.hits == []


def test_no_file_is_opened_by_a_stylesheet(html: str, tmp_path: Path, opened: list[str]) -> None:
    (tmp_path / "secret.css").write_text("p { color: red }", encoding="utf-8")
    with pytest.raises(LetterError):
        load_layout(html, f'@import "{(tmp_path / "secret.css").as_uri()}";', path="x")
    assert opened == []


def test_compiling_the_shipped_layout_opens_nothing(html: str, css: str, opened: list[str]) -> None:
    load_layout(html, css, path="x")
    assert opened == []


def told(error: LetterError) -> str:
    """Its problems as the command line prints them."""
    return "\n".join(format_problem(problem) for problem in error.problems)


def test_every_fault_of_a_layout_is_told_at_once(html: str) -> None:
    faulty = html.replace(' dir="[[dir]]"', "").replace("<body>", "<body>\n<b>Harbor Street</b> <img>")
    with pytest.raises(LetterError) as caught:
        load_layout(faulty.replace("[[body]]", "[[body]] [[body]]"), "p{}\n@import 'x';", path="mine/letter")
    assert told(caught.value) == (
        """\
mine/letter.html:10:22: error[layout-fetch]: '<img' cannot stand in a letter's layout, which loads nothing and runs nothing
  hint: take it out; the styles stand in the .css file
mine/letter.css:2:1: error[layout-fetch]: '@import' cannot stand in a letter's layout, which loads nothing and runs nothing
  hint: take it out; the styles stand in the .css file
mine/letter.html: error[layout-slot]: '[[dir]]' must stand in the layout
  hint: copy the shipped layout and begin from it
mine/letter.html: error[layout-slot]: '[[body]]' must stand in the layout, once
  hint: copy the shipped layout and begin from it
mine/letter.html:10: error[layout-words]: the layout has words of its own, 'Harbor Street', which the letter's plain text would lack
  hint: write them into the letter"""
    )


def test_a_stylesheet_that_premailer_cannot_read_is_refused_in_words(html: str) -> None:
    with pytest.raises(LetterError) as caught:
        load_layout(html, "@media print { @media print { p { margin: 0 } } }", path="x")
    assert told(caught.value) == (
        "x.css: error[layout-css]: the stylesheet cannot be read\n"
        "  hint: look for a brace that is missing, or for @media within @media"
    )


@pytest.mark.parametrize(
    ("language", "way"),
    [("en", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl"), ("UR", "rtl"), ("yi", "rtl"), ("uk", "ltr"), ("zh-Hant", "ltr"),
     ("pa-Arab-PK", "rtl"), ("pa", "ltr"), ("ks-Deva", "ltr"), ("", "ltr"), ("arn", "ltr")],
)  # fmt: skip
def test_which_way_a_language_is_written(language: str, way: str) -> None:
    assert direction(language) == way
