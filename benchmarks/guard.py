"""How the points of `templates/sentence-points.yaml` and its like are found, and how well they do on others' sentences.

    python -m benchmarks.guard [--of letters|es|records|wishes|notes] [--write] [FILE...]

The sentences are those of ``tests/data/guard/`` and of its folders, each file by another stranger, and each sentence
labelled by whoever wrote it. A quarter of the authors in turn is judged by the points that the sentences of the rest
give; with ``--write`` the points from all of them are written. A FILE is judged by the points as they are; those of
``sealed-*`` are never learnt from. Learning needs scikit-learn, which the extra `bench` installs.

Of wishes it is whether a remark in an address book asks not to be written to: those of ``records/book-*.tsv``; every
other remark there asks for nothing. Of notes it is whether somebody asks for something in them: those of
``templates/need-notes.yaml`` and of ``tests/data/needs/``, as far as they may be tuned on; "bad" is there what asks.
"""

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any
from zlib import crc32

from benchmarks.needs import HALVES, NOT_TUNED_ON, read_notes
from composer.records.library import Library, parse_library, read_templates
from composer.records.notes import NoteReader
from composer.records.sentence_points import SentencePoints
from composer.records.sentence_reader import SentenceReader
from composer.shipped import templates_folder

DATA = Path(__file__).resolve().parents[1] / "tests" / "data" / "guard"
ASKS, WISH = ("asks",), ("wish",)
_PIECE = 4  # words of the shortest known note that is a whole one
LENT, OWN = "lent-", "OWN "
KINDS = ("privacy", "feedback", "details-by-email", "gift", "claim")
RARE, FOLDS, C, UNIT, KEPT = 3, 4, 0.3, 10, 45000
APART = ("hard-", "innocent", "written-by", "own-hand")
"""How the files begin that the limits are not set by: by authors who were asked for the hardest, or all harmless."""
SAMPLES = 10


@dataclass(frozen=True, slots=True)
class Subject:
    """What is read: letters in a language, or records."""

    folder: Path
    """Where its sentences are."""
    points: str
    """The file of its points below ``templates/``."""
    asked: float
    """The share of innocent sentences that may be asked about, when the limits are set."""
    stopped: float
    """The share that may be stopped."""
    stopped_thanks: float
    """The share of those in thank-yous that may be stopped."""
    kinds: tuple[str, ...] = KINDS
    lost: float = 0
    """Where it is no fault that is looked for: the share of what asks that may be missed when the limit is set."""


