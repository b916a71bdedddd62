"""What the mail that was read means for the history: decided once the lock is held, and written by `syncing`.

Each event is a day, a person and a kind, and is there once, whoever noted it first: so the same mail read twice, or in
another order, changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from composer.addresses import mailbox
from composer.drafts.sent_letters import SentLetter, SentLetters
from composer.errors import NotFoundError
from composer.received.automatic import kind_of
from composer.received.header import Header
from composer.received.likeness import differences
from composer.received.matching import LetterOut
from composer.records.contacts import Contact
from composer.records.event_kinds import event_kind
from composer.records.left_alone import open_wish
from composer.workspace.history_log import BY_HAND, NewEvent, lines_for
from composer.workspace.snapshot import Snapshot
from composer.workspace.status_changes import StatusChange, may_become, sent_lines
from composer.workspace.sync_reading import Incoming, Outgoing, ReadMail, Returned
from composer.workspace.sync_report import CameBack, CameKind, LookAt, NotUnderstood, SyncReport, WentOut

_WISH = "their answer may ask you not to write any more, and nothing goes to them until you have said whether it does"
_UNCLEAR = "a message to them may be one of several letters; say which it was"
_SHARED = "an answer came from an address that several people have; say whose it was"


@dataclass(slots=True)
class Decided:
    """What is to be written, and what is to be said."""

    lines: list[str] = field(default_factory=list)
    drafts: dict[str, str] = field(default_factory=dict)
    """The drafts to be called sent, each with the status that it had."""
    letters: list[SentLetter] = field(default_factory=list)
    """What was sent, to be kept."""
    report: SyncReport = field(default_factory=SyncReport)


def decide(snapshot: Snapshot, mail: ReadMail) -> Decided:
    """What is new in the mail, as the workspace is now; the oldest first, as it happened."""
    decider = _Decider(snapshot, mail)
    for outgoing in sorted(mail.outgoing, key=_when):
        decider.went(outgoing)
    for incoming in sorted(mail.incoming, key=_when):
        decider.came(incoming)
    for returned in sorted(mail.returned, key=_when):
        decider.failed(returned)
    return decider.decided()


def _when(message: Outgoing | Incoming | Returned) -> tuple[float, str]:
    return message.header.moment.timestamp(), message.header.message_id


class _Decider:
    """One run: what the history knows already, and what is added to it."""

    def __init__(self, snapshot: Snapshot, mail: ReadMail) -> None:
        self._snapshot, self._mail, self._book = snapshot, mail, snapshot.records.contacts
        self._events = _EventsKnown(snapshot)
        self._kept = {letter.draft: letter for letter in SentLetters(snapshot.folder).all()}
        self._went_on = _days_of_letters(snapshot, mail.letters)
        self._new: list[tuple[tuple[float, str], tuple[str, ...]]] = []
        self._sent: dict[str, WentOut] = {}
        self._came: list[CameBack] = []
        self._look: list[LookAt] = []
        self._not_understood = list(mail.not_understood)
        self._others = 0
        self._made = Decided()

    def decided(self) -> Decided:
        """What is to be written and said, in the order in which it happened; a wish is said first."""
        made = self._made
        made.lines = [line for _, lines in sorted(self._new, key=lambda new: new[0]) for line in lines]
        made.report = SyncReport(
            sent=tuple(self._sent.values()), came=tuple(sorted(self._came, key=lambda one: one.on)),
            look=tuple(sorted(self._look, key=lambda one: (not one.is_wish, one.on))),
            not_understood=tuple(self._not_understood), read=self._mail.read, drafts=self._mail.drafts,
            others=self._others, noted=tuple(made.lines),
        )  # fmt: skip
        return made

    # --- what went --------------------------------------------------------------------------------------------------

    def went(self, one: Outgoing) -> None:
        """A message of the practice's: a letter, one of several letters, an answer, or something else."""
        if len(one.meant) == 1:
            self._letter(one, one.meant[0])
        elif one.meant:
            self._one_of_several(one)
        elif not self._answer(one):
            self._others += 1

    def _letter(self, one: Outgoing, letter: LetterOut) -> None:
        contact, day = self._book.find(letter.contact), one.header.day
        if contact is None or letter.name in self._sent or self._is_later(one.header, contact):
            return
        try:
            draft, refused = may_become(self._snapshot, letter.name, "sent")
        except NotFoundError:  # its draft was deleted, now or before; the letter went all the same
            self._without_draft(one, letter, contact)
            return
        known = self._knows(contact.id, letter, day)
        if draft is None and not known:
            self._look.append(_not_approved(contact, letter.name, day, refused))
            return
        self._count(one, letter, contact, noted=known or draft is None or draft.status == "sent")
        if draft and draft.status != "sent":
            self._made.drafts[draft.name] = draft.status
            self._add(one.header, () if known else sent_lines(self._snapshot, draft, day))

    def _without_draft(self, one: Outgoing, letter: LetterOut, contact: Contact) -> None:
        """A letter that went, and whose draft is not there any more."""
        day = one.header.day
        known = self._knows(contact.id, letter, day)
        self._count(one, letter, contact, noted=known)
        if not known:
            self._add(one.header, lines_for(self._snapshot, NewEvent("sent", [contact.id], day, letter=letter.letter)))

    def _count(self, one: Outgoing, letter: LetterOut, contact: Contact, *, noted: bool) -> None:
        """Says that a letter went, from which day on they may answer it, and keeps the words that went."""
        header, day = one.header, one.header.day
        changed = differences(letter.text, one.text)
        self._sent[letter.name] = WentOut(letter.name, contact.id, contact.display_name, day, changed, noted)
        self._went_on[contact.id].add(day)
        if letter.name not in self._kept:
            on, subject = header.moment.isoformat(), letter.subject if header.in_reply_to else header.subject
            self._made.letters.append(SentLetter(letter.name, contact.id, on, subject, one.text, header.message_id))

    def _knows(self, contact: str, letter: LetterOut, day: date) -> bool:
        """Whether somebody noted by hand that a letter went; what was noted of another draft tells nothing of this."""
        others = {one.on[:10] for name, one in self._kept.items() if one.contact == contact and name != letter.name}
        days = self._events.sent(contact, letter.letter, letter.since)
        return self._events.by_hand(contact, day) or any(one.isoformat() not in others for one in days)

    def _one_of_several(self, one: Outgoing) -> None:
        day = one.header.day
        names = [letter.name for letter in one.meant]
        if any(self._events.has(letter.contact, "sent", day) for letter in one.meant):
            return
        for contact in filter(None, (self._book.find(letter.contact) for letter in one.meant[:1])):
            commands = tuple(f"outreach sent {name} --on {day}" for name in names)
            self._look.append(LookAt(contact.id, contact.display_name, day, _UNCLEAR, commands))

    def _answer(self, one: Outgoing) -> bool:
        """Whether a message is an answer to somebody to whom a letter went; of each there is one a day."""
        header, day = one.header, one.header.day
        if not header.in_reply_to or header.in_reply_to & self._mail.ours or kind_of(header) != "personal":
            return False
        people = self._reached(one.contacts, day)
        for key in people:
            if not self._events.by_hand(key, day):
                self._event(header, key, "answered", "answered")
        return bool(people)

    # --- what came --------------------------------------------------------------------------------------------------

    def came(self, one: Incoming) -> None:
        """A message from somebody in the records: an answer, an automatic one, or something else."""
        one = self._behind_its_letter(one)
        day = one.header.day if one.header.is_dated else self._snapshot.today
        asking = [key for key in one.contacts if one.wish == "said" or (one.wish and self._is_answer(one, key, day))]
        for key in asking:
            self._wish(one, key)
        reached = self._reached(one.contacts, day) if one.header.is_dated else []
        if one.kind == "automatic" and reached:
            self._came += [self._back(key, day, "automatic") for key in reached]
        elif one.kind != "personal" or not reached:
            self._others += one.header.is_dated and not asking
        elif len(reached) == 1:
            self._event(one.header, reached[0], "replied", "replied")
        elif not any(self._events.has(key, "replied", day) for key in reached):
            commands = tuple(f"outreach log replied {key} --on {day}" for key in reached)
            names = " or ".join(self._book.by_id[key].display_name for key in reached)
            self._look.append(LookAt(reached[0], names, day, _SHARED, commands))

    def _behind_its_letter(self, one: Incoming) -> Incoming:
        """What answers a letter came after it: where its own clock says otherwise, it is of the day of the letter."""
        days = [day for key in one.contacts for day in self._went_on[key]]
        if not (one.answers and one.header.is_dated and days) or self._reached(one.contacts, one.header.day):
            return one
        moment = datetime.combine(min(days), time(), one.header.moment.tzinfo)
        return replace(one, header=replace(one.header, moment=moment))

    def _reached(self, contacts: Iterable[str], day: date) -> list[str]:
        """Those of some people to whom a letter had gone by a day."""
        return [key for key in contacts if any(one <= day for one in self._went_on[key])]

    def _is_answer(self, one: Incoming, key: str, day: date) -> bool:
        """Whether a message answers a letter: it says so, or is the first that came after the last letter to them."""
        last = max((on for on in self._went_on[key] if on <= day), default=None)
        return one.answers or (last is not None and not self._events.has_between(key, "replied", last, day))

    def _wish(self, one: Incoming, key: str) -> None:
        """An answer that may ask for no more letters: a person says whether it does, and until then nothing goes.

        It holds at once, whatever day the message names; and each message is asked about by itself.
        """
        header, contact, today = one.header, self._book.by_id[key], self._snapshot.today
        day = min(header.day, today) if header.is_dated else today
        if self._events.has_any(key, "asked-to-stop") or contact.do_not_contact:
            return
        known = self._events.has_message(key, one.digest)
        if known and not self._events.is_open_wish(key):
            return
        if not known:
            self._events.add_message(key, one.digest)
            event = NewEvent("may have asked to stop", [key], day, message=one.digest)
            self._add(header, lines_for(self._snapshot, event))
        says = (f"outreach log 'asked to stop' {key}", f"outreach log 'did not ask to stop' {key}")
        self._look.append(LookAt(key, contact.display_name, day, _WISH, says, is_wish=True))

    def failed(self, one: Returned) -> None:
        """Mail that came back for good is an event of whoever has that address; one that waits is only said."""
        day, failure = one.header.day, one.failure
        for key in one.contacts:
            contact = self._book.by_id[key]
            other = contact.email and mailbox(contact.email) not in one.mailboxes
            mended = contact.verified is not None and contact.verified > day
            if other or mended:
                continue
            if failure.for_good:
                self._event(one.header, key, "bounced", "bounced", failure.status)
            else:
                self._came.append(self._back(key, day, "waits", failure.status))

    # --- events -----------------------------------------------------------------------------------------------------

    def _event(self, header: Header, key: str, event: str, kind: CameKind, detail: str = "") -> None:
        """Notes an event, unless the history has it."""
        if self._events.has(key, event, header.day) or self._is_later(header, self._book.by_id[key]):
            return
        self._note(header, key, event)
        self._came.append(self._back(key, header.day, kind, detail))

    def _note(self, header: Header, key: str, event: str) -> None:
        self._events.add(key, event, header.day)
        self._add(header, lines_for(self._snapshot, NewEvent(event, [key], header.day)))

    def _add(self, header: Header, lines: tuple[str, ...]) -> None:
        self._new.append(((header.moment.timestamp(), header.message_id), lines))

    def _back(self, key: str, day: date, kind: CameKind, detail: str = "") -> CameBack:
        return CameBack(key, self._book.by_id[key].display_name, day, kind, detail)

    def _is_later(self, header: Header, contact: Contact) -> bool:
        """Whether a message is of a day that is yet to come, which is said; it is noted once the day is there."""
        later = header.day > self._snapshot.today
        if later:
            self._not_understood.append(NotUnderstood(f"a message of {contact.display_name}'s", _later(header.day)))
        return later


