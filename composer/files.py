"""The disk: the only room that writes to it. A file is whole or as it was before, whatever happens in between.

Nothing but `composer.errors` may be imported here, and no other module may open a file for writing.
"""

import errno
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from composer.errors import HELD, ConflictError, ExternalError, NotFoundError, RecordsError, from_os_error

_TEMP_PREFIX = ".outreach-tmp-"
_BOM = b"\xef\xbb\xbf"
_DEFAULT_MODE = 0o644
# Windows turns LF into CRLF without O_BINARY; the flags that a system lacks count for nothing.
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


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


# --- reading -------------------------------------------------------------------------------------------------------


def read_text(path: Path, *, limit: int = 20_000_000) -> FileText:
    """A UTF-8 text file.

    Raises:
        NotFoundError: there is no such file.
        ExternalError: the system would not let it be read, or it is larger than ``limit`` bytes.
        RecordsError: it is not UTF-8; the message names the line.
    """
    try:
        data = _read_bytes(path, limit)
    except FileNotFoundError as error:
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
    windows = text.count("\r\n")
    newline = "\r\n" if windows > text.count("\n") / 2 else "\n"
    if windows:
        text = text.replace("\r\n", "\n")
    return FileText(text, newline, len(body) < len(data), hashlib.sha256(data).hexdigest())


def read_if_there(path: Path) -> str:
    """The text of a file, or nothing where nothing at all has its name: not even a link that leads nowhere.

    Raises:
        ExternalError: what has the name cannot be read.
        RecordsError: it is not UTF-8.
    """
    try:
        os.lstat(path)
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise from_os_error(error, path, "read") from error
    try:
        return read_text(path).text
    except NotFoundError as error:
        hint = "put the file itself there, or remove the link if there is to be none"
        raise ExternalError(f"{path} is a link to a file that is not there", hint=hint) from error


def _read_bytes(path: Path, limit: int | None = None) -> bytes:
    """A regular file's bytes; a pipe or a device would be read for ever."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise ExternalError(f"could not read {path}: it is not a file", hint="name a file of text")
    if limit is not None and found.st_size > limit:
        raise ExternalError(f"{path} is larger than {limit:,} bytes", hint="split it into parts")
    return path.read_bytes()


# --- writing -------------------------------------------------------------------------------------------------------


def write_text(
    path: Path,
    text: str,
    *,
    like: FileText | None = None,
    sync: bool = True,
    expect: str | None | Anything = ANYTHING,
) -> str:
    """Writes text as UTF-8, with the line ends and the mark of the file it came from; returns the new digest.

    Args:
        path: where.
        text: with LF line ends.
        like: the file as it was read; its style is kept.
        sync: whether it must be on the disk when this returns.
        expect: see `write_bytes`.

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
    write_bytes(path, data, sync=sync, expect=expect)
    return hashlib.sha256(data).hexdigest()


def write_bytes(
    path: Path,
    data: bytes,
    *,
    sync: bool = True,
    expect: str | None | Anything = ANYTHING,
    mode: int = _DEFAULT_MODE,
) -> None:
    """Replaces a file in one step: a temporary file beside it, written and synced, then renamed.

    The mode of the file is kept, and its owner where the system allows.

    Args:
        path: where; a symbolic link there is replaced, not written through.
        data: the whole new content.
        sync: whether it must be on the disk when this returns; where a second run could make it again, one
            `sync_folder` at the end of a batch is enough.
        expect: the digest of the content that may be replaced; ``None`` for a file that must not be there yet. It is
            looked at last of all; two writers that must not meet even in that instant need a lock around both.
        mode: who may do what with a file that was not there before.

    Raises:
        ConflictError: the file is not the expected one; nothing was written.
        ExternalError: the disk refused; the old file stands.
    """
    folder = path.parent
    temporary = f"{folder}/{_TEMP_PREFIX}{os.getpid()}-{secrets.token_hex(6)}"
    try:
        _write_new(temporary, data, _standing(path), sync=sync, mode=mode)
        if expect is not ANYTHING:
            _ensure_expected(path, expect)
        _rename(temporary, path)
    except (OSError, ValueError) as error:
        _remove(temporary)
        raise from_os_error(error, path, "write") from error
    except BaseException:
        _remove(temporary)
        raise
    if sync:
        sync_folder(folder)


