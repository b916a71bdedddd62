"""The app that runs already over a workspace: a private file says where, and a question proves that it still does.

The file may be left by a crash, or come along with a copy of the folder; its port may be anybody's by now. So nothing
in it is believed before an answer has come that only the app itself can give.
"""

import hmac
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from composer.app.guard import ANOTHER_START, KEY_HEADER, StartKey
from composer.errors import ComposerError
from composer.files import make_folder, read_text, remove_file, write_bytes
from composer.lock import ensure_own
from composer.patterns import regex

LOOPBACK: Final = "127.0.0.1"
_FILE = ".outreach/app.json"
_LARGEST = 10_000
_CONNECTING, _ANSWERING = 2.0, 20.0  # seconds: nothing is nearer than loopback, but a busy machine is slow to answer
_SECRET = regex(r"[\w-]{20,200}", re.ASCII)
_LINK = regex(r"/login\?token=[\w-]{20,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Running:
    """An app as its file describes it."""

    folder: str
    """The workspace that it shows, as the system knows it: the file of a copied folder names another one."""
    port: int
    pid: int
    today: str
    """The day that it sees everything from; empty where it goes by the clock."""
    key: str
    seal: str

    def fresh_address(self) -> str | None:
        """A link that lets one browser in, once; ``None`` where that app does not run any more."""
        connection = HTTPConnection(LOOPBACK, self.port, timeout=_CONNECTING)
        try:
            connection.connect()
            connection.sock.settimeout(_ANSWERING)
            connection.request("POST", ANOTHER_START, headers={KEY_HEADER: self.key})
            seal, _, link = connection.getresponse().read(_LARGEST).decode("ascii").partition(" ")
        except (OSError, HTTPException, ValueError):
            return None
        finally:
            connection.close()
        sealed = hmac.compare_digest(seal.encode(), self.seal.encode())
        return f"http://{LOOPBACK}:{self.port}{link}" if sealed and _LINK.fullmatch(link) else None


def running_app(folder: Path) -> Running | None:
    """What the file in a workspace says; ``None`` where there is none for this very folder."""
    try:
        said = json.loads(read_text(folder / _FILE, limit=_LARGEST).text)
        found = Running(**said)
        known = found.folder == str(folder.resolve()) and 0 < found.port < 65536  # noqa: PLR2004  # TCP has no other ports
        return found if known and _SECRET.fullmatch(found.key) and _SECRET.fullmatch(found.seal) else None
    except (ComposerError, ValueError, TypeError, RecursionError):
        return None


@contextmanager
def announced(folder: Path, *, port: int, today: str, start_key: StartKey) -> Iterator[bool]:
    """Lets a second start find this app while it runs; says whether it can, which a read-only disk may forbid."""
    path = folder / _FILE
    own = Running(str(folder.resolve()), port, os.getpid(), today, start_key.key, start_key.seal)
    try:
        make_folder(path.parent)
        ensure_own(path, folder)
        write_bytes(path, json.dumps(asdict(own)).encode(), mode=0o600)
        written = True
    except ComposerError:
        written = False
    try:
        yield written
    finally:
        if running_app(folder) == own:  # another one may have been started since, where this one did not answer
            with suppress(ComposerError):
                remove_file(path)
