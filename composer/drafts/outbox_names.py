"""What the files in ``outbox/`` are called, for people, and which draft each of them is of.

Nothing in such a name leads back to its draft, so that is written down in a file beside them, before the file itself
is: whoever moves or empties the folder moves or empties both. A draft may have more than one name there, for as long as
one takes the place of another. What has no line there is of the draft whose name it has, as in earlier versions.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Final

from composer.errors import RecordsError
from composer.filenames import same_file_key
from composer.files import append_line, ends_with, read_bytes, read_if_there, remove_file, write_text
from composer.lock import ensure_own
from composer.patterns import regex

INDEX: Final = ".outreach-names"
_HEAD = "# Which letter each file here is of. The program needs it for as long as the files lie here.\n"
_UNSAFE = regex(r'[\\/:*?"<>|.\s]+')
_WHO, _WHAT = 110, 60
"""Bytes, where a system takes letters and their accents apart, too; 255 is what file systems take."""
_DASH: Final = " – "
_CALLED = regex(rf"\d{{4}}-\d\d-\d\d (?P<who>.+){_DASH}")

Names = Mapping[str, tuple[str, ...]]
"""By draft, what its files are called, without their endings, the last one last."""


def name_for_people(day: date, who: str, what: str) -> str:
    """A file's name without its ending, safe on every system: ``2026-11-23 Dr Abena Osei – introduction``.

    `who` is a display name and `what` a letter's title. No system keeps a name that begins with a day for itself.
    """
    return f"{day.isoformat()} {_cut(in_a_name(who), _WHO)}{_DASH}{_cut(_small(in_a_name(what)), _WHAT)}"


def is_called(stem: str, display_name: str) -> bool:
    """Whether a file's name speaks of somebody, with or without the degrees behind their name."""
    found, said = _CALLED.match(unicodedata.normalize("NFC", stem)), in_a_name(display_name)
    return bool(found and (said == found["who"] or said.startswith((f"{found['who']},", f"{found['who']} "))))


def in_a_name(text: str) -> str:
    """A text as it may stand in a file's name: no sign that a system forbids or hides, and no dot."""
    if text.isascii() and text.isprintable():
        return " ".join(_UNSAFE.sub(" ", text).split())  # as most are
    shown = (" " if one.isspace() else one for one in unicodedata.normalize("NFC", text))
    kept = "".join(one for one in shown if not unicodedata.category(one).startswith("C"))
    return " ".join(_UNSAFE.sub(" ", kept).split())


def _small(text: str) -> str:
    """A title inside a line: ``introduction``, but ``TED talk``."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _cut(text: str, most: int) -> str:
    """A text without what is too much of it, whole in its last character, however a system writes that."""
    while len(unicodedata.normalize("NFD", text).encode()) > most:
        text = text[:-1]
    return text.strip()


@dataclass(frozen=True, slots=True)
class _Written:
    """What is written down of one outbox, and when that was."""

    stamp: tuple[int, ...] = ()
    names: Names = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    """The draft of each file, by `same_file_key` of its name."""


class OutboxNames:
    """The names of the files in one outbox. The disk is read again whenever the file of names has changed."""

    def __init__(self, outbox: Path) -> None:
        self._file = outbox / INDEX
        self._last = _Written()
        self._reserved: dict[str, str] = {}
        self._taken: dict[str, str] = {}

    def of(self, draft: str) -> tuple[str, ...]:
        """What the files of a draft are called, the last name first, then that of earlier versions."""
        names = tuple(reversed(self._written().names.get(draft, ())))
        if self.draft_of(draft) == draft:
            return (*names, draft)
        return names or (self.free(draft, draft),)

    def draft_of(self, stem: str) -> str:
        """The draft that a file is of: what is written down, or its own name."""
        return self._written().owners.get(same_file_key(stem), stem)

    def free(self, draft: str, wanted: str) -> str:
        """The name that a draft's letter may get: the wanted one, or with a number where another's has that.

        One that differs only in how it is written, as some systems do not tell apart, stays as it was.
        """
        written = self._written()
        own = {same_file_key(stem): stem for stem in written.names.get(draft, ())}
        for number in count(1):
            stem = wanted if number == 1 else f"{wanted} ({number})"
            key = same_file_key(stem)
            if {written.owners.get(key, draft), self._taken.get(key, draft)} == {draft}:
                break
        return own.get(key, stem)

    def reserve(self, draft: str, stem: str) -> None:
        """Gives a draft a name that is free, and nobody else gets it; nothing is written."""
        self._reserved[draft] = stem
        self._taken[same_file_key(stem)] = draft

    def save(self) -> None:
        """Writes down what was reserved, beside the names that were there, and makes it last."""
        before = self._written().names
        names = dict(before)
        for draft, stem in self._reserved.items():
            names[draft] = (*(one for one in names.get(draft, ()) if one != stem), stem)
        # All of a long file is not written for each batch of letters that leave.
        more = all(stem not in before.get(draft, ()) for draft, stem in self._reserved.items())
        self._write(names, added=self._reserved.items() if before and more and ends_with(self._file, "\n") else ())
        self._reserved.clear()
        self._taken.clear()

    def drop(self, gone: Iterable[tuple[str, str]]) -> None:
        """Strikes out names of files that are not there any more: draft and name of each."""
        names = dict(self._written().names)
        for draft, stem in gone:
            names[draft] = tuple(one for one in names.get(draft, ()) if one != stem)
        self._write({draft: stems for draft, stems in names.items() if stems})

    def _write(self, names: Names, added: Collection[tuple[str, str]] = ()) -> None:
        """Writes all names, or those that are new behind the others."""
        if names == self._written().names:
            return
        ensure_own(self._file, self._file.parent)
        if added:
            append_line(self._file, _lines(added).removesuffix("\n"))
        elif names:
            write_text(self._file, _HEAD + _lines(_pairs(names)))
        else:
            remove_file(self._file)
        owners = {**self._last.owners, **_owners(added)} if added else _owners(_pairs(names))
        self._last = _Written(self._stamp(), names, owners)

    def _written(self) -> _Written:
        """What is written down; a line that nobody can have written so is passed over."""
        stamp = self._stamp()
        if stamp != self._last.stamp or not stamp:
            names = _parsed(self._text())
            self._last = _Written(stamp, names, _owners(_pairs(names)))
        return self._last

    def _text(self) -> str:
        """The text of the file, without a last line that a crash ended amid a letter."""
        try:
            return read_if_there(self._file)
        except RecordsError:
            whole, end, _ = (read_bytes(self._file) or b"").rpartition(b"\n")
            with suppress(UnicodeDecodeError):
                return (whole + end).decode()
            raise

    def _stamp(self) -> tuple[int, ...]:
        with suppress(OSError):
            found = self._file.stat()
            return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
        return ()


def _pairs(names: Names) -> Iterator[tuple[str, str]]:
    """Each draft with each name of its files."""
    return ((draft, stem) for draft, stems in names.items() for stem in stems)


def _owners(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {same_file_key(stem): draft for draft, stem in pairs}


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{draft}\t{stem}\n" for draft, stem in pairs)


def _parsed(text: str) -> Names:
    names: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        draft, _, stem = line.partition("\t")
        if stem.isprintable() and not set(stem) & set("/\\") and stem.strip(". "):
            names[draft] = (*names.get(draft, ()), stem)
    return names
