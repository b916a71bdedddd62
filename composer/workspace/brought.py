"""What was brought before: which rows became which contacts, and what the columns of a table were said to mean.

It is in a file of the program's own; without it nothing is lost but that a row is compared anew.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from composer.errors import RecordsError
from composer.files import make_folder, read_text, write_text
from composer.lock import ensure_own

FILE = ".outreach/imported.json"
_ACTS = 20
"""How many changes can be taken back."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What is remembered of imports."""

    rows: Mapping[str, str] = field(default_factory=dict)
    """The id of the contact, or the name of the organization, that came of a row, by the row's digest."""
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For a set of columns, by its key, the field that a person said each of them is."""
    acts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The rows that came by a change of the records which can be taken back, by its name."""

    def with_rows(self, rows: Mapping[str, str], act: str) -> "Brought":
        """The same with more rows, which came by a change of this name."""
        new = [digest for digest in rows if digest not in self.rows]
        acts = {**self.acts, act: new} if act and new else self.acts
        return Brought({**self.rows, **rows}, self.columns, dict([*acts.items()][-_ACTS:]))

    def without(self, act: str) -> "Brought":
        """The same without the rows that came by a change which was taken back."""
        gone = frozenset(self.acts.get(act, ()))
        rows = {digest: who for digest, who in self.rows.items() if digest not in gone}
        return Brought(rows, self.columns, {name: one for name, one in self.acts.items() if name != act})

    def with_columns(self, key: str, columns: Mapping[str, str]) -> "Brought":
        """The same with what the columns of one more table mean."""
        return Brought(self.rows, {**self.columns, key: {**self.columns.get(key, {}), **columns}}, self.acts)


def read_brought(workspace: Path) -> Brought:
    """What is remembered; nothing where there is no such file, or it is none of ours."""
    path = workspace / FILE
    if not path.is_file():
        return Brought()
    ensure_own(path, workspace)
    try:
        return _parsed(json.loads(read_text(path).text))
    except (RecordsError, ValueError, RecursionError):
        return Brought()


def keep_brought(workspace: Path, brought: Brought) -> None:
    """Remembers it; an `ExternalError` where the disk refuses. The lock is held."""
    path = workspace / FILE
    make_folder(path.parent)
    ensure_own(path, workspace)
    kept = {
        "rows": dict(brought.rows),
        "columns": {key: dict(one) for key, one in brought.columns.items()},
        "acts": {name: list(one) for name, one in brought.acts.items()},
    }
    write_text(path, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def forget_brought(workspace: Path, act: str) -> None:
    """Forgets the rows that came by a change of the records, since it was taken back. The lock is held."""
    brought = read_brought(workspace)
    if act in brought.acts:
        keep_brought(workspace, brought.without(act))


def _parsed(found: Any) -> Brought:
    match found:
        case {"rows": dict(rows), "columns": dict(columns)}:
            whole = all(isinstance(one, dict) and _are_texts(one) for one in columns.values())
            if whole and _are_texts(rows):
                acts = found.get("acts", {})  # files of earlier releases have none
                known = isinstance(acts, dict) and all(isinstance(one, list) for one in acts.values())
                return Brought(
                    rows, columns, {name: tuple(map(str, one)) for name, one in acts.items()} if known else {}
                )
    return Brought()


def _are_texts(found: Mapping[Any, Any]) -> bool:
    return all(isinstance(one, str) for pair in found.items() for one in pair)
