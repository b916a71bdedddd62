"""Files of messages: an mbox, a Maildir, a folder of ``.eml`` files, one such file. Nothing in them is ever changed.

The one owner of the standard library's `mailbox`.
"""

import mailbox
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from composer.errors import ComposerError, ExternalError, NotFoundError, RecordsError, from_os_error
from composer.filenames import names_in
from composer.files import files_below
from composer.patterns import regex
from composer.received.message import MOST_HEADER, MOST_WHOLE, RawMessage

_FIELD = regex(rb"(?:\xef\xbb\xbf)?[!-9;-~]+[ \t]*:")
_MBOX = b"From "
_DATED = regex(rb"\d\d:\d\d:\d\d.*\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b.*\d\d:\d\d:\d\d")
_SHORT, _MOSTLY = 2_000, 16_000
"""Bytes: to see what a file is, and what holds nearly every header."""
# What mail programs call the folder of what is not sent yet, in the languages that they speak most.
_DRAFTS = regex(r"\W*(?:.*[./])?(?:drafts?|entwürfe|borradores|brouillons|bozze|rascunhos|concepten)", re.IGNORECASE)
_ELSE = "an mbox file, a Maildir, a folder of .eml files or one such file is understood; mail programs can save one"


class MessageBox(Protocol):
    """Messages from one place, as many as there are."""

    def __len__(self) -> int:
        """About how many there are, to say how far one has come."""

    def __iter__(self) -> Iterator[RawMessage]:
        """Each message, its header first."""


@contextmanager
def open_boxes(paths: Sequence[Path]) -> Iterator[list[MessageBox]]:
    """What lies at some paths, each opened for reading only.

    Raises:
        NotFoundError: nothing has such a name.
        ExternalError: it cannot be read.
        RecordsError: it holds no messages.
    """
    with ExitStack() as stack:
        yield [_open(path, stack) for path in paths]


def _open(path: Path, stack: ExitStack) -> MessageBox:
    if not path.exists():
        raise NotFoundError(f"there is no file or folder {path}", hint=_ELSE)
    if not path.is_dir():
        return _of_file(path, path.name, stack)
    if (path / "cur").is_dir() or (path / "new").is_dir():
        return _Files(_in_maildir(path), path.name, are_drafts=_are_drafts(path))
    if (path / "mbox").is_file():  # as Apple Mail exports a mailbox
        return _of_file(path / "mbox", path.name, stack)
    found = sorted(file for file in files_below(path) if file.suffix.lower() == ".eml")
    return _Files(found, path.name, are_drafts=_are_drafts(path))


def _of_file(path: Path, name: str, stack: ExitStack) -> MessageBox:
    begin = _begin(path, _SHORT)
    if begin.startswith(_MBOX):
        box = mailbox.mbox(path, create=False)
        stack.callback(box.close)
        return _Mbox(box, name, are_drafts=_are_drafts(Path(name)))
    if begin.strip() and not _FIELD.match(begin):
        raise RecordsError(f"{path} holds no messages", hint=_ELSE)
    return _Files([path] if begin.strip() else [], "", are_drafts=False)


def _are_drafts(path: Path) -> bool:
    """Whether a mailbox is that of what is still to be sent, by its name."""
    return _DRAFTS.fullmatch(re.sub(r"\.mbo?x\Z", "", path.name)) is not None


def _begin(path: Path, most: int) -> bytes:
    """A file's first bytes; a pipe or a device would be read for ever."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ExternalError(f"could not read {path}: it is not a file", hint=_ELSE)
        with path.open("rb") as file:
            return file.read(most)
    except (OSError, ValueError) as error:
        raise from_os_error(error, path, "read") from error


def _in_maildir(path: Path) -> list[Path]:
    """The messages of a Maildir: each a file in ``new`` or ``cur``."""
    return [path / part / name for part in ("cur", "new") for name in names_in(path / part) if not name.startswith(".")]


@dataclass(frozen=True)
class _Files:
    """Messages that are a file each."""

    paths: Sequence[Path]
    name: str
    are_drafts: bool

    def __len__(self) -> int:
        return len(self.paths)

    def __iter__(self) -> Iterator[RawMessage]:
        for path in self.paths:
            place = f"{self.name}/{path.name}" if self.name else path.name
            flags = path.name.rpartition(":2,")[2] if ":2," in path.name else ""
            try:
                header = _header(partial(_begin, path))
            except ComposerError:
                header = b""  # it is named among those that are not understood
            whole = partial(_begin, path, MOST_WHOLE)
            is_draft = self.are_drafts or "D" in flags or _are_drafts(path.parent)
            yield RawMessage(place, header, whole, is_draft=is_draft)


@dataclass(frozen=True)
class _Mbox:
    """The messages of an mbox file."""

    box: mailbox.mbox
    name: str
    are_drafts: bool

    def __len__(self) -> int:
        return len(self.box)

    def __iter__(self) -> Iterator[RawMessage]:
        """Each message: a line of a letter that begins with "From " has no time in it, and no field follows."""
        keys: list[str] = []
        number = 0
        for key in self.box.iterkeys():
            if keys and self._begins(key):
                number += 1
                yield self._message(number, tuple(keys))
                keys = []
            keys.append(key)
        if keys:
            yield self._message(number + 1, tuple(keys))

    def _begins(self, key: str) -> bool:
        line, _, rest = self._read(key, _SHORT).partition(b"\n")
        return _DATED.search(line) is not None or _FIELD.match(rest) is not None

    def _message(self, number: int, keys: tuple[str, ...]) -> RawMessage:
        header = _header(partial(self._read, keys[0])).partition(b"\n")[2]
        whole = partial(self._whole, keys)
        return RawMessage(f"{self.name}, message {number}", header, whole, is_draft=self.are_drafts)

    def _whole(self, keys: Sequence[str]) -> bytes:
        first, *others = (self._read(key, MOST_WHOLE) for key in keys)
        return b"".join([first.partition(b"\n")[2], *others])[:MOST_WHOLE]

    def _read(self, key: str, most: int) -> bytes:
        return bytes(self.box.get_file(key, from_=True).read(most))


def _header(read: Callable[[int], bytes]) -> bytes:
    """The beginning of a message, long enough for its header; `read` gives its first bytes, as many as are asked."""
    begin = read(_MOSTLY)
    return begin if len(begin) < _MOSTLY or b"\n\n" in begin or b"\r\n\r\n" in begin else read(MOST_HEADER)
