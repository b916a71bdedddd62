"""The life of a draft as one table: its states, who may go where, what each allows, and how each is shown.

Drafting, handing over, planning, the preview and the docs ask here and nowhere else; nothing is read or written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["draft", "ready", "handed-over", "sent", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of a draft, and what it allows."""

    meaning: str
    """One sentence for the docs."""
    becomes: frozenset[Status]
    """The states that a step leads to from here; the same one again changes nothing and is allowed."""
    refusal: str
    """What somebody is told who asks for another step: how it stands, and the command that leads out of it."""
    is_open: bool = False
    """Whether it may still leave for the first time; until then `outreach draft` may renew its text, too."""
    leaves: Literal["", "ready", "--all", "--again"] = ""
    """When `outreach export` takes it: by itself, when asked with an option, or (empty) never."""
    stays: str = ""
    """What export says where it does not take it; ``{reason}`` is the reason in its head."""
    on_its_way: bool = False
    """Whether planning counts it as a letter that left and that the history does not know yet."""
    put_aside: bool = False
    """Whether planning does not choose this letter again by itself."""
    label: str
    """The word for it in a list of drafts."""
    shown: str = ""
    """How it stands, in a sentence: ``{reason}`` and ``{left}``, the day it left, are filled in; empty says nothing."""


LIFECYCLE: Mapping[Status, State] = {
    "draft": State(
        meaning="written, and waiting to be read",
        becomes=frozenset({"draft", "ready", "skipped", "handed-over"}),
        refusal="it is not ready; read it, then `outreach ready`",
        is_open=True,
        leaves="--all",
        stays="not marked ready; `outreach ready` does it, or use --all",
        label="to read",
    ),
    "ready": State(
        meaning="a person has said that it may leave as it is",
        becomes=frozenset({"draft", "ready", "skipped", "handed-over", "sent"}),
        refusal="it is ready; `outreach reopen` makes it a draft",
        is_open=True,
        leaves="ready",
        label="ready",
        shown="You said that it may leave as it is.",
    ),
    "handed-over": State(
        meaning="it left as a file, or went into the mailbox, for a person to send",
        becomes=frozenset({"draft", "sent"}),
        refusal="it was handed over; `outreach reopen` makes it a draft",
        leaves="--again",
        stays="handed over already; --again hands it over once more",
        on_its_way=True,
        label="handed over",
        shown="It was handed over {left}. When it has gone, note it, so that the next letter knows:",
    ),
    "sent": State(
        meaning="a person has said that it was sent",
        becomes=frozenset({"sent"}),
        refusal="it was sent; `outreach log --undo` takes that back while it is the last thing you noted",
        leaves="--again",
        stays="sent already; --again hands it over once more",
        label="sent",
        shown="It was sent.",
    ),
    "skipped": State(
        meaning="put aside, for the reason in its head",
        becomes=frozenset({"draft", "ready", "skipped"}),
        refusal="it is skipped; `outreach reopen` makes it a draft",
        stays="skipped: {reason}",
        put_aside=True,
        label="skipped",
        shown="Put aside: {reason}.",
    ),
}
CHANGED = "ready, changed since"
"""What is said instead of ``ready`` of a draft that is not what was approved; see `approval.changed_since`."""
STATUSES = tuple(LIFECYCLE)


def parse_status(value: Any) -> Status:
    """The status that stands in a head, where nothing at all is a draft; a `ValueError` says which there are."""
    if value is None:
        return "draft"
    value = str(value).lower() if isinstance(value, bool) else value
    said = value.strip().replace(" ", "-") if isinstance(value, str) else value  # a person writes "handed over"
    found = next((status for status in STATUSES if status == said), None)
    if found is None:
        shown = f"'{value}'" if isinstance(value, str) else "a list or a group"
        raise ValueError(f"'status' is {', '.join(STATUSES[:-1])} or {STATUSES[-1]}, not {shown}")
    return found


def refusal(status: Status, wanted: Status) -> str:
    """Why a draft may not be given another state; empty where it may."""
    return "" if wanted in LIFECYCLE[status].becomes else LIFECYCLE[status].refusal


def stays(status: Status, reason: str, *, everything: bool, again: bool) -> str:
    """Why a draft in this state, with the reason in its head, does not leave by what was asked; empty where it does."""
    state = LIFECYCLE[status]
    asked = {"ready": True, "--all": everything, "--again": again, "": False}
    return "" if asked[state.leaves] else state.stays.format(reason=reason or "no reason is given")


def stands(status: Status, reason: str, left: str) -> str:
    """How a draft stands, in a sentence; empty where there is nothing to say."""
    return LIFECYCLE[status].shown.format(reason=reason or "no reason is given", left=left)
