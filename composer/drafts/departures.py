"""What has left as a file, remembered beside the drafts: an older text saved over a head takes nothing back.

The digest of each letter that was handed over lies in a small file of its own until its draft is opened again. How that
file ends says where in ``outbox/`` the letter lies.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from composer.drafts.draft import Draft, path_of
from composer.drafts.folders import BACKUPS
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.outbox_places import IN_A_MAILBOX, OF_MANY, OUTBOX, PLACE_OF, PLACES, SUFFIX, digest
from composer.errors import ComposerError, Place, Problem
from composer.filenames import names_in
from composer.files import is_there, make_folder, read_text, remove_file, write_bytes, write_text

TOLD = ("draft-left", "message-lies")
"""The codes of what is said of drafts that have left, and of messages that nobody should send."""
DELETE = "delete it, so that nobody sends it"
_THERE_TOO = "if your mail program has read it from there, delete it there, too"


@dataclass(frozen=True, slots=True)
class Departed:
    """Whose letters lie in ``outbox/``, and whose have left and were not taken back, by the names of drafts."""

    lying: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Each with the endings of the places in which it lies, mostly one."""
    left: frozenset[str] = frozenset()

    def problems(self, draft: Draft, *, blocked: bool) -> Iterator[Problem]:
        """What to say of a draft that has left and does not know it, and of a letter that nobody should send."""
        place, state, name = Place(path_of(draft.name)), LIFECYCLE[draft.status], draft.name
        if state.is_open and name in self.left:
            text = "it has left already, and its head does not say so; an older text may have been saved over it"
            yield place.warning(TOLD[0], text, f"`outreach reopen {name}` if that one did not go")
            return
        lies = " and ".join(self.where(name))
        if lies and (state.leaves != "--again" or (state.on_its_way and blocked)):
            opens = " and opens as a draft" if self.lying[name] == (SUFFIX,) else ""
            yield place.warning(TOLD[1], f"{lies} still lies there{opens}", DELETE)
        elif len(self.lying.get(name, ())) > 1:
            yield place.warning(TOLD[1], f"it lies there twice: {lies}", "delete one, so that it goes once")

    def where(self, name: str) -> list[str]:
        """Where the letter of a draft lies, as a person is told: ``outbox/abena-osei.introduction.eml``."""
        return [PLACE_OF[suffix].says(name) for suffix in self.lying.get(name, ())]


class Departures:
    """The letters in ``outbox/``, and what is kept of those that left."""

    def __init__(self, workspace: Path) -> None:
        self.outbox, self.left, self._backups = (workspace / name for name in (OUTBOX, ".outreach/left", BACKUPS))

    def message(self, name: str, suffix: str = SUFFIX) -> Path:
        """The file that holds the letter of a draft where it goes to the place with this ending."""
        return PLACE_OF[suffix].path(self.outbox, name)

    def seen(self) -> Departed:
        """What lies there and what has left; nothing where nobody may look, of which whoever hands over is told."""
        left: dict[str, list[str]] = {}
        lying: dict[str, tuple[str, ...]] = {}
        with suppress(ComposerError):
            for kept in names_in(self.left):
                name, _, suffix = kept.rpartition(".")
                left.setdefault(f".{suffix}", []).append(name)
        with suppress(ComposerError):
            for place in PLACES if is_there(self.outbox) else ():
                for name in place.lying(self.outbox, left.get(place.suffix, ()), self.digest_of):
                    lying[name] = (*lying.get(name, ()), place.suffix)
        return Departed(lying, frozenset(name for names in left.values() for name in names))

    def suffix_of(self, name: str) -> str | None:
        """The ending of the place to which a letter went; ``None`` where it did not leave, or not into `OUTBOX`."""
        return next((suffix for suffix in PLACE_OF if is_there(self._kept(name, suffix))), None)

    def digest_of(self, name: str) -> str | None:
        """The digest of the letter that left; ``None`` where none did, empty where what was kept cannot be read."""
        try:
            suffix = self.suffix_of(name)
            return None if suffix is None else read_text(self._kept(name, suffix)).text.strip()
        except ComposerError:
            return ""

    def is_as_written(self, name: str, data: bytes) -> bool:
        """Whether a letter is the one that was handed over, byte for byte, but for the day on which it was stored."""
        return digest(data) == self.digest_of(name)

    def lies(self, name: str) -> bytes | None:
        """The letter of a draft as it lies in the outbox; ``None`` where none does, or nobody may look."""
        try:
            return PLACE_OF[self.suffix_of(name) or SUFFIX].read(self.outbox, name, self.digest_of(name))
        except ComposerError:
            return None

    def lies_as(self, name: str, data: bytes, suffix: str) -> bool:
        """Whether a letter lies in a place as it would be written there now."""
        lies = PLACE_OF[suffix].read(self.outbox, name, digest(data))
        return lies is not None and digest(lies) == digest(data)

    def note(self, name: str, digest: str, suffix: str = SUFFIX) -> None:
        """Remembers a letter that was written; `left` is the folder to sync."""
        make_folder(self.left)
        write_text(self._kept(name, suffix), f"{digest}\n", sync=False)

    def forget(self, name: str) -> None:
        """Somebody has opened a draft again, or its letter was not handed over after all."""
        for suffix in PLACE_OF:
            remove_file(self._kept(name, suffix))

    def keep(self, name: str, data: bytes, suffix: str = SUFFIX) -> str:
        """Copies what lies in the place of a letter to the backups; returns where, relative to the workspace."""
        kept = f"{name}.{digest(data)[:12]}{suffix}"
        make_folder(self._backups)
        write_bytes(self._backups / kept, data)
        return f"{BACKUPS}/{kept}"

    def make_room(self, name: str, data: bytes, suffix: str) -> str:
        """Takes away a letter that left before, where this one goes to another place or is to stand there in its stead.

        Returns where that is kept which is not as the program wrote it; empty for what is, and where nothing lies.
        """
        was, known = self.suffix_of(name) or suffix, self.digest_of(name)
        kept = ""
        for one in dict.fromkeys((was, suffix)):
            lies = PLACE_OF[one].read(self.outbox, name, known)
            if lies and digest(lies) not in {known, digest(data)}:
                kept = self.keep(name, lies, one)
            if one != suffix:
                PLACE_OF[one].remove(self.outbox, name, known)
                remove_file(self._kept(name, one))
        return kept

    def remove(self, name: str) -> None:
        """Takes out a letter that was not handed over after all, and forgets it."""
        suffix, known = self.suffix_of(name), self.digest_of(name)
        if suffix:
            PLACE_OF[suffix].remove(self.outbox, name, known)
        self.forget(name)

    def take_back(self, name: str) -> str:
        """Moves the letter of a draft to the backups where it is as it was written; what to say about it."""
        suffix, known = self.suffix_of(name), self.digest_of(name)
        says = []
        for place in PLACES:
            lies = place.read(self.outbox, name, known)
            if lies and digest(lies) == known:
                says.append(f"its message went from {OUTBOX}/ to {self.keep(name, lies, place.suffix)}")
                place.remove(self.outbox, name, known)
            elif lies is not None:
                says.append(f"{place.says(name)} still lies there, and is not as the program wrote it: {DELETE}")
            elif suffix == place.suffix and suffix in OF_MANY:
                says.append(f"{place.says(name)} is not there any more as the program wrote it")
        if suffix in IN_A_MAILBOX:
            says.append(_THERE_TOO)
        self.forget(name)
        return "; ".join(says)

    def _kept(self, name: str, suffix: str) -> Path:
        return self.left / f"{name}{suffix}"