SUBJECTS = {
    "letters": Subject(DATA, "sentence-points.yaml", 0.06, 0.011, 0.035),
    "es": Subject(DATA / "es", "es/sentence-points.yaml", 0.07, 0.011, 0.035),
    "records": Subject(DATA / "records", "record-points.yaml", 0.02, 0.003, 0.003, KINDS[:1]),
    "wishes": Subject(DATA / "records", "wish-points.yaml", 0.08, 0.01, 0.01, WISH),
    "notes": Subject(DATA.parent / "needs", "note-points.yaml", 1, 1, 1, ASKS, lost=0.05),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as its author labelled it."""

    text: str
    kind: str
    """What it is about: one of `KINDS`."""
    bad: bool
    thanks: bool
    """Whether it stands in a thank-you."""
    author: str
    """The file's name."""


def read_sentences(path: Path, kinds: Sequence[str] = KINDS) -> list[Sentence]:
    """The sentences of one author; one that breaks what is not looked for is innocent."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Sentence(
                row["sentence"],
                row["kind"],
                bad=row["label"] == "bad" and row["kind"] in kinds,
                thanks=row["letter"] == "thank-you",
                author=path.stem,
            )
            for row in rows
        ]


def known_sentences(subject: Subject) -> list[Sentence]:
    """All that may be learnt from."""
    if subject.kinds == ASKS:
        return notes_that_ask_or_not()
    files = sorted(path for path in subject.folder.glob("*.tsv") if not path.stem.startswith("sealed"))
    own = [sentence for path in files for sentence in read_sentences(path, subject.kinds)]
    return [*own, *lent()] if subject.kinds == KINDS[:1] else own


def notes_that_ask_or_not() -> list[Sentence]:
    """Known notes by those who may be tuned on, each with whether it asks for something."""
    known = [note for half in (*HALVES, "strangers", "nothing") for note in read_notes(half)]
    asks = {note.text: note.asks for note in known if note.hand != NOT_TUNED_ON}
    shipped = library()
    asks |= dict.fromkeys(shipped.notes.notes.splitlines(), False)
    whole = (note for need in shipped.needs for note in need.notes.splitlines() if len(note.split()) >= _PIECE)
    asks |= dict.fromkeys(whole, True)
    # No author is known of most: each is dealt to one of as many as there are folds.
    return [
        Sentence(text, ASKS[0], bad=bad, thanks=False, author=f"known-{crc32(text.encode()) % FOLDS}")
        for text, bad in sorted(asks.items())
    ]


def lent() -> list[Sentence]:
    """What records are read by beside their own: the sentences of letters about clients, and what people need."""
    shipped = library()
    known = [shipped.notes.notes, *(need.notes for need in shipped.needs)]
    notes = [note for lines in known for note in lines.splitlines()]
    letters = [one for one in known_sentences(SUBJECTS["letters"]) if one.kind == KINDS[0]]
    return [
        *(replace(one, author=f"{LENT}letters") for one in letters),
        *(Sentence(note, KINDS[0], bad=False, thanks=False, author=LENT) for note in notes),
    ]


def library() -> Library:
    """What ships."""
    return parse_library(read_templates([(templates_folder(), "")]))


def points_of(subject: Subject, shipped: Library) -> SentencePoints:
    """The points that ship."""
    english, spanish = shipped.sentence_points, shipped.languages["es"].sentence_points
    own = {
        "es": spanish,
        "records": shipped.record_points,
        "wishes": shipped.wish_points,
        "notes": shipped.notes.asking,
    }
    return next((own[name] for name, one in SUBJECTS.items() if one == subject and name in own), english)


def reader_of(words: SentencePoints, shipped: Library) -> SentenceReader:
    """A reader with some points."""
    return SentenceReader(words, frozenset(shipped.names.given))


Points = dict[str, tuple[int, ...]]


def signs_of(sentences: Sequence[Sentence], words: SentencePoints, shipped: Library) -> list[set[str]]:
    """The signs of each sentence; where some are lent, those of the subject's own a second time, as its own.

    So a sign weighs what it weighs everywhere, and what it weighs here more or less (Daumé, Frustratingly Easy Domain
    Adaptation, 2007).
    """
    asking = words.kinds == ASKS
    reader = NoteReader(shipped.notes) if asking else reader_of(words, shipped)
    found = [reader.signs(one.text) for one in sentences]
    mixed = any(one.author.startswith(LENT) for one in sentences)
    return [
        {*signs, OWN, *(OWN + sign for sign in signs)} if mixed and not one.author.startswith(LENT) else signs
        for one, signs in zip(sentences, found, strict=True)
    ]


def learn(signs: Sequence[set[str]], sentences: Sequence[Sentence], kinds: Sequence[str]) -> Points:
    """The points of the signs that tell most, for every kind of fault.

    For a kind they are those that tell any fault from what is harmless, and half of those that tell this kind.
    """
    from sklearn.linear_model import LogisticRegression

    names, table = _table(signs)

    def weights(wrong: Iterable[bool]) -> dict[str, float]:
        model = LogisticRegression(
            C=C, max_iter=300, class_weight="balanced", solver="liblinear", tol=0.01, random_state=1
        )
        model.fit(table, list(wrong))
        found = dict(zip(names, model.coef_[0], strict=True))
        merged = {name: weight + found.get(OWN + name, 0) for name, weight in found.items() if OWN not in name}
        return {**merged, "ALWAYS": model.intercept_[0] + found.get(OWN, 0)}

    every = weights(one.bad for one in sentences)
    own = [weights(one.bad and one.kind == kind for one in sentences) for kind in kinds]
    rows = {name: tuple(round(UNIT * (weight + of[name] / 2)) for of in own) for name, weight in every.items()}
    most = Counter({name: max(map(abs, row)) for name, row in rows.items()}).most_common(KEPT)
    return {name: rows[name] for name, strength in sorted(most) if strength or name == "ALWAYS"}


def _table(signs: Sequence[set[str]]) -> tuple[list[str], Any]:
    """The signs that are not rare, and which of them each sentence has."""
    from scipy.sparse import csr_matrix

    seen = Counter(sign for each in signs for sign in each)
    names = sorted(sign for sign, many in seen.items() if many >= RARE)
    place = {name: at for at, name in enumerate(names)}
    columns = [[place[sign] for sign in sorted(each) if sign in place] for each in signs]
    ends = [0, *accumulate(map(len, columns))]
    flat = [at for each in columns for at in each]
    return names, csr_matrix(([1.0] * len(flat), flat, ends), shape=(len(signs), len(names)))


def as_words(words: SentencePoints, points: Points) -> SentencePoints:
    """The shipped lists with other points."""
    return words.model_copy(
        update={"points": "\n".join(f"{' '.join(map(str, row))} {sign}" for sign, row in points.items())}
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """The points from which a sentence is asked about, and stopped."""

    ask: int
    stop: int
    stop_thanks: int

    def stopped(self, one: "Judged") -> bool:
        """Whether a sentence stops its letter."""
        return one.points >= (self.stop_thanks if one.sentence.thanks else self.stop)


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with what was made of it."""

    sentence: Sentence
    points: int


def crossed(sentences: Sequence[Sentence], subject: Subject, shipped: Library) -> list[Judged]:
    """Every sentence with its points by the sentences of other authors."""
    words = points_of(subject, shipped)
    signs = signs_of(sentences, words, shipped)
    authors = sorted({one.author for one in sentences if not one.author.startswith(LENT)})
    random.Random(1).shuffle(authors)
    found = []
    for fold in range(FOLDS):
        judged = set(authors[fold::FOLDS])
        kept = [at for at, one in enumerate(sentences) if one.author not in judged]
        points = learn([signs[at] for at in kept], [sentences[at] for at in kept], subject.kinds)
        reader = reader_of(as_words(words, points), shipped)
        own = ((one, signs[at]) for at, one in enumerate(sentences) if one.author in judged)
        found += [Judged(one, reader.weigh(signs_of_it).points) for one, signs_of_it in own]
    return found


def as_in_letters(judged: Sequence[Judged]) -> list[Judged]:
    """Those whose authors wrote as people write: not the hard cases, nor what is there to be left alone."""
    return [one for one in judged if not one.sentence.author.startswith(APART)]


def limits(judged: Sequence[Judged], subject: Subject) -> Limits:
    """The limits that let so many innocent sentences be asked about and stopped."""

    def least(share: float, among: Iterable[Judged]) -> int:
        points = sorted((one.points for one in among if not one.sentence.bad), reverse=True)
        return points[int(share * len(points))] + 1

    if subject.lost:
        asking = sorted(one.points for one in judged if one.sentence.bad)
        return Limits(asking[int(subject.lost * len(asking))], asking[-1] + 1, asking[-1] + 1)
    thanks = [one for one in judged if one.sentence.thanks] or judged
    shares = (subject.asked, judged), (subject.stopped, judged), (subject.stopped_thanks, thanks)
    return Limits(*(least(share, among) for share, among in shares))


def table(judged: Sequence[Judged], found: Limits) -> str:
    """How many of each kind are asked about or stopped, and of those stopped."""
    kinds = dict.fromkeys(one.sentence.kind for one in judged)
    bad = {kind: [one for one in judged if one.sentence.bad and one.sentence.kind == kind] for kind in kinds}
    lines = [_line(kind, of_kind, found) for kind, of_kind in bad.items() if of_kind]
    return "\n".join([*lines, _line("innocent", [one for one in judged if not one.sentence.bad], found)])


def _line(name: str, judged: Sequence[Judged], found: Limits) -> str:
    stopped = sum(map(found.stopped, judged))
    asked = sum(one.points >= found.ask or found.stopped(one) for one in judged)
    share = [f"{many} of {len(judged)} ({many / max(1, len(judged)):.0%})" for many in (asked, stopped)]
    return f"  {name:17} asked or stopped {share[0]:18} stopped {share[1]}"


def samples(judged: Sequence[Judged], found: Limits) -> str:
    """Ten random samples as Markdown, each with all that was missed and all that was wrongly objected to."""
    mixed = random.Random(1).sample(judged, len(judged))
    return "\n\n".join(_sample(at + 1, mixed[at::SAMPLES], found) for at in range(SAMPLES))


def _sample(number: int, judged: Sequence[Judged], found: Limits) -> str:
    wrong = []
    for one in judged:
        objected = one.points >= found.ask or found.stopped(one)
        if objected != one.sentence.bad:
            stopped = "stopped" if found.stopped(one) else "asked"
            said = f"missed ({one.sentence.kind})" if one.sentence.bad else f"{stopped} without need"
            wrong.append(f"- {said}: {one.sentence.text}")
    bad = sum(one.sentence.bad for one in judged)
    return "\n".join(
        [f"**Sample {number}**: {bad} that break a rule, {len(judged) - bad} innocent.", "", *(wrong or ["- nothing"])]
    )


def write(points: Points, found: Limits, path: Path) -> None:
    """Puts the points where they belong: they are the last entry of the file."""
    lines = path.read_text("utf-8").partition("points: |\n")[0].splitlines()
    told = {f"{name}:": f"{name}: {limit}" for name, limit in asdict(found).items()}
    head = [told.get(line.partition(" ")[0], line) for line in lines]
    body = [f"  {' '.join(map(str, row))} {sign}" for sign, row in points.items()]
    path.write_text("\n".join([*head, "points: |", *body]) + "\n", "utf-8")


def main() -> None:
    """Judges, and with `--write` learns from all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--of", choices=SUBJECTS, default="letters")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--samples", action="store_true", help="show every mistake in ten random samples of the files")
    chosen = parser.parse_args()
    subject, shipped = SUBJECTS[chosen.of], library()
    if chosen.files:
        as_they_are(chosen.files, subject, shipped, and_samples=chosen.samples)
    else:
        cross(subject, shipped, and_write=chosen.write)


def as_they_are(files: Sequence[Path], subject: Subject, shipped: Library, *, and_samples: bool) -> None:
    """Judges files by the points that ship."""
    words = points_of(subject, shipped)
    reader = reader_of(words, shipped)
    every, found = list[Judged](), Limits(words.ask, words.stop, words.stop_thanks)
    for path in files:
        judged = [Judged(one, reader.read(one.text).points) for one in read_sentences(path, subject.kinds)]
        print(f"{path.stem}, by the points as they are:\n{table(judged, found)}")
        every += judged
    if len(files) > 1:
        print(f"together:\n{table(every, found)}")
    if and_samples:
        print(samples(every, found))


def cross(subject: Subject, shipped: Library, *, and_write: bool) -> None:
    """Judges every author by the others, and learns from all where that is wanted."""
    sentences, words = known_sentences(subject), points_of(subject, shipped)
    judged = crossed(sentences, subject, shipped)
    usual = as_in_letters(judged)
    found = limits(usual, subject)
    authors = len({one.author for one in sentences})
    print(f"{len(sentences)} sentences of {authors} authors, each judged by what others wrote, {found}")
    print(f"as people write:\n{table(usual, found)}")
    if hard := [one for one in judged if one.sentence.author.startswith("hard-")]:
        print(f"by authors who were asked for the hardest:\n{table(hard, found)}")
    if and_write:
        points = learn(signs_of(sentences, words, shipped), sentences, subject.kinds)
        write(points, found, templates_folder() / subject.points)


if __name__ == "__main__":
    main()
