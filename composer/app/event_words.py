"""What happened with somebody, as our pages say it."""

from collections.abc import Mapping
from datetime import date

from composer.app.dates import day_in_words
from composer.records.event_kinds import EventKind
from composer.records.history import Event

HAPPENED: Mapping[EventKind, str] = {
    "sent": "You wrote to them",
    "referral-received": "They sent somebody to you",
    "referral-made": "You sent somebody to them",
    "thanked": "You thanked them",
    "replied": "They replied",
    "answered": "You answered them",
    "met": "You met",
    "called": "You talked on the phone",
    "bounced": "Mail came back",
    "asked-to-stop": "They asked not to be written to",
    "may-have-asked-to-stop": "They may have asked not to be written to",
    "did-not-ask-to-stop": "You said that they did not ask for that",
    "moved": "They have moved on",
    "retired": "They have retired",
    "update-requested": "They asked for your details",
    "snoozed": "You put off the next reminder",
}
"""Each kind of event in a sentence of its own, without its full stop."""


def in_words(event: Event, titles: Mapping[str, str], today: date) -> str:
    """An event without its day; `titles` are those of the letters by their names."""
    said = HAPPENED[event.event]
    if event.letter:
        said += f": {titles.get(event.letter, event.letter.replace('-', ' '))}"
    if event.until:
        said += f" until {day_in_words(event.until, today)}"
    return said


def last_in_touch(event: Event | None, today: date) -> str:
    """When there was a word last, and which: ``You met, November 10, 2025``."""
    if event is None:
        return "Not in touch yet"
    return f"{HAPPENED[event.event]}, {day_in_words(event.date, today)}"
