"""Whether a remark says that somebody is no longer where they were, by the phrases of ``templates/import-words.yaml``.

Phrases are compared with the words of a remark in their order, a ``|`` where a mark stands between them, a date as one
word, and ``^`` before a capital letter: ``Moved to AZ 6/2019, sad`` is ``| ^moved to ^az 0 | sad |``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from composer.patterns import regex
from composer.records.base import Record
from composer.records.fields import Lines
from composer.records.spoken import plain_letters
from composer.records.wishes import ContactStatus

_DATE = regex(
    r"(?<![\w/-])(?!24/7)(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)|\d{1,2}/\d{1,4}|\d{1,2}-\d{4}"
    r"|(?:19|20)\d\d(?:-\d\d){0,2}|['\u2019]\d\d)(?![\w/-])"
)
_PIECE = regex(r"(?P<word>[^\W_]+(?:['\u2019][^\W_]+)*)|[,;:!?()\[\]\n\u2013\u2014]|\s-+(?=\s)")
_WORD = regex(r"[^\W_]+")
_SHORT = (("w/o", "without "), ("W/O", "without "), ("w/", "with "), ("W/", "with "))
_NAME, _FRONT = r"(?: [\^!](?!(?:{})\b)\w+){{1,3}}", r"(?: \^\w+){0,3}(?: (?:has|have|had|is|was|been))?"
_OF_NAME = 2
_SLOTS = frozenset({"WHEN", "NAME", "\u2026"})
_BEFORE_WHEN = "in|on|as|of|since|back|at|the|by|around|about|circa|eff|effective|early|late|mid|end|beginning|start"
_GAP, _WIDE_GAP = r"(?: [^ |]+){0,4}", r"(?: [^ ]+){0,4}"


class GoneWords(Record, kind="gone-words"):
    """What is said of people who are gone, and what only sounds like it."""

    retired: Lines = ()
    deceased: Lines = ()
    moved: Lines = ()
    still_there: Lines = ()
    not_gone: Lines = ()
    others: Lines = ()
    asides: Lines = ()
    unsure: Lines = ()
    when: Lines = ()
    no_names: Lines = ()
    places_left: Lines = ()

    def status_in(self, remark: str) -> ContactStatus:
        """The status of somebody of whom a remark says that they are gone; ``active`` where it does not."""
        if not self._has_sign(remark):
            return "active"
        said = self._cuts.sub(" ~", self._asides.sub("", _pieces(remark)))
        stays = bool(self._stays.search(said))
        for status, words in self._gone.items():
            counts = status == "deceased" or not stays
            if counts and any(not self._of_others(said, found) for found in words.finditer(said)):
                return status
        return "active"

    def is_question(self, remark: str) -> bool:
        """Whether whoever wrote it was not sure: ``moved on?``, ``I think she retired``."""
        return "?" in remark or bool(self._unsure.search(_pieces(remark)))

    def left_place(self, place: str) -> str:
        """The place where somebody was, by the words before it: ``was w/ Oak``; empty for others."""
        first = plain_letters(place.split(maxsplit=1)[0]) if place.strip() else ""
        if first not in self._before_places:
            return ""
        if found := self._places_left.match(_pieces(place)):
            return _spelled(place).split(maxsplit=found[0].count(" "))[-1]
        return ""

    def end_in(self, name: str) -> str:
        """What stands behind a name without a mark between and says that they are gone: ``Jo Hale d. 10/9/22``."""
        if self.status_in(name) == "active":
            return ""
        words = name.split()
        ends = ((words[:at], words[at:]) for at in range(_OF_NAME, len(words)))
        found = (" ".join(end) for front, end in ends if _stands_apart(front, end) or end[0].casefold() in self._alone)
        return next((end for end in found if self.status_in(end) != "active"), "")

    def _of_others(self, said: str, found: re.Match[str]) -> bool:
        """Whether it is said of somebody else, who stands before it: ``her husband retired``."""
        return bool(self._others.search(said, said.rfind("|", 0, found.start() + 1), found.start() + 1))

    @cached_property
    def _gone(self) -> Mapping[ContactStatus, re.Pattern[str]]:
        lists: Mapping[ContactStatus, Lines] = {"deceased": self.deceased, "retired": self.retired, "moved": self.moved}
        return {status: self._pattern(phrases, _GAP) for status, phrases in lists.items()}

    def _has_sign(self, remark: str) -> bool:
        """Whether a remark has all the words of a phrase, in any order: most have not, and need no closer look."""
        words = _bare(remark)
        return any(need <= words for word in words & self._signs.keys() for need in self._signs[word])

    @cached_property
    def _signs(self) -> Mapping[str, Sequence[frozenset[str]]]:
        """The words that a phrase needs, by the first of them."""
        found: dict[str, list[frozenset[str]]] = {}
        for phrase in (*self.deceased, *self.retired, *self.moved):
            words = [plain_letters(word) for word in _words(phrase) if word not in _SLOTS and "*" not in word]
            found.setdefault(next(iter(words), ""), []).append(frozenset(words))
        return found

    @cached_property
    def _alone(self) -> frozenset[str]:
        """Words that say it by themselves, and are no names."""
        return frozenset(phrase for phrase in (*self.deceased, *self.retired) if phrase.isalpha())

    @cached_property
    def _cuts(self) -> re.Pattern[str]:
        return self._pattern(self.not_gone, _GAP)

    @cached_property
    def _stays(self) -> re.Pattern[str]:
        return self._pattern(self.still_there, _WIDE_GAP)

    @cached_property
    def _others(self) -> re.Pattern[str]:
        return self._pattern(self.others, _GAP)

    @cached_property
    def _asides(self) -> re.Pattern[str]:
        return self._pattern(self.asides, _GAP)

    @cached_property
    def _unsure(self) -> re.Pattern[str]:
        return self._pattern(self.unsure, _GAP)

    @cached_property
    def _before_places(self) -> frozenset[str]:
        return frozenset(phrase.split()[0] for phrase in self.places_left)

    @cached_property
    def _places_left(self) -> re.Pattern[str]:
        words = "|".join(self._body(phrase, _GAP) for phrase in self.places_left)
        return re.compile(rf"\|(?:{words})(?= [\^!])" if words else r"(?!)")

    def _pattern(self, phrases: Sequence[str], gap: str) -> re.Pattern[str]:
        return re.compile("|".join(self._phrase(phrase, gap) for phrase in phrases) or r"(?!)")

    def _phrase(self, phrase: str, gap: str) -> str:
        """One phrase; of a whole clause, with or without somebody's name before it and a date before or behind."""
        if not phrase.startswith("="):
            return rf"{self._body(phrase, gap)}(?= )"
        open_end = phrase.endswith("\u2026")
        body, when = self._body(phrase.strip("=\u2026"), gap), f"(?:{self._when})?"
        return rf"(?<=\|){when}{_FRONT}{body}" + (r"(?= )" if open_end else rf"{when}(?= \|)")

    def _body(self, phrase: str, gap: str) -> str:
        slots = {"WHEN": self._when, "NAME": _NAME.format("|".join(map(plain_letters, self.no_names))), "\u2026": gap}
        return "".join(slots.get(word) or _literal(word) for word in _words(phrase))

    @cached_property
    def _when(self) -> str:
        """A date in any form, with what stands before it: ``in fall '18``, ``as of 7/1``."""
        named = "|".join("".join(map(_literal, _words(one))) for one in self.when)
        return rf"(?: (?:{_BEFORE_WHEN}))*(?: 0|(?:{named or '(?!)'})(?: \d+(?:st|nd|rd|th)?(?= ))?)(?: 0)?"


