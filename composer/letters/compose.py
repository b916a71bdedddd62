"""From choices to drafts: a brief for each contact, a merge, then the draft as a value.

Many letters are made by several processes, each letter's whole way in one of them. They are forks, which hold the
records already: to them goes the number of an order, and from them comes a draft. Where no process can be forked, or
for a few letters, briefs are made here and only merged elsewhere.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, tee
from typing import NamedTuple

from composer.briefs.brief import Brief, Briefer, Occasion
from composer.briefs.sender import signed
from composer.briefs.statement import Statement, plain
from composer.drafts.attachments import merged
from composer.drafts.draft import Address, Draft
from composer.letters.catalogue import Catalogue, Letter
from composer.letters.draft_names import draft_name
from composer.letters.languages import why_english
from composer.patterns import regex
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.need_index import Known
from composer.templating.escape import squeeze
from composer.templating.job import Merged, MergeFault, MergeJob
from composer.templating.merge_workers import merge_all, merging, stopped
from composer.workers import MANY, Pool, Stopped, may_fork

_BLANK_LINES = regex(r"\n{3,}")
_CROWD = 50
"""Colleagues, who each get another question: for so many these are not worked out in several workers."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What became of one contact's letter."""

    contact: Contact
    letter: str
    draft: Draft | None
    """``None`` where the merge failed."""
    faults: tuple[MergeFault, ...] = ()
    notes: tuple[str, ...] = ()
    """What the writer should know: nothing to offer, a role that is not known, a need without an answer."""


@dataclass(frozen=True, slots=True)
class Order:
    """One letter to be made."""

    contact: Contact
    letter: Letter
    release: date | None = None
    """For a letter about a shared client: the last day of the signed release."""

    @property
    def occasion(self) -> Occasion:
        """What the brief of this letter depends on."""
        return Occasion(self.letter.key, self.letter.language, self.release)


def compose(
    orders: Iterable[Order],
    records: Records,
    catalogue: Catalogue,
    today: date,
    *,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Composed]:
    """The drafts for these orders, in their order; offers and dates are seen from `today`."""
    composer = _Composer(records, catalogue, today)
    wanted = list(orders)
    make = _in_forks if len(wanted) >= MANY and may_fork() else _here
    for order, (draft, faults, notes) in zip(wanted, make(composer, wanted, progress), strict=True):
        yield Composed(order.contact, order.letter.key, draft, faults, notes)


def composing(records: Records, catalogue: Catalogue, today: date) -> Callable[[Order], Composed]:
    """What makes one letter, for whoever is in a worker already: it starts no process, and nothing limits the merge."""
    composer, merge = _Composer(records, catalogue, today), merging(catalogue.sources)
    return lambda order: Composed(order.contact, order.letter.key, *composer.make(order, merge))


class _Finished(NamedTuple):
    """What `Composed` says of a letter, beside whose and which it is."""

    draft: Draft | None
    faults: tuple[MergeFault, ...]
    notes: tuple[str, ...]


class _Composer:
    """Makes letters from one set of records, but for the merge."""

    def __init__(self, records: Records, catalogue: Catalogue, today: date) -> None:
        self.records, self.catalogue, self._today = records, catalogue, today
        self._briefer = Briefer(records, today)
        self._sender = _sender_of(records)

    def brief(self, order: Order) -> Brief:
        """All that a letter may say."""
        return self._briefer.brief(order.contact, order.occasion)

    def prepare(self, orders: Sequence[Order]) -> None:
        """Works out what every worker would: what all letters need, and what each at a place with many people does."""
        at_places = {(one.contact.organization, one.letter.language): one for one in orders}.values()
        crowds = (one for one in at_places if len(self.records.contacts.colleagues_of(one.contact)) > _CROWD)
        for order in (orders[0], *crowds):
            self.brief(order)

    def make(self, order: Order, merge: Callable[[MergeJob], Merged]) -> _Finished:
        """A letter whole, merged in this process."""
        brief = self.brief(order)
        subject, body = map(merge, jobs(order.letter, brief))
        return self.finish(order, brief, subject, body)

    def finish(self, order: Order, brief: Brief, subject: Merged, body: Merged) -> _Finished:
        """The draft of what was merged."""
        letter, contact, records = order.letter, order.contact, self.records
        faults = tuple(dict.fromkeys(part for part in (subject, body) if isinstance(part, MergeFault)))
        draft = None
        if isinstance(subject, str) and isinstance(body, str):
            draft = Draft(
                name=draft_name(contact.id, letter.head, records.history, self._today),
                subject=unescape_line(subject),
                body=tidy(body),
                to=_receiver_of(order, brief, records),
                sender=self._sender,
                letter=letter.key,
                contact=contact.id,
                language=letter.language,
                made=self._today,
                release=order.release,
                question=asked(brief, body),
                attach=_attached_to(order, records),
            )
        english = ""
        if letter.language != contact.language.partition("-")[0]:
            english = why_english(letter.key, contact, self.catalogue, records)
        return _Finished(draft, faults, _notes_on(brief, letter, english))


_Progress = Callable[[int], None] | None


