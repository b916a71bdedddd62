"""What the disk is asked for, call by call; `composer.files` is the room that the house uses, and nobody else asks.

It imports `composer.errors` only.
"""

import errno
import os
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from composer.errors import HELD, ExternalError

MODE: Final = 0o600
"""Of a new file; a new folder can be entered, too."""
# Windows turns LF into CRLF without O_BINARY; the flags that a system lacks count for nothing.
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
# A pipe is opened without waiting for somebody who writes to it.
_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_regular(path: Path, limit: int | None = None) -> tuple[bytes, int]:
    """A regular file's bytes and mode; a pipe or a device would be read for ever.

    One look at an open file takes a quarter of the time of a look, an opening and Python's own looks at it.
    """
    try:
        handle = os.open(path, _READING)
    except OSError as error:
        if path.is_dir():  # which Windows calls a want of rights
            raise _folder_there() from None
        raise _no_file(path) if error.errno == errno.ENXIO else error from None  # a socket
    try:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            raise _folder_there()
        if not stat.S_ISREG(found.st_mode):
            raise _no_file(path)
        if limit is not None and found.st_size > limit:
            raise ExternalError(f"{path} is larger than {limit:,} bytes", hint="split it into parts")
        parts = iter(lambda: os.read(handle, max(found.st_size, 1) + 1), b"")
        return b"".join(parts), found.st_mode & 0o777
    finally:
        os.close(handle)


def _no_file(path: Path) -> ExternalError:
    return ExternalError(f"could not read {path}: it is not a file", hint="name a file of text")


def _folder_there() -> OSError:
    return IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def write_new(temporary: str, data: bytes, standing: os.stat_result | None, *, sync: bool, mode: int) -> None:
    """Makes a file that nobody has made yet, as open as the one it will replace, and no more than ``mode``."""
    handle = os.open(temporary, _NEW_FILE, (standing.st_mode if standing else MODE) & mode & 0o777)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        if standing and hasattr(os, "fchown"):
            _make_alike(handle, standing, mode)
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)


def _make_alike(handle: int, standing: os.stat_result, mode: int) -> None:
    """Gives a new file the owner, the group and the mode of the one it replaces; Windows takes them from the folder."""
    made = os.fstat(handle)
    # Only root gives files away, and some disks know neither owners nor modes: what was made is never open to more.
    if made.st_uid != standing.st_uid:
        with suppress(PermissionError):
            os.fchown(handle, standing.st_uid, -1)
    if made.st_gid != standing.st_gid:
        with suppress(PermissionError):
            os.fchown(handle, -1, standing.st_gid)
    if made.st_mode & 0o777 != standing.st_mode & mode & 0o777:
        with suppress(PermissionError):
            os.fchmod(handle, standing.st_mode & mode & 0o777)


# Windows refuses a rename while a virus scanner, a sync program or an editor looks at the file: 2.3 seconds in all.
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.6, 1.0)


def rename(temporary: str, path: Path) -> None:
    """Gives a file its name, in place of what has it; a file that is held for a moment is tried again."""
    for pause in (*_PAUSES, None):
        try:
            return os.replace(temporary, path)  # noqa: PTH105  # a Path of the temporary name costs more than the call
        except OSError as error:
            if pause is None or getattr(error, "winerror", None) not in HELD:
                raise
            time.sleep(pause)
    return None


def append(handle: int, data: bytes) -> None:
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


def synced(path: Path, flags: int) -> None:
    """Makes a file, or the names in a folder, last through a power cut."""
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# Windows opens no folder, some network disks sync none, and a folder may be open to writing but not to reading.
CANNOT_SYNC: Final = frozenset({errno.EACCES, errno.EPERM, errno.EINVAL, errno.ENOTSUP, errno.EBADF})
