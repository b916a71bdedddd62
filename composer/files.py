"""The disk: the only room that writes to it. A file is whole or as it was before, whatever happens in between.

Nothing but `composer.errors` may be imported here, and no other module may open a file for writing.
"""

import errno
import hashlib
import os
import re
import secrets
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from composer.errors import ConflictError, ExternalError, NotFoundError, RecordsError

_TEMP_PREFIX = ".outreach-tmp-"
_BOM = b"\xef\xbb\xbf"
_DEFAULT_MODE = 0o644
_ID = re.compile(r"[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?\Z")
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
)


class Anything:
    """Stands for "whatever is there may be replaced"."""


ANYTHING: Final = Anything()


@dataclass(frozen=True, slots=True)
class FileText:
    """A text file as it was read, with what is needed to write it back alike."""

    text: str
    """With LF line ends and no byte order mark."""
    newline: str
    """``\\n`` or ``\\r\\n``."""
    bom: bool
    digest: str
    """SHA-256 of the bytes, in hexadecimal: hand it back to `write_text` and nothing else is overwritten."""


def read_text(path: Path, *, limit: int = 20_000_000) -> FileText:
    """A UTF-8 text file.

    Raises:
        NotFoundError: there is no such file.
        ExternalError: the system would not let it be read, or it is larger than ``limit`` bytes.
        RecordsError: it is not UTF-8; the message names the line.
    """
    try:
        if path.stat().st_size > limit:
            raise ExternalError(f"{path} is larger than {limit:,} bytes", hint="split it into parts")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(f"there is no file {path}") from error
    except OSError as error:
        raise _in_words(error, path, "read") from error
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8; your editor offers that under 'Save as' or 'Encoding'"
        raise RecordsError(f"{path}:{line}: this is not UTF-8 text", hint=hint) from error
    newline = "\r\n" if "\r\n" in text else "\n"
    return FileText(text.replace("\r\n", "\n"), newline, data.startswith(_BOM), hashlib.sha256(data).hexdigest())


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
    """
    written = text.replace("\n", like.newline) if like and like.newline != "\n" else text
    data = (_BOM if like and like.bom else b"") + written.encode("utf-8")
    write_bytes(path, data, sync=sync, expect=expect)
    return hashlib.sha256(data).hexdigest()


def write_bytes(path: Path, data: bytes, *, sync: bool = True, expect: str | None | Anything = ANYTHING) -> None:
    """Replaces a file in one step: a temporary file beside it, written and synced, then renamed.

    Args:
        path: where; a symbolic link there is replaced, not written through.
        data: the whole new content.
        sync: whether it must be on the disk when this returns; where a second run could make it again, one
            `sync_folder` at the end of a batch is enough.
        expect: the digest of the content that may be replaced; ``None`` for a file that must not be there yet.

    Raises:
        ConflictError: the file is not the expected one; nothing was written.
        ExternalError: the disk refused; the old file stands.
    """
    _ensure_expected(path, expect)
    temporary = f"{path.parent}/{_TEMP_PREFIX}{os.getpid()}-{secrets.token_hex(6)}"
    try:
        mode = _mode_of(path)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), mode)
        try:
            _write_all(handle, data)
            if mode != _DEFAULT_MODE:
                os.fchmod(handle, mode)
            if sync:
                os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(temporary, path)  # noqa: PTH105  # the paths are joined by hand here: ten thousand drafts go through
        if sync:
            sync_folder(path.parent)
    except OSError as error:
        _remove(temporary)
        raise _in_words(error, path, "write") from error
    except BaseException:
        _remove(temporary)
        raise


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _mode_of(path: Path) -> int:
    """The mode a replaced file keeps; a new one gets the usual."""
    try:
        found = path.stat(follow_symlinks=False).st_mode
        return _DEFAULT_MODE if stat.S_ISLNK(found) else found & 0o777
    except FileNotFoundError:
        return _DEFAULT_MODE


def _ensure_expected(path: Path, expect: str | None | Anything) -> None:
    if isinstance(expect, Anything):
        return
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        found = None
    except OSError as error:
        raise _in_words(error, path, "read") from error
    if found != expect:
        hint = "somebody or another program wrote to it meanwhile; look at it and try again"
        raise ConflictError(f"{path} has changed since it was read, so nothing was written", hint=hint)


def _remove(temporary: str) -> None:
    try:
        Path(temporary).unlink()
    except OSError:
        return  # it was never made, or has its final name already


def make_folder(path: Path) -> None:
    """A folder and those above it.

    Raises:
        ExternalError: the system would not let it be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _in_words(error, path, "make") from error


def sync_folder(path: Path) -> None:
    """Makes the names in a folder last through a power cut; silent where a system cannot do it."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise _in_words(error, path, "write") from error
    finally:
        os.close(handle)


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
            if now - path.stat().st_mtime > older_than:
                path.unlink()
                removed += 1
        except OSError:
            continue  # another run was quicker
    return removed


_REASONS: Final = {
    errno.ENOSPC: ("the disk is full", "make room, then run this again; nothing was lost"),
    errno.EDQUOT: ("your share of the disk is full", "make room, then run this again; nothing was lost"),
    errno.EROFS: ("the disk is read-only", "use a folder that you may write to"),
    errno.EACCES: ("you are not allowed to", "ask for the right to change this folder, or use another one"),
    errno.EPERM: ("you are not allowed to", "ask for the right to change this folder, or use another one"),
    errno.EISDIR: ("there is a folder of that name", "rename the folder"),
    errno.ENAMETOOLONG: ("the name is too long", "give the contact a shorter id"),
    errno.ENOTDIR: ("a part of its path is a file", "check the folder's name"),
    errno.ENOENT: ("its folder is not there", "check the folder's name"),
}


def _in_words(error: OSError, path: Path, verb: str) -> ExternalError:
    why, hint = _REASONS.get(error.errno or 0, ((error.strerror or "the system refused").lower(), "try again"))
    return ExternalError(f"could not {verb} {path}: {why}", hint=hint)


def safe_name(text: str) -> bool:
    """Whether a text is safe as a file's name on every system."""
    return bool(_ID.match(text)) and ".." not in text and text.split(".", 1)[0] not in _RESERVED


def slug(text: str) -> str:
    """An id made from a name in any script: ``Олена Шевченко`` is ``olena-shevchenko``.

    Where nothing of it can be written in ASCII, a short hash that stays the same for the same name.
    """
    from anyascii import anyascii

    plain = anyascii(unicodedata.normalize("NFC", text))
    words = re.findall(r"[a-z0-9]+", plain.casefold().replace("'", ""))
    made = "-".join(words)[:60].strip("-")
    if not made or not safe_name(made):
        return f"contact-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
    return made
