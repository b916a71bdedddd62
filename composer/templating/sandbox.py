"""The sandbox in which letters run: Jinja with plain values, a list of filters, and output that is text only.

With `merge.py` the letters' owner of `jinja2`; only a worker imports either. What the sandbox cannot stop, a template
that runs for ever or eats memory, the worker around it does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from jinja2 import FunctionLoader, StrictUndefined, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateAssertionError, UndefinedError
from jinja2.filters import FILTERS as JINJA
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from composer.briefs.locales import list_words
from composer.templating.branches import mark_branches, oversized, take_line_ends_along
from composer.templating.escape import PRIVATE, escape_markdown
from composer.templating.filters import (
    FILTERS,
    LIST_LIMIT,
    TESTS,
    TEXT_LIMIT,
    Text,
    TooMuchError,
    split_lines,
    word_list,
)
from composer.templating.job import Source
from composer.templating.line_ends import keep_line_ends
from composer.templating.trace import CLOSE, mark_parts, mark_value, mark_words, without_marks

_NUMBER_LIMIT = 10**9
_RANGE_LIMIT = 1_000


class FieldMissingError(UndefinedError):
    """A field that does not exist was used."""

    def __init__(self, name: str, holder: Any) -> None:
        super().__init__(name)
        self.name, self.holder = name, holder


class RefusedError(TemplateAssertionError):
    """A template holds what no letter may hold; found before it runs."""

    def __init__(self, finding: "TemplateFault", name: str | None) -> None:
        super().__init__(finding.text, finding.line, name, name)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """Something in a template that no letter may hold."""

    code: str
    text: str
    line: int
    """Of the template's text, counted from 1."""
    word: str = ""
    """The word that is not known."""
    known: tuple[str, ...] = ()
    """Those that are."""
    hint: str = ""


