"""Choosing where a person and the program both changed one place: which text stands from now on.

Values in, values out; the store reads and writes what is decided here.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from composer.drafts.three_way import Conflict
from composer.errors import ConflictError, NotFoundError

Blocker = Literal["", "taken out", "gone", "unclear", "outdated", "finished"]
_BECAUSE: dict[Blocker, str] = {
    "": "",
    "taken out": "you took these words out, so the new text has no place of its own",
    "gone": "your words no longer stand in the draft, so the new text cannot take their place",
    "unclear": "your words stand in the draft more than once, so it is not clear where the new text belongs",
    "outdated": "the records have changed again, and no longer say this",
    "finished": "the draft was handed over, sent or skipped, so its text stays as it is",
}
_BY_HAND = "copy it into the draft if you want it, then keep yours"


@dataclass(frozen=True, slots=True)
class ConflictPlace:
    """One place that waits for a person's choice."""

    number: int
    """Counted from 1 within its draft, as it is shown."""
    conflict: Conflict
    blocker: Blocker = ""
    """What keeps the new text from being put in; empty where it can be."""

    @property
    def key(self) -> str:
        """The place by its texts, so that a choice made some time ago is never taken for another's."""
        one = self.conflict
        return hashlib.sha256(json.dumps([one.base, one.yours, one.new]).encode()).hexdigest()

    @property
    def because(self) -> str:
        """Why the new text cannot be put in, as a clause; empty where it can be."""
        return _BECAUSE[self.blocker]

    @property
    def remedy(self) -> str:
        """What a person can do about that, as a clause."""
        return "`outreach reopen` makes it a draft again" if self.blocker == "finished" else _BY_HAND


@dataclass(frozen=True, slots=True)
class OpenConflicts:
    """A draft's places, and the file they were held against."""

    digest: str
    """SHA-256 of the draft's file; empty where there is none any more."""
    places: tuple[ConflictPlace, ...]


@dataclass(frozen=True, slots=True)
class ConflictSelector:
    """Which places of a draft are meant; all of them where nothing is said."""

    number: int = 0
    """Counted from 1; 0 where no number is said."""
    key: str = ""
    """The place's `ConflictPlace.key`, for a choice on a page that was made some time ago."""
    digest: str = ""
    """The draft's file as it was shown then; another one is refused."""


EVERY = ConflictSelector()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What came of a choice."""

    taken: tuple[ConflictPlace, ...] = ()
    """Where the new text stands now."""
    kept: tuple[ConflictPlace, ...] = ()
    """Where the draft stays as it is, by choice."""
    left: tuple[ConflictPlace, ...] = ()
    """Where the new text was chosen and could not be put in; both texts are kept, and the place stays open."""
    reopened: bool = False
    """Whether the draft was ready, and is a draft again because its text changed."""


def find_places(text: str, made: str, conflicts: Sequence[Conflict], *, finished: bool) -> tuple[ConflictPlace, ...]:
    """What is to choose in a draft's file, numbered; `made` is as the program last made it, empty where not known."""
    found = (("finished" if finished else _blocker(text, made, one), one) for one in conflicts)
    return tuple(ConflictPlace(number, one, blocker) for number, (blocker, one) in enumerate(found, 1))


def _blocker(text: str, made: str, one: Conflict) -> Blocker:
    if not one.yours.strip():
        return "taken out"
    count = text.count(one.yours)
    if count != 1:
        return "unclear" if count else "gone"
    return "outdated" if made and one.new not in made else ""


def pick(name: str, opened: OpenConflicts, which: ConflictSelector) -> tuple[ConflictPlace, ...]:
    """The places that are meant.

    Raises:
        NotFoundError: there is no place of that number.
        ConflictError: the draft or the place is not as it was when it was shown.
    """
    if which.digest and which.digest != opened.digest:
        hint = "both texts are still there; look again, then choose"
        raise ConflictError("the draft has changed since you looked at it, so nothing was done", hint=hint)
    if which.key:
        chosen = tuple(place for place in opened.places if place.key == which.key)
        if not chosen:
            hint = "both texts are kept; look again at what is left"
            raise ConflictError("this choice was made already, or there is newer text, so nothing was done", hint=hint)
        return chosen
    if which.number > len(opened.places):
        count = len(opened.places)
        held = f"it has {count}" if count else "nothing in it waits for a choice"
        hint = "`outreach draft --conflicts` shows the places with their numbers"
        raise NotFoundError(f"there is no place {which.number} in {name}; {held}", hint=hint)
    return opened.places[which.number - 1 : which.number] if which.number else opened.places


def take(text: str, chosen: Sequence[ConflictPlace]) -> tuple[str, Resolution]:
    """A draft's file with the new text in the chosen places, as far as it can be put in.

    Every place is looked for in the text as it was, so that what one puts in is never taken for another's words; of two
    places with the same words the later one is newer, and wins.
    """
    parts: list[str] = []
    taken: list[ConflictPlace] = []
    left = [place for place in chosen if place.blocker]
    at = 0
    fitting = ((text.find(place.conflict.yours), -place.number, place) for place in chosen if not place.blocker)
    for begin, _, place in sorted(fitting, key=lambda one: one[:2]):
        if begin < at:
            left.append(replace(place, blocker="gone"))
            continue
        parts += [text[at:begin], place.conflict.new]
        at = begin + len(place.conflict.yours)
        taken.append(place)
    return "".join([*parts, text[at:]]), Resolution(taken=_in_order(taken), left=_in_order(left))


def _in_order(places: Sequence[ConflictPlace]) -> tuple[ConflictPlace, ...]:
    return tuple(sorted(places, key=lambda place: place.number))
