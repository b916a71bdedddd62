"""Values as Markdown text: whatever a record holds, it prints as itself and never becomes structure.

Imports nothing of ours. What it escapes is what `mail` reads: every escape here is one there, too.
"""

import re
from collections.abc import Callable, Sequence

from composer.patterns import regex

PRIVATE = regex("[\ue000-\ue01f]")
"""Characters that carry the merge's own marks; no template and no value may hold one."""

# Control characters and those that turn the direction of writing; the joiners of Persian and of emoji stay.
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\ue000-\ue01f"
)  # fmt: skip
# A no-break space is none of these: whoever wrote it wants it.
_BLANK = " \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029"
_GAP = regex(f"[{_UNSEEN}]*(?P<blank>[{_BLANK}])[{_BLANK}{_UNSEEN}]*|[{_UNSEEN}]+")
_ANYWHERE = r"[\\`*<] | (?<![^\W_])_ | _(?![^\W_]) | &(?=\#?\w+;)"  # an underscore inside a word means nothing
_MEANT = regex(
    rf"""
      (?P<question> \[\[CONFIRM:[ ] (?P<words>.*?) \]\] (?!\]) )
    | (?<=\]\]) \(                                              # with a question before it, it would make a link
    | \A (?P<digits> \d*) (?P<dot> [.)]) (?=\s|\Z)              # 1. and 1) begin a list; 3.10 does not
    | \A (?: [\#>=~|:] | [+-](?=\s|\Z) | -(?=[-=]) )            # + and - before a blank do; +1 513 and -5 do not
    | [\[\]] | {_ANYWHERE}
    """,
    re.VERBOSE,
)
_INSIDE = regex(_ANYWHERE, re.VERBOSE)
# Most values hold none of this, and are done in a tenth of the time.
_SUSPECT = regex(rf"[\\`*<_&\[\]{_UNSEEN}{_BLANK[1:]}]|  ")
_CALM_START = regex(r"[^\W\d_]|\(")
_ROUND = str.maketrans("[]", "()")


def escape_markdown(text: str) -> str:
    """A value as it may stand anywhere in a Markdown paragraph: on one line, with no blanks at its ends.

    A draft is read and edited by people, so nothing is escaped without need. ``[[CONFIRM: …]]`` stays, because
    people look for it and the checks do, too.
    """
    if _CALM_START.match(text) and not _SUSPECT.search(text) and text[-1] != " ":
        return text
    return _MEANT.sub(_escaped, _GAP.sub(_closed, text))


def escape_cut(text: str, cuts: Sequence[int]) -> list[str]:
    """The same, cut where ``cuts``, ascending from 0, cut the text: the joined result is that of `escape_markdown`."""
    escaped, moved = _follow(_MEANT, _escaped, *_follow(_GAP, _closed, text, cuts))
    return [escaped[start:end] for start, end in zip(moved, [*moved[1:], len(escaped)], strict=True)]


def _follow(
    pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str, cuts: Sequence[int]
) -> tuple[str, list[int]]:
    """Replaces as `re.sub` does, and tells where the cuts lie afterwards; one inside a match moves to its end."""
    parts: list[str] = []
    moved: list[int] = []
    size = end = 0
    for found in pattern.finditer(text):
        while len(moved) < len(cuts) and cuts[len(moved)] <= found.start():
            moved.append(size + max(0, cuts[len(moved)] - end))
        parts += [text[end : found.start()], replace(found)]
        size += len(parts[-2]) + len(parts[-1])
        end = found.end()
    moved += [size + max(0, cut - end) for cut in cuts[len(moved) :]]
    return "".join([*parts, text[end:]]), moved


def _closed(found: re.Match[str]) -> str:
    """One blank for a gap between words; nothing for one at an end, and for what cannot be seen."""
    between = found["blank"] and found.start() > 0 and found.end() < len(found.string)
    return " " if between else ""


def _escaped(found: re.Match[str]) -> str:
    if found["question"]:
        words = _INSIDE.sub(r"\\\g<0>", found["words"].translate(_ROUND))
        return f"[[CONFIRM: {words}]]"
    if found["dot"]:
        return f"{found['digits']}\\{found['dot']}"
    return f"\\{found[0]}"


def squeeze(text: str) -> str:
    """Text without the blanks, line ends and escapes that Markdown adds, so that two can be compared by their words."""
    return " ".join(text.replace("\\\n", " ").replace("\\", "").split())
