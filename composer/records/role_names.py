"""From what people call a role to a role profile: by the trade that their words name, or else by the place."""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from composer.records.role_reader import LETTERS, Half, Name, RoleReader, Says, plain_words
from composer.records.role_words import RoleWords
from composer.records.roles import GENERAL, RoleProfile
from composer.spelling import likeness

_NONE = Name("")
_LOOSE = frozenset({Says.OPEN, Says.WIDE})
_PLACES = frozenset({Says.FIELD, Says.PLACE, Says.TRADE})


class FoundRole(NamedTuple):
    """The profile for somebody's role, and how sure that is."""

    role: RoleProfile
    known: bool
    """Whether the words are an alias or name one; otherwise the profile is a guess, or the general one."""
    alias: str
    """The alias it was taken for; empty where none is near and the general profile speaks."""
    likeness: float
    """How like that alias the words are, from 0 to 1."""

    @property
    def hats(self) -> frozenset[str]:
        """What a practice may say for such readers: the profile's key, or the name that this one goes by."""
        return _hats(self.role.key, self.alias if self.known and self.role.mixed else "")


@lru_cache(maxsize=1_000)  # there are few roles, and each letter asks half a dozen times
def _hats(role: str, alias: str) -> frozenset[str]:
    return frozenset({role, alias, *alias.split()} - {""})


