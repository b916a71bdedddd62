"""Which line ends of a template are the letter's: all but those of lines that only hold tags. Imports nothing."""

import re

from composer.patterns import regex

_INSIDE = r"""(?:[^%"']|"[^"]*"|'[^']*'|%(?!\}))*+"""
_TAG = regex(
    rf"""
      \{{%[-+]?\s*raw\s*-?%\}} .*? \{{%[-+]?\s*endraw\s*[-+]?%\}}
    | \{{\# .*? \#\}}
    | \{{% {_INSIDE} %\}}
    | (?P<field> \{{\{{ (?:[^}}"']|"[^"]*"|'[^']*'|\}}(?!\}}))*+ \}}\}} )
    """,
    re.DOTALL | re.VERBOSE,
)
# What such a tag closes prints elsewhere, so its line prints nothing.
_ELSEWHERE = regex(r"\{%[-+]?\s*end(?:set|macro)\b")


def keep_line_ends(text: str) -> str:
    """A template's text in which a tag at the end of a line leaves the line's end alone, where the line says anything.

    Jinja takes the line end behind every tag, so that a line of tags leaves no gap; it would take that of
    ``{% if here %}I hope all is well.{% endif %}``, too, and the blank line below it would end no paragraph.
    """
    parts: list[str] = []
    says, end = False, 0
    for tag in _TAG.finditer(text):
        between = text[end : tag.start()]
        says = bool(between.rpartition("\n")[2].strip()) or (says and "\n" not in between)
        end = tag.end()
        parts += [between, tag[0]]
        if tag["field"]:
            says = True
        elif says and text.startswith("\n", end) and tag[0][-3] not in "+-" and not _ELSEWHERE.match(tag[0]):
            parts[-1] = f"{tag[0][:-2]}+{tag[0][-2:]}"
    return "".join([*parts, text[end:]])
