"""Values as Markdown text: whatever a record holds, it prints as itself and never becomes structure."""

import re

from composer.letters.said import MARK_BEGIN, MARK_END

# What means something wherever it stands. An underscore inside a word means nothing, an ampersand only before what
# looks like an entity; a draft is read by people, so nothing is escaped without need.
_ANYWHERE = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
# What means something at the beginning of a line, where a value may stand.
_AT_START = re.compile(r"(?:[#>+=~|:-])|(?P<number>\d{1,9})(?P<dot>[.)])")
_CONFIRM = re.compile(r"\[\[CONFIRM: (?P<question>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]\]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ue000-\ue00f]")
_STRAY = re.compile(f"[{MARK_BEGIN}{MARK_END}]")
_SOURCE = re.compile(f"{MARK_BEGIN}\\d+{MARK_END}")


def escape_markdown(text: str) -> str:
    """A value as it may stand anywhere in a Markdown paragraph; line breaks become blanks.

    ``[[CONFIRM: …]]`` stays as it is, because people look for it and the checks do, too.
    """
    flat = " ".join(_UNPRINTABLE.sub("", text).split())
    if MARK_BEGIN not in flat:
        return _escape(flat)
    marks = [*_SOURCE.findall(flat), ""]
    runs = _SOURCE.split(flat)
    return "".join(_escape(_STRAY.sub("", run)) + mark for run, mark in zip(runs, marks, strict=True))


def _escape(text: str) -> str:
    parts: list[str] = []
    position = 0
    for found in _CONFIRM.finditer(text):
        parts += [
            _escape_run(text[position : found.start()], first=position == 0),
            _confirm(found["question"]),
        ]
        position = found.end()
    parts.append(_escape_run(text[position:], first=position == 0))
    return "".join(parts)


def _confirm(question: str) -> str:
    inner = question.replace("[", "(").replace("]", ")")
    return f"[[CONFIRM: {_ANYWHERE.sub(_backslash, inner)}]]"


def _escape_run(text: str, *, first: bool) -> str:
    escaped = _ANYWHERE.sub(_backslash, text)
    start = _AT_START.match(escaped) if first else None
    if not start:
        return escaped
    if start["number"]:
        return f"{start['number']}\\{escaped[start.start('dot') :]}"
    return f"\\{escaped}"


def _backslash(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
