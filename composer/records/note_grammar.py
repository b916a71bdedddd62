"""Forms of sentences, as `templates/note-words.yaml` writes them, looked for in a clause of a note."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, product

_SKIPPED = 3
"""The most words that ``..`` stands for."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One place of a form: what may stand there, by its first word."""

    said: Mapping[str, Sequence[Sequence[str]]]
    may_lack: bool
    anything: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    parts: Sequence[_Part]
    begins: bool
    ends: bool

    def beginnings(self) -> Iterator[tuple[str, str]]:
        """Its first two words as they may stand; the second is empty where it may be any."""
        first, then = self.parts[0], self.parts[1] if len(self.parts) > 1 else None
        single = all(len(said) == 1 for many in first.said.values() for said in many)
        seconds = then.said if then and single and not (then.may_lack or then.anything) else [""]
        return product(first.said, seconds)


class Forms:
    """Forms that a clause may have: ``does not (REALLY) NEEDS``, ``THEIR .. retired/left$``.

    A form is tried only where its first two words stand, so that a thousand of them cost a note little.
    """

    def __init__(self, lines: Iterable[str], lists: Mapping[str, Sequence[str]]) -> None:
        self._lists, self._parts = lists, dict[str, _Part]()
        self._by_beginning: dict[str, dict[str, list[_Form]]] = {}
        for line in lines:
            plain = line.removeprefix("^").removesuffix("$")
            form = _Form(
                [self._part(piece) for piece in plain.split()], plain != line.removesuffix("$"), line[-1] == "$"
            )
            for first, then in form.beginnings():
                self._by_beginning.setdefault(first, {}).setdefault(then, []).append(form)

    def place(self, words: Sequence[str]) -> int:
        """The position of the first word of the first form that a clause has; -1 where it has none."""
        return next(self.places(words), -1)

    def places(self, words: Sequence[str]) -> Iterator[int]:
        """The position of the first word of every form that a clause has."""
        for at, (word, after) in enumerate(pairwise([*words, ""])):
            if begun := self._by_beginning.get(word):
                forms = chain(begun.get(after, ()), begun.get("", ()))
                if any(_fits(form, 0, words, at) for form in forms if at == 0 or not form.begins):
                    yield at

    def _part(self, piece: str) -> _Part:
        """One piece of a form; those that many forms have are made once."""
        if piece not in self._parts:
            said: dict[str, list[list[str]]] = defaultdict(list)
            for words in self._meant(piece.strip("()")) if piece != ".." else ():
                said[words[0]].append(words)
            self._parts[piece] = _Part(said, piece.startswith("("), piece == "..")
        return self._parts[piece]

    def _meant(self, piece: str) -> list[list[str]]:
        """The words that a piece stands for."""
        return [words for part in piece.split("/") for words in self._of_list(part)]

    def _of_list(self, part: str) -> list[list[str]]:
        if part not in self._lists:
            return [part.replace("_", " ").casefold().split()]
        lines = (product(*map(self._of_list, line.split())) for line in self._lists[part])
        return [[word for words in line for word in words] for many in lines for line in many]


def _fits(form: _Form, number: int, words: Sequence[str], at: int) -> bool:
    """Whether a form, from one of its parts on, stands in a clause from a place on."""
    if number == len(form.parts):
        return at == len(words) or not form.ends
    part = form.parts[number]
    if part.anything:
        return any(_fits(form, number + 1, words, at + skipped) for skipped in range(_SKIPPED + 1))
    for said in part.said.get(words[at], ()) if at < len(words) else ():
        if (len(said) == 1 or words[at : at + len(said)] == said) and _fits(form, number + 1, words, at + len(said)):
            return True
    return part.may_lack and _fits(form, number + 1, words, at)
