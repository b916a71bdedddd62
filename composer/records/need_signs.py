"""Weaker evidence for a need than its phrases: single words that point at it, counted where they come together."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from composer.records.roles import NeedForms
from composer.spelling import stem

_HINT, _SIGN, _LONGER = 0.5, 1.0, 0.5
"""What a hint, a sign, and a sign or hint of several words counts beside it."""
_SHARED = 0.7
"""How fast a word counts less the more needs it points at: one of three halves it."""
_ENOUGH, _BESIDE = 1.0, 2.0
"""What shows a need where a note says nothing plainer, and beside a need that it says plainly."""


class NeedSigns:
    """The signs and hints of all needs, by their first two words."""

    def __init__(self, needs: Sequence[NeedForms], words: Callable[[str], list[str]]) -> None:
        worths: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
        for need in needs:
            for text, worth in ((need.hints, _HINT), (need.signs, _SIGN)):
                for said in filter(None, map(words, text.split(","))):
                    worths[tuple(map(stem, said))][need.need] = worth + _LONGER * (len(said) > 1)
        self._by_beginning: dict[tuple[str, ...], list[tuple[tuple[str, ...], Mapping[str, float]]]] = defaultdict(list)
        for stems, own in worths.items():
            shared = len(own) ** _SHARED
            self._by_beginning[stems[:2]].append((stems, {need: worth / shared for need, worth in own.items()}))

    def find(self, clauses: Iterable[Sequence[str]], plainly: Collection[str]) -> tuple[str, str] | None:
        """The need at which the most words of clauses point, and those; ``None`` where they are too few.

        Args:
            clauses: the words of each.
            plainly: the needs that the note says plainly.
        """
        points: dict[str, dict[str, float]] = defaultdict(dict)
        for words in clauses:
            stems = tuple(map(stem, words))
            for at in range(len(stems)):
                alone, pair = stems[at : at + 1], stems[at : at + 2]
                signs = self._by_beginning.get(pair, ()) if alone != pair else ()
                for said, own in (*self._by_beginning.get(alone, ()), *signs):
                    if stems[at : at + len(said)] == said:
                        for need, worth in own.items():
                            text = " ".join(words[at : at + len(said)])
                            points[need][text] = worth
        sums = {need: _sum(own) for need, own in points.items()}
        best = max(sums, key=lambda need: sums[need], default="")
        if not best or best in plainly or sums[best] < (_BESIDE if plainly else _ENOUGH):
            return None
        return best, ", ".join(sorted(points[best], key=lambda text: -points[best][text]))


def _sum(points: Mapping[str, float]) -> float:
    """What they count together; a word that a longer sign begins with counts once."""
    best: dict[str, float] = {}
    for text, worth in points.items():
        first = stem(text.partition(" ")[0])
        best[first] = max(worth, best.get(first, 0))
    return sum(best.values())
