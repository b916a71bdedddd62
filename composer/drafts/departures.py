"""What has left as a file, remembered beside the drafts: an older text saved over a head takes nothing back.

The digest of each message that was handed over lies in a small file of its own until its draft is opened again.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from composer.drafts.draft import Draft, path_of
from composer.drafts.folders import BACKUPS
from composer.drafts.lifecycle import LIFECYCLE
from composer.errors import ComposerError, Place, Problem
from composer.filenames import names_in
from composer.files import is_there, make_folder, read_bytes, read_text, remove_file, write_bytes, write_text

OUTBOX, SUFFIX = "outbox", ".eml"
TOLD = ("draft-left", "message-lies")
"""The codes of what is said of drafts that have left, and of messages that nobody should send."""
DELETE = "delete it, so that nobody sends it"


@dataclass(frozen=True, slots=True)
class Departed:
    """Whose messages lie in ``outbox/``, and whose have left and were not taken back, by the names of drafts."""

    lying: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()

    def problems(self, draft: Draft, *, blocked: bool) -> Iterator[Problem]:
        """What to say of a draft that has left and does not know it, and of a message that nobody should send."""
        place, state, name = Place(path_of(draft.name)), LIFECYCLE[draft.status], draft.name
        if state.is_open and name in self.left:
            text = "it has left already, and its head does not say so; an older text may have been saved over it"
            yield place.warning(TOLD[0], text, f"`outreach reopen {name}` if that one did not go")
        elif name in self.lying and (state.leaves != "--again" or (state.on_its_way and blocked)):
            yield place.warning(TOLD[1], f"{OUTBOX}/{name}{SUFFIX} still lies there and opens as a draft", DELETE)


class Departures:
    """The messages in ``outbox/``, and what is kept of those that left."""

    def __init__(self, workspace: Path) -> None:
        self.outbox, self.left, self._backups = (workspace / name for name in (OUTBOX, ".outreach/left", BACKUPS))

    def message(self, name: str) -> Path:
        """Where the message of a draft lies."""
        return self.outbox / f"{name}{SUFFIX}"

    def seen(self) -> Departed:
        """What lies there and what has left; nothing where nobody may look, of which whoever hands over is told."""
        found: list[frozenset[str]] = [frozenset(), frozenset()]
        for number, folder in enumerate((self.outbox, self.left)):
            with suppress(ComposerError):
                found[number] = frozenset(name.removesuffix(SUFFIX) for name in names_in(folder))
        return Departed(*found)

    def digest_of(self, name: str) -> str | None:
        """The digest of the message that left; ``None`` where none did, empty where what was kept cannot be read."""
        try:
            return read_text(self._kept(name)).text.strip() if is_there(self._kept(name)) else None
        except ComposerError:
            return ""

    def is_as_written(self, name: str, data: bytes) -> bool:
        """Whether a message is the one that was handed over, byte for byte."""
        return digest(data) == self.digest_of(name)

    def note(self, name: str, digest: str) -> None:
        """Remembers a message that was written; `left` is the folder to sync."""
        make_folder(self.left)
        write_text(self._kept(name), f"{digest}\n", sync=False)

    def forget(self, name: str) -> None:
        """Somebody has opened a draft again, or its message was not handed over after all."""
        remove_file(self._kept(name))

    def keep(self, name: str, data: bytes) -> str:
        """Copies what lies in the place of a message to the backups; returns where, relative to the workspace."""
        kept = f"{name}.{digest(data)[:12]}{SUFFIX}"
        make_folder(self._backups)
        write_bytes(self._backups / kept, data)
        return f"{BACKUPS}/{kept}"

    def take_back(self, name: str) -> str:
        """Moves the message of a draft to the backups where it is as it was written; what to say about it."""
        says, data = "", read_bytes(self.message(name))
        if data and self.is_as_written(name, data):
            says = f"its message went from {OUTBOX}/ to {self.keep(name, data)}"
            remove_file(self.message(name))
        elif data is not None:
            says = f"{OUTBOX}/{name}{SUFFIX} still lies there, and is not as the program wrote it: {DELETE}"
        self.forget(name)
        return says

    def _kept(self, name: str) -> Path:
        return self.left / f"{name}{SUFFIX}"


def digest(data: bytes) -> str:
    """SHA-256 of a message, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
