"""How letters put things: sources, months and events in words, and the parts of names. Data, in `templates/`."""

from functools import cached_property
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from composer.records.base import Record
from composer.records.fields import Line, Sentence, listed

_Words = Annotated[tuple[Line, ...], BeforeValidator(listed)]


class SourcePhrase(Record):
    """How a letter says where it knows something from."""

    kind: ClassVar[str] = "source"
    match: _Words = ()
    """Words in a record's ``source``; the first phrase with one of them is used."""
    begins: Line = ""
    """Or how the source begins: ``your``."""
    text: Sentence
    """The sentence, with ``{when}``, ``{source}`` and ``{clauses}``."""


class Phrases(Record):
    """The wording that belongs to no role and no letter."""

    kind: ClassVar[str] = "phrases"
    fresh_days: int = Field(default=550, ge=1)
    """A fact noted longer ago than this is asked about, not stated."""
    sources: tuple[SourcePhrase, ...] = ()
    memories: dict[str, Line] = Field(default_factory=dict)
    """For each event, the sentence that recalls it, with ``{when}`` and ``{mention}``."""
    subjects: _Words = ()
    """Words that may begin a clause in the third person: ``patients``, ``families``, ``the``."""
    verbs: _Words = ()
    """Finite verbs by which a note is known to read as a clause."""
    months: _Words = ()


class NameParts(Record):
    """What a name may be made of beside the names themselves."""

    kind: ClassVar[str] = "names"
    honorifics: dict[str, Line] = Field(default_factory=dict)
    """As written, in small letters without dots, and as spoken to: ``prof: Professor``. An empty one is dropped."""
    ask: _Words = ()
    """Honorifics after which only the person knows what they are called: ``reverend``."""
    post_nominals: _Words = ()
    doctorates: _Words = ()
    """Post-nominals whose holders are called Dr. in their work."""
    particles: _Words = ()
    """Small words that belong to the family name after them: ``van``, ``de la``."""
    family_first: _Words = ()
    """Family names that mostly stand first; with one of these in front the program asks."""

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
