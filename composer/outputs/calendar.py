"""Reminders for a calendar: what is due, as all-day events of an iCalendar file (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from composer.days import days_after


@dataclass(frozen=True, slots=True)
class Reminder:
    """One all-day event."""

    uid: str
    """Stable, so that a calendar that reads the file again changes its event and makes no second one."""
    day: date
    summary: str
    description: str = ""


def calendar(reminders: Iterable[Reminder], today: date) -> bytes:
    """The file: UTF-8, CRLF, long lines folded.

    Args:
        reminders: the events.
        today: when they were made; it stands in each as DTSTAMP.
    """
    from icalendar import Calendar, Event  # read by those who want a calendar, not by every start

    made = Calendar()
    made.add("prodid", "-//outreach-composer//due//EN")
    made.add("version", "2.0")
    for one in reminders:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", datetime.combine(today, time(), UTC))
        event.add("dtstart", one.day)
        event.add("dtend", days_after(one.day, 1))
        event.add("summary", one.summary)
        event.add("transp", "TRANSPARENT")
        if one.description:
            event.add("description", one.description)
        made.add_component(event)
    return bytes(made.to_ical())
