"""One run at a time: whoever changes a workspace holds its lock meanwhile. Reading needs none."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from composer.errors import ConflictError, from_os_error
from composer.files import make_folder

_OFTEN = 0.01
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP})


@contextmanager
def locked(folder: Path, *, patience: float = 10.0) -> Iterator[None]:
    """Holds a folder's lock while its files are changed.

    The system frees the lock of a process that dies, so none is ever stale. Who holds it may ask for it again, so that
    a step that needs the lock can be part of a longer one. A disk that knows no locks is used without one: every write
    still compares what it replaces.

    Args:
        folder: the workspace.
        patience: seconds to wait for another run to end.

    Raises:
        ConflictError: another run holds it.
        ExternalError: the lock's file cannot be made.
    """
    path = folder / ".outreach" / "lock"
    make_folder(path.parent)
    lock = FileLock(path.resolve(), is_singleton=True)
    try:
        lock.acquire(timeout=patience, poll_interval=_OFTEN)
    except Timeout as error:
        hint = "wait until it has ended, then try again; nothing was changed"
        raise ConflictError("another run of this program is writing in this folder", hint=hint) from error
    except (NotImplementedError, OSError) as error:  # filelock says the first where a system has no locks at all
        if isinstance(error, OSError) and error.errno not in _NO_LOCKS:
            raise from_os_error(error, path, "write") from error
    try:
        yield
    finally:
        lock.release()
