"""From a draft's Markdown to the two bodies of a message: HTML, and a text part of its own.

Both are read off one tree, so they say the same. What could hide words or fetch something is not Markdown here and
prints as it was typed: raw HTML, entities, reference links, links to anything but the web, mail and telephone, and
images, but for pictures that go with the letter. Imports Python-Markdown (this module is its only owner),
`composer.mail.plain_text`, `composer.drafts` and `composer.errors`.
"""

import re
import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from threading import get_ident
from xml.etree.ElementTree import Element, SubElement, tostring

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from composer.drafts.attachments import PICTURE, content_id, pictures_in
from composer.drafts.draft import BODY_LIMIT, Draft
from composer.errors import MessageError
from composer.mail.plain_text import plain_text
from composer.patterns import regex

_LINE_ENDS = regex("\r\n?|[\u2028\u2029]")
_CONTROLS = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_THREADS = 16

# Where a link may lead. One pair of brackets may stand within its text and within its target. No part can match in two
# ways, so the time stays linear, where Python-Markdown's own link takes a minute for ten thousand brackets.
_SCHEME = r"(?:(?i:https?)://|(?i:mailto|tel):)"
_TARGET = rf"{_SCHEME}(?:[^\s<>()]|\([^\s<>()]*+\))++"
_LINK = rf"(?<!!)\[(?=\s*[^\s\]])(?P<text>(?:[^\[\]]|\[[^\[\]]*+\])++)\]\((?P<target>{_TARGET})\)"
_AUTOLINK = rf"<(?P<target>{_SCHEME}[^\s<>]++|(?P<address>[^\s<>@:]++@[^\s<>@:]++))>"
_SHOWN = "max-width:100%;height:auto;border:0"
# A heading has a blank behind its signs, as CommonMark has it; Python-Markdown would make one of "#204 is my suite".
_HEADING = regex(r"(?:^|\n)(?P<level>#{1,6})[ \t]++(?P<header>[^\n]+)(?:\n|$)")
_NOT_HERE = (
    *("reference", "short_reference", "link", "autolink", "automail"),
    *("image_link", "image_reference", "short_image_ref", "html", "entity"),
)


@dataclass(frozen=True, slots=True)
class Body:
    """A letter's text in both forms."""

    html: str
    """HTML: a fragment from `render_body`; a whole document where a message was built around it."""
    text: str
    """Plain text, one line for each line of a paragraph, LF line ends, with a final newline."""


def render_letter(draft: Draft, styles: Mapping[str, str] | None = None) -> Body:
    """Renders the text of a draft, with the pictures that go with it; otherwise as `render_body`."""
    return render_body(draft.body, styles, pictures_in(draft.attach))


def render_body(source: str, styles: Mapping[str, str] | None = None, pictures: Collection[str] = ()) -> Body:
    """Renders a letter's Markdown, in which a line break is a line break; control characters are left out.

    `styles` has for an element's name the ``style`` that it gets. Of `pictures`, by their own names, the HTML shows
    what the text names, as parts of its message (``cid:``, RFC 2392); the plain text has what they are, in brackets.

    Raises:
        MessageError: the text is too long or too deeply nested to be a letter.
    """
    if len(source) > BODY_LIMIT:
        hint = "shorten it; a letter fits on one page"
        raise MessageError(f"the letter is longer than {BODY_LIMIT:,} characters", hint=hint)
    try:
        root = _tree(_CONTROLS.sub("", _LINE_ENDS.sub("\n", source)), frozenset(pictures))
        return Body(_html(root, styles or {}), plain_text(root))
    except RecursionError as error:
        _converter.cache_clear()  # its parser stopped amid a letter, and the next must not begin there
        hint = "look for long runs of >, * or indented lists"
        raise MessageError("the letter has quotes or lists too deep inside one another", hint=hint) from error


