"""The sandbox in which letters run: Jinja with plain values, a list of filters, and output that is text only.

What it cannot stop, a template that runs for ever or eats memory, the worker around it does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, Undefined
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from composer.letters.escape import escape_markdown
from composer.letters.filters import ALLOWED, TESTS, Lines
from composer.letters.trace import TRACE, Trace, Traced

_NUMBER_LIMIT = 10**9
_TEXT_LIMIT = 20_000
_RANGE_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Source:
    """One template."""

    name: str
    """``letters/introduction.md``; what `include` calls it."""
    text: str
    first_line: int = 1
    """The line of its file on which the text begins; a head may stand above it."""


class FieldMissingError(UndefinedError):
    """A field that does not exist was used."""

    def __init__(self, name: str, holder: Any) -> None:
        super().__init__(name)
        self.name, self.holder = name, holder


class _Strict(StrictUndefined):
    """Every use of a missing field is an error that knows the field."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *_: Any, **__: Any) -> NoReturn:
        raise FieldMissingError(str(self._undefined_name), self._undefined_obj)

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


_ATTRIBUTES: Mapping[type, frozenset[str]] = {
    str: frozenset({"upper", "lower", "title", "capitalize", "strip", "startswith", "endswith", "split"}),
    dict: frozenset({"items", "keys", "values", "get"}),
    list: frozenset(),
    int: frozenset(),
}


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with its operators watched, which also keeps the compiler from working them out beforehand."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def wrap_str_format(self, value: Any) -> None:
        """Jinja guards `format` against attributes, and not against widths; here it is not there at all."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Fields of groups and a few questions to a text; `format` alone could fill the memory."""
        for kind, allowed in _ATTRIBUTES.items():
            if isinstance(obj, kind):
                return attr in allowed
        return super().is_safe_attribute(obj, attr, value)

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
    if isinstance(value, Traced):
        return f"{value.mark}{_printed(value.value)}"
    if isinstance(value, list | tuple):
        raise SecurityError("a list is printed through a filter such as 'sentences' or 'and_list'")
    if isinstance(value, int | float | Undefined) and not isinstance(value, bool):
        return str(value)  # a missing field says here that it is missing
    raise SecurityError(_UNPRINTABLE.get(type(value), "this is no text"))


_UNPRINTABLE = {
    bool: "true and false are not words for a letter",
    dict: "a group of fields cannot be printed; name one of its fields",
    type(None): "there is nothing to print here",
}


def make_environment(sources: Mapping[str, Source], *, trace: bool) -> Environment:
    """An environment that can load these templates and nothing else.

    Args:
        sources: every template there is, by name.
        trace: whether what it prints carries marks; see `trace.py`.
    """
    env = _Sandbox(
        loader=_Sources(sources),
        undefined=_Strict,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # the output is Markdown; every value is escaped for that in _printed
        extensions=[Trace] if trace else [],
        cache_size=400,
    )
    env.filters = dict(ALLOWED)
    env.tests = {name: test for name, test in env.tests.items() if name in TESTS}
    env.globals = {"range": _range} | ({TRACE: Traced} if trace else {})
    return env


def plain_only(values: Mapping[str, Any]) -> dict[str, Any]:
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
