"""The words by which a note about a reader is read: short forms, and what asks, denies, or is nobody's need. Data."""

from pydantic import Field

from composer.records.base import Record
from composer.records.fields import Line, Lines


class NoteWords(Record, kind="note-words"):
    """How people jot notes; `templates/note-words.yaml` says of each list what it is."""

    short: dict[str, Line] = Field(default_factory=dict)
    """What is written short, and what it stands for: ``pts: patients``."""
    names: Lines = ()
    """Names that hold a need's word and speak of none: ``trauma surgeon``."""
    wanting: Lines = ()
    """Words that ask for something: ``wants``, ``nobody``, ``hard to find``."""
    refusals: Lines = ()
    """What says plainly that nothing is wanted: ``stop sending``."""
    advice: Lines = ()
    """How a clause begins that tells the writer what to do: ``ring``, ``park``."""
    people: Lines = ()
    """Whom readers speak of when they speak of their people: ``patients``, ``moms``."""
    troubles: Lines = ()
    """What shows, beside nobody's wish, that something lacks or goes on too long: ``keeps coming``."""
    titles: Lines = ()
    """Words that make a need before them somebody's title, or a place: ``lead``, ``clinic``."""
    doing: Lines = ()
    """What readers do themselves, or did: ``teaches``; where nothing lacks, no need."""
    amounts: Lines = ()
    """Words that add nothing to a need named by itself: ``lots of``, ``mostly``."""
    needing: Lines = ()
    """Verbs of wanting that a negation denies: ``need``, ``look for``."""
    between: Lines = ()
    """Words that may stand between a negation and its verb: ``really``."""
    problems: Lines = ()
    """What a note says there is none of: ``shortage``, ``problem``."""
    supply: Lines = ()
    """What a reader may have already: ``therapist``, ``program``."""
    plenty: Lines = ()
    """Words for many: ``plenty of``."""
    served: Lines = ()
    """What is finished or served: ``all set``, ``covered for``."""
    practical: Lines = ()
    """Needs of which facts about an office's hours and doors only seem to speak."""
    kin: Lines = ()
    hobbies: Lines = ()
    own_past: Lines = ()
    """A reader's own life and past: ``used to be``, ``sabbatical``."""
    remarks: Lines = ()
    """Remarks about the writer, or small talk: ``loved my``."""
    office: Lines = ()
    """Facts about an office: ``parking``, ``closed``."""
    asides: Lines = ()
    """What says that all before it was no business: ``just mentioned``."""
    populations: Lines = ()
    """Whom a reader does not see, behind a bare "no": ``no teens``."""
