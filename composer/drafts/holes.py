"""The questions that stand open in a draft: each ``[[CONFIRM: …]]`` with its place."""

import re
from dataclasses import dataclass

from composer.patterns import regex

_HOLE = regex(
    r"\[\[\s*CONFIRM\b[ :]*(?:(?P<words>(?:[^\]\n]|\n(?![ \t]*\n))*)\]\]|(?P<rest>[^\]\n]*))"
)  # a line may be broken inside, a paragraph may not
_ESCAPED = regex(r"\\([^\w\s])")


@dataclass(frozen=True, slots=True)
class Hole:
    """One open question in a text."""

    begin: int
    """Its place in the text, counted from 0."""
    end: int
    """The place behind it."""
    words: str
    """What it asks, on one line and without the escapes of Markdown."""
    closed: bool
    """Whether its end is there, so that it is known how far it goes."""


def find_holes(text: str) -> tuple[Hole, ...]:
    """Every open question of a text, in its order."""
    return tuple(map(_hole, _HOLE.finditer(text)))


def open_holes(text: str) -> list[str]:
    """What the text still asks its writer, each in the words of its ``[[CONFIRM: …]]``."""
    return [hole.words for hole in find_holes(text)]


def blotted(text: str) -> str:
    """A text with its open questions blotted out, letter for letter: no place moves, and none ends a sentence."""
    for hole in find_holes(text):
        text = f"{text[: hole.begin]}{'x' * (hole.end - hole.begin)}{text[hole.end :]}"
    return text


def _hole(found: re.Match[str]) -> Hole:
    words = found["words"] or found["rest"] or ""
    return Hole(found.start(), found.end(), _on_one_line(words), closed=found["words"] is not None)


def _on_one_line(words: str) -> str:
    return " ".join(_ESCAPED.sub(r"\1", words).split())
