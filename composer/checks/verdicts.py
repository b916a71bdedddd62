"""Which drafts were checked and may leave, kept outside the workspace: of just those no rule need be asked again.

It holds only where the draft, the text that it was generated as, every record, every template and letter, the day, what
was handed over and the program are the same. Digests alone are kept, no word of a letter. Losing one costs a look.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from composer.cache import Cache, user_cache
from composer.drafts.draft import Draft
from composer.drafts.store import DraftFile
from composer.records.library import TemplateFile

MANY = 200
"""How many drafts there are before anything of them is kept outside the workspace."""


def key_of(file: DraftFile) -> bytes:
    """What tells a draft's file, with the text that it was generated as, from any other."""
    return _digest(file.name, file.generated, file.text)


def mark_of(records: str, files: Mapping[str, TemplateFile], today: date, handed_over: Iterable[Draft]) -> str:
    """What all drafts are held against, as one text; empty where nobody knows the mark of the `records`."""
    letters = (part for name, file in sorted(files.items()) for part in (name, file.text))
    return _digest(records, str(today), *map(repr, handed_over), "", *letters).hex() if records else ""


def _digest(*texts: str) -> bytes:
    return hashlib.sha256(repr(texts).encode()).digest()


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was found of the drafts of one state of a workspace."""

    passed: frozenset[bytes] = frozenset()
    """Those in which no rule found anything to mend or to answer, under `key_of`."""
    folder: Path = Path()
    mark: str = ""
    cache: Cache = field(default_factory=Cache)

    def keep(self, passed: frozenset[bytes]) -> None:
        """Keeps which of all drafts passed, in place of what was kept of others."""
        if self.mark and passed != self.passed:
            self.cache.remember(frozenset, self.folder / "verdicts", self.mark, passed)

    def __reduce__(self) -> tuple[type["Verdicts"], tuple[frozenset[bytes]]]:
        """A worker keeps none."""
        return Verdicts, (self.passed,)


def recall_verdicts(folder: Path, mark: str) -> Verdicts:
    """What is known of the drafts of a workspace, held against what the mark stands for."""
    cache = user_cache(frozenset()) if mark else Cache()
    return Verdicts(cache.recall(frozenset, folder / "verdicts", mark) or frozenset(), folder, mark, cache)
