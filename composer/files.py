"""The disk: the only room that writes to it. A file is whole or as it was before, whatever happens in between.

A link is written through where it leads to a file, so that records may lie elsewhere; where it leads to nothing, or
stands in the place of a file of the program's own, it is refused. What is made is open to its owner only.
Nothing but `composer.disk` and `composer.errors` may be imported here, and no other module may open a file for writing.
"""

import errno
import hashlib
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from composer.disk import CANNOT_SYNC, MODE, append, read_regular, rename, synced, write_new
from composer.errors import ConflictError, ExternalError, NotFoundError, RecordsError, from_os_error

TEMPORARY: Final = ".outreach-tmp-"  # how the name of a file begins while it is written
_BOM = b"\xef\xbb\xbf"
_OWN = ".outreach"
UNLINK: Final = "delete the link; the program makes what it needs itself"


class Anything:
    """Stands for "whatever is there may be replaced"."""


ANYTHING: Final = Anything()


@dataclass(frozen=True, slots=True)
class FileText:
    """A text file as it was read, with what is needed to write it back alike."""

    text: str
    """With LF line ends and no byte order mark."""
    newline: str
    """``\\n`` or ``\\r\\n``; of a file that mixes them, the one most of its lines have."""
    bom: bool
    digest: str
    """SHA-256 of the bytes, in hexadecimal: hand it back to `write_text` and nothing else is overwritten."""
    mode: int = 0o777
    """Who may read and write it, as the system counts it; a copy is never open to more."""


# --- reading -------------------------------------------------------------------------------------------------------


