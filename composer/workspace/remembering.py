"""Where in the records an open question of a letter is answered for good, so that no letter asks it again.

It is found by what made the question: the piece of the brief that holds it, and the record behind that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from composer.briefs.brief import Brief
from composer.briefs.reported import STILL_SO
from composer.briefs.sources import source_phrase
from composer.briefs.statement import Statement, Tree
from composer.drafts.draft import Draft
from composer.drafts.holes import open_holes
from composer.errors import ComposerError
from composer.records.contacts import Contact
from composer.records.noted import Detail
from composer.records.phrases import Phrases
from composer.templating.escape import escape_markdown
from composer.workspace.explaining import brief_behind
from composer.workspace.record_edits import RecordChange, contact_place, edit_records, practice_place
from composer.workspace.record_writing import RecordsEdit
from composer.workspace.snapshot import Snapshot
from composer.yaml.reader import Map

_REPORTED = ("reason", "reason_beside", "reason_then")


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """The field of a record that answers a question."""

    kind: Literal["greeting", "fact", "still so"]
    contact: str
    """The id of the contact whose record it is in; empty for the practice's."""
    at: tuple[str | int, ...]
    """The field, from the record on: ``("address_as",)``."""

    @property
    def label(self) -> str:
        """What a list calls a fact."""
        return str(self.at[-1])


def answer_places(snapshot: Snapshot, draft: Draft) -> Mapping[str, AnswerPlace]:
    """The questions of a draft that a record can answer for good, each in its words with the field for it.

    A question that a person wrote is not among them, nor one whose answer is for this letter alone: what is said to
    somebody who asked for something that the practice does not have, or to readers for whom it has nothing. Nor is
    whether a thing somebody said on a day is still so: the day of that stays what it was.
    """
    try:
        brief = brief_behind(snapshot, draft)
    except ComposerError:  # its letter or its contact is gone, so no letter will ask again
        return {}
    phrases = snapshot.library.spoken(draft.language).phrases
    return {question: place for text, place in _known(brief, phrases) for question in open_holes(text)}


def remember(snapshot: Snapshot, place: AnswerPlace, words: str) -> RecordsEdit:
    """Writes an answer into its field; of what is still so that is the day.

    Raises:
        NotFoundError: there is no such contact.
        ConflictError: the file was changed meanwhile.
        RecordsError: the field cannot hold these words, or the file cannot be changed safely; nothing was written.
    """
    found = contact_place(snapshot, place.contact) if place.contact else practice_place(snapshot)
    value = str(snapshot.today) if place.kind == "still so" else words
    return edit_records(snapshot, [RecordChange(found.file, (*found.at, *place.at), value)], digest=found.digest)


def _known(brief: Brief, phrases: Phrases) -> Iterator[tuple[str, AnswerPlace]]:
    contact = brief.contact
    yield _text(brief.tree["salutation"]), AnswerPlace("greeting", contact.id, ("address_as",))
    for field in _REPORTED:
        said = brief.tree[field]
        if isinstance(said, Statement) and STILL_SO in said.text:
            yield from ((_text(said), place) for place in _still_so(said, contact, phrases))
    for fact in _items(brief.tree["facts"]):
        if isinstance(fact, Mapping) and isinstance(label := fact["label"], Statement):
            yield _text(fact["value"]), AnswerPlace("fact", "", ("facts", label.text))


def _still_so(said: Statement, contact: Contact, phrases: Phrases) -> Iterator[AnswerPlace]:
    for index, detail in enumerate(contact.details):
        if not {*contact.cite("details", index)}.isdisjoint(said.where) and not _says_when(detail, phrases):
            yield AnswerPlace("still so", contact.id, (*_written_at(contact, index), "heard"))


def _written_at(contact: Contact, index: int) -> tuple[str | int, ...]:
    """Where a detail stands in the record, which may have a single one without a list around it."""
    alone = contact.origin and isinstance(contact.origin.node, Map) and isinstance(contact.origin.node["details"], Map)
    return ("details",) if alone else ("details", index)


def _says_when(detail: Detail, phrases: Phrases) -> bool:
    """Whether a letter names the day of a note: a page still says it, but nobody has said it again."""
    phrase = source_phrase(detail.source, phrases)
    return phrase is None or any("{when}" in form for form in (phrase.text, phrase.of, phrase.quoted))


def _text(tree: Tree) -> str:
    """A piece of a brief as it stands in a letter."""
    return escape_markdown(tree.text) if isinstance(tree, Statement) and tree.text else ""


def _items(tree: Tree) -> Sequence[Tree]:
    return tree if isinstance(tree, list) else ()