def _here(composer: _Composer, orders: Sequence[Order], progress: _Progress) -> Iterator[_Finished]:
    """Briefs made in this process, and merged by workers."""
    if not orders:
        return
    kept, ahead = tee((order, composer.brief(order)) for order in orders)
    wanted = (job for order, brief in ahead for job in jobs(order.letter, brief))
    merged = merge_all(composer.catalogue.sources, wanted, progress=progress)
    for subject, body in zip(merged, merged, strict=True):  # the first asks for the brief, a worker being on its way
        yield composer.finish(*next(kept), subject, body)


def _in_forks(composer: _Composer, orders: Sequence[Order], progress: _Progress) -> Iterator[_Finished]:
    """Letters whole from workers, which begin with all that this process has worked out."""
    composer.prepare(orders)
    known = composer.records.answers.known
    told = progress and (lambda done: progress(2 * done))  # merges, of which a letter has two
    with Pool[int, tuple[_Finished, Known]]((_Fork, composer, orders)) as pool:
        names = [order.letter.source.name for order in orders]
        for at, made in pool.map(_Fork.make, range(len(orders)), alike=names.__getitem__, progress=told):
            if isinstance(made, Stopped):
                fault = stopped(names[at], made)
                yield composer.finish(orders[at], composer.brief(orders[at]), fault, fault)
            else:
                known |= made[1]
                yield made[0]


class _Fork:
    """A composer inside a worker."""

    def __init__(self, composer: _Composer, orders: Sequence[Order]) -> None:
        self._composer, self._orders = composer, orders
        self._merge = merging(composer.catalogue.sources)

    def make(self, at: int) -> tuple[_Finished, Known]:
        """The letter of one order, and what notes were found to mean meanwhile."""
        known, order = self._composer.records.answers.known, self._orders[at]
        before = len(known)
        made = self._composer.make(order, self._merge)
        return made, dict(islice(reversed(known.items()), len(known) - before))


def jobs(letter: Letter, brief: Brief) -> tuple[MergeJob, MergeJob]:
    """The two merges of one letter: its subject and its body."""
    values = plain(brief.tree)
    return MergeJob(letter.subject.name, values), MergeJob(letter.source.name, values)


def _sender_of(records: Records) -> Address | None:
    """Who the letters come from; ``None`` lets the mail program choose."""
    practice = records.practice
    return Address(practice.email, signed(practice).partition(",")[0]) if practice.email else None


def _receiver_of(order: Order, brief: Brief, records: Records) -> tuple[Address, ...]:
    """Whom a letter goes to; nobody for one that does not leave by mail, or where no address is known.

    A letter about somebody who is gone goes to the place: their own address is not theirs any more.
    """
    contact, head = order.contact, order.letter.head
    if head.medium != "email":
        return ()
    if "gone" in head.when:
        place = records.contacts.organization_of(contact)
        return (Address(place.email, place.name),) if place and place.email else ()
    return (Address(contact.email, brief.named),) if contact.email else ()


def _attached_to(order: Order, records: Records) -> tuple[str, ...]:
    """The files that go with a letter: its own, this person's, and those of every letter; none with paper."""
    if order.letter.head.medium != "email":
        return ()
    return merged(order.letter.head.attach, order.contact.attach, records.practice.attach)


def asked(brief: Brief, body: str) -> str:
    """The key of the brief's question where the letter puts it; empty where it does not."""
    question = brief.tree["question"]
    stands = isinstance(question, Statement) and question and squeeze(question.text) in squeeze(body)
    return brief.question if stands else ""


def tidy(text: str) -> str:
    """A merged letter without the gaps that left-out paragraphs leave: no blank ends, one blank line at most."""
    lines = (line.rstrip(" \t") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n") + "\n"


_ESCAPE = regex(r"\\([^\w\s])")


def unescape_line(text: str) -> str:
    """A merged subject as plain text: a subject is no Markdown, so its escapes go again."""
    return " ".join(_ESCAPE.sub(r"\1", text).split())


def _notes_on(brief: Brief, letter: Letter, english: str) -> tuple[str, ...]:
    """What the writer should know about this letter before editing it."""
    notes = []
    if not brief.found.known:
        notes.append(_role_note(brief))
    if letter.head.purpose == "commercial" and letter.head.once == "ever":
        notes += brief.notes
    notes += [english] if english else []
    if letter.head.medium == "card":
        notes.append("a card to copy by hand")
    elif letter.head.medium == "record":
        notes.append("a shell: finish it in your record system, and keep its blanks empty here")
    elif not brief.contact.email:
        notes.append("no email address; this letter can leave on paper only")
    if len(brief.contact.roles) > 1:
        notes.append(f"it speaks to them as {brief.role.name.lower()}, one of their roles")
    return tuple(notes)


def _role_note(brief: Brief) -> str:
    """How a role that is no known alias was read."""
    said, found = ", ".join(brief.contact.roles) or "no role", brief.found
    if not found.alias:
        return f"'{said}' is not a role this program knows; the general letter claims nothing about them"
    sure = f"{found.likeness:.0%} like '{found.alias}'"
    return f"'{said}' is read as {found.role.name} ({sure}); write role: {found.role.key} if that is right"
