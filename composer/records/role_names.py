"""From what people call a role to a role profile: the alias that is nearest, and how near it is."""

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from composer.records.roles import RoleProfile

_LIKELY = 0.7
_CLEAR = 0.1
_SAME_WORD = 88


class FoundRole(NamedTuple):
    """The profile for somebody's role, and how sure that is."""

    role: RoleProfile
    known: bool
    """Whether the words are an alias; otherwise the profile is a guess, or the general one."""
    alias: str
    """The alias it was taken for; empty where none is near and the general profile speaks."""
    likeness: float
    """How like that alias the words are, from 0 to 1."""


class RoleNamer:
    """Finds the alias that is clearly nearest, by the weight of the words that two names share.

    A word that few aliases hold weighs more (inverse document frequency), so that "pediatric nurse practitioner" is
    nearer to pediatrics than to any other nurse. Deterministic; of two equally near roles neither is taken.
    """

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = aliases
        self._words = {alias: tuple(alias.split()) for alias in aliases}
        holders = Counter(word for words in self._words.values() for word in set(words))
        self._weight = {word: math.log(1 + len(aliases) / count) for word, count in holders.items()}
        self._usual = math.log(1 + len(aliases))

    def nearest(self, plain: str) -> tuple[str, float]:
        """The alias and its likeness; an empty alias with the best likeness where none is clearly nearest."""
        best: dict[str, tuple[float, str]] = {}
        said = tuple(plain.split())
        for alias, role in self._aliases.items():
            near = (self._likeness(said, self._words[alias]), alias)
            if near[0] > best.get(role, (0.0, ""))[0]:
                best[role] = near
        ranked = sorted(best.values(), reverse=True)
        if not ranked:
            return "", 0.0
        lead = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.0)
        sure = ranked[0][0] >= _LIKELY and lead >= _CLEAR
        return (ranked[0][1] if sure else ""), ranked[0][0]

    def _likeness(self, said: tuple[str, ...], alias: tuple[str, ...]) -> float:
        """Dice's coefficient over word weights: twice what is shared, by all there is."""
        shared = sum(self._of(word) for word in alias if any(_same(word, other) for other in said))
        both = sum(map(self._of, said)) + sum(map(self._of, alias))
        return min(1.0, 2 * shared / both) if both else 0.0

    def _of(self, word: str) -> float:
        return self._weight.get(word, self._usual)


@cache
def _same(one: str, other: str) -> bool:
    """Whether two words are one, a slip of the finger or an ending aside."""
    if one == other:
        return True
    if min(len(one), len(other)) < len("word"):
        return False
    from rapidfuzz.fuzz import ratio

    return ratio(one, other) >= _SAME_WORD


def plain_words(text: str) -> str:
    """Case, dots and hyphens do not matter in the name of a role."""
    kept = "".join(letter if letter.isalnum() else " " for letter in text.casefold().replace(".", ""))
    return " ".join(kept.split())
