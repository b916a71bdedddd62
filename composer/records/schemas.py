"""JSON Schemas of the YAML files, for editors that check and complete what is typed; made from the records themselves.

Draft-07, since that is what the YAML language server speaks. A schema accepts whatever the reader takes; the reader
knows more and has the last word. An editor reads YAML 1.2, where ``02134`` is a number, so text may be a number here.
"""

import ast
import inspect
import json
import re
import textwrap
import types
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeAlias, Union, cast, get_args, get_origin, get_type_hints

from pydantic import AliasChoices, BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from composer.filenames import ID
from composer.records.base import FORBIDDEN, Record
from composer.records.contacts import Contact, DoNotContact, Organization, Wish
from composer.records.event_kinds import EVENTS, EventKind
from composer.records.fields import (
    LANGUAGE,
    LINK,
    Block,
    DayOrMonth,
    Email,
    Identifier,
    IsoDate,
    KnownNotes,
    Language,
    Line,
    Link,
    Sentence,
)
from composer.records.history import Event
from composer.records.noted import Need
from composer.records.practice import Practice
from composer.records.roles import RoleProfile
from composer.records.schema_words import COMMON, OWN
from composer.records.suppression import Suppressed
from composer.records.wishes import STATUSES, ContactStatus

Schema: TypeAlias = dict[str, Any]
MADE = "Made by `outreach schema` from the program's own records; a change here is lost when it is made again."
"""What stands in every schema, and tells that the file is ours."""
_NOT_YOURS = frozenset({"said", "other_addresses", "mentioned_addresses"})
"""Fields that the program finds out by itself."""


# --- kinds of values ------------------------------------------------------------------------------------------------


def _any_case(words: str) -> str:
    """A pattern for any of some words, in small letters or capitals; JSON Schema has no flag for that."""
    return "|".join(
        "".join(f"[{one}{one.upper()}]" if one.isalpha() else one for one in word) for word in words.split()
    )


def _within(pattern: str, said: str = "", *, numbers: bool = False) -> Schema:
    """Text of which all but the blanks around it is of a pattern; an editor may take it for a number, too."""
    text: Schema = {"type": ["string", "number"] if numbers else "string", "pattern": rf"^\s*(?:{pattern})\s*$"}
    return text | ({"patternErrorMessage": said} if said else {})


def _plain(pattern: re.Pattern[str]) -> str:
    return pattern.pattern.removesuffix(r"\Z")


_TEXT: Schema = {"type": ["string", "number"]}
_LINE = _within(r"[^\n\r]*", "one line belongs here", numbers=True)
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_NAMED = _any_case("jan feb mar apr may jun jul aug sep oct nov dec")
_MONTH = rf"({_NAMED})[A-Za-z]{{0,6}}\.?,?\s+\d{{4}}|\d{{4}}-(0[1-9]|1[0-2])"
_DATE_SAID = "write the date as year-month-day, like 2026-03-09"
_TRUTH: Schema = {
    "anyOf": [{"type": "boolean"}, {"enum": [0, 1]}, _within(_any_case("true false yes no on off y n t f 0 1"))]
}
_WHOLE: Schema = {"type": ["integer", "string"], "pattern": r"^\s*[+-]?[0-9_]+(\.0*)?\s*$"}
_WISHFUL = f"({_any_case('no')})[\\W_]|" + _any_case(
    "not dont don. out subscri dnc stop suppress list block bounc alone never object remov withdrawn revoked refused"
    " den declined"
)
"""What every wish to be left alone holds, whatever else does; the reader knows which are some."""
_NO = rf"^\s*({_any_case('no n off 0 none nein non never cancelled canceled ended inactive expired')})[\s.!]*$"
_MAY_BE_WISH: Schema = {"type": "string", "pattern": _WISHFUL}
_STATUS: Schema = {"anyOf": [{"enum": [*STATUSES]}, _within(_any_case(" ".join(STATUSES))), _MAY_BE_WISH]}
_EVENT: Schema = {
    "anyOf": [
        {"enum": ["introduction sent", *(one.replace("-", " ") for one in EVENTS)]},
        _within(_any_case(" ".join(EVENTS)).replace("-", "[-_ ]")),
        _within(rf".*[-_ ]({_any_case('sent')})"),
        _MAY_BE_WISH,
    ]
}
_KINDS: tuple[tuple[Any, Schema], ...] = (
    (IsoDate, _within(_DAY, _DATE_SAID)),
    (DayOrMonth, _within(f"{_DAY}|{_MONTH}", f"{_DATE_SAID}, or the month alone, like 2026-03")),
    (Email, _within(r"[^\s@]+@[^\s@]+|\".*\"@[^\s@]+", "write it as name@example.org")),
    (Link, _within(_plain(LINK), "write a web address, like https://example.org")),
    (Language, _within(_plain(LANGUAGE), "write en, es or pt-BR")),
    (Identifier, _within(_plain(ID), "use small letters, digits and hyphens, at most 64", numbers=True)),
    (ContactStatus, _STATUS),
    (EventKind, _EVENT),
    (Line, _LINE),
    *((kind, _TEXT) for kind in (Sentence, Block, KnownNotes, str)),
    (bool, _TRUTH),
    (int, _WHOLE),
    (types.NoneType, {"type": "null"}),
)
"""What each kind of value looks like in a file; of those that fit, the first."""


