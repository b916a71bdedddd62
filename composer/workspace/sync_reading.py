"""Reading a person's mail for what concerns the people in the records: headers first, the rest where it is needed.

Of a reply nothing is kept but who wrote, when, and whether its words may be a wish to be left alone.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from composer.addresses import mailbox, name_and_address, split_addresses
from composer.drafts.draft import Draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.pushes import Push
from composer.drafts.sent_letters import SentLetters
from composer.drafts.summary import KnownSummaries
from composer.errors import MessageError, ReceivedError
from composer.mail.body import render_letter
from composer.mail.message import message_id
from composer.received.automatic import MessageKind, is_draft, kind_of
from composer.received.header import Header, read_header
from composer.received.likeness import same_subject, without_lines_of, words_of
from composer.received.matching import LetterOut, letters_meant
from composer.received.message import RawMessage, parse_whole
from composer.received.returned import Failure, failures_in, mailboxes_of, returned_message
from composer.received.text import Words, text_of, words_in
from composer.records.answer_words import AnswerWords, may_ask_to_stop, may_say_to_stop
from composer.records.wish_words import wish_in
from composer.workspace.snapshot import Snapshot
from composer.workspace.sync_report import NotUnderstood

_LONG = 20_000
"""Characters of an answer that are looked at; of a longer one, its beginning and its end."""
_COMES_BACK = "it tells of mail that came back, and not whose"


@dataclass(frozen=True, slots=True)
class Correspondents:
    """Whose mailboxes are known: the practice's own, and which contacts have each of the others."""

    own: frozenset[str]
    contacts: Mapping[str, tuple[str, ...]]
    threads: Mapping[str, str]
    """The contact to whom a message went, by its id."""
    drafts: Mapping[str, str]
    """The contact of each draft, by its name, as the draft names them."""
    kept: Mapping[str, tuple[str, ...]]
    """The words of the letters that went to each contact, as they went."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message of the practice's to somebody in the records."""

    header: Header
    contacts: tuple[str, ...]
    text: str
    meant: tuple[LetterOut, ...]
    """The letter that it is; several where that is not clear, none where it is none."""


Wish = Literal["", "said", "may be"]
"""Whether words ask for no more letters. `may be` counts in an answer to a letter alone: they may be meant so, or are
not understood."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message from somebody in the records, or in answer to a letter to them."""

    header: Header
    contacts: tuple[str, ...]
    """Who may have written it: several where they share a mailbox."""
    kind: MessageKind
    wish: Wish = ""
    digest: str = ""
    """Tells this message from every other."""
    answers: bool = False
    """Whether it says by itself that it answers a letter of the practice's."""


@dataclass(frozen=True, slots=True)
class Returned:
    """Word that a message did not reach somebody, or not yet."""

    header: Header
    contacts: tuple[str, ...]
    mailboxes: tuple[str, ...]
    """The address that it did not reach, in the forms in which the report has it."""
    failure: Failure


@dataclass(slots=True)
class ReadMail:
    """All that was read."""

    outgoing: list[Outgoing] = field(default_factory=list)
    incoming: list[Incoming] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    read: int = 0
    drafts: int = 0
    concerning: list[RawMessage] = field(default_factory=list)
    """What can concern somebody in the records, by its header; and what could not be understood."""
    letters: tuple[LetterOut, ...] = ()
    ours: frozenset[str] = frozenset()
    """The ids of the letters that went."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A message whose header concerns us."""

    raw: RawMessage
    header: Header


