"""Merging three versions of a draft: as it was made, as a person edited it, and as it would be made today.

The body is merged by sentence, the head by key. What only one side changed is taken; what both changed differently is a
conflict: the person's words stand, and both versions are handed back. The algorithm is diff3 (Khanna, Kunal and Pierce,
2007) over difflib's matches; the libraries for it are under the GPL, or mark conflicts inside the text, which a letter
that could leave must never hold.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from composer.yaml.front_matter import split_front_matter

# A unit of prose: up to the blank behind a sentence, or to the end of a line.
_UNIT = re.compile(r"[^\n]*?(?:[.?!][\"')\u201d\u2019]*[ \t]+(?=\S)|\n+|\Z)", re.DOTALL)
_KEY = re.compile(r"(?P<key>[^\s#:][^:\n]*):")
# What the program writes into a head about the draft's own life; a person's word on it always stands.
_THEIRS_TO_KEEP = frozenset({"status", "reason", "overrides", "approved", "handed-over"})
_OURS = frozenset({"made", "question"})


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


def merge_drafts(base: str, yours: str, new: str) -> ThreeWayMerge:
    """Three versions of a draft's file as one.

    Args:
        base: the file as the program last made it.
        yours: the file as it is.
        new: the file as the program would make it now.

    Returns:
        The merged file. Every line of `yours` that the program did not write itself is in it.
    """
    parts = [split_front_matter(text) for text in (base, yours, new)]
    if any(part is None for part in parts):
        return ThreeWayMerge(yours, (Conflict(base, yours, new),)) if yours != new else ThreeWayMerge(yours)
    heads = [part.head.removeprefix("\n") for part in parts if part]
    bodies = [part.body for part in parts if part]
    head = _merge_heads(*(_fields(text) for text in heads))
    body = merge_prose(*bodies)
    text = f"---\n{head.text}---\n{body.text}"
    return ThreeWayMerge(text, (*head.conflicts, *body.conflicts))


# --- the head --------------------------------------------------------------------------------------------------


def _fields(head: str) -> dict[str, str]:
    """The lines of each key, with what is indented below it, in order; a comment is a key of its own."""
    found: dict[str, str] = {}
    key = ""
    for line in head.splitlines(keepends=True):
        named = _KEY.match(line)
        key = named["key"] if named else line if line.startswith("#") else key
        found[key] = found.get(key, "") + (line if line.endswith("\n") else f"{line}\n")
    return found


def _merge_heads(base: Mapping[str, str], yours: Mapping[str, str], new: Mapping[str, str]) -> ThreeWayMerge:
    lines: list[str] = []
    conflicts: list[Conflict] = []
    for key in (*yours, *(key for key in new if key not in yours)):
        was, mine, made = (fields.get(key, "") for fields in (base, yours, new))
        kept = made if key in _OURS and made else mine if key in _THEIRS_TO_KEEP else _choose(was, mine, made)
        if kept is None:
            conflicts.append(Conflict(was, mine, made))
            kept = mine
        lines.append(kept)
    return ThreeWayMerge("".join(lines), tuple(conflicts))


def _choose(base: str, yours: str, new: str) -> str | None:
    """The one of two versions that has changed; ``None`` where both have, and differently."""
    if yours in (base, new):
        return new
    return yours if new == base else None


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
        kept = _choose(before, left, right)
        if kept is None:
            conflicts.append(Conflict(before, left, right))
            kept = left
        merged.append(kept)
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
    left = SequenceMatcher(None, base, yours, autojunk=False).get_matching_blocks()
    right = SequenceMatcher(None, base, new, autojunk=False).get_matching_blocks()
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
