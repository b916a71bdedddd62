"""Merging three versions of a draft: as it was made, as a person edited it, and as it would be made today.

The body is merged by sentence, the head by key. What only one side changed is taken; what both changed differently is a
conflict: the person's words stand, and both versions are handed back. The algorithm is diff3 (Khanna, Kunal and Pierce,
2007) over difflib's matches; the libraries for it are under the GPL, or mark conflicts inside the text, which a letter
that could leave must never hold.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from composer.drafts.head import Head, read_head
from composer.errors import errors_in
from composer.patterns import regex
from composer.yaml.reader import Value

# A unit of prose: up to the blank behind a sentence, or to the end of a line.
_UNIT = regex(r"[^\n]*?(?:[.?!][\"')\u201d\u2019]*[ \t]+(?=\S)|\n+|\Z)", re.DOTALL)
# What the program writes into a head about the draft's own life; a person's word on it always stands.
_THEIRS_TO_KEEP = frozenset({"status", "reason", "overrides", "answers", "approved", "handed-over"})
_OURS = frozenset({"made", "question"})
_MOST_STEPS = 10_000_000
"""A letter of a page takes twenty thousand; this is a second or two."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place that a person and the program both changed, each in their own way."""

    base: str
    """As it was made."""
    yours: str
    """As the person has it; this stands in the draft."""
    new: str
    """As it would be made today."""


@dataclass(frozen=True, slots=True)
class ThreeWayMerge:
    """What came of merging three texts."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


def merge_drafts(base: str, yours: str, new: str, path: str) -> ThreeWayMerge:
    """Three versions of a draft's file as one, in which every line of `yours` is that the program did not write itself.

    Raises:
        RecordsError: the head of `yours` cannot be understood, or not be changed by its lines.
    """
    made, mine, fresh = (read_head(text, path) for text in (base, yours, new))
    mine.ensure_understood()
    if errors_in(made.problems):  # what was made is damaged: nobody can tell who wrote what
        return ThreeWayMerge(yours, (Conflict(base, yours, new),) if yours != new else ())
    head = _merge_heads(made, mine, fresh)
    body = merge_prose(made.body, mine.body, fresh.body)
    fence = head.text.removesuffix(mine.body)
    text = f"{fence}{body.text}" if fence.endswith("\n") or not body.text else f"{fence}\n{body.text}"
    return ThreeWayMerge(text, (*head.conflicts, *body.conflicts))


# --- the head --------------------------------------------------------------------------------------------------


def _merge_heads(base: Head, yours: Head, new: Head) -> ThreeWayMerge:
    """The file with the head that came of three: a key is its value, however it is written."""
    texts: dict[str, str] = {}
    values: dict[str, Value] = {}
    conflicts: list[Conflict] = []
    for key in dict.fromkeys([*yours.values, *new.values]):
        was, mine, made = (head.values.get(key) for head in (base, yours, new))
        if mine == made or key in _THEIRS_TO_KEEP or (made == was and not (key in _OURS and made)):
            continue
        if mine == was or (key in _OURS and made):
            texts[key], values[key] = new.text_of(key), made
        else:
            conflicts.append(Conflict(base.text_of(key), yours.text_of(key), new.text_of(key)))
    return ThreeWayMerge(yours.with_lines(texts, values) if texts else yours.text, tuple(conflicts))


# --- the body --------------------------------------------------------------------------------------------------


def units(text: str) -> list[str]:
    """A text as sentences and line ends; joined they are the text."""
    return [found for found in _UNIT.findall(text) if found]


def merge_prose(base: str, yours: str, new: str) -> ThreeWayMerge:
    """Three versions of a text, sentence by sentence."""
    was, mine, made = units(base), units(yours), units(new)
    merged: list[str] = []
    conflicts: list[Conflict] = []
    for a, b, c in _regions(was, mine, made):
        before, left, right = "".join(was[a]), "".join(mine[b]), "".join(made[c])
        unchanged = left in (before, right)
        if not unchanged and right != before:
            conflicts.append(Conflict(before, left, right))
        merged.append(right if unchanged else left)
    return ThreeWayMerge("".join(merged), tuple(conflicts))


def _regions(base: Sequence[str], yours: Sequence[str], new: Sequence[str]) -> Iterator[tuple[slice, slice, slice]]:
    """The three texts cut at what all have in common: first what lies before a common run, then the run itself."""
    a = b = c = 0
    for at, in_yours, in_new, length in _common(base, yours, new):
        yield slice(a, at), slice(b, in_yours), slice(c, in_new)
        yield slice(at, at + length), slice(in_yours, in_yours + length), slice(in_new, in_new + length)
        a, b, c = at + length, in_yours + length, in_new + length
    yield slice(a, None), slice(b, None), slice(c, None)


def _common(base: Sequence[str], yours: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Runs that stand in all three: where in each, and how many units."""
    left, right = matches_in(base, yours), matches_in(base, new)
    i = j = 0
    while i < len(left) and j < len(right):
        one, other = left[i], right[j]
        begin, end = max(one.a, other.a), min(one.a + one.size, other.a + other.size)
        if begin < end:
            yield begin, one.b + begin - one.a, other.b + begin - other.a, end - begin
        if one.a + one.size < other.a + other.size:
            i += 1
        else:
            j += 1


def matches_in(one: Sequence[str], other: Sequence[str]) -> list[Match]:
    """Runs that two texts have in common, in order.

    What they begin and end with is found at once. Between these difflib looks, whose work grows with the square of what
    is repeated: where that would be too much, nothing there counts as common, and what a person wrote stands.
    """
    least = min(len(one), len(other))
    ahead = next((at for at in range(least) if one[at] != other[at]), least)
    behind = next((at for at in range(least - ahead) if one[-1 - at] != other[-1 - at]), least - ahead)
    left, right = one[ahead : len(one) - behind], other[ahead : len(other) - behind]
    counts = Counter(right)
    steps = (len(left) + sum(counts[unit] for unit in left)) * min(len(left), len(right))
    inner = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks() if 0 < steps <= _MOST_STEPS else []
    between = [Match(match.a + ahead, match.b + ahead, match.size) for match in inner if match.size]
    return [Match(0, 0, ahead), *between, Match(len(one) - behind, len(other) - behind, behind)]
