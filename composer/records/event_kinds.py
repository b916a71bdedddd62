"""The kinds of events that the history knows, and what counts as having been in touch."""

from typing import Any, Literal, get_args

from composer.records.wishes import is_wish

EventKind = Literal[
    "sent",
    "referral-received",
    "referral-made",
    "thanked",
    "replied",
    "answered",
    "met",
    "called",
    "bounced",
    "asked-to-stop",
    "may-have-asked-to-stop",
    "did-not-ask-to-stop",
    "moved",
    "retired",
    "update-requested",
    "snoozed",
]
EVENTS: tuple[str, ...] = get_args(EventKind)
TOUCHES = frozenset({"sent", "thanked", "replied", "answered", "met", "called"})
"""What counts as having been in touch: a letter, a call, a meeting, a reply; no referral, which is about a client."""
WISHES = frozenset({"asked-to-stop", "may-have-asked-to-stop"})
"""After which nothing goes to somebody; after the second only until a person has said which it was."""
OPEN_OR_NOT = ("may-have-asked-to-stop", "did-not-ask-to-stop")
"""An answer that may ask for no more letters, and a person's word that it does not."""


def event_kind(value: Any) -> Any:
    """The kind that is written: ``asked to stop`` and ``Asked_to_stop`` are the same."""
    if not isinstance(value, str):
        return value
    said = value.strip().lower().replace("_", "-").replace(" ", "-")
    return "asked-to-stop" if said not in EVENTS and is_wish(said) else said
