"""Where the drafts of a workspace lie, and what the program keeps of each beside them."""

import hashlib
from pathlib import Path

from composer.drafts.draft import DRAFTS, path_of
from composer.errors import NotFoundError, Place, RecordsError
from composer.files import FileText, is_one_file, is_there, make_folder, read_text, write_text
from composer.patterns import regex

CONFLICTS = ".outreach/conflicts"
BACKUPS = ".outreach/backup"
_KEY_LENGTH = 12
_KEY = regex(rf"[0-9a-f]{{{_KEY_LENGTH}}}")
WRITABLE = 0o200  # the right of the owner, which Windows shows, too


def ensure_changeable(name: str, found: FileText) -> None:
    """A `RecordsError` for a draft whose file is read-only: somebody wants it to stay as it is."""
    if not found.mode & WRITABLE:
        text, hint = f"{path_of(name)} is read-only, so nothing was changed", "allow writing to it, then try again"
        raise RecordsError(text, hint=hint, problems=(Place(path_of(name)).error("draft-read-only", text, hint),))


class DraftFolders:
    """The folders of drafts in one workspace."""

    def __init__(self, workspace: Path) -> None:
        self.drafts = workspace / DRAFTS  # what a person edits
        self.base = workspace / ".outreach/base"  # as the program last made them; losing it loses no words
        self.letters = workspace / ".outreach/made-with"  # the letters as they were then
        self.conflicts = workspace / CONFLICTS  # both versions of each place that a person and the program changed
        self.backups = workspace / BACKUPS  # what was written over, or is no longer open

    def draft(self, name: str) -> Path:
        """The file of a draft."""
        return self.drafts / f"{name}.md"

    def made(self, name: str) -> Path:
        """A draft as the program last made it."""
        return self.base / f"{name}.md"

    def write(self, name: str, text: str, found: FileText | None, *, sync: bool = True) -> None:
        """Writes a draft in place of what was found there, or where nothing was; nothing else writes one.

        Raises:
            ConflictError: somebody saved it meanwhile.
            RecordsError: it is read-only.
        """
        if found:
            ensure_changeable(name, found)
        write_text(self.draft(name), text, like=found, sync=sync, expect=found.digest if found else None)

    def generated(self, name: str) -> str | None:
        """The text of a draft as the program last made it; ``None`` where that is not known any more.

        Where the two are one file, as a program that looks for doubles makes them, an edit of one is in both.

        Raises:
            ExternalError: it cannot be read.
            RecordsError: it is not UTF-8.
        """
        made = self.made(name)
        return None if not is_there(made) or is_one_file(made, self.draft(name)) else read_text(made).text

    def backup(self, name: str, found: FileText) -> str:
        """Keeps a draft as it is, before anything else is written in its place; returns what `kept` finds it by."""
        return self.keep_aside(name, found.text, like=found)

    def keep_aside(self, name: str, text: str, *, like: FileText) -> str:
        """Keeps a version of a draft among the backups, as private as the draft is; returns what `kept` finds it by."""
        make_folder(self.backups)
        digest = hashlib.sha256(text.encode()).hexdigest()[:_KEY_LENGTH]
        write_text(self._kept(name, digest), text, like=like)
        return digest

    def kept(self, name: str, key: str) -> FileText:
        """A version of a draft that was kept aside.

        Raises:
            NotFoundError: none is kept under that key.
        """
        if not _KEY.fullmatch(key) or not is_there(self._kept(name, key)):
            raise NotFoundError("what it was before is not kept any more", hint=f"{BACKUPS} has what there is")
        return read_text(self._kept(name, key))

    def _kept(self, name: str, key: str) -> Path:
        return self.backups / f"{name}.{key}.md"
