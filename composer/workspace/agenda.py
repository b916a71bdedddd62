"""What is due, for whom and why, and the same as reminders for a calendar."""

from dataclasses import dataclass
from datetime import date

from composer.days import days_after
from composer.outputs.calendar import Reminder, calendar
from composer.planning.agenda import SAYS, Agenda, agenda, only
from composer.planning.eligibility import Eligibility
from composer.planning.letter_choice import Choice
from composer.workspace.snapshot import Snapshot
from composer.yaml.reader import uncollected


@dataclass(frozen=True, slots=True)
class AgendaFilter:
    """Which part of what is due somebody wants to see."""

    week: bool = False
    """What comes due within seven days, too."""
    letter: str = ""
    role: str = ""
    """A role's key or any of its aliases."""
    organization: str = ""
    """A part of a place's name."""


EVERYTHING_DUE = AgendaFilter()


def find_due(snapshot: Snapshot, filter_: AgendaFilter = EVERYTHING_DUE) -> Agenda:
    """What is due now, or within a week, with the reasons; see `Snapshot.letter` and `ensure_usable` for errors."""
    snapshot.ensure_usable()
    today, library = snapshot.today, snapshot.library
    horizon = days_after(today, 7) if filter_.week else today
    with uncollected():
        now = Eligibility(snapshot.records, snapshot.catalogue.heads, today, snapshot.store.for_planning())
        found = agenda(now, horizon, snapshot.store.names())
    snapshot.records.answers.keep()
    role = library.role_of(filter_.role).role.key if filter_.role else ""
    people = (contact for contact in snapshot.records.contacts.contacts if role and contact.roles)
    keys = ((one.id, library.role_of(one.roles[0], one.organization).role.key) for one in people)
    of_role = frozenset(contact for contact, key in keys if key == role)
    key = snapshot.letter(filter_.letter).key if filter_.letter else ""
    return only(found, letter=key, people=of_role if role else None, organization=filter_.organization)


def due_choices(snapshot: Snapshot, letter: str = "") -> list[Choice]:
    """The letters that are due, as choices to be drafted."""
    listed = (one for one in find_due(snapshot, AgendaFilter(letter=letter)).due if one.letter)
    return [Choice(snapshot.contact(one.contact), one.letter, one.because) for one in listed]


def calendar_of(found: Agenda, today: date) -> bytes:
    """What is due as reminders of an iCalendar file; what was missed is for today."""
    reminders = (
        Reminder(f"{one.kind}-{one.contact}-{one.on}", max(one.on, today),
                 f"{SAYS[one.kind]}: {one.display_name}", one.because)
        for one in found.due
    )  # fmt: skip
    return calendar(reminders, today)
