"""Which drafts of a batch are nearly the same: near-linear, by the least numbers of their five-word sequences.

Each letter is a set of numbers. They are dealt into bins, and the least of each bin is kept (one-permutation hashing,
Li, Owen and Zhang 2012); two letters agree in a bin about as often as their sets overlap. Letters that agree in two
neighbouring bins meet in a bucket, and the few that met most often are compared in full.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_BINS = 32
_BAND = 2
_REACH = 4
_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a letter in order to compare it."""

    name: str
    contact: str
    role: str
    shingles: tuple[int, ...]
    """Its five-word sequences as numbers, sorted."""


@dataclass(frozen=True, slots=True)
class Near:
    """Another draft that says much of the same."""

    name: str
    share: float
    """Of the five-word sequences of the shorter letter, how many stand in the other, too."""
    same_contact: bool
    same_role: bool


def nearest_drafts(prints: Iterable[Fingerprint]) -> Mapping[str, tuple[Near, ...]]:
    """For each draft, the one most like it, and the one most like it that goes to the same person.

    The order of the drafts does not matter. A pair that shares half of its sequences is found nearly always; below a
    fifth, seldom, and no rule asks for it.
    """
    ordered = sorted(prints, key=lambda one: one.name)
    met: dict[str, Counter[int]] = {one.name: Counter() for one in ordered}
    for bucket in _buckets(ordered).values():
        for place, one in enumerate(bucket):
            for other in bucket[place + 1 : place + 1 + _REACH]:
                met[ordered[one].name][other] += 1
                met[ordered[other].name][one] += 1
    own = _by_contact(ordered)
    return {one.name: _nearest(one, met[one.name], own[one.contact], ordered) for one in ordered}


def _buckets(prints: Sequence[Fingerprint]) -> Mapping[tuple[int, ...], list[int]]:
    buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(prints):
        least = _least(one.shingles)
        for band in range(0, _BINS, _BAND):
            if one.shingles:
                buckets[band, *least[band : band + _BAND]].append(place)
    return buckets


def _least(numbers: Iterable[int]) -> list[int]:
    """The least number of each bin; an empty one borrows its neighbour's, so that short letters meet, too."""
    least = [-1] * _BINS
    for number in numbers:
        place = number % _BINS
        if least[place] < 0 or number < least[place]:
            least[place] = number
    for place in range(2 * _BINS - 1, -1, -1):
        if least[place % _BINS] < 0:
            least[place % _BINS] = least[(place + 1) % _BINS]
    return least


def _by_contact(prints: Sequence[Fingerprint]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(prints):
        found[one.contact].append(place)
    return found


def _nearest(
    one: Fingerprint, met: Counter[int], own: Sequence[int], prints: Sequence[Fingerprint]
) -> tuple[Near, ...]:
    ranked = sorted(met.items(), key=lambda pair: (-pair[1], pair[0]))
    others = [prints[place] for place, _ in ranked if prints[place].contact != one.contact][:_COMPARED]
    mine = [prints[place] for place in own if prints[place].name != one.name and one.contact]
    near = (_best(one, others), _best(one, mine))
    return tuple(one for one in near if one and one.share > 0)


def _best(one: Fingerprint, others: Iterable[Fingerprint]) -> Near | None:
    found = [
        Near(other.name, share(one, other), other.contact == one.contact, other.role == one.role) for other in others
    ]
    return max(found, key=lambda near: near.share, default=None)


def share(one: Fingerprint, other: Fingerprint) -> float:
    """Of the five-word sequences of the shorter letter, the share that stands in the other, too; 0 to 1."""
    mine, theirs = frozenset(one.shingles), frozenset(other.shingles)
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def specific(prints: Iterable[Fingerprint]) -> Mapping[str, float]:
    """For each draft, the share of its five-word sequences that no other draft of the batch has; 0 to 1."""
    kept = tuple(prints)
    counts = Counter(number for one in kept for number in one.shingles)
    return {one.name: sum(counts[number] == 1 for number in one.shingles) / max(1, len(one.shingles)) for one in kept}
