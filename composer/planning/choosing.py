"""Which letter goes to whom, and why; and for everyone who gets none, why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from composer.briefs.brief import Briefer
from composer.drafts.draft import Draft
from composer.letters.catalogue import LetterHead
from composer.letters.compose import draft_name
from composer.planning.conditions import Case, obstacle
from composer.planning.rules import may_not_write, once_rule, thanks_among
from composer.planning.spacing import LetterSpacing, is_commercial
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


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts there are, as far as planning looks at them."""

    names: frozenset[str] = frozenset()
    """Of all of them."""
    beyond: tuple[Draft, ...] = ()
    """Those that are ready, handed over or skipped."""


NO_DRAFTS = Drafts()


@dataclass(frozen=True, slots=True)
class Situation:
    """The day on which letters are chosen, and what beside the records decides."""

    today: date
    release: date | None = None
    """The last day of a signed release, for a letter about a shared client."""
    drafts: Drafts = NO_DRAFTS
    """No letter is chosen past one that a person has put aside, or that was handed over and not yet called sent."""


class Planner:
    """Chooses letters from one set of records on one day.

    Args:
        records: what is known.
        heads: the letters there are.
        briefer: what is understood of each contact.
        situation: the day, and what beside the records decides.
    """

    def __init__(
        self,
        records: Records,
        heads: Mapping[str, LetterHead],
        briefer: Briefer,
        situation: "Situation",
    ) -> None:
        self._records = records
        self._heads = heads
        self._briefer = briefer
        self._today = situation.today
        self._release = situation.release
        self._thanks = thanks_among(heads)
        self._stops: dict[tuple[str, bool], str] = {}
        self._turns = sorted((head for head in heads.values() if head.turn), key=lambda head: head.turn)
        drafts = situation.drafts.beyond
        self._about_gone = [head for head in self._turns if "gone" in head.when]
        out = [draft for draft in drafts if draft.status == "handed-over"]
        self._spacing = LetterSpacing(records, heads, out)
        self._out = {draft.contact: draft for draft in out if is_commercial(draft.letter, heads)}
        self._skipped = {draft.name: draft for draft in drafts if draft.status == "skipped"}

    def choose(self, contact: Contact) -> Choice:
        """The letter that fits a contact now: of those that may go, the one whose turn comes first."""
        case, reasons = self._case(contact), []
        for head in self._about_gone if self.stop(contact) else self._turns:
            reason = obstacle(head, case) or (head in self._about_gone and self.stop(contact, about_gone=True))
            reason = reason or self._too_soon(head, contact) or self._not_by_itself(head, case)
            if not reason:
                return Choice(contact, head.letter, self._because(head, case))
            reasons.append(reason)
        return Choice(contact, "", self._why_none(contact, reasons))

    def check(self, letter: str, contact: Contact) -> Choice:
        """Whether a contact may get a letter that was asked for by name."""
        head, case = self._heads[letter], self._case(contact)
        reason = self.stop(contact, about_gone="gone" in head.when) or self._too_soon(head, contact)
        reason = reason or obstacle(head, case)
        return Choice(contact, "" if reason else letter, reason or "you asked for it")

    def _case(self, contact: Contact) -> Case:
        history = self._records.history
        past = (history.last(contact.id, "sent"), history.last_touch(contact.id))
        known = (self._records, self._briefer, self._thanks, self._heads, self._today)
        return Case(contact, *known, *past, self._release)

    def _too_soon(self, head: LetterHead, contact: Contact) -> str:
        """Why a letter may not go after those that went before it."""
        return (
            once_rule(head, contact, self._records.history, self._today)
            or self._spacing.obstacle(head, contact, self._today)
            or self._on_its_way(head, contact)
        )

    def _on_its_way(self, head: LetterHead, contact: Contact) -> str:
        """Another letter left as a file, and nobody has said whether it went."""
        out = self._out.get(contact.id) if head.purpose == "commercial" else None
        return f"'{out.name}' was handed over on {out.handed_over}; say first whether it went" if out else ""

    def stop(self, contact: Contact, *, about_gone: bool = False) -> str:
        """Why nothing may go to a contact; looked up once for all letters."""
        key = (contact.id, about_gone)
        if key not in self._stops:
            self._stops[key] = may_not_write(contact, self._records, about_gone=about_gone)
        return self._stops[key]

    def _not_by_itself(self, head: LetterHead, case: Case) -> str:
        """Why a letter that may go is not chosen without being asked for."""
        contact, last = case.contact, case.touch
        skipped = self._skipped and self._skipped.get(draft_name(contact.id, head, self._records.history, self._today))
        if skipped:
            return f"you skipped '{skipped.name}': {skipped.reason or 'no reason is given'}"
        if head.rest and last and (self._today - last).days < head.rest:
            due = last + timedelta(days=head.rest)
            return f"you were in touch on {last}; {_called(head)} is due on {due}"
        by_hand = bool(_POST & set(contact.channel.casefold().split())) or not contact.email
        if head.once == "per referral" and (head.medium == "card") != by_hand:
            return "thanks go another way"
        return ""

    def _because(self, head: LetterHead, case: Case) -> str:
        """Why this one, in words for the list."""
        for condition, words in _REASONS.items():
            if condition in head.when:
                return words.format(last=case.touch)
        return "it is their turn"

    def _why_none(self, contact: Contact, reasons: list[str]) -> str:
        """The reason that says most: a stop, then the date on which something is due."""
        says = next((reason for sign in _TELLING for reason in reasons if sign in reason), "")
        return self.stop(contact) or says or "no letter of the catalogue fits"


def _called(head: LetterHead) -> str:
    return "the yearly update" if head.once == "12 months" else f"'{head.letter}'"


# Of several reasons, one of these says most.
_TELLING = ("was handed over on", "you skipped '", " is due on ", " may go on ")
_REASONS = {
    "new": "no letter has gone to them yet",
    "referral": "a referral is waiting for thanks",
    "asked-for-facts": "they asked for your details",
    "gone": "they are gone; ask who looks after referrals now",
    "unanswered": "your letter of {last} has had no answer",
    "silent": "you were last in touch on {last}, and that is long ago",
    "in-touch": "you were last in touch on {last}",
}
