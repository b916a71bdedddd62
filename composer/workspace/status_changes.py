"""A draft's life after it is written: ready, skipped, handed over, sent; each step is a person's word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from composer.checks.questions import in_the_way
from composer.drafts.approval import NOT_READY, approval
from composer.drafts.departures import TOLD
from composer.drafts.draft import Draft, path_of
from composer.drafts.head import read_head
from composer.drafts.lifecycle import Status, refusal
from composer.errors import ConflictError, MessageError, Place, Problem, RecordsError, errors_in
from composer.mail.message import ensure_sayable
from composer.workspace.checking import inspector_of
from composer.workspace.history_log import LogEntry, NewEvent, lines_for, remember
from composer.workspace.snapshot import Snapshot, draft_name, writing
from composer.workspace.to_delete import is_to_stay

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What became of one draft that a person gave a new state."""

    draft: str
    status: str
    because: str = ""
    """Why it could not be done; empty where it was."""
    problems: tuple[Problem, ...] = ()
    """What stands in its way."""
    note: str = ""
    """What a person should know besides."""


def mark_ready(snapshot: Snapshot, names: Sequence[str], *, seen: Mapping[str, str] = _NOTHING) -> list[StatusChange]:
    """Binds a person's word to drafts as they are now; one that a check stops or that could not leave is not marked.

    `seen` has the digests of the files that a page showed: a word on one is no word on another.

    Raises:
        NotFoundError: there is no such draft.
        ConflictError: a draft is not the one that was shown any more; it was not marked.
    """
    with writing(snapshot) as now:
        return [_mark_ready(now, name, seen.get(name, "")) for name in _there(now, names)]


def mark_all_ready(snapshot: Snapshot) -> list[StatusChange]:
    """The same for every draft that waits to be read, and for every file that cannot be read as a draft."""
    with writing(snapshot) as now:
        read = ((name, now.store.read(name)[0]) for name in now.store.names())
        return [_mark_ready(now, name) for name, draft in read if draft is None or draft.status == "draft"]


def _mark_ready(snapshot: Snapshot, name: str, seen: str = "") -> StatusChange:
    draft, refused = may_become(snapshot, name, "ready", seen)
    if draft is None:
        return refused
    inspector, file = inspector_of(snapshot), snapshot.store.file_to_check(name)
    problems = inspector.check_file(file).problems
    blocks = errors_in(problems)
    if blocks:
        return StatusChange(name, draft.status, in_the_way(blocks, name), blocks)
    try:
        ensure_sayable(draft)
    except MessageError as error:
        problem = Place(path_of(name)).error("message-refused", error.message, error.hint)
        return StatusChange(name, draft.status, error.message, (problem,))
    told = "; ".join(f"{one.text}; {one.hint}" for one in problems if one.code in TOLD)
    bound = inspector.attachable.bound(draft, file.attached)
    head = {"reason": "", "attached": bound.attached, "approved": approval(bound)}
    return replace(_set(snapshot, draft, "ready", head), note=told)


def mark_skipped(
    snapshot: Snapshot, names: Sequence[str], reason: str, *, seen: Mapping[str, str] = _NOTHING
) -> list[StatusChange]:
    """Puts drafts aside, with the reason, whose line breaks become blanks; `seen` and errors as of `mark_ready`."""
    return _each(snapshot, names, "skipped", {"reason": " ".join(reason.split()), **NOT_READY}, seen=seen)


def reopen_drafts(
    snapshot: Snapshot, names: Sequence[str], *, seen: Mapping[str, str] = _NOTHING
) -> list[StatusChange]:
    """Makes drafts of what was ready, skipped or handed over; a message that was not touched leaves the outbox.

    `seen` and errors are as of `mark_ready`.
    """
    return _each(snapshot, names, "draft", {"reason": "", "handed-over": "", **NOT_READY}, seen=seen)


def _each(
    snapshot: Snapshot,
    names: Sequence[str],
    status: Status,
    head: Mapping[str, str],
    *,
    seen: Mapping[str, str] = _NOTHING,
) -> list[StatusChange]:
    """Gives drafts a state that nothing but their present one can keep them from."""
    changes = []
    with writing(snapshot) as now:
        for name in _there(now, names):
            draft, refused = may_become(now, name, status, seen.get(name, ""))
            change = refused if draft is None else _set(now, draft, status, head)
            changes.append(change if change.because else replace(change, note=_taken_back(now, name)))
    return changes


