"""History: what happened between the practice and its contacts. An event is a date and a contact, never a client."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, model_validator

from composer.days import Month
from composer.errors import Place, Problem, errors_in
from composer.records.base import Record, read_records
from composer.records.event_kinds import TOUCHES, WISHES, EventKind, event_kind
from composer.records.fields import DayOrMonth, IsoDate, Line, Lines, Sentence
from composer.records.wishes import said_in
from composer.yaml.reader import DEFAULT_LIMITS, Document, Seq, read_yaml, uncollected


def _letter_sent(value: Any) -> Any:
    """``event: introduction sent`` is a letter sent, and says which."""
    said = event_kind(value.get("event")) if isinstance(value, dict) else None
    if isinstance(said, str) and said.endswith("-sent") and "letter" not in value:
        return {**value, "event": "sent", "letter": said.removesuffix("-sent")}
    return value


_DAY_WANTED = "'date': of this event write the day, like 2026-03-09: it decides what may be written next"
# Nothing but how a letter recalls it hangs on the day of these.
_RECALLED = frozenset({"met", "called", "replied"})
_FACTS = frozenset({"date", "contact", "event", "letter", "question", "until", "message"})


def _note_wish(value: Any) -> Any:
    """Notes which of an event's fields may hold somebody's wish to be left alone; `said` is never taken as written."""
    if not isinstance(value, dict):
        return value
    key = next((key for key in value if key not in _FACTS and said_in({key: value[key]}, label=False)), "")
    return {**value, "said": key} if key or "said" in value else value


class Event(Record, kind="event"):
    """One thing that happened, on a day, with a contact."""

    date: DayOrMonth
    """The day; of a call, a meeting or a reply the month alone will do."""
    contact: Line
    """Their id, now or before, or their name; after the records are put together, the id of today."""
    event: Annotated[EventKind, BeforeValidator(event_kind)]
    letter: Line = ""
    """For ``sent``: which letter."""
    fields: Lines = ()
    """For ``update-requested``: the facts they ask for, in their words and their order."""
    question: Line = ""
    """For ``sent``: the key of the question that was asked, so that it is not asked again."""
    mention: Sentence = ""
    """A true clause a later letter may recall: ``you were starting alumni calls at thirty and ninety days``."""

    message: Line = ""
    """For ``may-have-asked-to-stop``: which answer it was, as a short digest that tells nothing else."""
    until: IsoDate | None = None
    """For ``snoozed``: the day before which nobody is reminded of them."""
    said: Line = ""
    """The field that may hold somebody's wish to be left alone; found by the program."""

    @model_validator(mode="after")
    def _ensure_dated(self) -> Self:
        if isinstance(self.date, Month) and self.event not in _RECALLED:
            raise ValueError(_DAY_WANTED)
        return self

    _wish = model_validator(mode="before")(_note_wish)
    _sent = model_validator(mode="before")(_letter_sent)


@dataclass(frozen=True)
class History:
    """All events, oldest first; events of one day keep the file's order."""

    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    steps: int = field(default=0, repr=False)
    """How many steps its items took to read; 0 where more of them could not be read alone."""

    @cached_property
    def _of(self) -> Mapping[str, tuple[Event, ...]]:
        found: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            found[event.contact].append(event)
        return {contact: tuple(events) for contact, events in found.items()}

    def of(self, contact: str) -> tuple[Event, ...]:
        """The events with a contact, oldest first."""
        return self._of.get(contact, ())

    def last(self, contact: str, *kinds: str, letter: str = "") -> Event | None:
        """The newest event of these kinds (any, where none is named), of one letter where that is named."""
        for event in reversed(self.of(contact)):
            if (not kinds or event.event in kinds) and (not letter or event.letter == letter):
                return event
        return None

    def last_touch_event(self, contact: str) -> Event | None:
        """The last letter, call, meeting or reply."""
        return self.last(contact, *TOUCHES)

    def last_touch(self, contact: str) -> date | None:
        """The day of the last letter, call, meeting or reply."""
        event = self.last_touch_event(contact)
        return event.date if event else None


