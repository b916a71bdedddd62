"""Who may be written to at all, and how often; every answer is a reason, and an empty one means yes."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from composer.letters.catalogue import LetterHead
from composer.records.book import Records
from composer.records.contacts import Contact, ContactBook
from composer.records.history import Event, History

YEAR = timedelta(days=365)
_STATUS = {
    "moved": "has moved on; find out who is there now",
    "retired": "has retired; find out who is there now",
    "deceased": "has died; a letter here is yours alone to write",
}


def may_not_write(contact: Contact, records: Records, *, about_gone: bool = False) -> str:
    """Why nothing may go to a contact; empty where it may.

    Args:
        contact: whom.
        records: everyone, for the organisation's own wish; what happened; the list of those not to be written to.
        about_gone: whether it is about somebody who has left, and goes to their place instead of to them.
    """
    history = records.history
    stop = _asked_to_stop(contact, records.contacts, history) or _suppressed(contact, records, about_gone=about_gone)
    if stop:
        return stop
    gone = is_gone(contact, history)
    if gone and not (about_gone and gone in {"moved", "retired"}):
        return _STATUS[gone]
    bounced = history.last(contact.id, "bounced")
    if bounced and not about_gone and _not_verified_since(contact, bounced):
        return f"mail came back on {bounced.date}; mend the address and set verified: to the day you did"
    return ""


def _asked_to_stop(contact: Contact, book: ContactBook, history: History) -> str:
    place = book.organization_of(contact)
    for stop, who in (
        (contact.do_not_contact, "they"),
        (place.do_not_contact if place else None, contact.organization),
    ):
        if stop:
            since = f" on {stop.since}" if stop.since else ""
            return f"{who} asked not to be written to{since}"
    stopped = history.last(contact.id, "asked-to-stop")
    return f"they asked on {stopped.date} not to be written to" if stopped else ""


def _suppressed(contact: Contact, records: Records, *, about_gone: bool) -> str:
    """The same from ``do-not-contact.yaml``; a letter about somebody gone is judged by their place's address."""
    if not records.suppression.entries:
        return ""
    place = records.contacts.organization_of(contact)
    address = place.email if about_gone and place else contact.email
    own = () if about_gone else (contact.id, *contact.former_ids, contact.name)
    stopped = records.suppression.named(*own, contact.organization) or records.suppression.address(address or "")
    if stopped is None:
        return ""
    who = contact.organization if stopped.organization else stopped.email or stopped.domain or contact.display_name
    return f"{who} {stopped.because}"


def is_gone(contact: Contact, history: History) -> str:
    """How a contact is no longer where the record has them, ``moved`` and the like; empty where they are."""
    if contact.status != "active":
        return contact.status
    left = history.last(contact.id, "moved", "retired")
    return left.event if left and _not_verified_since(contact, left) else ""


def _not_verified_since(contact: Contact, event: Event) -> bool:
    return contact.verified is None or contact.verified <= event.date


def once_rule(head: LetterHead, contact: Contact, history: History, today: date) -> str:
    """Why a contact may not get this letter again yet; empty where they may."""
    last = history.last(contact.id, "sent", letter=head.letter)
    if head.once == "ever" and last:
        return f"they got this letter on {last.date}, and it goes to a person once"
    if head.once == "12 months" and last and today - last.date < YEAR:
        return f"they got this letter on {last.date}; the next is due on {last.date + YEAR}"
    if head.once == "per letter" and last and last == history.last(contact.id, "sent"):
        return f"they got this letter on {last.date}, and one is enough"
    return ""


def unthanked(contact: Contact, history: History, thanks: Collection[str]) -> Event | None:
    """The oldest referral that no thanks has followed; a thank-you answers all of its day and before.

    Args:
        contact: who referred.
        history: what happened.
        thanks: the names of all letters that thank.
    """
    referral = history.last(contact.id, "referral-received")
    if referral is None:
        return None
    answer = last_thanks(contact, history, thanks)
    if answer and answer.date >= referral.date:
        return None
    return _first_after(answer, contact, history, "referral-received")


def thanks_among(heads: Mapping[str, LetterHead]) -> frozenset[str]:
    """The letters that thank for a referral."""
    return frozenset(key for key, head in heads.items() if head.once == "per referral")


def last_thanks(contact: Contact, history: History, thanks: Collection[str]) -> Event | None:
    """The newest thanks, by a letter of the catalogue or in any other way; ``None`` where none ever went."""
    said = [history.last(contact.id, "thanked"), *(history.last(contact.id, "sent", letter=key) for key in thanks)]
    return max(filter(None, said), key=lambda event: event.date, default=None)


def open_request(contact: Contact, history: History) -> Event | None:
    """The oldest request for the practice's facts that no letter has answered."""
    asked = history.last(contact.id, "update-requested")
    sent = history.last(contact.id, "sent")
    if asked is None or (sent and sent.date >= asked.date):
        return None
    return _first_after(sent, contact, history, "update-requested")


def _first_after(answer: Event | None, contact: Contact, history: History, kind: str) -> Event:
    """The first event of a kind that lies after the last answer: what was missed stays missed when more comes in."""
    since = answer.date if answer else date.min
    return next(event for event in history.of(contact.id) if event.event == kind and event.date > since)
