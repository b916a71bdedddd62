"""What the words of a note weigh: above zero where somebody asks for something, below where nobody does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product

_ENDED = 4  # letters of the longest word whose "ed" is no ending


class Points:
    """Signs and their points, as the list `points` of `templates/note-words.yaml` has them.

    A sign is a word of a sentence or two that follow each other; for a word may stand a list that it is in (``HIS``),
    NUMBER, or DONE (it ends in "ed"). Words in capitals are taken as they are: where a sentence begins and ends.
    """

    def __init__(self, points: Mapping[str, Sequence[str]], lists: Mapping[str, Sequence[str]]) -> None:
        self._points = {sign: int(many) for many, own in points.items() for sign in own}
        self._lists: dict[str, list[str]] = defaultdict(list)
        for name, own in lists.items():
            for word in own:
                self._lists[word].append(name)

    def of(self, sentences: Iterable[Sequence[str]]) -> int:
        """The points of all signs of a note together, each counted once."""
        return sum(self._points.get(sign, 0) for sign in self.signs(sentences))

    def signs(self, sentences: Iterable[Sequence[str]]) -> set[str]:
        """Every sign of a note."""
        return {sign for words in sentences for sign in self._of_sentence(words)}

    def _of_sentence(self, words: Sequence[str]) -> Iterator[str]:
        meant = [self._meant(word) for word in words]
        for each in meant:
            yield from each
        for each, after in pairwise(meant):
            yield from map(" ".join, product(each, after))

    def _meant(self, word: str) -> list[str]:
        if word.isdigit():
            return ["NUMBER"]
        done = ["DONE"] if word.endswith("ed") and len(word) > _ENDED else []
        return [word, *self._lists.get(word, ()), *done]