class _EventsKnown:
    """What the history knows, and what this run adds to it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._history = snapshot.records.history
        self._days: set[tuple[str, str, date]] = {(one.contact, one.event, one.date) for one in self._history.events}
        self._messages = {(one.contact, one.message) for one in self._history.events if one.message}

    def has(self, contact: str, event: str, day: date) -> bool:
        """Whether an event of a day is known."""
        return (contact, event, day) in self._days

    def add(self, contact: str, event: str, day: date) -> None:
        """Counts an event that is noted in this run."""
        self._days.add((contact, str(event_kind(event)), day))

    def has_between(self, contact: str, event: str, first: date, before: date) -> bool:
        """Whether an event of a kind is known of a day from the first one on, and before the other."""
        return any(who == contact and kind == event and first <= day < before for who, kind, day in self._days)

    def has_message(self, contact: str, digest: str) -> bool:
        """Whether this very message of theirs has been asked about."""
        return (contact, digest) in self._messages

    def add_message(self, contact: str, digest: str) -> None:
        """Counts a message that is asked about in this run."""
        self._messages.add((contact, digest))

    def has_any(self, contact: str, event: str) -> bool:
        """Whether there is an event of this kind, whenever it was."""
        return self._history.last(contact, event) is not None

    def sent(self, contact: str, letter: str, since: date) -> list[date]:
        """The days from one on, on which a letter of a name went to somebody."""
        events = self._history.of(contact)
        return [one.date for one in events if one.event == "sent" and one.letter == letter and one.date >= since]

    def by_hand(self, contact: str, day: date) -> bool:
        """Whether a person noted that they wrote something on a day, and not which letter."""
        events = self._history.of(contact)
        return any(one.event == "sent" and one.date == day and one.letter in {"", *BY_HAND} for one in events)

    def is_open_wish(self, contact: str) -> bool:
        """Whether nobody has said yet what the answer was that was noted last."""
        return open_wish(self._history.of(contact)) is not None


def _days_of_letters(snapshot: Snapshot, letters: Iterable[LetterOut]) -> defaultdict[str, set[date]]:
    """The days on which letters went to each, as the history has them, or as they were handed over to be sent."""
    found: defaultdict[str, set[date]] = defaultdict(set)
    sent = [(one.contact, one.date) for one in snapshot.records.history.events if one.event == "sent"]
    for contact, day in (*sent, *((one.contact, one.since) for one in letters if one.has_left)):
        found[contact].add(day)
    return found


def _not_approved(contact: Contact, name: str, day: date, refused: StatusChange) -> LookAt:
    """A letter that went, and whose draft nobody has approved: what the history may say is a person's to say."""
    ways = {"draft": ("ready",), "skipped": ("reopen", "ready")}.get(refused.status, ())
    commands = (*(f"outreach {way} {name}" for way in ways), f"outreach sent {name} --on {day}")
    text = f"a letter went to them, and its draft cannot be called sent: {refused.because}"
    return LookAt(contact.id, contact.display_name, day, text, commands)


def _later(day: date) -> str:
    return f"it is of {day}, which is yet to come; read it again then"
