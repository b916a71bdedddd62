"""How well free text finds its need: top-1 accuracy and false needs, for notes tuned on and notes that were not.

Run by ``make accuracy``. A note may speak of several needs; the first that is found is right where the note speaks of
it. A false need is any found need that the note does not speak of: it would bring an offer that nobody asked for.
"""

import sys
import time
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
DATA = Path(__file__).resolve().parents[1] / "tests" / "data" / "needs"


@dataclass(frozen=True)
class Note:
    """One labelled note."""

    text: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Accuracy:
    """What was measured over one half."""

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


def read_notes(half: str) -> list[Note]:
    """The notes of a set, by its name in `HALVES`."""
    found = read_yaml((DATA / f"{half}.yaml").read_text(encoding="utf-8"), half).value
    assert isinstance(found, Seq)
    notes = []
    for item in found:
        assert isinstance(item, Map)
        needs = item["needs"]
        notes.append(Note(str(item["text"]), tuple(map(str, needs)) if isinstance(needs, Seq) else ()))
    return notes


def make_index() -> NeedIndex:
    """The shipped vocabulary's index."""
    library = parse_library(read_templates([(templates_folder(), "")]))
    return NeedIndex(library.needs, library.notes)


def measure(half: str, index: NeedIndex) -> Accuracy:
    """The accuracy over one half."""
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


def main() -> None:
    """Prints every set with who wrote it; the notes that went wrong only for the half that may be looked at."""
    index = make_index()
    for half, author in HALVES.items():
        got = measure(half, index)
        print(
            f"{half} ({author}): {got.notes} notes, "
            f"top-1 need right in {got.right} of {got.with_need} ({got.top1:.1%}), "
            f"false needs {len(got.false)}, {got.microseconds:.0f} microseconds a note"
        )
        if half in {"tuning", "jotted"} or "--all" in sys.argv:
            for text in got.missed:
                print(f"  missed: {text}")
            for text, need in got.false:
                print(f"  false:  {need}: {text}")


if __name__ == "__main__":
    main()
