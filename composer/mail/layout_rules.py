"""What a layout may hold, judged before any library reads it, and what became of its styles, read afterwards.

A room of pure functions over text; it imports `composer.errors` alone.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from html.parser import HTMLParser

from composer.errors import Place, Problem
from composer.patterns import regex

_SLOTS = ("[[lang]]", "[[dir]]", "[[title]]", "[[body]]")
_COMMENT = regex(r"/\*.*?\*/", re.DOTALL)
_AT_BLOCK = regex(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = regex(r"([^{}]+)\{[^{}]*\}")
# What would make a mail program, or premailer, load or run something; a backslash can spell any of it; and `content`
# puts words on the page that the text part lacks. Of the at-rules only @media survives.
_IN_CSS = regex(r"@(?!media\b)[\w-]+|url\s*\(|image-set|//|\\|\bcontent\s*:|<", re.IGNORECASE)
_IN_HTML = regex(
    r"<\s*(?:link|base|style|script|iframe|frame|img|image|object|embed|form|svg|video|audio)\b|http-equiv|"
    r"@import|url\s*\(|image-set|//|\\|\b(?:on\w+|src|srcset|background|poster|data)\s*=",
    re.IGNORECASE,
)
_COPY = "copy the shipped layout and begin from it"


def layout_problems(html: str, css: str, *, path: str) -> Iterator[Problem]:
    """What is wrong with a layout before its CSS is inlined; `path` names it, without ``.html`` and ``.css``."""
    yield from _from_elsewhere(_IN_HTML, unescape(html), f"{path}.html")
    yield from _from_elsewhere(_IN_CSS, _without_comments(css), f"{path}.css")
    for slot in _SLOTS:
        if slot not in html or (slot == "[[body]]" and html.count(slot) > 1):
            text = f"'{slot}' must stand in the layout{', once' if slot == '[[body]]' else ''}"
            yield Place(f"{path}.html").error("layout-slot", text, _COPY)
    for words, line in _read(html).words:
        text = f"the layout has words of its own, '{words}', which the letter's plain text would lack"
        yield Place(f"{path}.html", line).error("layout-words", text, "write them into the letter")


def selectors(css: str) -> Iterator[tuple[str, int]]:
    """Each selector of a stylesheet with its line, those within ``@media`` left aside."""
    bare = _AT_BLOCK.sub(_blank, _without_comments(css))
    for rule in _RULE.finditer(bare):
        for selector in rule[1].split(","):
            yield selector.strip(), bare.count("\n", 0, rule.start(1) + rule[1].index(selector.strip())) + 1


def styles_between(document: str, begin: str, end: str) -> dict[str, set[str]]:
    """For each element's name the styles that it has between two comments of a document; empty text for none."""
    letter = document.partition(begin)[2].partition(end)[0]
    return _read(f"<body>{letter}").styles


def uneven(styles: Mapping[str, set[str]]) -> list[str]:
    """The elements that are styled by their place, in alphabetical order."""
    return sorted(tag for tag, found in styles.items() if len(found) > 1)


def _without_comments(css: str) -> str:
    return _COMMENT.sub(_blank, css)


def _blank(found: re.Match[str]) -> str:
    """Blanks in the place of a text, its line ends left in, so that lines keep their numbers."""
    return re.sub(r"[^\n]", " ", found[0])


def _from_elsewhere(pattern: re.Pattern[str], text: str, path: str) -> Iterator[Problem]:
    for found in pattern.finditer(text):
        line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
        words = f"'{found[0]}' cannot stand in a letter's layout, which loads nothing and runs nothing"
        hint = "take it out; the styles stand in the .css file"
        yield Place(path, line, column).error("layout-fetch", words, hint)


class _Reader(HTMLParser):
    """Collects the styles and the words of a document's body."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: dict[str, set[str]] = {}
        self.words: list[tuple[str, int]] = []
        self._in_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._in_body:
            self.styles.setdefault(tag, set()).add(dict(attrs).get("style") or "")
        self._in_body = self._in_body or tag == "body"

    def handle_data(self, data: str) -> None:
        words = data.replace("[[body]]", "").strip()
        if self._in_body and words:
            self.words.append((" ".join(words.split()), self.getpos()[0]))


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader
