"""The places at which three versions of a text differ, each as small as can be, so that one can be taken by itself.

Where a merge (`three_way`) looks for what all three have in common, this keeps apart what stands side by side: a
sentence that one side changed, and the next one that the other did.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from composer.drafts.three_way import matches_in, units


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """One place at which three versions of a text are not all the same."""

    begin: int
    """Where it begins in the person's text, in characters from 0."""
    end: int
    base: str
    yours: str
    new: str


class _Change(NamedTuple):
    """Units of the base, from `begin` on, that stand as others in another version."""

    begin: int
    end: int
    other_begin: int
    other_end: int


def changed_places(base: str, yours: str, new: str) -> tuple[ChangedPlace, ...]:
    """Where three versions of a text differ, sentence by sentence, in the order of the text.

    No two of them overlap. With `base` put in at each of those where it differs the person's text becomes the base.
    """
    was, mine, made = units(base), units(yours), units(new)
    left, right = _changes(was, mine), _changes(was, made)
    ends = [0]
    for unit in mine:
        ends.append(ends[-1] + len(unit))
    found = []
    for begin, end in _ranges([*left, *right]):
        b, c = _where(begin, end, left), _where(begin, end, right)
        texts = ("".join(version[part]) for version, part in ((was, slice(begin, end)), (mine, b), (made, c)))
        found.append(ChangedPlace(ends[b.start], ends[b.stop], *texts))
    return tuple(found)


def _changes(base: Sequence[str], other: Sequence[str]) -> list[_Change]:
    """What lies between the runs that two texts have in common; as many sentences for as many are changes of each."""
    runs = [(0, 0, 0), *matches_in(base, other), (len(base), len(other), 0)]
    gaps = (_Change(a + size, after, b + size, there) for (a, b, size), (after, there, _) in pairwise(runs))
    return [change for gap in gaps for change in _each(gap, base, other)]


def _each(gap: _Change, base: Sequence[str], other: Sequence[str]) -> Iterator[_Change]:
    before, after = base[gap.begin : gap.end], other[gap.other_begin : gap.other_end]
    if [unit.isspace() for unit in before] == [unit.isspace() for unit in after]:
        pairs = enumerate(zip(before, after, strict=True))
        for at in (place for place, (one, another) in pairs if one != another):
            yield _Change(gap.begin + at, gap.begin + at + 1, gap.other_begin + at, gap.other_begin + at + 1)
    else:
        yield gap


def _ranges(changes: Sequence[_Change]) -> Iterator[tuple[int, int]]:
    """The changes of both sides as ranges of the base; those that touch the same units, or one gap, are one."""
    ordered = sorted((change.begin, change.end) for change in changes)
    at: tuple[int, int] | None = None
    for begin, end in ordered:
        if at is not None and (begin < at[1] or (begin, end) == at):
            at = at[0], max(at[1], end)
        else:
            if at is not None:
                yield at
            at = begin, end
    if at is not None:
        yield at


def _where(begin: int, end: int, changes: Sequence[_Change]) -> slice:
    """Where the units of a range stand in the other version, which has some of these changes inside the range.

    A change that only touches the range, from without, stays outside.
    """
    start = stop = 0
    for change in changes:
        before = change.end < begin or (change.end == begin and (change.begin < begin or begin < end))
        if before:
            start += _growth(change)
        if before or (begin <= change.begin and change.end <= end and (change.begin < end or begin == end)):
            stop += _growth(change)
    return slice(begin + start, end + stop)


def _growth(change: _Change) -> int:
    return change.other_end - change.other_begin - (change.end - change.begin)
