"""What a person changed in a letter, and what the program would write now: place by place, each to be taken alone.

Places are found by comparing sentences (`drafts.changed_places`), in the text as it is when somebody chooses. None is
found by where it once stood.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from composer.drafts.changed_places import ChangedPlace, changed_places
from composer.drafts.cutting import replaced
from composer.drafts.draft import Draft, path_of
from composer.drafts.format import format_draft, parse_draft
from composer.drafts.head import read_head
from composer.drafts.lifecycle import LIFECYCLE
from composer.errors import ComposerError, ConflictError, RecordsError
from composer.letters.compose import Order, compose
from composer.workspace.explaining import letter_of
from composer.workspace.rewriting import TextChange, put_text, shown_draft
from composer.workspace.snapshot import Snapshot, writing

_UNKNOWN = "nobody knows any more what the program wrote, so nothing can be compared with it"


@dataclass(frozen=True, slots=True)
class TextPlace:
    """One place of a letter that differs from what the program wrote, or would write."""

    key: str
    """The place by its texts, so that a choice made some time ago is never taken for another's."""
    in_subject: bool
    texts: ChangedPlace

    @property
    def is_yours(self) -> bool:
        """Whether a person has other words there than the program wrote."""
        return self.texts.yours != self.texts.base

    @property
    def blocker(self) -> str:
        """Why the program's new words have no place in the letter, as a clause; empty where they have one."""
        gone = self.is_yours and not self.texts.yours.strip()
        return "you took out the words that these would take the place of" if gone else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One draft held against what the program wrote, and against what it would write now."""

    draft: Draft
    digest: str
    """The draft's file; a choice is good for no other."""
    is_open: bool
    """Whether its text may still be changed."""
    edited: tuple[TextPlace, ...] = ()
    """Where it differs from what the program wrote."""
    renewed: tuple[TextPlace, ...] = ()
    """Where the program would write something else now than it did, and the letter does not say that yet."""
    edited_unknown: str = ""
    """Why nobody can tell what was changed, as a clause; empty where one can."""
    renewed_unknown: str = ""
    """Why nobody can tell what the program would write now, as a clause; empty where one can."""


def compare_draft(snapshot: Snapshot, name: str) -> Comparison:
    """A draft held against what the program wrote and would write now; nothing is written.

    Raises:
        NotFoundError: there is no such draft.
        RecordsError: it cannot be read.
    """
    file = snapshot.store.file(name)
    draft, problems = (None, file.problems) if file.problems else parse_draft(file.text, name, path_of(name))
    if draft is None:
        raise RecordsError(f"the draft {path_of(name)} cannot be read", problems=problems)
    made, is_open = _as_generated(snapshot, draft), LIFECYCLE[draft.status].is_open
    known = Comparison(draft, file.digest, is_open, edited_places(made, draft) if made else ())
    if made is None:
        return replace(known, edited_unknown=_UNKNOWN, renewed_unknown=_UNKNOWN)
    if not is_open:
        return replace(known, renewed_unknown="this letter has left, or was put aside")
    try:
        return replace(known, renewed=renewed_places(made, draft, _as_written_now(snapshot, draft)))
    except ComposerError as error:
        return replace(known, renewed_unknown=error.message)


def edited_places(made: Draft, draft: Draft) -> tuple[TextPlace, ...]:
    """Where a draft differs from what the program wrote: with each of these put back it is that text."""
    return tuple(_places(made, draft, made))


def renewed_places(made: Draft, draft: Draft, fresh: Draft) -> tuple[TextPlace, ...]:
    """Where the program would write something else than it did, but for what a draft says already."""
    found = _places(made, draft, fresh)
    return tuple(one for one in found if one.texts.new not in {one.texts.base, one.texts.yours})


def put_words_back(snapshot: Snapshot, name: str, key: str, *, digest: str) -> TextChange:
    """Puts back what the program wrote at one place; a backup is kept of what was.

    Raises:
        NotFoundError: there is no such draft.
        ConflictError: it has changed since, has left, or the place cannot be found any more; nothing was written.
        RecordsError: it cannot be read or changed.
    """

    def places(now: Snapshot, draft: Draft) -> Sequence[TextPlace]:
        made = _as_generated(now, draft)
        return edited_places(made, draft) if made else ()

    return _take(snapshot, name, key, digest, places)


def take_new_words(snapshot: Snapshot, name: str, key: str, *, digest: str) -> TextChange:
    """Takes what the program would write now at one place; a backup is kept of what was.

    Raises:
        NotFoundError: there is no such draft, or its letter or contact is gone.
        ConflictError: it has changed since, has left, or the place cannot be found any more; nothing was written.
        RecordsError: it cannot be read or changed.
        LetterError: the letter cannot be merged any more.
    """

    def places(now: Snapshot, draft: Draft) -> Sequence[TextPlace]:
        made = _as_generated(now, draft)
        return renewed_places(made, draft, _as_written_now(now, draft)) if made else ()

    return _take(snapshot, name, key, digest, places)


def _take(
    snapshot: Snapshot, name: str, key: str, digest: str, places: Callable[[Snapshot, Draft], Sequence[TextPlace]]
) -> TextChange:
    with writing(snapshot) as now:
        file, draft = shown_draft(now, name, digest)
        place = next((one for one in places(now, draft) if one.key == key), None)
        if place is None:
            text = "this place is not to be found in the letter any more, so nothing was done"
            raise ConflictError(text, hint="look again at what is different")
        if place.blocker:
            raise ConflictError(f"nothing was done: {place.blocker}", hint="copy them into the letter if you want them")
        return put_text(now, file, with_new_words(file.text, file.name, place))


def with_new_words(text: str, name: str, place: TextPlace) -> str:
    """A draft's file with the program's words at one place, and every byte around it as it was."""
    head = read_head(text, path_of(name))
    if place.in_subject:
        return head.with_fields({"subject": place.texts.new})
    return replaced(head, place.texts.begin, place.texts.end, place.texts.new)


def _as_generated(snapshot: Snapshot, draft: Draft) -> Draft | None:
    """The draft as the program last made it; ``None`` where that is not known."""
    text = snapshot.store.file_to_check(draft.name).generated
    return parse_draft(text, draft.name, path_of(draft.name))[0] if text else None


def _as_written_now(snapshot: Snapshot, draft: Draft) -> Draft:
    """The draft as the program would make it today from the records.

    Raises:
        NotFoundError: its letter or its contact is gone.
        RecordsError: it cannot be made.
    """
    snapshot.ensure_wording()
    order = Order(snapshot.contact(draft.contact), letter_of(snapshot, draft), draft.release)
    (made,) = compose([order], snapshot.records, snapshot.catalogue, snapshot.today)
    fresh = parse_draft(format_draft(made.draft), draft.name, path_of(draft.name))[0] if made.draft else None
    if fresh is None:
        raise RecordsError("; ".join(fault.text for fault in made.faults) or "the letter cannot be written now")
    return fresh


def _places(made: Draft, draft: Draft, fresh: Draft) -> Iterator[TextPlace]:
    subjects = made.subject, draft.subject, fresh.subject
    found = [(True, ChangedPlace(0, len(draft.subject), *subjects))] if len({*subjects}) > 1 else []
    found += [(False, place) for place in changed_places(made.body, draft.body, fresh.body)]
    seen: Counter[str] = Counter()
    for in_subject, texts in found:
        said = json.dumps([in_subject, texts.base, texts.yours, texts.new])
        seen[said] += 1  # two places with the same words are told apart by which comes first
        yield TextPlace(hashlib.sha256(f"{seen[said]}{said}".encode()).hexdigest(), in_subject, texts)
