"""What a list shows of a draft: enough to find it and to know how it stands, small enough to be kept of thousands."""

from dataclasses import dataclass

from composer.drafts.approval import changed_since
from composer.drafts.draft import Draft
from composer.drafts.holes import find_holes
from composer.drafts.lifecycle import CHANGED

_FIRST_WORDS = 140


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """A draft without its text."""

    name: str
    readable: bool = True
    contact: str = ""
    letter: str = ""
    to: str = ""
    subject: str = ""
    begins: str = ""
    """What an inbox shows beside the subject."""
    status: str = ""
    """A state of `lifecycle.LIFECYCLE`, or ``ready, changed since``."""
    holes: int = 0
    """How many places of its text ask the writer for something."""


def summarize(draft: Draft) -> DraftSummary:
    """A draft in short."""
    return DraftSummary(
        name=draft.name,
        contact=draft.contact,
        letter=draft.letter,
        to=", ".join(map(str, draft.to)),
        subject=draft.subject,
        begins=first_words(draft.body),
        status=CHANGED if changed_since(draft) else draft.status,
        holes=len(find_holes(draft.subject)) + len(find_holes(draft.body)),
    )


def first_words(body: str) -> str:
    """What an inbox shows beside the subject: the letter's first words after the greeting."""
    _, _, rest = body.partition("\n\n")
    text = " ".join((rest or body).replace("\\", "").split())
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS].rsplit(' ', 1)[0]} …"
