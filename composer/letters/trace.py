"""Tracing a merge: marks in its text that say which template line and which field each piece is from.

The marks are private-use characters, which no value may hold. `sandbox.py` prints them; nothing else sees them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from composer.letters.said import MARK_BEGIN, MARK_END


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of merged text from one place of a template."""

    text: str
    template: str
    line: int
    value: str = ""
    """The expression that printed it: ``reason``; empty for the template's own words."""
    source: int | None = None
    """The number a value carried; ``None`` where it carried none."""


TRACE = "_trace"
_BEGIN, _SPLIT, _END = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{_BEGIN}([^{_SPLIT}]*){_SPLIT}(\\d+){_SPLIT}([^{_END}]*){_END}|{MARK_BEGIN}(\\d+){MARK_END}")


class Traced:
    """A printed value behind a mark that says where it is from."""

    __slots__ = ("mark", "value")

    def __init__(self, template: str, line: int, expression: str, value: Any) -> None:
        self.mark = f"{_BEGIN}{template}{_SPLIT}{line}{_SPLIT}{expression}{_END}"
        self.value = value


class Trace(Extension):
    """Puts a mark before each line of a template's own words, and wraps each printed expression."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The template's tokens with the marks among them."""
        name = stream.name or ""
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", _marked_lines(token.value, name, token.lineno))
            elif token.type == "variable_begin":
                yield token
                yield from _wrapped(stream, name, token.lineno)
            else:
                yield token


def _marked_lines(text: str, name: str, line: int) -> str:
    parts = text.split("\n")
    return "\n".join(f"{_BEGIN}{name}{_SPLIT}{line + index}{_SPLIT}{_END}{part}" for index, part in enumerate(parts))


def _wrapped(stream: TokenStream, name: str, line: int) -> Iterator[Token]:
    """The tokens of an expression as the last argument of a call of `_trace`."""
    inner: list[Token] = []
    ending: Token | None = None
    for token in stream:
        if token.type == "variable_end":
            ending = token
            break
        inner.append(token)
    shown = "".join(_shown(token) for token in inner)
    yield Token(line, "name", TRACE)
    yield Token(line, "lparen", "(")
    for kind, value in (("string", name), ("integer", line), ("string", shown)):
        yield Token(line, kind, value)  # type: ignore[arg-type]  # an integer token's value is an integer
        yield Token(line, "comma", ",")
    yield Token(line, "lparen", "(")
    yield from inner
    yield Token(line, "rparen", ")")
    yield Token(line, "rparen", ")")
    if ending:
        yield ending


def _shown(token: Token) -> str:
    """A token as the template's author wrote it, more or less."""
    if token.type == "string":
        return f"'{token.value}'"
    return {"pipe": " | ", "comma": ", "}.get(token.type, str(token.value))


def read_pieces(text: str, first_lines: Mapping[str, int]) -> Iterator[Piece]:
    """The pieces of a traced merge.

    Args:
        text: what the merge gave.
        first_lines: for each template the line of its file on which its text begins.
    """
    template, line, value, source = "", 0, "", None
    position = 0
    for mark in _MARK.finditer(text):
        if mark.start() > position:
            yield Piece(text[position : mark.start()], template, line, value, source)
        position = mark.end()
        if mark[4] is not None:
            source = int(mark[4])
        else:
            template, value, source = mark[1], mark[3], None
            line = int(mark[2]) + first_lines.get(template, 1) - 1
    if position < len(text):
        yield Piece(text[position:], template, line, value, source)
