"""What a draft is called: after its contact and its letter."""

from collections.abc import Callable
from datetime import date

from composer.briefs.past import times_sent
from composer.letters.catalogue import LetterHead
from composer.records.contacts import Contact
from composer.records.history import History


def draft_name(contact: str, head: LetterHead, history: History, today: date) -> str:
    """The file's name: contact and letter; the year for a yearly letter, a number from the second thank-you on.

    No date stands in a thank-you's name: it would be close to that of a referral.
    """
    stem = f"{contact}.{head.letter}"
    if head.once == "12 months":
        return f"{stem}-{today.year}"
    if head.once == "ever":
        return stem
    sent = times_sent(history.of(contact), head.letter)
    return f"{stem}-{sent + 1}" if sent else stem


def name_it_has(name: str, contact: Contact, head: LetterHead, is_known: Callable[[str], bool]) -> str:
    """The name that a draft has already: its own, or one from before its contact was merged or its letter renamed."""
    if not (contact.former_ids or head.formerly) or is_known(name):
        return name
    rest = name.removeprefix(f"{contact.id}.{head.letter}")
    ids, letters = (contact.id, *contact.former_ids), (head.letter, *head.formerly)
    return next(filter(is_known, (f"{who}.{letter}{rest}" for who in ids for letter in letters)), name)
