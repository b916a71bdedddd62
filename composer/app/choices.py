"""Choosing on a page which text stands where a person and the program both changed a place.

A form names no file: it says which of two texts, and which place and which state of the draft somebody was looking at.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from composer.app.differences import WordRun, side_by_side
from composer.app.forms import Form, ensure_draft, not_ours
from composer.drafts.settling import ConflictPlace, ConflictSelector, OpenConflicts
from composer.errors import ConflictError
from composer.workspace.conflicts import settle_conflicts
from composer.workspace.snapshot import Snapshot

_MINE, _NEW, _REOPENED = "mine", "new", "reopened"
_BACKUP = "a backup in `.outreach/backup`."
# What a page says about the choice that led to it.
_SAID: Mapping[str, str] = {
    _MINE: f"Your words stay. The other text is kept as {_BACKUP}",
    _NEW: f"The new text stands in the letter now. What you had is kept as {_BACKUP}",
    _REOPENED: "The new text stands in the letter now, so read it once more: it is no longer marked ready. "
    f"What you had is kept as {_BACKUP}",
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


def choose(snapshot: Snapshot, name: str, form: Form) -> str:
    """Does what a form asks for; returns what a page says of it.

    Raises:
        NotFoundError: there is no such draft.
        RecordsError: it is none of our forms.
        ConflictError: the draft or the place has changed since, or the new text cannot be put in; nothing was changed.
        ExternalError: the disk refused.
    """
    chosen = form.one("choice")
    if chosen not in {_MINE, _NEW}:
        raise not_ours()
    ensure_draft(snapshot, name)
    which = ConflictSelector(key=form.one("place"), digest=form.one("file"))
    settled = settle_conflicts(snapshot, name, new=chosen == _NEW, which=which)
    if settled.left:
        place = settled.left[0]
        raise ConflictError(f"nothing was done: {place.because}", hint=f"both texts are still there; {place.remedy}")
    return _SAID[_REOPENED if settled.reopened else _NEW if settled.taken else _MINE]
