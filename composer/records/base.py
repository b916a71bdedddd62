"""How every record is read: from positioned YAML to a frozen model, with problems as values.

Pydantic validates; this module gives its errors their place, their code and their remedy, refuses fields that
would hold a client or a secret, and tells a misspelt field from one of the user's own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar, get_args, get_origin

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, ValidationError

from composer.errors import Place, Problem
from composer.patterns import regex
from composer.records.faults import HINTS, fault_words, has_verb
from composer.records.wishes import plain_key
from composer.spelling import did_you_mean
from composer.yaml.places import pack_places, unpack_places
from composer.yaml.reader import Map, Position, Seq, Value, position_of

_CLIENT = regex(
    r"(?!(accept(s|ing)?|takes?|taking|welcomes?)_)(.*_)?("
    r"((client|patient|mrn|dob|ssn|birth_?date|date_of_birth|diagnos[ie]s|dx|icd|medication|symptom"
    r"|presenting_problem|treatment_plan)s?|clientes?|pacientes?|cases|diagnosed|meds|prognos[ie]s)"
    r"(names?|ids?|initials|numbers?|dob|ages?|lists?|codes?|emails?|phones?)?"
    r"|case_?(names?|ids?|initials|numbers?|dob|ages?|lists?|codes?|emails?|phones?|notes?)"
    r"|(intake|process|progress|soap|therapy)_?notes?"
    r"|(session|treatment)s?(?!_(approach(es)?|cent(er|re)s?|costs?|duration|facilit(y|ies)|fees?|formats?|length"
    r"|methods?|minutes|modalit(y|ies)|prices?|programs?|rates?|styles?)(_|\Z))"
    r")(_.*)?|case"
)
"""A field's name of which one word is a client or their care; what sessions cost, where treatment is and
whether somebody takes new patients is neither."""
_SECRET = regex(r"(.*_)?(password|passwd|passphrase|secret|token|api_?key|credentials_file)s?")
FORBIDDEN = (
    (_SECRET, "secret-field", "would keep a secret in a plain file",
     "take it out; your system's keychain is the place for it"),
    (_CLIENT, "client-field", "would hold something about a client, and no file here may",
     "take it out; keep it in your clinical record system. A referral here is a date and who sent it"),
)  # fmt: skip
"""Fields that no record may have: the code, what is said behind the field's name, and the hint."""
_WORDS = regex(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
"""Where a word of a field's name begins without a sign before it: ``patientName``, ``DOBOf``, ``client2``."""
# The field that tells one record of a kind from another.
_NAMING = ("id", "key", "need", "letter")


FACT_WORDS = ("text", "need", "name", "basis")
"""The field of a fact that says it."""


def is_of_clients(name: str) -> bool:
    """Whether a field or a column of this name would hold something about a client, or a secret."""
    return any(pattern.fullmatch(plain_key(name)) for pattern, *_ in FORBIDDEN)


def words_of(fact: BaseModel) -> str:
    """What a fact says in its own words, without its day and where it is from; empty where it has none."""
    return next((str(said) for key in FACT_WORDS if (said := getattr(fact, key, ""))), "")


class Origin(NamedTuple):
    """Where a record stands, so that every sentence made from it can say so."""

    path: str
    """The file, relative to the workspace."""
    written: Map | bytes
    """The record as it was written; its places alone, packed, where it was kept and not read this time."""

    @property
    def node(self) -> Map | Seq:
        """The record as it was written, or at least the places of all that it holds."""
        return unpack_places(self.written) if isinstance(self.written, bytes) else self.written

    def __reduce__(self) -> tuple[type["Origin"], tuple[str, bytes]]:
        """Few places are ever asked for: packed, those of a record load thirty times as fast."""
        packed = self.written if isinstance(self.written, bytes) else pack_places(self.written)
        return Origin, (self.path, packed)


@dataclass(frozen=True, slots=True)
class Citation:
    """The place in the user's files that supports a sentence."""

    path: str
    line: int
    record: str
    """Which record it is: ``contact abena-osei``, ``role clergy``, ``offer``."""
    field: str
    """Which field of it: ``needs[1]``."""
    said: str = ""
    """What stands there, on one line."""

    def __str__(self) -> str:
        """``contacts.yaml:14``."""
        return f"{self.path}:{self.line}"


@dataclass(slots=True, eq=False, repr=False)  # a record in it holds private notes
class Cited:
    """A place that supports a sentence, looked up once somebody asks for it: few letters are ever explained."""

    record: "Record"
    loc: tuple[str | int, ...]
    """The path of keys and positions in it."""

    def look_up(self) -> Citation:
        """The place with its line."""
        return self.record.citation(self.loc)

    def __str__(self) -> str:
        return str(self.look_up())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Cited):
            return False
        if self.record is other.record:
            return self.loc == other.loc
        return self.look_up() == other.look_up()

    def __hash__(self) -> int:
        return hash(self.loc)  # equal ones have equal paths of keys


