"""The open questions of a draft with their sentences, and what becomes of the text once one is answered.

Values in, values out; `filling` reads and writes what is decided here.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from composer.briefs.reported import STILL_SO
from composer.checks.engine.sentences import sentences
from composer.drafts.cutting import can_be_cut, replaced, without
from composer.drafts.draft import Draft, path_of
from composer.drafts.head import read_head
from composer.drafts.holes import Hole, blotted, find_holes
from composer.errors import RecordsError
from composer.patterns import regex
from composer.records.fields import composed
from composer.templating.escape import escape_markdown, squeeze

_ENDS = regex(r"[.?!\u2026][\"')\u201d\u2019]*\Z")
_NEW_SENTENCE = regex(r"\s*\Z|\s*\n\s*\n|\s+[\"'(\u201c\u2018\u00bf\u00a1]*[^\W\d_a-z]")
_UNCLOSED = "the end of this question, ]], is missing, so it is not clear how far it goes"
_SAID_ALREADY = frozenset(",.;:?!")


@dataclass(frozen=True, slots=True)
class HolePlace:
    """One open question with its place, and with the sentence around it."""

    hole: Hole
    in_subject: bool
    begin: int
    """Where its sentence begins, in the subject or in the body."""
    end: int
    alone: bool
    """Whether it is a sentence by itself."""

    @property
    def still_so(self) -> bool:
        """Whether it asks only if the words behind it are still so: it goes, and they stay."""
        return self.hole.words.endswith(STILL_SO)

    @property
    def blocker(self) -> str:
        """Why no words can be put in, as a clause; empty where they can."""
        return "" if self.hole.closed else _UNCLOSED


def hole_places(draft: Draft) -> Mapping[str, HolePlace]:
    """Every open question of a draft, in the order of the letter, under a key that is made of its words.

    So an answer given some time ago is never taken for another's.
    """
    found = [HolePlace(hole, True, 0, len(draft.subject), alone=False) for hole in find_holes(draft.subject)]
    found += [_in_body(draft.body, hole) for hole in find_holes(draft.body)]
    seen: Counter[str] = Counter()
    places: dict[str, HolePlace] = {}
    for place in found:
        said = json.dumps([place.in_subject, place.hole.words])
        seen[said] += 1  # the same question twice is told apart by which comes first
        places[hashlib.sha256(f"{seen[said]}{said}".encode()).hexdigest()] = place
    return places


def _in_body(body: str, hole: Hole) -> HolePlace:
    cut = sentences(blotted(body))
    sentence = next(one for one in cut if one.start <= hole.begin < one.start + len(one.text))
    begin, end = sentence.start, sentence.start + len(sentence.text)
    alone = begin == hole.begin and bool(_NEW_SENTENCE.match(body, hole.end))
    if alone and not hole.words.endswith(STILL_SO):
        end = hole.end
    return HolePlace(hole, False, begin, end, alone)


def around(draft: Draft, place: HolePlace) -> tuple[str, str]:
    """What stands before and behind a question in its sentence, in plain words."""
    text, hole = _text(draft, place), place.hole
    return _shown(text[place.begin : hole.begin]), _shown(text[hole.end : max(place.end, hole.end)])


def why_it_stays(draft: Draft, place: HolePlace) -> str:
    """Why the sentence of a question cannot be taken out, as a clause; empty where it can."""
    if place.in_subject:
        return "a letter needs a subject"
    if _is_first(draft, place) and draft.body[place.begin : place.end].endswith((",", ":")):
        return "it is the greeting, and a letter needs one"
    if not can_be_cut(blotted(draft.body), place.begin, place.end):
        return "the sentence is part of a heading, a quote, a table or a link"
    return ""


def without_sentence(text: str, draft: Draft, place: HolePlace) -> str:
    """A draft's file without the sentence of a question."""
    return without(read_head(text, path_of(draft.name)), place.begin, place.end)


def spoken(draft: Draft, place: HolePlace, typed: str) -> str:
    """What somebody typed into the place of a question, on one line, without what stands beside it already.

    Raises:
        RecordsError: these are no words for this place.
    """
    text = _text(draft, place)
    said = composed(" ".join(typed.split()))
    greeting = f"{text[place.begin : place.hole.begin].strip()} "
    if _is_first(draft, place) and said.casefold().startswith(greeting.casefold()):
        said = said[len(greeting) :]  # "Dear Robin" behind "Dear"
    after = text[place.hole.end : place.hole.end + 1]
    if after in _SAID_ALREADY and said.endswith(after):
        said = said[:-1].rstrip()
    if find_holes(said):
        raise RecordsError("this is still a question, so nothing was done", hint="write the words themselves")
    if not said or not squeeze(escape_markdown(said)):
        raise RecordsError("nothing was written in the field, so nothing was done", hint="write the words first")
    return said


def with_words(text: str, draft: Draft, place: HolePlace, words: str) -> str:
    """A draft's file with words in the place of a question, and every byte around it as it was.

    They print as themselves, whatever they hold. Where it asks whether something is still so, only the question goes.
    """
    head, hole = read_head(text, path_of(draft.name)), place.hole
    if place.in_subject:
        return head.with_fields({"subject": f"{draft.subject[: hole.begin]}{words}{draft.subject[hole.end :]}"})
    if place.still_so:
        blank = len(draft.body) - hole.end - len(draft.body[hole.end :].lstrip(" "))
        return replaced(head, hole.begin, hole.end + blank, "")
    return replaced(head, hole.begin, hole.end, _as_sentence(words) if place.alone else escape_markdown(words))


def _as_sentence(words: str) -> str:
    text = escape_markdown(words)
    return f"{text[:1].upper()}{text[1:]}{'' if _ENDS.search(text) else '.'}"


def _text(draft: Draft, place: HolePlace) -> str:
    return draft.subject if place.in_subject else draft.body


def _is_first(draft: Draft, place: HolePlace) -> bool:
    return not place.in_subject and not draft.body[: place.begin].strip()


def _shown(text: str) -> str:
    """A piece of a sentence as its reader will see it, with the blanks at its ends."""
    for hole in reversed(find_holes(text)):
        text = f"{text[: hole.begin]}\u2026{text[hole.end :]}"
    words = squeeze(text).replace("**", "").removeprefix("- ")
    return (" " if text[:1].isspace() else "") + words + (" " if text[-1:].isspace() else "")
