"""The drafts of a workspace on disk, and beside each the text as it was generated, so that an edit is known.

The file in `drafts/` is the user's. The one in `.outreach/base/` is the program's, and losing it loses no words: a
draft without a base counts as edited, and an edited draft is never overwritten.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import time
from typing import Literal

from composer.drafts.conflicts import Conflicts
from composer.drafts.draft import Draft
from composer.drafts.format import format_draft, parse_draft
from composer.drafts.head import with_head
from composer.drafts.merging import merge_drafts
from composer.errors import ComposerError, ConflictError, NotFoundError, Problem, RecordsError
from composer.files import FileText, make_folder, read_text, remove_file, rename_file, sweep, sync_folder, write_text
from composer.records.base import nearest

DRAFTS, BASE, MADE_WITH, BACKUP = "drafts", ".outreach/base", ".outreach/made-with", ".outreach/backup"
_COMING = ".coming"
_LEFT_OVER_SECONDS = 3_600
_MADE = re.compile(r"^made: .*\n", re.MULTILINE)
# What sync programs call the loser of two edits; it is shown, and never read as another letter.
_CONFLICTED = ("conflicted copy", "conflict-", ".sync-conflict")

Outcome = Literal[
    "written", "renewed", "unchanged", "kept", "edited", "merged", "conflict", "forced", "deleted", "finished"
]
"""``kept`` is there and would read differently now; ``edited`` holds a person's words, and so do ``merged`` beside what
is new, and ``conflict``, where both changed one place; ``finished`` was handed over, sent or skipped."""
_FINISHED = frozenset({"handed-over", "sent", "skipped"})
_STATUS = re.compile(r"^status:[ \t]*(?P<status>[a-z-]+(?: over)?)", re.MULTILINE)


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
        self._backup = workspace / BACKUP
        self.conflicts = Conflicts(workspace)

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

    def put(self, drafts: Iterable[Draft], how: "Putting") -> Iterator[tuple[Draft, Outcome]]:
        """Writes new drafts, and renews those that are there as far as asked; says what became of each.

        The draft is written before its base: a crash between the two leaves a draft that counts as edited, which is
        safe, and that the next run recognises as its own when the words are the same, or merges to the same words.
        """
        make_folder(self._drafts)
        make_folder(self._base)
        for folder in (self._drafts, self._base):
            sweep(folder, older_than=_LEFT_OVER_SECONDS, now=time())
        self._recover()
        there = set(self.names())
        for draft in drafts:
            yield draft, self._put(draft.name, format_draft(draft), how, standing=draft.name in there)
        sync_folder(self._drafts)
        sync_folder(self._base)

    def _put(self, name: str, text: str, how: "Putting", *, standing: bool) -> Outcome:
        """Writes one draft where that overwrites nobody's words; what is there now is compared once more at the last."""
        try:
            found = read_text(self._file(name)) if standing else None
            if found is None:
                return self._put_new(name, text, how)
            if _undated(found.text) == _undated(text):
                if self.is_edited(name):  # it is what would be written, so it is nobody's edit
                    write_text(self._made(name), found.text, sync=False)
                return "unchanged"
            return self._put_again(name, text, found, how)
        except (ConflictError, RecordsError):
            return "edited"  # somebody saved it meanwhile, or wrote what is no text; either way it is theirs

    def _put_new(self, name: str, text: str, how: "Putting") -> Outcome:
        """A draft that is not there; one that was, and that a person deleted, stays deleted."""
        if self._made(name).exists() and not how.force:
            return "deleted"
        self._write(name, text, text, None, sync=False)
        return "written"

    def _put_again(self, name: str, text: str, found: FileText, how: "Putting") -> Outcome:
        """A draft that is there and would read differently now."""
        if status_of(found.text) in _FINISHED:
            return "finished"
        edited = self.is_edited(name)
        if how.force and edited:
            self.backup(name, found)
            self._write(name, text, text, found, sync=True)
            return "forced"
        if not how.refresh and not how.force:
            return "edited" if edited else "kept"
        if not edited:
            self._write(name, text, text, found, sync=False)
            return "renewed"
        return self._merge(name, text, found, how) if self._made(name).exists() else "edited"

    def _merge(self, name: str, text: str, found: FileText, how: "Putting") -> Outcome:
        """An edited draft with what is new in the program's text; where both changed, the person's words stand."""
        merged = merge_drafts(read_text(self._made(name)).text, found.text, text)
        changed = _undated(merged.text) != _undated(found.text)
        if merged.conflicts:
            self.conflicts.keep(name, merged.conflicts)
        if changed:
            self.backup(name, found)
        words = _no_longer_ready(merged.text, how.today) if changed else merged.text
        if changed or merged.conflicts:
            self._write(name, words if changed else found.text, text, found, sync=True)
        return "conflict" if merged.conflicts else "merged" if changed else "edited"

    def _write(self, name: str, text: str, made: str, found: FileText | None, *, sync: bool) -> None:
        """The text as the program made it, under a name that says which draft it goes with; the draft; then its own name.

        A crash in between leaves the first, and `_recover` can tell whether the draft was written.
        """
        coming = self._base / f"{name}.{_digest(text)}{_COMING}"
        write_text(coming, made, sync=sync)
        try:
            write_text(self._file(name), text, like=found, sync=sync, expect=found.digest if found else None)
        except (ConflictError, RecordsError):
            remove_file(coming)
            raise
        rename_file(coming, self._made(name))

    def _recover(self) -> None:
        """Ends what a crash left half done: a draft whose made text has not got its name yet."""
        for coming in sorted(self._base.glob(f"*{_COMING}")):
            name, _, digest = coming.name.removesuffix(_COMING).rpartition(".")
            text = read_text(self._file(name)).text if self._file(name).is_file() else None
            if text is not None and (_digest(text) == digest or self._nearer(text, coming, self._made(name))):
                rename_file(coming, self._made(name))
            else:
                remove_file(coming)

    @staticmethod
    def _nearer(text: str, coming: Path, made: Path) -> bool:
        """Whether a draft that was edited after a crash is made from the newer of two texts."""
        if not made.is_file():
            return True
        lines = set(text.splitlines())
        new, old = (len(lines & set(read_text(path).text.splitlines())) for path in (coming, made))
        return new > old

    def backup(self, name: str, found: FileText) -> None:
        """Keeps a draft as it is, before anything else is written in its place."""
        make_folder(self._backup)
        write_text(self._backup / f"{name}.{found.digest[:12]}.md", found.text)

    def set_head(self, name: str, fields: Mapping[str, str]) -> None:
        """Sets keys of a draft's head and changes nothing else of its file.

        Raises:
            NotFoundError: there is no such draft.
            ConflictError: it was saved by somebody meanwhile.
        """
        self.text(name)
        found = read_text(self._file(name))
        write_text(self._file(name), with_head(found.text, fields), like=found, expect=found.digest)

    def settle(self, name: str, *, new: bool) -> int:
        """Ends the conflicts of a draft; returns how many places took the new text.

        Args:
            name: the draft.
            new: whether the program's version is taken where the person's still stands; otherwise all stays as it is.
        """
        self.text(name)
        found = read_text(self._file(name))
        text, taken = found.text, 0
        for one in self.conflicts.read(name) if new else ():
            if one.yours and text.count(one.yours) == 1:
                text, taken = text.replace(one.yours, one.new), taken + 1
        if taken:
            self.backup(name, found)
            write_text(self._file(name), _no_longer_ready(text, None), like=found, expect=found.digest)
        self.conflicts.settle(name)
        return taken

    def _file(self, name: str) -> Path:
        return self._drafts / f"{name}.md"

    def _made(self, name: str) -> Path:
        return self._base / f"{name}.md"


