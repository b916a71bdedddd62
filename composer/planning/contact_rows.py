"""Everyone in one line each: who they are, the last contact, and what is missing or in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from composer.planning.stops import stop
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.history import Event
from composer.records.limits import Limits
from composer.records.noted import stale


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact in short."""

    contact: Contact
    last: Event | None
    """The last letter, call, meeting or reply; ``None`` where there was none."""
    stopped: str
    """Why nothing may go to them; empty where it may."""
    left_alone: bool
    """Whether that is so because they, or their place, asked for it."""
    missing: tuple[str, ...]
    """What their record could still say to make a better letter."""

    def as_dict(self) -> dict[str, str]:
        """The row with the field names of ``--json``; of what is in the way and what is missing it has the first."""
        return {
            "id": self.contact.id,
            "name": self.contact.display_name,
            "role": ", ".join(self.contact.roles),
            "organization": self.contact.organization,
            "email": self.contact.email or "",
            "last_contact": self.last.date.isoformat() if self.last else "never",
            "missing": self.stopped or ", ".join(self.missing),
        }


def contact_rows(records: Records, today: date) -> list[ContactRow]:
    """Everyone in the order of the file."""
    return [contact_row(contact, records, today) for contact in records.contacts.contacts]


def contact_row(contact: Contact, records: Records, today: date) -> ContactRow:
    """One contact in short."""
    stopped = stop(contact, records)
    return ContactRow(
        contact=contact,
        last=records.history.last_touch_event(contact.id),
        stopped=stopped.sentence if stopped else "",
        left_alone=bool(records.suppression.against(contact.id, contact.email or "")),
        missing=tuple(_missing(contact, records.library.limits, today)),
    )


def _missing(contact: Contact, limits: Limits, today: date) -> Iterator[str]:
    if not contact.email:
        yield "no email"
    if not contact.roles:
        yield "no role"
    if not contact.name:
        yield "nobody's name"
    if not contact.needs and not contact.details:
        yield "nothing about their needs"
    if contact.verified and stale(contact.verified, today, limits.verified_days):
        yield f"last verified {contact.verified}"
