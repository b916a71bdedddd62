"""Reading a person's mail for what concerns the people in the records: headers first, the rest where it is needed.

Of a reply nothing is kept but who wrote, when, and whether its words may be a wish to be left alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from composer.errors import ReceivedError
from composer.received.automatic import MessageKind, is_draft, kind_of
from composer.received.header import Header, read_header
from composer.received.matching import LetterOut, letters_meant
from composer.received.message import RawMessage, parse_whole
from composer.received.returned import Failure, failures_in, mailboxes_of, returned_message
from composer.received.text import Words, words_in
from composer.records.answer_words import AnswerWords
from composer.workspace.snapshot import Snapshot
from composer.workspace.sync_people import Correspondents, letters_to, letters_without_drafts
from composer.workspace.sync_report import NotUnderstood
from composer.workspace.sync_wishes import Wish, digest_of, wish_of_answer, wish_of_program

_COMES_BACK = "it tells of mail that came back, and not whose"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message of the practice's to somebody in the records."""

    header: Header
    contacts: tuple[str, ...]
    text: str
    meant: tuple[LetterOut, ...]
    """The letter that it is; several where that is not clear, none where it is none."""


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
    mail.letters = (*letters_to(snapshot, frozenset(concerned), known), *letters_without_drafts(snapshot, known))
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


class _Reader:
    """Reads whole what concerns us, the practice's own messages first: others answer them."""

    def __init__(self, mail: ReadMail, known: Correspondents, answers: Sequence[AnswerWords]) -> None:
        self._mail, self._known, self._answers = mail, known, answers
        self._threads, self._read = dict(known.threads), set[str]()
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
            if (one.header.sender in self._known.own) != ours or (ours and key[0] and key in seen):
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
        letters = [letter for key in sorted(found) for letter in self._letters[key]]
        # What a letter quotes is mostly an answer, of which no word is kept.
        text = words_in(parse_whole(one.raw.whole()), [letter.text for letter in letters]).own
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
            self._note_answer(header, words, kind, contacts=contacts, answers=bool(answered))
        header.ensure_dated()

    def _note_answer(
        self, header: Header, words: Words, kind: MessageKind, *, contacts: Iterable[str], answers: bool
    ) -> None:
        """Notes a message of theirs, once however often it lies there; another under the same id is another."""
        who, digest = tuple(sorted(contacts)), digest_of(header, words)
        if digest in self._read:
            return
        self._read.add(digest)
        subjects = [letter.subject for key in who for letter in self._letters[key]]
        ours = [text for key in who for text in self._written[key]]
        wish = (
            wish_of_answer(header, words, self._answers, ours=ours, subjects=subjects)
            if kind == "personal"
            else wish_of_program(header, words)
        )
        self._mail.incoming.append(Incoming(header, who, kind, wish, digest, answers))

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
