"""A draft's life after it is written: ready, skipped, handed over, sent; each step is a person's word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from composer.drafts.draft import Draft, Status, approval
from composer.errors import Problem, errors_in
from composer.workspace.history_log import LogEntry, NewEvent, lines_for, remember

if TYPE_CHECKING:
    from composer.workspace.folder import Workspace

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


def mark_ready(workspace: "Workspace", name: str) -> StatusChange:
    """Binds a person's word to the draft's subject, text and recipients as they are now."""
    draft, refused = _may(workspace, name, "ready")
    if draft is None:
        return refused
    blocks = errors_in(workspace.inspector.check_file(workspace.store.file(name)).problems)
    if blocks:
        return StatusChange(name, draft.status, f"{blocks[0].text}; `outreach check {name}` says more", blocks)
    workspace.store.set_head(name, {"status": "ready", "reason": "", "approved": approval(draft)})
    return StatusChange(name, "ready")


def mark_skipped(workspace: "Workspace", name: str, reason: str) -> StatusChange:
    """Puts a draft aside, with the reason."""
    draft, refused = _may(workspace, name, "skipped")
    if draft is None:
        return refused
    workspace.store.set_head(name, {"status": "skipped", "reason": reason, "approved": ""})
    return StatusChange(name, "skipped")


def reopen(workspace: "Workspace", name: str) -> StatusChange:
    """Makes a draft of what was ready, skipped or handed over."""
    draft, refused = _may(workspace, name, "draft")
    if draft is None:
        return refused
    workspace.store.set_head(name, {"status": "draft", "reason": "", "approved": "", "handed-over": ""})
    return StatusChange(name, "draft")


def mark_sent(workspace: "Workspace", names: Sequence[str], day: date) -> list[StatusChange]:
    """Notes that letters were sent: as events in the history, in one write, then in their heads.

    A crash in between leaves an event whose draft does not know of it; doing it again writes no second one.
    """
    marked, drafts = [], []
    for name in names:
        draft, refused = _may(workspace, name, "sent")
        marked.append(refused if draft is None else StatusChange(name, "sent"))
        drafts += [draft] if draft and draft.status != "sent" else []
    if drafts:
        lines = tuple(line for draft in drafts for line in _sent_lines(workspace, draft, day))
        remember(workspace, LogEntry(lines, {draft.name: draft.status for draft in drafts}))
    for draft in drafts:
        workspace.store.set_head(draft.name, {"status": "sent"})
    return marked


def _sent_lines(workspace: "Workspace", draft: Draft, day: date) -> tuple[str, ...]:
    """The event of one letter; none where the history has it."""
    contact = workspace.contact(draft.contact).id
    known = any(
        (event.event, event.letter, event.date) == ("sent", draft.letter, day)
        for event in workspace.records.history.of(contact)
    )
    asked = draft.question if workspace.store.still_asks(draft) else ""
    return () if known else lines_for(workspace, NewEvent("sent", [contact], day, letter=draft.letter, question=asked))


def _may(workspace: "Workspace", name: str, wanted: Status) -> tuple[Draft | None, StatusChange]:
    """The draft, where the step may be taken from its state; otherwise why not."""
    stored = workspace.store.read(name)
    draft = stored.draft
    if draft is None:
        return None, StatusChange(name, "", "its file cannot be read as a draft", stored.problems)
    if draft.status not in _FROM[wanted]:
        return None, StatusChange(name, draft.status, _SAYS[draft.status])
    return draft, StatusChange(name, draft.status)