def read_text(path: Path, *, limit: int = 40_000_000) -> FileText:
    """A UTF-8 text file.

    Raises:
        NotFoundError: there is no such file.
        ExternalError: the system would not let it be read, or it is larger than ``limit`` bytes.
        RecordsError: it is not UTF-8; the message names the line.
    """
    try:
        data, mode = read_regular(path, limit)
    except FileNotFoundError as error:
        if is_there(path):
            hint = "put the file itself there, or remove the link if there is to be none"
            raise ExternalError(f"{path} is a link to a file that is not there", hint=hint) from error
        raise NotFoundError(f"there is no file {path}") from error
    except (OSError, ValueError) as error:
        raise from_os_error(error, path, "read") from error
    body = data.removeprefix(_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8; your editor offers that under 'Save as' or 'Encoding'"
        raise RecordsError(f"{path}:{line}: this is not UTF-8 text", hint=hint) from error
    windows = text.count("\r\n") if "\r" in text else 0
    newline = "\r\n" if windows and windows > text.count("\n") / 2 else "\n"
    if windows:
        text = text.replace("\r\n", "\n")
    return FileText(text, newline, len(body) < len(data), hashlib.sha256(data).hexdigest(), mode)


def read_bytes(path: Path) -> bytes | None:
    """A regular file's bytes; ``None`` where there is none, an `ExternalError` where it cannot be read."""
    with _in_words(path, "read"):
        return read_regular(path)[0] if is_there(path) else None


def read_if_there(path: Path) -> str:
    """The text of a file, or nothing where nothing at all has its name: not even a link that leads nowhere.

    Raises:
        ExternalError: what has the name cannot be read.
        RecordsError: it is not UTF-8.
    """
    return read_text(path).text if is_there(path) else ""


def is_there(path: Path) -> bool:
    """Whether anything has this name, were it a link that leads nowhere; an `ExternalError` where nobody may look."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        raise from_os_error(error, path, "look at") from error
    return True


def is_one_file(path: Path, other: Path) -> bool:
    """Whether two names are one file by a hard link or a link, so that what is written into one is in both."""
    try:
        return path.samefile(other)
    except OSError:
        return False


def files_below(folder: Path) -> Iterator[Path]:
    """Every file in a folder and in those below it, links followed; none where nothing at all has its name.

    Raises:
        ExternalError: one of the folders cannot be read, or a link leads back to a folder above it.
    """

    def refuse(error: OSError) -> None:
        raise from_os_error(error, Path(error.filename or folder), "read") from error

    for parent, _, names in os.walk(folder, onerror=refuse, followlinks=True) if is_there(folder) else ():
        above = Path(parent).parents[: len(Path(parent).relative_to(folder).parts)]
        if Path(parent).is_symlink() and any(one.samefile(parent) for one in above):
            raise ExternalError(f"could not read {parent}: its links lead round in a circle", hint="remove the link")
        yield from (Path(parent) / name for name in names)


# --- writing -------------------------------------------------------------------------------------------------------


def write_text(
    path: Path,
    text: str,
    *,
    like: FileText | None = None,
    sync: bool = True,
    expect: str | None | Anything = ANYTHING,
) -> str:
    """Writes text with LF line ends as UTF-8, with the line ends and the mark of a file; returns the new digest.

    `like` is the file as it was read, or the one that this is a copy of: its style is kept, and no more may read it.
    The others are those of `write_bytes`.

    Raises:
        ConflictError: the file is not the expected one.
        ExternalError: the disk refused; the old file stands.
        RecordsError: the text holds half of a character, as badly made programs hand over; nothing was written.
    """
    written = text.replace("\n", like.newline) if like and like.newline != "\n" else text
    try:
        data = (_BOM if like and like.bom else b"") + written.encode("utf-8")
    except UnicodeEncodeError as error:
        line = written.count("\n", 0, error.start) + 1
        hint = "delete the character there and type it anew"
        raise RecordsError(f"could not write {path}: line {line} holds half of a character", hint=hint) from error
    write_bytes(path, data, sync=sync, expect=expect, mode=like.mode if like else 0o777)
    return hashlib.sha256(data).hexdigest()


def write_bytes(
    path: Path,
    data: bytes,
    *,
    sync: bool = True,
    expect: str | None | Anything = ANYTHING,
    mode: int = 0o777,
) -> None:
    """Replaces a file in one step: a temporary file beside it, written and synced, then renamed.

    Its mode is kept, and its owner where the system allows; a new one is open to its owner only.

    Args:
        path: where; a link there is written through, and stays.
        data: the whole new content.
        sync: whether it must be on the disk when this returns; where a second run could make it again, one
            `sync_folder` at the end of a batch is enough.
        expect: the digest of the content that may be replaced; ``None`` for a file that must not be there yet. It is
            looked at last of all; two writers that must not meet even in that instant need a lock around both.
        mode: the most that it may be open to.

    Raises:
        ConflictError: the file is not the expected one; nothing was written.
        ExternalError: the disk refused, or there is something else than a file; what is there stands.
    """
    temporary = ""
    try:
        path, standing = _standing(path)
        temporary = f"{path.parent}/{TEMPORARY}{os.getpid()}-{secrets.token_hex(6)}"
        write_new(temporary, data, standing, sync=sync, mode=mode)
        if expect is not ANYTHING:
            _ensure_expected(path, expect)
        rename(temporary, path)
    except (OSError, ValueError) as error:
        _remove(temporary)
        raise from_os_error(error, path, "write") from error
    except BaseException:
        _remove(temporary)
        raise
    if sync:
        sync_folder(path.parent)


def _standing(path: Path) -> tuple[Path, os.stat_result | None]:
    """Where a file really is, and what is there now."""
    try:
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            path, found = _behind(path)
    except FileNotFoundError:
        return path, None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise ExternalError(f"could not write {path}: it is not a file", hint="give another name")
    return path, found


def _behind(path: Path) -> tuple[Path, os.stat_result]:
    """The file that a link leads to; a link that leads to none would make one wherever somebody likes."""
    if _OWN in path.parts:
        raise ExternalError(f"could not write {path}: there is a link in its place", hint=UNLINK)
    try:
        real = os.path.realpath(path, strict=True)
        return Path(real), os.lstat(real)
    except FileNotFoundError as error:
        hint = "put the file itself there"
        raise ExternalError(f"could not write {path}: it is a link that leads to nothing", hint=hint) from error


def _ensure_expected(path: Path, expect: str | None | Anything) -> None:
    try:
        found = hashlib.sha256(read_regular(path)[0]).hexdigest()
    except FileNotFoundError:
        found = None
    if found == expect:
        return
    if expect is None:
        raise ConflictError(f"{path} is there already, so nothing was written", hint="look at it; then move it away")
    what = "has changed" if found else "was moved or removed"
    hint = "somebody or another program wrote to it meanwhile; look at it and try again"
    raise ConflictError(f"{path} {what} since it was read, so nothing was written", hint=hint)


def _remove(temporary: str) -> None:
    with suppress(OSError, ValueError):  # it was never made, or has its final name already
        Path(temporary).unlink()


@contextmanager
def _in_words(path: Path, verb: str) -> Iterator[None]:
    """What the system refuses, said as a person would."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise from_os_error(error, path, verb) from error


def rename_file(path: Path, target: Path) -> None:
    """Gives a file another name in one step, in place of what has it; an `ExternalError` where the system refuses."""
    with _in_words(target, "write"):
        rename(str(path), target)


def remove_file(path: Path) -> None:
    """Removes a file; silent where there is none, an `ExternalError` where the system refuses."""
    with _in_words(path, "remove"):
        path.unlink(missing_ok=True)


def append_line(path: Path, line: str) -> None:
    """Adds lines to a text file in one synced write; a file whose last line has no end gets one first.

    Raises:
        ExternalError: the disk refused. Nothing of it stands there, unless `ends_with` says so.
    """
    with _in_words(path, "write"):
        path, standing = _standing(path)
        torn = standing is not None and standing.st_size > 0 and not ends_with(path, "\n")
        if standing and standing.st_nlink > 1:  # it has another name, under which nobody asked for this line
            found = read_regular(path)[0]
            whole = found + ("\n" if torn else "").encode() + line.encode() + b"\n"
            return write_bytes(path, whole, expect=hashlib.sha256(found).hexdigest())
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), MODE)
        try:
            append(handle, ("\n" if torn else "").encode() + line.encode() + b"\n")
        finally:
            os.close(handle)
    if standing is None:
        sync_folder(path.parent)
    return None


