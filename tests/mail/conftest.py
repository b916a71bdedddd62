"""What the tests of mail share: the shipped layout, and a reader of what an HTML document shows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from composer.mail.layout import Layout, load_layout
from composer.shipped import templates_folder

VOID = {"meta", "br", "hr"}


@dataclass
class Seen:
    """A document as a mail program would see it."""

    shown: str = ""
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.seen.unclosed.append(tag)
        if tag in {"br", "p", "li", "pre", "h1"}:
            self.seen.shown += "\n"

    def handle_endtag(self, tag: str) -> None:
        assert self.seen.unclosed, f"</{tag}> closes nothing"
        assert self.seen.unclosed.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.seen.unclosed):
            self.seen.shown += data


See = Callable[[str], Seen]


@pytest.fixture(scope="session")
def see() -> See:
    """Reads HTML, and fails where an element is not closed in its turn."""

    def reading(html: str) -> Seen:
        reader = Reader()
        reader.feed(html)
        reader.close()
        assert reader.seen.unclosed == []
        return reader.seen

    return reading


def shipped(name: str) -> str:
    """A file of the shipped layout."""
    return (templates_folder() / "layouts" / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def html() -> str:
    return shipped("letter.html")


@pytest.fixture(scope="session")
def css() -> str:
    return shipped("letter.css")


@pytest.fixture(scope="session")
def layout(html: str, css: str) -> Layout:
    """The shipped layout, compiled."""
    return load_layout(html, css, path="templates/layouts/letter")
