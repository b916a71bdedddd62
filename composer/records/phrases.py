"""How letters put things: sources, months and events in words, and the parts of names. Data, in `templates/`."""

from functools import cached_property

from pydantic import Field

from composer.records.base import Record
from composer.records.fields import Line, Lines, Sentence


class SourcePhrase(Record, kind="source"):
    """How a letter says where it knows something from."""

    match: Lines = ()
    """Words in a record's ``source``; the first phrase with one of them is used."""
    begins: Line = ""
    """Or how the source begins: ``your``."""
    text: Sentence
    """The sentence, with ``{when}``, ``{source}`` and ``{clauses}``."""


class Earlier(Record, kind="earlier"):
    """How a follow-up recalls the letter before it, with ``{when}``, ``{asked}`` and ``{people}``."""

    asked: Sentence = ""
    wrote: Sentence = ""
    """Where the history does not say which question was asked."""


class Greetings(Record, kind="greetings"):
    """How a letter in this language greets."""

    she: Line = "Dear"
    """Before the name of somebody whose record has ``she/her``."""
    he: Line = "Dear"
    other: Line = "Dear"
    """Before any other name."""
    nobody: Line = "To the person who keeps the referral list at {organization}"
    team: Line = "To the {team} at {organization}"
    and_: Line = Field(default="and", alias="and")
    """Between the names of two people."""
    titles: dict[str, Line] = Field(default_factory=dict)
    """Titles in this language, under the English ones: ``Ms.: Sra.``; for somebody known as he or she
    ``Dr. she: Dra.``. A title that is not here is left out, and the whole name stands."""


class Dates(Record, kind="dates"):
    """How a letter in this language says when. The names of months are Babel's (Unicode CLDR)."""

    long: Line = "MMMM d, y"
    """A whole date, as a CLDR pattern."""
    day: Line = "MMMM d"
    """A day of this year or the next, as a CLDR pattern."""
    this_month: Line = "earlier this month"
    month: Line = "in {month}"
    year: Line = "in {month} {year}"
    a_year: Line = "a year"
    years: Line = "{number} years"
    numbers: Lines = ()
    """``one``, ``two``, …: the words for small numbers."""


class Phrases(Record, kind="phrases"):
    """The wording that belongs to no role and no letter."""

    fresh_days: int = Field(default=550, ge=1)
    """A fact noted longer ago than this is asked about, not stated."""
    sources: tuple[SourcePhrase, ...] = ()
    memories: dict[str, Line] = Field(default_factory=dict)
    """For each event, the sentence that recalls it, with ``{when}`` and ``{mention}``."""
    earlier: Earlier = Field(default_factory=Earlier)
    greetings: Greetings = Field(default_factory=Greetings)
    dates: Dates = Field(default_factory=Dates)
    departures: dict[str, Line] = Field(default_factory=dict)
    """What a letter says of somebody who is gone: ``retired: has retired``."""
    joint: str = ", and that "
    """Between two things that somebody said."""
    until: Line = "It stands until {date}."
    """Behind an opening that ends."""
    subjects: Lines = ()
    """Words that may begin a clause in the third person: ``patients``, ``families``, ``the``."""
    denials: Lines = ()
    """A part of a note that holds one of these speaks of no need: ``not a problem``, ``her own kids``."""
    verbs: Lines = ()
    """Finite verbs by which a note is known to read as a clause."""


class NameParts(Record, kind="names"):
    """What a name may be made of beside the names themselves."""

    honorifics: dict[str, Line] = Field(default_factory=dict)
    """As written, in small letters without dots, and as spoken to: ``prof: Professor``. An empty one is dropped."""
    ask: Lines = ()
    """Honorifics after which only the person knows what they are called: ``reverend``."""
    post_nominals: Lines = ()
    doctorates: Lines = ()
    """Post-nominals whose holders are called Dr. in their work."""
    particles: Lines = ()
    """Small words that belong to the family name after them: ``van``, ``de la``."""
    between: Lines = ("and", "&")
    """Words between the names of two people who share a record."""
    family_first: Lines = ()
    """Family names that mostly stand first; with one of these in front the program asks."""
    given: Lines = ()
    """Given names that are no other word: one of them in a letter, and in no record, may be a client's."""

    @cached_property
    def written(self) -> frozenset[str]:
        """Every honorific as it may be written, plain."""
        return frozenset({*self.honorifics, *self.ask})

    @cached_property
    def degrees(self) -> frozenset[str]:
        """Every post-nominal, plain."""
        return frozenset(map(plain_title, self.post_nominals))

    @cached_property
    def doctoral(self) -> frozenset[str]:
        """Every post-nominal of a doctorate, plain."""
        return frozenset(map(plain_title, self.doctorates))


def plain_title(word: str) -> str:
    """A title without its dots, in small letters: ``Ph.D.`` is ``phd``."""
    return word.replace(".", "").casefold()