@dataclass(frozen=True, slots=True)
class Putting:
    """What may happen to drafts that are there already."""

    refresh: bool = False
    """Renew them; an edit is merged with the new text, and stays."""
    force: bool = False
    """Write over an edit, and over a deletion; the edit is kept as a backup."""
    today: date | None = None
    """The day that is named where a draft is no longer ready."""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def status_of(text: str) -> str:
    """The status that a draft's head names; ``draft`` where it names none."""
    found = _STATUS.search(text.partition("\n---")[0])
    return found["status"].replace(" ", "-") if found else "draft"


def _no_longer_ready(text: str, today: date | None) -> str:
    """A draft that was ready and has other words now is a draft again, and says why."""
    if status_of(text) != "ready":
        return text
    on = f" on {today}" if today else ""
    reason = f"its text changed{on}; read it again, then mark it ready"
    return with_head(text, {"status": "draft", "reason": reason, "approved": ""})


def _undated(text: str) -> str:
    """A draft without the day it was made: the same letter on another day is the same letter."""
    return _MADE.sub("", text, count=1)


def _is_draft(path: Path) -> bool:
    return not path.name.startswith((".", "~")) and not is_conflicted(path.name) and path.is_file()


def is_conflicted(name: str) -> bool:
    """Whether a file's name is one that a sync program gives to a second version."""
    return any(mark in name.casefold() for mark in _CONFLICTED)
