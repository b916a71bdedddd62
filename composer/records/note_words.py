"""The words by which a note about a reader is read: short forms, and what asks, denies, or is nobody's need. Data."""

from functools import cached_property

from pydantic import Field

from composer.records.base import Record
from composer.records.fields import KnownNotes, Line, Lines
from composer.records.note_grammar import Forms
from composer.records.sentence_points import SentencePoints


class NoteWords(Record, kind="note-words"):
    """How people jot notes; `templates/note-words.yaml` says of each list what it is, and how a form is written."""

    short: dict[str, Line] = Field(default_factory=dict)
    """What is written short, and what it stands for: ``pts: patients``."""
    names: Lines = ()
    """Names that hold a need's word and speak of none: ``trauma surgeon``."""
    titles: Lines = ()
    """Words that make a need before them somebody's title, or a place: ``lead``, ``clinic``."""
    lists: dict[str, Lines] = Field(default_factory=dict)
    """The words that a word in capitals stands for in a form."""
    asks: Lines = ()
    """Forms in which somebody asks or lacks: ``nobody``, ``would love/like``."""
    denies: Lines = ()
    """Forms in which nothing is wanted: ``no PROBLEM``."""
    unless: Lines = ()
    """Forms beside which a denial is none: ``who do not``."""
    served: Lines = ()
    """Forms in which it is there already: ``in house``."""
    undone: Lines = ()
    """Words close before what is there already that undo it: ``would``."""
    lost: Lines = ()
    """Words beside what is there already that say it is no more: ``retired``."""
    anybody: Lines = ()
    """Words for people in general, which say nothing of whom a need or an offer is for: ``patients``."""
    plain: Lines = ()
    """Words that stand in notes about anything: ``week``, ``send``."""
    same: dict[str, Line] = Field(default_factory=dict)
    """Words that two texts may use for the same, and the one they are held against each other by: ``dads: fathers``."""
    notes: KnownNotes = ""
    """Notes that ask for nothing, one a line: a word that stands in many of them says little of any need."""
    asking: SentencePoints = Field(default_factory=SentencePoints)
    """What its signs weigh: from `ask` points on a note asks for something. It has a file of its own."""

    @cached_property
    def forms(self) -> dict[str, Forms]:
        """The forms of `asks` and the others, made once the first note is read."""
        return {kind: Forms(getattr(self, kind), self.lists) for kind in ("asks", "denies", "unless", "served")}