def _taken_back(snapshot: Snapshot, name: str) -> str:
    """What to say of the messages of a draft that is opened again: in the outbox, and in a mailbox."""
    said = (snapshot.store.departures.take_back(name), snapshot.store.pushes.take_back(name))
    return "; ".join(filter(None, said))


def mark_sent(snapshot: Snapshot, names: Sequence[str], day: date) -> list[StatusChange]:
    """Notes that letters were sent: as events in the history, in one write, then in their heads.

    A crash in between leaves an event whose draft does not know of it; doing it again writes no second one.
    """
    changes, drafts = [], []
    with writing(snapshot) as now:
        for name in _there(now, names):
            draft, refused = may_become(now, name, "sent")
            changes.append(refused if draft is None else StatusChange(name, "sent"))
            drafts += [draft] if draft and draft.status != "sent" else []
        if drafts:
            lines = tuple(line for draft in drafts for line in sent_lines(now, draft, day))
            remember(now, LogEntry(lines, {draft.name: draft.status for draft in drafts}))
        for draft in drafts:
            now.store.set_head(draft.name, {"status": "sent"})
    return changes


def mark_all_sent(snapshot: Snapshot, day: date) -> list[StatusChange]:
    """The same for every letter that was handed over, but for those that nobody was to send any more."""
    waiting = snapshot.handed_over()
    stay = [draft.name for draft in waiting if is_to_stay(snapshot, draft.name, draft)]
    changes = mark_sent(snapshot, [draft.name for draft in waiting if draft.name not in stay], day)
    kept = [StatusChange(name, "handed-over", _NOT_TO_GO.format(name)) for name in stay]
    return sorted([*changes, *kept], key=lambda one: one.draft)


_NOT_TO_GO = "nobody was to send it any more (`outreach due` says why); if it went, say `outreach sent {}`"


def sent_lines(snapshot: Snapshot, draft: Draft, day: date) -> tuple[str, ...]:
    """The event of one letter that was sent on a day; none where the history has it."""
    contact = snapshot.contact(draft.contact).id
    known = any(
        (event.event, event.letter, event.date) == ("sent", draft.letter, day)
        for event in snapshot.records.history.of(contact)
    )
    asked = draft.question if snapshot.store.still_asks(draft) else ""
    return () if known else lines_for(snapshot, NewEvent("sent", [contact], day, letter=draft.letter, question=asked))


def _there(snapshot: Snapshot, words: Sequence[str]) -> list[str]:
    """The drafts that are meant, all of them there: a slip in the last name changes nothing of the first."""
    names = [draft_name(word) for word in words]
    for name in names:
        snapshot.store.file(name)
    return names


def _set(snapshot: Snapshot, draft: Draft, status: Status, head: Mapping[str, str]) -> StatusChange:
    """Writes a new state into a draft's head; one that cannot be changed by its lines stops no other draft."""
    try:
        snapshot.store.set_head(draft.name, {"status": status, **head})
    except RecordsError as error:
        return StatusChange(draft.name, draft.status, error.message, error.problems)
    return StatusChange(draft.name, status)


def may_become(snapshot: Snapshot, name: str, target: Status, seen: str = "") -> tuple[Draft | None, StatusChange]:
    """The draft, where the step may be taken from its state and it is the one that was `seen`; otherwise why not."""
    draft, problems = snapshot.store.read(name)
    if seen and snapshot.store.file(name).digest != seen:
        text = "this letter has changed since you looked at it, so nothing was done"
        raise ConflictError(text, hint="read it once more")
    if draft is None:
        return None, StatusChange(name, "", "its file cannot be read as a draft", problems)
    if because := refusal(draft.status, target):
        return None, StatusChange(name, draft.status, because)
    try:
        snapshot.store.ensure_changeable(name)
        read_head(snapshot.store.text(name), path_of(name)).with_fields({"status": target})
    except RecordsError as error:
        return None, StatusChange(name, draft.status, error.message, error.problems)
    return draft, StatusChange(name, draft.status)
