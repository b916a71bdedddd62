"""Whose mail is looked for, and which letters may have gone to them: read from the workspace before any mail is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from composer.addresses import mailbox, name_and_address, split_addresses
from composer.drafts.draft import Draft
from composer.drafts.lifecycle import LIFECYCLE
from composer.drafts.pushes import Push
from composer.drafts.sent_letters import SentLetters
from composer.drafts.summary import KnownSummaries
from composer.errors import MessageError, ReceivedError
from composer.mail.body import render_letter
from composer.mail.message import message_id
from composer.received.header import Header, read_header
from composer.received.matching import LetterOut
from composer.received.message import RawMessage, parse_whole
from composer.received.text import text_of
from composer.workspace.snapshot import Snapshot


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


def letters_to(snapshot: Snapshot, mailboxes: frozenset[str], known: Correspondents) -> Iterator[LetterOut]:
    """Every draft for whoever has one of some mailboxes, as it may have been sent."""
    book = snapshot.records.contacts
    wanted = {key for one in mailboxes for key in known.contacts.get(one, ())}
    for name, written_for in known.drafts.items():
        contact = book.find(written_for)
        if contact and contact.id in wanted and (draft := snapshot.store.read(name)[0]):
            written = {mailbox(one.addr_spec) for one in (*draft.to, *draft.cc, *draft.bcc)}
            yield _letter_out(draft, contact.id, written | {mailbox(address) for address in contact.addresses})


def letters_without_drafts(snapshot: Snapshot, known: Correspondents) -> Iterator[LetterOut]:
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


def _letter_out(draft: Draft, contact: str, mailboxes: Iterable[str]) -> LetterOut:
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
