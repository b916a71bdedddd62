"""What the rules said of drafts, kept outside the workspace: of the same text they say the same.

A verdict is used only where the draft, the text that it was generated as, every record, every template, the day, what
was handed over and the program are the same. Losing one costs a look at the draft.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

from composer.cache import Cache, user_cache
from composer.drafts.draft import Draft
from composer.drafts.store import DraftFile
from composer.errors import Place, Problem

MANY = 200
"""How many drafts there are before anything of them is kept outside the workspace."""
_CLASSES: frozenset[type] = frozenset({Place, Problem})

Ruled: TypeAlias = Mapping[bytes, tuple[Problem, ...]]


def key_of(file: DraftFile) -> bytes:
    """What tells a draft's file, with the text that it was generated as, from any other."""
    return hashlib.sha256(repr((file.name, file.generated, file.text)).encode()).digest()


def mark_of(records: str, templates: str, today: date, handed_over: Iterable[Draft]) -> str:
    """What all drafts are held against, as one text; empty, where nobody knows the marks of it."""
    return "\0".join((records, templates, str(today), *map(repr, handed_over))) if records and templates else ""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts of one state of a workspace."""

    known: Ruled = field(default_factory=dict)
    """What the rules found, under `key_of`."""
    folder: Path = Path()
    mark: str = ""
    cache: Cache = field(default_factory=Cache)

    def keep(self, found: Ruled) -> None:
        """Keeps what was found of all drafts for the next command, where something of it is new."""
        if self.mark and len(found) >= MANY and not found.keys() <= self.known.keys():
            self.cache.remember(dict, self.folder / "verdicts", self.mark, dict(found))

    def __reduce__(self) -> tuple[type["Verdicts"], tuple[Ruled]]:
        """A worker keeps none."""
        return Verdicts, (self.known,)


def recall_verdicts(folder: Path, mark: str) -> Verdicts:
    """What is known of the drafts of a workspace, held against what the mark stands for."""
    cache = user_cache(_CLASSES) if mark else Cache()
    return Verdicts(cache.recall(dict, folder / "verdicts", mark) or {}, folder, mark, cache)
