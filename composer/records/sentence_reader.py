"""What a sentence is likely to give away, by the points of its signs (``templates/sentence-points.yaml``).

Phrases find what somebody has thought of. Here every word counts a little, for and against, as labelled sentences of
strangers have it; what was tried, and how well it does, is in ``docs/guard-measured.md``.
"""

from collections.abc import Callable, Collection, Iterable
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from composer.records.sentence_points import SentencePoints
from composer.records.signs import SignReader

_ENDS = frozenset(".?!")
REMEMBERED = 20_000
"""How many sentences each search keeps what it found in: those of a large batch, in a few megabytes."""


class Reading(NamedTuple):
    """What a sentence is taken for."""

    kind: str
    """The rule that it is likeliest to break."""
    points: int
    """How much speaks for it; below nothing, more speaks against it."""


class SentenceReader:
    """Weighs sentences of one language. What it needs is made when it is first asked, in any process."""

    def __init__(self, words: SentencePoints, given: Collection[str]) -> None:
        self._words = words
        self._given = given
        self.ask = words.ask
        self.usable = words.usable

    def stop(self, *, thanks: bool) -> int:
        """From so many points on a letter is stopped; from fewer where it thanks."""
        return self._words.stop_thanks if thanks else self._words.stop

    def __reduce__(self) -> tuple[type["SentenceReader"], tuple[SentencePoints, Collection[str]]]:
        return SentenceReader, (self._words, self._given)

    def signs(self, sentence: str) -> set[str]:
        """All signs of a sentence; one without a stop at its end is read as if it had one: the last of a line often."""
        return self._signs(sentence if sentence.rstrip("\"')*_ ")[-1:] in _ENDS else f"{sentence}.")

    @cached_property
    def _signs(self) -> Callable[[str], set[str]]:
        return SignReader(self._words, self._given).signs

    @cached_property
    def read(self) -> Callable[[str], Reading]:
        """What a sentence is taken for; remembered."""
        return lru_cache(REMEMBERED)(lambda sentence: self.weigh(self.signs(sentence)))

    @cached_property
    def knows(self) -> Callable[[str], int]:
        """How many signs of a sentence have points: many in its own language, few in another."""
        known = _known(self._words.points, len(self._words.kinds))
        return lru_cache(REMEMBERED)(lambda sentence: len(self.signs(sentence) & known.lines.keys()))

    def weigh(self, signs: Iterable[str]) -> Reading:
        """What signs together are taken for."""
        known = _known(self._words.points, len(self._words.kinds))
        rows = [known.row(sign) for sign in (*(known.lines.keys() & signs), "ALWAYS") if sign in known.lines]
        totals = [sum(column) for column in zip(*rows, strict=True)] or [0]
        most = max(totals)
        return Reading(self._words.kinds[totals.index(most)] if self._words.kinds else "", most)


class _Points:
    """The points of every sign; of tens of thousands few are asked for, and only those become numbers."""

    def __init__(self, points: str, kinds: int) -> None:
        self.lines = {line[-1]: line for line in (line.split(maxsplit=kinds) for line in points.splitlines())}
        self.row = cache(lambda sign: tuple(map(int, self.lines[sign][:-1])))


@lru_cache(maxsize=8)  # one for each language, whatever number of readers there are
def _known(points: str, kinds: int) -> _Points:
    return _Points(points, kinds)
