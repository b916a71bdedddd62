"""What came of reading a person's mail, as values: what went, what came back, and what only they can decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from composer.received.likeness import Difference

CameKind = Literal["replied", "answered", "bounced", "automatic", "waits"]
"""`answered` is the practice's own answer to theirs; `automatic` and `waits` are said, and noted nowhere."""
CAME: Mapping[CameKind, str] = {
    "replied": "answered you",
    "answered": "has your answer",
    "bounced": "mail came back for good; look at the address before the next letter",
    "automatic": "an automatic answer, which counts as none",
    "waits": "mail has not arrived yet, and may still; nothing was noted",
}
"""What is said of each, behind a name and a day."""


@dataclass(frozen=True, slots=True)
class WentOut:
    """A letter that was really sent."""

    draft: str
    contact: str
    display_name: str
    on: date
    differences: tuple[Difference, ...] = ()
    """Where it went in other words than it was drafted in."""
    noted_before: bool = False
    """Whether the history knew of it."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """Something that came from somebody, or about a letter to them."""

    contact: str
    display_name: str
    on: date
    kind: CameKind
    detail: str = ""
    """For mail that came back: the code of the reason, ``5.1.1``; may be empty."""


@dataclass(frozen=True, slots=True)
class LookAt:
    """Something that only a person can decide; the most pressing come first."""

    contact: str
    display_name: str
    on: date
    text: str
    """What it is, as a sentence."""
    commands: tuple[str, ...] = ()
    """What says which it was: one of them, or all in turn where the sentence says so."""
    is_wish: bool = False
    """Whether it may be a wish to be left alone; then nothing goes to them until somebody has said."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A message of which nobody can tell what it says."""

    place: str
    because: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one look into the mail has found."""

    sent: tuple[WentOut, ...] = ()
    came: tuple[CameBack, ...] = ()
    look: tuple[LookAt, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    read: int = 0
    """How many messages there were."""
    drafts: int = 0
    """How many of them were letters that wait in a folder of drafts."""
    others: int = 0
    """How many were to or from people in the records, and no letter and no answer to one."""
    noted: tuple[str, ...] = ()
    """The lines that the history got, or would get."""
