"""The one thing that the pages let a person change: which text stands where they and the program both changed a place.

A form names no file: it says which of two texts, and which place and which state of the draft somebody was looking at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from composer.drafts.settling import ConflictPlace, ConflictSelector, OpenConflicts
from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.preview.differences import WordRun, side_by_side
from composer.spelling import did_you_mean
from composer.workspace.conflicts import settle_conflicts
from composer.workspace.snapshot import Snapshot

_MINE, _NEW, _REOPENED = "mine", "new", "reopened"
_LONGEST_SHOWN = 80
# What a page says about the choice that led to it; its address names one of these, and nothing else is ever shown.
SAID: Mapping[str, str] = {
    _MINE: "Your words stay. The other text is kept as a backup in",
    _NEW: "The new text stands in the letter now. What you had is kept as a backup in",
    _REOPENED: "The new text stands in the letter now, so read it once more: it is no longer marked ready. "
    "What you had is kept as a backup in",
}


@dataclass(frozen=True, slots=True)
class Versions:
    """One place as its page shows it: both texts, in pieces."""

    place: ConflictPlace
    yours: tuple[WordRun, ...]
    new: tuple[WordRun, ...]


def versions(opened: OpenConflicts) -> tuple[Versions, ...]:
    """The places of a draft with both texts compared."""
    return tuple(Versions(place, *side_by_side(place.conflict.yours, place.conflict.new)) for place in opened.places)


def _parse_choice(body: bytes) -> tuple[bool, ConflictSelector]:
    """Whether a form asks for the program's text, and where; otherwise the person's stays."""
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=8)
    except ValueError as error:  # not ASCII, which every form of ours is, or too many fields
        raise _not_ours() from error
    choice, key, digest = (fields.get(name, [""]) for name in ("choice", "place", "file"))
    if choice not in ([_MINE], [_NEW]) or not key[0] or not digest[0]:
        raise _not_ours()
    return choice == [_NEW], ConflictSelector(key=key[0], digest=digest[0])


def ensure_draft(snapshot: Snapshot, name: str) -> None:
    """An address may say anything: a `NotFoundError` for a name that the folder does not show."""
    names, short = snapshot.store.names(), name[:_LONGEST_SHOWN]
    if name not in names:
        raise NotFoundError(f"there is no draft '{short}'", hint=did_you_mean(short, names, "the list has all of them"))


def _not_ours() -> RecordsError:
    return RecordsError("this form is not complete, so nothing was done", hint="look again, then choose")


def choose(snapshot: Snapshot, name: str, body: bytes) -> str:
    """Does what a form asks for; returns the word of `SAID` for it.

    Raises:
        NotFoundError: there is no such draft.
        RecordsError: it is none of our forms.
        ConflictError: the draft or the place has changed since, or the new text cannot be put in; nothing was changed.
        ExternalError: the disk refused.
    """
    new, which = _parse_choice(body)
    ensure_draft(snapshot, name)
    settled = settle_conflicts(snapshot, name, new=new, which=which)
    if settled.left:
        place = settled.left[0]
        raise ConflictError(f"nothing was done: {place.because}", hint=f"both texts are still there; {place.remedy}")
    return _REOPENED if settled.reopened else _NEW if settled.taken else _MINE
