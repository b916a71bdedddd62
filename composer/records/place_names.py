"""When two spellings of a place's name are one, by data in ``templates/place-names.yaml``."""

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from itertools import chain

from pydantic import Field

from composer.records.base import Record
from composer.records.fields import Line, Lines
from composer.spelling import same_place, stem

_REMEMBERED = 65_536


class PlaceNames(Record, kind="place-names"):
    """What names of places are shortened to, and what they are said without."""

    short: dict[str, Line] = Field(default_factory=dict)
    """For a short form in small letters the words that it stands for: ``med: medicine``."""
    silent: Lines = ()

    @cached_property
    def key(self) -> Callable[[str], frozenset[str]]:
        """What the spellings of one place have in common: ``Riverbend Fam. Med.`` is ``Riverbend Family Medicine``."""
        return lru_cache(_REMEMBERED)(self._key)

    def _key(self, name: str) -> frozenset[str]:
        words = same_place(re.sub(r"[&+]", " and ", name)).split()
        whole = chain.from_iterable(self.short.get(word, word).split() for word in words)
        return frozenset(stem(word) for word in whole if word not in self.silent)
