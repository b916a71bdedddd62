"""Which letter a message that was sent is: by its id, else by whom it went to and its subject, else by its words.

Decisions over values. Where several letters could be meant none is chosen: a person says which.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from composer.received.header import Header
from composer.received.likeness import likeness, same_subject

_ALIKE = 0.6
"""How much of a letter's words a message must have to be that letter under another subject."""
_AHEAD = 0.1
"""By how much the nearest letter must be nearer than the next, or it is not clear which was sent."""


@dataclass(frozen=True, slots=True)
class LetterOut:
    """A letter that may have been sent."""

    name: str
    """The draft's."""
    contact: str
    """Their id."""
    mailboxes: frozenset[str]
    """Where it may have gone, as `addresses.mailbox` compares them."""
    subject: str
    text: str
    """As its reader would see it."""
    since: date
    """The day before which it cannot have gone."""
    message_id: str = ""
    """The id that it was given, if any."""
    letter: str = ""
    """What it was made from: ``introduction``."""
    has_left: bool = False
    """Whether it was handed over, on the day of `since`."""


def letters_meant(header: Header, text: str, letters: Sequence[LetterOut]) -> tuple[LetterOut, ...]:
    """The letter that a message is; several where it is not clear which, and none where it is none of them."""
    to_them = [one for one in letters if one.mailboxes & header.recipients and one.since <= header.day]
    if known := tuple(one for one in to_them if one.message_id and one.message_id == header.message_id):
        return known[:1]
    subject = same_subject(header.subject)
    named = [one for one in to_them if same_subject(one.subject) == subject]
    if len(named) == 1:
        return tuple(named)
    by_words = sorted(((likeness(one.text, text), one) for one in named or to_them), key=lambda found: -found[0])
    near = [(share, one) for share, one in by_words if share >= _ALIKE]
    best = [one for share, one in near if share > near[0][0] - _AHEAD]
    return tuple(best or named)
