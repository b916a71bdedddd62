"""How much each word of a note speaks for each need, counted over the notes and phrases that are known.

A word says most for a need where it stands in notes about that need and in few others: of ``n`` places in which it is
known and ``c`` for the need, it counts ``log((n + 2) / (n + 2 - c))``, which is what a word adds in complement naive
Bayes (Rennie and others, 2003) with two more places in which it may stand for anything. Two words in a row count as
one word.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, pairwise
from math import log

from composer.records.roles import NeedForms
from composer.spelling import stem

_BALANCE = 0.4
"""How far a need with many known notes is held to what one with few would count: 0 not at all, 1 wholly."""

_ANYTHING = 2
"""Places that are added for each word, in which it may stand for anything."""

_SAYS_NOTHING = 60
"""A word that is known for more needs than this is no evidence of any."""

Evidence = Mapping[str, Mapping[str, float]]
"""For each need the words that speak for it, as the note has them, and what each counts."""


class NeedEvidence:
    """The words of all known notes, with what they are known for."""

    def __init__(self, needs: Sequence[NeedForms], lines: Callable[[str], list[list[str]]], nothing: str = "") -> None:
        """Counts.

        Args:
            needs: with the notes that are known for them.
            lines: the words of each line of a text.
            nothing: notes that ask for nothing, one a line.
        """
        known = [(need.need, lines(_known(need))) for need in needs]
        usual = sum(len(said) for _, said in known) / max(1, len(known))
        self._known: dict[str, dict[str, float]] = defaultdict(dict)
        for need, said in known:
            worth = (usual / len(said)) ** _BALANCE
            for piece, places in _counted(said).items():
                own = self._known[piece]
                own[need] = own.get(need, 0) + places * worth
        for piece in [piece for piece, own in self._known.items() if len(own) > _SAYS_NOTHING]:
            del self._known[piece]
        self._nothing = _counted(lines(nothing))

    def of(self, clauses: Iterable[Sequence[str]]) -> Evidence:
        """What the words of clauses speak for."""
        points: dict[str, dict[str, float]] = defaultdict(dict)
        said = {
            piece: text
            for words in clauses
            for piece, text in zip(_pieces([*map(stem, words)]), _pieces(words), strict=True)
        }
        for piece, text in said.items():
            known = self._known.get(piece, {})
            places = sum(known.values()) + self._nothing[piece] + _ANYTHING
            for need, count in known.items():
                points[need][text] = log(places / (places - count))
        return points


def _known(need: NeedForms) -> str:
    """The texts that are known to speak of a need, one a line."""
    phrases = "\n".join((need.label, *need.phrases, *need.alone)).replace("/", " ").replace("_", " ")
    return f"{phrases}\n{need.notes}"


def _counted(said: Iterable[Sequence[str]]) -> Counter[str]:
    """In how many places each word, and each two in a row, stand without their endings."""
    return Counter(chain.from_iterable(_pieces([*map(stem, words)]) for words in said))


def _pieces(words: Sequence[str]) -> list[str]:
    """Each word, and each two in a row."""
    return [*words, *map(" ".join, pairwise(words))]
