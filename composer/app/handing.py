"""Handing over from a page, as files or into a mailbox: a few letters at once, many while a page says how far it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from composer.app.background import Run, Runs, Tell
from composer.errors import Problem
from composer.mailbox.account import Account
from composer.mailbox.passwords import Secret
from composer.outputs.export import ExportRequest
from composer.workspace.exporting import export_drafts
from composer.workspace.pushing import PushRequest, push_drafts
from composer.workspace.snapshot import Snapshot

MANY = 100
"""From so many letters on nobody waits for the page."""
_PATIENCE = 3.0
"""Seconds that a page waits for a mail server."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter."""

    draft: str
    where: str = ""
    """Where it lies now; empty where it stays."""
    because: str = ""
    """Why it stays; empty otherwise."""
    note: str = ""
    """What a person should know besides, as a sentence without its full stop."""
    problems: tuple[Problem, ...] = ()
    """What kept it from leaving, where that is an error."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way on which letters leave."""

    carry: Callable[[Tell], Iterator[Outcome]]
    """Hands over what is approved, and says of each draft what became of it; it raises what ends it early."""
    mailbox: str = ""
    """The address of the mailbox that they go into; empty where they become files."""


def into_files(snapshot: Snapshot) -> Way:
    """Into files in the outbox, as `outreach export` does."""

    def carry(tell: Tell) -> Iterator[Outcome]:
        for one in export_drafts(snapshot, ExportRequest(), progress=tell):
            yield Outcome(one.draft, str(one.path or ""), one.because, one.note, tuple(one.problems))

    return Way(carry)


def into_mailbox(
    snapshot: Snapshot, account: Account, secret: Callable[[], Secret], *, now: datetime, let_in: Callable[[], None]
) -> Way:
    """Into the folder for drafts of an account, as `outreach push` does.

    `now` is the Date of the messages; `let_in` is called once the mailbox has taken the password.
    """

    def carry(tell: Tell) -> Iterator[Outcome]:
        from composer.mailbox.connection import open_mailbox

        with open_mailbox(account, secret()) as mailbox:
            let_in()
            run = push_drafts(snapshot, PushRequest(), mailbox, now=now, progress=tell)
        for one in run.results:
            yield Outcome(one.draft, one.folder, one.because, one.note, one.problems)
        if run.trouble:
            raise run.trouble

    return Way(carry, account.address)


@dataclass(frozen=True, slots=True)
class HandingOver:
    """One hand-over, as far as it is; at its end, what became of each letter."""

    letters: frozenset[str]
    """Those that were to leave, by the names of their drafts."""
    way: Way
    results: list[Outcome]
    """What became of each draft so far."""
    run: Run[None]
    """How many of all drafts were gone through, and what ended it early; what was handed over before that is whole."""

    @property
    def left(self) -> tuple[Outcome, ...]:
        """What was handed over."""
        return tuple(one for one in self.results if one.where)

    @property
    def stayed(self) -> tuple[Outcome, ...]:
        """What was to leave and did not."""
        return tuple(one for one in self.results if not one.where and one.draft in self.letters)


class Handing:
    """The hand-over that goes on, or the last one; there is one at a time."""

    def __init__(self) -> None:
        self.last: HandingOver | None = None
        self._runs: Runs[None] = Runs(busy="letters are being handed over just now", hint="wait until that is done")

    def begin(self, snapshot: Snapshot, letters: frozenset[str], way: Way) -> HandingOver:
        """Hands over what is approved; it waits for the end where there are few, and only a while for a mail server.

        `letters` are those that are to leave as far as anybody knows; which do is decided once the lock is held.

        Raises:
            ConflictError: it goes on already.
        """
        results: list[Outcome] = []

        def hand_over(tell: Tell) -> None:
            results.extend(way.carry(tell))

        run = self._runs.start(len(snapshot.store.names()), hand_over)
        self.last = HandingOver(letters, way, results, run)
        if way.mailbox:
            run.wait(_PATIENCE)
        elif len(letters) < MANY:
            run.wait()
        return self.last
