"""Which letter goes to whom, and why; and for everyone who gets none, why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from composer.planning.eligibility import Eligibility
from composer.planning.reason import EARLY, HANDED_OVER, OVER, PRIVACY, REST, SKIPPED, Reason
from composer.records.contacts import Contact

# Of the reasons of several letters these say most: what a person did or has to do, then the first day that is named.
_BY_HAND = (HANDED_OVER, SKIPPED)
_DATED = frozenset({PRIVACY, OVER, REST, EARLY})


@dataclass(frozen=True, slots=True)
class Choice:
    """The letter for a contact, or why there is none."""

    contact: Contact
    letter: str
    """Empty where no letter goes to this contact now."""
    because: str


def choose(eligibility: Eligibility, contact: Contact) -> Choice:
    """The letter that fits a contact now: of those that may go, the one whose turn comes first."""
    stopped, reasons = eligibility.stop(contact), []
    for head in eligibility.turns:
        if stopped and "gone" not in head.when:
            continue
        reason = eligibility.by_itself(head, contact)
        if reason.verdict == "now":
            return Choice(contact, head.letter, reason.sentence)
        reasons.append(reason)
    telling = stopped or _most_telling(reasons)
    return Choice(contact, "", telling.sentence if telling else "no letter of the catalogue fits")


def check(eligibility: Eligibility, letter: str, contact: Contact) -> Choice:
    """Whether a contact may get a letter that was asked for by name."""
    reason = eligibility.asked_for(eligibility.heads[letter], contact)
    return Choice(contact, letter if reason.verdict == "now" else "", reason.sentence)


def _most_telling(reasons: Sequence[Reason]) -> Reason | None:
    by_hand = (reason for code in _BY_HAND for reason in reasons if reason.code == code)
    dated = (reason for reason in reasons if reason.day and reason.code in _DATED)
    return next(by_hand, None) or min(dated, key=lambda reason: reason.day or date.max, default=None)
