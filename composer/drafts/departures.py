"""What has left as a file, remembered beside the drafts: an older text saved over a head takes nothing back.

The digest of each letter that was handed over lies in a small file of its own until its draft is opened again. How that
file ends says where in ``outbox/`` the letter lies.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from composer.drafts.draft import Draft, path_of
from composer.drafts.folders import BACKUPS
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.outbox_names import OutboxNames
from composer.drafts.outbox_places import IN_A_MAILBOX, NAMED, OF_MANY, OUTBOX, PLACE_OF, PLACES, SUFFIX, digest
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

    lying: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Each with where it lies, in words, mostly once, and the ending of that place: ``outbox/2026-11-24 Dr Abena Osei –
    introduction.eml`` and ``.eml``."""
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
            opens = " and opens as a draft" if set(self.lying[name].values()) == {SUFFIX} else ""
            yield place.warning(TOLD[1], f"{lies} still lies there{opens}", DELETE)
        elif len(self.lying.get(name, ())) > 1:
            yield place.warning(TOLD[1], f"it lies there twice: {lies}", "delete one, so that it goes once")

    def where(self, name: str) -> list[str]:
        """Where the letter of a draft lies, in words."""
        return list(self.lying.get(name, ()))


class Departures:
    """The letters in ``outbox/``, and what is kept of those that left."""

    def __init__(self, workspace: Path) -> None:
        self.outbox, self.left, self._backups = (workspace / name for name in (OUTBOX, ".outreach/left", BACKUPS))
        self.names = OutboxNames(self.outbox)

    def message(self, name: str, suffix: str = SUFFIX) -> Path:
        """The file that holds the letter of a draft in the place with this ending, or would if one lay there."""
        paths = [PLACE_OF[suffix].path(self.outbox, stem) for stem in self._stems(name, suffix)]
        return next(filter(is_there, paths), paths[0])

    def newest(self, name: str, suffix: str) -> Path:
        """The file that a letter is written into once its name is written down, be another one of it there or not."""
        return PLACE_OF[suffix].path(self.outbox, self._stems(name, suffix)[0])

    def _stems(self, name: str, suffix: str) -> tuple[str, ...]:
        return self.names.of(name) if suffix in NAMED else (name,)

    def _lies(self, name: str, suffix: str, known: str | None, also: str = "") -> Iterator[tuple[str, bytes]]:
        """The letters of a draft in a place, mostly one: what each is called there, and its bytes.

        `also` is a name that it is going to have.
        """
        for stem in dict.fromkeys((*self._stems(name, suffix), *([also] if also else []))):
            data = PLACE_OF[suffix].read(self.outbox, stem, known)
            if data is not None:
                yield stem, data

    def seen(self) -> Departed:
        """What lies there and what has left; nothing where nobody may look, of which whoever hands over is told."""
        left: dict[str, list[str]] = {}
        lying: dict[str, dict[str, str]] = {}
        with suppress(ComposerError):
            for kept in names_in(self.left):
                name, _, suffix = kept.rpartition(".")
                left.setdefault(f".{suffix}", []).append(name)
        with suppress(ComposerError):
            for place in PLACES if is_there(self.outbox) else ():
                for stem in place.lying(self.outbox, left.get(place.suffix, ()), self.digest_of):
                    name = self.names.draft_of(stem) if place.suffix in NAMED else stem
                    lying.setdefault(name, {})[place.says(stem)] = place.suffix
        return Departed(lying, frozenset(name for names in left.values() for name in names))

    def suffix_of(self, name: str) -> str | None:
        """The ending of the place to which a letter went; ``None`` where it did not leave, or not into `OUTBOX`."""
        return next((suffix for suffix in PLACE_OF if is_there(self._kept(name, suffix))), None)

    def digest_of(self, name: str) -> str | None:
        """The digest of the letter that left; ``None`` where none did, empty where what was kept cannot be read."""
        try:
            return self._digest_in(name, self.suffix_of(name))
        except ComposerError:
            return ""

    def _digest_in(self, name: str, suffix: str | None) -> str | None:
        """The digest of the letter that left into the place with this ending; see `digest_of`."""
        try:
            return None if suffix is None else read_text(self._kept(name, suffix)).text.strip()
        except ComposerError:
            return ""

    def is_as_written(self, name: str, data: bytes) -> bool:
        """Whether a letter is the one that was handed over, byte for byte, but for the day on which it was stored."""
        return digest(data) == self.digest_of(name)

    def lies(self, name: str) -> bytes | None:
        """The letter of a draft as it lies in the outbox; ``None`` where none does, or nobody may look."""
        try:
            lies = self._lies(name, self.suffix_of(name) or SUFFIX, self.digest_of(name))
            return next((data for _, data in lies), None)
        except ComposerError:
            return None

    def lies_as(self, name: str, data: bytes, suffix: str) -> bool:
        """Whether a letter lies in a place as it would be written there now."""
        made = digest(data)
        return any(digest(lies) == made for _, lies in self._lies(name, suffix, made))

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

    def make_room(self, name: str, data: bytes, suffix: str, stem: str) -> str:
        """Takes away a letter that left before to another place, and keeps what this one is to stand in the stead of.

        `stem` is what its file is going to be called. Returns where that is kept which is not as the program wrote it;
        empty for what is, and where nothing lies.
        """
        was = self.suffix_of(name)
        known = self._digest_in(name, was)
        kept = []
        for one in dict.fromkeys((was or suffix, suffix)):
            lies = dict(self._lies(name, one, known, stem if one == suffix else ""))
            changed = [letter for letter in lies.values() if digest(letter) not in {known, digest(data)}]
            kept += [self.keep(name, letter, one) for letter in changed]
            if one != suffix:
                self._take_out(name, one, lies, known)
                remove_file(self._kept(name, one))
        return " and ".join(kept)

    def settle(self, names: Iterable[str], suffix: str) -> None:
        """Takes away what letters that lie in a place now were called there before, and was made room for."""
        former = [(name, stem) for name in names for stem in self._stems(name, suffix)[1:]]
        for _, stem in former:
            PLACE_OF[suffix].remove(self.outbox, stem, None)
        self._drop(former)

    def remove(self, name: str) -> None:
        """Takes out a letter that was not handed over after all, and forgets it."""
        suffix, known = self.suffix_of(name), self.digest_of(name)
        if suffix:
            self._take_out(name, suffix, dict(self._lies(name, suffix, known)), known)
        self.forget(name)

    def take_back(self, name: str) -> str:
        """Moves the letter of a draft to the backups where it is as it was written; what to say about it."""
        suffix, known = self.suffix_of(name), self.digest_of(name)
        says = []
        for place in PLACES:
            lies = dict(self._lies(name, place.suffix, known))
            for stem, data in lies.items():
                if digest(data) == known:
                    says.append(f"its message went from {OUTBOX}/ to {self.keep(name, data, place.suffix)}")
                    self._take_out(name, place.suffix, [stem], known)
                else:
                    says.append(f"{place.says(stem)} still lies there, and is not as the program wrote it: {DELETE}")
            if not lies and suffix == place.suffix and suffix in OF_MANY:
                says.append(f"{place.says(name)} is not there any more as the program wrote it")
        if suffix in IN_A_MAILBOX:
            says.append(_THERE_TOO)
        self.forget(name)
        return "; ".join(says)

    def _take_out(self, name: str, suffix: str, stems: Iterable[str], known: str | None) -> None:
        """Takes letters of a draft out of a place, and strikes out what they were called."""
        for stem in stems:
            PLACE_OF[suffix].remove(self.outbox, stem, known)
        self._drop([(name, stem) for stem in stems])

    def _drop(self, gone: Iterable[tuple[str, str]]) -> None:
        """Strikes out the names of files, where none is there any more in whatever form."""
        self.names.drop((name, stem) for name, stem in gone if not self._is_called(stem))

    def _is_called(self, stem: str) -> bool:
        """Whether any file has this name, whatever its form."""
        return any(is_there(PLACE_OF[suffix].path(self.outbox, stem)) for suffix in NAMED)

    def _kept(self, name: str, suffix: str) -> Path:
        return self.left / f"{name}{suffix}"
