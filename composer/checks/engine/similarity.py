"""Which drafts of a batch are nearly the same, without comparing each with all.

Each letter is a set of numbers, of which the smallest are as good as drawn by lot (a bottom-k sketch; Broder 1997).
Letters that have one of these in common meet there, each with the few that are most like it in all of them; those that
it met most often are compared in full. The time grows with the letters, not with their square.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

_SKETCH = 16
"""How many of its numbers a letter is found by. Two that have half of all in common share none once in 600 times."""
_REACH = 4
"""How many of those behind it a letter meets at a number. They stand in the order of all numbers: the next are the
most alike."""
_COMPARED = 4
"""How many of those it met are compared in full."""


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
    ordered = sorted(prints, key=lambda one: (one.shingles, one.name))
    meetings: dict[int, list[int]] = defaultdict(list)
    by_contact: dict[str, list[Fingerprint]] = defaultdict(list)
    for place, one in enumerate(ordered):
        by_contact[one.contact].append(one)
        for number in one.shingles[:_SKETCH]:
            meetings[number].append(place)
    met: list[Counter[int]] = [Counter() for _ in ordered]
    for places in meetings.values():
        for index, place in enumerate(places):
            for other in places[index + 1 : index + 1 + _REACH]:
                met[place][other] += 1
                met[other][place] += 1
    return {
        one.name: _nearest(one, [ordered[other] for other, _ in counts.most_common()], by_contact[one.contact])
        for one, counts in zip(ordered, met, strict=True)
    }


def _nearest(one: Fingerprint, met: Iterable[Fingerprint], own: Iterable[Fingerprint]) -> tuple[Near, ...]:
    others = islice((other for other in met if other.contact != one.contact), _COMPARED)
    mine = (other for other in own if other.name != one.name and one.contact)
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
