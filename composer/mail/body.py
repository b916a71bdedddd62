"""From a draft's Markdown to the two bodies of a message: HTML, and a text part of its own.

Both come from one tree, so they say the same. Raw HTML is not Markdown here: ``<b>`` prints as it stands. Imports
Python-Markdown (its only owner) and `composer.errors`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, tostring

import markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from composer.errors import MessageError

BODY_LIMIT = 100_000
"""Characters. A letter has two thousand; Python-Markdown takes a time that grows with the square (its issue #798)."""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff]")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x1f]+\Z", re.IGNORECASE)
# Never in a letter: other people's markup, and pictures that would have to come from somewhere.
_REFUSED_INLINE = ("html", "entity", "image_link", "image_reference", "short_image_ref", "automail")
_MAIL = r"<((?:mailto:)?[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)>"
_ALSO_ESCAPED = ("<", "&", "~", "|", "=", ":")
_BLANKS_AT_END = re.compile(r"[ \t]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Body:
    """A letter's text in both forms."""

    html: str
    """A fragment: what belongs inside the layout."""
    text: str
    """Plain text, one line a paragraph, with a final newline."""


def render_body(source: str, styles: Mapping[str, str] | None = None) -> Body:
    """Renders a letter.

    Args:
        source: Markdown; a single line break is a line break.
        styles: for each element's name the ``style`` it gets.

    Raises:
        MessageError: the text is too long to be a letter.
    """
    if len(source) > BODY_LIMIT:
        raise MessageError(f"the letter is longer than {BODY_LIMIT:,} characters", hint="a letter is one page")
    renderer = _renderer()
    renderer.dressing.styles = styles or {}
    renderer.dressing.text = ""  # Markdown returns early for an empty text, and the letter before must not show
    html = renderer.markdown.reset().convert(_CONTROLS.sub("", source.replace("\r\n", "\n").replace("\r", "\n")))
    return Body(html, _BLANKS_AT_END.sub("", renderer.dressing.text).strip("\n") + "\n")


class _MailLink(InlineProcessor):
    """``<a@b.example>`` as a link in plain letters; Python-Markdown's own hides them behind numbers."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802  # Markdown's name and signature
        element = Element("a")
        address = m[1].removeprefix("mailto:")
        element.set("href", f"mailto:{address}")
        element.text = AtomicString(address)
        return element, m.start(0), m.end(0)


class _Dressing(Treeprocessor):
    """The last look at the tree: unsafe links become text, styles are set, and the text part is read off."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.styles: Mapping[str, str] = {}
        self.text = ""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a" and not _SAFE_LINK.match(element.get("href", "")):
                element.tag = "span"
                element.attrib.clear()
            if isinstance(element.tag, str) and element.tag in self.styles:
                element.set("style", self.styles[element.tag])
        self.text = "\n\n".join(_blocks(root))


@dataclass(frozen=True, slots=True)
class _Renderer:
    markdown: Any
    dressing: _Dressing


@lru_cache(maxsize=1)
def _renderer() -> _Renderer:
    """One converter for each process; making one takes longer than using it."""
    md = markdown.Markdown(extensions=["nl2br", "sane_lists"])
    md.preprocessors.deregister("html_block")
    for name in _REFUSED_INLINE:
        md.inlinePatterns.deregister(name)
    md.postprocessors.deregister("raw_html")
    md.postprocessors.deregister("amp_substitute")
    md.inlinePatterns.register(_MailLink(_MAIL, md), "mail", 110)
    md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, *_ALSO_ESCAPED]
    md.serializer = _serialize
    dressing = _Dressing(md)
    md.treeprocessors.register(dressing, "dressing", -10)
    return _Renderer(md, dressing)


def _serialize(root: Element) -> str:
    return tostring(root, encoding="unicode", method="html")


# --- the text part -------------------------------------------------------------------------------------------------

_ITEM_INDENT = "  "


def _blocks(parent: Element) -> Iterator[str]:
    """Each block element as text; blocks are set apart by a blank line."""
    if parent.text and parent.text.strip():
        yield parent.text.strip()
    for element in parent:
        text = _block(element)
        if text:
            yield text


def _block(element: Element) -> str:
    if element.tag in {"ul", "ol"}:
        return "\n".join(_items(element))
    if element.tag == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(element)).split("\n"))
    if element.tag == "hr":
        return "* * *"
    if element.tag == "pre":
        return "".join(element.itertext()).strip("\n")
    return _inline(element).strip()


def _items(parent: Element) -> Iterator[str]:
    """A list, one item a line, what is below an item indented."""
    number = int(parent.get("start", "1"))
    for item in parent:
        sign = f"{number}." if parent.tag == "ol" else "-"
        number += 1
        inner = [
            _inline_until_block(item),
            *(_block(child) for child in item if child.tag in {"ul", "ol", "blockquote", "pre", "p"}),
        ]
        lines = "\n".join(part for part in inner if part).split("\n")
        indent = " " * (len(sign) + 1)
        yield "\n".join([f"{sign} {lines[0]}", *(f"{indent}{line}".rstrip() for line in lines[1:])])


def _inline_until_block(item: Element) -> str:
    """An item's own words, those before a list or a paragraph below it."""
    parts = [item.text or ""]
    for child in item:
        if child.tag in {"ul", "ol", "blockquote", "pre", "p"}:
            break
        parts += [_inline_element(child), child.tail or ""]
    return _joined(parts)


def _inline(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [_inline_element(child), child.tail or ""]
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    """Runs of blanks are one, and a line break stands only where a `br` put it."""
    text = "".join(part.replace("\n", " ") if part != "\n" else part for part in parts)
    return "\n".join(" ".join(line.split(" ")).strip() for line in text.split("\n"))


def _inline_element(element: Element) -> str:
    if element.tag == "br":
        return "\n"
    text = _inline(element)
    if element.tag == "a":
        target = element.get("href", "")
        address = target.partition(":")[2] if target.lower().startswith(("mailto:", "tel:")) else target
        return text if text in {target, address} else f"{text} <{address}>"
    return text
