"""Wording that checks look for, as data: word lists, and for each rule the phrases to find and what excuses them."""

from collections.abc import Iterable, Mapping

from pydantic import Field

from composer.records.base import Record
from composer.records.fields import Line, Lines


class RuleWording(Record, kind="wording"):
    """What one rule finds, and what it leaves alone."""

    find: Lines = ()
    """Phrases; ``{person}`` is any word of that list, three dots are up to three words."""
    unless: Lines = ()
    """A sentence with one of these is left alone."""
    instead: dict[str, Line] = Field(default_factory=dict)
    """What to write in place of a phrase: ``touch base: talk``."""
    roles: dict[str, Lines] = Field(default_factory=dict)
    """Phrases that readers of a role may be told: ``therapist: [dear colleague]``."""


class Wording(Record, kind="wording"):
    """One file below ``templates/wording/``, or all of them together."""

    lists: dict[str, Lines] = Field(default_factory=dict)
    rules: dict[str, RuleWording] = Field(default_factory=dict)


def joined(parts: Iterable[Wording]) -> Wording:
    """Several files as one; lists and rules of one name are put together, so that a workspace adds to what ships."""
    lists: dict[str, tuple[str, ...]] = {}
    rules: dict[str, RuleWording] = {}
    for part in parts:
        lists = _joined_lists(lists, part.lists)
        for code, rule in part.rules.items():
            rules[code] = _both(rules[code], rule) if code in rules else rule
    return Wording(lists=lists, rules=rules)


def _both(one: RuleWording, other: RuleWording) -> RuleWording:
    return RuleWording(
        find=(*one.find, *other.find),
        unless=(*one.unless, *other.unless),
        instead={**one.instead, **other.instead},
        roles=_joined_lists(one.roles, other.roles),
    )


def _joined_lists(
    one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    return {key: (*one.get(key, ()), *other.get(key, ())) for key in {**one, **other}}