class _Missing(StrictUndefined):
    """Every use of a missing field is an error that knows the field."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        """Jinja asks for it in the one place where it raises, whatever the use was; so this raises first."""
        if self._undefined_hint:
            return self._undefined_hint
        raise FieldMissingError(str(self._undefined_name), self._undefined_obj)


class Captured(str):
    """What a macro, a block or a `set` block printed: escaped already, so it is printed as it is."""

    __slots__ = ("marked",)

    marked: str
    """The same with the marks of a traced merge, which the template does not get to see."""

    def __new__(cls, parts: Iterable[str]) -> Self:
        """The parts as one text."""
        marked = "".join(part.marked if isinstance(part, Captured) else part for part in parts)
        made = super().__new__(cls, without_marks(marked))
        made.marked = marked
        return made


_JINJAS_OWN = (LoopContext, Macro, BlockReference)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, narrowed: fields of groups, items of lists, and nothing to call but macros and blocks.

    Its operators are watched, which also keeps the compiler from working them out beforehand.
    """

    intercepted_binops = frozenset({"+", "*", "**", "%"})
    concat = Captured  # Jinja joins with it what a macro, a block or a `set` printed
    sources: Mapping[str, Source]
    spelt: dict[tuple[str, int, str], list[str]]
    """How the fields of a template are written out: by template, line, and last name."""
    tracing: bool = False

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a group; Jinja would look for a method of the `dict` first, and a field may be called `items`."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        # A plain value has nothing but methods there, and `format` or `__class__` are the beginnings of every way out.
        if isinstance(obj, str | int | float | list | tuple | range) or obj is None:
            return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a list, a field of a group, a letter of a text."""
        if isinstance(obj, dict | str | list | tuple | range):
            try:
                return obj[argument]
            except (TypeError, LookupError):
                return self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros, blocks, `loop`, `range` and `namespace`; a value has nothing to call."""
        if isinstance(obj, (*_JINJAS_OWN, Undefined)) or obj is _range or obj is Namespace:
            return True
        return isinstance(getattr(obj, "__self__", None), LoopContext)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Calls what may be called."""
        if not self.is_safe_callable(obj):
            raise SecurityError("a letter cannot call this; there may be a filter for it, as in {{ name | upper }}")
        return context.call(obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Adds small things, multiplies small numbers, and does nothing else."""
        # Limits stand before the work: one '*' on a text, or one '**', would take all memory within a single step that
        # no limit on time could interrupt.
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator in {"**", "%", "*"} and not numbers:
            raise SecurityError(f"'{operator}' works on numbers only")
        if operator == "**" or (numbers and max(abs(left), abs(right)) > _NUMBER_LIMIT):
            raise SecurityError("this number is too large for a letter")
        if isinstance(left, str | list) and isinstance(right, str | list):
            limit = TEXT_LIMIT if isinstance(left, str) else LIST_LIMIT
            if len(left) + len(right) > limit:
                raise SecurityError("this text is too long for a letter")
        return super().call_binop(context, operator, left, right)

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Jinja's own place for a change to the text of a template."""
        return keep_line_ends(super().preprocess(source, name, filename))

    def _generate(self, source: nodes.Template, name: str | None, *arguments: Any, **options: Any) -> str:
        """Jinja's own place for a look at a template before it becomes code."""
        for finding in findings(source, self):
            raise RefusedError(finding, name)
        take_line_ends_along(source, self)
        self._spell(source, name or "")
        if self.tracing:
            self._mark(source, name or "")
        return super()._generate(source, name, *arguments, **options)

    def _spell(self, template: nodes.Template, name: str) -> None:
        for node in template.find_all((nodes.Getattr, nodes.Getitem)):
            field = dotted(node)
            if field:
                self.spelt.setdefault((name, node.lineno, field.rpartition(".")[2]), []).append(field)

    def _mark(self, template: nodes.Template, name: str) -> None:
        """Puts marks around all that a template prints."""
        # The outputs are collected before the branches are marked, or the marks themselves would get marks.
        first = self.sources[name].first_line - 1 if name in self.sources else 0
        outputs = list(template.find_all(nodes.Output))
        mark_branches(template, name, self)
        for output in outputs:
            output.nodes = [part for node in output.nodes for part in _marked(node, name, first + node.lineno)]
            output.set_environment(self)


def _marked(node: nodes.Expr, name: str, line: int) -> Iterator[nodes.Expr]:
    if isinstance(node, nodes.TemplateData):
        yield nodes.TemplateData(mark_words(node.data, name, line), lineno=node.lineno)
        return
    fields = dict.fromkeys(field for part in (node, *node.find_all(nodes.Node)) if (field := dotted(part)))
    longest = [field for field in fields if not any(other.startswith(f"{field}.") for other in fields)]
    yield nodes.TemplateData(mark_value(name, line, ", ".join(longest)), lineno=node.lineno)
    yield node
    yield nodes.TemplateData(CLOSE, lineno=node.lineno)


def dotted(node: nodes.Node) -> str:
    """A field as a template writes it, ``practice.phone``; empty for anything else."""
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=group, attr=field) | nodes.Getitem(node=group, arg=nodes.Const(value=str(field))):
            before = dotted(group)
            return f"{before}.{field}" if before else ""
    return ""


# --- before a template runs ----------------------------------------------------------------------------------------


def findings(template: nodes.Template, env: Sandbox) -> Iterator[TemplateFault]:
    """What a template holds that no letter may hold, in the branches that are never taken, too."""
    if large := oversized(template):
        hint = "make several letters of it, or take some brackets, loops or choices out of each other"
        yield TemplateFault("merge-syntax", *large, hint=hint)
        return
    for node in template.find_all(nodes.Node):
        yield from _finding(node, env)


