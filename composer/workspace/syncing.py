"""What was really sent, and what came back: read from a person's mail and noted, once, in one act of the history.

The mail itself is only read. It may come from files or from a server: whatever gives messages, headers first.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from composer.drafts.outbox_places import OUTBOX
from composer.drafts.sent_letters import SentLetters
from composer.errors import RecordsError
from composer.received.message import RawMessage
from composer.workspace.history_log import LogEntry, remember
from composer.workspace.snapshot import Snapshot, writing
from composer.workspace.sync_deciding import Decided, decide
from composer.workspace.sync_people import Correspondents, correspondents
from composer.workspace.sync_reading import ReadMail, read_mail
from composer.workspace.sync_report import SyncReport


def sync_messages(
    snapshot: Snapshot,
    messages: Iterable[RawMessage],
    *,
    own: Iterable[str] = (),
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> SyncReport:
    """Notes what messages tell: letters that went, answers, mail that came back, wishes to be left alone.

    `own` are addresses of the practice beside the one in its record. With `dry_run` nothing is written, and the answer
    says what would be. The messages are read before the lock is taken.

    Raises:
        RecordsError: the records cannot be trusted, or nobody can tell which address is the practice's own.
        ConflictError: another run is writing here.
    """
    known = people_known(snapshot, own)
    return note_mail(snapshot, read_mail(snapshot, messages, known, progress), dry_run=dry_run)


def people_known(snapshot: Snapshot, own: Iterable[str]) -> Correspondents:
    """Whose mail is looked for; it raises what `sync_messages` does."""
    snapshot.ensure_usable()
    known = correspondents(snapshot, own)
    if not known.own:
        hint = "write your address into practice.yaml, as 'email'"
        raise RecordsError("nobody can tell which messages are yours", hint=hint)
    return known


def note_mail(
    snapshot: Snapshot, mail: ReadMail, *, dry_run: bool = False, noted: Callable[[ReadMail], None] | None = None
) -> SyncReport:
    """Notes what mail tells that was read; `noted` is told of it once all is written, while the lock is held still.

    Raises:
        ConflictError: another run is writing here.
    """
    if dry_run:
        return decide(snapshot, mail).report
    with writing(snapshot) as now:
        now.ensure_usable()
        decided = decide(now, mail)
        _write(now, decided)
        if noted:
            noted(mail)
    return decided.report


def _write(snapshot: Snapshot, decided: Decided) -> None:
    """The words that went first, then the history, then the heads: a crash in between is ended by the next run."""
    kept = SentLetters(snapshot.folder)
    for letter in decided.letters:
        kept.keep(letter)
    kept.make_last([letter.draft for letter in decided.letters])
    if decided.lines or decided.drafts or decided.letters:
        remember(snapshot, LogEntry(tuple(decided.lines), decided.drafts, tuple(one.draft for one in decided.letters)))
    for name in decided.drafts:
        snapshot.store.set_head(name, {"status": "sent"})


def ensure_not_outbox(snapshot: Snapshot, paths: Iterable[Path]) -> None:
    """A `RecordsError` for a place that holds what is still to be sent: the workspace's own outbox."""
    outbox = (snapshot.folder / OUTBOX).resolve()
    for path in paths:
        if outbox in (path.resolve(), *path.resolve().parents):
            hint = "save the folder Sent of your mail program, or your inbox, and name that"
            raise RecordsError(f"{path} holds letters that are still to be sent", hint=hint)
