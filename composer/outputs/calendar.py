"""Reminders for a calendar: what is due, as all-day events of an iCalendar file (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from composer.days import days_after
from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.files import read_text, write_bytes, write_text

_MAKER = "-//outreach-composer//due//EN"
_OURS = "@outreach.invalid"
"""How the UID of each of our events ends (RFC 5545, 3.8.4.7)."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One all-day event."""

    uid: str
    """Stable, so that a calendar that reads the file again changes its event and makes no second one."""
    day: date
    summary: str
    description: str = ""


def calendar(reminders: Iterable[Reminder], today: date) -> bytes:
    """The file: UTF-8, CRLF, long lines folded; the day on which it is made stands in each event as DTSTAMP."""
    from icalendar import Calendar, Event  # read by those who want a calendar, not by every start

    made = Calendar()
    made.add("prodid", _MAKER)
    made.add("version", "2.0")
    for one in reminders:
        event = Event()
        event.add("uid", f"{one.uid}{_OURS}")
        event.add("dtstamp", datetime.combine(today, time(), UTC))
        event.add("dtstart", one.day)
        event.add("dtend", days_after(one.day, 1))
        event.add("summary", one.summary)
        event.add("transp", "TRANSPARENT")
        if one.description:
            event.add("description", one.description)
        made.add_component(event)
    return bytes(made.to_ical())


def save_calendar(path: Path, data: bytes) -> None:
    """Writes a calendar; in place of an earlier one of ours only.

    What has the name of a calendar and is none is kept beside it, with ``.old`` behind its name.

    Raises:
        ConflictError: something else has the name; it stands as it was.
        ExternalError: the disk refused.
    """
    try:
        standing = read_text(path)
    except NotFoundError:
        standing = None  # or a link that leads to nothing, which `write_bytes` refuses
    except RecordsError as error:
        raise _not_ours(path) from error
    if standing and not _is_ours(standing.text):
        real = path.resolve()
        if real.suffix.lower() != ".ics" or "BEGIN:VCALENDAR" in standing.text.upper():
            raise _not_ours(path)
        write_text(real.with_name(f"{real.name}.old"), standing.text, like=standing, expect=None)
    write_bytes(path, data)


def _is_ours(text: str) -> bool:
    """Whether a file is one calendar that this program made, with its own events and nothing beside them."""
    from icalendar import Calendar

    try:
        found = Calendar.from_ical(text)
    except ValueError:
        return False
    whole = text.startswith("BEGIN:VCALENDAR\n") and text.endswith("\nEND:VCALENDAR\n")
    uids = [str(one.get("uid", "")) for one in found.subcomponents]
    return whole and found.get("prodid") == _MAKER and all(uid.endswith(_OURS) for uid in uids)


def _not_ours(path: Path) -> ConflictError:
    text = f"{path} is there already, and is no calendar that this program made, so nothing was written"
    return ConflictError(text, hint="give another name, such as due.ics")
