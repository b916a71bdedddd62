"""What has left as a file, remembered beside the drafts: an older text saved over a head takes nothing back.

For each message that was handed over a small file holds its digest and the day, until somebody opens the draft again.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from composer.drafts.draft import Draft, path_of
from composer.drafts.folders import BACKUPS
from composer.drafts.lifecycle import LIFECYCLE
from composer.errors import ComposerError, Place, Problem
from composer.filenames import names_in
from composer.files import (
    is_there,
    make_folder,
    read_bytes,
    read_text,
    remove_file,
    sync_folder,
    write_bytes,
    write_text,
)

OUTBOX, LEFT = "outbox", ".outreach/left"
_EML = ".eml"
DEPARTED = ("draft-left", "message-lies")
"""The codes of what is said of drafts that have left, and of messages that nobody should send."""
DELETE = "delete it, so that nobody sends it"


@dataclass(frozen=True, slots=True)
class Departure:
    """One message that was handed over; both are empty where what was kept of it cannot be read."""

    digest: str = ""
    """SHA-256 of its bytes."""
    on: str = ""
    """The day."""


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
            hint = (
                f"`outreach reopen {name}` if that one did not go; `outreach export eml {name} --again` makes another"
            )
            yield place.warning(DEPARTED[0], text, hint)
        elif name in self.lying and (state.leaves != "--again" or (state.on_its_way and blocked)):
            yield place.warning(DEPARTED[1], f"{OUTBOX}/{name}{_EML} still lies there and opens as a draft", DELETE)


class Departures:
    """The messages in ``outbox/``, and what is kept of those that left."""

    def __init__(self, workspace: Path, suffix: str = _EML) -> None:
        self.outbox = workspace / OUTBOX
        self._left, self._backups, self._suffix = workspace / LEFT, workspace / BACKUPS, suffix

    def message(self, name: str) -> Path:
        """Where the message of a draft lies."""
        return self.outbox / f"{name}{self._suffix}"

    def seen(self) -> Departed:
        """What lies there and what has left, as it is now."""
        return Departed(self._names(self.outbox), self._names(self._left))

    def _names(self, folder: Path) -> frozenset[str]:
        with suppress(ComposerError):  # whoever hands over is told
            return frozenset(
                name.removesuffix(self._suffix) for name in names_in(folder) if name.endswith(self._suffix)
            )
        return frozenset()

    def of(self, name: str) -> Departure | None:
        """What is kept of a draft that left; ``None`` where it did not, or was opened again."""
        try:
            if not is_there(self._kept(name)):
                return None
            digest, day = read_text(self._kept(name)).text.split()
            return Departure(digest, day)
        except (ComposerError, ValueError):
            return Departure()

    def note(self, name: str, digest: str, day: date) -> None:
        """Remembers a message that was written; `sync` makes all of them last."""
        make_folder(self._left)
        write_text(self._kept(name), f"{digest} {day}\n", sync=False)

    def sync(self) -> None:
        """Makes what was noted last."""
        sync_folder(self._left)

    def forget(self, name: str) -> None:
        """Somebody has opened a draft again, or its message was not handed over after all."""
        remove_file(self._kept(name))

    def digest(self, name: str) -> str:
        """The digest of what lies in the place of a message; empty where nothing does."""
        data = read_bytes(self.message(name))
        return "" if data is None else digest_of(data)

    def keep(self, name: str) -> str:
        """Copies what lies in the place of a message to the backups; returns where, relative to the workspace."""
        data = read_bytes(self.message(name)) or b""
        kept = f"{name}.{digest_of(data)[:12]}{self._suffix}"
        make_folder(self._backups)
        write_bytes(self._backups / kept, data)
        return f"{BACKUPS}/{kept}"

    def take_back(self, name: str) -> str:
        """Moves the message of a draft to the backups where it is as it was written; what to say about it."""
        lies, known = self.digest(name), self.of(name)
        says = ""
        if lies and known and lies == known.digest:
            says = f"its message went from {OUTBOX}/ to {self.keep(name)}"
            remove_file(self.message(name))
        elif lies:
            says = f"{OUTBOX}/{name}{self._suffix} still lies there, and is not as the program wrote it: {DELETE}"
        self.forget(name)
        return says

    def _kept(self, name: str) -> Path:
        return self._left / f"{name}{self._suffix}"


def digest_of(data: bytes) -> str:
    """SHA-256 of a message, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
