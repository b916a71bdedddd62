"""Who may get which letter now, later or never: asked when letters are chosen, and again of every draft there is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from itertools import chain

from composer.days import days_after, year_after
from composer.drafts.draft import Draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.letters.catalogue import Condition, LetterHead
from composer.letters.draft_names import draft_name
from composer.planning.conditions import BY_EVENTS
from composer.planning.contact_facts import ContactFacts
from composer.planning.reason import EARLY, HANDED_OVER, OVER, PRIVACY, REST, SKIPPED, UNMET, Reason, decisive
from composer.planning.spacing import LetterSpacing, is_commercial, is_thanks
from composer.planning.stops import stop
from composer.records.book import Records
from composer.records.contacts import Contact

_BY_POST = frozenset({"post", "letter", "card", "mail", "paper"})


class Eligibility:
    """What stands for and against each letter to somebody on a day.

    `drafts` are those that are ready, handed over or skipped. No letter is chosen past one that a person has put aside,
    and what was handed over counts as on its way until somebody says whether it went. `release` is the last day of a
    signed release, for a letter about a shared client.
    """

    def __init__(
        self,
        records: Records,
        heads: Mapping[str, LetterHead],
        today: date,
        drafts: Iterable[Draft] = (),
        release: date | None = None,
    ) -> None:
        former = {old: head for head in heads.values() for old in head.formerly}
        self.heads = {**former, **heads}
        self.letters = tuple(heads.values())
        self.today = today
        self.records = records
        self.drafts = tuple(drafts)
        self._release = release
        self._thanks = frozenset(key for key, head in heads.items() if head.once == "per referral")
        self._facts: ContactFacts | None = None
        self._stops: dict[tuple[str, bool], Reason | None] = {}
        known = [replace(draft, contact=self.contact_id(draft), letter=self._letter_of(draft)) for draft in self.drafts]
        out = [draft for draft in known if LIFECYCLE[draft.status].on_its_way]
        self._skipped = {draft.name: draft for draft in known if LIFECYCLE[draft.status].put_aside}
        self._out = {(draft.contact, draft.letter): draft for draft in out}
        self._sold = {draft.contact: draft for draft in out if is_commercial(draft.letter, heads)}
        self._spacing = LetterSpacing(records, today, self.heads, out)

    @cached_property
    def _unmet_offer(self) -> Callable[[Condition, ContactFacts], Reason | None]:
        """Whether there is an offer for a reader; what reads their notes is imported for those who are asked about."""
        from composer.briefs.brief import Briefer
        from composer.planning.offers import unmet_offer

        return partial(unmet_offer, Briefer(self.records, self.today))

    @cached_property
    def turns(self) -> tuple[LetterHead, ...]:
        """The letters that are chosen by themselves, in the order in which they take their turn."""
        return tuple(sorted((head for head in self.letters if head.turn), key=lambda head: head.turn))

    def on(self, day: date) -> "Eligibility":
        """The same on another day, as it will be if nothing happens until then."""
        if day == self.today:
            return self
        return Eligibility(self.records, {head.letter: head for head in self.letters}, day, self.drafts, self._release)

    def facts(self, contact: Contact) -> ContactFacts:
        """What is known of a contact; the last one is kept, since all letters are asked about one after another."""
        if self._facts is None or self._facts.contact is not contact:
            limits, history = self.records.library.limits, self.records.history
            self._facts = ContactFacts(contact, history, self.heads, self._thanks, limits, self.today, self._release)
        return self._facts

    def stop(self, contact: Contact, *, about_gone: bool = False) -> Reason | None:
        """Why nothing may go to a contact; looked up once for all letters."""
        key = (contact.id, about_gone)
        if key not in self._stops:
            self._stops[key] = stop(contact, self.records, about_gone=about_gone)
        return self._stops[key]

    # --- which letter is to be written ---------------------------------------------------------------------------

    def asked_for(self, head: LetterHead, contact: Contact) -> Reason:
        """Whether a letter that somebody asked for by name may be written."""
        facts = self.facts(contact)
        spaced = (self._spacing.against(head, contact), self._on_its_way(head, contact))
        ways = (self._barred(head, facts), self._unmet(head, facts), *spaced)
        return decisive(chain.from_iterable(ways)) or Reason("asked-for", "you asked for it", "now")

    def by_itself(self, head: LetterHead, contact: Contact) -> Reason:
        """Whether a letter is one to write now, without anybody asking for it."""
        facts = self.facts(contact)
        reason = decisive(self._unmet(head, facts))  # most letters end here, and most contacts are asked about all
        if reason is None or reason.verdict != "never":
            spaced = (self._spacing.against(head, contact), self._on_its_way(head, contact))
            ways = (self._barred(head, facts), *spaced, self._wait_of_thanks(head, facts))
            more = chain.from_iterable((*ways, self._not_by_itself(head, facts)))
            reason = decisive(chain((reason,), more) if reason else more)
        return reason or Reason("fits", _why(head, facts), "now")

    def _barred(self, head: LetterHead, facts: ContactFacts) -> Iterator[Reason]:
        if stopped := self.stop(facts.contact, about_gone="gone" in head.when):
            yield stopped
        yield from _once(head, facts)

    def _unmet(self, head: LetterHead, facts: ContactFacts) -> Iterator[Reason]:
        for name in head.when:
            holds = BY_EVENTS.get(name)
            reason = holds(facts) if holds else self._unmet_offer(name, facts)
            if reason:
                yield reason

    def _on_its_way(self, head: LetterHead, contact: Contact) -> Iterator[Reason]:
        """This letter, or another offer, left as a file, and nobody has said whether it went."""
        out = self._same(head, contact) or (self._sold.get(contact.id) if head.purpose == "commercial" else None)
        if out:
            text = f"'{out.name}' was handed over on {out.handed_over}; say first whether it went"
            yield Reason(HANDED_OVER, text, "later")

    def _wait_of_thanks(self, head: LetterHead, facts: ContactFacts) -> Iterator[Reason]:
        """Thanks for an only referral wait until their day tells nobody that somebody came."""
        due = facts.thanks_from if is_thanks(head) else None
        if due and self.today < due:
            text = f"thanks so soon after their only referral may tell that somebody came; they may go on {due}"
            yield Reason(PRIVACY, text, "later", due)

    def _not_by_itself(self, head: LetterHead, facts: ContactFacts) -> Iterator[Reason]:
        """Why a letter that may go is not chosen without being asked for."""
        contact, touch, waiting = facts.contact, facts.touch, facts.unthanked and facts.thanks_from
        skipped = self._skipped and self._skipped.get(draft_name(contact.id, head, facts.history, self.today))
        if skipped:
            yield Reason(SKIPPED, f"you skipped '{skipped.name}': {skipped.reason or 'no reason is given'}")
        if waiting and self.today < waiting and head.purpose == "commercial":
            yield Reason(PRIVACY, f"thanks come first, and they may go on {waiting}", "later", waiting)
        if head.rest and touch and (due := days_after(touch, head.rest)) > self.today:
            name = "the yearly update" if head.once == "12 months" else f"'{head.letter}'"
            yield Reason(REST, f"you were in touch on {touch}; {name} is due on {due}", "later", due)
        by_hand = likes_post(contact) or not contact.email
        if head.once == "per referral" and (head.medium == "card") != by_hand:
            yield Reason(UNMET, "thanks go another way")

    # --- whether a draft that is there may leave -----------------------------------------------------------------

    def timing(self, contact: Contact) -> Mapping[str, tuple[Reason, ...]]:
        """For each letter what has happened that ended it, and what holds it back on this day."""
        facts = self.facts(contact)
        if not (facts.history.of(contact.id) or self._spacing.knows(contact)):
            return {}
        found = {key: (*self._over(head, facts), *self._early(head, facts)) for key, head in self.heads.items()}
        return {key: reasons for key, reasons in found.items() if reasons}

    def early(self, head: LetterHead, contact: Contact) -> Reason | None:
        """What holds a letter back on this day, though nothing else stands against it."""
        return decisive(self._early(head, self.facts(contact)))

    def wait(self, draft: Draft) -> str:
        """Why a draft may not leave yet; empty where it may, or where its head has a reason to let it."""
        contact, head = self.records.contacts.find(draft.contact), self.heads.get(draft.letter)
        overrides = dict(draft.overrides)
        if contact is None or head is None:
            return ""
        same = self._same(head, contact)
        if same and EARLY not in overrides:
            return f"'{same.name}' is the same letter to them, and has left; say first whether it went"
        reasons = self._early(head, self.facts(contact))
        held = decisive(reason for reason in reasons if reason.code not in overrides)
        return held.sentence if held else ""

    def left(self, draft: Draft) -> None:
        """Counts a draft that has just left."""
        self._out[self.contact_id(draft), self._letter_of(draft)] = draft
        if contact := self.records.contacts.find(draft.contact):
            self._spacing.add(contact, draft.letter, self.today)

    def _same(self, head: LetterHead, contact: Contact) -> Draft | None:
        """The same letter on its way to them; one that goes whenever it applies is never the same."""
        return self._out.get((contact.id, head.letter)) if head.once != "as asked" else None

    def _over(self, head: LetterHead, facts: ContactFacts) -> Iterator[Reason]:
        yield from _once(head, facts)
        for name in head.when:
            reason = BY_EVENTS[name](facts) if name in BY_EVENTS else None
            if reason and reason.code == OVER:
                yield reason

    def _early(self, head: LetterHead, facts: ContactFacts) -> Iterator[Reason]:
        yield from self._spacing.against(head, facts.contact)
        yield from self._wait_of_thanks(head, facts)

    def contact_id(self, draft: Draft) -> str:
        """Whom a draft is for, under the id of today."""
        contact = self.records.contacts.find(draft.contact)
        return contact.id if contact else draft.contact

    def _letter_of(self, draft: Draft) -> str:
        head = self.heads.get(draft.letter)
        return head.letter if head else draft.letter


def likes_post(contact: Contact) -> bool:
    """Whether somebody would rather have paper than mail."""
    return bool(_BY_POST & set(contact.channel.casefold().split()))


def _once(head: LetterHead, facts: ContactFacts) -> Iterator[Reason]:
    """Why a contact may not get this letter again, or not yet."""
    last = facts.sent and facts.last("sent", letter=head.letter)
    if last is None:
        return
    if head.once == "ever":
        yield Reason(OVER, f"they got this letter on {last.date}, and it goes to a person once")
    if head.once == "12 months" and (due := year_after(last.date)) > facts.today:
        yield Reason(OVER, f"they got this letter on {last.date}; the next is due on {due}", "later", due)
    if head.once == "per letter" and last == facts.sent:
        yield Reason(OVER, f"they got this letter on {last.date}, and one is enough")


def _why(head: LetterHead, facts: ContactFacts) -> str:
    """Why this letter fits, in words for the list."""
    found = next((words for condition, words in _FITS.items() if condition in head.when), "it is their turn")
    return found.format(last=facts.touch)


_FITS = {
    "new": "no letter has gone to them yet",
    "referral": "a referral is waiting for thanks",
    "asked-for-facts": "they asked for your details",
    "gone": "they are gone; ask who looks after referrals now",
    "unanswered": "your letter of {last} has had no answer",
    "silent": "you were last in touch on {last}, and that is long ago",
    "in-touch": "you were last in touch on {last}",
}
