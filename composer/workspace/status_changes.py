"""A draft's life after it is written: ready, skipped, handed over, sent; each step is a person's word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from composer.drafts.draft import Draft, Status, approval
from composer.errors import Problem, errors_in
from composer.lock import locked
from composer.workspace.history_log import LogEntry, NewEvent, lines_for, remember
from composer.workspace.snapshot import Snapshot, draft_name

# From which states a step may be taken; any other step needs one of these first.
_FROM: dict[Status, frozenset[Status]] = {
    "ready": frozenset({"draft", "skipped", "ready"}),
    "skipped": frozenset({"draft", "ready", "skipped"}),
    "sent": frozenset({"ready", "handed-over", "sent"}),
    "draft": frozenset({"ready", "skipped", "handed-over", "draft"}),
}
_SAYS = {
    "handed-over": "it was handed over; `outreach reopen` makes it a draft",
    "sent": "it was sent; `outreach log --undo` takes that back while it is the last thing you noted",
    "skipped": "it is skipped; `outreach reopen` makes it a draft",
    "draft": "it is not ready; read it, then `outreach ready`",
}


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What became of one draft that a person gave a new state."""

    draft: str
    status: str
    because: str = ""
    """Why it could not be done; empty where it was."""
    problems: tuple[Problem, ...] = ()
    """What stands in its way."""


def mark_ready(snapshot: Snapshot, names: Sequence[str]) -> list[StatusChange]:
    """Binds a person's word to drafts as they are now; one that a check stops is not marked."""
    with locked(snapshot.folder):
        return [_mark_ready(snapshot, draft_name(name)) for name in names]


def _mark_ready(snapshot: Snapshot, name: str) -> StatusChange:
    draft, refused = _may(snapshot, name, "ready")
    if draft is None:
        return refused
    blocks = errors_in(snapshot.inspector.check_file(snapshot.store.file(name)).problems)
    if blocks:
        return StatusChange(name, draft.status, f"{blocks[0].text}; `outreach check {name}` says more", blocks)
    snapshot.store.set_head(name, {"status": "ready", "reason": "", "approved": approval(draft)})
    return StatusChange(name, "ready")


def mark_skipped(snapshot: Snapshot, names: Sequence[str], reason: str) -> list[StatusChange]:
    """Puts drafts aside, with the reason."""
    return _each(snapshot, names, "skipped", {"reason": reason, "approved": ""})


def reopen_drafts(snapshot: Snapshot, names: Sequence[str]) -> list[StatusChange]:
    """Makes drafts of what was ready, skipped or handed over."""
    return _each(snapshot, names, "draft", {"reason": "", "approved": "", "handed-over": ""})


def _each(snapshot: Snapshot, names: Sequence[str], status: Status, head: Mapping[str, str]) -> list[StatusChange]:
    """Gives drafts a state that nothing but their present one can keep them from."""
    changes = []
    with locked(snapshot.folder):
        for name in map(draft_name, names):
            draft, refused = _may(snapshot, name, status)
            if draft is not None:
                snapshot.store.set_head(name, {"status": status, **head})
            changes.append(refused if draft is None else StatusChange(name, status))
    return changes


def mark_sent(snapshot: Snapshot, names: Sequence[str], day: date) -> list[StatusChange]:
    """Notes that letters were sent: as events in the history, in one write, then in their heads.

    A crash in between leaves an event whose draft does not know of it; doing it again writes no second one.
    """
    changes, drafts = [], []
    with locked(snapshot.folder):
        for name in map(draft_name, names):
            draft, refused = _may(snapshot, name, "sent")
            changes.append(refused if draft is None else StatusChange(name, "sent"))
            drafts += [draft] if draft and draft.status != "sent" else []
        if drafts:
            lines = tuple(line for draft in drafts for line in _sent_lines(snapshot, draft, day))
            remember(snapshot, LogEntry(lines, {draft.name: draft.status for draft in drafts}))
        for draft in drafts:
            snapshot.store.set_head(draft.name, {"status": "sent"})
    return changes


def _sent_lines(snapshot: Snapshot, draft: Draft, day: date) -> tuple[str, ...]:
    """The event of one letter; none where the history has it."""
    contact = snapshot.contact(draft.contact).id
    known = any(
        (event.event, event.letter, event.date) == ("sent", draft.letter, day)
        for event in snapshot.records.history.of(contact)
    )
    asked = draft.question if snapshot.store.still_asks(draft) else ""
    return () if known else lines_for(snapshot, NewEvent("sent", [contact], day, letter=draft.letter, question=asked))


def _may(snapshot: Snapshot, name: str, target: Status) -> tuple[Draft | None, StatusChange]:
    """The draft, where the step may be taken from its state; otherwise why not."""
    stored = snapshot.store.read(name)
    draft = stored.draft
    if draft is None:
        return None, StatusChange(name, "", "its file cannot be read as a draft", stored.problems)
    if draft.status not in _FROM[target]:
        return None, StatusChange(name, draft.status, _SAYS[draft.status])
    return draft, StatusChange(name, draft.status)
