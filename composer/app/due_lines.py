"""What is due as lines of a page: who, what to do and why, since when, and where it is done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from composer.app.dates import day_in_words, days_in_words, how_long
from composer.app.site import address_of
from composer.drafts.lifecycle import LIFECYCLE
from composer.planning.agenda import SAYS, Due
from composer.workspace.overview import Overview

_LABELS: Mapping[str, str] = {status: state.label for status, state in LIFECYCLE.items()}
DUE_SHOWN = 100
"""How many lines a page of it has."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing to do."""

    contact: str
    who: str
    place: str
    letter: str
    """The letter's name in words; empty where it takes none."""
    because: str
    when: str
    """``since November 13, 11 days``, ``by November 25``; empty where its day is today."""
    to: str
    """Where it is done: its draft's page, the page of what left, or the person's."""
    state: str = ""
    """How its draft stands; empty where none is written."""
    deleted: bool = False
    """Whether it was written before, and deleted since: it is written again for whoever asks for it."""

    @property
    def is_to_write(self) -> bool:
        """Whether a letter is due that is not written yet."""
        return bool(self.letter and not self.state)


@dataclass(frozen=True, slots=True)
class DueGroup:
    """The lines of one kind."""

    title: str
    total: int
    """How many there are on all pages."""
    lines: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True)
class DueView:
    """A page of what is due."""

    groups: tuple[DueGroup, ...]
    page: int
    pages: int
    to_write: int
    """How many letters are due on all pages that are not written yet, nor were deleted."""
    shown_to_write: int
    """How many of them stand on this one."""
    shown_deleted: int
    """How many stand on this one that were written before, and deleted."""
    others: int
    """For how many people nothing is due."""
    next_due: str
    """What comes next, in a sentence, where nothing is due; empty where nothing does, either."""


def due_view(overview: Overview, page: int, today: date) -> DueView:
    """A page of what is due; one beyond the end is the last."""
    due = overview.agenda.due
    pages = max(1, -(-len(due) // DUE_SHOWN))
    page = min(max(page, 1), pages)
    shown = due[(page - 1) * DUE_SHOWN : page * DUE_SHOWN]
    return DueView(
        groups=_groups(shown, Counter(one.kind for one in due), today),
        page=page,
        pages=pages,
        to_write=letters_to_write(due),
        shown_to_write=letters_to_write(shown),
        shown_deleted=sum(one.deleted for one in shown),
        others=len(overview.agenda.left_out),
        next_due=_next(overview.next_due, today),
    )


def letters_to_write(due: Sequence[Due]) -> int:
    """How many of these letters are not written yet; one that was deleted is not wanted."""
    return sum(bool(one.letter and not one.draft and not one.deleted) for one in due)


def _groups(shown: Sequence[Due], totals: Counter[str], today: date) -> tuple[DueGroup, ...]:
    grouped = groupby(shown, key=lambda one: one.kind)
    return tuple(
        DueGroup(SAYS[kind], totals[kind], tuple(due_line(one, today) for one in found)) for kind, found in grouped
    )


def due_line(one: Due, today: date) -> DueLine:
    """One thing to do, in words."""
    because = days_in_words(one.because, today)
    to = address_of("/draft", one.draft) if one.draft else address_of("/people", one.contact)
    if one.kind == "sent":  # its reason names commands
        to, because = "/export", f"it was handed over on {day_in_words(one.on, today)}"
    return DueLine(
        contact=one.contact,
        who=one.display_name,
        place=one.organization if one.organization not in one.display_name else "",
        letter=one.letter.replace("-", " "),
        because=because,
        when=_when(one, today),
        to=to,
        state=_LABELS.get(one.status, one.status),
        deleted=one.deleted,
    )


def _when(one: Due, today: date) -> str:
    if one.on == today or one.kind == "sent":
        return ""
    day = day_in_words(one.on, today)
    return f"since {day}, {how_long(one.on, today)}" if one.on < today else f"by {day}"


def _next(one: Due | None, today: date) -> str:
    return f"{SAYS[one.kind]}: {one.display_name}, on {day_in_words(one.on, today)}" if one else ""
