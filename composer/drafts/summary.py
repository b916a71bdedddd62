"""What a list shows of a draft: enough to find it and to know how it stands, small enough to be kept of thousands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from composer.cache import Stamp
from composer.drafts.approval import changed_since
from composer.drafts.attachments import PICTURE
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


@dataclass(frozen=True, slots=True)
class KnownSummaries:
    """The drafts of a folder in short, as they were when its files had these stamps."""

    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    """Of each file in the folder, by its name."""
    by_name: Mapping[str, DraftSummary] = field(default_factory=dict)

    def has(self, name: str, stamps: Mapping[str, Stamp]) -> bool:
        """Whether a draft is known as its file is now; one whose file has no stamp is read each time."""
        now = stamps.get(f"{name}.md")
        return now is not None and name in self.by_name and self.stamps.get(f"{name}.md") == now


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
    """What an inbox shows beside the subject: the letter's first words after the greeting; of a picture what it is."""
    _, _, rest = re.sub(PICTURE, r"[\g<alt>]", body).partition("\n\n")
    text = " ".join((rest or body).replace("\\", "").split())
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS].rsplit(' ', 1)[0]} …"
