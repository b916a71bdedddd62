"""The folder ``attachments/`` of a workspace, read so that what is compared is what leaves.

A file is opened once, and what was read of it is kept under the digest of those bytes. Nothing outside of the folder is
read, whatever a name or a link says, and nothing that is no file.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from composer.drafts.attachments import FOLDER, FoundFile, is_card, name_fault, size_in_words
from composer.errors import ComposerError, from_os_error
from composer.filenames import names_in
from composer.records.fields import composed
from composer.spelling import did_you_mean

MOST_READ: Final = 25_000_000
"""Bytes. What is larger no mail server takes, and it is not read."""
_INSIDE = f"put the file itself into {FOLDER}/"
_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
_Stamp = tuple[int, ...]


class AttachmentFolder:
    """What lies there; each file is read once, and again only after it has changed."""

    def __init__(self, workspace: Path) -> None:
        self._workspace, self._root = workspace, workspace / FOLDER
        self._known: dict[str, tuple[Path, _Stamp, FoundFile]] = {}
        self._contents: dict[str, bytes] = {}

    def look(self, names: Iterable[str]) -> tuple[FoundFile, ...]:
        """What was found under each name; the practice's card is none of these files."""
        return tuple(self._look(name) for name in names if not is_card(name))

    def contents(self, files: Iterable[FoundFile]) -> Mapping[str, bytes]:
        """The bytes of files that were found, under their digests."""
        return {one.digest: self._contents[one.digest] for one in files if one.digest in self._contents}

    def _look(self, written: str) -> FoundFile:
        fault, hint = name_fault(written)
        if fault:
            return FoundFile(written, fault=fault, hint=hint)
        try:
            return self._found(written)
        except _FaultError as found:
            return FoundFile(written, found.size, fault=found.fault, hint=found.hint)
        except ComposerError as error:
            return FoundFile(written, fault=error.message, hint=error.hint)
        except (OSError, ValueError) as error:
            said = from_os_error(error, Path(FOLDER, written), "read")
            return FoundFile(written, fault=said.message, hint=said.hint)

    def _found(self, written: str) -> FoundFile:
        path = self._inside(written)
        found = os.lstat(path)
        if stat.S_ISDIR(found.st_mode):
            raise _FaultError("it is a folder", "name each file in it, or put it into one file")
        if not stat.S_ISREG(found.st_mode):
            raise _FaultError("it is not a file", _INSIDE)
        if not found.st_size:
            raise _FaultError("it is empty", "save it once more, or take it out of 'attach'")
        if found.st_size > MOST_READ:
            fault = f"it has {size_in_words(found.st_size)}, more than mail servers take"
            raise _FaultError(fault, "make it smaller, or write where it can be read", found.st_size)
        known = self._known.get(written)
        if known and known[:2] == (path, _stamp(found)):
            return known[2]
        made = self._read(written, path)
        self._known[written] = path, _stamp(found), made
        return made

    def _inside(self, written: str) -> Path:
        """Where a file really is, which has to be in the folder."""
        root = Path(os.path.realpath(self._workspace)) / FOLDER
        try:
            real = Path(os.path.realpath(self._root / written, strict=True))
        except FileNotFoundError:
            if os.path.lexists(self._root / written):
                raise _FaultError("it is a link to a file that is not there", _INSIDE) from None
            real = Path(os.path.realpath(self._spelled(written), strict=True))
        if root not in real.parents:
            raise _FaultError(f"it is a link that leads out of {FOLDER}/", _INSIDE)
        return real

    def _spelled(self, written: str) -> Path:
        """A file whose name has the same letters, as a Mac writes them, or has other blanks; or why there is none."""
        above, _, name = written.rpartition("/")
        names = names_in(self._root / above)
        known = next((one for one in names if _alike(one) == name), None)
        if known is not None:
            return self._root / above / known
        if above == FOLDER:
            raise _FaultError("there is no such file", f"names are read in {FOLDER}/ already: write '{name}'")
        shown = [one for one in names if one[0] not in ".~"]
        hint = did_you_mean(name, shown, "put it there, or mend the name")
        raise _FaultError(f"there is no such file in {FOLDER}/", hint)

    def _read(self, written: str, path: Path) -> FoundFile:
        """Reads a file through one handle; what grows or shrinks meanwhile is being written, and nobody's last word."""
        try:
            handle = os.open(path, _FLAGS)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise _FaultError(f"it is a link that leads out of {FOLDER}/", _INSIDE) from error
            raise
        with os.fdopen(handle, "rb") as file:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise _FaultError("it is not a file", _INSIDE)
            data = file.read(MOST_READ + 1)
            if _stamp(before) != _stamp(os.fstat(handle)) or len(data) != before.st_size:
                raise _FaultError("it is being written just now", "wait until it is saved, then try again")
        digest = hashlib.sha256(data).hexdigest()
        self._contents[digest] = data
        return FoundFile(written, len(data), digest)


class _FaultError(Exception):
    """Why one file cannot be attached."""

    def __init__(self, fault: str, hint: str, size: int = 0) -> None:
        super().__init__(fault)
        self.fault, self.hint, self.size = fault, hint, size


def _stamp(found: os.stat_result) -> _Stamp:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _alike(name: str) -> str:
    return " ".join(composed(name).split())
