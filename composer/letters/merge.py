"""The merge: plain values into a letter's Jinja text, inside a sandbox, inside a worker.

The letters' owner of `jinja2`.

A template may be pasted from anywhere and a value may hold anything. So a template sees texts, lists and groups of
them, and no object; it has the filters of `filters.py` and no others; what it prints is escaped as Markdown; and it
runs, compiling included, in a process that is ended when it takes too long or too much.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.exceptions import FilterArgumentError, SecurityError, UndefinedError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from composer.letters.escape import escape_markdown
from composer.letters.filters import ALLOWED, TESTS, Lines
from composer.letters.said import MARK_BEGIN, MARK_END
from composer.workers import Limits, Pool, Stopped

OUTPUT_LIMIT = 200_000
SOURCE_LIMIT = 100_000
_NUMBER_LIMIT = 10**9
_TEXT_LIMIT = 20_000
_RANGE_LIMIT = 1_000
_NEAR = 2

Plain: TypeAlias = "str | int | bool | None | list[Plain] | dict[str, Plain]"


@dataclass(frozen=True, slots=True)
class Source:
    """One template."""

    name: str
    """``letters/introduction.md``; what `include` calls it."""
    text: str
    first_line: int = 1
    """The line of its file on which the text begins; a head may stand above it."""


@dataclass(frozen=True, slots=True)
class MergeJob:
    """One template to be filled with one reader's values."""

    template: str
    values: Mapping[str, Any]
    """Texts, numbers, lists and groups of them; nothing else is taken."""


@dataclass(frozen=True, slots=True)
class MergeFault:
    """Why a merge failed, with its place in the template's file."""

    code: str
    text: str
    hint: str
    template: str
    line: int
    column: int = 0
    field: str = ""


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


class _FieldMissingError(UndefinedError):
    """A field that does not exist was used."""

    def __init__(self, name: str, holder: Any) -> None:
        super().__init__(name)
        self.name, self.holder = name, holder


