"""A draft's life after it is written: ready, skipped, handed over, sent; each step is a person's word."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from composer.drafts.draft import Draft, Status, approval
from composer.errors import Problem, errors_in
from composer.workspace.remembering import Happened

if TYPE_CHECKING:
    from composer.workspace.folder import Workspace

# From which states a step may be taken; any other step needs one of these first.
_FROM: dict[Status, frozenset[Status]] = {
    "ready": frozenset({"draft", "skipped", "ready"}),
    "skipped": frozenset({"draft", "ready", "skipped"}),
    "sent": frozenset({"ready", "handed-over", "sent"}),
    "draft": frozenset({"ready", "skipped", "handed-over", "draft"}),
    "handed-over": frozenset({"ready"}),
}
_SAYS = {
    "handed-over": "it was handed over",
    "sent": "it was sent",
    "skipped": "it is skipped",
    "draft": "it is not ready",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of one draft that a person gave a new state."""

    draft: str
    status: str
    because: str = ""
    """Why it could not be done; empty where it was."""
    problems: tuple[Problem, ...] = ()
    """What stands in its way."""


def mark_ready(workspace: "Workspace", name: str) -> Marked:
    """Binds a person's word to the draft's subject, text and recipients as they are now."""
    draft, refused = _may(workspace, name, "ready")
    if draft is None:
        return refused
    blocks = errors_in(workspace.inspector.check_file(workspace.store.file(name)).problems)
    if blocks:
        return Marked(name, draft.status, f"{blocks[0].text}; `outreach check {name}` says more", blocks)
    workspace.store.set_head(name, {"status": "ready", "reason": "", "approved": approval(draft)})
    return Marked(name, "ready")


def mark_skipped(workspace: "Workspace", name: str, reason: str) -> Marked:
    """Puts a draft aside, with the reason."""
    draft, refused = _may(workspace, name, "skipped")
    if draft is None:
        return refused
    workspace.store.set_head(name, {"status": "skipped", "reason": reason, "approved": ""})
    return Marked(name, "skipped")


def reopen(workspace: "Workspace", name: str) -> Marked:
    """Makes a draft of what was ready, skipped or handed over."""
    draft, refused = _may(workspace, name, "draft")
    if draft is None:
        return refused
    workspace.store.set_head(name, {"status": "draft", "reason": "", "approved": ""})
    return Marked(name, "draft")


def mark_sent(workspace: "Workspace", name: str, day: date) -> Marked:
    """Notes that a letter was sent: in its head, and as an event in the history."""
    draft, refused = _may(workspace, name, "sent")
    if draft is None:
        return refused
    if draft.status != "sent":
        workspace.log(Happened("sent", [draft.contact], day, letter=draft.letter))
        workspace.store.set_head(name, {"status": "sent"})
    return Marked(name, "sent")


def _may(workspace: "Workspace", name: str, wanted: Status) -> tuple[Draft | None, Marked]:
    """The draft, where the step may be taken from its state; otherwise why not."""
    stored = workspace.store.read(name)
    draft = stored.draft
    if draft is None:
        return None, Marked(name, "", "its file cannot be read as a draft", stored.problems)
    if draft.status not in _FROM[wanted]:
        return None, Marked(
            name, draft.status, f"{_SAYS.get(draft.status, 'it is ready')}; `outreach reopen` makes it a draft"
        )
    return draft, Marked(name, draft.status)
