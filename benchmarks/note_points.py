"""How the points in `templates/note-words.yaml` are found: ``python -m benchmarks.note_points FILE...``.

A file has a note a line that asks for something, a key and a tab before it; those labelled notes under ``tests/data``
that may be tuned on are always read. The points are those of a logistic regression (AdaGrad; each of the two kinds of
note counts half), rounded. A quarter of the notes in turn is judged by the points of the rest, and what is kept is
printed of those that ask for nothing, where so many that ask may be lost.
"""

import argparse
import math
import random
import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.needs import HALVES, NOT_TUNED_ON, read_notes
from composer.records.library import parse_library, read_templates
from composer.records.notes import NoteReader
from composer.shipped import templates_folder

RARE, SIGNS, ROUNDS, RATE, UNIT, FOLDS = 5, 4000, 12, 0.15, 10, 4
TRUTHS = {"true", "false", "yes", "no", "on", "off", "null"}
"""What YAML may take for no word."""
LOST = 0.03
"""How many of the notes that ask may be taken for notes that do not."""
Labelled = tuple[list[str], bool]
Weights = dict[str, float]


def score(weights: Weights, signs: Sequence[str]) -> float:
    """What a note weighs."""
    return sum(weights.get(sign, 0.0) for sign in signs)


def regress(notes: Sequence[Labelled]) -> Weights:
    """The weight of every sign in some notes."""
    weights: Weights = {sign: 0.0 for signs, _ in notes for sign in signs}
    moved = dict.fromkeys(weights, 1.0)
    share = Counter(asks for _, asks in notes)
    dice = random.Random(1)  # the same order each time
    for _ in range(ROUNDS):
        for signs, asks in dice.sample(notes, len(notes)):
            wrong = asks - 1 / (1 + math.exp(-max(-30.0, min(30.0, score(weights, signs)))))
            step = wrong * len(notes) / 2 / share[asks]
            for sign in signs:
                moved[sign] += step * step
                weights[sign] += RATE * step / math.sqrt(moved[sign])
    return weights


def learn(notes: Sequence[Labelled]) -> Weights:
    """The weights of the signs that tell most, in whole units."""
    seen = Counter(sign for signs, _ in notes for sign in signs)
    known = [([sign for sign in signs if seen[sign] >= RARE], asks) for signs, asks in notes]
    most = Counter({sign: abs(weight) for sign, weight in regress(known).items()}).most_common(SIGNS)
    kept = {sign for sign, _ in most}
    found = regress([([sign for sign in signs if sign in kept], asks) for signs, asks in known])
    return {sign: round(UNIT * weight) for sign, weight in sorted(found.items()) if round(UNIT * weight)}


def judged(notes: Sequence[Labelled]) -> list[tuple[float, bool]]:
    """Every note with its score by the weights of others, the lightest first."""
    scores = list[tuple[float, bool]]()
    for fold in range(FOLDS):
        weights = learn([note for at, note in enumerate(notes) if at % FOLDS != fold])
        scores += [(score(weights, signs), asks) for signs, asks in notes[fold::FOLDS]]
    return sorted(scores)


def read(files: Sequence[str]) -> dict[str, bool]:
    """Every note, and whether it asks for something."""
    notes = {note.text: note.asks for half in (*HALVES, "strangers") for note in read_notes(half)}
    notes |= {note.text: note.asks for note in read_notes("nothing") if note.hand != NOT_TUNED_ON}
    lines = (line for file in files for line in Path(file).read_text("utf-8").splitlines() if line)
    return notes | {line.split("\t")[-1].strip(): True for line in lines}


def main() -> None:
    """Learn, say how well, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    library = parse_library(read_templates([(templates_folder(), "")]))
    reader = NoteReader(library.notes)
    notes = [(sorted(reader.signs(text)), asks) for text, asks in sorted(read(chosen.files).items())]
    random.Random(1).shuffle(notes)
    scores = judged(notes)
    asking, idle = ([each for each, asks in scores if asks is wanted] for wanted in (True, False))
    least = asking[int(LOST * len(asking))]
    kept = sum(each >= least for each in idle)
    print(
        f"of {len(asking)} notes that ask {LOST:.0%} are lost, of {len(idle)} that do not {kept / len(idle):.1%} kept"
    )
    if chosen.write:
        weights = learn(notes)
        weights["FIRST"] = weights.get("FIRST", 0) - math.floor(least)
        write(weights)


def write(weights: Weights) -> None:
    """Put the points where they belong: they are the last list of the file."""
    path = templates_folder() / "note-words.yaml"
    head = path.read_text("utf-8").partition("points:\n")[0]
    lines = list[str]()
    for points in sorted(set(weights.values())):
        own = ", ".join(f"'{sign}'" if sign in TRUTHS else sign for sign, of in weights.items() if of == points)
        lines.append(textwrap.fill(f"  {points:.0f}: [{own}]", 118, subsequent_indent="    ", break_on_hyphens=False))
    path.write_text(f"{head}points:\n" + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