class RoleNamer:
    """Finds the one name that says most of what somebody does.

    A trade says more than a place, and a place more than a wide name ("hospice counselor"). Of the parts between
    commas the first counts, of the words of a part the last: a "psychiatrist's office manager" is an office manager.
    """

    def __init__(self, roles: Sequence[RoleProfile], words: RoleWords) -> None:
        self._roles, self._words = {role.key: role for role in roles}, words
        self._exact = {plain_words(said): role.key for role in roles for said in (role.key, role.name)}
        self._exact |= {plain_words(said): role.key for role in roles if role.key == GENERAL for said in role.aliases}
        self._found: dict[tuple[str, str], tuple[FoundRole, bool]] = {}

    @cached_property
    def _reader(self) -> RoleReader:
        """Made when the first words come that are no key: it knows thousands of names."""
        return RoleReader([role for role in self._roles.values() if role.key != GENERAL], self._words)

    @cached_property
    def _together(self) -> Sequence[Name]:
        pairs = ((said, role.key) for role in self._roles.values() if role.key != GENERAL for said in role.together)
        return [Name(said, Says.TOGETHER, key, self._reader.run(said)) for said, key in pairs]

    def find(self, said: str, organization: str = "") -> FoundRole:
        """The profile for a role's words; the organisation is asked only where they leave open what somebody does."""
        found, is_open = self._kept(said, "")
        return self._kept(said, organization)[0] if is_open and organization else found

    def _kept(self, said: str, organization: str) -> tuple[FoundRole, bool]:
        """What was found before, or now: a book has many contacts and few roles."""
        if (said, organization) not in self._found:
            self._found[said, organization] = self._find(said, organization)
        return self._found[said, organization]

    def _find(self, said: str, organization: str) -> tuple[FoundRole, bool]:
        plain = plain_words(said)
        if plain in self._exact:
            return FoundRole(self._roles[self._exact[plain]], known=True, alias=plain, likeness=1.0), False
        mended = self._reader.mended(said)
        name = self._name(mended, organization)
        if not name.role:
            return FoundRole(self._roles[GENERAL], known=False, alias="", likeness=0.0), True
        known = mended == said or name == self._name(said, organization)
        like = 1.0 if known else likeness(plain, plain_words(mended))
        return FoundRole(self._roles[name.role], known, name.text, like), name.says is Says.OPEN

    def _name(self, said: str, organization: str) -> Name:
        """The name that says most in a role's words; one of no profile where none says enough."""
        halves = tuple(self._reader.halves(said))
        if any(item.words in self._reader.gone for half in halves for item in (*half.head, *half.there)):
            return _NONE
        best = _stronger(self._best(halves), self._of_both(halves))
        if best.words in self._reader.bare and any(self._changes(item) for half in halves for item in half.head):
            return _NONE  # "lawyer (real estate)"
        posts = not any(item.strange for half in halves for item in half.head)
        if organization and (best.says is Says.OPEN or (posts and not best.role)):
            there = tuple(self._reader.halves(organization))
            best = _stronger(max(best, self._place(there), key=_says), self._of_both((*halves, *there)))
        return best

    def _best(self, halves: Iterable[Half]) -> Name:
        """The name that says most, of equals the first; of two trades in one part the first."""
        best, its_part, strange = _NONE, -1, False
        for half in halves:
            found = self._of_half(half)
            settled = half.part == its_part and best.says >= Says.WIDE
            if found.says > best.says and not settled and not (strange and found.says is Says.FIELD):
                best, its_part = found, half.part
            strange = strange or _is_strange(half.head)
        return best

    def _of_half(self, half: Half) -> Name:
        """What somebody is, or where a post or a wide name leaves it open, where."""
        name = self._chief(half.head, first=half.part == 0)
        if name.post or all(item.post for item in half.head):
            place = self._chief(half.there)
            return place._replace(says=Says.PLACE) if place.says in _PLACES else name
        return name

    def _place(self, organization: Iterable[Half]) -> Name:
        """What the name of an organisation says of those who work there."""
        named = (self._chief(half.head) for half in organization)
        place = next((name for name in named if name.says in _PLACES and len(name.text) > LETTERS), _NONE)
        return place._replace(says=Says.PLACE) if place.role else _NONE

    def _of_both(self, halves: Iterable[Half]) -> Name:
        """The longest name whose words all stand somewhere in these; none where they name a trade without profile."""
        items = [item for half in halves for item in (*half.head, *half.there)]
        words = {word for item in items for word in item.words}
        named = [name for name in self._together if words.issuperset(name.words)]
        return (
            _NONE if any(item.other for item in items) else max(named, key=lambda name: len(name.words), default=_NONE)
        )

    def _chief(self, items: Sequence[Name], *, first: bool = True) -> Name:
        """Of the names that no word makes another, the one that says most, of equals the last."""
        clear = [item for at, item in enumerate(items) if item.role and self._is_clear(items, at, first=first)]
        chief = max(reversed(clear), key=_says, default=_NONE)
        alone = chief.says is Says.PLACE and not any(item.post for item in items)
        return chief._replace(says=Says.FIELD) if alone else chief

    def _changes(self, item: Name) -> bool:
        return item.other or item.words in self._reader.changing

    def _is_clear(self, items: Sequence[Name], at: int, *, first: bool) -> bool:
        """Whether no word behind a name, nor one before it that counts, makes it another trade."""
        name, before, behind = items[at], items[:at], [item for item in items[at + 1 :] if item.strange]
        if len(name.text) <= LETTERS and not first:
            return False  # letters behind a comma are a degree, or a state
        alone = len(name.text) <= LETTERS or name.words in self._reader.bare
        if any(item.words in self._reader.changing or (alone and item.strange) for item in before):
            return False
        # "hospice volunteers coordinator": one strange word between a place and a post changes neither.
        between = name.says is Says.PLACE and items[-1].says in _LOOSE and len(behind) == 1
        return not behind or (between and not behind[0].other)


def _is_strange(items: Sequence[Name]) -> bool:
    """Whether words say that somebody is something else than those who have a profile: ``gym instructor``."""
    posts = not any(item.strange for item in items) or items[-1].says in _LOOSE
    return not posts or any(item.other for item in items)


def _stronger(name: Name, both: Name) -> Name:
    """Of a name and one whose words stand apart: that of a "chaplain, state police" says more than "chaplain"."""
    return both if both.role and (both.says > name.says or set(name.words) <= set(both.words)) else name


def _says(name: Name) -> Says:
    return name.says
