"""The layout around a letter: its CSS inlined once, then each letter is set into it by joining strings.

`premailer` (its only owner is this module) takes milliseconds a letter and fetches what ``@import`` names even when it
is told not to use the network. So it runs once for a layout, over a probe that holds every element a letter can have,
and only over CSS that names nothing from elsewhere.
"""

import logging
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape

from composer.errors import LetterError, Problem

_ELEMENTS = (
    "p",
    "a",
    "em",
    "strong",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "hr",
)
_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "ha-arab", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi"})
_FORBIDDEN = re.compile(
    r"@import|url\s*\(|<\s*(?:link|base|script|iframe|img|object|form)\b|javascript:|expression\s*\(",
    re.IGNORECASE,
)
_SLOTS = ("[[lang]]", "[[dir]]", "[[title]]", "[[style]]", "[[body]]")
_BODY = "[[body]]"
_PROBED = re.compile(r"<(?P<tag>\w+)(?P<attributes>[^>]*\bdata-probe\b[^>]*)>")
_STYLE = re.compile(r"""\bstyle=(?P<quote>["'])(?P<style>.*?)(?P=quote)""")
_AT_RULE = re.compile(r"(?:@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|:root\s*\{[^{}]*\})")


@dataclass(frozen=True, slots=True)
class Layout:
    """A compiled layout: plain strings, so that it can be handed to a worker."""

    before: str
    """All that stands before the letter, with ``[[lang]]``, ``[[dir]]`` and ``[[title]]`` in it."""
    after: str
    styles: Mapping[str, str]
    """For each element's name the ``style`` it gets in a letter."""

    def wrap(self, body: str, language: str, direction: str, title: str) -> str:
        """A whole HTML document around a rendered letter.

        Args:
            body: HTML from `render_body`, rendered with this layout's styles.
            language: a BCP 47 tag.
            direction: ``ltr`` or ``rtl``.
            title: the subject, as plain text.
        """
        head = self.before.replace("[[lang]]", escape(language)).replace("[[dir]]", direction)
        return f"{head.replace('[[title]]', escape(title))}{body}{self.after}"


def direction(language: str) -> str:
    """Which way a language is written: ``rtl`` for Arabic, Hebrew, Persian, Urdu and their kin, else ``ltr``."""
    return "rtl" if language.split("-", 1)[0].lower() in _RTL else "ltr"


def load_layout(html: str, css: str, *, path: str) -> Layout:
    """Compiles a layout.

    Args:
        html: a whole document with ``[[lang]]``, ``[[dir]]``, ``[[title]]``, ``[[style]]`` and ``[[body]]`` in it.
        css: the stylesheet; it may name elements and ``.letter``, and hold ``@media`` and ``:root`` rules.
        path: the layout's name in problems.

    Raises:
        LetterError: it fetches something, lacks a slot, or styles an element differently by its place.
    """
    problems = [
        *_forbidden(html, f"{path}.html"),
        *_forbidden(css, f"{path}.css"),
        *_missing_slots(html, f"{path}.html"),
    ]
    if problems:
        raise LetterError("the letters' layout cannot be used", problems=problems)
    kept = "\n".join(_AT_RULE.findall(css))
    rules = _AT_RULE.sub("", css)
    inlined = _inline(html.replace("[[style]]", kept).replace(_BODY, f"<div data-slot></div>{_probe()}"), rules)
    styles = _styles(inlined, f"{path}.css")
    before, _, rest = inlined.partition("<div data-slot></div>")
    after = rest[rest.rindex("<!--probe-->") + len("<!--probe-->") :]
    return Layout(before, after, styles)


def _forbidden(text: str, path: str) -> Iterator[Problem]:
    for found in _FORBIDDEN.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        words = f"'{found[0]}' would load something from elsewhere, and a letter loads nothing"
        yield Problem(path, line, column, "layout-fetch", "error", words, "take it out")


def _missing_slots(html: str, path: str) -> Iterator[Problem]:
    for slot in _SLOTS:
        if html.count(slot) < 1 or (slot == _BODY and html.count(slot) != 1):
            yield Problem(
                path,
                0,
                0,
                "layout-slot",
                "error",
                f"'{slot}' is missing",
                "copy the shipped layout and begin from it",
            )


def _probe() -> str:
    """Every element a letter can have, in several places: first, after another, after its like, inside a quotation."""
    written = [f"<{tag} data-probe>x</{tag}>" if tag != "hr" else "<hr data-probe>" for tag in _ELEMENTS]
    each = "".join(element * 2 for element in written)
    return f"{each}{each}<blockquote>{each}</blockquote><!--probe-->"


def _inline(html: str, css: str) -> str:
    """Premailer with all that reaches out, drops or guesses turned off."""
    os.environ.setdefault("PREMAILER_CACHE_MAXSIZE", "4096")  # its default of 128 makes 120 rules ten times slower
    from premailer import Premailer

    page = Premailer(
        html,
        css_text=css,
        allow_network=False,
        strip_important=False,
        keep_style_tags=True,
        disable_validation=True,
        disable_link_rewrites=True,
        disable_leftover_css=True,
        disable_basic_attributes=["align", "valign", "bgcolor", "width", "height"],
        cssutils_logging_level=logging.CRITICAL,
        exclude_pseudoclasses=True,
        method="html",
    )
    return str(page.transform(pretty_print=False))


def _styles(inlined: str, path: str) -> dict[str, str]:
    """The style of each element; one that depends on the element's place cannot be carried."""
    found: dict[str, set[str]] = {tag: set() for tag in _ELEMENTS}
    for probe in _PROBED.finditer(inlined):
        written = _STYLE.search(probe["attributes"])
        found[probe["tag"]].add(unescape(written["style"]) if written else "")
    uneven = [tag for tag, styles in found.items() if len(styles) > 1]
    if uneven:
        text = f"the style of '{uneven[0]}' depends on where it stands"
        hint = "name elements alone, without :first-child, +, > or one inside another"
        raise LetterError(
            "the letters' layout cannot be used",
            problems=[Problem(path, 0, 0, "layout-place", "error", text, hint)],
        )
    return {tag: style for tag, styles in found.items() if (style := next(iter(styles), ""))}
