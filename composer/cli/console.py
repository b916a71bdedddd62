"""Printing: results on standard output, the rest on the error stream, and no value can steer the terminal."""

import codecs
import io
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from typing import Any, TextIO

import click

from composer.errors import Problem, errors_in, format_problem
from composer.patterns import regex

# C0 and C1 controls but for line feed and tab, direction overrides, and the marks that hide text.
_STEERING = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_COLOURS = {"error": "red", "ask": "cyan", "warning": "yellow"}
_SLOW = 200
_MANY, _FIRST = 100, 3


def open_streams() -> None:
    """Sees that there is something to write to, and that every letter can be written in some way.

    A redirect on Windows, and a system without a language, know few letters: ``García`` becomes ``Garcia`` there. In
    the place of a stream that was closed a file would be opened, and written over by what is printed.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
    if not (sys.stdout and sys.stderr):
        from composer.files import open_nothing

        sys.stdout, sys.stderr = (stream or open_nothing() for stream in (sys.stdout, sys.stderr))
    codecs.register_error("outreach", _in_plain_letters)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="outreach")


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    from anyascii import anyascii

    assert isinstance(error, UnicodeEncodeError)  # noqa: S101  # nothing is read from these streams
    letters = error.object[error.start : error.end]
    plain = ("" if "\ud800" <= one <= "\udfff" else anyascii(one) for one in letters)
    return "".join(text or "?" for text in plain), error.end


def silence(stream: TextIO) -> None:
    """Lets a stream that refused what was written take everything; Python would try it once more at the very end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def clean(text: str) -> str:
    """Text without characters that a terminal would obey."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def out(text: str = "") -> None:
    """One line of the result."""
    click.echo(clean(text), color=_colour())


def note(text: str) -> None:
    """One line beside the result, for the person at the screen; `--quiet` leaves it out."""
    if not is_quiet():
        tell(clean(text))


def is_quiet() -> bool:
    """Whether only results and problems are wanted."""
    return _was_said("quiet")


def _was_said(option: str) -> bool:
    """Whether an option stands in front of the command."""
    context = click.get_current_context(silent=True)
    return bool(context and context.find_root().params.get(option))


def tell(text: str) -> None:
    """Says something on the error stream; where nobody can be told, that is no reason to stop."""
    with suppress(OSError):
        click.echo(text, err=True, color=_colour())


def _colour() -> bool | None:
    """Colour as the terminal allows; NO_COLOR in the environment forbids it."""
    return False if os.environ.get("NO_COLOR") else None


def heading(text: str) -> None:
    """A line that begins a group."""
    click.echo(click.style(clean(text), bold=True), color=_colour())


def as_json(value: Any) -> None:
    """One JSON object as the whole result; values become objects by their fields, problems as everywhere.

    Every letter in it comes through, whatever the stream can hold.
    """
    plain = codecs.lookup(sys.stdout.encoding or "ascii").name != "utf-8"
    click.echo(json.dumps(value, ensure_ascii=plain, indent=2, default=_fields))


def _fields(value: Any) -> Any:
    if isinstance(value, Problem):
        return value.as_dict()
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return str(value)


def show_problems(problems: Iterable[Problem], *, err: bool = True, everything: bool = False) -> None:
    """Problems, one below the other, with their hints; of very many the first of each kind, but for ``--all``."""
    found = list(problems)
    everything = everything or len(found) <= _MANY or _was_said("all_problems")
    shown = found if everything else list(_first_of_each(found))
    for problem in shown:
        text = clean(format_problem(problem))
        mark = f"{problem.level}[{problem.code}]"
        styled = text.replace(mark, click.style(mark, fg=_COLOURS[problem.level], bold=True), 1)
        _put(styled, err=err)
    left = Counter(problem.code for problem in found) - Counter(problem.code for problem in shown)
    for code, count in left.items():
        _put(f"  and {count:,} more of {code}", err=err)
    if left:
        _put("  hint: `outreach --all check` shows every one", err=err)


def _put(text: str, *, err: bool) -> None:
    tell(text) if err else click.echo(text, color=_colour())


def _first_of_each(problems: Sequence[Problem]) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        if seen[problem.code] <= _FIRST:
            yield problem


def say_nobody(problems: Iterable[Problem], query: str = "") -> None:
    """Says that a list of contacts is empty, and does not call a file empty that could not be read."""
    paths = (problem.at.path for problem in errors_in(problems))
    if wrong := next((path for path in paths if path.startswith(("contacts.yaml", "contacts/"))), ""):
        out(f"Nobody could be read from {wrong}; the problems above say why.")
    else:
        out(f"Nobody matches '{query}'." if query else "There is nobody in contacts.yaml yet.")


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
def progress(label: str, length: Callable[[], int], *, least: int = _SLOW) -> Iterator[Callable[[int], None]]:
    """A progress bar on the error stream for work of so many steps; nothing for less, or where nobody watches."""
    if is_quiet() or not sys.stderr.isatty() or (steps := length()) < least:
        yield lambda _done: None
        return
    with click.progressbar(length=steps, label=label, file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)


def plural(count: int, one: str, many: str = "") -> str:
    """``1 letter``, ``2 letters``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def on_a_line(text: str) -> str:
    """A piece of a letter without its line breaks."""
    return " ".join(text.split()) or "(taken out)"
