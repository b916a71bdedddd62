"""The words by which a note about a reader is read: short forms, and what asks, denies, or is nobody's need. Data."""

from pydantic import Field

from composer.records.base import Record
from composer.records.fields import KnownNotes, Line, Lines


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
    own: Lines = ()
    """Forms that tell of a reader's own life and past: ``used to be``."""
    told: Lines = ()
    """Forms that tell of the writer, an office, an event: ``parking``."""
    doing: Lines = ()
    """How a clause begins that tells what the reader does: ``teaches``."""
    anybody: Lines = ()
    """Words for people in general, which say nothing of whom a need or an offer is for: ``patients``."""
    people: Lines = ()
    """Whom readers speak of when they speak of their people: ``patients``, ``moms``."""
    troubles: Lines = ()
    """What shows, beside nobody's wish, that something lacks or goes on too long: ``keeps coming``."""
    notes: KnownNotes = ""
    """Notes that ask for nothing, one a line: a word that stands in many of them says little of any need."""
