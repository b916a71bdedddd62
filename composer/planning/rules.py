"""Who may be written to, how often, and which letter fits whom; every answer with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from composer.letters.catalogue import LetterHead
from composer.records.contacts import Contact, ContactBook
from composer.records.history import History

INTRODUCTION, ANNUAL_UPDATE, THANK_YOU = "introduction", "annual-update", "thank-you"
YEAR = timedelta(days=365)
_STATUS = {
    "moved": "has moved on; find out who is there now",
    "retired": "has retired; find out who is there now",
    "deceased": "has died; a letter here is yours alone to write",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The letter for a contact, or why there is none."""

    contact: Contact
    letter: str
    """Empty where no letter goes to this contact now."""
    because: str


def may_not_write(contact: Contact, book: ContactBook, history: History) -> str:
    """Why nothing may go to a contact; empty where it may."""
    place = book.organization_of(contact)
    for stop, who in (
        (contact.do_not_contact, "they"),
        (place.do_not_contact if place else None, contact.organization),
    ):
        if stop:
            since = f" on {stop.since}" if stop.since else ""
            return f"{who} asked not to be written to{since}"
    if stopped := history.last(contact.id, "asked-to-stop"):
        return f"they asked on {stopped.date} not to be written to"
    if contact.status != "active":
        return _STATUS[contact.status]
    left = history.last(contact.id, "moved", "retired")
    if left and (contact.verified is None or contact.verified <= left.date):
        return _STATUS[left.event]
    bounced = history.last(contact.id, "bounced")
    if bounced and (contact.verified is None or contact.verified <= bounced.date):
        return f"mail came back on {bounced.date}; mend the address and set verified: to the day you did"
    return ""


def once_rule(head: LetterHead, contact: Contact, history: History, today: date) -> str:
    """Why a contact may not get this letter again yet; empty where they may."""
    if head.once == "per referral":
        return "" if _unthanked(contact, history) else "no referral is waiting for thanks"
    last = history.last(contact.id, "sent", letter=head.letter)
    if head.once == "ever" and last:
        return f"they got this letter on {last.date}, and it goes to a person once"
    if head.once == "12 months" and last and today - last.date < YEAR:
        return f"they got this letter on {last.date}; the next is due on {last.date + YEAR}"
    return ""


def _unthanked(contact: Contact, history: History) -> date | None:
    """The day of the newest referral that no thanks has followed; a thank-you of the same day answers it."""
    referral = history.last(contact.id, "referral-received")
    if referral is None:
        return None
    thanks = [history.last(contact.id, "thanked"), history.last(contact.id, "sent", letter=THANK_YOU)]
    return None if any(event and event.date >= referral.date for event in thanks) else referral.date


def choose_letter(
    contact: Contact, letters: Mapping[str, LetterHead], book: ContactBook, history: History, today: date
) -> Choice:
    """The letter that fits a contact now: thanks first, then an introduction, then the yearly update."""
    stop = may_not_write(contact, book, history)
    if stop:
        return Choice(contact, "", stop)
    if THANK_YOU in letters and _unthanked(contact, history):
        return Choice(contact, THANK_YOU, "a referral is waiting for thanks")
    last = history.last_touch(contact.id)
    if INTRODUCTION in letters and not history.last(contact.id, "sent"):
        return Choice(contact, INTRODUCTION, "no letter has gone to them yet")
    if last and today - last < YEAR:
        return Choice(contact, "", f"you were in touch on {last}; the yearly update is due on {last + YEAR}")
    if ANNUAL_UPDATE in letters:
        return Choice(contact, ANNUAL_UPDATE, f"you were last in touch on {last}" if last else "a year has gone by")
    return Choice(contact, "", "no letter of the catalogue fits")


def check_letter(head: LetterHead, contact: Contact, book: ContactBook, history: History, today: date) -> Choice:
    """Whether a contact may get a letter that was asked for by name."""
    stop = may_not_write(contact, book, history) or once_rule(head, contact, history, today)
    if not stop and head.letter == ANNUAL_UPDATE and not history.last_touch(contact.id):
        stop = "you have not been in touch yet; an introduction comes first"
    return Choice(contact, "" if stop else head.letter, stop or "you asked for it")
