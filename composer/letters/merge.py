"""The merge: plain values into a letter's Jinja text, inside a sandbox, inside a worker.

With `sandbox.py` and `trace.py` the letters' owner of `jinja2`.

A template may be pasted from anywhere and a value may hold anything. So a template sees texts, lists and groups of
them, and no object; it has the filters of `filters.py` and no others; what it prints is escaped as Markdown; and it
runs, compiling included, in a process that is ended when it takes too long or too much.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import FilterArgumentError, SecurityError
from jinja2.utils import missing
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from composer.letters.filters import ALLOWED, TESTS
from composer.letters.sandbox import FieldMissingError, Source, make_environment, plain_only
from composer.letters.trace import Piece, read_pieces
from composer.workers import Limits, Pool, Stopped

OUTPUT_LIMIT = 200_000
SOURCE_LIMIT = 100_000
_NEAR = 2


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


class Merger:
    """Merges with one set of templates; compiled once each. It lives inside a worker."""

    def __init__(self, sources: Mapping[str, Source], *, trace: bool = False) -> None:
        self._sources = sources
        self._environment = make_environment(sources, trace=trace)

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
        except FieldMissingError as error:
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
        for part in self._environment.get_template(source.name).generate(plain_only(values)):
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

    def _field_fault(self, error: FieldMissingError, job: MergeJob) -> MergeFault:
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


def merge_traced(sources: Mapping[str, Source], job: MergeJob) -> "tuple[Piece, ...] | MergeFault":
    """One merge with the origin of every piece; the pieces' texts joined are the untraced merge."""
    first_lines = {name: source.first_line for name, source in sources.items()}
    with Pool[MergeJob, Merged]((_tracing_merger, sources), limits=Limits()) as pool:
        for given, result in pool.map(_merge_one, [job]):
            merged = _settled(result, given)
            return merged if isinstance(merged, MergeFault) else tuple(read_pieces(merged, first_lines))
    return ()


def _tracing_merger(sources: Mapping[str, Source]) -> Merger:
    return Merger(sources, trace=True)