# The slots of a model, set without pydantic's and Python's search for them.
_set_fields, _set_given, _set_extra, _set_private = (
    BaseModel.__dict__[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
_GIVEN: dict[frozenset[str], set[str]] = {}


class Record(BaseModel):  # noqa: PLW1641  # pydantic makes a hash of the fields for each that is frozen
    """The base of every record: frozen, strict about types, silent about keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, defer_build=True)
    kind: ClassVar[str] = "record"
    """The word that problem codes begin with, ``contact-email``; a class of records names its own as an argument."""
    origin: ClassVar[Origin | None] = None
    """Where it was read; ``None`` for a record made in code. It is kept beside the fields, as a cached property is:
    pydantic's private attributes cost as much as all of its validation."""

    def __init_subclass__(cls, *, kind: str = "", **settings: Any) -> None:
        super().__init_subclass__(**settings)
        cls.kind = kind or cls.kind

    def __eq__(self, other: object) -> bool:
        return self is other or super().__eq__(other)

    def __getstate__(self) -> Any:
        """The fields and which of them were given, as one object for all records alike: half the time to load."""
        given = self.model_fields_set
        return vars(self), _GIVEN.setdefault(frozenset(given), given)

    def __setstate__(self, state: Any) -> None:
        """What pydantic's own does, for records, which have no further fields and no private ones."""
        fields, given = state
        _set_fields(self, fields)
        _set_given(self, given)
        _set_extra(self, None)
        _set_private(self, None)

    def where(self, *loc: str | int) -> Place:
        """The line of a field, of the record where none is named; a place without a file for a record made in code."""
        return self.at(*loc)._replace(column=0)

    def at(self, *loc: str | int) -> Place:
        """The line and the column of a field; a place without a file for a record made in code."""
        if self.origin is None:
            return Place("")
        return position_of(self.origin.node, self._as_written(loc)).within(self.origin.path)

    def cite(self, *loc: str | int) -> tuple[Cited, ...]:
        """The one place that a sentence made from a field rests on; none for a record made in code."""
        return (Cited(self, loc),) if self.origin else ()

    def citation(self, loc: tuple[str | int, ...]) -> Citation:
        """The place of a field by its path of keys and positions; for a record that was read from a file."""
        assert self.origin is not None  # noqa: S101  # `cite` asks for it
        name = next((str(self.__dict__[field]) for field in _NAMING if self.__dict__.get(field)), "")
        field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).removeprefix(".")
        record = f"{self.kind} {name}".rstrip()
        return Citation(self.origin.path, self.at(*loc).line, record, field, " ".join(_said(self, loc).split()))

    def _as_written(self, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """The path of a field with the name that the file has for it: ``role`` for ``roles``."""
        keys = next((keys for keys in _keys_of(type(self)) if loc and loc[0] in keys), ())
        written = next((key for key in keys if self.origin and key in self.origin.node), None)
        return (written, *loc[1:]) if written else loc


def _inside(value: Any, part: str | int) -> Any:
    """A field of a record, or one thing of a list; ``None`` where there is none."""
    if isinstance(value, Record):
        return getattr(value, str(part), None)
    there = isinstance(value, tuple) and isinstance(part, int) and 0 <= part < len(value)
    return value[part] if there else value.get(part) if isinstance(value, dict) else None


def _said(value: Any, loc: tuple[str | int, ...]) -> str:
    """What stands in a field, as text: of a group its words, of a list all that is in it; empty where nothing does."""
    for part in loc:
        value = _inside(value, part)
    if isinstance(value, Record):
        value = next((found for field in ("text", "name", "title") if (found := getattr(value, field, ""))), "")
    return ", ".join(_said(one, ()) for one in value) if isinstance(value, tuple) else str(value or "")


def alone(field: str) -> BeforeValidator:
    """Lets a text stand where a group of fields may; it is the group with this one field."""
    return BeforeValidator(lambda value: {field: value} if isinstance(value, str) else value)


R = TypeVar("R", bound=Record)
_TOP = Position(1, 1)


def read_record(model: type[R], node: Value, path: str, at: Position = _TOP) -> tuple[R | None, tuple[Problem, ...]]:
    """One record from its YAML, ``None`` where an error forbids using it; and every problem, warnings too.

    A node that has no place of its own begins `at` the one that is given.
    """
    if not isinstance(node, Map):
        text = "a group of fields belongs here, such as 'name: …'"
        return None, (at.within(path).error(f"{model.kind}-shape", text),)
    problems = list(_key_problems(model, node, path))
    record: R | None = None
    try:
        record = model.model_validate(node)
    except ValidationError as error:
        problems.extend(_field_problems(model, node, path, error))
    if record is None or any(problem.level == "error" for problem in problems):
        return None, tuple(sorted(problems))
    _attach(record, node, path)
    return record, tuple(sorted(problems))


def _attach(record: Record, node: Map, path: str) -> None:
    """Tells a record, and those inside it, where they stand."""
    vars(record)["origin"] = Origin(path, node)
    for key in _fields_of(type(record))[1]:
        inner, written = getattr(record, key, None), node.get(key)
        pairs = [(inner, written)]
        if isinstance(inner, tuple):
            pairs = list(zip(inner, written if isinstance(written, Seq) else [written], strict=False))
        for value, child in pairs:
            if isinstance(value, Record) and isinstance(child, Map):
                _attach(value, child, path)


def read_records(model: type[R], node: Value, path: str) -> tuple[list[R], list[Problem]]:
    """A list of records; a bad one is left out with its problems and moves no other."""
    if node is None:
        return [], []
    if not isinstance(node, Seq):
        text = f"a list of {model.kind}s belongs here, each beginning with '- '"
        return [], [position_of(node, ()).within(path).error(f"{model.kind}-shape", text)]
    records: list[R] = []
    problems: list[Problem] = []
    for item, at in zip(node, node.values_at, strict=True):
        record, found = read_record(model, item, path, at)
        problems.extend(found)
        if record is not None:
            records.append(record)
    return records, problems


# --- keys ------------------------------------------------------------------------------------------------------


def _key_problems(model: type[BaseModel], node: Map, path: str) -> Iterator[Problem]:
    """Keys that must not be there, keys nobody knows, and the same inside nested records."""
    known, nested = _fields_of(model)
    groups = _groups_of(model)
    for key, value in node.items():
        if key not in known:
            yield _unknown_key(key, known, node.keys_at[key].within(path), getattr(model, "kind", "record"))
            yield from _forbidden_in(value, path)
        elif key in nested:
            for inner in _maps_in(value):
                yield from _key_problems(nested[key], inner, path)
        elif key in groups and isinstance(value, Map):
            for inner in _maps_in(list(value.values())):
                yield from _key_problems(groups[key], inner, path)


def _maps_in(value: "Value | list[Value]") -> Iterator[Map]:
    if isinstance(value, Map):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _maps_in(item)


@cache
def _fields_of(model: type[BaseModel]) -> tuple[frozenset[str], Mapping[str, type[BaseModel]]]:
    """The keys a model knows (aliases too), and the record each nested field holds."""
    known: set[str] = set()
    nested: dict[str, type[BaseModel]] = {}
    for keys, info in zip(_keys_of(model), model.model_fields.values(), strict=True):
        known |= keys
        inner = _record_in(info.annotation)
        nested |= dict.fromkeys(keys, inner) if inner else {}
    return frozenset(known), nested


@cache
def _keys_of(model: type[BaseModel]) -> tuple[frozenset[str], ...]:
    """For each field, the names that it may have in a file."""
    return tuple(
        frozenset({name, *_aliases(info.validation_alias), *_aliases(info.alias)})
        for name, info in model.model_fields.items()
    )


def _aliases(alias: Any) -> tuple[str, ...]:
    choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
    return tuple(choice for choice in choices if isinstance(choice, str))


@cache
def _groups_of(model: type[BaseModel]) -> Mapping[str, type[BaseModel]]:
    """The record that each value of a group is, for fields such as ``dict[str, RuleWording]``."""
    annotations = ((name, info.annotation) for name, info in model.model_fields.items())
    groups = ((name, get_args(annotation)[1]) for name, annotation in annotations if get_origin(annotation) is dict)
    return {name: inner for name, value in groups if (inner := _record_in(value))}


def _record_in(annotation: Any) -> type[BaseModel] | None:
    """The record class that an annotation such as ``tuple[Need, ...] | None`` holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) is dict:
        return None  # its keys are the user's own
    parts = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
    return next((found for part in parts if (found := _record_in(part))), None)


def _forbidden_in(value: Value, path: str) -> Iterator[Problem]:
    """Fields that no record may have, at any depth of a field that nobody knows."""
    for inner in _maps_in(value):
        for key, deeper in inner.items():
            if problem := _forbidden(key, inner.keys_at[key].within(path)):
                yield problem
            yield from _forbidden_in(deeper, path)


def _forbidden(key: str, at: Place) -> Problem | None:
    forms = plain_key(key), plain_key(_WORDS.sub("_", key))
    for fields, code, words, hint in FORBIDDEN:
        if any(map(fields.fullmatch, forms)):
            return at.error(code, f"'{key}' {words}", hint)
    return None


def _unknown_key(key: str, known: frozenset[str], at: Place, kind: str) -> Problem:
    if problem := _forbidden(key, at):
        return problem
    code, text = f"{kind}-unknown-field", f"there is no field '{key}'"
    if hint := did_you_mean(key.strip().lower().replace("-", "_").replace(" ", "_"), known):
        return at.error(code, text, hint)
    return at.warning(code, text, "it is kept, and no letter can use it")


# --- values ----------------------------------------------------------------------------------------------------


def _field_problems(model: type[Record], node: Map, path: str, error: ValidationError) -> Iterator[Problem]:
    """Pydantic's errors at their places, one a place, in our words."""
    seen: set[Position] = set()
    for fault in error.errors(include_url=False, include_input=False):
        loc = tuple(part for part in fault["loc"] if isinstance(part, str | int))
        at = position_of(node, loc)
        if at in seen and fault["type"] != "missing":
            continue  # the members of a union each complain; the first says enough
        seen.add(at)
        field = _field_name(model, loc)
        text, hint = _fault_text(field, fault)
        yield at.within(path).error(f"{model.kind}-{field or 'incomplete'}", text, hint)


def _field_name(model: type[BaseModel], loc: tuple[str | int, ...]) -> str:
    """The innermost part of a location that is a field of the user's, not a union member's name."""
    known, nested = _fields_of(model)
    for index, part in enumerate(loc):
        if isinstance(part, str) and part in known:
            rest = _field_name(nested[part], loc[index + 1 :]) if part in nested else ""
            return rest or part
    return ""


def _fault_text(field: str, fault: Mapping[str, Any]) -> tuple[str, str]:
    said = fault_words(fault)
    if has_verb(fault):
        text = f"'{field}' {said}"
    else:
        text = said if not field or (fault["type"] == "value_error" and said.startswith("'")) else f"'{field}': {said}"
    return text, HINTS.get(field, "")
