"""What a name may be made of, as data: titles, degrees, particles, given names."""

import unicodedata
from collections import defaultdict
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache

from pydantic import Field

from composer.records.base import Record
from composer.records.fields import Line, Lines


class NameParts(Record, kind="names"):
    """What a name may be made of beside the names themselves; what each list means stands above it in the file."""

    honorifics: dict[str, Line] = Field(default_factory=dict)
    """As written, in small letters without dots, and as spoken to: ``prof: Professor``. An empty one is dropped."""
    yield_to_doctor: Lines = ()
    """Spoken titles that a doctor does not have beside ``Dr.``: ``Ms.``."""
    by_given_name: Lines = ()
    """Spoken titles before the given name: ``Sir``."""
    by_family_name: Lines = ()
    """Spoken titles before a family name alone: ``Lady``; with a given name they mean somebody else."""
    given_name_alone: Lines = ()
    """Spoken titles that may stand before a given name alone: ``Father``."""
    religious: Lines = ()
    """Spoken titles whose bearers mostly go by the given name: ``Sister``."""
    title_or_given: Lines = ()
    """Titles that are given names as well: ``dean``."""
    ask: Lines = ()
    called_by_work: dict[str, Line] = Field(default_factory=dict)
    """What somebody with a title that is not spoken is called, by a word of their role: ``pastor: Pastor``."""
    """Honorifics after which only the person knows what they are called: ``reverend``."""
    dropped: Lines = ()
    """Words that change nothing: ``ret``."""
    post_nominals: Lines = ()
    doctorates: Lines = ()
    """Post-nominals whose holders are called Dr. in their work."""
    not_yet: Lines = ()
    """Words beside a degree that is not held: ``candidate``."""
    particles: Lines = ()
    """Small words that belong to the family name after them: ``van``."""
    inner_particles: Lines = ()
    """Small words that only follow another particle: ``Giolla``."""
    devotions: Lines = ()
    """Second parts of a given name of Spanish, after a particle: ``Carmen``."""
    particle_or_given: Lines = ()
    """Particles that are given names as well."""
    between_families: Lines = ()
    """Words between two family names: ``y``."""
    patronymics: Lines = ()
    """Words before the name of a parent: ``bin``."""
    between: Lines = ("and", "&")
    """Words between the names of two people who share a record."""
    family_first: Lines = ()
    """Family names that mostly stand first; with one of these in front the program asks."""
    given_elsewhere: Lines = ()
    """Given names that are hardly a family name, beside those of ``given``."""
    given_or_family: Lines = ()
    """Those of ``given`` that are family names as well."""
    spanish_families: Lines = ()
    portuguese_families: Lines = ()
    no_family: Lines = ()
    """Names of peoples who mostly have no family name."""
    placeholders: Lines = ()
    """Words that say that this is not a person's name yet, or not for sure."""
    doubts: Lines = ()
    """Words behind a name that may change how somebody is called."""
    teams: Lines = ()
    """The last word of a shared inbox's name: ``team``."""
    offices: Lines = ()
    """What somebody does who has no name here: ``coordinator``."""
    office_words: Lines = ()
    """The words before that."""
    places: Lines = ()
    """Words of the names of places."""
    given: Lines = ()
    """Given names that are no other word: one of them in a letter, and in no record, may be a client's."""

    @cached_property
    def _lists(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for key in type(self).model_fields:
            for word in getattr(self, key):
                found[plain_name(word)].add(key)
        return dict(found)

    def holds(self, key: str, word: str) -> bool:
        """Whether one of the lists has a word, in whatever case and with or without accents and dots."""
        return key in self._lists.get(plain_name(word), ())

    def any_holds(self, keys: AbstractSet[str], word: str) -> bool:
        """The same of several lists."""
        return not keys.isdisjoint(self._lists.get(plain_name(word), ()))

    @cached_property
    def asked(self) -> frozenset[str]:
        """Every title that is written and not spoken, plain."""
        return frozenset(self.ask)

    @cached_property
    def written(self) -> frozenset[str]:
        """Every honorific as it may be written, plain."""
        return frozenset({*self.honorifics, *self.ask})

    @cached_property
    def in_front(self) -> frozenset[str]:
        """Every one as it begins a name, with capitals, and ``The``."""
        return frozenset({"The", *(title.title() for title in self.written)})

    @cached_property
    def degrees(self) -> frozenset[str]:
        """Every post-nominal, plain."""
        return frozenset(map(plain_title, self.post_nominals))

    @cached_property
    def doctoral(self) -> frozenset[str]:
        """Every post-nominal of a doctorate, plain."""
        return frozenset(map(plain_title, self.doctorates))


@lru_cache(maxsize=4_096)
def plain_title(word: str) -> str:
    """A title without its dots, in small letters: ``Ph.D.`` is ``phd``."""
    return word.replace(".", "").casefold()


@lru_cache(maxsize=65_536)
def plain_name(word: str) -> str:
    """A word of a name as it is looked up: small letters without accents and dots; ``Nguyễn`` is ``nguyen``."""
    small = word.replace(".", "").replace("\u2019", "'").casefold().replace("đ", "d").replace("ł", "l")
    if small.isascii():
        return small
    return "".join(letter for letter in unicodedata.normalize("NFKD", small) if not unicodedata.combining(letter))