def correspondents(snapshot: Snapshot, own: Iterable[str]) -> Correspondents:
    """Everybody's mailboxes, and the ids of what went to them; `own` are further addresses of the practice."""
    mine = {mailbox(address) for address in (snapshot.records.practice.email, *own) if address}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for contact in snapshot.records.contacts.contacts:
        for address in contact.addresses:
            found[mailbox(address)][contact.id] = None
    summaries = snapshot.store.summaries(KnownSummaries()).by_name.values()
    for draft in summaries:
        if (reader := snapshot.records.contacts.find(draft.contact)) and draft.status != "draft":
            for one in split_addresses(draft.to):
                found[mailbox(name_and_address(one)[1])][reader.id] = None
    kept = tuple(SentLetters(snapshot.folder).all())
    return Correspondents(
        own=frozenset(mine),
        contacts={box: tuple(ids) for box, ids in found.items() if box not in mine},
        threads={one.message_id: one.contact for one in kept if one.message_id},
        drafts={draft.name: draft.contact for draft in summaries},
        kept={one.contact: tuple(other.text for other in kept if other.contact == one.contact) for one in kept},
    )


def read_mail(
    snapshot: Snapshot,
    messages: Iterable[RawMessage],
    known: Correspondents,
    progress: Callable[[int], None] | None = None,
) -> ReadMail:
    """Reads messages for what concerns the people in the records; what cannot be read is named, and stops nothing."""
    mail, kept = ReadMail(), []
    for raw in messages:
        mail.read += 1
        mail.concerning.append(raw)
        with _naming(mail, raw):
            header = read_header(raw)
            if _concerns(header, known):
                kept.append(_Kept(raw, header))
            else:
                mail.concerning.pop()
        if progress:
            progress(mail.read)
    concerned = {box for one in kept for box in (one.header.sender, *one.header.recipients)}
    mail.letters = (*_letters_to(snapshot, frozenset(concerned), known), *_without_drafts(snapshot, known))
    _Reader(mail, known, snapshot.library.answers).read(kept)
    return mail


@contextmanager
def _naming(mail: ReadMail, raw: RawMessage) -> Iterator[None]:
    """Names a message that cannot be understood, and goes on."""
    try:
        yield
    except ReceivedError as error:
        mail.not_understood.append(NotUnderstood(raw.place, error.message))


def _concerns(header: Header, known: Correspondents) -> bool:
    """Whether a message can be to or from somebody in the records, or about a letter to them."""
    if header.sender in known.own:
        return not known.contacts.keys().isdisjoint(header.recipients)
    return not header.writers.isdisjoint(known.contacts) or bool(header.thread) or kind_of(header) == "returned"


def _letters_to(snapshot: Snapshot, mailboxes: frozenset[str], known: Correspondents) -> Iterator[LetterOut]:
    """Every draft for whoever has one of some mailboxes, as it may have been sent."""
    book = snapshot.records.contacts
    wanted = {key for one in mailboxes for key in known.contacts.get(one, ())}
    for name, written_for in known.drafts.items():
        contact = book.find(written_for)
        if contact and contact.id in wanted and (draft := snapshot.store.read(name)[0]):
            written = {mailbox(one.addr_spec) for one in (*draft.to, *draft.cc, *draft.bcc)}
            yield letter_out(draft, contact.id, written | {mailbox(address) for address in contact.addresses})


def _without_drafts(snapshot: Snapshot, known: Correspondents) -> Iterator[LetterOut]:
    """The letters that were handed over and whose drafts are gone, as they lie in the outbox or were pushed."""
    store, pushed = snapshot.store, dict(snapshot.store.pushes.there())
    departed = store.departures.seen()
    for name in sorted(({*departed.left, *departed.lying} | pushed.keys()) - known.drafts.keys()):
        who, _, rest = name.partition(".")
        contact, letter = snapshot.records.contacts.find(who), re.sub(r"-\d+\Z", "", rest)
        push, lies = pushed.get(name, Push()), store.departures.lies(name)
        if contact is None or not (lies or push.message_id):
            continue
        header, text = _read_lying(lies) if lies else (None, "")
        yield LetterOut(
            name=name, contact=contact.id, mailboxes=frozenset(map(mailbox, contact.addresses)),
            subject=header.subject if header else "", text=text, since=date.min,
            message_id=push.message_id or (header.message_id if header else ""),
            letter=next((one for one in (rest, letter) if one in snapshot.catalogue.letters), "email"),
        )  # fmt: skip


