"""What was really sent, and what came back, read from the person's own mailbox: the same decision as for files."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.summary import KnownSummaries
from composer.mailbox.account import Account
from composer.mailbox.marks import Mark, Marks
from composer.mailbox.reading import Found, MailReader, ServerMessage
from composer.received.message import RawMessage
from composer.workspace.snapshot import Snapshot
from composer.workspace.sync_people import Correspondents
from composer.workspace.sync_reading import read_mail
from composer.workspace.sync_report import SyncReport
from composer.workspace.syncing import note_mail, people_known

Progress = Callable[[int, int], None]
"""Is told how many messages were looked at, and how many there are."""


def sync_mailbox(
    snapshot: Snapshot,
    mailbox: MailReader,
    *,
    since: date | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> SyncReport:
    """Notes what the folders of an account tell, from a day on; without one, from `first_day`.

    Only what is new in them is looked at, and what can concern somebody in the records; all of it where other people
    are in the records by now. With `dry_run` nothing is written, and no mark is moved.

    Raises:
        ConflictError: another run is writing here.
        ExternalError: the connection was lost, or the server does not let anybody look; nothing was noted.
        RecordsError: the records cannot be trusted.
    """
    known = people_known(snapshot, (mailbox.account.address,))
    day = since or first_day(snapshot, mailbox.account).day
    found = [mailbox.find(folder, day) for folder in mailbox.folders]
    marks = Marks(snapshot.folder, mailbox.account)
    looks = _Looks(found, day, _digest(known), marks.all())
    tell = (lambda done: progress(done, looks.whole)) if progress else None

    mail = read_mail(snapshot, looks.messages(mailbox), known, tell)
    return note_mail(snapshot, mail, dry_run=dry_run, noted=lambda read: marks.write(looks.marks(read.concerning)))


class _Looks:
    """One look into some folders: which of their messages, and what is remembered of it afterwards."""

    def __init__(self, found: Sequence[Found], since: date, known: str, marks: Mapping[str, Mark]) -> None:
        self._found, self._since, self._known = found, since, known
        self._marks = marks
        self._uids = {one.folder: self._left(one) for one in found}

    def _left(self, found: Found) -> Sequence[int]:
        mark = self._marks.get(found.folder)
        if mark is None:
            return found.uids
        return mark.left_of(found.uids, validity=found.validity, since=self._since, known=self._known)

    @property
    def whole(self) -> int:
        """How many messages are looked at."""
        return sum(map(len, self._uids.values()))

    def messages(self, mailbox: MailReader) -> Iterator[ServerMessage]:
        """The messages that are looked at, a folder after the other."""
        for one in self._found:
            yield from mailbox.messages(one, self._uids[one.folder])

    def marks(self, concerning: Sequence[RawMessage]) -> dict[str, Mark]:
        """How far each folder was looked through, where its numbers last."""
        again: dict[str, list[int]] = {one.folder: [] for one in self._found}
        for message in concerning:
            if isinstance(message, ServerMessage):
                again[message.folder].append(message.uid)
        return {
            one.folder: Mark(
                one.validity, max(one.uids, default=0), self._since.isoformat(), self._known, tuple(again[one.folder])
            )
            for one in self._found
            if one.validity
        }


def _digest(known: Correspondents) -> str:
    """Tells whether mail is looked for of the same people, which alone decides which messages can concern them."""
    people = sorted(known.own), sorted(known.contacts)
    return hashlib.sha256(repr((_RULES, people)).encode("utf-8", "replace")).hexdigest()


_RULES = 2
"""Another number where `sync_reading` lets other headers pass, so that all are looked at again."""


# --- from which day on ---------------------------------------------------------------------------------------------

_LESS, _LONGEST, _WAITS, _NOTHING_OPEN = timedelta(days=3), timedelta(days=366), timedelta(days=90), timedelta(days=30)
_OVER = frozenset({"", "sent", "skipped"})
_ENDS = frozenset({"replied", "bounced", "asked-to-stop"})


@dataclass(frozen=True, slots=True)
class FirstDay:
    """From which day on mail is looked at, and why."""

    day: date
    because: str = ""
    """As the end of a sentence: ``a few days before the earliest letter that is open``."""


def first_day(snapshot: Snapshot, account: Account | None = None) -> FirstDay:
    """The day from which mail is looked at: never a later one than before, so that what came meanwhile is seen."""
    wanted = _first_wanted(snapshot)
    marks = Marks(snapshot.folder, account).all().values() if account else ()
    before = min((date.fromisoformat(mark.since) for mark in marks), default=wanted.day)
    earliest = max(before, snapshot.today - _LONGEST)
    return FirstDay(earliest, "as it was looked at before") if earliest < wanted.day else wanted


def _first_wanted(snapshot: Snapshot) -> FirstDay:
    """A few days before the earliest letter that is open, was handed over, or waits for an answer; a year at most."""
    days = [*_days_of_drafts(snapshot), *_days_of_waiting(snapshot)]
    if not days:
        return FirstDay(snapshot.today - _NOTHING_OPEN, "no letter is open")
    day, earliest = min(days) - _LESS, snapshot.today - _LONGEST
    if day < earliest:
        return FirstDay(earliest, "which is a year back; an older letter is open still")
    return FirstDay(day, f"as the earliest open letter is of {min(days)}")


def _days_of_drafts(snapshot: Snapshot) -> Iterator[date]:
    """When each draft was handed over that is not noted as sent, and of one that has not left, when it was made."""
    for name, summary in snapshot.store.summaries(KnownSummaries()).by_name.items():
        draft = None if summary.status in _OVER else snapshot.store.read(name)[0]
        state = LIFECYCLE[draft.status] if draft else None
        if draft and state and (state.is_open or state.on_its_way):
            yield from filter(None, [(draft.handed_over if state.on_its_way else None) or draft.made])


def _days_of_waiting(snapshot: Snapshot) -> Iterator[date]:
    """When letters went that nobody has answered, for as long as an answer is likely."""
    history = snapshot.records.history
    for one in history.events:
        recent = one.event == "sent" and one.date >= snapshot.today - _WAITS
        if recent and not any(later.event in _ENDS and later.date >= one.date for later in history.of(one.contact)):
            yield one.date