def _stands_apart(front: Sequence[str], end: Sequence[str]) -> bool:
    """Whether the end of a name is no part of it, by its letters or a number in it."""
    loud = "".join(end).isupper() and not "".join(front).isupper()
    return loud or end[0].islower() or any(map(str.isdigit, "".join(end)))


def _literal(word: str) -> str:
    """One word of a phrase, with a capital or without: ``*`` is any end of it."""
    return r" [\^!]?" + plain_letters(word).replace("*", r"\w*")


def _words(phrase: str) -> list[str]:
    return re.findall(r"[\w*]+|\u2026", phrase.replace("'", "").lstrip("="))


def _bare(remark: str) -> set[str]:
    return set(_WORD.findall(plain_letters(_spelled(remark))))


def _pieces(remark: str) -> str:
    return f"| {' '.join(_each_piece(remark))} |"


def _each_piece(remark: str) -> Iterator[str]:
    mark = "!" if remark.isupper() else "^"
    for found in _PIECE.finditer(_DATE.sub(" 0 ", _spelled(remark))):
        word = found["word"]
        yield (f"{mark if word[0].isupper() else ''}{plain_letters(word)}") if word else "|"


def _spelled(remark: str) -> str:
    """A remark with what is written short in it in full."""
    if "/" not in remark:
        return remark
    for short, whole in _SHORT:
        remark = remark.replace(short, whole)
    return remark