def _read_lying(data: bytes) -> tuple[Header | None, str]:
    """The header and the words of a letter in the outbox; nothing of one that is no message."""
    with suppress(ReceivedError):
        raw = RawMessage("", data.partition(b"\n")[2] if data.startswith(b"From ") else data, lambda: data)
        return read_header(raw), text_of(parse_whole(raw.header))
    return None, ""


def letter_out(draft: Draft, contact: str, mailboxes: Iterable[str]) -> LetterOut:
    """A draft as it may have been sent: not before it was handed over, where it was."""
    since = draft.handed_over if LIFECYCLE[draft.status].leaves == "--again" else None
    try:
        text, known = render_letter(draft).text, message_id(draft) if draft.sender else ""
    except MessageError:  # it could not have left as it is
        text, known = draft.body, ""
    return LetterOut(
        name=draft.name, contact=contact, mailboxes=frozenset(mailboxes), subject=draft.subject, text=text,
        since=since or draft.made or date.min, message_id=known, letter=draft.letter, has_left=since is not None,
    )  # fmt: skip


class _Reader:
    """Reads whole what concerns us, the practice's own messages first: others answer them."""

    def __init__(self, mail: ReadMail, known: Correspondents, answers: Sequence[AnswerWords]) -> None:
        self._mail, self._known, self._answers = mail, known, answers
        self._threads = dict(known.threads)
        self._letters: dict[str, list[LetterOut]] = defaultdict(list)
        self._written: dict[str, list[str]] = defaultdict(list, {who: list(texts) for who, texts in known.kept.items()})
        for letter in mail.letters:
            self._written[letter.contact].append(letter.text)
            self._letters[letter.contact].append(letter)
            if letter.message_id:
                self._threads.setdefault(letter.message_id, letter.contact)

    def read(self, kept: Sequence[_Kept]) -> None:
        """Reads messages, each once however often it lies there."""
        for one in self._each_once(kept, ours=True):
            with _naming(self._mail, one.raw):
                self._outgoing(one)
        self._mail.ours = frozenset(self._threads)
        for one in self._each_once(kept, ours=False):
            with _naming(self._mail, one.raw):
                self._incoming(one)

    def _each_once(self, kept: Sequence[_Kept], *, ours: bool) -> Iterator[_Kept]:
        seen: set[tuple[str, str]] = set()
        for one in kept:
            key = one.header.message_id, one.header.sender
            if (one.header.sender in self._known.own) != ours or (key[0] and key in seen):
                continue
            if one.raw.is_draft or (ours and is_draft(one.header)):
                self._mail.drafts += ours
                continue
            seen.add(key)
            yield one

    def _outgoing(self, one: _Kept) -> None:
        header = one.header
        header.ensure_dated()
        if not header.moment.utcoffset():  # some programs write every time so; the day is that of the clock here
            header = replace(header, moment=header.moment.astimezone())
        found = {key for box in header.recipients for key in self._known.contacts.get(box, ())}
        whole, letters = (
            parse_whole(one.raw.whole()),
            [letter for key in sorted(found) for letter in self._letters[key]],
        )
        # What a letter quotes is mostly an answer, of which no word is kept.
        text = words_in(whole, [letter.text for letter in letters]).own
        meant = letters_meant(header, text, letters)
        for key in found:
            self._written[key].append(text)
        if len(meant) == 1 and header.message_id:
            self._threads.setdefault(header.message_id, meant[0].contact)
        self._mail.outgoing.append(Outgoing(header, tuple(sorted(found)), text, meant))

    def _incoming(self, one: _Kept) -> None:
        header = one.header
        answered = {self._threads[key] for key in header.thread if key in self._threads}
        kind = kind_of(header, answers_ours=bool(answered))
        if kind == "returned":
            self._returned(one)
            return
        boxes = [header.sender] if header.sender in self._known.contacts else sorted(header.writers)
        contacts = {key for box in boxes for key in self._known.contacts.get(box, ())}
        # Who answers a letter to somebody else may speak for them.
        contacts = (contacts & answered) or contacts | answered
        if contacts:
            words = Words("") if kind == "receipt" else words_in(parse_whole(one.raw.whole()))
            wish = self._wish(header, words, contacts) if kind == "personal" else _plain_wish(header, words)
            who, answers = tuple(sorted(contacts)), bool(answered)
            self._mail.incoming.append(Incoming(header, who, kind, wish, _digest_of(header, words), answers))
        header.ensure_dated()

    def _wish(self, header: Header, words: Words, contacts: Iterable[str]) -> Wish:
        """Whether an answer asks for no more letters, or may; the words of our letters that it quotes do not."""
        ours = [text for key in contacts for text in self._written[key]]
        own = _ends_of(_without_letter(words.own, ours))
        below, quoted = (_ends_of(without_lines_of(said, ours)) for said in (words.below, words.quoted))
        subject = _without_re(header.subject)
        if any(same_subject(one.subject) == same_subject(subject) for key in contacts for one in self._letters[key]):
            subject = ""
        if any(map(wish_in, (own, below, subject))) or wish_in(quoted) == "clear":
            return "said"
        others = any(may_say_to_stop(said, self._answers) for said in (below, subject))
        return "may be" if others or may_ask_to_stop(own, self._answers) else ""

    def _returned(self, one: _Kept) -> None:
        one.header.ensure_dated()
        message = parse_whole(one.raw.whole())
        failures = failures_in(message, one.header)
        if not failures:
            raise ReceivedError(_COMES_BACK)
        returned = returned_message(message)
        if (writers := mailboxes_of(returned, "From")) and self._known.own.isdisjoint(writers):
            return  # somebody else's mail came back, and their address is fine for all that we know
        written_to = mailboxes_of(returned, "To")
        for failure in failures:
            named = failure.mailboxes
            if not any(box in self._known.contacts for box in named) and len(failures) == 1:
                named = written_to if len(written_to) == 1 else named
            contacts = {key for box in named for key in self._known.contacts.get(box, ())}
            if contacts:
                self._mail.returned.append(Returned(one.header, tuple(sorted(contacts)), named, failure))


