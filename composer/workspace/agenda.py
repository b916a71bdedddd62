"""Deciding: which letter fits whom, who is due, and what is due as reminders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from composer.briefs.brief import Briefer
from composer.files import write_bytes
from composer.outputs.calendar import Reminder, calendar
from composer.planning.agenda import SAYS, Agenda, agenda, only
from composer.planning.choosing import Choice, Drafts, Planner, Situation
from composer.yaml.reader import uncollected

if TYPE_CHECKING:
    from datetime import date

    from composer.workspace.folder import Workspace

_WEEK = timedelta(days=7)


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


def drafts_of(workspace: "Workspace") -> Drafts:
    """The drafts there are, as far as planning looks at them; each under the id that its contact has today."""
    book = workspace.records.contacts
    beyond = ((draft, book.by_any_id(draft.contact)) for draft in workspace.store.beyond())
    known = tuple(replace(draft, contact=contact.id if contact else draft.contact) for draft, contact in beyond)
    return Drafts(frozenset(workspace.store.names()), known)


def choose(
    workspace: "Workspace", letter: str = "", who: Sequence[str] = (), release: "date | None" = None
) -> list[Choice]:
    """The letter for each contact, or why there is none.

    Args:
        workspace: the folder.
        letter: one letter for all; empty chooses the one that fits each.
        who: ids, addresses or names; empty means everyone.
        release: the last day of a signed release, for a letter about a shared client.
    """
    book, today = workspace.records.contacts, workspace.today
    contacts = list(dict.fromkeys(workspace.contact(name) for name in who)) if who else list(book.contacts)
    situation = Situation(today, release, drafts_of(workspace))
    planner = Planner(workspace.records, workspace.catalogue.heads, Briefer(workspace.records, today), situation)
    if letter:
        key = workspace.letter(letter).key
        return [planner.check(key, contact) for contact in contacts]
    return [planner.choose(contact) for contact in contacts]


def due(workspace: "Workspace", asked: AgendaFilter) -> Agenda:
    """What is due now, or within a week, with the reasons.

    Raises:
        NotFoundError: there is no such letter.
        RecordsError: the records cannot be trusted.
    """
    workspace.ensure_usable()
    today, library = workspace.today, workspace.library
    horizon = today + _WEEK if asked.week else today
    with uncollected():
        found = agenda(workspace.records, workspace.catalogue.heads, today, horizon, drafts_of(workspace))
    role = library.role_of(asked.role).role.key if asked.role else ""
    people = (contact for contact in workspace.records.contacts.contacts if role and contact.hats)
    of_role = frozenset(contact.id for contact in people if library.role_of(contact.hats[0]).role.key == role)
    key = workspace.letter(asked.letter).key if asked.letter else ""
    return only(found, letter=key, people=of_role if role else None, organization=asked.organization)


def due_choices(workspace: "Workspace", letter: str = "") -> list[Choice]:
    """The letters that are due, as choices to be drafted."""
    listed = (one for one in due(workspace, AgendaFilter(letter=letter)).due if one.letter)
    return [Choice(workspace.contact(one.contact), one.letter, one.because) for one in listed]


def write_calendar(found: Agenda, path: Path, today: "date") -> None:
    """Writes what is due as reminders into an iCalendar file; what was missed is for today."""
    reminders = (
        Reminder(f"{one.kind}-{one.contact}-{one.on}@outreach.invalid", max(one.on, today),
                 f"{SAYS[one.kind]}: {one.display_name}", one.because)
        for one in found.due
    )  # fmt: skip
    write_bytes(path, calendar(reminders, today))