def _standing(path: Path) -> os.stat_result | None:
    """The file that will be replaced; none where nothing is there, or a link whose target is left alone."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    return None if stat.S_ISLNK(found.st_mode) else found


def _write_new(temporary: str, data: bytes, standing: os.stat_result | None, *, sync: bool, mode: int) -> None:
    handle = os.open(temporary, _NEW_FILE, standing.st_mode & 0o777 if standing else mode)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        if standing:
            _make_alike(handle, standing)
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)


def _make_alike(handle: int, standing: os.stat_result) -> None:
    """Gives a new file the owner, the group and the mode of the one it replaces, as far as the system allows."""
    if not hasattr(os, "fchown"):
        return  # Windows has neither; a new file there takes its rights from the folder
    made = os.fstat(handle)
    # Only root gives files away, and some disks know neither owners nor modes: what was made is never open to more.
    if made.st_uid != standing.st_uid:
        with suppress(PermissionError):
            os.fchown(handle, standing.st_uid, -1)
    if made.st_gid != standing.st_gid:
        with suppress(PermissionError):
            os.fchown(handle, -1, standing.st_gid)
    if made.st_mode & 0o777 != standing.st_mode & 0o777:
        with suppress(PermissionError):
            os.fchmod(handle, standing.st_mode & 0o777)


# Windows refuses a rename while a virus scanner, a sync program or an editor looks at the file: 2.3 seconds in all.
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.6, 1.0)


def _rename(temporary: str, path: Path) -> None:
    for pause in _PAUSES:
        try:
            return os.replace(temporary, path)  # noqa: PTH105  # a Path of the temporary name costs more than the call
        except OSError as error:
            if getattr(error, "winerror", None) not in HELD:
                raise
            time.sleep(pause)
    return os.replace(temporary, path)  # noqa: PTH105  # as above


def _ensure_expected(path: Path, expect: str | None | Anything) -> None:
    try:
        found = hashlib.sha256(_read_bytes(path)).hexdigest()
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


def rename_file(path: Path, target: Path) -> None:
    """Gives a file another name in one step, in place of what has that name.

    Raises:
        ExternalError: the system would not let it be renamed.
    """
    try:
        _rename(str(path), target)
    except (OSError, ValueError) as error:
        raise from_os_error(error, target, "write") from error


def remove_file(path: Path) -> None:
    """Removes a file; silent where there is none.

    Raises:
        ExternalError: the system would not let it be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise from_os_error(error, path, "remove") from error


def append_line(path: Path, line: str) -> None:
    """Adds lines to a text file in one synced write; a file whose last line has no end gets one first.

    Raises:
        ExternalError: the disk refused; nothing of it stands there, unless the power went, too.
    """
    try:
        torn = path.exists() and path.stat().st_size > 0 and not _ends_with_newline(path)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), _DEFAULT_MODE)
        try:
            _append(handle, ("\n" if torn else "").encode() + line.encode() + b"\n")
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        raise from_os_error(error, path, "write") from error


def _append(handle: int, data: bytes) -> None:
    """Writes at the end of a file, all of it or nothing: a part that was written before the disk refused goes again."""
    size = os.fstat(handle).st_size
    try:
        if os.write(handle, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # noqa: TRY301  # a short write is a refusal, too
        os.fsync(handle)
    except OSError:
        with suppress(OSError):
            os.ftruncate(handle, size)
        raise


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def make_folder(path: Path, *, mode: int = 0o777) -> None:
    """A folder and those above it.

    Args:
        path: where; what is there already stays as it is.
        mode: who may do what in the folder itself, as far as the system's own mask allows.

    Raises:
        ExternalError: the system would not let it be made.
    """
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise from_os_error(error, path, "make") from error


def sync_files(paths: Iterable[Path]) -> None:
    """Makes files that were written without it last through a power cut; the first one of a batch costs, not the rest.

    Raises:
        ExternalError: the disk refused, or a file is gone.
    """
    for path in paths:
        try:
            handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise from_os_error(error, path, "make sure of") from error


def sync_folder(path: Path) -> None:
    """Makes the names in a folder last through a power cut; silent where a system cannot do it.

    Raises:
        ExternalError: the disk refused. What was written is in place, but may not outlast a power cut.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise from_os_error(error, path, "make sure of") from error


# Windows opens no folder, some network disks sync none, and a folder may be open to writing but not to reading.
_CANNOT_SYNC = frozenset({errno.EACCES, errno.EPERM, errno.EINVAL, errno.ENOTSUP, errno.EBADF})


def sweep(folder: Path, *, older_than: float, now: float) -> int:
    """Removes temporary files of ours that a crash left behind; returns how many.

    Args:
        folder: where to look, not below it.
        older_than: seconds; a younger one may belong to a run that is going on.
        now: seconds since the epoch.
    """
    removed = 0
    for path in folder.glob(f"{_TEMP_PREFIX}*"):
        try:
            found = path.lstat()
            if stat.S_ISREG(found.st_mode) and now - found.st_mtime > older_than:
                path.unlink()
                removed += 1
        except OSError:
            continue  # another run was quicker, or it is not ours to remove
    return removed
