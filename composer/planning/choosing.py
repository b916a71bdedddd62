"""Which letter goes to whom, and why; and for everyone who gets none, why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from composer.letters.brief import Briefer
from composer.letters.catalogue import LetterHead
from composer.planning.conditions import Case, obstacle
from composer.planning.rules import may_not_write, once_rule, spacing
from composer.records.book import Records
from composer.records.contacts import Contact

_POST = frozenset({"post", "letter", "card", "mail", "paper"})


@dataclass(frozen=True, slots=True)
class Choice:
    """The letter for a contact, or why there is none."""

    contact: Contact
    letter: str
    """Empty where no letter goes to this contact now."""
    because: str


class Planner:
    """Chooses letters from one set of records on one day.

    Args:
        records: what is known.
        heads: the letters there are.
        briefer: what is understood of each contact.
        today: the day.
        release: the last day of a signed release, for a letter about a shared client.
    """

    def __init__(
        self,
        records: Records,
        heads: Mapping[str, LetterHead],
        briefer: Briefer,
        today: date,
        release: date | None = None,
    ) -> None:
        self._records = records
        self._heads = heads
        self._briefer = briefer
        self._today = today
        self._release = release
        self._thanks = frozenset(key for key, head in heads.items() if head.once == "per referral")
        self._stops: dict[tuple[str, bool], str] = {}
        self._turns = sorted((head for head in heads.values() if head.turn), key=lambda head: head.turn)

    def choose(self, contact: Contact) -> Choice:
        """The letter that fits a contact now: of those that may go, the one whose turn comes first."""
        reasons = []
        for head in self._turns:
            reason = self._against(head, contact) or self._not_by_itself(head, contact)
            if not reason:
                return Choice(contact, head.letter, self._because(head, contact))
            reasons.append(reason)
        return Choice(contact, "", self._why_none(contact, reasons))

    def check(self, letter: str, contact: Contact) -> Choice:
        """Whether a contact may get a letter that was asked for by name."""
        reason = self._against(self._heads[letter], contact)
        return Choice(contact, "" if reason else letter, reason or "you asked for it")

    def _against(self, head: LetterHead, contact: Contact) -> str:
        """Why a letter may not go to a contact at all."""
        records = self._records
        stop = self._stop(contact, about_gone="gone" in head.when)
        if stop:
            return stop
        case = Case(contact, records, self._briefer, self._thanks, self._heads, self._today, self._release)
        return (
            once_rule(head, contact, records.history, self._today)
            or spacing(head, self._heads, contact, records, self._today)
            or obstacle(head, case)
        )

    def _stop(self, contact: Contact, *, about_gone: bool = False) -> str:
        """Why nothing may go to a contact; looked up once for all letters."""
        key = (contact.id, about_gone)
        if key not in self._stops:
            self._stops[key] = may_not_write(contact, self._records, about_gone=about_gone)
        return self._stops[key]

    def _not_by_itself(self, head: LetterHead, contact: Contact) -> str:
        """Why a letter that may go is not chosen without being asked for."""
        last = self._records.history.last_touch(contact.id)
        if head.rest and last and (self._today - last).days < head.rest:
            due = last + timedelta(days=head.rest)
            return f"you were in touch on {last}; {_called(head)} is due on {due}"
        by_hand = bool(_POST & set(contact.channel.casefold().split())) or not contact.email
        if head.once == "per referral" and (head.medium == "card") != by_hand:
            return "thanks go another way"
        return ""

    def _because(self, head: LetterHead, contact: Contact) -> str:
        """Why this one, in words for the list."""
        last = self._records.history.last_touch(contact.id)
        for condition, words in _REASONS.items():
            if condition in head.when:
                return words.format(last=last)
        return "it is their turn"

    def _why_none(self, contact: Contact, reasons: list[str]) -> str:
        """The reason that says most: a stop, then the date on which something is due."""
        says = next((reason for sign in _TELLING for reason in reasons if sign in reason), "")
        return self._stop(contact) or says or "no letter of the catalogue fits"


def _called(head: LetterHead) -> str:
    return "the yearly update" if head.once == "12 months" else f"'{head.letter}'"


# Of several reasons, one of these says most.
_TELLING = (" a week apart ", " is due on ", "the next may go on")
_REASONS = {
    "new": "no letter has gone to them yet",
    "referral": "a referral is waiting for thanks",
    "asked-for-facts": "they asked for your details",
    "gone": "they are gone; ask who looks after referrals now",
    "unanswered": "your letter of {last} has had no answer",
    "silent": "you were last in touch on {last}, and that is long ago",
    "in-touch": "you were last in touch on {last}",
}
