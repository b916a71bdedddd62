"""How far the folders of an account were looked through, remembered in the workspace: it only saves time.

What is written here hides nothing. Below the mark those messages are looked at again that could concern anybody in the
records, so what was noted of them and taken back is found again; where anything is different, all are.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from composer.errors import ComposerError
from composer.files import is_there, make_folder, read_text, rename_file, write_text
from composer.mailbox.account import Account

_FILE, _LARGEST = ".outreach/mailboxes.json", 5_000_000


@dataclass(frozen=True, slots=True)
class Mark:
    """How far one folder was looked through."""

    validity: int
    """What the numbers belong to (UIDVALIDITY)."""
    last: int
    """The highest number that was looked at."""
    since: str
    """From which day on: ``2026-11-17``."""
    known: str
    """A digest of whose mail was looked for."""
    again: tuple[int, ...]
    """The messages up to there that may concern them."""

    def left_of(self, uids: Sequence[int], *, validity: int, since: date, known: str) -> Sequence[int]:
        """Which messages are to be looked at: all, where this mark belongs to another folder, day or set of people."""
        if not validity or (validity, known) != (self.validity, self.known) or since.isoformat() < self.since:
            return uids
        again = set(self.again)
        return [uid for uid in uids if uid > self.last or uid in again]


class Marks:
    """The marks of one account's folders in a workspace."""

    def __init__(self, workspace: Path, account: Account) -> None:
        self._path, self._account = workspace / _FILE, f"{account.user} at {account.host}"

    def all(self) -> dict[str, Mark]:
        """The marks by the names of the folders; none where nothing is remembered, or nobody can read it."""
        return (self._read() or {}).get(self._account, {})

    def write(self, marks: Mapping[str, Mark]) -> None:
        """Remembers how far some folders were looked through; the workspace is locked. A damaged file is set aside."""
        found = self._read()
        if found is None:
            rename_file(self._path, self._path.with_name(f"{self._path.name}.damaged"))
        known = {**(found or {}), self._account: {**(found or {}).get(self._account, {}), **marks}}
        plain = {account: {name: asdict(mark) for name, mark in its.items()} for account, its in known.items()}
        make_folder(self._path.parent)
        write_text(self._path, f"{json.dumps(plain, ensure_ascii=False)}\n")

    def _read(self) -> dict[str, dict[str, Mark]] | None:
        """The marks of all accounts; ``None`` where the file is damaged."""
        try:
            if not is_there(self._path):
                return {}
            said = json.loads(read_text(self._path, limit=_LARGEST).text)
            return {str(account): {str(name): _mark(one) for name, one in its.items()} for account, its in said.items()}
        except (ComposerError, ValueError, TypeError, AttributeError, RecursionError):
            return None


def _mark(said: Any) -> Mark:
    """A mark as it was written; a `ValueError` where it is none."""
    match said:
        case {"validity": int(), "last": int(), "since": str(since), "known": str(), "again": list(again), **others}:
            if not others and all(type(uid) is int for uid in again):
                date.fromisoformat(since)
                return Mark(**{**said, "again": tuple(again)})
    raise ValueError("not what was written")
