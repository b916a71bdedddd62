"""How well free text finds its need: for notes by those who knew the vocabulary, and by strangers.

Run by ``make accuracy``. A note may speak of several needs. Of a set by those who knew the vocabulary, the first need
found is right where the note speaks of it, and every other that is found and not labelled is false: it would bring an
offer that nobody asked for. Strangers said in their own words what a note asks for; a note of theirs is right where one
of the needs found answers it.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from composer.records.library import parse_library, read_templates
from composer.records.need_index import NeedIndex
from composer.shipped import templates_folder
from composer.yaml.reader import Map, Seq, read_yaml

HALVES = {
    "tuning": "by the vocabulary's own author, tuned on",
    "jotted": "by the vocabulary's own author, in short hand, tuned on",
    "second-look": "by the vocabulary's own author, after it was written; 67 % found at first, tuned on since",
    "third-look": "by the same, later; 77 % found at first, tuned on since",
    "held-back": "by the vocabulary's own author, tuned on since",
    "asking": "by the hand that wrote the rule of what asks; at first 63 % found, 11 of 30 without a need given one",
    "fresh": "by the vocabulary's own author, tuned on since",
}
"""Each set of notes, and who wrote it: an author who knows the vocabulary writes what it finds."""
STRANGERS = {
    "first": "the first stranger, whose notes were tuned on from the start",
    "a": "a stranger, tuned on from the start",
    "b": "a stranger; at first right in 45 %, 5 of 40 without a need given one; tuned on since",
    "c": "a stranger; at first right in 57 %, 3 of 40 without a need given one; tuned on since",
    "d": "a stranger; at first right in 50 %, 6 of 40 without a need given one; tuned on since",
    "e": "a stranger; at first right in 56 %, 1 of 40 without a need given one; tuned on since",
}
"""The sets in ``strangers.yaml`` by their hand, and what was found in them before anything was tuned on them."""
UNSEEN = {
    "unseen": "a stranger's; at first right in 63 %, 4 of 40 without a need given one; limits were chosen by it since",
    "k": "a stranger's; at first right in 76 %, 2 of 40 without a need given one; limits were chosen by it since",
    "m": "a stranger's; at first right in 92 %, 6 of 40 without a need given one",
    "n": "a stranger's; looked at once, when all was done",
}
"""The sets in ``unseen.yaml``, each labelled by another stranger; no note of theirs is known, only sums are printed."""
NOT_TUNED_ON = "g"
"""The hand in ``nothing.yaml`` whose notes are not tuned on."""
DATA = Path(__file__).resolve().parents[1] / "tests" / "data" / "needs"


@dataclass(frozen=True)
class Note:
    """One labelled note."""

    text: str
    needs: tuple[str, ...]
    hand: str = ""
    asks: bool = True
    """Whether it asks for something."""
    denies: bool = False
    """Whether a note without a need says that nothing is wanted, and does not only tell of something else."""


@dataclass(frozen=True)
class Accuracy:
    """What was measured over one set by somebody who knew the vocabulary."""

    notes: int
    right: int
    """Notes with a need whose first found need is one of theirs."""
    with_need: int
    false: tuple[tuple[str, str], ...]
    """Found needs that the note does not speak of."""
    missed: tuple[str, ...]
    microseconds: float

    @property
    def top1(self) -> float:
        """The share of notes with a need whose first found need is right."""
        return self.right / self.with_need


@dataclass(frozen=True)
class Answered:
    """What was measured over one set by a stranger: notes that ask by what was found, and those that do not ask."""

    asking: int
    other: tuple[str, ...]
    """Notes that ask in which only needs were found that are no answer."""
    nothing: tuple[str, ...]
    quiet: int
    """Notes that ask for nothing; ``given`` and ``denied`` are those in which a need was found."""
    given: tuple[str, ...]
    denied: tuple[str, ...]
    """Those among ``given`` that say that nothing is wanted."""

    @property
    def right(self) -> int:
        """Notes that ask in which a need was found that answers them."""
        return self.asking - len(self.other) - len(self.nothing)


def read_notes(name: str) -> list[Note]:
    """The notes of a set, by the name of its file."""
    found = read_yaml((DATA / f"{name}.yaml").read_text(encoding="utf-8"), name).value
    assert isinstance(found, Seq)
    return list(map(_note, found))


def _note(item: object) -> Note:
    assert isinstance(item, Map)
    needs = item.get("needs")
    keys = tuple(map(str, needs)) if isinstance(needs, Seq) else ()
    asks = bool(keys or item.get("asks"))
    return Note(str(item["text"]), keys, str(item.get("hand", "")), asks=asks, denies=item.get("denies") is True)


def make_index() -> NeedIndex:
    """The shipped vocabulary's index."""
    library = parse_library(read_templates([(templates_folder(), "")]))
    return NeedIndex(library.needs, library.notes)


