"""Answering what a letter still asks its writer: words in the place of a question, or its sentence taken out."""

from dataclasses import dataclass

from composer.drafts.draft import Draft
from composer.errors import ComposerError, ConflictError
from composer.workspace.hole_places import (
    HolePlace,
    around,
    hole_places,
    spoken,
    why_it_stays,
    with_words,
    without_sentence,
)
from composer.workspace.record_writing import undo_records
from composer.workspace.remembering import AnswerPlace, answer_places, remember
from composer.workspace.rewriting import TextChange, put_text, restore_text, shown_draft
from composer.workspace.snapshot import Snapshot, writing

_AGAIN = "look again at what is asked"


@dataclass(frozen=True, slots=True)
class OpenHole:
    """One question that stands open in a letter, in its sentence."""

    key: str
    """The question by its words, for the answer."""
    asks: str
    """The question itself, as it stands in the letter."""
    before: str
    """What stands before it in its sentence, in plain words."""
    after: str
    in_subject: bool
    still_so: bool
    """Whether it asks only if the words behind it are still so: it goes, and they stay."""
    blocker: str
    """Why no words can be put in, as a clause; empty where they can."""
    stays: str
    """Why its sentence cannot be taken out, as a clause; empty where it can."""
    kept_in: AnswerPlace | None
    """The field of a record that answers it for good; ``None`` where none does."""


@dataclass(frozen=True, slots=True)
class HoleAnswer:
    """What somebody says to an open question."""

    key: str
    """`OpenHole.key`."""
    digest: str
    """The draft's file as it was shown then; another one is refused."""
    words: str = ""
    """What stands in its place; nothing where it asks only whether something is still so."""
    remember: bool = False
    """Whether the records are to have it, too."""


@dataclass(frozen=True, slots=True)
class FilledHole:
    """What an answer did."""

    text: TextChange
    kept_in: AnswerPlace | None = None
    """The field that has the answer now; ``None`` where the records stayed as they were."""
    undo: str = ""
    """The word by which the records are taken back; empty where there is nothing to take back."""


def holes_to_fill(snapshot: Snapshot, draft: Draft) -> tuple[OpenHole, ...]:
    """What a draft still asks its writer, in the order of the letter."""
    places = hole_places(draft)
    known = answer_places(snapshot, draft) if places else {}
    return tuple(
        OpenHole(
            key,
            place.hole.words,
            *around(draft, place),
            place.in_subject,
            place.still_so,
            place.blocker,
            why_it_stays(draft, place),
            known.get(place.hole.words),
        )
        for key, place in places.items()
    )


def fill_hole(snapshot: Snapshot, name: str, answer: HoleAnswer) -> FilledHole:
    """Puts words in the place of a question, and into the records where they are to be remembered; a backup is kept.

    Raises:
        NotFoundError: there is no such draft.
        ConflictError: it has changed since, or has left; nothing was written.
        RecordsError: these are no words for this place, or a file cannot be read or changed; nothing was written.
    """
    with writing(snapshot) as now:
        file, draft = shown_draft(now, name, answer.digest)
        place = _find(draft, answer.key)
        if place.blocker:
            raise ConflictError(f"nothing was done: {place.blocker}", hint="mend it in the text")
        words = "" if place.still_so else spoken(draft, place, answer.words)
        made = with_words(file.text, draft, place, words)
        kept_in = answer_places(now, draft).get(place.hole.words) if answer.remember else None
        if kept_in is None:
            return FilledHole(put_text(now, file, made))
        now.store.ensure_changeable(name)
        undo = remember(now, kept_in, words).undo
        try:
            return FilledHole(put_text(now, file, made), kept_in, undo)
        except ComposerError:
            if undo:
                undo_records(now, undo)
            raise


def take_hole_out(snapshot: Snapshot, name: str, key: str, *, digest: str) -> TextChange:
    """Takes the sentence of a question out of a draft; a backup is kept of what was.

    Raises:
        NotFoundError: there is no such draft.
        ConflictError: it has changed since, has left, or the sentence has to stay; nothing was written.
        RecordsError: it cannot be read or changed.
    """
    with writing(snapshot) as now:
        file, draft = shown_draft(now, name, digest)
        place = _find(draft, key)
        if stays := why_it_stays(draft, place):
            raise ConflictError(f"nothing was done: {stays}", hint="change it in the text")
        return put_text(now, file, without_sentence(file.text, draft, place))


def unfill(snapshot: Snapshot, name: str, *, digest: str, backup: str, records: str = "") -> None:
    """Takes an answer back: the draft as it was, and the records where they were changed with it.

    Args:
        snapshot: the workspace.
        name: the draft's.
        digest: `TextChange.digest`.
        backup: `TextChange.backup`.
        records: `FilledHole.undo`.

    Raises:
        NotFoundError: there is no such draft, or what was there is not kept any more.
        ConflictError: the draft or the records have changed since, or the letter has left; nothing was written.
        RecordsError: the draft cannot be read, or is read-only.
    """
    with writing(snapshot) as now:
        if records:
            shown_draft(now, name, digest)
            now.store.ensure_changeable(name)
            now.store.kept_aside(name, backup)
            undo_records(now, records)
        restore_text(now, name, digest=digest, backup=backup)


def _find(draft: Draft, key: str) -> HolePlace:
    place = hole_places(draft).get(key)
    if place is None:
        raise ConflictError("this was answered already, or the letter has changed, so nothing was done", hint=_AGAIN)
    return place
