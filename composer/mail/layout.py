"""The layout around a letter: its CSS inlined once, then each letter is set into it by joining strings.

`premailer` (this module is its only owner) takes milliseconds a letter, and fetches what ``@import`` names even when
it is told not to use the network. So it runs once for a layout, over a letter that holds every element there is, and
only over CSS that names nothing from elsewhere. Imports the renderer beside it and `composer.errors`.
"""

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from composer.errors import LetterError, Place, Problem
from composer.mail.body import render_body
from composer.mail.layout_rules import layout_problems, selectors, styles_between, uneven
from composer.patterns import regex

_SLOT = regex(r"\[\[(lang|dir|title)\]\]")
_BEGIN, _END = "<!--letter-->", "<!--/letter-->"
_RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
_MARK = "{color:#010203}"

# Every element that Markdown can make, each in several places: first and last, after each other, one in another.
_PROBE = """\
Words with *emphasis*, **strength *in* strength**, `code`, a [link *in* **it**](https://example.org/) and
a second line.

Words.

- first *emphasis* and **strength**, `code` and a [link](https://example.org/)
- second
    - inner
    - inner

1. number

2. number

    > quoted

> Quoted *emphasis* and **strength**, `code` and a [link](https://example.org/)
>
> - item
>
> 1. number
>
> > Quoted twice.
>
>     block of code
>
> ***
>
> # One
> ## Two
> ### Three
> #### Four
> ##### Five
> ###### Six

    block of code

***

# One *emphasis* and **strength**, `code` and a [link](https://example.org/)
## Two
### Three
#### Four
##### Five
###### Six

Last words with *emphasis*, **strength**, `code` and a [link](https://example.org/).
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """A compiled layout: plain strings, so that it can be handed to a worker or kept in a cache."""

    before: str
    """All that stands before the letter, with ``[[lang]]``, ``[[dir]]`` and ``[[title]]`` in it."""
    after: str
    """All that stands after it, with a final newline."""
    styles: Mapping[str, str]
    """For each element's name the ``style`` it gets in a letter."""

    def wrap(self, body: str, language: str, direction: str, title: str) -> str:
        """A whole HTML document around a letter that was rendered with these styles; the title is plain text."""
        values = {"lang": escape(language), "dir": escape(direction), "title": escape(title)}
        before, after = (_SLOT.sub(lambda slot: values[slot[1]], part) for part in (self.before, self.after))
        return f"{before}{body}{after}"


def direction(language: str) -> str:
    """Which way a language is written: ``rtl`` for Arabic, Hebrew, Persian, Urdu and their kin, else ``ltr``."""
    first, *others = language.lower().split("-")
    script = next((tag for tag in others if re.fullmatch("[a-z]{4}", tag)), "")
    return "rtl" if script in _RTL_SCRIPTS or (not script and first in _RTL_LANGUAGES) else "ltr"


@lru_cache(maxsize=2)
def load_layout(html: str, css: str, *, path: str) -> Layout:
    """Compiles a layout, which takes a third of a second, and remembers it.

    Args:
        html: a whole document with ``[[lang]]``, ``[[dir]]``, ``[[title]]`` and ``[[body]]`` in it.
        css: the stylesheet; it may name elements and classes of the layout. What no element can carry, such as
            ``@media``, ``:root`` and ``:hover``, goes into a ``<style>`` of its own, each declaration important.
        path: the layout's name in problems, without ``.html`` and ``.css``.

    Raises:
        LetterError: it fetches something, lacks a slot, has words of its own, or styles an element by its place.
    """
    html, css = html.replace("\r\n", "\n"), css.replace("\r\n", "\n")
    problems = list(layout_problems(html, css, path=path))
    if problems:
        raise _unusable(problems)
    # Every kind of element stands in the probe twice, so that none is only ever the first, the last or the one beside
    # another: a style that depends on such a place shows as two styles for one name, and the layout is refused. What is
    # left holds for any letter, which so needs no inlining of its own.
    document = html.replace("[[body]]", f"{_BEGIN}{render_body(_PROBE + _PROBE).html}{_END}")
    inlined = _inline(document, css, path=path)
    styles = styles_between(inlined, _BEGIN, _END)
    if uneven(styles):
        raise _unusable(_uneven_problems(document, css, uneven(styles)[0], path=path))
    before, _, rest = inlined.partition(_BEGIN)
    after = rest.partition(_END)[2].rstrip("\n") + "\n"
    return Layout(before, after, {tag: style for tag, (style,) in styles.items() if style})


def _unusable(problems: list[Problem]) -> LetterError:
    return LetterError("the letters' layout cannot be used", problems=problems)


def _inline(html: str, css: str, *, path: str) -> str:
    """Premailer with all that reaches out, drops or guesses turned off."""
    os.environ.setdefault("PREMAILER_CACHE_MAXSIZE", "4096")  # its default of 128 makes 120 rules ten times slower
    from premailer import Premailer

    try:
        page = Premailer(
            html,
            css_text=css,
            allow_network=False,
            strip_important=False,
            include_star_selectors=True,
            disable_validation=True,
            disable_link_rewrites=True,
            disable_basic_attributes=["align", "valign", "bgcolor", "width", "height"],
            cssutils_logging_level=logging.CRITICAL,
        )
        inlined = str(page.transform(pretty_print=False))
    except Exception as error:  # it raises whatever its parsers raise: an AttributeError for @media in @media
        text = "the stylesheet cannot be read"
        hint = "look for a brace that is missing, or for @media within @media"
        raise _unusable([Place(f"{path}.css").error("layout-css", text, hint)]) from error
    return inlined.replace('<style type="text/css">', "<style>").replace("</style></head>", "</style>\n</head>")


def _uneven_problems(document: str, css: str, first: str, *, path: str) -> list[Problem]:
    """The selectors that style an element in one place and not in another, each tried alone."""
    hint = "name elements alone, without :first-child, +, > or one inside another"
    problems = []
    for selector, line in selectors(css):
        alone = styles_between(_inline(document, f"{selector}{_MARK}", path=path), _BEGIN, _END)
        for tag in uneven(alone):
            text = f"'{selector}' styles some '{tag}' elements and not others, and a letter cannot carry that"
            problems.append(Place(f"{path}.css", line).error("layout-place", text, hint))
    if problems:
        return problems
    text = f"the style of '{first}' depends on where it stands"
    return [Place(f"{path}.css").error("layout-place", text, hint)]
