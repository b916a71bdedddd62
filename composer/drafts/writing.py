"""Writing drafts where that overwrites nobody's words: what is new, what is renewed, and what is merged with an edit.

Which of the two has a word is decided here and in `three_way`; a crash in between is mended by the next run.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from composer.drafts.approval import no_longer_ready
from composer.drafts.conflicts import Conflicts
from composer.drafts.draft import Draft, path_of
from composer.drafts.folders import DraftFolders
from composer.drafts.format import format_draft
from composer.drafts.head import Head, read_head
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.three_way import merge_drafts
from composer.errors import ComposerError, ConflictError, Place, Problem, RecordsError
from composer.filenames import draft_name_fault, names_in
from composer.files import FileText, is_there, make_folder, read_text, remove_file, rename_file, sync_folder, write_text

_COMING = ".coming"
_SHOWN = 80
_RENAME = "give it a name of letters, digits, hyphens and dots, or move it out of the folder"
Outcome = Literal[
    "written", "renewed", "unchanged", "kept", "edited", "merged", "conflict", "forced", "deleted", "finished"
]
"""``kept`` is there and would read differently now; ``edited`` holds a person's words, and so do ``merged`` beside what
is new, and ``conflict``, where both changed one place; ``finished`` was handed over, sent or skipped."""


@dataclass(frozen=True, slots=True)
class WritePolicy:
    """What may happen to drafts that are there already."""

    refresh: bool = False
    """Renew them; an edit is merged with the new text, and stays."""
    force: bool = False
    """Write over an edit, and over a deletion; the edit is kept as a backup."""
    today: date | None = None
    """The day that is named where a draft is no longer ready."""
    again: frozenset[str] = frozenset()
    """The contacts whose drafts are written even where they were deleted; a file that is there stays as it is."""


class DraftWriter:
    """Writes into the folder of drafts."""

    def __init__(self, folders: DraftFolders, conflicts: Conflicts) -> None:
        self._folders = folders
        self._conflicts = conflicts

    def put(self, drafts: Iterable[Draft], policy: WritePolicy) -> Iterator[tuple[Draft, Outcome | Problem]]:
        """Writes new drafts, and renews those that are there as far as asked; says what became of each.

        The draft is written before its base: a crash between the two leaves a draft that counts as edited, which is
        safe, and that the next run recognises as its own when the words are the same, or merges to the same words.
        A problem stands where a file cannot be read or understood; it is as it was, and stops no other.

        Raises:
            ExternalError: the disk refused; what was written before is whole.
        """
        folders = (self._folders.drafts, self._folders.base)
        for folder in folders:
            make_folder(folder)
        self._recover()
        there = set(names_in(self._folders.drafts))
        try:
            for draft in drafts:  # which take a while, in which one may have been deleted
                standing = f"{draft.name}.md" in there and is_there(self._folders.draft(draft.name))
                yield draft, self._put(draft, policy, standing=standing)
        finally:
            for folder in folders:
                sync_folder(folder)

    def _put(self, draft: Draft, policy: WritePolicy, *, standing: bool) -> Outcome | Problem:
        """Writes one draft where that overwrites nobody's words; what is there is compared once more at the last."""
        name, text = draft.name, format_draft(draft)
        if why := draft_name_fault(name):
            return misnamed(name, why)
        try:
            found = read_text(self._folders.draft(name)) if standing else None
            made = self._folders.generated(name)
            self._conflicts.read(name)
        except ComposerError as error:
            return unreadable(name, error)
        try:
            if found is None:
                anew = policy.force or draft.contact in policy.again
                return self._put_new(name, text, deleted=made is not None and not anew)
            return self._put_again(name, text, found, made, policy)
        except ConflictError:
            return "edited"  # somebody saved it meanwhile, so it is theirs
        except RecordsError as error:
            return error.problems[0] if error.problems else unreadable(name, error)

    def _put_new(self, name: str, text: str, *, deleted: bool) -> Outcome:
        """A draft that is not there; one that was, and that a person deleted, stays deleted."""
        if deleted:
            return "deleted"
        self._write(name, text, text, None, sync=False)
        return "written"

    def _put_again(self, name: str, text: str, found: FileText, made: str | None, policy: WritePolicy) -> Outcome:
        edited = found.text != made
        head = read_head(found.text, path_of(name)) if found.text != text else None
        if head is None or _is_same_letter(head, read_head(text, path_of(name))):
            if edited:  # it is what would be written, so it is nobody's edit
                write_text(self._folders.made(name), found.text, sync=False, like=found)
            return "unchanged"
        if not LIFECYCLE[head.status].is_open:
            return "finished"
        if policy.force and edited:
            self._folders.backup(name, found)
            self._write(name, text, text, found, sync=True)
            return "forced"
        if not policy.refresh and not policy.force:
            return "edited" if edited else "kept"
        if not edited:
            self._write(name, text, text, found, sync=False)
            return "renewed"
        return "edited" if made is None else self._merge(name, text, found, made, policy)

    def _merge(self, name: str, text: str, found: FileText, made: str, policy: WritePolicy) -> Outcome:
        """An edited draft with what is new in the program's text; where both changed, the person's words stand."""
        merged = merge_drafts(made, found.text, text, path_of(name))
        head = read_head(merged.text, path_of(name))
        changed = not _is_same_letter(head, read_head(found.text, path_of(name)))
        words = head.with_fields(no_longer_ready(head, policy.today)) if changed else found.text
        if merged.conflicts:
            self._conflicts.keep(name, merged.conflicts, like=found)
        if changed:
            self._folders.backup(name, found)
        if changed or merged.conflicts:
            self._write(name, words, text, found, sync=True)
        return "conflict" if merged.conflicts else "merged" if changed else "edited"

    def _write(self, name: str, text: str, made: str, found: FileText | None, *, sync: bool) -> None:
        """The text as the program made it, under a name that says which draft it goes with; the draft; then its name.

        A crash in between leaves the first, and `_recover` can tell whether the draft was written.
        """
        coming = self._folders.base / f"{name}.{_digest(text)}{_COMING}"
        write_text(coming, made, sync=sync, like=found or None)
        try:
            self._folders.write(name, text, found, sync=sync)
        except (ConflictError, RecordsError):
            remove_file(coming)
            raise
        rename_file(coming, self._folders.made(name))

    def _recover(self) -> None:
        """Ends what a crash left half done: a draft whose made text has not got its name yet."""
        for name in names_in(self._folders.base):
            if name.endswith(_COMING):
                with suppress(ComposerError):  # whichever of the two cannot be read: the draft counts as edited
                    self._recover_one(self._folders.base / name)

    def _recover_one(self, coming: Path) -> None:
        name, _, digest = coming.name.removesuffix(_COMING).rpartition(".")
        text = read_text(self._folders.draft(name)).text if is_there(self._folders.draft(name)) else None
        if text is not None and (_digest(text) == digest or self._nearer(text, coming, self._folders.made(name))):
            rename_file(coming, self._folders.made(name))
        else:
            remove_file(coming)

    @staticmethod
    def _nearer(text: str, coming: Path, made: Path) -> bool:
        """Whether a draft that was edited after a crash is made from the newer of two texts."""
        if not is_there(made):
            return True
        lines = set(text.splitlines())
        new, old = (len(lines & set(read_text(path).text.splitlines())) for path in (coming, made))
        return new > old


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _is_same_letter(one: Head, other: Head) -> bool:
    """Whether two files are the same but for the day they were made: the same letter on another day is the same."""
    same = one.opening == other.opening and one.rest == other.rest
    return same and one.lines_without("made") == other.lines_without("made")


def unreadable(name: str, error: ComposerError) -> Problem:
    """What to say of a draft whose file, or whose base, cannot be read."""
    return Place(path_of(name)).error("draft-unreadable", error.message, error.hint)


def misnamed(name: str, why: str) -> Problem:
    """What to say of a file among the drafts whose name no draft may have."""
    shown = name.encode("unicode_escape", "replace").decode("ascii")
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    place, text = Place(path_of(shown)), f"no draft can have this name: {why}"
    return (place.warning if name[:1] in (".", "~") else place.error)("draft-name", text, _RENAME)
