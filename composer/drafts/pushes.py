"""What is put into a mailbox, remembered beside the drafts: before, so that a run that ends early is known; and after.

What is on its way lies in a small file of its own. Once the message has arrived and the draft says so, that file is
moved beside those of the others that are there.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from composer.errors import ComposerError
from composer.filenames import draft_name_fault, names_in
from composer.files import is_there, make_folder, read_text, remove_file, rename_file, sync_folder, write_text

_SUFFIX, _LARGEST = ".json", 100_000
DELETE_THERE = "delete it there, so that nobody sends it"
"""What to do with a message in a mailbox that nobody should send: this program deletes nothing there."""


@dataclass(frozen=True, slots=True)
class Push:
    """A message that is put into the folder for drafts of an account."""

    message_id: str = ""
    """With its angle brackets; empty where what was remembered cannot be read any more."""
    account: str = ""
    """The account's name."""
    address: str = ""
    folder: str = ""
    arrived: bool = False
    """Whether the server has said that it is there."""
    reopened: bool = False
    """Whether its draft was opened again since."""

    @property
    def where(self) -> str:
        """The folder and the account, in words."""
        return f"the folder '{self.folder}' of {self.address}" if self.folder else "the Drafts folder of your account"


class Pushes:
    """What is on its way into a mailbox, and what is there."""

    def __init__(self, workspace: Path) -> None:
        self._going, self._there = workspace / ".outreach/pushing", workspace / ".outreach/pushed"

    @property
    def folder(self) -> Path:
        """What has another content once something was put into a mailbox, or taken back."""
        return self._there

    def open(self) -> Iterator[tuple[str, Push]]:
        """What a run that ended early has left on its way, by the names of the drafts."""
        for file in names_in(self._going):
            name = file.removesuffix(_SUFFIX)
            if file.endswith(_SUFFIX) and not draft_name_fault(name):
                yield name, self._read(self._going, name) or Push()

    def begin(self, name: str, push: Push) -> None:
        """Remembers that a message is on its way; it lasts through a power cut when this returns."""
        self._write(self._going, name, push)

    def arrive(self, name: str, push: Push) -> None:
        """Remembers that the server has it, so that nobody asks there again, whatever becomes of it in the mailbox."""
        self._write(self._going, name, replace(push, arrived=True))

    def end(self, name: str) -> None:
        """Its draft says that it has left, so it is not on its way any more."""
        make_folder(self._there)
        rename_file(self._file(self._going, name), self._file(self._there, name))
        sync_folder(self._there)

    def give_up(self, name: str) -> None:
        """It has certainly not arrived."""
        remove_file(self._file(self._going, name))

    def there(self) -> Iterator[tuple[str, Push]]:
        """What was put into a mailbox and not taken back since, by the names of the drafts."""
        for file in names_in(self._there):
            push = self._read(self._there, file.removesuffix(_SUFFIX)) if file.endswith(_SUFFIX) else None
            if push and not push.reopened:
                yield file.removesuffix(_SUFFIX), push

    def last(self, name: str) -> Push | None:
        """What was put into a mailbox of a draft last; ``None`` where nothing was."""
        return self._read(self._there, name)

    def take_back(self, name: str) -> str:
        """What to say of a draft that is opened again; its message stays in the mailbox until a person deletes it."""
        going, there = self._read(self._going, name), self._read(self._there, name)
        if there and not there.reopened:
            self._write(self._there, name, replace(there, reopened=True))
        if going:
            return f"it may lie in {going.where}, because a run ended early: {DELETE_THERE}"
        return f"it still lies in {there.where}: {DELETE_THERE}" if there and not there.reopened else ""

    def _write(self, folder: Path, name: str, push: Push) -> None:
        make_folder(folder)
        write_text(self._file(folder, name), f"{json.dumps(asdict(push), ensure_ascii=False)}\n")

    def _read(self, folder: Path, name: str) -> Push | None:
        path = self._file(folder, name)
        try:
            if not is_there(path):
                return None
            found = Push(**json.loads(read_text(path, limit=_LARGEST).text))
        except (ComposerError, ValueError, TypeError, RecursionError):
            return Push()  # something was pushed, and nobody knows any more what
        sound = all(isinstance(value, type(getattr(Push(), key))) for key, value in asdict(found).items())
        return found if sound else Push()

    @staticmethod
    def _file(folder: Path, name: str) -> Path:
        return folder / f"{name}{_SUFFIX}"
