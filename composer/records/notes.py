"""From a note to the clauses that may speak of a need. What one denies, or tells of somebody's own life, does not.

A denial is understood by its grammar, whatever it is about: a negated verb of wanting ("doesn't need anyone"), no
problem ("is no issue"), or somebody who has it already ("has plenty of", "we're covered"). It holds until the note asks
for something, turns ("but") or begins a new sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from composer.records.note_grammar import FEW, Clause, Grammar
from composer.records.note_words import NoteWords

_WORD = re.compile(r"[^\W_]+")
_WITH = re.compile(r"\bw/(?=\w\w)")
# Where a clause ends, and how the next is joined to it.
_JOINT = re.compile(
    r"""(?P<stop>[.!?;]+(?=[\s"')]|$)|\n)|(?P<dash>\s-+\s|[\u2013\u2014:()]|[-=]>|\s\+\s)|(?P<comma>,)"""
    r"|(?P<but>\b(?:but|though|although|however|except|whereas|instead)\b)"
    r"|(?P<and>\band(?=\s(?:she|he|they|we|is|are|has|have|wants|needs|not|no|does|do|already)\b))"
)
_OPENING = frozenset({"just", "only", "mostly", "rather", "mainly"})


class NoteReader:
    """Reads notes by one list of words."""

    def __init__(self, known: NoteWords) -> None:
        self.practical = frozenset(known.practical)
        self._short = {short.casefold(): full for short, full in known.short.items()}
        keys = "|".join(re.escape(key) for key in sorted(self._short, key=len, reverse=True))
        self._shortened = re.compile(rf"(?<![\w'/])(?:{keys})(?![\w'/])") if keys else None
        self._first = {word for key in self._short for word in _WORD.findall(key)[:1]}
        self._known = known

    @cached_property
    def _grammar(self) -> Grammar:
        """Made once a note is read: its patterns take a fifth of a second."""
        return Grammar(self._known, self.words)

    def words(self, text: str) -> list[str]:
        """The words of a phrase in small letters, short forms written out and apostrophes left out."""
        parts = text.split()
        if all(part.isalnum() and part.islower() and part not in self._first for part in parts):
            return parts  # as most phrases are
        return _WORD.findall(self._written_out(text).replace("'", ""))

    def clauses(self, text: str) -> list[Clause]:
        """Every clause of a note, with whether it may speak of a need."""
        parts: list[Clause] = []
        joint, begin, plain = "", 0, self._written_out(text)
        for mark in [*_JOINT.finditer(plain), None]:
            words = _WORD.findall(plain[begin : mark.start() if mark else len(plain)].replace("'", ""))
            if words:
                parts.append(self._grammar.clause(tuple(words), joint, asked=bool(mark and "?" in mark[0])))
            if mark:
                joint, begin = mark.lastgroup or "", mark.end()
        return _governed(_barred(parts, self._grammar))

    def _written_out(self, text: str) -> str:
        plain = text.casefold().replace("\u2019", "'").replace("\u201c", "").replace("\u201d", "").replace('"', "")
        plain = _WITH.sub("with ", plain).replace("&", " and ")
        return self._shortened.sub(lambda found: self._short[found[0]], plain) if self._shortened else plain


def _barred(clauses: Sequence[Clause], grammar: Grammar) -> list[Clause]:
    """The clauses, with those barred that a denial reaches: from it onwards, or a bare topic in front of it."""
    closed, judged = False, list[Clause]()
    for clause in clauses:
        if clause.verdict in {"denies", "private"}:
            closed = True
        elif clause.verdict == "asks" and clause.joint == "comma" and judged and judged[-1].verdict == "private":
            closed = judged[-1].barred
        elif clause.verdict == "asks" or clause.joint in {"", "stop", "but"} or clause.words[0] in _OPENING:
            closed = False
        joined = judged[-1:] if clause.joint in {"comma", "dash", "and"} else []
        office = clause.practical or any(each.practical for each in joined)
        judged.append(replace(clause, barred=closed, practical=office and clause.verdict != "asks"))
    for at, clause in enumerate(judged[1:], 1):
        before = judged[at - 1]
        near = clause.joint in {"comma", "dash", "and"} or (
            clause.joint in {"stop", "but"} and len(before.words) <= FEW
        )
        topic = near and (before.verdict == "tells" or before.asked)
        if topic and clause.verdict == "denies" and grammar.is_bare(clause):
            judged[at - 1] = replace(before, barred=True)
        if grammar.is_aside(clause):
            judged[:at] = [one if one.verdict == "asks" else replace(one, barred=True) for one in judged[:at]]
    return judged


def _governed(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses, each with whether something asks for what it speaks of: the note, or its own people's trouble."""
    said = [one for one in clauses if not one.barred]
    if any(one.verdict == "asks" for one in said):
        return list(clauses)
    refused = any(one.verdict == "denies" for one in clauses)
    shown = any(one.joint == "but" if refused else one.shows for one in said)
    asks = [shown or (one.asked and one is clauses[-1]) for one in clauses]
    ends = [min(one.denied_from, one.told_from) for one in clauses]
    return [replace(one, governed=ask, denied_from=end) for one, ask, end in zip(clauses, asks, ends, strict=True)]
