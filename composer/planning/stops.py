"""Who may get nothing at all: whoever asked for that, is on the list, is gone, or cannot be reached."""

from collections.abc import Iterator

from composer.planning.reason import STOP, Reason
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.history import Event, History

_GONE = {
    "moved": "has moved on; find out who is there now",
    "retired": "has retired; find out who is there now",
    "deceased": "has died; a letter here is yours alone to write",
}


def stop(contact: Contact, records: Records, *, about_gone: bool = False) -> Reason | None:
    """Why nothing may go to a contact; ``None`` where it may.

    A letter that is `about_gone` is about somebody who has left, and goes to their place instead of to them.
    """
    sentence = next(_stops(contact, records, about_gone=about_gone), "")
    return Reason(STOP, sentence) if sentence else None


def _stops(contact: Contact, records: Records, *, about_gone: bool) -> Iterator[str]:
    """The wishes first: they hold wherever somebody is."""
    place = records.contacts.organization_of(contact)
    address = place.email if about_gone and place else contact.email
    if asked := records.suppression.against(contact.id, address or "", about_gone=about_gone):
        yield asked
    gone = gone_as(contact, records.history)
    if gone and not (about_gone and gone in {"moved", "retired"}):
        yield _GONE[gone]
    bounced = records.history.last(contact.id, "bounced")
    if bounced and not about_gone and _not_verified_since(contact, bounced):
        yield f"mail came back on {bounced.date}, and the address has not been verified since"


def gone_as(contact: Contact, history: History) -> str:
    """How a contact is no longer where the record has them, ``moved`` and the like; empty where they are."""
    if contact.status != "active":
        return contact.status
    left = history.last(contact.id, "moved", "retired")
    return left.event if left and _not_verified_since(contact, left) else ""


def _not_verified_since(contact: Contact, event: Event) -> bool:
    return contact.verified is None or contact.verified <= event.date
