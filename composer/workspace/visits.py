"""When the app was last opened, and what has happened since: events that were noted, letters that became others."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from composer.drafts.lifecycle import CHANGED
from composer.drafts.summary import DraftSummary
from composer.errors import ComposerError
from composer.files import read_if_there, write_text
from composer.lock import ensure_own, locked
from composer.records.book import HISTORY
from composer.records.contact_files import has_contacts
from composer.records.event_kinds import EventKind
from composer.records.history import parse_history
from composer.workspace.snapshot import Snapshot

LAST_VISIT = ".outreach/last-visit.json"
BECAME: Mapping[str, str] = {
    "written": "written",
    "changed": "changed",
    "ready": "approved",
    "handed-over": "handed over",
    "sent": "sent",
    "skipped": "put aside",
}
"""What may have become of a letter since, with its words, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One opening of the app."""

    at: datetime
    length: int
    """How many characters the history had."""
    digest: str
    """SHA-256 of them: only what was added to the same text is known to be new."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An event that was added to the history."""

    contact: str
    """An id of today; empty where nobody of that name is known any more."""
    display_name: str
    event: EventKind


@dataclass(frozen=True, slots=True)
class News:
    """What has happened since the app was last opened."""

    since: datetime
    noted: tuple[Noted, ...] = ()
    letters: Mapping[str, int] = field(default_factory=dict)
    """How many letters became what, by the keys of `BECAME` and in their order."""


def remember_visit(snapshot: Snapshot, at: datetime) -> Visit | None:
    """Notes that the app was opened at a moment; returns the visit before, ``None`` where none is known.

    It is called once, when the app starts. Nothing is noted in a folder that is no workspace, and none of it is worth
    an error: where the file cannot be written, or another run is writing, the visit is forgotten.
    """
    path, before = snapshot.folder / LAST_VISIT, None
    with suppress(ComposerError):
        before = _parse(read_if_there(path))
    with suppress(ComposerError):
        if has_contacts(snapshot.folder):
            text = read_if_there(snapshot.folder / HISTORY)
            with locked(snapshot.folder, patience=0.0):
                ensure_own(path, snapshot.folder)
                write_text(path, _format(Visit(at, len(text), _digest(text))))
    return before


def news_since(snapshot: Snapshot, visit: Visit, summaries: Mapping[str, DraftSummary]) -> News:
    """What has happened since a visit; `summaries` are those of all drafts, by their names."""
    touched = snapshot.store.touched_since(int(visit.at.timestamp() * 1_000_000_000))
    became = Counter(
        _became(summaries[name], anew=anew)
        for name, anew in touched.items()
        if name in summaries and summaries[name].readable
    )
    return News(visit.at, tuple(_noted_since(snapshot, visit)), {key: became[key] for key in BECAME if became[key]})


def _became(summary: DraftSummary, *, anew: bool) -> str:
    if summary.status in {"draft", CHANGED}:
        return "written" if anew else "changed"
    return summary.status


def _noted_since(snapshot: Snapshot, visit: Visit) -> Iterator[Noted]:
    """The events at the end of the history; none where what stood before them was changed, too."""
    text = read_if_there(snapshot.folder / HISTORY)
    if _digest(text[: visit.length]) != visit.digest:
        return
    for event in parse_history(text[visit.length :], HISTORY).events:
        contact = snapshot.records.contacts.find(event.contact)
        yield Noted(contact.id if contact else "", contact.display_name if contact else event.contact, event.event)


def _format(visit: Visit) -> str:
    return json.dumps({"at": visit.at.isoformat(), "length": visit.length, "digest": visit.digest}) + "\n"


def _parse(text: str) -> Visit | None:
    """What was kept; ``None`` for what is none of ours."""
    found: Any = None
    with suppress(ValueError, RecursionError):
        found = json.loads(text)
    match found:
        case {"at": str(at), "length": int(length), "digest": str(digest)}:
            with suppress(ValueError):
                moment = datetime.fromisoformat(at)
                return Visit(moment, length, digest) if moment.tzinfo else None
    return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
