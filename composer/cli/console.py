"""Printing: results on standard output, the rest on the error stream, and no value can steer the terminal."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import Any

import click

from composer.errors import Problem, format_problem

# C0 and C1 controls but for line feed and tab, direction overrides, and the marks that hide text.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_COLOURS = {"error": "red", "warning": "yellow"}
_SLOW = 200


def clean(text: str) -> str:
    """Text without characters that a terminal would obey."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def out(text: str = "") -> None:
    """One line of the result."""
    click.echo(clean(text), color=_colour())


def note(text: str) -> None:
    """One line beside the result, for the person at the screen; `--quiet` leaves it out."""
    context = click.get_current_context(silent=True)
    if not (context and context.find_root().params.get("quiet")):
        click.echo(clean(text), err=True)


def _colour() -> bool | None:
    """Colour as the terminal allows; NO_COLOR in the environment forbids it."""
    return False if os.environ.get("NO_COLOR") else None


def heading(text: str) -> None:
    """A line that begins a group."""
    click.echo(click.style(clean(text), bold=True), color=_colour())


def as_json(value: Any) -> None:
    """One JSON object as the whole result; values become objects by their fields, problems as everywhere."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_fields))


def _fields(value: Any) -> Any:
    if isinstance(value, Problem):
        return value.as_dict()
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return str(value)


def show_problems(problems: Iterable[Problem], *, err: bool = True) -> None:
    """Problems, one below the other, with their hints."""
    for problem in problems:
        text = clean(format_problem(problem))
        mark = f"{problem.level}[{problem.code}]"
        styled = text.replace(mark, click.style(mark, fg=_COLOURS[problem.level], bold=True), 1)
        click.echo(styled, err=err, color=_colour())


def table(rows: Sequence[Sequence[str]], *, titles: Sequence[str] = ()) -> None:
    """Rows in columns as wide as they need to be; the last column runs on."""
    lines = [[clean(cell) for cell in row] for row in ([titles, *rows] if titles else rows)]
    widths = [max(len(row[column]) for row in lines) for column in range(len(lines[0]))] if lines else []
    texts = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]]).rstrip()
        for row in lines
    ]
    if titles:
        texts[0] = click.style(texts[0], bold=True)
    if texts:  # at once: a terminal is asked about its colours at each call
        click.echo("\n".join(texts), color=_colour())


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on the error stream for long work; nothing for short work or where nobody watches."""
    context = click.get_current_context(silent=True)
    quiet = bool(context and context.find_root().params.get("quiet"))
    if length < _SLOW or quiet or not sys.stderr.isatty():
        yield lambda _done: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)


def plural(count: int, one: str, many: str = "") -> str:
    """``1 letter``, ``2 letters``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def on_a_line(text: str) -> str:
    """A piece of a letter without its line breaks."""
    return " ".join(text.split()) or "(taken out)"
