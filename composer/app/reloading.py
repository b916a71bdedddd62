"""The workspace as its files are now, read again once one of them has changed."""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from composer.cache import stamps_in
from composer.drafts.draft import DRAFTS
from composer.drafts.folders import CONFLICTS
from composer.drafts.outbox_places import OUTBOX
from composer.records.contact_parts import FOLDER
from composer.workspace.snapshot import Clock, Snapshot

_Stamp = tuple[tuple[str, int, int], ...]


class ReloadingSnapshot:
    """A workspace that is read again once one of its files has changed, or another day has begun.

    Without a clock it is seen from the day of the first snapshot for ever.
    """

    def __init__(self, snapshot: Snapshot, clock: Clock | None = None) -> None:
        self._snapshot = snapshot
        self._clock = clock or (lambda: snapshot.today)
        self._seen, self._drafts_seen = self._records_stamp(), self._drafts_stamp()

    @property
    def snapshot(self) -> Snapshot:
        """The workspace as its files are now."""
        stamp, today = self._records_stamp(), self._clock()
        if stamp != self._seen or today != self._snapshot.today:
            self._snapshot = self._snapshot.reread(today)
            self._seen = stamp
        if (drafts := self._drafts_stamp()) != self._drafts_seen:
            self._snapshot = self._snapshot.reread_drafts()
            self._drafts_seen = drafts
        return self._snapshot

    def stamp(self, draft: str = "") -> str:
        """A word that is another one each day and after every change of the files; of drafts, of one if it is named."""
        drafts = self._snapshot.folder / DRAFTS
        written = stamp_of(drafts / f"{draft}.md") if draft else sorted(stamps_in(drafts).items())
        seen = (self._clock(), self._records_stamp(), self._drafts_stamp(), written)
        return blake2b(repr(seen).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def _records_stamp(self) -> _Stamp:
        folder = self._snapshot.folder
        paths = [*folder.glob("*.yaml"), *(folder / "templates").rglob("*")]
        return (*sorted(stamp_of(path) for path in paths), *_stamps_of(folder / FOLDER))

    def _drafts_stamp(self) -> _Stamp:
        """Changes with every file that comes, goes or is replaced among drafts, messages and choices that wait."""
        return tuple(stamp_of(self._snapshot.folder / name) for name in (DRAFTS, CONFLICTS, OUTBOX))


def _stamps_of(folder: Path) -> Iterator[tuple[str, int, int]]:
    """The folder's own stamp, and that of each file in it."""
    yield stamp_of(folder)
    yield from ((name, stamp[0], stamp[2]) for name, stamp in sorted(stamps_in(folder).items()))


def stamp_of(path: Path) -> tuple[str, int, int]:
    """What is another one after a change of a file or a folder; zeros where there is nothing."""
    try:
        found = path.stat()
    except OSError:
        return (str(path), 0, 0)  # it went away between the listing and the look
    return (str(path), found.st_mtime_ns, found.st_size)
