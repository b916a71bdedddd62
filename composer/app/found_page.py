"""What one look into the mail has found, as a page says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from composer.app.dates import day_in_words
from composer.received.likeness import Difference
from composer.workspace.sync_report import CAME, LookAt, SyncReport, WentOut

_FIRST = 10


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One thing that was found, about one person."""

    contact: str
    """Their id; empty where it is about nobody in the records."""
    name: str
    text: str
    """What it is, as a sentence without its full stop."""
    differences: tuple[Difference, ...] = ()
    """The first places at which a letter went in other words."""
    more: int = 0
    """How many more there are."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """All that was found."""

    look: tuple[FoundLine, ...]
    """What only the person can decide."""
    sent: tuple[FoundLine, ...]
    came: tuple[FoundLine, ...]
    odd: tuple[str, ...]
    """The first messages that nobody can make out, each with why."""
    read: int
    noted: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found that is news."""
        return not (self.look or self.sent or self.came)


def found_page(report: SyncReport, today: date) -> FoundPage:
    """The page of one report; what had been noted before is no news."""
    return FoundPage(
        look=tuple(_to_look_at(one, today) for one in report.look),
        sent=tuple(_sent(one, today) for one in report.sent if not one.noted_before),
        came=tuple(
            FoundLine(one.contact, one.display_name, f"{CAME[one.kind]}, {day_in_words(one.on, today)}")
            for one in report.came
        ),
        odd=tuple(_odd(report)),
        read=report.read,
        noted=len(report.noted),
    )


def _to_look_at(one: LookAt, today: date) -> FoundLine:
    return FoundLine(one.contact, one.display_name, f"{one.text} ({day_in_words(one.on, today)})")


def _sent(one: WentOut, today: date) -> FoundLine:
    count = len(one.differences)
    how = (
        "as drafted"
        if not count
        else "in other words at one place"
        if count == 1
        else f"in other words at {count} places"
    )
    text = f"went {day_in_words(one.on, today)}, {how}"
    return FoundLine(one.contact, one.display_name, text, one.differences[:_FIRST], max(0, count - _FIRST))


def _odd(report: SyncReport) -> Iterator[str]:
    yield from (f"{one.place}: {one.because}" for one in report.not_understood[:_FIRST])
    if len(report.not_understood) > _FIRST:
        yield f"and {len(report.not_understood) - _FIRST} more"
