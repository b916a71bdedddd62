"""A draft's head, read once and in one way: what it says, where each key stands, and the same file with keys changed.

Keys are changed by their lines; every other byte of the file stays. After a change the result is read again, and
anything but the wanted change refuses it, so that no spelling, however odd, can make an edit do more than it should.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from composer.drafts.lifecycle import Status, parse_status
from composer.errors import Place, Problem, RecordsError, errors_in
from composer.patterns import regex
from composer.spelling import nearest
from composer.yaml.front_matter import split_front_matter
from composer.yaml.reader import Map, Position, Seq, Value, position_of, read_yaml
from composer.yaml.writer import dump_scalar, format_front_matter

_HEAD_HINT = "it begins with a line '---', then to: and subject:, then '---', then the letter"
_ONE_A_LINE = "write each field of the head on a line of its own, such as 'status: draft'"
# A value that ends on its line, and the comment behind it.
_ON_ITS_LINE = regex(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|.*?)(?P<comment>[ \t]+#.*|[ \t]*)\Z""")


@dataclass(frozen=True, slots=True)
class Head:
    """A draft's file, its head taken apart; `read_head` makes one and never fails."""

    path: str
    """How problems name the file."""
    opening: str
    """The line that opens the head, as it is written."""
    lines: tuple[str, ...]
    """The lines of the head, without their ends."""
    rest: str
    """The line that closes the head, and all that follows."""
    body: str
    body_line: int
    """The line of the file on which the body begins, counted from 1."""
    values: Map
    """What the head says; empty where it cannot be understood."""
    problems: tuple[Problem, ...] = ()

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join([self.opening, *self.lines, self.rest]) if self.opening else self.rest

    @property
    def status(self) -> Status:
        """The state that the head names.

        Raises:
            RecordsError: the head cannot be understood, names no state that there is, or has a key that is nearly
                ``status``: what it says may be that the letter has left.
        """
        self.ensure_understood()
        for key, at in self.values.keys_at.items():
            plain = "".join(filter(str.isprintable, key)).strip().lower()
            if key != "status" and nearest(plain, ["status"]):
                raise self._refused(at, f"there is no field '{key}'", "did you mean 'status'?", "draft-unknown-field")
        try:
            return parse_status(self.values.get("status"))
        except ValueError as error:
            raise self._refused(position_of(self.values, ["status"]), str(error), "", "draft-status") from error

    def ensure_understood(self) -> None:
        """A `RecordsError`, whose problems say where, for a head that cannot be understood."""
        if found := errors_in(self.problems):
            raise RecordsError(f"the head of {found[0].at} cannot be understood: {found[0].text}",
                               hint=found[0].hint, problems=self.problems)  # fmt: skip

    def text_of(self, key: str) -> str:
        """The lines of a key with its value, as they are written; empty where it is not there.

        Raises:
            RecordsError: the head cannot be understood, or its keys do not stand on lines of their own.
        """
        self._ensure_lines()
        return "".join(f"{line}\n" for line in self.lines[slice(*self._span(key))]) if key in self.values else ""

    def lines_without(self, key: str) -> tuple[str, ...]:
        """The lines of the head but for those of one key, to compare two of them."""
        begin, end = self._span(key) if key in self.values else (0, 0)
        return (*self.lines[:begin], *self.lines[end:])

    def with_fields(self, fields: Mapping[str, str]) -> str:
        """The file with some keys set to a text, or taken out where it is empty; a new key comes at the end.

        Raises:
            RecordsError: the head cannot be understood, or not be changed by its lines.
        """
        self._ensure_lines()
        lines = {key: self._line(key, value) if value else "" for key, value in fields.items()}
        return self.with_lines(lines, {key: value or None for key, value in fields.items()})

    def with_entry(self, key: str, name: str, value: str) -> str:
        """The file with one more entry in the group of a key, which comes at the end where there is none.

        Raises:
            RecordsError: the head cannot be understood, or not be changed by its lines.
        """
        self._ensure_lines()
        known, group = self.values.get(key), Map(self.values.start)
        group.update(known if isinstance(known, Map) else {})
        group[name] = value
        text = format_front_matter({key: {word: str(said) for word, said in group.items()}})
        if isinstance(known, Map) and (first := self.lines[known.start.line - 2])[known.start.column - 1] != "{":
            # What is there may have notes of its own, so it stays as it is written.
            indent, below = " " * (self.values.start.column - 1), first[: len(first) - len(first.lstrip())]
            added = (f"{below}{line}" for line in format_front_matter({name: value}).split("\n")[:-1])
            lines = (*self.text_of(key).split("\n")[:-1], *added)
            text = "".join(f"{line.removeprefix(indent)}\n" for line in lines)
        return self.with_lines({key: text}, {key: group})

    def with_lines(self, texts: Mapping[str, str], values: Mapping[str, Value]) -> str:
        """The file with other lines for some keys.

        Args:
            texts: the lines of each key with its value, each with its end; empty takes the key out.
            values: what each of these keys is to say then; ``None`` for one that is taken out.

        Raises:
            RecordsError: the head cannot be understood, or would not say just that afterwards.
        """
        self._ensure_lines()
        lines, indent = list(self.lines), " " * (self.values.start.column - 1)
        written = {key: [f"{indent}{line}" if line else "" for line in text.split("\n")[:-1]]
                   for key, text in texts.items()}  # fmt: skip
        for begin, end, key in sorted(((*self._span(key), key) for key in texts if key in self.values), reverse=True):
            below = end if written[key] else self._end_of_notes(end)
            lines[begin:below] = written[key]
        lines += [line for key, added in written.items() if key not in self.values for line in added]
        made = "\n".join([self.opening, *lines, self.rest])
        self._ensure_only(made, values)
        return made

    def _line(self, key: str, value: str) -> str:
        """A key with a new value; its spelling and the comment behind it stay where both are on one line."""
        made = f"{dump_scalar(key)}: {dump_scalar(value)}\n"
        if not isinstance(self.values.get(key, made), str | None):
            return made
        begin, end = self._span(key) if key in self.values else (0, 0)
        at = self.values.values_at.get(key, Position(0, 0))
        found = _ON_ITS_LINE.match(self.lines[begin], at.column - 1)
        if end - begin != 1 or at.line != begin + 2 or found is None:
            return made
        before = self.lines[begin][self.values.start.column - 1 : at.column - 1].rstrip()
        return f"{before} {dump_scalar(value)}{found['comment']}\n"

    def _span(self, key: str) -> tuple[int, int]:
        """Which of the lines a key and its value take up: the first, and the one behind the last."""
        line, value = self.values.keys_at[key].line, self.values[key]
        limit = min((at.line for at in self.values.keys_at.values() if at.line > line), default=len(self.lines) + 2)
        if isinstance(value, Map | Seq):
            return line - 2, value.last_line - 1
        if limit - line == 1:
            return line - 2, limit - 2
        # What follows may be the value's or may be comments; what is read of the file up to there knows its last line.
        known = read_yaml("\n".join(["", *self.lines[: limit - 2]]), self.path).value
        return line - 2, (known.last_line if isinstance(known, Map) else limit - 1) - 1

    def _end_of_notes(self, line: int) -> int:
        """Where comments end that are indented below a key: without it they would be taken for the text above it."""
        note = re.compile(rf" {{{self.values.start.column},}}#")
        return next((at for at in range(line, len(self.lines)) if not note.match(self.lines[at])), len(self.lines))

    def _ensure_lines(self) -> None:
        """Makes sure that each key begins a line of its own, so that lines can be changed."""
        self.ensure_understood()
        start = self.values.start
        braces = self.lines[start.line - 2][start.column - 1 : start.column] == "{"
        for at in self.values.keys_at.values():
            if braces or at.column != start.column or self.lines[at.line - 2][: at.column - 1].strip(" "):
                raise self._refused(at, "this head does not have each field on a line of its own")

    def _ensure_only(self, made: str, values: Mapping[str, Value]) -> None:
        """Makes sure that a changed file says what it is to say, and nothing else has changed."""
        found = read_head(made, self.path)
        kept = {key: value for key, value in self.values.items() if key not in values}
        wanted = kept | {key: value for key, value in values.items() if value is not None}
        if errors_in(found.problems) or found.values != wanted or found.rest != self.rest:
            at = next((self.values.keys_at[key] for key in values if key in self.values), Position(2, 1))
            raise self._refused(at, "this head is written so that it cannot be changed safely")

    def _refused(self, at: Position, text: str, hint: str = _ONE_A_LINE, code: str = "draft-head") -> RecordsError:
        problem = at.within(self.path).error(code, text, hint)
        return RecordsError(f"{problem.at}: {text}; nothing was changed", hint=hint, problems=(problem,))


@lru_cache(maxsize=1)  # who reads a draft, changes its head next
def read_head(text: str, path: str) -> Head:
    """The head of a draft's file with LF line ends; one that cannot be understood has its errors among its problems."""
    parts = split_front_matter(text)
    if parts is None:
        missing = Place(path, 1, 1).error("draft-head", "this draft has no head", _HEAD_HINT)
        return Head(path, "", (), text, "", 1, Map(Position(1, 1)), (missing,))
    opening, *lines, rest = text.split("\n", parts.body_line - 2)
    document = read_yaml(parts.head, path)
    problems, values = document.problems, document.value
    if not isinstance(values, Map):
        words = "the head of this draft is empty" if values is None else "the head of this draft has no fields"
        problems, values = problems or (Place(path, 2, 1).error("draft-head", words, _HEAD_HINT),), Map(Position(2, 1))
    elif any("\r" in line for line in lines):
        words = "a line of this head ends in a way that only old programs write"
        problems = (*problems, Place(path, 2, 1).error("draft-head", words, "save the file with ordinary line ends"))
    return Head(path, opening, tuple(lines), rest, parts.body, parts.body_line, values, problems)