# A letter of plain words, as most are: no line begins as a list, a heading, a quote or code does, ends in a blank, or
# holds a sign that means something to Markdown. Blank lines stand singly between paragraphs.
_PLAIN_LINE = r"(?!\d+\.)[^\s#>+*\-=_`\\\[\]<!&][^\\`*_\[\]<&!\x00-\x1f]*(?<!\s)"
_PLAIN = regex(rf"\n*{_PLAIN_LINE}(?:\n{{1,2}}{_PLAIN_LINE})*\n*")


def _tree(text: str, pictures: frozenset[str]) -> Element:
    """A letter as elements: what Python-Markdown makes of it, which of plain words is known without asking it."""
    return _paragraphs(text) if _PLAIN.fullmatch(text) else _marked_up(text, pictures)


def _paragraphs(text: str) -> Element:
    """A letter of plain words: paragraphs of lines. The tests hold it against Python-Markdown."""
    root = Element("div")
    for paragraph in text.strip("\n").split("\n\n"):
        element = SubElement(root, "p")
        element.text, *others = paragraph.split("\n")
        element.tail = "\n"
        for line in others:
            SubElement(element, "br").tail = f"\n{line}"
    return root


def _marked_up(text: str, pictures: frozenset[str]) -> Element:
    """What Python-Markdown makes of a letter before it writes HTML."""
    converter = _converter(get_ident()).reset()
    converter.inlinePatterns["image_link"].pictures = pictures  # type: ignore[attr-defined]  # a `_Picture`
    lines = text.split("\n")
    for preprocessor in converter.preprocessors:
        lines = preprocessor.run(lines)
    converter.parser.parseDocument(lines)
    root = converter.parser.root
    for processor in converter.treeprocessors:
        changed = processor.run(root)
        root = root if changed is None else changed
    for code in root.iter("code"):
        code.text = unescape(code.text or "")  # it alone was escaped for the library's own way of writing HTML
    return root


def _html(root: Element, styles: Mapping[str, str]) -> str:
    """The tree as HTML; the standard library escapes every ``&``, Python-Markdown only some."""
    for element in root.iter():
        style = styles.get(element.tag)
        if style:
            element.set("style", style)
    return "".join(tostring(child, encoding="unicode", method="html") for child in root).strip()


class _Link(InlineProcessor):
    """``[text](target)`` and ``<target>``, never one within the other."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802  # Markdown's name and signature
        parts = m.groupdict()
        target = self.unescape(m["target"])
        element = Element("a", href=f"mailto:{target}" if parts.get("address") else target)
        element.text = parts.get("text") or AtomicString(re.sub("^mailto:", "", m["target"], flags=re.IGNORECASE))
        return element, m.start(), m.end()


class _Picture(InlineProcessor):
    """``![Our front door](door.jpg)``, where such a picture goes with the letter."""

    pictures: frozenset[str] = frozenset()

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002, N802  # Markdown's name and signature
        name = self.unescape(m["name"]).strip().rpartition("/")[2]
        if name not in self.pictures:
            return None, None, None
        alt = self.unescape(m["alt"]).strip()
        return Element("img", src=f"cid:{content_id(name)}", alt=alt, style=_SHOWN), m.start(), m.end()


@lru_cache(maxsize=_THREADS)
def _converter(_thread: int) -> Markdown:
    """One converter a thread, for it is not safe to share, and making one takes longer than using it."""
    converter = Markdown(extensions=["nl2br", "sane_lists"])
    converter.ESCAPED_CHARS = list(string.punctuation)
    converter.preprocessors.deregister("html_block")
    # A definition of a reference prints nothing, and a line of dashes would make the line above it a heading.
    for name in ("reference", "setextheader"):
        converter.parser.blockprocessors.deregister(name)
    headings = converter.parser.blockprocessors["hashheader"]
    headings.RE = _HEADING  # type: ignore[attr-defined]  # Markdown's own place for it
    for name in _NOT_HERE:
        converter.inlinePatterns.deregister(name)
    converter.inlinePatterns.register(_Picture(PICTURE, converter), "image_link", 165)
    converter.inlinePatterns.register(_Link(_LINK, converter), "link", 160)
    converter.inlinePatterns.register(_Link(_AUTOLINK, converter), "autolink", 120)
    return converter
