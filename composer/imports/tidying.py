"""The entries of whole address books put right; those of large ones by several workers."""

from collections.abc import Iterator, Sequence

from composer.address_books.entry import AddressBook
from composer.imports.candidate import Candidate
from composer.imports.tidy import Tidier
from composer.records.book import Records
from composer.workers import MANY, Pool, Stopped, may_fork
from composer.yaml.reader import uncollected

_FIRST = 32
"""Entries after which all that the others need is worked out: a worker begins with it."""
_TOGETHER = 20
"""Entries that a worker takes at once."""


def tidy_all(books: Sequence[AddressBook], records: Records, *, region: str) -> Iterator[Candidate]:
    """Every entry of some address books put right, in their order; see `tidy`."""
    tidiers = [Tidier(book, records, region) for book in books]
    entries = [(at, entry) for at, book in enumerate(books) for entry in range(len(book.entries))]
    here = len(entries) if len(entries) < MANY or not may_fork() else _FIRST
    for at, entry in entries[:here]:
        yield tidiers[at].candidate(entry)
    yield from _Forks(tidiers, entries).candidates(range(here, len(entries), _TOGETHER))


class _Forks:
    """Workers that begin with all that this process has worked out."""

    def __init__(self, tidiers: Sequence[Tidier], entries: Sequence[tuple[int, int]]) -> None:
        self._tidiers, self._entries = tidiers, entries

    def candidates(self, starts: Sequence[int]) -> Iterator[Candidate]:
        """Those of the entries from each of these places on; of some that broke a limit one after the other."""
        if not starts:
            return
        with Pool[range, list[Candidate]]((_itself, self)) as pool:
            for places, made in pool.map(_Forks.some, [range(at, at + _TOGETHER) for at in starts]):
                yield from self._alone(places) if isinstance(made, Stopped) else made

    @uncollected()
    def some(self, places: range) -> list[Candidate]:
        """The entries at some places put right."""
        return [self._tidiers[at].candidate(entry) for at, entry in self._entries[places.start : places.stop]]

    def _alone(self, places: range) -> Iterator[Candidate]:
        alone = [range(at, at + 1) for at in places if at < len(self._entries)]
        with Pool[range, list[Candidate]]((_itself, self)) as pool:
            for one, made in pool.map(_Forks.some, alone):
                at, entry = self._entries[one.start]
                yield from [self._tidiers[at].unread(entry, made.because)] if isinstance(made, Stopped) else made


def _itself(forks: _Forks) -> _Forks:
    return forks
