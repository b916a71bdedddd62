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

    Args:
        contact: whom.
        records: everyone, for the organisation's own wish; what happened; the list of those not to be written to.
        about_gone: whether it is about somebody who has left, and goes to their place instead of to them.
    """
    sentence = next(_stops(contact, records, about_gone=about_gone), "")
    return Reason(STOP, sentence) if sentence else None


def _stops(contact: Contact, records: Records, *, about_gone: bool) -> Iterator[str]:
    """The wishes first: they hold wherever somebody is."""
    yield from _asked_to_stop(contact, records)
    yield from _suppressed(contact, records, about_gone=about_gone)
    gone = gone_as(contact, records.history)
    if gone and not (about_gone and gone in {"moved", "retired"}):
        yield _GONE[gone]
    bounced = records.history.last(contact.id, "bounced")
    if bounced and not about_gone and _not_verified_since(contact, bounced):
        yield f"mail came back on {bounced.date}; mend the address and set verified: to the day you did"


def _asked_to_stop(contact: Contact, records: Records) -> Iterator[str]:
    place = records.contacts.organization_of(contact)
    wishes = (contact.do_not_contact, "they"), (place.do_not_contact if place else None, contact.organization)
    for wish, who in wishes:
        if wish:
            yield f"{who} asked not to be written to" + (f" on {wish.since}" if wish.since else "")
    if asked := records.history.last(contact.id, "asked-to-stop"):
        yield f"they asked on {asked.date} not to be written to"


def _suppressed(contact: Contact, records: Records, *, about_gone: bool) -> Iterator[str]:
    """The same from ``do-not-contact.yaml``; a letter about somebody gone is judged by their place's address."""
    if not records.suppression.entries:
        return
    place = records.contacts.organization_of(contact)
    address = place.email if about_gone and place else contact.email
    own = () if about_gone else (contact.id, *contact.former_ids, contact.name)
    entry = records.suppression.named(*own, contact.organization) or records.suppression.address(address or "")
    if entry:
        who = contact.organization if entry.organization else entry.email or entry.domain or contact.display_name
        yield f"{who} {entry.because}"


def gone_as(contact: Contact, history: History) -> str:
    """How a contact is no longer where the record has them, ``moved`` and the like; empty where they are."""
    if contact.status != "active":
        return contact.status
    left = history.last(contact.id, "moved", "retired")
    return left.event if left and _not_verified_since(contact, left) else ""


def _not_verified_since(contact: Contact, event: Event) -> bool:
    return contact.verified is None or contact.verified <= event.date
