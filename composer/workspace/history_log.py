"""Remembering what happened: events appended to the history, one line each, and the last act taken back."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from composer.checks.rules.records import client_in
from composer.drafts.lifecycle import STATUSES
from composer.drafts.sent_letters import SentLetters
from composer.errors import ConflictError, ExternalError, NotFoundError, RecordsError, errors_in
from composer.filenames import draft_name_fault
from composer.files import (
    FileText,
    append_line,
    ends_with,
    make_folder,
    read_text,
    remove_file,
    rename_file,
    write_text,
)
from composer.lock import ensure_own, locked
from composer.records.book import HISTORY
from composer.records.contacts import Contact
from composer.records.event_kinds import EVENTS, event_kind
from composer.records.history import parse_history, set_aside, with_lines
from composer.records.references import ELSEWHERE
from composer.spelling import did_you_mean
from composer.workspace.snapshot import Snapshot, writing
from composer.yaml.writer import format_flow_entry

BY_HAND = ("by-hand", "card", "email", "note", "postcard")
"""What a letter is called that is none of the catalogue's."""
LAST, TORN = ".outreach/last-logged.json", "history.torn.txt"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What is to be remembered of one or several people."""

    event: str
    """One of the kinds of events, or ``LETTER sent``."""
    who: Sequence[str]
    """Ids, addresses or names."""
    on: date
    letter: str = ""
    question: str = ""
    """For a letter: the key of the question that it asked."""
    mention: str = ""
    """A true clause that a later letter may recall."""
    message: str = ""
    """For an answer that may be a wish: its digest, which tells it from another."""
    until: date | None = None
    """For ``snoozed``: the day before which nobody is reminded of them."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What was written into the history at once, and what can be taken back at once."""

    lines: tuple[str, ...]
    drafts: Mapping[str, str] = field(default_factory=dict)
    """The status that each draft had before, where the act gave it another."""
    kept: tuple[str, ...] = ()
    """The letters whose words were kept as they went, by the names of their drafts."""

    @property
    def key(self) -> str:
        """Tells an act from another, so that whoever was shown one takes back no other."""
        return hashlib.sha256(repr((self.lines, sorted(self.drafts.items()))).encode("utf-8", "replace")).hexdigest()


def log_event(snapshot: Snapshot, event: NewEvent) -> tuple[str, ...]:
    """Appends an event for each person, in one synced write; returns the lines. It raises what `lines_for` does."""
    with writing(snapshot) as now:
        lines = lines_for(now, event)
        remember(now, LogEntry(lines))
    return lines


def lines_for(snapshot: Snapshot, event: NewEvent) -> tuple[str, ...]:
    """The lines that an event will be in the history, one for each person.

    Raises:
        NotFoundError: nobody, or more than one, is meant by a name.
        RecordsError: the event is none, is in the future, or seems to speak of a client.
    """
    _ensure_sayable(snapshot, event)
    people = dict.fromkeys(_contact_of(snapshot, name, event).id for name in event.who)
    what = {
        "letter": _key(event.letter),
        "question": event.question,
        "mention": event.mention,
        "message": event.message,
        "until": event.until,
    }
    kind = "asked to stop" if _key(event.event) == "asked-to-stop" else event.event
    told = [{"date": event.on, "contact": contact, "event": kind, **what} for contact in people]
    lines = tuple(format_flow_entry({key: str(value) for key, value in one.items() if value}) for one in told)
    problems = parse_history("\n".join(lines), HISTORY).problems
    if problems:
        raise RecordsError(problems[0].text, hint=problems[0].hint)
    return lines


def _contact_of(snapshot: Snapshot, name: str, event: NewEvent) -> Contact:
    try:
        return snapshot.contact(name)
    except NotFoundError as error:
        if _key(event.event) != "asked-to-stop" or "may be" in error.message:
            raise
        raise NotFoundError(error.message, hint=f"{error.hint}; {ELSEWHERE.format(name)}") from error


