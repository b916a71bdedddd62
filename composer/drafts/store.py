"""The drafts of a workspace on disk, and beside each the text as it was generated, so that an edit is known.

The file in `drafts/` is the user's. The one in `.outreach/base/` is the program's, and losing it loses no words: a
draft without a base counts as edited, and an edited draft is never overwritten.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Literal

from composer.drafts.draft import Draft
from composer.drafts.format import format_draft, parse_draft
from composer.errors import ComposerError, ConflictError, NotFoundError, Problem, RecordsError
from composer.files import FileText, make_folder, read_text, sweep, sync_folder, write_text
from composer.records.base import nearest

DRAFTS, BASE, MADE_WITH = "drafts", ".outreach/base", ".outreach/made-with"
_LEFT_OVER_SECONDS = 3_600
_MADE = re.compile(r"^made: .*\n", re.MULTILINE)
# What sync programs call the loser of two edits; it is shown, and never read as another letter.
_CONFLICTED = ("conflicted copy", "conflict-", ".sync-conflict")

Outcome = Literal["written", "renewed", "unchanged", "kept", "edited"]
"""``kept`` is there and would read differently now; ``edited`` holds a person's words."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One draft file, read."""

    path: str
    """Relative to the workspace."""
    draft: Draft | None
    """``None`` where the file cannot be read as a draft."""
    problems: tuple[Problem, ...] = ()


def path_of(name: str) -> str:
    """Where a draft's file lies in its workspace."""
    return f"{DRAFTS}/{name}.md"


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One draft file as text, or why it could not be read."""

    name: str
    text: str
    problems: tuple[Problem, ...] = ()


class DraftStore:
    """The folder of drafts in a workspace."""

    def __init__(self, workspace: Path) -> None:
        self._drafts = workspace / DRAFTS
        self._base = workspace / BASE
        self._letters = workspace / MADE_WITH

    def names(self) -> list[str]:
        """The names of all drafts, sorted; copies left by a sync program are not among them."""
        found = self._drafts.glob("*.md") if self._drafts.is_dir() else ()
        return sorted(path.stem for path in found if _is_draft(path))

    def conflicted(self) -> list[str]:
        """Files that a sync program left beside a draft when it was edited in two places."""
        found = self._drafts.glob("*.md") if self._drafts.is_dir() else ()
        return sorted(path.name for path in found if is_conflicted(path.name))

    def read(self, name: str) -> Stored:
        """One draft.

        Raises:
            NotFoundError: there is none of that name.
            ExternalError: the system would not let it be read.
        """
        draft, problems = parse_draft(self.text(name), name, path_of(name))
        return Stored(path_of(name), draft, problems)

    def file(self, name: str) -> DraftFile:
        """One draft's file; one that cannot be read is a problem of its own and stops no other.

        Raises:
            NotFoundError: there is none of that name.
        """
        try:
            return DraftFile(name, self.text(name))
        except NotFoundError:
            raise
        except ComposerError as error:
            problem = Problem(path_of(name), 0, 0, "draft-unreadable", "error", error.message, error.hint)
            return DraftFile(name, "", (problem,))

    def text(self, name: str) -> str:
        """The text of one draft's file.

        Raises:
            NotFoundError: there is none of that name.
            ExternalError: the system would not let it be read.
        """
        if "/" in name or "\\" in name or not (self._drafts / f"{name}.md").is_file():
            raise NotFoundError(f"there is no draft '{name}'", hint=self._hint(name))
        return read_text(self._drafts / f"{name}.md").text

    def _hint(self, name: str) -> str:
        near = nearest(name, tuple(self.names()))
        return f"did you mean '{near}'?" if near else f"its name is that of a file in {DRAFTS}/"

    def is_edited(self, name: str) -> bool:
        """Whether a draft holds anything the program did not write."""
        base = self._base / f"{name}.md"
        return not base.exists() or read_text(base).text != read_text(self._drafts / f"{name}.md").text

    def keep_letters(self, letters: Mapping[str, str]) -> None:
        """Keeps the letters as they are when drafts are made, so that an edit of one can be seen later.

        Args:
            letters: the text of each template under its name, ``letters/introduction.md``.
        """
        for name, text in letters.items():
            kept = self._letters / name
            if not kept.is_file() or read_text(kept).text != text:
                make_folder(kept.parent)
                write_text(kept, text, sync=False)

    def kept_letters(self, names: Iterable[str]) -> dict[str, str]:
        """The letters as they were when drafts were last made, as far as they were kept."""
        return {name: read_text(self._letters / name).text for name in names if (self._letters / name).is_file()}

    def put(self, drafts: Iterable[Draft], *, refresh: bool) -> Iterator[tuple[Draft, Outcome]]:
        """Writes new drafts, and with ``refresh`` renews those that nobody has edited; says what became of each.

        The draft is written before its base: a crash between the two leaves a draft that counts as edited, which is
        safe, and that the next run recognises as its own when the words are the same.
        """
        make_folder(self._drafts)
        make_folder(self._base)
        for folder in (self._drafts, self._base):
            sweep(folder, older_than=_LEFT_OVER_SECONDS, now=time())
        there = set(self.names())
        for draft in drafts:
            yield draft, self._put(draft.name, format_draft(draft), standing=draft.name in there, refresh=refresh)
        sync_folder(self._drafts)
        sync_folder(self._base)

    def _put(self, name: str, text: str, *, standing: bool, refresh: bool) -> Outcome:
        """Writes one draft where that overwrites nobody's words; what is there now is compared once more at the last."""
        path, base = self._drafts / f"{name}.md", self._base / f"{name}.md"
        try:
            found = read_text(path) if standing else None
            outcome = self._outcome(name, text, found, refresh=refresh)
            if outcome in {"written", "renewed"}:
                write_text(path, text, sync=False, expect=found.digest if found else None)
                write_text(base, text, sync=False)
            elif outcome == "unchanged" and found and self.is_edited(name):
                write_text(base, found.text, sync=False)  # it is what would be written, so it is nobody's edit
        except (ConflictError, RecordsError):
            return "edited"  # somebody saved it meanwhile, or wrote what is no text; either way it is theirs
        return outcome

    def _outcome(self, name: str, text: str, found: FileText | None, *, refresh: bool) -> Outcome:
        if found is None:
            return "written"
        if _undated(found.text) == _undated(text):
            return "unchanged"
        if self.is_edited(name):
            return "edited"
        return "renewed" if refresh else "kept"


def _undated(text: str) -> str:
    """A draft without the day it was made: the same letter on another day is the same letter."""
    return _MADE.sub("", text, count=1)


def _is_draft(path: Path) -> bool:
    return not path.name.startswith((".", "~")) and not is_conflicted(path.name) and path.is_file()


def is_conflicted(name: str) -> bool:
    """Whether a file's name is one that a sync program gives to a second version."""
    return any(mark in name.casefold() for mark in _CONFLICTED)
