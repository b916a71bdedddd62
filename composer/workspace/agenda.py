"""What is due, for whom and why, and the same as reminders for a calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from composer.days import days_after
from composer.outputs.calendar import Reminder, calendar
from composer.planning.agenda import SAYS, Agenda, Due, agenda, only
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
_AHEAD = (7, 30, 90, 365)
"""How many days ahead the next thing is looked for: what waits a week may be another thing in a year."""


def find_due(snapshot: Snapshot, filter_: AgendaFilter = EVERYTHING_DUE) -> Agenda:
    """What is due now, or within a week, with the reasons; see `Snapshot.letter` and `ensure_usable` for errors."""
    today, library = snapshot.today, snapshot.library
    found = _agenda_up_to(snapshot, days_after(today, 7) if filter_.week else today)
    role = library.role_of(filter_.role).role.key if filter_.role else ""
    people = (contact for contact in snapshot.records.contacts.contacts if role and contact.roles)
    keys = ((one.id, library.role_of(one.roles[0], one.organization).role.key) for one in people)
    of_role = frozenset(contact for contact, key in keys if key == role)
    key = snapshot.letter(filter_.letter).key if filter_.letter else ""
    return only(found, letter=key, people=of_role if role else None, organization=filter_.organization)


def _agenda_up_to(snapshot: Snapshot, horizon: date) -> Agenda:
    snapshot.ensure_usable()
    drafts = snapshot.store.for_planning()
    with uncollected():
        now = Eligibility(snapshot.records, snapshot.catalogue.heads, snapshot.today, drafts)
        found = agenda(now, horizon, snapshot.store.names(), deleted=snapshot.store.deleted())
    snapshot.records.answers.keep()
    return found


def next_due(snapshot: Snapshot) -> Due | None:
    """What comes due first within a year, if nothing happens until then; ``None`` where nothing does."""
    ahead = (_agenda_up_to(snapshot, days_after(snapshot.today, days)).due for days in _AHEAD)
    return min(next(filter(None, ahead), ()), key=lambda one: one.on, default=None)


def due_choices(snapshot: Snapshot, letter: str = "", who: Sequence[str] = ()) -> list[Choice]:
    """The letters that are due, as choices to be drafted; of everyone, where nobody is named."""
    people = {snapshot.contact(one).id for one in who}
    found = find_due(snapshot, AgendaFilter(letter=letter)).due
    listed = (one for one in found if one.letter and (not people or one.contact in people))
    return [Choice(snapshot.contact(one.contact), one.letter, one.because) for one in listed]


def calendar_of(found: Agenda, today: date) -> bytes:
    """What is due as reminders of an iCalendar file; what was missed is for today."""
    reminders = (
        Reminder(f"{one.kind}-{one.contact}-{one.on}", max(one.on, today),
                 f"{SAYS[one.kind]}: {one.display_name}", one.because)
        for one in found.due
    )  # fmt: skip
    return calendar(reminders, today)
