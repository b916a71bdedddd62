"""What letters call those whom a reader looks after, and how a practice's own sentences speak of them. Data."""

from functools import cached_property

from pydantic import Field

from composer.records.base import Record
from composer.records.fields import Line, Lines


class YourPeople(Record, kind="your-people"):
    """What a letter calls those whom its reader looks after."""

    word: Line = "your {people}"
    """Where they have one word for them."""
    words: Line = "your {people}"
    """Where they have several: ``officers and their families``."""
    unknown: Line = "your {people}"
    """Where nobody knows what they call them."""
    articles: Lines = ()
    """What a record may have before their word, and no sentence has: ``the``, ``our``."""
    adjective: Line = "{word}"
    """A word that means people only with an article before it, ``the bereaved``, without one."""
    as_several: dict[str, Line] = Field(default_factory=dict)
    """A word for one, or for all as one, as sentences about several need it: ``crew: crew members``."""

    def several(self, word: str) -> str:
        """Their word as it stands in any sentence, without an article of its own."""
        parts = word.split(" and ")
        if len(parts) > 1:
            return " and ".join(self._without_article(part) for part in parts)
        bare = self._without_article(word)
        return self.as_several.get(bare.casefold(), bare)

    def _without_article(self, word: str) -> str:
        first, _, rest = word.partition(" ")
        if not rest or first.casefold() not in self.articles:
            return word
        told = self.adjective.replace("{word}", rest)
        noun = " " in rest or rest.endswith("s") or rest.casefold() in {*self.as_several, *self.as_several.values()}
        return rest if noun and self.as_several.get(rest.casefold()) != told else told

    def called(self, people: str, *, known: bool) -> str:
        """``your patients``."""
        form = self.unknown if not known else self.words if " " in people and people not in self._nouns else self.word
        return form.replace("{people}", people)

    @cached_property
    def _nouns(self) -> frozenset[str]:
        return frozenset(one for word, one in self.as_several.items() if one != self.adjective.replace("{word}", word))


class TheirWord(Record, kind="their-word"):
    """How a practice's own sentences speak of those whom a reader sends; empty where that is never reworded."""

    one: Lines = ()
    """Words for one of them: ``patient``, ``client``."""
    anybody_one: Lines = ()
    """The same where a practice says how to refer: ``the person can call``."""
    anybody: Lines = ()
    """The same for several: ``people can call``."""
    several: Lines = ()
    joined: Lines = ()
    """Between two of these: ``patient or client``."""
    yours: Lines = ()
    """``your``, before one; where it is another before several, both."""
    articles: Lines = ()
    """What stands before one: ``a``, ``the``, ``each``."""
    plain: Lines = ()
    """What may stand before several at the beginning of a clause; none where nothing does."""
    feminine: Lines = ()
    """An article, and what it is before a feminine word: ``un una``."""
    feminine_ends: Lines = ()
    follow: Lines = ()
    """Words that end the noun before them: ``in``, ``who``; before any other it may be part of a longer one."""
    verbs: Lines = ()
    """The same of verbs before which several may stand alone: ``Clients can …``."""
    alike: Lines = ()
    """Those of them that are alike for one and for several: ``can``."""
    care: Lines = ()
    """Words before one whom the practice itself looks after: ``see``."""
    ours: Lines = ()
    """The same behind ``in``, ``with`` and the like: ``my``."""
    begin: Lines = ()
    """Words behind which a clause begins: ``when``."""
    not_yours: Lines = ()
    """Words that mean one's own kin, or nobody, behind ``your``: ``child``, ``person``."""
    anyone: Line = ""
    """One of those for whom only a word for all is known: ``person``."""
    known_to: Line = ""
    """What stands for those, with ``{person}``."""
    whose: Line = ""
    """The same before a thing of theirs: ``the child's``."""

    @cached_property
    def of_anybody(self) -> "TheirWord":
        """As a practice says how to refer, where people in general are those whom its reader sends."""
        return self.model_copy(update={"several": (*self.several, *self.anybody_one, *self.anybody)})
