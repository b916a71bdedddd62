"""What a practice has that is near in meaning to what is noted, though it says it in other words."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from composer.briefs.content import first_sentence
from composer.meaning import Meanings
from composer.records.contacts import Contact
from composer.records.library import Library
from composer.records.need_index import NeedIndex
from composer.records.practice import Answering, Handout, Offer, Talk, Update

Thing: TypeAlias = Offer | Update | Talk | Handout

MEANT = 1.5
"""What its own term counts for a thing."""
_ALIKE, _NOT, _WORTH, _AGAIN = 0.35, 0.2, 3.0, 1.3
"""From what likeness on a note and a thing are about the same; from what on that counts, how much, and what more for a
note that the letter repeats."""
_SURELY = _WORTH * (0.45 - _NOT)
"""What makes a thing theirs that is chiefly for others."""
_FEWEST = 3
"""A word or two are found by their words, and mean too much by themselves."""


class Alike:
    """The things of one practice, held against notes; each has a term of its own, ``~3`` for the fourth."""

    def __init__(self, things: Sequence[Thing], index: NeedIndex, library: Library) -> None:
        self._things, self._index = things, index
        self._is_english = library.language == "en"  # of whose words the vectors are
        literal = {*library.phrases.literal}
        self._open = [not (isinstance(one, Answering) and literal.intersection(one.needs)) for one in things]

    def terms(self, contact: Contact, notes: Iterable[tuple[str, bool]]) -> Mapping[str, float]:
        """The terms of what is near to notes, each as it stands or in a wording of one's own, and what that counts.

        With each note comes whether the letter repeats it.
        """
        found: dict[str, float] = {}
        says = {need.text: need.say for need in contact.needs if need.say}
        told = list(notes) if self._is_english else []
        for note, again in (*told, *((says[note], again) for note, again in told if note in says)):
            for place, near in enumerate(self._near(note)):
                if near >= _ALIKE and self._open[place]:
                    worth = _WORTH * (near - _NOT) * (_AGAIN if again else 1)
                    found[f"~{place}"] = max(found.get(f"~{place}", 0), worth)
        return found

    def _near(self, note: str) -> tuple[float, ...]:
        if len(note.split()) < _FEWEST:
            return ()
        return self._index.remembered("alike", note, self._find)

    def _find(self, note: str) -> tuple[float, ...]:
        return self._meanings.near(note)

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings([_said(one) for one in self._things])


def is_surely(terms: Iterable[str], wanted: Mapping[str, float]) -> bool:
    """Whether a thing with these terms is so near in meaning that it is for this reader, whoever else it names."""
    return any(term[0] == "~" and wanted.get(term, 0) >= _SURELY for term in terms)


def _said(thing: Thing) -> list[str]:
    """What a thing chiefly says, as one text, and in further ones what it is for."""
    if isinstance(thing, Talk):
        return [f"{thing.topic}. {thing.problem}", thing.topic, thing.problem, *thing.entries]
    if isinstance(thing, Handout):
        return [f"{thing.name}. {first_sentence(thing.text)}", thing.name]
    entries = thing.entries if isinstance(thing, Answering) else ()
    return [thing.text, *entries]
