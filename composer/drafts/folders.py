"""Where the drafts of a workspace lie, and what the program keeps of each beside them."""

from dataclasses import dataclass
from pathlib import Path

from composer.drafts.draft import DRAFTS
from composer.files import FileText, make_folder, write_text

CONFLICTS = ".outreach/conflicts"


@dataclass(frozen=True, slots=True)
class DraftFolders:
    """The folders of drafts in one workspace."""

    workspace: Path

    @property
    def drafts(self) -> Path:
        """What a person edits."""
        return self.workspace / DRAFTS

    @property
    def base(self) -> Path:
        """The drafts as the program last made them; losing it loses no words."""
        return self.workspace / ".outreach/base"

    @property
    def letters(self) -> Path:
        """The letters as they were when drafts were last made."""
        return self.workspace / ".outreach/made-with"

    @property
    def conflicts(self) -> Path:
        """Both versions of each place that a person and the program changed."""
        return self.workspace / CONFLICTS

    @property
    def backups(self) -> Path:
        """What was written over, or is no longer open."""
        return self.workspace / ".outreach/backup"

    def draft(self, name: str) -> Path:
        """The file of a draft."""
        return self.drafts / f"{name}.md"

    def made(self, name: str) -> Path:
        """A draft as the program last made it."""
        return self.base / f"{name}.md"

    def backup(self, name: str, found: FileText) -> None:
        """Keeps a draft as it is, before anything else is written in its place."""
        make_folder(self.backups)
        write_text(self.backups / f"{name}.{found.digest[:12]}.md", found.text, like=found)