def measure(half: str, index: NeedIndex) -> Accuracy:
    """The accuracy over one set by somebody who knew the vocabulary."""
    notes = read_notes(half)
    begin = time.perf_counter()
    found = [(note, index.find(note.text)) for note in notes]
    took = (time.perf_counter() - begin) / len(notes) * 1e6
    wanted = [(note, keys) for note, keys in found if note.needs]
    return Accuracy(
        len(notes),
        sum(bool(keys) and keys[0].need in note.needs for note, keys in wanted),
        len(wanted),
        tuple((note.text, key.need) for note, keys in found for key in keys if key.need not in note.needs),
        tuple(note.text for note, keys in wanted if not keys or keys[0].need not in note.needs),
        took,
    )


def answered(notes: list[Note], index: NeedIndex) -> Answered:
    """What is found in notes by a stranger."""
    found = [(note, {each.need for each in index.find(note.text)}) for note in notes]
    asking = [(note, keys) for note, keys in found if note.needs]
    given = [note for note, keys in found if not note.needs and keys]
    return Answered(
        len(asking),
        tuple(note.text for note, keys in asking if keys and keys.isdisjoint(note.needs)),
        tuple(note.text for note, keys in asking if not keys),
        len(notes) - len(asking),
        tuple(note.text for note in given),
        tuple(note.text for note in given if note.denies),
    )


def main() -> None:
    """Prints every set with who wrote it; what went wrong only for the sets that may be looked at."""
    index = make_index()
    print("Written by somebody who knew the vocabulary:")
    for half, author in HALVES.items():
        for line in _of_author(measure(half, index), f"{half} ({author})", shown=half in {"tuning", "jotted"}):
            print(line)
    print("Written by strangers, who knew neither the program nor its vocabulary:")
    notes = read_notes("strangers")
    for hand, author in STRANGERS.items():
        for line in _of_stranger(answered([note for note in notes if note.hand == hand], index), f"{hand} ({author})"):
            print(line)
    notes = read_notes("unseen")
    for hand, author in UNSEEN.items():
        first, *_ = _of_stranger(answered([note for note in notes if note.hand == hand], index), f"{hand} ({author})")
        print(first)


def _of_author(got: Accuracy, name: str, *, shown: bool) -> Iterator[str]:
    yield (
        f"  {name}: {got.notes} notes, top-1 need right in {got.right} of {got.with_need} ({got.top1:.1%}), "
        f"false needs {len(got.false)}, {got.microseconds:.0f} microseconds a note"
    )
    if shown or "--all" in sys.argv:
        yield from (f"    missed: {text}" for text in got.missed)
        yield from (f"    false:  {need}: {text}" for text, need in got.false)


def _of_stranger(got: Answered, name: str) -> Iterator[str]:
    yield (
        f"  {name}: right in {got.right} of {got.asking} that ask ({got.right / got.asking:.1%}), "
        f"only another need in {len(got.other)}, none in {len(got.nothing)}; "
        f"of {got.quiet} that ask for nothing {len(got.given)} given a need, {len(got.denied)} of them a denial"
    )
    yield from (f"    only another need: {text}" for text in got.other)
    yield from (f"    none: {text}" for text in got.nothing)
    yield from (f"    given a need: {text}" for text in got.given)


if __name__ == "__main__":
    main()
