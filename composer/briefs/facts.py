"""The practice's facts as a list asks for them: in its words and its order, and what is not known is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from composer.briefs.sender import licences, signed
from composer.briefs.statement import Shared, Statement, Tree
from composer.records.library import Library
from composer.records.practice import Practice
from composer.records.role_reader import plain_words
from composer.records.roles import FactForm, RoleProfile, fill

ANSWERED_BY = "facts: in practice.yaml keeps the answer"
"""How the question for a fact ends that a list asks for and no record has."""
_Answered = tuple[str, Statement]
_AS_THEY_ARE = ("practice", "phone", "fax", "email", "hours", "website", "call_back", "when_full")
# What fields of the practice already say: the field of each fact, and how it is written.
_KNOWN: Mapping[str, tuple[str, Callable[[Practice], str | None]]] = {
    **{field.replace("_", "-"): (field, attrgetter(field)) for field in _AS_THEY_ARE},
    "name": ("name", signed),
    "licence": ("licences", licences),
    "address": ("address", lambda practice: ", ".join(filter(None, map(str.strip, practice.address.split("\n"))))),
    "panels": ("panels", lambda practice: ", ".join(practice.panels)),
    "not-treated": ("does_not", lambda practice: " ".join(one.text for one in practice.does_not if not one.roles)),
}

# What a list heads a column with, and what in a sentence may mean anything.
_VAGUE = frozenset(
    [
        "when", "where", "group", "call", "site", "mail", "office", "focus", "name", "organization", "who", "company",
        "therapist", "provider", "practice", "openings", "accepting", "consultation",
    ]
)  # fmt: skip


def answer(asked: Sequence[str], practice: Practice, library: Library, role: RoleProfile) -> list[_Answered]:
    """Each fact that was asked for, under the asker's own word; the usual ones where nobody said what they need.

    A fact that the practice has not written down is a question in its place, where one was asked for by name.
    """
    if not asked:
        words = {"people": role.people, "person": role.person}
        known = [(fill(form.label, words) or "", _value(form, practice)) for form in library.facts if form.often]
        return [(label, value) for label, value in known if value]
    return [(label, _fact(label, practice, library) or _open(label)) for label in asked]


@dataclass(frozen=True, slots=True)
class NamedFact:
    """A fact that a request names: its key, what a letter calls it, and what it is."""

    key: str
    label: str
    value: Statement


def facts_named(text: str, practice: Practice, library: Library, role: RoleProfile) -> list[NamedFact]:
    """The facts of the practice that a request speaks of, each by the longest of its names, in the request's order."""
    said, words = f" {plain_words(text)} ", {"people": role.people, "person": role.person}
    names = sorted(((name, form) for form in library.facts for name in _names(form)), key=lambda pair: -len(pair[0]))
    found: dict[str, tuple[int, NamedFact]] = {}
    for name, form in names:
        at = said.find(f" {name} ")
        if at >= 0 and name not in _VAGUE and form.fact not in found and (value := _value(form, practice)):
            found[form.fact] = at, NamedFact(form.fact, fill(form.label, words) or name, value)
            said = said.replace(f" {name} ", f" {'_' * len(name)} ")
    return [fact for _, fact in sorted(found.values(), key=lambda pair: pair[0])]


def fact_tree(asked: Sequence[str], practice: Practice, library: Library, role: RoleProfile) -> list[Tree]:
    """The same as templates see it: groups of ``label`` and ``value``."""
    return [
        Shared({"label": Statement(label, "as the list calls it"), "value": value})
        for label, value in answer(asked, practice, library, role)
    ]


def _fact(label: str, practice: Practice, library: Library) -> Statement | None:
    """A fact by the list's own word for it: under a name of the practice's own first, then by the vocabulary."""
    plain = plain_words(label)
    for key in practice.facts:
        if plain_words(key) == plain:
            return _written(practice, key)
    form = next((form for form in library.facts if plain in _names(form)), None)
    return _value(form, practice) if form else None


def _names(form: FactForm) -> set[str]:
    return {plain_words(name) for name in (form.fact, *form.names)}


def _value(form: FactForm, practice: Practice) -> Statement | None:
    for key in practice.facts:
        if plain_words(key) in _names(form):
            return _written(practice, key)
    if form.fact not in _KNOWN:
        return None
    field, written = _KNOWN[form.fact]
    text = written(practice)
    return Statement(text, "a fact of the practice", practice.cite(field)) if text else None


def _written(practice: Practice, key: str) -> Statement:
    return Statement(practice.facts[key], "a fact of the practice", practice.cite("facts", key))


def _open(label: str) -> Statement:
    return Statement(f"[[CONFIRM: {label}; {ANSWERED_BY}]]", "no record has this fact")
