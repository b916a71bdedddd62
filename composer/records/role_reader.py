"""The words of a role as names and posts: short forms written out, slips of the finger mended, parts kept apart."""

from collections.abc import Container, Iterator, Sequence
from enum import IntEnum
from functools import cached_property
from itertools import groupby, takewhile
from operator import itemgetter
from typing import NamedTuple

from composer.patterns import regex
from composer.records.role_words import RoleWords
from composer.records.roles import RoleProfile
from composer.spelling import nearest, one_slip

_BETWEEN = regex(r"[\W_]+")
_PART = regex(r"[,;:()\[\]|?!]|\s[-\u2013\u2014]+\s")
_WITH = regex(r"\bw/(?!o)")
_SIGNS = str.maketrans({"/": " and ", "&": " and ", "+": " and ", "@": " at ", **dict.fromkeys(".'\u2019", "")})
_PLURAL = regex(r"(?<=[^\W\d_]{3})(?<![sui])s\Z")
_WORD = regex(r"[^\W\d_]{5,}")  # in a shorter one a wrong letter makes another word
_LONG = 9  # from here on two wrong letters are slips as well
_SHORT, _NAME = 3, 8  # words of the longest short form, and of the longest name
Run = tuple[str, ...]
LETTERS = 2
"""The length of names that may as well be a degree or a state."""


class Says(IntEnum):
    """How much a name says of what somebody does, the least first."""

    NOTHING = 0
    POST = 1
    """``director``"""
    OPEN = 2
    """``counselor``, whom any place makes another."""
    FIELD = 3
    """``hospice``, with no post beside it."""
    WIDE = 4
    """``therapist``, whom a place in the same breath makes another."""
    PLACE = 5
    """``hospice``, of a hospice nurse."""
    TOGETHER = 6
    """``counselor`` and ``college``, wherever they stand."""
    TRADE = 7
    """``pediatrician``"""


class Name(NamedTuple):
    """One name among the words of a role, or a word that is none."""

    text: str
    says: Says = Says.NOTHING
    role: str = ""
    """The key of the profile; empty for a trade that has none, for a post, and for any other word."""
    words: Run = ()
    """As it is written, short forms and plural endings taken away."""

    @property
    def post(self) -> bool:
        """Whether a place beside it says what somebody does."""
        return self.says in {Says.POST, Says.OPEN, Says.WIDE}

    @property
    def strange(self) -> bool:
        """Whether it is neither of a profile nor a post."""
        return not self.role and not self.post

    @property
    def other(self) -> bool:
        """Whether it is a trade that has no profile."""
        return not self.role and self.says is Says.TRADE


class Half(NamedTuple):
    """What stands of a role at one side of an "and": what somebody is, and where."""

    part: int
    """The number of the part between commas that it stands in."""
    head: Sequence[Name]
    there: Sequence[Name]


class RoleReader:
    """Reads roles by the names of the profiles and the lists of `templates/role-words.yaml`."""

    def __init__(self, roles: Sequence[RoleProfile], words: RoleWords) -> None:
        short = ((said, meant) for meant, forms in words.short.items() for said in forms)
        self._short = {tuple(_tokens(said)): tuple(_tokens(meant)) for said, meant in short}
        self._shortened = {word for run in self._short for word in run[:1]}
        self.bare, self.changing, self.gone, self._about, self._inside = (
            frozenset(map(self.run, said))
            for said in (words.bare, words.changing, words.gone, words.about, words.inside)
        )
        wide = dict.fromkeys(map(self.run, words.wide), Says.WIDE)
        wide |= dict.fromkeys(map(self.run, words.loose), Says.OPEN)
        named = [
            *((role.key, Says.PLACE, said) for role in roles for said in role.places),
            *((role.key, Says.TRADE, said) for role in roles for said in role.aliases),
            *(("", Says.TRADE, said) for said in words.others),
            *(("", Says.OPEN, said) for said in words.loose),
            *(("", Says.POST, said) for said in (*words.posts, *words.topics)),
        ]
        self._names: dict[Run, Name] = {}
        for role, says, said in named:
            run = self.run(said)
            trade = Says.TRADE if len(said) > LETTERS else Says.FIELD  # "MA, LPC" is no medical assistant
            much = wide.get(run, trade) if role and says is Says.TRADE else says
            self._names.setdefault(run, Name(plain_words(said), much, role, run))

    def run(self, text: str) -> Run:
        """The words of a text in small letters, without dots and plural endings, short forms written out."""
        words = _tokens(text)
        if self._shortened.isdisjoint(words):
            return tuple(words)  # as most are
        return tuple(word for run in _runs(words, self._short, _SHORT) for word in self._short.get(run, run))

    def halves(self, text: str) -> Iterator[Half]:
        """What a text says somebody is, and where, half by half; what stands after "for" is left out."""
        for number, part in enumerate(_PART.split(text)):
            head: list[Name] = []
            there: list[Name] = []
            into = head
            items = takewhile(lambda item: item.words not in self._about, self._items(part))
            for item in (*items, Name("and")):
                if item.words in self._inside:
                    into = there
                elif item.text != "and":
                    into.append(item)
                elif head or there:
                    yield Half(number, tuple(head), tuple(there))
                    head.clear()
                    there.clear()

    def _items(self, text: str) -> Iterator[Name]:
        """The words of a text, those that are a name together as one."""
        for run in _runs(self.run(text), self._names, _NAME):
            no_word = len(run[0]) == 1 or run[0][0].isdigit()
            yield self._names.get(run) or Name(run[0], Says.POST if no_word else Says.NOTHING, words=run)

    def mended(self, text: str) -> str:
        """A text without slips of the finger: each word that is in no list is the one it is nearly like."""
        return _WORD.sub(lambda found: self._mended(found[0]), text)

    def _mended(self, said: str) -> str:
        word = _PLURAL.sub("", said.casefold())
        known = self._by_letter.get(word[0], ())
        if word in known or not _WORD.match(word) or said.isupper():  # SHINE is no slip
            return said
        return one_slip(word, known) or (nearest(word, known) if len(word) >= _LONG else "") or said

    @cached_property
    def _by_letter(self) -> dict[str, tuple[str, ...]]:
        """The words of all lists that are long enough to be mended, by their first letter."""
        lists = (*self._names, *self._short, *self.bare, *self.changing, *self.gone, *self._about, *self._inside)
        words = frozenset().union(*lists)
        long = sorted(filter(_WORD.match, words))
        return {letter: tuple(of_it) for letter, of_it in groupby(long, key=itemgetter(0))}


def _runs(words: Sequence[str], known: Container[Run], most: int) -> Iterator[Run]:
    """Words in a row, those that are known together as one run, of ``most`` words at the most; the longest first."""
    rest = tuple(words)
    while rest:
        run = next((rest[:size] for size in range(min(len(rest), most), 1, -1) if rest[:size] in known), rest[:1])
        yield run
        rest = rest[len(run) :]


def _tokens(text: str) -> list[str]:
    """Words in small letters, without dots and plural endings; signs that join are an "and"."""
    said = _WITH.sub("with ", text.casefold()).translate(_SIGNS)
    return [_PLURAL.sub("", word) if word.endswith("s") else word for word in plain_words(said).split()]


def plain_words(text: str) -> str:
    """Case, dots and hyphens do not matter in the name of a role."""
    return " ".join(_BETWEEN.sub(" ", text.casefold().replace(".", "")).split())
