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
from typing import Literal

from composer.drafts.conflicts import Choosing, Conflicts
from composer.drafts.draft import Draft
from composer.drafts.format import format_draft, parse_draft
from composer.drafts.head import with_head
from composer.drafts.settling import EVERY, ConflictSelector, OpenConflicts, Resolution
from composer.drafts.status import FINISHED, no_longer_ready, standing, status_of
from composer.drafts.three_way import merge_drafts, units
from composer.errors import ComposerError, ConflictError, NotFoundError, Place, Problem, RecordsError
from composer.filenames import sync_copies
from composer.files import FileText, make_folder, read_text, remove_file, rename_file, sync_folder, write_text
from composer.spelling import did_you_mean

DRAFTS, BASE, MADE_WITH, BACKUP = "drafts", ".outreach/base", ".outreach/made-with", ".outreach/backup"
_COMING = ".coming"
_MADE = re.compile(r"^made: .*\n", re.MULTILINE)
Outcome = Literal[
    "written", "renewed", "unchanged", "kept", "edited", "merged", "conflict", "forced", "deleted", "finished"
]
"""``kept`` is there and would read differently now; ``edited`` holds a person's words, and so do ``merged`` beside what
is new, and ``conflict``, where both changed one place; ``finished`` was handed over, sent or skipped."""
_BEYOND = frozenset({"ready", "handed-over", "skipped"})


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
        self.conflicts = Conflicts(workspace, self._backup)
        self._choosing = Choosing(self._drafts, self._base, self.conflicts, self.backup)

    def names(self) -> list[str]:
        """The names of all drafts, sorted; copies left by a sync program are not among them."""
        stems = self._stems()
        copies = {name for beside in sync_copies(stems).values() for name in beside}
        return [name for name in stems if name not in copies]

    def _stems(self) -> list[str]:
        found = self._drafts.glob("*.md") if self._drafts.is_dir() else ()
        return sorted(path.stem for path in found if path.name[0] not in ".~" and path.is_file())

    def noticed(self) -> Mapping[str, tuple[Problem, ...]]:
        """What the folders themselves show of drafts: second versions beside one, and choices that wait."""
        found: dict[str, tuple[Problem, ...]] = {}
        for name, copies in sync_copies(self._stems()).items():
            found[name] = tuple(_copy_problem(name, copy) for copy in copies)
        for name in self.conflicts.names():
            found[name] = (*found.get(name, ()), _choice_problem(name))
        return found

    def beyond(self) -> Iterator[Draft]:
        """The drafts that are ready, handed over or skipped, without words and addresses: only what planning looks at.

        There may be thousands of them, and each is looked at whenever somebody asks what is due.
        """
        for name in self.names():
            text = self.file(name).text
            if status_of(text) in _BEYOND:
                draft = standing(name, text) or parse_draft(text, name, path_of(name))[0]
                yield from (draft,) if draft else ()

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
            problem = Place(path_of(name)).error("draft-unreadable", error.message, error.hint)
            return DraftFile(name, "", (problem,))

    def text(self, name: str) -> str:
        """The text of one draft's file.

        Raises:
            NotFoundError: there is none of that name.
            ExternalError: the system would not let it be read.
        """
        return self._found(name).text

    def _found(self, name: str) -> FileText:
        if "/" in name or "\\" in name or not self._file(name).is_file():
            raise NotFoundError(f"there is no draft '{name}'", hint=self._hint(name))
        return read_text(self._file(name))

    def _hint(self, name: str) -> str:
        names = self.names()
        own = [known for known in names if known.startswith(f"{name}.")]
        if own:  # somebody has named the person
            return f"did you mean {' or '.join(own)}?"
        return did_you_mean(name, names, f"its name is that of a file in {DRAFTS}/")

    def still_asks(self, draft: Draft) -> bool:
        """Whether a question that the program wrote still stands in a draft; no where nobody can tell any more."""
        made = read_text(self._made(draft.name)).text if self._made(draft.name).is_file() else ""
        asked = (unit.strip() for unit in units(made.partition("\n---\n")[2]))
        return any(unit.endswith("?") and unit in draft.body for unit in asked)

    def is_known(self, name: str) -> bool:
        """Whether a draft of that name is there, or was made once and deleted since."""
        return self._file(name).exists() or self._made(name).exists()

    def is_edited(self, name: str, text: str | None = None) -> bool:
        """Whether a draft, or this text of it, holds anything the program did not write."""
        made = self._made(name)
        text = read_text(self._file(name)).text if text is None else text
        return not made.exists() or read_text(made).text != text

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

    def put(self, drafts: Iterable[Draft], how: "WritePolicy") -> Iterator[tuple[Draft, Outcome]]:
        """Writes new drafts, and renews those that are there as far as asked; says what became of each.

        The draft is written before its base: a crash between the two leaves a draft that counts as edited, which is
        safe, and that the next run recognises as its own when the words are the same, or merges to the same words.
        """
        make_folder(self._drafts)
        make_folder(self._base)
        self._recover()
        there = set(self.names())
        for draft in drafts:
            yield draft, self._put(draft.name, format_draft(draft), how, standing=draft.name in there)
        sync_folder(self._drafts)
        sync_folder(self._base)

    def _put(self, name: str, text: str, how: "WritePolicy", *, standing: bool) -> Outcome:
        """Writes one draft where that overwrites nobody's words; what is there is compared once more at the last."""
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

    def _put_new(self, name: str, text: str, how: "WritePolicy") -> Outcome:
        """A draft that is not there; one that was, and that a person deleted, stays deleted."""
        if self._made(name).exists() and not how.force:
            return "deleted"
        self._write(name, text, text, None, sync=False)
        return "written"

    def _put_again(self, name: str, text: str, found: FileText, how: "WritePolicy") -> Outcome:
        """A draft that is there and would read differently now."""
        if status_of(found.text) in FINISHED:
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

    def _merge(self, name: str, text: str, found: FileText, how: "WritePolicy") -> Outcome:
        """An edited draft with what is new in the program's text; where both changed, the person's words stand."""
        merged = merge_drafts(read_text(self._made(name)).text, found.text, text)
        changed = _undated(merged.text) != _undated(found.text)
        if merged.conflicts:
            self.conflicts.keep(name, merged.conflicts)
        if changed:
            self.backup(name, found)
        words = no_longer_ready(merged.text, how.today) if changed else merged.text
        if changed or merged.conflicts:
            self._write(name, words if changed else found.text, text, found, sync=True)
        return "conflict" if merged.conflicts else "merged" if changed else "edited"

    def _write(self, name: str, text: str, made: str, found: FileText | None, *, sync: bool) -> None:
        """The text as the program made it, under a name that says which draft it goes with; the draft; then its name.

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

    def set_head(self, name: str, fields: Mapping[str, str], *, expect: str | None = None, sync: bool = True) -> None:
        """Sets keys of a draft's head and changes nothing else of its file.

        Args:
            name: the draft.
            fields: the keys with their values; an empty value takes a key out.
            expect: the file's text as it was read; ``None`` takes it as it is.
            sync: whether it lasts at once; without it `files.sync_folder` ends a batch that can be done again.

        Raises:
            NotFoundError: there is no such draft.
            ConflictError: it was saved by somebody meanwhile.
        """
        found = self._found(name)
        if expect is not None and found.text != expect:
            raise ConflictError(f"{path_of(name)} has changed since it was read", hint="look at it, then try again")
        write_text(self._file(name), with_head(found.text, fields), like=found, expect=found.digest, sync=sync)

    def places(self, name: str) -> OpenConflicts:
        """What waits for a choice in a draft; see `Choosing.places`."""
        return self._choosing.places(name)

    def settle(self, name: str, *, new: bool, which: ConflictSelector = EVERY, today: date | None = None) -> Resolution:
        """Ends places of a draft that a person and the program both changed; see `Choosing.settle`."""
        if name not in self.conflicts.names():
            self.text(name)
        return self._choosing.settle(name, new=new, which=which, today=today)

    def _file(self, name: str) -> Path:
        return self._drafts / f"{name}.md"

    def _made(self, name: str) -> Path:
        return self._base / f"{name}.md"


@dataclass(frozen=True, slots=True)
class WritePolicy:
    """What may happen to drafts that are there already."""

    refresh: bool = False
    """Renew them; an edit is merged with the new text, and stays."""
    force: bool = False
    """Write over an edit, and over a deletion; the edit is kept as a backup."""
    today: date | None = None
    """The day that is named where a draft is no longer ready."""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _undated(text: str) -> str:
    """A draft without the day it was made: the same letter on another day is the same letter."""
    return _MADE.sub("", text, count=1)


def _copy_problem(name: str, copy: str) -> Problem:
    text = f"'{copy}.md' lies beside it, left by a program that keeps folders in step"
    hint = "compare the two, bring what you want to keep into this one, and delete the other"
    return Place(path_of(name)).error("draft-copy", text, hint)


def _choice_problem(name: str) -> Problem:
    text = "you and the program changed the same place; your words stand in it"
    hint = f"`outreach draft --conflicts` and the preview show both, `outreach settle {name}` chooses"
    return Place(path_of(name)).warning("draft-choice", text, hint)
