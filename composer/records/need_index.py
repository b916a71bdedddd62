"""Free text and the needs it speaks of: notes about readers, and what the practice says an offer is for."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

from composer.records.need_evidence import Evidence, NeedEvidence
from composer.records.note_words import NoteWords
from composer.records.notes import Clause, NoteReader
from composer.records.roles import NeedForms
from composer.spelling import one_slip, stem

_SHORT = 3
_FILLING = frozenset("a an the her his their its our my of to for with in on and or any some more new real".split())  # noqa: SIM905
"""Words that may stand between those of a phrase."""
_ASKING = frozenset("what who whom how when where why which not no".split())  # noqa: SIM905
"""Words that name nothing: an own need of these and small words alone is found where it stands as it is."""
_FEW = 2
_BETWEEN = 2
_PLAINLY = 0.3
"""What it adds to the words of a need that a phrase of it stands in the note."""
_LIKELY, _SAID = 0.7, 0.3
"""The share of the first that another need has to reach, and one that is said plainly."""
_LEAST, _LEAST_TOLD = 0.65, 0.85
"""The least that counts at all: in a note that asks, and in one that only tells."""
_DOUBTFUL, _BELIEVED, _DOUBT = 60, 10, 1.0
"""How many points below asking a note may be, by how many its words must count 1 more for it, and how much anyway."""
_MOST, _SHOWN = 3, 3
_BEGIN = 3  # letters by which a phrase is looked up
_LONG = 7  # letters of a word in which one slip is forgiven
_SMALL = frozenset("a after an and are as at before by for from in into is of on or the their to who with".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class FoundPhrase:
    """A need that a text speaks of, and the phrase that shows it."""

    need: str
    phrase: str


T = TypeVar("T")
Known: TypeAlias = dict[bytes, tuple[Any, ...]]
"""What texts were found to speak of. It may be kept, so that they stand in it as digests, and no note does."""


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    """Its words in order, without endings; a single one keeps its ending, the plural aside."""
    order: int
    need: str
    """Empty for a name that only sounds like a need."""
    phrase: str
    tight: bool
    """Whether nothing may stand between its words: ``after_six``."""
    use: Literal["always", "alone", "words"] = "always"
    """``words`` fits where all its words are in a note, ``alone`` in a note of one or two words."""

    @property
    def weight(self) -> tuple[int, int, int]:
        """The phrase with the most words first, then the longest, then the need that stands first."""
        return len(self.words), sum(map(len, self.words)), -self.order


class _Hit(NamedTuple):
    """A phrase where it fits."""

    phrase: _Phrase
    places: frozenset[int]
    """The positions of its words in the clause."""


class NeedIndex:
    """Matches free text to needs: a phrase fits where its words stand in its order, nearly together, endings aside.

    A phrase whose words are all part of a longer one that fits says nothing of its own ("custody" in "custody
    evaluation"). What a clause denies is no need; see `notes`. Deterministic and without a network.
    """

    def __init__(self, needs: Iterable[NeedForms], words: NoteWords | None = None, known: Known | None = None) -> None:
        self._needs, self._words = tuple(needs), words or NoteWords()
        self._reader = NoteReader(self._words)
        self._titles = frozenset(self._words.titles)
        self._anybody = _SMALL | _ASKING | set(self._words.anybody)
        self._known: Known = {} if known is None else known
        self._found: dict[tuple[bool, str], tuple[FoundPhrase, ...]] = {}

    def __reduce__(self) -> tuple[type["NeedIndex"], tuple[tuple[NeedForms, ...], NoteWords]]:
        """A worker begins with nothing found."""
        return NeedIndex, (self._needs, self._words)

    def find(self, text: str) -> tuple[FoundPhrase, ...]:
        """Every need that a text speaks of, the one with the strongest phrase first."""
        return self._remembered(text, plain=not self._titles)

    def stands_in(self, text: str) -> bool:
        """Whether a phrase for a need stands in a text as it is written, whatever is said of it."""
        plain = text.casefold()
        begun = (self._as_written.get(word.strip("\"'(")[:_BEGIN], ()) for word in plain.split())
        return any(phrase in plain for phrases in begun for phrase in phrases)

    @cached_property
    def _as_written(self) -> Mapping[str, Sequence[str]]:
        """Every phrase by its first letters."""
        found: dict[str, list[str]] = defaultdict(list)
        for phrase in {one.phrase for own in (*self._by_beginning.values(), self._by_words) for one in own if one.need}:
            found[phrase[:_BEGIN]].append(phrase.casefold())
        return found

    def named_in(self, text: str) -> tuple[FoundPhrase, ...]:
        """Every need whose words a text holds that is a wish by its place, as what an offer is for."""
        return self._remembered(text, plain=True)

    def _remembered(self, text: str, *, plain: bool) -> tuple[FoundPhrase, ...]:
        """What was found before: notes recur, and the practice's words are asked about for each reader."""
        if (plain, text) not in self._found:
            key = hashlib.sha256(f"{plain} {text}".encode("utf-8", "surrogatepass")).digest()
            if key not in self._known:
                self._known[key] = self._find(text, plain=plain)
            self._found[plain, text] = self._known[key]
        return self._found[plain, text]

    def remembered(self, what: str, text: str, find: Callable[[str], tuple[T, ...]]) -> tuple[T, ...]:
        """What else was found of a text in the words of this practice and these templates, kept with its needs."""
        key = hashlib.sha256(f"{what} {text}".encode("utf-8", "surrogatepass")).digest()
        if key not in self._known:
            self._known[key] = find(text)
        return self._known[key]

    def named(self, words: str) -> str:
        """The key that words are, blanks for hyphens; empty where they are none."""
        return next((key for key in (words, words.casefold().replace(" ", "-")) if key in self._keys), "")

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(need.need for need in self._needs)

    def wider(self, need: str) -> str:
        """The need that another is part of; empty for most."""
        return self._within.get(need, "")

    @cached_property
    def _within(self) -> Mapping[str, str]:
        return {need.need: need.within for need in self._needs if need.within}

    def match(self, text: str) -> tuple[str, str]:
        """The need that a text chiefly speaks of and the phrase that showed it; two empty texts where none does."""
        found = self.find(text)
        return (found[0].need, found[0].phrase) if found else ("", "")

    def _find(self, text: str, *, plain: bool) -> tuple[FoundPhrase, ...]:
        every = self._reader.clauses(text)
        if not plain and self._refused(every):
            return ()
        few = sum(len(clause.words) for clause in every) <= _FEW
        live, doubt = _live(every, plain=plain)
        said = [(one, *self._said(one, few=few)) for one in live]
        found = [(hit, self._is_title(hit, clause)) for clause, hits, _ in said for hit in hits]
        asked = plain or any(one.verdict == "asks" for one in every) or all(one.verdict == "plain" for one in every)
        hits = [hit for hit, title in found if not title] or [hit for hit, _ in found if asked]
        stems = {stem(word) for clause in every if not clause.barred for word in clause.words}
        own = [phrase for phrase in self._by_words if stems.issuperset(phrase.words)]
        best: dict[str, str] = {}
        for phrase in sorted([*(hit.phrase for hit in hits), *own], key=lambda phrase: phrase.weight, reverse=True):
            best.setdefault(phrase.need, phrase.phrase)
        if plain and self._titles:  # what the practice has is named, and not hinted at
            return tuple(FoundPhrase(*each) for each in best.items())
        points = self._evidence.of(words for _, _, words in said)
        least = _LEAST if any(one.verdict == "asks" for one in every) else _LEAST_TOLD
        told = tuple(_weighed(points, best, least + doubt, doubted=doubt > 0))
        named = {one.need for one in told}  # what the practice says in words of its own needs no others to speak for it
        return (*told, *(FoundPhrase(one.need, one.phrase) for one in own if live and one.need not in named))

    def _refused(self, clauses: Sequence[Clause]) -> bool:
        """Whether a note ends on a denial without a need: that is about what is before."""
        for clause in reversed(clauses):
            if clause.sure or (clause.joint == "but" and clause.verdict == "plain"):
                return False
            if clause.verdict in {"denies", "asks"}:
                return clause.verdict == "denies" and not self._said(clause, few=False)[0]
        return False

    @cached_property
    def _evidence(self) -> NeedEvidence:
        return NeedEvidence(self._needs, self._reader.lines, self._words.notes)

    def _is_title(self, hit: _Hit, clause: Clause) -> bool:
        """Whether a title or a place is behind it: "hospice bereavement coordinator"."""
        behind = clause.words[max(hit.places) + 1 :][:_BETWEEN]
        return any(word in self._titles and _SMALL.isdisjoint(behind[:at]) for at, word in enumerate(behind))

    def _said(self, clause: Clause, *, few: bool) -> tuple[list[_Hit], list[str]]:
        """The phrases of a clause that speak of a need, without those that are part of another; its other words."""
        fitting = [hit for hit in self._fitting(clause) if few or hit.phrase.use != "alone"]
        own = [hit for hit in fitting if hit.phrase.need and min(hit.places) < clause.denied_from]
        names = {place for hit in fitting if not hit.phrase.need for place in hit.places}
        words = [self._mended(word) for at, word in enumerate(clause.words) if at not in names]
        return [hit for hit in own if not any(_holds(other, hit) for other in fitting)], words

    def _fitting(self, clause: Clause) -> Iterator[_Hit]:
        words = [self._mended(word) for word in clause.words]
        stems = list(map(stem, words))
        for at, word in enumerate(words):
            for phrase in self._by_beginning.get((f"={_singular(word)}",), ()):
                yield _Hit(phrase, frozenset({at}))
            for second in dict.fromkeys(_seconds(stems, at)):
                for phrase in self._by_beginning.get((stems[at], second), ()):
                    if places := _places(phrase, stems, at):
                        yield _Hit(phrase, places)

    @cached_property
    def _by_words(self) -> Sequence[_Phrase]:
        """The practice's own needs, by the words that carry their meaning."""
        return [
            _Phrase(words, order, need.need, need.label, tight=False, use="words")
            for order, need in enumerate(self._needs)
            if need.own
            and (words := tuple(stem(word) for word in self._reader.words(need.label) if word not in self._anybody))
        ]

    @cached_property
    def _by_beginning(self) -> Mapping[tuple[str, ...], Sequence[_Phrase]]:
        """The phrases by their first two words; made when the first note is read."""
        found: dict[tuple[str, ...], list[_Phrase]] = defaultdict(list)
        for order, need in enumerate(self._needs):
            for use, lines in (("always", need.phrases), ("alone", need.alone)):
                for line in lines:
                    for phrase in self._phrases(line, order, need.need, use):
                        found[phrase.words[:2]].append(phrase)
        for line in self._words.names:
            for phrase in self._phrases(line, len(self._needs), "", "always"):
                found[phrase.words[:2]].append(phrase)
        return found

    def _phrases(self, line: str, order: int, need: str, use: Any) -> Iterator[_Phrase]:
        """The phrases of a line: "see/seen soon" is two."""
        ways = map(" ".join, product(*(part.split("/") for part in line.split()))) if "/" in line else (line,)
        for said in ways:
            words = self._reader.words(said.replace("_", " "))
            stems = [f"={_singular(words[0])}"] if len(words) == 1 else map(stem, words)
            if words:
                yield _Phrase(tuple(stems), order, need, " ".join(words), "_" in line, use)

    @cached_property
    def _long_words(self) -> Mapping[str, tuple[str, ...]]:
        """The long words of all phrases, by their first and last letters: an ending is no slip."""
        phrases = (phrase for own in self._by_beginning.values() for phrase in own if phrase.need)
        words = {word for phrase in phrases for word in phrase.phrase.split()}
        found: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words):
            if len(word) >= _LONG and not word.endswith("ing"):
                found[word[0] + word[-1]].append(word)
        return {ends: tuple(own) for ends, own in found.items()}

    def _mended(self, word: str) -> str:
        """A long word as the vocabulary spells it, where one slip is between them."""
        if len(word) < _LONG or stem(word) in self._stems:
            return word
        return one_slip(word, self._long_words.get(word[0] + word[-1], ())) or word

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem(word) for own in self._long_words.values() for word in own)