def ends_with(path: Path, text: str) -> bool:
    """Whether a file's last bytes are this text; of one that cannot be read, no."""
    data = text.encode()
    try:
        with path.open("rb") as file:
            file.seek(-len(data), os.SEEK_END)
            return file.read() == data
    except OSError:
        return False


def make_folder(path: Path) -> None:
    """A folder and those above it; those that are made are their owner's, and what is there stays as it is.

    Raises:
        ExternalError: the system would not let it be made.
    """
    with _in_words(path, "make"):
        for missing in reversed([folder for folder in path.parents if not folder.exists()]):
            missing.mkdir(MODE | 0o100, exist_ok=True)
        path.mkdir(MODE | 0o100, exist_ok=True)


def write_private_temporary(text: str, *, name: str) -> Path:
    """Writes a fresh file among the system's temporary ones; nobody else can read it, or foresee its name.

    ``report.txt`` becomes ``report-x1y2z3.txt``.

    Raises:
        ExternalError: the system would not let it be written.
    """
    with _in_words(Path(name), "write"):
        handle, made = tempfile.mkstemp(prefix=f"{Path(name).stem}-", suffix=Path(name).suffix)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
    return Path(made)


def leave_note(path: Path, text: str) -> None:
    """Writes a small private file that nothing depends on and no crash has to spare: at once, and not made to last.

    Raises:
        ExternalError: the disk refused, or there is a link in its place; a part of it may stand there.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    with _in_words(path, "write"), os.fdopen(os.open(path, flags, MODE), "w", encoding="utf-8") as file:
        file.write(text)


def open_nothing() -> TextIO:
    """A stream that takes everything and keeps nothing."""
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def sync_files(paths: Iterable[Path]) -> None:
    """Makes files that were written without it last through a power cut; the first one of a batch costs, not the rest.

    Raises:
        ExternalError: the disk refused, or a file is gone.
    """
    for path in paths:
        with _in_words(path, "make sure of"):
            synced(path, os.O_RDWR | getattr(os, "O_BINARY", 0))


def sync_folder(path: Path) -> None:
    """Makes the names in a folder last through a power cut; silent where a system cannot do it.

    Raises:
        ExternalError: the disk refused. What was written is in place, but may not outlast a power cut.
    """
    try:
        synced(path, os.O_RDONLY)
    except OSError as error:
        if error.errno not in CANNOT_SYNC:
            raise from_os_error(error, path, "make sure of") from error
