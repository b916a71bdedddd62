"""Faults that the parser finds, said to somebody who has never heard of YAML: what it is, where, and what to do."""

import re
from collections.abc import Sequence
from typing import Any, Final

import yaml

from composer.errors import Place, Problem
from composer.patterns import regex

QUOTES: Final = "put quotes around the whole text"
"""What helps nearly always."""
DOCUMENTS: Final = ("yaml-documents", "a second document begins here", "take out the line with three hyphens or dots")
"""The code, the text and the hint of a second document in a file."""
BRACES: Final = ("yaml-braces", "a text that begins with {{ or {% needs quotes around it", QUOTES)
"""The same of a template's field without quotes."""
_ESCAPE = ("yaml-escape", "there is no such code with a backslash", "write two backslashes, or use single quotes")
_ENDED = "(<block end>|expected key|'-' indicator|<document start>)"
# Three lines: what the parser says, the line before the fault, and the character where the thing began that it could
# not finish. The first pattern that fits decides; its last column says whether the place is that beginning.
_FAULTS: tuple[tuple[str, tuple[str, str, str], bool], ...] = (
    ("scalar found unexpected", ("yaml-quote", "a quotation mark opens here and never closes",
                                 "close it at the end of the text"), True),
    ("quoted scalar", _ESCAPE, False),
    (r"tab character|\n[ ?-]*\n?\t", ("yaml-tab", "this line is indented with a tab", "use spaces instead"), False),
    (r"\n.*\{\n?[{%]", BRACES, True),
    (r"mapping values.*\n.*: ", ("yaml-colon", "a second ': ' stands in this line", QUOTES), False),
    ("mapping values", ("yaml-indent", "this line is read as a part of the text above it",
      "line it up with the field above, and see that the line above has a colon and a space after its name"), False),
    ("find expected ':'", ("yaml-colon", "there is no colon with a space after it in this line",
      "write 'name: value'; a text that goes on from the line above is indented further than its name"), True),
    ("flow", ("yaml-bracket", "a list or group in brackets is not closed, or has a comma too many",
              "close it, or write its items below each other"), True),
    (_ENDED + r".*\n.*['\"\]}] *\n", ("yaml-quote", "the text goes on after its closing quotation mark or bracket",
      QUOTES + "; inside single quotes an apostrophe is written twice"), False),
    ("<document start>", DOCUMENTS, False),
    (_ENDED, ("yaml-indent", "this line does not line up with the record it belongs to",
              "the fields of one record begin in the same column"), False),
    (r"\n.*\n\S\Z", ("yaml-opening", "a text that begins with {} needs quotes around it", QUOTES), True),
    ("", ("yaml-syntax", "the file cannot be read from here on", QUOTES), False),
)  # fmt: skip


def syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str) -> Problem:
    """What the parser objects to, as somebody who has never heard of YAML would say it."""
    lines = text.split("\n")
    at, since = _inside(lines, error.problem_mark), _inside(lines, error.context_mark or error.problem_mark)
    before, character = lines[at[0] - 1][: at[1] - 1], lines[since[0] - 1][since[1] - 1 : since[1]]
    said = f"{error.context} {error.problem}\n{before}\n{character}"
    (code, words, hint), begin = next(row[1:] for row in _FAULTS if re.match(f".*(?:{row[0]})", said))
    place = since if begin else at
    return Place(path, *place).error(code, words.replace("{}", shown(character)), hint)


def _inside(lines: Sequence[str], mark: Any) -> tuple[int, int]:
    """A mark as line and column, from 1; the parser may put the end of the text on a line that is not there."""
    line = min(mark.line, len(lines) - 1)
    column = len(lines[line]) if line < mark.line else mark.column
    return line + 1, column + 1


_UNPRINTABLE = regex("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def character_problem(text: str, path: str) -> Problem:
    """A character that no YAML file may hold (YAML 1.1, 5.1), or the code of one that does not exist."""
    found = _UNPRINTABLE.search(text)
    if not found:
        return Place(path).error(*_ESCAPE)
    line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
    words = f"there is a character here that does not print (U+{ord(found[0]):04X})"
    return Place(path, line, column).error("yaml-character", words, "delete it and type the text anew")


def shown(text: str, width: int = 40) -> str:
    """A piece of the user's text, fit to stand in a message on one line."""
    cut = f"{text[:width]}…" if len(text) > width else text
    return "".join(character if character.isprintable() else "\ufffd" for character in cut)
