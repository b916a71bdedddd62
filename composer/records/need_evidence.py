"""How much each word of a note speaks for each need, counted over the notes and phrases that are known.

A word says most for a need where it stands in notes about that need and in few others: of ``n`` places in which it is
known and ``c`` for the need, it counts ``log((n + 2) / (n + 2 - c))``, which is what a word adds in complement naive
Bayes (Rennie and others, 2003) with two more places in which it may stand for anything. Two words in a row count as
one word.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
        self._needs = [(need, (usual / len(said)) ** _BALANCE) for need, said in known]
        # For each piece the numbers of the needs it is known for, each as one character as often as it stands there:
        # half a hundred thousand tables would take longer to make than all else.
        self._places: dict[str, str] = defaultdict(str)
        for number, (_, said) in enumerate(known):
            for piece, often in _counted(said).items():
                self._places[piece] += chr(number) * often
        self._nothing = _counted(lines(nothing))
        self._worths: dict[str, Mapping[str, float]] = {}

    def of(self, clauses: Iterable[Sequence[str]]) -> Evidence:
        """What the words of clauses speak for."""
        points: dict[str, dict[str, float]] = defaultdict(dict)
        said: dict[str, str] = {}
        for words in clauses:
            said |= zip(_pieces([*map(stem, words)]), _pieces(words), strict=True)
        for piece, text in said.items():
            for need, worth in self._worth(piece).items() if piece in self._places else ():
                points[need][text] = worth
        return points

    def _worth(self, piece: str) -> Mapping[str, float]:
        """What a piece that is known counts for each need; worked out when it is first asked for, as few ever are."""
        if piece not in self._worths:
            known: dict[str, float] = {}
            for number, often in Counter(self._places[piece]).items():
                need, worth = self._needs[ord(number)]
                known[need] = known.get(need, 0) + often * worth
            places = sum(known.values()) + self._nothing[piece] + _ANYTHING
            few = known if len(known) <= _SAYS_NOTHING else {}
            self._worths[piece] = {need: log(places / (places - count)) for need, count in few.items()}
        return self._worths[piece]


def _known(need: NeedForms) -> str:
    """The texts that are known to speak of a need, one a line."""
    phrases = "\n".join((need.label, *need.phrases, *need.alone)).replace("/", " ").replace("_", " ")
    return f"{phrases}\n{need.notes}"


def _counted(said: Iterable[Sequence[str]]) -> Counter[str]:
    """In how many places each word, and each two in a row, stand without their endings."""
    return Counter(chain.from_iterable(_pieces([*map(stem, words)]) for words in said))


def _pieces(words: Sequence[str]) -> Iterator[str]:
    """Each word, and each two in a row."""
    return chain(words, map(" ".join, pairwise(words)))
