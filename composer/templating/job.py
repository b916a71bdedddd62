"""What goes into a merge and what comes out of it: plain values that both sides of a worker's pipe know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


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
    """``merge-field``, ``merge-filter``, ``merge-include``, ``merge-refused``, ``merge-stopped``, ``merge-syntax``
    or ``merge-value``."""
    text: str
    hint: str
    template: str
    line: int
    """Of the template's file, counted from 1; 0 where the whole template is meant."""
    column: int = 0
    field: str = ""
    """The field that is meant, as the template writes it; empty where none is."""


Merged: TypeAlias = str | MergeFault