class _Strict(StrictUndefined):
    """Every use of a missing field is an error that knows the field."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *_: Any, **__: Any) -> NoReturn:
        raise _FieldMissingError(str(self._undefined_name), self._undefined_obj)

    __iter__ = __str__ = __len__ = _fail_with_undefined_error
    __eq__ = __ne__ = __bool__ = __contains__ = _fail_with_undefined_error
    __hash__ = StrictUndefined.__hash__  # type: ignore[assignment]  # Jinja's own hash raises, too


class _Sources(BaseLoader):
    """The given templates and nothing else: no file can be reached."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources

    def get_source(self, _: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        if template not in self._sources:
            raise TemplateNotFound(template)
        return self._sources[template].text, template, lambda: True


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with its operators watched, which also keeps the compiler from working them out beforehand."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Adds small things, multiplies small numbers, and does nothing else."""
        numbers = isinstance(left, int) and isinstance(right, int)
        if operator in {"**", "%", "*"} and not numbers:
            raise SecurityError(f"'{operator}' works on numbers only")
        if operator == "**" or (numbers and max(abs(left), abs(right)) > _NUMBER_LIMIT):
            raise SecurityError("this number is too large for a letter")
        if isinstance(left, str | list) and len(left) + len(right) > _TEXT_LIMIT:
            raise SecurityError("this text is too long for a letter")
        return super().call_binop(context, operator, left, right)


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > _RANGE_LIMIT:
        raise SecurityError(f"a letter counts to {_RANGE_LIMIT:,} at most")
    return numbers


def _printed(value: Any) -> Any:
    """What a value looks like in the letter."""
    if isinstance(value, Lines):
        return "\n".join(escape_markdown(line) for line in value)
    if isinstance(value, str):
        return escape_markdown(value)
    if isinstance(value, _Traced):
        return value.printed()
    if isinstance(value, bool | dict) or value is None:
        raise SecurityError(_UNPRINTABLE.get(type(value), "this cannot be printed"))
    if isinstance(value, list | tuple):
        raise SecurityError("a list is printed through a filter such as 'sentences' or 'and_list'")
    return value


_UNPRINTABLE = {
    bool: "true and false are not words for a letter",
    dict: "a group of fields cannot be printed; name one of its fields",
    type(None): "there is nothing to print here",
}


def _environment(sources: Mapping[str, Source], *, trace: bool) -> Environment:
    env = _Sandbox(
        loader=_Sources(sources),
        undefined=_Strict,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # the output is Markdown; every value is escaped for that in _printed
        extensions=[_Trace] if trace else [],
        cache_size=400,
    )
    env.filters = dict(ALLOWED)
    env.tests = {name: test for name, test in env.tests.items() if name in TESTS}
    env.globals = {"range": _range} | ({_TRACE: _Traced} if trace else {})
    return env


class Merger:
    """Merges with one set of templates; compiled once each. It lives inside a worker."""

    def __init__(self, sources: Mapping[str, Source], *, trace: bool = False) -> None:
        self._sources = sources
        self._environment = _environment(sources, trace=trace)

    def merge(self, job: MergeJob) -> str | MergeFault:  # noqa: PLR0911  # one return for each sort of fault
        """The merged text, or why there is none; never raises for anything in a template or a value."""
        source = self._sources.get(job.template)
        if source is None:
            return MergeFault("merge-include", f"there is no template '{job.template}'", "", job.template, 0)
        try:
            return self._merge(source, job.values)
        except TemplateSyntaxError as error:
            return self._syntax_fault(error)
        except TemplateNotFound as error:
            name, line = self._place(error, job.template)
            hint = "the name is that of a file below templates/, such as 'parts/closing.md'"
            return MergeFault("merge-include", f"there is no template '{error.name}' to include", hint, name, line)
        except _FieldMissingError as error:
            return self._field_fault(error, job)
        except (
            TemplateError,
            FilterArgumentError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
        ) as error:
            name, line = self._place(error, job.template)
            said = str(error).rstrip(".") or type(error).__name__
            return MergeFault("merge-refused", f"this cannot be worked out: {said[:200]}", "", name, line)
        except RecursionError as error:
            name, line = self._place(error, job.template)
            return MergeFault("merge-refused", "this part of the letter calls itself without end", "", name, line)

    def _merge(self, source: Source, values: Mapping[str, Any]) -> str:
        if len(source.text) > SOURCE_LIMIT:
            raise SecurityError(f"the letter is longer than {SOURCE_LIMIT:,} characters")
        parts: list[str] = []
        size = 0
        for part in self._environment.get_template(source.name).generate(_plain_only(values)):
            size += len(part)
            if size > OUTPUT_LIMIT:
                raise SecurityError(f"the letter grew beyond {OUTPUT_LIMIT:,} characters")
            parts.append(part)
        return "".join(parts)

    def _line(self, name: str, line: int) -> int:
        source = self._sources.get(name)
        return line + source.first_line - 1 if source else line

    def _place(self, error: BaseException, template: str) -> tuple[str, int]:
        """The innermost template line that an error came through."""
        name, line = template, 0
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in self._sources:
                name, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            trace = trace.tb_next
        return name, self._line(name, line)

    def _syntax_fault(self, error: TemplateSyntaxError) -> MergeFault:
        name = error.name or ""
        message = (error.message or "this is not Jinja").rstrip(".")
        unknown = re.match(r"No (filter|test) named '(\w+)'", message)
        if unknown:
            near = _nearest(unknown[2], ALLOWED if unknown[1] == "filter" else TESTS)
            hint = f"did you mean '{near}'?" if near else f"there are {', '.join(sorted(ALLOWED))}"
            return MergeFault(
                "merge-filter",
                f"there is no {unknown[1]} '{unknown[2]}'",
                hint,
                name,
                self._line(name, error.lineno),
            )
        hint = "fields stand in {{ }}, choices in {% if … %} … {% endif %}"
        return MergeFault(
            "merge-syntax", f"{message[:1].lower()}{message[1:]}", hint, name, self._line(name, error.lineno)
        )

    def _field_fault(self, error: _FieldMissingError, job: MergeJob) -> MergeFault:
        """A missing field with the fields there are beside it."""
        name, line = self._place(error, job.template)
        fields: list[str] = sorted(job.values)
        prefix = ""
        if error.holder is not missing and isinstance(error.holder, dict):
            fields = sorted(error.holder)
            prefix = next((f"{key}." for key, value in job.values.items() if value is error.holder), "")
        near = _nearest(error.name, fields)
        hint = f"did you mean '{prefix}{near}'? " if near else ""
        field = f"{prefix}{error.name}"
        return MergeFault(
            "merge-field",
            f"there is no field '{field}'",
            f"{hint}there are {', '.join(fields)}",
            name,
            line,
            0,
            field,
        )


def _plain_only(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, which are texts, numbers, lists and groups; an object with methods never reaches a template."""
    for value in values.values():
        _ensure_plain(value)
    return dict(values)


def _ensure_plain(value: Any) -> None:
    if type(value) is dict:
        for inner in value.values():
            _ensure_plain(inner)
    elif type(value) is list:
        for inner in value:
            _ensure_plain(inner)
    elif value is not None and type(value) not in {str, int, bool}:
        raise SecurityError(f"a {type(value).__name__} is no plain value")


def _nearest(word: str, words: Iterable[str]) -> str:
    best = process.extractOne(word, sorted(words), scorer=DamerauLevenshtein.distance, score_cutoff=_NEAR)
    return str(best[0]) if best else ""


# --- in workers ----------------------------------------------------------------------------------------------------

Merged: TypeAlias = str | MergeFault


def merge_all(
    sources: Mapping[str, Source],
    jobs: Iterable[MergeJob],
    *,
    limits: Limits | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Merged]:
    """Merges jobs in workers, in their order; what takes too long or too much becomes a fault, and the rest goes on."""
    with Pool[MergeJob, Merged]((Merger, sources), limits=limits or Limits()) as pool:
        yield from (_settled(result, job) for job, result in pool.map(_merge_one, jobs, progress=progress))


def _merge_one(merger: Merger, job: MergeJob) -> Merged:
    return merger.merge(job)


def _settled(result: Merged | Stopped, job: MergeJob) -> Merged:
    if not isinstance(result, Stopped):
        return result
    took = {"time": "takes too long", "memory": "needs too much memory", "crash": "ended its process"}[result.reason]
    return MergeFault(
        "merge-stopped", f"this letter {took}, so it was stopped", "look for a loop in it", job.template, 0
    )


def compile_check(sources: Mapping[str, Source], names: Iterable[str]) -> Iterator[MergeFault]:
    """The faults of templates that can be seen without a reader: syntax, unknown filters."""
    for result in merge_all(sources, (MergeJob(name, {}) for name in names)):
        if isinstance(result, MergeFault) and result.code in {
            "merge-syntax",
            "merge-filter",
            "merge-include",
            "merge-stopped",
        }:
            yield result


# --- tracing -------------------------------------------------------------------------------------------------------

_TRACE = "_trace"
_BEGIN, _SPLIT, _END = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{_BEGIN}([^{_SPLIT}]*){_SPLIT}(\\d+){_SPLIT}([^{_END}]*){_END}|{MARK_BEGIN}(\\d+){MARK_END}")


class _Traced:
    """A printed value with the expression it came from."""

    def __init__(self, template: str, line: int, expression: str, value: Any) -> None:
        self._mark = f"{_BEGIN}{template}{_SPLIT}{line}{_SPLIT}{expression}{_END}"
        self._value = value

    def printed(self) -> str:
        """The value as it prints, behind a mark that says where it is from."""
        return f"{self._mark}{_printed(self._value)}"


class _Trace(Extension):
    """Puts a mark before each line of a template's own words, and wraps each printed expression."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
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
    yield Token(line, "name", _TRACE)
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


def merge_traced(sources: Mapping[str, Source], job: MergeJob) -> "tuple[Piece, ...] | MergeFault":
    """One merge with the origin of every piece; the pieces' texts joined are the untraced merge."""
    with Pool[MergeJob, Merged]((_tracing_merger, sources), limits=Limits()) as pool:
        for given, result in pool.map(_merge_one, [job]):
            merged = _settled(result, given)
            return merged if isinstance(merged, MergeFault) else tuple(_read_pieces(merged, sources))
    return ()


def _tracing_merger(sources: Mapping[str, Source]) -> Merger:
    return Merger(sources, trace=True)


def _read_pieces(text: str, sources: Mapping[str, Source]) -> Iterator[Piece]:
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
            found = sources.get(template)
            line = int(mark[2]) + (found.first_line - 1 if found else 0)
    if position < len(text):
        yield Piece(text[position:], template, line, value, source)