def set_aside(text: str) -> tuple[str, str]:
    """A history without a last line that was torn while it was written, and that line; empty where none is.

    The program appends ``- {…}`` with its line end in one write; what has neither brace nor end was cut off.
    """
    begin = text.rfind("\n") + 1
    last = text[begin:]
    torn = last.startswith("- {") and "}" not in last
    return (text[:begin], last) if torn else (text, "")


def with_lines(text: str, lines: Sequence[str]) -> str:
    """The text of a history with further events, in its own way of indenting.

    Raises:
        ValueError: it is written so that no line can be added to it.
    """
    begin = f"{text}\n" if text and not text.endswith("\n") else text
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "- ")
    indent = first[: len(first) - len(first.lstrip())]
    whole = begin + "".join(f"{indent}{line}\n" for line in lines)
    if first.startswith("- ") and not _is_unusual(text.replace("\r\n", "\n")):
        return whole  # a list whose hyphens stand in the first column goes on, whatever is in it
    before, after = (read_yaml(one, "").value for one in (text, whole))
    if not isinstance(after, Seq) or len(after) != len(before if isinstance(before, Seq) else ()) + len(lines):
        raise ValueError("no line can be added")
    return whole


_AROUND = 6
"""The steps that a list takes besides its items: it, its document and the file begin and end."""
# What begins or ends a document, gives the reader orders, or ends a line as no editor does.
_UNUSUAL = ("\r", "\n---", "\n...", "\n%", "\ufeff")


def _is_unusual(text: str) -> bool:
    lined = f"\n{text}"
    return any(sign in lined for sign in _UNUSUAL)


@uncollected()
def parse_history(text: str, path: str) -> History:
    """``history.yaml`` from its text: a list of events, in any order. A torn last line is left out, and reported."""
    whole, torn = set_aside(text)
    return _history(whole, torn, read_yaml(whole, path), path)


@uncollected()
def extend_history(before: History, length: int, text: str, path: str) -> History | None:
    """The history of a longer text, of which only what follows the first `length` characters is read.

    ``None`` where the whole must be read: the rest is more than further items of the same list, or not in order.
    """
    if not before.steps or not text.startswith("\n- ", length - 1) or _is_unusual(text):
        return None
    whole, torn = set_aside(text)
    lines = "\n" * text.count("\n", 0, length)
    limits = replace(DEFAULT_LIMITS, events=DEFAULT_LIMITS.events - before.steps)
    document = read_yaml(lines + whole[length:], path, limits=limits)
    rest = _history(whole, torn, document, path)
    if not rest.steps or len(text) > limits.size:
        return None
    events = sorted([*before.events, *rest.events], key=attrgetter("date"))
    return History(tuple(events), tuple(sorted([*before.problems, *rest.problems])), before.steps + rest.steps)


def _history(whole: str, torn: str, document: Document, path: str) -> History:
    events, problems = read_records(Event, document.value, path)
    problems += document.problems
    if torn:
        at = Place(path, whole.count("\n") + 1)
        text = f"the last line was cut off while it was written, and is left out: {torn}"
        kind = re.search(r"\bevent: *([\w-]*)", torn)
        if kind is None or any(wish.startswith(kind[1]) for wish in WISHES):
            hint = (
                "it may be somebody's wish to be left alone: complete it, or delete it; until then nothing is written"
            )
            problems.append(at.error("history-torn", text, hint))
        else:
            hint = "complete it, or delete it; the next event that is logged sets it aside in history.torn.txt"
            problems.append(at.warning("history-torn", text, hint))
    ordered = sorted(events, key=attrgetter("date"))
    steps = document.events - _AROUND if _may_go_on(document, whole) else 0
    return History(tuple(ordered), tuple(sorted(problems)), steps)


def _may_go_on(document: Document, text: str) -> bool:
    """Whether a line that begins with a hyphen would be one more item, whatever stands before it.

    That is so in a list whose hyphens stand in the first column: nothing inside an item reaches back to there.
    """
    if not isinstance(document.value, Seq) or errors_in(document.problems) or _is_unusual(text):
        return False
    line, column = document.value.start
    return column == 1 and text.split("\n", line)[line - 1].startswith("-")
