"""From what people call a role to a role profile: the alias that their words hold, or else the nearest one."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from composer.records.roles import RoleProfile

_LIKELY = 0.7
_CLEAR = 0.1
_SAME_WORD = 88

_PART = re.compile(r"[,;:()\[\]|]|\s[-\u2013\u2014]+\s")
_BOTH = re.compile(r"[/&+]")


def _set(text: str, *, of_names: bool = False) -> frozenset[str]:
    return frozenset(name.strip() for name in (text.split(",") if of_names else text.split()))


_GONE = _set("retired former formerly ex past emeritus emerita future aspiring not never was")
# After these stands whom somebody works for, which says nothing of them: "receptionist for a therapist".
_WHOM = _set("for to with from by near who whose that")
# After these stands where they work, which says it of a director or a nurse: "director of student affairs".
_WHERE = _set("of at in")
# What stands beside the name of a trade or a place without making it another one.
_POSTS = _set(
    """a an the s my our two three all local small big new director head chief lead leader manager coordinator
    supervisor staff team nurse rn social worker clinician specialist liaison intake admissions referral
    department office practice clinic center centre group program programme service unit agency hospital church
    parish member associate deputy principal teacher administrator contact person people provider owner founder
    partner senior junior consultant practitioner professional clinical medical community county city state
    regional public private elementary middle high main front line on call planner"""
)
# What makes the trade after it another one.
_OTHER = _set(
    """massage speech language respiratory radiation camp credit debt financial genetic loan beauty animal dog tax
    estate patent criminal corporate property immigration prime government dance law flight driving tennis travel"""
)
# Names that any word beside them may change: "palliative care physician" is no family doctor.
_BARE = _set(
    """physician, doctor, nurse practitioner, physician assistant, attorney, lawyer, mediator, school, court,
    case manager, program director""",
    of_names=True,
)
# Names that say less than another beside them: "employee assistance counselor".
_WIDE = _BARE | _set(
    "therapist, counselor, psychotherapist, psychologist, clinical psychologist, private practice", of_names=True
)
_NEVER_INSIDE = _set("general other unknown")
_SHORT = 2


class FoundRole(NamedTuple):
    """The profile for somebody's role, and how sure that is."""

    role: RoleProfile
    known: bool
    """Whether the words are an alias or name one; otherwise the profile is a guess, or the general one."""
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
        self._longest = max(map(len, self._words.values()), default=0)

    def contained(self, said: str) -> str:
        """The alias of the one role that words name beside others; empty where it may be another, or several.

        Of the parts between commas the first that names a role counts, of the words of a part the last: a
        "psychiatrist's office manager" is an office manager.
        """
        for part in _PART.split(_BOTH.sub(" and ", said)):
            named = list(self._named(plain_words(part).split()))
            if named:
                return named[0] if len({self._aliases[alias] for alias in named}) == 1 else ""
        return ""

    def _named(self, words: Sequence[str]) -> Iterator[str]:
        """The aliases that a part is about, one of each half around an "and"."""
        said: list[str] = []
        passed = False
        for word in [*self._in_aliases(words), "and"]:
            if word not in _WHOM and word not in _WHERE and word != "and":
                said.append(word)
                continue
            alias = "" if passed else self._chief(said)
            if alias:
                yield alias
            # A post alone says nothing; whatever else stands before "of" is what this one is.
            passed = passed or word in _WHOM or (word in _WHERE and (bool(alias) or not _all_posts(said)))
            said = []

    def _chief(self, said: Sequence[str]) -> str:
        """The last name among words, a wide one only where no other stands; empty where they make it another trade."""
        held = [word for word in said if word in self._aliases and word not in _NEVER_INSIDE]
        alias = next(reversed([name for name in held if name not in _WIDE] or held), "")
        beside = [word for word in said if word not in held]
        after = [word for word in said[said.index(alias) + 1 :] if word not in held] if alias else []
        alone = alias in _BARE or len(alias) <= _SHORT
        clear = _OTHER.isdisjoint(beside) and _all_posts(beside if alone else after)
        return alias if clear else ""

    def _in_aliases(self, words: Sequence[str]) -> Iterator[str]:
        """Words, those that are an alias together as one; the longest alias first, an ending s aside."""
        at = 0
        while at < len(words):
            runs = (words[at : at + size] for size in range(min(self._longest, len(words) - at), 0, -1))
            forms = ((len(run), form) for run in runs for form in _forms(run))
            size, found = next(((size, form) for size, form in forms if form in self._aliases), (1, words[at]))
            yield found
            at += size

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


def _all_posts(words: Sequence[str]) -> bool:
    return all(word in _POSTS or word.removesuffix("s") in _POSTS for word in words)


def _forms(run: Sequence[str]) -> tuple[str, str]:
    said = " ".join(run)
    return said, said.removesuffix("s")


def has_left(words: str) -> bool:
    """Whether a role is one that somebody no longer has, or never had: ``retired pediatrician``."""
    return not _GONE.isdisjoint(plain_words(words).split())


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
