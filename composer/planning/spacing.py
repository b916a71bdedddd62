"""What must lie between two letters: to one person, and to two people at one place."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from composer.addresses import mailbox
from composer.days import days_after
from composer.drafts.draft import Draft
from composer.letters.catalogue import LetterHead
from composer.planning.reason import EARLY, Reason
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.spelling import same_place


@dataclass(frozen=True, slots=True)
class RecentLetter:
    """A letter on its way: sent, or handed over to be sent."""

    day: date
    contact: str
    display_name: str


class LetterSpacing:
    """The last letters to each person and each place; what leaves during a run is added as it leaves.

    Only what is recent enough to hold a letter back is looked at. A letter that is not among the `heads` was written by
    hand, and counts as commercial; drafts that were `handed_over` and not called sent yet count from the day they left.
    """

    def __init__(
        self, records: Records, today: date, heads: Mapping[str, LetterHead], handed_over: Iterable[Draft] = ()
    ) -> None:
        self._heads = heads
        self._today = today
        self._after_thanks = records.library.limits.after_thanks_days
        self._sold: dict[str, date] = {}
        self._thanked: dict[str, date] = {}
        self._there: dict[str, list[RecentLetter]] = defaultdict(list)
        book, events = records.contacts, records.history.events
        days = max([self._after_thanks, *(max(head.apart, head.colleagues) for head in heads.values())])
        recent = bisect_left(events, days_after(today, -days), key=attrgetter("date"))
        for event in events[recent:]:
            contact = book.by_id.get(event.contact) if event.event in {"sent", "thanked"} else None
            if contact and event.event == "sent":
                self.add(contact, event.letter, event.date)
            elif contact:
                self._thanked[contact.id] = event.date
        for draft in sorted(handed_over, key=lambda draft: (draft.handed_over or date.min, draft.name)):
            contact = book.find(draft.contact)
            if draft.handed_over and contact:
                self.add(contact, draft.letter, draft.handed_over)

    def add(self, contact: Contact, letter: str, day: date) -> None:
        """Counts a letter; those of one day in any order, otherwise the oldest first."""
        head = self._heads.get(letter)
        if is_commercial(letter, self._heads):
            self._sold[contact.id] = day
        elif head and is_thanks(head):
            self._thanked[contact.id] = day
        for place in meeting_places(contact):
            there = self._there[place]
            others = [letter for letter in there if letter.contact != contact.id]
            # The last letter to each of the last two people there is enough: one of them is not the reader.
            there[:] = [*others[-1:], RecentLetter(day, contact.id, contact.display_name)]

    def knows(self, contact: Contact) -> bool:
        """Whether any letter is on its way, to them or to their place, that may hold another back."""
        known = contact.id in self._sold or contact.id in self._thanked
        return known or any(place in self._there for place in meeting_places(contact))

    def against(self, head: LetterHead, contact: Contact) -> Iterator[Reason]:
        """Why it is too soon after other letters, to them or to a colleague."""
        today, sold, thanked = self._today, self._sold.get(contact.id), self._thanked.get(contact.id)
        if head.apart and sold and (today - sold).days < head.apart:
            due = days_after(sold, head.apart)
            yield Reason(EARLY, f"a letter went to them on {sold}; the next may go on {due}", "later", due)
        if thanked and head.purpose == "commercial" and (today - thanked).days < self._after_thanks:
            due = days_after(thanked, self._after_thanks)
            text = f"thanks went to them on {thanked}; so that they stay thanks, an offer may go on {due}"
            yield Reason(EARLY, text, "later", due)
        recent = (letter for place in meeting_places(contact) for letter in self._there.get(place, ()))
        for letter in dict.fromkeys(recent) if head.colleagues else ():
            if letter.contact != contact.id and 0 <= (today - letter.day).days < head.colleagues:
                due = days_after(letter.day, head.colleagues)
                text = f"a letter went to {letter.display_name} there on {letter.day}; theirs may go on {due}"
                yield Reason(EARLY, text, "later", due)


def meeting_places(contact: Contact) -> list[str]:
    """Where letters to somebody may meet those to another: at their organisation, and in a mailbox that both have."""
    place, inbox = same_place(contact.organization), mailbox(contact.email) if contact.email else ""
    return [where for where in (place, inbox) if where]


def is_commercial(letter: str, heads: Mapping[str, LetterHead]) -> bool:
    """Whether a letter offers the practice's services; one that is none of the catalogue's is taken to."""
    head = heads.get(letter)
    return head is None or head.purpose == "commercial"


def is_thanks(head: LetterHead) -> bool:
    """Whether a letter thanks, for a referral or for anything else."""
    return head.purpose == "thanks" or head.once == "per referral"
