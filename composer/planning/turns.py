"""Whether it is still a letter's turn: asked again of every draft, since much may have happened after it was made."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from composer.drafts.draft import Draft
from composer.letters.catalogue import LetterHead
from composer.planning.rules import last_thanks, once_rule, open_request, thanks_among, unthanked
from composer.planning.spacing import LetterSpacing
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.history import History

EARLY = "timing-early"
"""The rule that warns of what `SendSpacing` holds back; a reason under its code lets a draft go."""


class Eligibility:
    """What stands against each letter to somebody on a day.

    Args:
        records: what is known.
        heads: the letters there are.
        today: the day.
        handed_over: drafts that left and that nobody has called sent yet.
    """

    def __init__(
        self, records: Records, heads: Mapping[str, LetterHead], today: date, handed_over: Iterable[Draft] = ()
    ) -> None:
        self._history = records.history
        self._heads = heads
        self._today = today
        self._thanks = thanks_among(heads)
        self.spacing = LetterSpacing(records, heads, handed_over)

    def over(self, contact: Contact) -> Mapping[str, str]:
        """The letters that may not go to somebody any more, each with the reason."""
        if not self._history.of(contact.id):
            return {}
        found = {key: self._against(head, contact) for key, head in self._heads.items()}
        return {key: reason for key, reason in found.items() if reason}

    def early(self, contact: Contact) -> Mapping[str, str]:
        """The letters that may not go to somebody yet, each with the reason."""
        found = {key: self.spacing.obstacle(head, contact, self._today) for key, head in self._heads.items()}
        return {key: reason for key, reason in found.items() if reason}

    def _against(self, head: LetterHead, contact: Contact) -> str:
        return once_rule(head, contact, self._history, self._today) or overtaken(
            head, contact, self._history, self._thanks
        )


class SendSpacing:
    """What leaves in one run, so that its letters keep their distance from each other, too.

    Args:
        records: who is where, and what was sent.
        heads: the letters there are.
        today: the day on which they leave.
        handed_over: drafts that left before and that nobody has called sent yet.
    """

    def __init__(
        self, records: Records, heads: Mapping[str, LetterHead], today: date, handed_over: Iterable[Draft] = ()
    ) -> None:
        self.today = today
        self._heads = heads
        self._contacts = records.contacts
        out = tuple(handed_over)
        self._spacing = LetterSpacing(records, heads, out)
        self._names = {self._key(draft): draft.name for draft in out}

    def wait(self, draft: Draft) -> str:
        """Why a draft may not leave yet; empty where it may, or where its head has a reason to let it."""
        contact, head = self._contacts.by_any_id(draft.contact), self._heads.get(draft.letter)
        if contact is None or head is None or EARLY in dict(draft.overrides):
            return ""
        same = self._names.get(self._key(draft)) if head.once != "as asked" else None
        if same:
            return f"'{same}' is the same letter to them, and has left; say first whether it went"
        return self._spacing.obstacle(head, contact, self.today)

    def _key(self, draft: Draft) -> tuple[str, str]:
        """Whom a draft is for and which letter it is, under the names of today."""
        contact, head = self._contacts.by_any_id(draft.contact), self._heads.get(draft.letter)
        return contact.id if contact else draft.contact, head.letter if head else draft.letter

    def left(self, draft: Draft) -> None:
        """Counts a draft that has just left."""
        contact = self._contacts.by_any_id(draft.contact)
        self._names[self._key(draft)] = draft.name
        if contact:
            self._spacing.add(contact, draft.letter, self.today)


def overtaken(head: LetterHead, contact: Contact, history: History, thanks: Collection[str]) -> str:
    """What has happened that leaves a letter without its reason; empty where nothing has.

    Args:
        head: the letter's.
        contact: whom it is for.
        history: what happened.
        thanks: the letters that thank.
    """
    sent = history.last(contact.id, "sent")
    if "new" in head.when and sent:
        return f"you have written to them on {sent.date}, so it is no introduction"
    if "referral" in head.when and not unthanked(contact, history, thanks):
        thanked = last_thanks(contact, history, thanks)
        return f"thanks went to them on {thanked.date}, and no referral has come since" if thanked else ""
    if "asked-for-facts" in head.when and sent and not open_request(contact, history):
        asked = history.last(contact.id, "update-requested")
        return f"your letter of {sent.date} has answered them" if asked else ""
    if "unanswered" in head.when and sent:
        since = history.last(contact.id, "replied", "met", "called", "referral-received")
        if since and since.date >= sent.date:
            return f"they have been in touch on {since.date}, after your letter"
    return ""