def _live(clauses: Sequence[Clause], *, plain: bool) -> tuple[list[Clause], float]:
    """The clauses that speak of a need, and what their words must count more because the note hardly asks."""
    open_ones = [one for one in clauses if not one.barred]
    live = [one for one in open_ones if plain or one.governed]
    below = 0 if live else -max((one.points for one in clauses), default=0)
    return (open_ones, _DOUBT + below / _BELIEVED) if 0 < below <= _DOUBTFUL else (live, 0.0)


def _weighed(
    points: Evidence, said: Mapping[str, str], least: float, *, doubted: bool = False
) -> Iterator[FoundPhrase]:
    """The needs that the most words speak for, those that are `said` plainly before others, with what shows each.

    Words that count less than the `least` together show nothing; in a `doubted` note that holds of phrases, too.
    """
    sums = {need: sum(worth.values()) for need, worth in points.items()}
    sums |= {need: sums.get(need, 0) + _PLAINLY * len(phrase.split()) for need, phrase in said.items()}
    first = max(sums.values(), default=0)
    if doubted and first < least:
        return
    likely = [need for need, worth in sums.items() if need in said or worth / first >= _LIKELY]
    for place, need in enumerate(sorted(likely, key=lambda need: (-sums[need], need))):
        share = sums[need] / first
        if need in said and share >= _SAID:
            yield FoundPhrase(need, said[need])
        elif need not in said and place < _MOST and share >= _LIKELY and sums[need] >= least:
            yield FoundPhrase(need, _shown(points[need]))


