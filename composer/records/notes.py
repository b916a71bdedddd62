"""From a note to the clauses that may speak of a need. What is denied does not, nor a note in which nobody asks.

A clause in which somebody denies it or has it already has a form, and a denial holds until the note asks for something,
turns ("but") or begins a new sentence. Whether a note as a whole asks, or refuses, or tells of somebody's own life or
an office, its words show together: each has points. Forms are data, `templates/note-words.yaml`, and points are,
`templates/note-points.yaml`.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from composer.patterns import regex
from composer.records.note_words import NoteWords
from composer.records.sentence_reader import SentenceReader

Verdict = Literal["asks", "denies", "served", "plain"]
_WORD = regex(r"[^\W_]+")
# What is looked for stands first, and what must be around it behind that: a text is searched for a letter quickly.
_WITH = regex(r"w/(?<=\bw/)(?=\w\w)")
_CLOCK = regex(r":(?<=\d:)(?=\d\d)")
# Where a clause ends, and how the next is joined to it.
_JOINT = regex(
    r"""(?P<stop>(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bst)(?<!\bmrs)[.!?;]+(?=[\s"')]|$)|\n)"""
    r"""|(?P<dash>\s-+\s|[\u2013\u2014:()]|[-=]>|\s\+\s)|(?P<comma>,)"""
    r"|(?P<but>\b(?:but|though|although|however|except|whereas|instead)\b)"
    r"|(?P<and>\band(?=\s(?:she|he|they|we|is|are|has|have|wants|needs|not|no|does|do|already)\b))"
)
_OPENING = frozenset({"just", "only", "mostly", "rather", "mainly"})
_NEAR = frozenset({"comma", "dash", "and"})
_LATELY = 64
"""So many notes are known with their clauses."""
_FEW = 5
"""Words of a clause that says hardly more than one thing."""
_SURE = 10
"""Points of a note that surely asks."""
_MERE = 2
"""Words of a note that is hardly more than a need."""
_TOPIC = 3
"""Words of the shortest question that asks by itself: "Gambling?" is a topic, and what follows says what of it."""
_VERBS = frozenset(
    {"can", "could", "do", "does", "did", "will", "would", "has", "have", "had", "should", "may", "might", "must"}
    | {"is", "are", "was", "were"}
)
_NOT_ONLY = frozenset(
    {"only", "just", "even", "enough", "many", "one", "much", "all", "always", "every", "everyone", "sure", "able"}
    | {"yet", "too", "so", "to", "who", "if", "whether", "a"}
)
"""What a "not" before it denies nothing with: "not only teens"."""
_RATHER = frozenset({("rather", "than"), ("instead", "of"), ("other", "than"), ("anything", "but")})


class Clause(NamedTuple):
    """A part of a note, its short forms written out."""

    words: Sequence[str]
    said: str
    """The same as it stands, up to where the next one begins."""
    joint: str
    """How it is joined to the one before: ``stop``, ``dash``, ``comma``, ``but``, ``and``; empty for the first."""
    verdict: Verdict
    denied_from: int
    """The position of the first word that a "not" inside it denies: "wants dates, not a diagnosis"."""
    asked: bool
    """Whether a question mark ends it."""
    barred: bool = False
    """Whether it speaks of no need."""
    points: int = 0
    """What its note weighs, or the part of it from a "but" on: at least 0 where that asks for something."""

    @property
    def governed(self) -> bool:
        """Whether it stands in a note that asks for something."""
        return self.points >= 0

    @property
    def sure(self) -> bool:
        """Whether that is sure."""
        return self.points >= _SURE


class NoteReader:
    """Reads notes by one list of words."""

    def __init__(self, known: NoteWords) -> None:
        self._short = {short.casefold(): full for short, full in known.short.items()}
        self._shortened = re.compile(rf"(?<![\w'/])(?:{_any_of(self._short)})(?![\w'/])") if self._short else None
        self._first = {word for key in self._short for word in _WORD.findall(key)[:1]}
        self._known = known
        self._undone, self._lost = frozenset(known.undone), frozenset(known.lost)
        self._known_clauses = lru_cache(_LATELY)(self._judged)  # a note is asked about for several reasons, in a row

    @cached_property
    def _reader(self) -> SentenceReader:
        return SentenceReader(self._known.asking, ())

    def words(self, text: str) -> list[str]:
        """The words of a phrase in small letters, short forms written out and apostrophes left out."""
        parts = text.split()
        if text.islower() and "".join(parts).isalnum() and self._first.isdisjoint(parts):
            return parts  # as most phrases are
        return _WORD.findall(self._written_out(text).replace("'", ""))

    def lines(self, text: str) -> list[list[str]]:
        """The words of each line of a text in the same way."""
        return [_WORD.findall(line) for line in self._written_out(text).replace("'", "").splitlines()]

    def clauses(self, text: str) -> tuple[Clause, ...]:
        """Every clause of a note, with whether it may speak of a need; those of notes asked about lately are known."""
        return self._known_clauses(text)

    def _judged(self, text: str) -> tuple[Clause, ...]:
        parts = self._clauses(text)
        turn = next((at for at, one in enumerate(parts) if one.joint == "but"), len(parts))
        whole, turned = self._weight(parts), self._weight(parts[turn:])
        judged = self._barred([*self._without_lost(parts)], sure=whole >= _SURE)
        points = (max(whole, turned) if at >= turn else whole for at in range(len(judged)))
        return tuple(one._replace(points=each) for one, each in zip(judged, points, strict=True))

    def signs(self, text: str) -> set[str]:
        """Every sign of a note that may have points."""
        return self._signs(self._clauses(text))

    def _signs(self, clauses: Sequence[Clause]) -> set[str]:
        """Those of its words, and in what order its clauses ask, deny, have it already or only tell."""
        order = ("FIRST", *(one.verdict.upper() for one in clauses), "LAST")
        said = "".join(one.said for one in clauses)
        return {*self._reader.signs(said), *order, *map(" ".join, itertools.pairwise(order))}

    def _weight(self, clauses: Sequence[Clause]) -> int:
        """The points of clauses together, at least 0 where they ask for something, or are hardly more than a need."""
        points = self._reader.weigh(self._signs(clauses)).points - self._reader.ask if clauses else 0
        return max(points, 0) if sum(len(one.words) for one in clauses) <= _MERE else points

    def _clauses(self, text: str) -> list[Clause]:
        parts: list[Clause] = []
        joint, begin, plain = "", 0, self._written_out(text)
        for mark in [*_JOINT.finditer(plain), None]:
            words = _WORD.findall(plain[begin : mark.start() if mark else len(plain)].replace("'", ""))
            if words:
                said = plain[begin : mark.end() if mark else len(plain)]
                parts.append(self._clause(words, said, joint, asked=bool(mark and "?" in mark[0])))
            if mark:
                joint, begin = mark.lastgroup or "", mark.end()
        return parts

    def _written_out(self, text: str) -> str:
        plain = text.casefold().replace("\u2019", "'").replace("\u201c", "").replace("\u201d", "").replace('"', "")
        plain = _CLOCK.sub("", _WITH.sub("with ", plain)).replace("&", " and ")
        return self._shortened.sub(lambda found: self._short[found[0]], plain) if self._shortened else plain

    def _clause(self, words: list[str], said: str, joint: str, *, asked: bool) -> Clause:
        return Clause(words, said, joint, self._verdict(words, asked=asked), _denied_from(words), asked)

    def _has(self, kind: str, words: Sequence[str]) -> bool:
        return self._known.forms[kind].place(words) >= 0

    def _verdict(self, words: Sequence[str], *, asked: bool) -> Verdict:
        if self._has("denies", words) and not self._has("unless", words):
            return "denies"
        if self._has("asks", words) or (asked and len(words) >= _TOPIC):
            return "asks"
        return "served" if self._is_served(words) else "plain"

    def _is_served(self, words: Sequence[str]) -> bool:
        """Whether somebody has it already; not where that is negated, wished for, or was lost."""
        if not self._lost.isdisjoint(words) or self._has("unless", words):
            return False
        places = self._known.forms["served"].places(words)
        return any(self._undone.isdisjoint(words[max(0, at - 3) : at]) for at in places)

    def _without_lost(self, clauses: Sequence[Clause]) -> Iterator[Clause]:
        """The clauses, what is there already a denial where the next does not say that it is no more."""
        for clause, after in itertools.zip_longest(clauses, clauses[1:]):
            lost = after and after.verdict == "plain" and not self._lost.isdisjoint(after.words)
            served: Verdict = "plain" if lost else "denies"
            yield clause._replace(verdict=served) if clause.verdict == "served" else clause

    def _barred(self, clauses: Sequence[Clause], *, sure: bool) -> list[Clause]:
        """The clauses, with those barred that a denial reaches: from it onwards, or a bare topic in front of it.

        In a note that is `sure` to ask a denial is of itself alone.
        """
        if sure:
            return [clause._replace(barred=clause.verdict == "denies") for clause in clauses]
        closed, judged = False, list[Clause]()
        for clause in clauses:
            if clause.verdict == "denies":
                closed = True
            elif clause.verdict == "asks" or clause.joint in {"", "stop", "but"} or clause.words[0] in _OPENING:
                closed = False
            judged.append(clause._replace(barred=closed))
        for at, clause in enumerate(judged[1:], 1):
            before = judged[at - 1]
            near = clause.joint in _NEAR or len(before.words) <= _FEW
            refused = clause.verdict == "denies" or (
                before.asked and clause.verdict == "plain" and self._weight([clause]) < 0
            )
            if near and refused and (before.verdict == "plain" or before.asked):
                judged[at - 1] = before._replace(barred=True)
        return judged


def _any_of(keys: Iterable[str]) -> str:
    """A pattern for the longest of keys that stands at a place; those that begin alike are tried together."""
    begun: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys, key=len, reverse=True):
        begun[key[:1]].append(re.escape(key[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in begun.items())


def _denied_from(words: Sequence[str]) -> int:
    """Where a "not" that denies a thing, and no verb, begins: "wants dates, not a diagnosis"."""
    for at, (word, after) in enumerate(itertools.pairwise(words)):
        if (word, after) in _RATHER:
            return at + 1
        before = words[at - 1] if at else ""
        if word == "not" and before not in _VERBS and after not in _NOT_ONLY and (at or not after.endswith("ing")):
            return at + 1
    return len(words)
