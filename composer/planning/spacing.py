"""What must lie between two letters: to one person, and to two people at one place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from composer.drafts.draft import Draft
from composer.letters.catalogue import LetterHead
from composer.records.book import Records
from composer.records.contacts import Contact, folded


@dataclass(frozen=True, slots=True)
class RecentLetter:
    """A letter on its way: sent, or handed over to be sent."""

    day: date
    contact: str
    display_name: str


class LetterSpacing:
    """The last letters to each person and each place; what leaves during a run is added as it leaves.

    Args:
        records: who is where, and what was sent.
        heads: the letters there are; one that is not among them was written by hand, and counts as commercial.
        handed_over: drafts that left and that nobody has called sent yet; they count from the day they left.
    """

    def __init__(self, records: Records, heads: Mapping[str, LetterHead], handed_over: Iterable[Draft] = ()) -> None:
        self._heads = heads
        self._sold: dict[str, date] = {}
        self._there: dict[str, list[RecentLetter]] = defaultdict(list)
        self._people = records.contacts.by_id
        for event in records.history.events:
            if event.event == "sent" and (contact := self._people.get(event.contact)):
                self.add(contact, event.letter, event.date)
        for draft in sorted(handed_over, key=lambda draft: (draft.handed_over or date.min, draft.name)):
            if draft.handed_over and (contact := self._people.get(draft.contact)):
                self.add(contact, draft.letter, draft.handed_over)

    def add(self, contact: Contact, letter: str, day: date) -> None:
        """Counts a letter; those of one day in any order, otherwise the oldest first."""
        if is_commercial(letter, self._heads):
            self._sold[contact.id] = day
        if contact.organization:
            there = self._there[folded(contact.organization)]
            others = [went for went in there if went.contact != contact.id]
            # The last letter to each of the last two people there is enough: one of them is not the reader.
            there[:] = [*others[-1:], RecentLetter(day, contact.id, contact.display_name)]

    def obstacle(self, head: LetterHead, contact: Contact, today: date) -> str:
        """Why it is too soon after another letter, to them or to a colleague; empty where it is not."""
        last = self._sold.get(contact.id)
        if head.apart and last and (today - last).days < head.apart:
            due = last + timedelta(days=head.apart)
            return f"a letter went to them on {last}; the next may go on {due}"
        if head.colleagues and contact.organization:
            for went in self._there.get(folded(contact.organization), ()):
                if went.contact != contact.id and 0 <= (today - went.day).days < head.colleagues:
                    due = went.day + timedelta(days=head.colleagues)
                    return f"a letter went to {went.display_name} there on {went.day}; theirs may go on {due}"
        return ""


def is_commercial(letter: str, heads: Mapping[str, LetterHead]) -> bool:
    """Whether a letter offers the practice's services; one that is none of the catalogue's is taken to."""
    head = heads.get(letter)
    return head is None or head.purpose == "commercial"
