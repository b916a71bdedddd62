"""The merge itself: one template, one reader's values, and the text or the fault that comes of them.

With `sandbox.py` the letters' owner of `jinja2`; only a worker imports either.
"""

from collections.abc import Mapping
from typing import Any

from jinja2 import Template, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.exceptions import FilterArgumentError, SecurityError
from jinja2.utils import missing

from composer.patterns import regex
from composer.spelling import did_you_mean, nearest
from composer.templating.branches import oversized, sentences_of
from composer.templating.escape import PRIVATE
from composer.templating.job import Merged, MergeFault, MergeJob, Source
from composer.templating.outline import Outline, branches_of
from composer.templating.sandbox import Captured, FieldMissingError, RefusedError, TemplateFault, findings, make_sandbox
from composer.templating.trace import MARKS, with_origins, without_marks

_OUTPUT_LIMIT = 200_000
_SOURCE_LIMIT = 100_000
_VALUE_DEPTH = 20
# With a parenthesis behind it, from whatever place, an open question would be a link.
_LINKED = regex(rf"(\[\[CONFIRM: [^\[\]]*\]\]{MARKS})\(")
# What a template's own arithmetic, loops and calls may raise.
_REFUSED = (
    TemplateError, FilterArgumentError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, NameError,
)  # fmt: skip
_DEEP = (RecursionError, SyntaxError)


class _ValueRefusedError(Exception):
    """A value that is no plain one."""


class Merger:
    """Merges with one set of templates; each is compiled once. It lives inside a worker."""

    def __init__(self, sources: Mapping[str, Source], *, trace: bool = False) -> None:
        self._sources = sources
        self._env = make_sandbox(sources, trace=trace)
        self._trace = trace
        self._compiled: dict[str, Template | MergeFault] = {}
        self._plain: Mapping[str, Any] = {}
        """The values that were looked at last; those of the practice are the same for all letters."""

    def merge(self, job: MergeJob) -> Merged:
        """The merged text, or why there is none; never raises for anything in a template or a value."""
        template = self._template(job.template)
        if isinstance(template, MergeFault):
            return template
        try:
            return self._merge(template, job.values)
        except _ValueRefusedError as error:
            return MergeFault("merge-value", str(error), "", job.template, 0)
        except FieldMissingError as error:
            return self._field_fault(error, job)
        except (*_REFUSED, *_DEEP) as error:
            return self._fault(error, job.template)

    def check(self, name: str) -> tuple[MergeFault, ...]:
        """The faults of one template that can be seen without a reader."""
        try:
            tree = self._parsed(name)
            found = tuple(self._template_fault(finding, name) for finding in findings(tree, self._env))
        except (*_REFUSED, *_DEEP) as error:
            return (self._compile_fault(error, name),)
        template = self._template(name)
        return found or ((template,) if isinstance(template, MergeFault) else ())

    def outline(self, name: str) -> Outline:
        """All that one template may say; nothing where it cannot be read."""
        text, first = self._sources[name].text, self._sources[name].first_line
        try:
            tree = self._parsed(name)
        except (*_REFUSED, *_DEEP):
            return Outline()
        return (
            Outline() if oversized(tree) else Outline(branches_of(text, name, first), sentences_of(tree, name, first))
        )

    def _parsed(self, name: str) -> nodes.Template:
        return self._env.parse(_readable(self._sources[name]), name, name)

    def _template(self, name: str) -> Template | MergeFault:
        if name not in self._compiled:
            self._compiled[name] = self._compile(name)
        return self._compiled[name]

    def _compile(self, name: str) -> Template | MergeFault:
        source = self._sources.get(name)
        if source is None:
            return MergeFault("merge-include", f"there is no template '{name}'", "", name, 0)
        try:
            _readable(source)
            return self._env.get_template(name)
        except (*_REFUSED, *_DEEP) as error:
            return self._compile_fault(error, name)

    def _merge(self, template: Template, values: Mapping[str, Any]) -> str:
        given = with_origins(values) if self._trace else values
        _ensure_plain(given, self._plain)
        self._plain = given
        parts: list[str] = []
        size = 0
        for part in template.generate(given):
            text = part.marked if isinstance(part, Captured) else part
            size += len(without_marks(text) if self._trace else text)
            if size > _OUTPUT_LIMIT:
                raise SecurityError(f"the letter grew beyond {_OUTPUT_LIMIT:,} characters")
            parts.append(text)
        merged = "".join(parts)
        return _LINKED.sub(r"\1\\(", merged) if "[[CONFIRM" in merged else merged

    # --- faults ----------------------------------------------------------------------------------------------------

    def _line(self, name: str, line: int) -> int:
        source = self._sources.get(name)
        return line + source.first_line - 1 if source and line else line

    def _place(self, error: BaseException, template: str) -> tuple[str, int]:
        """The innermost template and its line that an error came through; line 0 where it came through none."""
        name, line = template, 0
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in self._sources:
                name, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            trace = trace.tb_next
        return name, line

    def _fault(self, error: BaseException, template: str) -> MergeFault:
        """What went wrong while a template ran."""
        if isinstance(error, TemplateSyntaxError | SyntaxError):
            return self._compile_fault(error, template)
        name, line = self._place(error, template)
        line = self._line(name, line)
        if isinstance(error, TemplateNotFound):
            return MergeFault("merge-include", f"there is no template '{error.name}' to include", _PART, name, line)
        if isinstance(error, RecursionError):
            return MergeFault("merge-refused", _ENDLESS, "", name, line)
        return MergeFault("merge-refused", f"this cannot be worked out: {_said(error)}", "", name, line)

    def _compile_fault(self, error: BaseException, template: str) -> MergeFault:
        """What keeps a template from being read at all."""
        if isinstance(error, RefusedError):
            return self._template_fault(error.finding, error.name or template)
        if isinstance(error, TemplateSyntaxError):
            name = error.name or template
            said = _said(error)
            text = f"{said[:1].lower()}{said[1:]}"
            return MergeFault("merge-syntax", text, _FIELDS, name, self._line(name, error.lineno))
        if isinstance(error, _DEEP):
            return MergeFault("merge-syntax", "this letter is nested too deeply", _SMALLER, template, 0)
        return MergeFault("merge-syntax", f"this letter cannot be read: {_said(error)}", "", template, 0)

    def _template_fault(self, finding: TemplateFault, name: str) -> MergeFault:
        hint = _PART if finding.code == "merge-include" else finding.hint
        if finding.known:
            hint = did_you_mean(finding.word, finding.known, hint or f"there are {', '.join(sorted(finding.known))}")
        return MergeFault(finding.code, finding.text, hint, name, self._line(name, finding.line))

    def _field_fault(self, error: FieldMissingError, job: MergeJob) -> MergeFault:
        """A missing field with the fields there are beside it."""
        name, line = self._place(error, job.template)
        field = self._spelling(error, name, line, job.values)
        at = self._line(name, line)
        if error.holder is not missing and not isinstance(error.holder, dict):
            return MergeFault("merge-field", _no_group(error, field), "", name, at, 0, field)
        prefix = f"{field.rpartition('.')[0]}." if "." in field else ""
        fields = sorted(job.values if error.holder is missing else error.holder)
        near = nearest(error.name, fields)
        hint = f"did you mean '{prefix}{near}'? " if near else ""
        hint += f"there are {', '.join(fields)}" if fields else "there are no fields here"
        return MergeFault("merge-field", f"there is no field '{field}'", hint, name, at, 0, field)

    def _spelling(self, error: FieldMissingError, name: str, line: int, values: Mapping[str, Any]) -> str:
        """The missing field as the template writes it; its last name alone where that cannot be told."""
        if error.holder is missing:
            return error.name
        written = self._env.spelt.get((name, line, error.name), [])
        meant = [field for field in written if _at(field.rpartition(".")[0], values) is error.holder]
        return next(iter([*meant, *written]), error.name)


