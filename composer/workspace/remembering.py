"""Remembering what happened: events appended to the history, one line each, and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from composer.checks.noted import client_in
from composer.errors import NotFoundError, RecordsError
from composer.files import append_line, read_text, remove_file, write_text
from composer.lock import locked
from composer.records.book import HISTORY
from composer.records.event_lines import write_event
from composer.records.history import EVENTS, parse_history, set_aside

if TYPE_CHECKING:
    from composer.workspace.folder import Workspace

LAST, TORN = ".outreach/last-logged", "history.torn.txt"


@dataclass(frozen=True, slots=True)
class Happened:
    """What is to be remembered of one or several people."""

    event: str
    """One of the kinds of events, or ``LETTER sent``."""
    who: Sequence[str]
    """Ids, addresses or names."""
    on: date
    letter: str = ""
    mention: str = ""
    """A true clause that a later letter may recall."""
    until: date | None = None
    """For ``snoozed``: the day before which nobody is reminded of them."""


def log(workspace: "Workspace", happened: Happened) -> tuple[str, ...]:
    """Appends an event for each person, in one synced write; returns the lines.

    Raises:
        NotFoundError: nobody, or more than one, is meant by a name.
        RecordsError: the event is none, is in the future, or seems to speak of a client; nothing was written.
    """
    _ensure_sayable(workspace, happened)
    lines = tuple(_line(workspace.contact(name).id, happened) for name in dict.fromkeys(happened.who))
    problems = parse_history("\n".join(lines), HISTORY).problems
    if problems:
        raise RecordsError(problems[0].text, hint=problems[0].hint)
    path = workspace.folder / HISTORY
    with locked(workspace.folder):
        _mend(workspace)
        append_line(path, "\n".join(lines))
        write_text(workspace.folder / LAST, "\n".join(lines) + "\n")
    workspace.forget()
    return lines


def undo(workspace: "Workspace") -> tuple[str, ...]:
    """Takes back what was logged last, where it still stands at the end of the history; returns the lines.

    Raises:
        NotFoundError: there is nothing to take back, or the history has changed since.
    """
    last, path = workspace.folder / LAST, workspace.folder / HISTORY
    with locked(workspace.folder):
        logged = read_text(last).text if last.is_file() else ""
        found = read_text(path) if path.is_file() else None
        if not (logged and found and found.text.endswith(logged)):
            hint = f"edit {HISTORY} yourself; every line of it is one event"
            raise NotFoundError("there is nothing to take back: the history has changed since", hint=hint)
        write_text(path, found.text.removesuffix(logged), like=found, expect=found.digest)
        remove_file(last)
    workspace.forget()
    return tuple(logged.splitlines())


def _ensure_sayable(workspace: "Workspace", happened: Happened) -> None:
    kind = happened.event.strip().lower().replace("_", "-").replace(" ", "-")
    if kind not in EVENTS and not kind.endswith("-sent"):
        raise RecordsError(f"'{happened.event}' is no event", hint=f"it is one of: {', '.join(EVENTS)}")
    if happened.on > workspace.today:
        raise RecordsError(f"{happened.on} is yet to come", hint="log it when it has happened")
    said = client_in(happened.mention, workspace.library)
    if said:
        hint = "say it without the person; what is known of a client belongs into your clinical record system"
        raise RecordsError(f"'{said}' may be about a client, and no file here may hold one", hint=hint)


def _line(contact: str, happened: Happened) -> str:
    """One event as one line of the history."""
    fields: Mapping[str, str] = {
        "date": happened.on.isoformat(),
        "contact": contact,
        "event": happened.event,
        "letter": happened.letter,
        "mention": happened.mention,
        "until": happened.until.isoformat() if happened.until else "",
    }
    return write_event(fields)


def _mend(workspace: "Workspace") -> None:
    """Sets a torn last line aside before anything is appended behind it."""
    path = workspace.folder / HISTORY
    found = read_text(path) if path.is_file() else None
    whole, torn = set_aside(found.text) if found else ("", "")
    if found and torn:
        append_line(workspace.folder / TORN, torn)
        write_text(path, whole, like=found, expect=found.digest)