def _ends_of(text: str) -> str:
    """So much of an answer as is looked at: of a long one, its beginning and its end."""
    return text if len(text) <= _LONG else f"{text[: _LONG // 2]}\n\n{text[-_LONG // 2 :]}"


_A_LETTER = 30
"""Words that an answer has in common with a letter, from which on it holds that letter."""


def _without_letter(said: str, ours: Sequence[str]) -> str:
    """An answer without the lines of our letter, where it holds that letter: a sentence alone may be its writer's."""
    rest = without_lines_of(said, ours)
    return rest if len(words_of(said)) - len(words_of(rest)) >= _A_LETTER else said


def _plain_wish(header: Header, words: Words) -> Wish:
    """Whether what seems to be no person's own message asks for no more letters; a newsletter speaks of its own."""
    said = f"{_without_re(header.subject)}\n\n{_ends_of(words.own)}"
    return "said" if not header.mark("list-unsubscribe") and wish_in(said) == "clear" else ""


_RE = re.compile(r"(?:\s*(?:re|aw|antw|sv|vs|odp|rif|ref|fwd?|wg|tr)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)


def _without_re(subject: str) -> str:
    found = _RE.match(subject)
    return subject[found.end() :] if found else subject


def _digest_of(header: Header, words: Words) -> str:
    """Twelve hexadecimal digits that tell a message from others, from its id; of one without, from what it is."""
    told = repr((header.message_id or (header.sender, header.moment.isoformat(), header.subject), words.own))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:12]