_ENDLESS = "this part of the letter stands in too many others, or calls itself without end"
_SMALLER = "take some brackets, loops or choices out of each other"
_FIELDS = "fields stand in {{ }}, choices in {% if … %} … {% endif %}"
_PART = "the name is that of a file below templates/, such as 'parts/closing.md'"


def _no_group(error: FieldMissingError, field: str) -> str:
    """That what a field was looked for in is no group of fields."""
    holder = f"'{field.rpartition('.')[0]}'" if "." in field else "this"
    if isinstance(error.holder, list):
        if error.name.isdecimal():
            return f"there is no item {int(error.name) + 1} here; {holder} is a list of {len(error.holder)}"
        return f"there is no field '{field}'; {holder} is a list"
    kind = "a text" if isinstance(error.holder, str) else "no group of fields"
    return f"there is no field '{field}'; {holder} is {kind}"


def _said(error: BaseException) -> str:
    """An exception's own words, short."""
    said = (error.message or "" if isinstance(error, TemplateError) else str(error)).rstrip(".")
    return said[:200] or type(error).__name__


def _readable(source: Source) -> str:
    if len(source.text) > _SOURCE_LIMIT:
        raise SecurityError(f"it is longer than {_SOURCE_LIMIT:,} characters")
    return source.text


def _at(field: str, values: Mapping[str, Any]) -> Any:
    """What stands at a dotted field; ``None`` where nothing does."""
    found: Any = values
    for part in field.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _ensure_plain(values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Texts, numbers, lists and groups; an object with methods never reaches a template.

    Those that are the very same as `before` are plain: they were looked at.

    Raises:
        _ValueRefusedError: there is something else among them.
    """
    for field, value in values.items():
        if value is not before.get(field) and (reason := _unplain(value, 0)):
            raise _ValueRefusedError(f"the field '{field}' holds {reason}")


def _unplain(value: Any, depth: int) -> str:
    """Why a value is not a plain one; empty where it is."""
    if isinstance(value, str):
        found = None if value.isascii() else PRIVATE.search(value)
        return f"U+{ord(found[0]):04X}, which is no character for a letter" if found else ""
    if type(value) in {dict, list}:
        if depth > _VALUE_DEPTH:
            return "groups in groups without end"
        for inner in value if type(value) is list else [*value, *value.values()]:
            short = type(inner) is str and inner.isascii()  # as nearly all are
            if not short and (reason := _unplain(inner, depth + 1)):
                return reason
        named = type(value) is list or all(isinstance(key, str) for key in value)
        return "" if named else "a group whose fields have no names"
    known = value is None or type(value) in {int, bool}
    return "" if known else f"a {type(value).__name__}, which is no plain value"
