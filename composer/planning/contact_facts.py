"""What is known of one contact on one day, as far as it decides which letter may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from composer.days import days_after
from composer.letters.catalogue import LetterHead
from composer.planning.stops import gone_as
from composer.records.contacts import Contact
from composer.records.history import Event, History
from composer.records.limits import Limits


@dataclass(frozen=True)
class ContactFacts:
    """One contact on one day."""

    contact: Contact
    history: History
    heads: Mapping[str, LetterHead]
    """The letters there are, under the names they had before, too."""
    answering: frozenset[str]
    """The letters that thank for a referral."""
    limits: Limits
    today: date
    release: date | None = None
    """The last day of a signed release, for a letter about a shared client."""

    def last(self, *kinds: str, letter: str = "") -> Event | None:
        """The newest event of these kinds with them, of one letter where that is named."""
        return self.history.last(self.contact.id, *kinds, letter=letter)

    @cached_property
    def sent(self) -> Event | None:
        """The last letter to them."""
        return self.last("sent")

    @cached_property
    def touch(self) -> date | None:
        """The day of the last letter, call, meeting or reply."""
        return self.history.last_touch(self.contact.id)

    @cached_property
    def gone(self) -> str:
        """How they are no longer where the record has them, ``moved`` and the like; empty where they are."""
        return gone_as(self.contact, self.history)

    @cached_property
    def thanked(self) -> Event | None:
        """The newest thanks for a referral, by a letter of the catalogue or in any other way."""
        found = [self.last("thanked"), *(self.last("sent", letter=key) for key in self.answering)]
        return max(filter(None, found), key=lambda event: event.date, default=None)

    @cached_property
    def unthanked(self) -> Event | None:
        """The oldest referral that no thanks has followed; a thank-you answers all of its day and before."""
        return self._first_since(self.thanked, "referral-received")

    @cached_property
    def open_request(self) -> Event | None:
        """The oldest request for the practice's facts that no letter has answered."""
        return self._first_since(self.sent, "update-requested")

    @cached_property
    def thanks_from(self) -> date | None:
        """The day from which thanks for an only referral tell nobody that somebody came; ``None`` where it is not one.

        Whoever knows of the one referral learns from thanks in the same week that the appointment was kept. That harm
        to a client outweighs the courtesy of thanks within two days, which hold from the second referral on.
        """
        referrals = [event.date for event in self.history.of(self.contact.id) if event.event == "referral-received"]
        return days_after(referrals[0], self.limits.timing_days) if len(referrals) == 1 else None

    def _first_since(self, answer: Event | None, kind: str) -> Event | None:
        """The first event of a kind after the last answer: what was missed stays missed when more comes in."""
        events = self.history.of(self.contact.id) if self.last(kind) else ()
        missed = (event for event in events if event.event == kind and (answer is None or event.date > answer.date))
        return next(missed, None)
