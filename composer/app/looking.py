"""Looking into a person's mail from a page: what went, and what came back."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urlsplit

from composer.app.background import Run, Runs, Tell
from composer.errors import RecordsError
from composer.mailbox.account import Account
from composer.mailbox.passwords import Secret
from composer.received.sources import open_boxes
from composer.workspace.snapshot import Snapshot
from composer.workspace.sync_mailbox import sync_mailbox
from composer.workspace.sync_report import SyncReport
from composer.workspace.syncing import ensure_not_outbox, sync_messages

Look = Callable[[Tell], SyncReport]
"""Reads messages, notes what they tell, and says what that is."""
_PATIENCE = 3.0
"""Seconds that a page waits for the end."""
_UNKNOWN = 1 << 31
"""How many messages there are is known only once they are read."""


class Looking:
    """The look that goes on, or the last one; there is one at a time."""

    def __init__(self) -> None:
        self._runs: Runs[SyncReport] = Runs(busy="your mail is being read just now", hint="wait until that is done")

    @property
    def last(self) -> Run[SyncReport] | None:
        """The look that was begun last."""
        return self._runs.last()

    def begin(self, look: Look) -> Run[SyncReport]:
        """Begins to look, and waits a little for the end; a `ConflictError` where another look goes on."""
        run = self._runs.start(_UNKNOWN, look)
        run.wait(_PATIENCE)
        return run


def into_files(snapshot: Snapshot, typed: str) -> Look:
    """Looks into a file or a folder of messages, as `outreach sync` does; a `RecordsError` for what is no place."""
    path = _path(typed)
    ensure_not_outbox(snapshot, [path])

    def look(tell: Tell) -> SyncReport:
        with open_boxes([path]) as boxes:
            return sync_messages(snapshot, chain.from_iterable(boxes), progress=tell)

    return look


def into_mailbox(
    snapshot: Snapshot, account: Account, secret: Callable[[], Secret], let_in: Callable[[], None]
) -> Look:
    """Looks into the folders of an account, as `outreach sync` does; `let_in` is called once it has let us in."""

    def look(tell: Tell) -> SyncReport:
        from composer.mailbox.reading import open_reader

        with open_reader(account, secret()) as mailbox:
            let_in()
            return sync_mailbox(snapshot, mailbox, progress=lambda done, _: tell(done))

    return look


def _path(typed: str) -> Path:
    """A place as somebody has copied it: between quotation marks, as an address of a file, or plainly."""
    words = typed.strip().strip("\"'")
    if words.startswith("file://"):
        words = unquote(urlsplit(words).path)
    try:
        path = Path(words).expanduser()
    except RuntimeError:  # ~somebody, and nobody of that name
        path = Path(words)
    if not words or "\0" in words or not path.is_absolute():
        raise RecordsError("that is not the whole path of a file or folder", hint="copy its path, from the first / on")
    return path
