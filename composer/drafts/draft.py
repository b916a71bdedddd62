"""The draft as a value: a message's headers and its text in Markdown."""

from dataclasses import dataclass, field
from datetime import date

from composer.drafts.lifecycle import Status

DRAFTS = "drafts"
"""The folder of drafts in a workspace."""
BODY_LIMIT = 100_000
"""Characters. A letter has two thousand; Python-Markdown takes a time that grows with the square (its issue #798)."""


ANSWERS = ("colleague", "nobody", "fine")
"""What a person may answer about a sentence: it is of a colleague, of nobody in particular, or right as it stands."""
WHO_ANSWERS = ANSWERS[:2]
"""Those that say whom a sentence is about: that it is right does not."""


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of RFC 5322 §3.4: a display name and an addr-spec."""

    addr_spec: str
    """``a.osei@riverstreet.example``; ASCII local part, the domain may be international."""
    display_name: str = ""
    """As on an envelope, ``Dr. Abena Osei``; empty where none is wanted."""

    def __str__(self) -> str:
        """As people write it: ``Dr. Abena Osei <a.osei@riverstreet.example>``."""
        name = self.display_name
        if set(name) & set('<>"\\@;'):  # RFC 5322 3.2.3; a comma alone is read as it stands, and people know it so
            escaped = name.replace("\\", "\\\\").replace('"', '\\"')
            name = f'"{escaped}"'
        return f"{name} <{self.addr_spec}>" if name else self.addr_spec


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as a person edits it; header names are those of RFC 5322 in lower case."""

    name: str
    """The file's name without ``.md``: ``abena-osei.introduction``."""
    subject: str
    """Plain text on one line."""
    body: str
    """Markdown, LF line ends, with a final newline."""
    to: tuple[Address, ...] = ()
    """Empty where no address is known: such a letter leaves on paper only."""
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    sender: Address | None = None
    """The From header; ``None`` lets the mail program choose."""
    in_reply_to: str = ""
    """The Message-ID this answers, in angle brackets; empty for a new thread."""
    letter: str = ""
    """The letter it was made from: ``introduction``."""
    contact: str = ""
    """The contact's id."""
    status: Status = "draft"
    reason: str = ""
    """Why it was skipped, or is a draft again; empty otherwise."""
    approved: str = ""
    """What `approval.approval` gave when a person marked it ready: it binds that word to all that leaves."""
    language: str = "en"
    """A BCP 47 tag: sets ``lang`` and the text's direction."""
    handed_over: date | None = None
    """The day it left as a file, or went into the mailbox, for a person to send."""
    question: str = ""
    """The key of the question it was made with, so that the history can tell what was asked; empty for none."""
    made: date | None = None
    """The day the letter was made from the records; dates in it are seen from that day."""
    release: date | None = None
    """For a letter about a shared client: the last day of the signed release. It names nobody."""
    overrides: tuple[tuple[str, str], ...] = ()
    """Rules that a person lets pass for this draft, each with the reason: ``("claims-panel", "joined on Monday")``."""
    answers: tuple[tuple[str, str], ...] = ()
    """Sentences that a check asked about, each with what a person answered: ``("Priya was kind.", "colleague")``."""
    attach: tuple[str, ...] = ()
    """Files that go with it, by their names in ``attachments/``; ``card`` for the practice's own vCard."""
    attached: str = ""
    """The digests of those files when a person marked it ready, as `attachments.attached_line` writes them."""
    others: tuple[tuple[str, str], ...] = ()
    """Fields that the program does not know, each with its value as JSON; they mean something to a person."""
    lines: dict[str, int] = field(default_factory=dict, compare=False, hash=False)
    """Line of each front matter key in the file, and of ``body``; counted from 1."""


def path_of(name: str) -> str:
    """Where a draft's file lies in its workspace."""
    return f"{DRAFTS}/{name}.md"
