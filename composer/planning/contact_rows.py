"""Everyone as a row of a table: who they are, the last contact, and what is missing or in the way."""

from collections.abc import Iterator
from datetime import date

from composer.planning.stops import stop
from composer.records.book import Records
from composer.records.contacts import Contact, stale
from composer.records.limits import Limits


def contact_rows(records: Records, today: date) -> list[dict[str, str]]:
    """Everyone in the order of the file."""
    return [_row(contact, records, today) for contact in records.contacts.contacts]


def _row(contact: Contact, records: Records, today: date) -> dict[str, str]:
    last = records.history.last_touch(contact.id)
    stopped = stop(contact, records)
    return {
        "id": contact.id,
        "name": contact.display_name,
        "role": ", ".join(contact.roles),
        "organization": contact.organization,
        "email": contact.email or "",
        "last_contact": last.isoformat() if last else "never",
        "missing": stopped.sentence if stopped else ", ".join(_missing(contact, records.library.limits, today)),
    }


def _missing(contact: Contact, limits: Limits, today: date) -> Iterator[str]:
    """What a record could still say to make a better letter."""
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
