"""From choices to drafts: a brief for each contact, one merge for all of them, then the draft as a value."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import tee

from composer.drafts.draft import Address, Draft
from composer.letters.brief import Brief, Briefer, signed
from composer.letters.catalogue import Catalogue, Letter
from composer.letters.job import MergeFault, MergeJob
from composer.letters.merge import merge_all
from composer.letters.said import plain
from composer.records.book import Records
from composer.records.contacts import Contact
from composer.records.history import History

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


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


def compose(
    orders: Iterable[Order],
    records: Records,
    catalogue: Catalogue,
    today: date,
    *,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Composed]:
    """The drafts for these orders, in their order.

    Args:
        orders: who gets which letter.
        records: everything that is known.
        catalogue: the letters.
        today: the day they are made; offers and dates are seen from it.
        progress: told how many letters are done.
    """
    briefer = Briefer(records, today)
    kept, ahead = tee((order, briefer.brief(order.contact)) for order in orders)
    merged = merge_all(
        catalogue.sources,
        (job for order, brief in ahead for job in jobs(order.letter, brief)),
        progress=progress,
    )
    sender = sender_of(records)
    for order, brief in kept:
        subject, body = next(merged), next(merged)
        faults = tuple(dict.fromkeys(part for part in (subject, body) if isinstance(part, MergeFault)))
        draft = None
        if isinstance(subject, str) and isinstance(body, str):
            draft = make_draft((subject, body), order, sender, records.history, today)
        yield Composed(order.contact, order.letter.key, draft, faults, notes_on(brief, order.letter))


def jobs(letter: Letter, brief: Brief) -> tuple[MergeJob, MergeJob]:
    """The two merges of one letter: its subject and its body."""
    values = plain(brief.tree)
    assert isinstance(values, dict)  # noqa: S101  # a tree that begins with a mapping is one
    return MergeJob(letter.subject.name, values), MergeJob(letter.source.name, values)


def sender_of(records: Records) -> Address | None:
    """Who the letters come from; ``None`` lets the mail program choose."""
    practice = records.practice
    return Address(practice.email, signed(practice).partition(",")[0]) if practice.email else None


def make_draft(merged: tuple[str, str], order: Order, sender: Address | None, history: History, today: date) -> Draft:
    """The draft of one letter from its merged subject and body."""
    subject, body = merged
    contact = order.contact
    to = (Address(contact.email, contact.name.partition(",")[0].strip()),) if contact.email else ()
    return Draft(
        name=draft_name(order, history, today),
        subject=unescape_line(subject),
        body=tidy(body),
        to=to,
        sender=sender,
        letter=order.letter.key,
        contact=contact.id,
        language=contact.language,
        made=today,
    )


def draft_name(order: Order, history: History, today: date) -> str:
    """The file's name: contact and letter; the year for a yearly letter, a number from the second thank-you on.

    No date stands in a thank-you's name: it would be close to that of a referral.
    """
    stem = f"{order.contact.id}.{order.letter.key}"
    if order.letter.head.once == "12 months":
        return f"{stem}-{today.year}"
    if order.letter.head.once == "per referral":
        sent = sum(
            1 for event in history.of(order.contact.id) if event.event == "sent" and event.letter == order.letter.key
        )
        return f"{stem}-{sent + 1}" if sent else stem
    return stem


def tidy(text: str) -> str:
    """A merged letter without the gaps that left-out paragraphs leave: no blank ends, one blank line at most."""
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", text)).strip("\n") + "\n"


_ESCAPE = re.compile(r"\\([^\w\s])")


def unescape_line(text: str) -> str:
    """A merged subject as plain text: a subject is no Markdown, so its escapes go again."""
    return " ".join(_ESCAPE.sub(r"\1", text).split())


def notes_on(brief: Brief, letter: Letter) -> tuple[str, ...]:
    """What the writer should know about this letter before editing it."""
    notes = []
    if not brief.recognised:
        hat = ", ".join(brief.contact.hats) or "no role"
        notes.append(f"'{hat}' is not a role this program knows; the general letter claims nothing about them")
    if letter.key == "introduction" and not brief.matches:
        notes.append("nothing in practice.yaml answers their needs today, so the letter only asks")
    if not brief.contact.email:
        notes.append("no email address; this letter can leave on paper only")
    if len(brief.contact.hats) > 1:
        notes.append(f"it speaks to them as {brief.role.name.lower()}, the first of their roles")
    return tuple(notes)


def unanswered(brief: Brief) -> Sequence[str]:
    """The reader's own needs that no offer of the practice answers."""
    answered = {match.need.key for match in brief.matches}
    return [need.key for need in brief.needs if need.recorded and need.key not in answered]