class _Maker:
    """Makes the schema of one file; the groups in it are kept beside it."""

    def __init__(self) -> None:
        self.groups: dict[str, Schema] = {}

    def group(self, model: type[BaseModel]) -> Schema:
        """A reference to the schema of a record."""
        name = model.__name__
        if name not in self.groups:
            self.groups[name] = {}  # one that holds itself ends here
            self.groups[name] = self._of_record(model)
        return {"$ref": f"#/definitions/{name}"}

    def _of_record(self, model: type[BaseModel]) -> Schema:
        hints, properties = get_type_hints(model, include_extras=True), dict[str, Schema]()
        for field, info in model.model_fields.items():
            shape = self._understood(model, field, hints[field]) or self.shape(hints[field])
            if "$ref" in shape:
                shape = {"allOf": [shape]}  # a draft-07 validator reads nothing beside a reference
            told = {"description": described(model, field)} | ({"doNotSuggest": True} if field in _NOT_YOURS else {})
            properties |= dict.fromkeys(_in_a_file(field, info), told | shape)
        needed = [_in_a_file(field, info)[0] for field, info in model.model_fields.items() if info.is_required()]
        group: Schema = {"type": "object", "description": _on_a_line(model.__doc__ or ""), "properties": properties}
        group["patternProperties"] = {_forbidden(fields): False for fields, *_ in FORBIDDEN}
        return group | ({"required": needed} if needed else {}) | _RULES.get(model, {})

    def _understood(self, model: type[BaseModel], field: str, hint: Any) -> Schema:
        """What a field looks like of which the reader understands more than its type says; empty for others."""
        if model is Suppressed and field == "email":
            return _LINE  # a domain in it is sorted out
        if model is Contact and field in {"consent", "channel"}:  # a "no" in them is a wish to be left alone
            return {"anyOf": [self.shape(hint), {"const": False}, {"type": "string", "pattern": f"{_WISHFUL}|{_NO}"}]}
        return {}

    def shape(self, hint: Any) -> Schema:
        """What a value of a type looks like in a file.

        Raises:
            TypeError: a type that no file has had yet.
        """
        if hint == Wish:
            return {"anyOf": [{"type": "boolean"}, _TEXT, self.group(DoNotContact)]}
        parts = get_args(hint)
        for kind, known in _KINDS:
            same = get_args(kind)
            if hint == kind or (get_origin(kind) is get_origin(hint) is Annotated and parts[: len(same)] == same):
                return known
        if get_origin(hint) is Annotated:
            return self._before(self.shape(parts[0]), parts[1:])
        return self._of_type(hint)

    def _of_type(self, hint: Any) -> Schema:
        origin, inner = get_origin(hint), get_args(hint)
        if isinstance(hint, type) and issubclass(hint, BaseModel):
            return self.group(hint)
        if origin in {Union, types.UnionType}:
            return {"anyOf": [self.shape(one) for one in inner]}
        if origin is Literal:
            return {"enum": [*inner]}
        if origin in {tuple, frozenset}:
            return {"type": "array", "items": self.shape(inner[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.shape(inner[1])}
        raise TypeError(f"no schema is known for {hint}")

    def _before(self, shape: Schema, steps: Iterable[Any]) -> Schema:
        """A shape, with the one text that may stand for it and for a list of it: the validators are asked."""
        for step in steps:
            made: Any = step.func("x") if isinstance(step, BeforeValidator) else None  # type: ignore[call-arg]
            if isinstance(made, dict):
                shape = {"anyOf": [_TEXT, shape]}
            elif isinstance(made, list):
                shape = {"anyOf": [shape, shape["items"], {"type": "null"}]}
        return shape


_RULES: Mapping[type[BaseModel], Schema] = {
    Contact: {"anyOf": [
        {"required": ["name"]},
        {"required": ["organization", "unknown_person"]},
        {"required": ["organization", "team"]},
    ]},
    Need: {"anyOf": [{"required": ["text"]}, {"required": ["need"]}]},
    DoNotContact: {"minProperties": 1},
    Suppressed: {
        "anyOf": [{"required": [field]} for field in ("email", "domain", "contact", "organization")],
        "additionalProperties": False,
    },
}  # fmt: skip
"""What a record must hold together."""


def _forbidden(fields: re.Pattern[str]) -> str:
    """A pattern for names of fields that no record may have, where they are written as the reader compares them."""
    return rf"^(?=[a-z0-9]+(_[a-z0-9]+)*$)(?:{fields.pattern.replace(chr(92) + 'Z', '$')})$"


def _in_a_file(field: str, info: FieldInfo) -> list[str]:
    """The names that a field has in a file: ``roles`` and ``role``, ``from``."""
    alias = info.validation_alias
    return [str(one) for one in alias.choices] if isinstance(alias, AliasChoices) else [str(info.alias or field)]


# --- words ----------------------------------------------------------------------------------------------------------


def described(model: type[BaseModel], field: str) -> str:
    """What a field holds, in a sentence or two; empty where nothing says it."""
    kind = getattr(model, "kind", "")
    said = next((found for one in model.__mro__ if (found := _docstrings(one).get(field))), "")
    return _on_a_line(said) or OWN.get(f"{kind}.{field}", "") or COMMON.get(field, "")


@cache
def _docstrings(model: type) -> Mapping[str, str]:
    """The docstrings behind the fields of one class, as they are written."""
    if not issubclass(model, Record) or model is Record:
        return {}
    tree = ast.parse(textwrap.dedent(inspect.getsource(model)))
    body = cast("ast.ClassDef", tree.body[0]).body
    return {
        field.target.id: said.value.value
        for field, said in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        and isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant) and isinstance(said.value.value, str)
    }  # fmt: skip


def _on_a_line(said: str) -> str:
    return " ".join(said.replace("``", "`").split())


# --- files ----------------------------------------------------------------------------------------------------------


def _some(item: Schema) -> Schema:
    return {"anyOf": [{"type": "array", "items": item}, {"type": "null"}]}


def _of_contacts(made: _Maker) -> Schema:
    people = _some(made.group(Contact))
    told = {"organizations": "The places where they work.", "contacts": "The people, and places where nobody is known."}
    parts = {"organizations": _some(made.group(Organization)), "contacts": people}
    whole = {name: {"description": told[name]} | shape for name, shape in parts.items()}
    return {"anyOf": [{"type": "object", "properties": whole, "additionalProperties": False}, *people["anyOf"]]}


_FILES: Mapping[str, tuple[str, Callable[[_Maker], Schema]]] = {
    "contacts": ("contacts.yaml: whom you write to", _of_contacts),
    "practice": ("practice.yaml: who writes", lambda made: {"allOf": [made.group(Practice)]}),
    "history": ("history.yaml: what happened", lambda made: _some(made.group(Event))),
    "do-not-contact": ("do-not-contact.yaml: who gets nothing",
                       lambda made: _some({"anyOf": [_TEXT, made.group(Suppressed)]})),
    "role": ("templates/roles/*.yaml: a kind of reader", lambda made: {"allOf": [made.group(RoleProfile)]}),
}  # fmt: skip
NAMES: tuple[str, ...] = (*_FILES,)
"""The schemas that there are, by the names of their files without ``.json``."""


def schema_text(name: str) -> str:
    """The schema of a file as JSON text; `name` is one of `NAMES`."""
    title, make = _FILES[name]
    made = _Maker()
    whole = make(made)
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, "$comment": MADE}
    return json.dumps(head | whole | {"definitions": made.groups}, indent=1, ensure_ascii=False) + "\n"
