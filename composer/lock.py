"""One run at a time: whoever changes a workspace holds its lock meanwhile. Reading needs none.

Whoever gets it first sees that the program's own files are where they seem to be, and clears away what a crash left.
It says in a file beside the lock who it is, so that another run can name it; that file alone is never believed.
"""

import errno
import json
import os
import platform
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from composer.errors import ComposerError, ConflictError, ExternalError, from_os_error
from composer.files import TEMPORARY, UNLINK, leave_note, make_folder, read_text, remove_file
from composer.patterns import regex

_OFTEN = 0.01
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP})
PATIENCE = 10.0
"""Seconds that one run waits for another, unless it says how many."""
_ABANDONED = 3_600  # seconds; a younger temporary file may belong to a run that is going on
_HOLDER, _PROCESSES = "lock-holder.json", Path("/proc")
_COMMAND = regex(r"outreach( [a-z]+)*")
_THIS_RUN = {"command": "outreach"}


def name_run(command: str) -> None:
    """Says what this process is doing, as it is typed, like ``outreach export``: for whoever finds a folder locked."""
    _THIS_RUN["command"] = command


@contextmanager
def locked(folder: Path, *, patience: float | None = None) -> Iterator[None]:
    """Holds a folder's lock while its files are changed; it waits `patience` seconds, or `PATIENCE`, for another run.

    The system frees the lock of a process that dies, so none is ever stale. Who holds it may ask for it again, so that
    a step that needs the lock can be part of a longer one. A disk that knows no locks is used without one: every write
    still compares what it replaces.

    Raises:
        ConflictError: another run holds it; the message names it where that is certain.
        ExternalError: the lock's file cannot be made, or a link is in its place.
    """
    from filelock import FileLock, Timeout  # which most commands have no use for

    path = folder / ".outreach" / "lock"
    make_folder(path.parent)
    ensure_own(path, folder)
    lock = FileLock(path.resolve(), is_singleton=True, mode=0o600)
    first = not lock.is_locked
    try:
        lock.acquire(timeout=PATIENCE if patience is None else patience, poll_interval=_OFTEN)
    except Timeout as error:
        hint = "wait until it has ended, then try again; nothing was changed"
        raise ConflictError(f"{_who_holds(path)} is writing in this folder", hint=hint) from error
    except (NotImplementedError, OSError) as error:  # filelock says the first where a system has no locks at all
        if isinstance(error, OSError) and error.errno not in _NO_LOCKS:
            raise from_os_error(error, path, "write") from error
    try:
        if first:
            _sign(path)
            _tidy(folder)
        yield
    finally:
        if first:
            _remove(path.with_name(_HOLDER))
        lock.release()


# --- who holds it ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Holder:
    """A run that holds a lock, as it describes itself."""

    command: str
    pid: int
    host: str
    began: str | None
    """When its process was started, as the system counts it: another process may get the same number later."""

    @classmethod
    def this_run(cls) -> "_Holder":
        return cls(_THIS_RUN["command"], os.getpid(), platform.node(), _beginning(os.getpid()))


def _sign(lock: Path) -> None:
    """Says who holds the lock now. Where that cannot be written, what the last one left must not stand, either."""
    path = lock.with_name(_HOLDER)
    try:
        leave_note(path, json.dumps(asdict(_Holder.this_run())))
    except ComposerError:
        _remove(path)


def _remove(path: Path) -> None:
    with suppress(ComposerError):
        remove_file(path)


def _who_holds(lock: Path) -> str:
    """The run that holds a lock, by name where its process is certain to be the one that has signed for it."""
    nameless = "another run of this program"
    try:
        found = _Holder(**json.loads(read_text(lock.with_name(_HOLDER), limit=10_000).text))
        known = bool(_COMMAND.fullmatch(found.command)) and found.host == platform.node() and found.pid != os.getpid()
        lives = known and found.began is not None and found.began == _beginning(found.pid)
    except (ComposerError, ValueError, TypeError, RecursionError):
        return nameless
    return f"`{found.command}` (process {found.pid})" if lives else nameless


def _beginning(pid: int) -> str | None:
    """When a process was started, nothing where the system does not say; ``None`` for one that does not live."""
    if _PROCESSES.exists():
        try:
            said = (_PROCESSES / f"{pid:d}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return None
        state, *rest = said.rpartition(")")[2].split()  # before that stands a name, which may be anything
        return None if state in {"Z", "X"} else rest[18]
    if os.name != "posix":
        return None  # to ask is to end it there
    try:
        os.kill(pid, 0)
    except PermissionError:
        return ""
    except (OSError, OverflowError):
        return None
    return ""


def ensure_own(path: Path, workspace: Path) -> None:
    """An `ExternalError` where a file of the program's own is a link to a file, or leads out of the workspace."""
    if path.is_symlink() and not path.is_dir():
        raise ExternalError(f"could not write {path}: there is a link in its place", hint=UNLINK)
    if not path.resolve().is_relative_to(workspace.resolve()):
        raise ExternalError(f"could not write {path}: a link there leads out of the workspace", hint=UNLINK)


def _tidy(folder: Path) -> None:
    """Every folder that is written to is swept; those of the program's own are looked at first."""
    own = [path for path in (folder / ".outreach").iterdir() if path.is_dir()]
    for path in own:
        ensure_own(path, folder)
    templates = [path for path in (folder / "templates").glob("**") if path.is_dir()]
    kept = [path for path in (folder / ".outreach/made-with").glob("*") if path.is_dir()]
    others = [folder / name for name in (".outreach", "contacts", "drafts", "outbox", "outbox/maildir/cur")]
    for path in (folder, *others, *own, *kept, *templates):
        sweep(path, older_than=_ABANDONED, now=time.time())


def sweep(folder: Path, *, older_than: float, now: float) -> int:
    """Removes temporary files of ours, older than so many seconds, that a crash left in a folder; returns how many."""
    removed = 0
    for path in folder.glob(f"{TEMPORARY}*"):
        try:
            found = path.lstat()
            if stat.S_ISREG(found.st_mode) and now - found.st_mtime > older_than:
                remove_file(path)
                removed += 1
        except (OSError, ExternalError):
            continue  # another run was quicker, or it is not ours to remove
    return removed