def remember(snapshot: Snapshot, act: LogEntry) -> None:
    """Keeps what is needed to take an act back, then appends its lines in one synced write. The lock is held.

    In this order a refusal at any step but the last means that nothing happened: what is kept of an act whose lines are
    not in the history takes nothing back.

    Raises:
        ExternalError: the disk refused; the message says whether the lines stand in the history.
    """
    lines = _lines_to_add(snapshot, act.lines) if act.lines else ()
    last, path, added = snapshot.folder / LAST, snapshot.folder / HISTORY, "\n".join(lines)
    make_folder(last.parent)
    kept = {
        "lines": [line.rstrip("\r") + "\n" for line in lines],
        "drafts": dict(act.drafts),
        "kept": list(act.kept),
    }
    before = path.stat().st_size if path.is_file() else 0
    write_text(last, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    if lines:
        hint = "run this again; nothing is noted twice" if act.drafts else _ONCE
        with _truthful("it was noted", hint, lambda: path.stat().st_size > before and ends_with(path, f"{added}\n")):
            append_line(path, added)


def _lines_to_add(snapshot: Snapshot, lines: Sequence[str]) -> list[str]:
    """The lines as the history takes them: as its others are indented and end; a torn one is set aside first."""
    found = _mend(snapshot)
    text = found.text if found else ""
    try:
        whole = with_lines(text, lines)
    except ValueError as error:
        hint = (
            f"write each event of {HISTORY} on a line of its own that begins with '- {{', without brackets around all"
        )
        raise RecordsError(
            f"nothing was noted: no line can be added to {HISTORY} as it is written", hint=hint
        ) from error
    end = "\r" if found and found.newline == "\r\n" else ""
    return [f"{line}{end}" for line in whole.split("\n")[-len(lines) - 1 : -1]]


_BY_HAND = f"open {HISTORY} and delete the line that is wrong; every line of it is one event"
ONE_ACT = f"the last act can be taken back, once. What was noted before: {_BY_HAND}"
"""What `undo_last` can still do after it was done."""
_ONCE = f"do not do it again; only a power cut now could undo it, so look into {HISTORY} after one"


@contextmanager
def _truthful(says: str, hint: str, stands: Callable[[], bool]) -> Iterator[None]:
    """A refusal after the deed was done, such as by a disk that cannot say that it lasts, says that it was done."""
    try:
        yield
    except ExternalError as error:
        if not stands():
            raise
        raise ExternalError(f"{says}, but {error.message}", hint=hint) from error


def last_act(snapshot: Snapshot) -> LogEntry:
    """What `undo_last` would take back; nothing where nothing is kept. A `NotFoundError` where that is damaged."""
    return _last(snapshot.folder / LAST)


def undo_last(snapshot: Snapshot, *, key: str = "") -> LogEntry:
    """Takes back what was logged last, where it still stands at the end of the history; returns what it was.

    With a `key`, that of an act, no other one is taken back.

    Raises:
        NotFoundError: there is nothing to take back, or the history has changed since.
        ConflictError: another act was noted since the one that is meant.
        ExternalError: the disk refused; the message says whether it was taken back.
    """
    path = snapshot.folder / HISTORY
    with locked(snapshot.folder):
        act = _last(snapshot.folder / LAST)
        written = "".join(f"{line}\n" for line in act.lines)
        found = read_text(path) if path.is_file() else None
        if not (act.lines or act.drafts or act.kept):
            raise NotFoundError("there is nothing to take back", hint=ONE_ACT)
        if key not in {"", act.key}:
            raise ConflictError("something else was noted since, so nothing was taken back", hint=ONE_ACT)
        if not (found and found.text.endswith(written)):
            text = f"what was noted last is not the end of {HISTORY} any more: {' '.join(act.lines)}"
            raise NotFoundError(f"there is nothing to take back: {text}", hint=_BY_HAND)
        there = set(snapshot.store.names())
        for name, status in act.drafts.items():
            if name in there:
                snapshot.store.set_head(name, {"status": status})
        SentLetters(snapshot.folder).forget(act.kept)
        whole = found.text.removesuffix(written)
        with _truthful("it was taken back", _ONCE, lambda: read_text(path).text == whole):
            try:
                if written:
                    write_text(path, whole, like=found, expect=found.digest)
            finally:
                if read_text(path).text == whole:  # otherwise a line like it, noted before, would be taken back next
                    remove_file(snapshot.folder / LAST)
    return act


def _last(path: Path) -> LogEntry:
    """What was kept of the last act; nothing where nothing is kept. What is none of ours is set aside, and an error."""
    if not path.is_file():
        return LogEntry(())
    try:
        return _parse_last({"kept": [], **json.loads(read_text(path).text)})
    except (RecordsError, TypeError, ValueError, RecursionError) as error:
        aside = path.with_name(f"{path.name}.damaged")
        rename_file(path, aside)
        hint = f"it was set aside as {aside.name}; edit {HISTORY} yourself, every line of it is one event"
        raise NotFoundError(f"there is nothing to take back: {LAST} is damaged", hint=hint) from error


def _parse_last(found: Any) -> LogEntry:
    match found:
        case {"lines": list(lines), "drafts": dict(drafts), "kept": list(kept), **others} if not others:
            whole = all(isinstance(line, str) and line.endswith("\n") for line in lines)
            named = all(isinstance(name, str) and not draft_name_fault(name) for name in kept)
            if whole and named and all(status in STATUSES for status in drafts.values()):
                return LogEntry(tuple(line.removesuffix("\n") for line in lines), drafts, tuple(kept))
    raise ValueError("not what was kept")


def _ensure_sayable(snapshot: Snapshot, event: NewEvent) -> None:
    torn = [problem for problem in errors_in(snapshot.records.problems) if problem.code == "history-torn"]
    if torn:
        raise RecordsError("nothing was written; this needs mending first", problems=torn)
    kind = _key(event.event)
    if kind not in EVENTS and not kind.endswith("-sent"):
        hint = did_you_mean(kind, EVENTS, f"it is one of: {', '.join(EVENTS)}")
        raise RecordsError(f"'{event.event}' is no event", hint=hint)
    if event.on > snapshot.today:
        raise RecordsError(f"{event.on} is yet to come", hint="log it when it has happened")
    if kind == "snoozed" and event.until is None:
        raise RecordsError("'snoozed' needs a day", hint="say until when: --until 2027-01-15")
    _ensure_letter(snapshot, _key(event.letter) or (kind.removesuffix("-sent") if kind not in EVENTS else ""))
    if (told := client_in(event.mention, snapshot.library)) and told.sure:
        hint = "say it without the person; what is known of a client belongs into your clinical record system"
        raise RecordsError(f"'{told.words}' seems to be about a client, and no file here may hold one", hint=hint)


def _ensure_letter(snapshot: Snapshot, letter: str) -> None:
    """A slip would be a letter that no rule remembers, and free words a place where a client could be named."""
    known = (*snapshot.catalogue.letters, *snapshot.catalogue.renamed, *BY_HAND)
    if letter and letter not in known:
        hint = did_you_mean(letter, known, f"`outreach letters` lists them; otherwise: {', '.join(BY_HAND)}")
        raise RecordsError(f"there is no letter '{letter}'", hint=hint)


def _key(words: str) -> str:
    """``Thank-you sent`` as it is written in the file: ``thank-you-sent``."""
    return str(event_kind(words))


def _mend(snapshot: Snapshot) -> FileText | None:
    """Sets a torn last line aside before anything is appended behind it; returns the history as it is then."""
    path = snapshot.folder / HISTORY
    found = read_text(path) if path.is_file() else None
    whole, torn = set_aside(found.text) if found else ("", "")
    if found and torn:
        ensure_own(snapshot.folder / TORN, snapshot.folder)
        append_line(snapshot.folder / TORN, torn)
        write_text(path, whole, like=found, expect=found.digest)
        return replace(found, text=whole)
    return found