def _finding(node: nodes.Node, env: Sandbox) -> Iterator[TemplateFault]:
    """A filter block would print what it makes of escaped text, and `autoescape` escapes for HTML."""
    if isinstance(node, nodes.FilterBlock | nodes.ScopedEvalContextModifier):
        tag = "filter" if isinstance(node, nodes.FilterBlock) else "autoescape"
        yield TemplateFault("merge-syntax", f"there is no '{tag}' block in letters", node.lineno)
    elif isinstance(node, nodes.Filter | nodes.Test):
        kind, known = ("filter", tuple(env.filters)) if isinstance(node, nodes.Filter) else ("test", tuple(env.tests))
        if node.name not in known:
            yield TemplateFault("merge-filter", f"there is no {kind} '{node.name}'", node.lineno, node.name, known)
    elif isinstance(node, nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends):
        name = node.template.value if isinstance(node.template, nodes.Const) else ""
        if isinstance(name, str) and name and name not in env.sources and not getattr(node, "ignore_missing", False):
            text = f"there is no template '{name}' to include"
            yield TemplateFault("merge-include", text, node.lineno, name, tuple(env.sources))
    elif isinstance(node, nodes.TemplateData | nodes.Const):
        text = node.data if isinstance(node, nodes.TemplateData) else node.value
        if isinstance(text, str) and (found := PRIVATE.search(text)):
            yield TemplateFault("merge-syntax", f"U+{ord(found[0]):04X} is no character for a letter", node.lineno)


# --- what it prints ------------------------------------------------------------------------------------------------


def _printed(value: Any) -> str:
    """What a value looks like in the letter."""
    if isinstance(value, Captured):
        return value.marked
    if isinstance(value, Text):
        return "\n".join(map(_printed_line, split_lines(value))) if value.lines else _printed_line(value)
    if isinstance(value, str):
        return escape_markdown(value)
    text = str(value)  # a missing field says here that it is missing
    if isinstance(value, int | float) and not isinstance(value, bool):
        return text
    raise SecurityError(_UNPRINTABLE.get(type(value), "this is no text"))


def _printed_line(text: str) -> str:
    return mark_parts(text) if isinstance(text, Text) and text.origins else escape_markdown(text)


_UNPRINTABLE = {
    bool: "true and false are not words for a letter",
    dict: "a group of fields cannot be printed; name one of its fields",
    list: "a list is printed through a filter such as 'sentences' or 'and_list'",
    type(None): "there is nothing to print here",
}


def _range(*bounds: int) -> range:
    """Numbers to count with."""
    numbers = range(*bounds)
    if len(numbers) > _RANGE_LIMIT:
        raise TooMuchError(f"a letter counts to {_RANGE_LIMIT:,} at most")
    return numbers


def _listing(name: str) -> Callable[..., list[Any]]:
    """Jinja's `select` or `reject`, which ask for tests by name, as a list."""

    @pass_context
    def listing(context: Context, value: Any, *arguments: Any) -> list[Any]:
        return list(JINJA[name](context, value, *arguments))

    return listing


def _word_list(kind: Literal["standard", "or"]) -> Callable[..., str]:
    """A list joined as the letter's language joins it."""

    @pass_context
    def joined(context: Context, value: Any) -> str:
        words = list_words(str(context.get("language", "en")), kind)
        return word_list(value, words.two, words.middle, words.last)

    return joined


def make_sandbox(sources: Mapping[str, Source], *, trace: bool) -> Sandbox:
    """An environment that can load these templates and nothing else; with `trace` what it prints carries marks."""
    env = Sandbox(
        loader=FunctionLoader(lambda name: (sources[name].text, name, lambda: True) if name in sources else None),
        undefined=_Missing,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # the output is Markdown; every value is escaped for that in _printed
    )
    env.sources, env.spelt, env.tracing = sources, {}, trace
    env.filters = {
        **FILTERS,
        "and_list": _word_list("standard"),
        "or_list": _word_list("or"),
        "default": JINJA["default"],
        "select": _listing("select"),
        "reject": _listing("reject"),
    }
    env.tests = {name: test for name, test in env.tests.items() if name in TESTS}
    env.globals = {"range": _range, "namespace": Namespace}
    return env