def _shown(worth: Mapping[str, float]) -> str:
    """The words that count most, each once: "long sleeves, razor"."""
    shown: list[str] = []
    for words in sorted(worth, key=lambda words: (-len(words.split()), -worth[words])):
        alone = not any(words in other.split() for other in shown)
        if alone and words not in _FILLING and not _FILLING.issuperset(words.split()[:1]):
            shown.append(words)
    return ", ".join(sorted(shown, key=lambda words: -worth[words])[:_SHOWN])


def _holds(other: _Hit, hit: _Hit) -> bool:
    """Whether a phrase is part of another one, or shares a word with a name."""
    if not other.phrase.need:
        return not hit.places.isdisjoint(other.places) and not hit.places > other.places
    return hit.places < other.places


def _seconds(words: Sequence[str], at: int) -> Iterator[str]:
    """The words that may be second in a phrase whose first stands at a place."""
    for word in words[at + 1 : at + 2 + _BETWEEN]:
        yield word
        if word not in _FILLING:
            return


def _places(phrase: _Phrase, words: Sequence[str], at: int) -> frozenset[int]:
    """Where a phrase stands from a place on: in order, few words and no "not" between; nowhere where it does not."""
    places, reach = [at], at + len(phrase.words) + (0 if phrase.tight else _BETWEEN)
    for wanted in phrase.words[1:]:
        place = next((other for other in range(places[-1] + 1, min(reach, len(words))) if words[other] == wanted), None)
        if place is None or not _FILLING.issuperset(words[places[-1] + 1 : place]):
            return frozenset()
        places.append(place)
    return frozenset(places)


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > _SHORT and not word.endswith("ss") else word
