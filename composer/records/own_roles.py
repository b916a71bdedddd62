"""The practice's own words for roles, as the keys of the readers they mean."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from composer.errors import Problem
from composer.records.library import Library
from composer.records.practice import HowToRefer, Introduction, OwnQuestion, Practice
from composer.records.role_names import FoundRole
from composer.records.role_reader import plain_words

S = TypeVar("S", Introduction, HowToRefer, OwnQuestion)
_PARTS = ("offers", "updates", "does_not", "talks", "how_to_refer", "handouts", "introduction", "questions")


def understand_roles(practice: Practice, library: Library) -> tuple[Practice, list[Problem]]:
    """The practice with every role under its key; words that mean none stay as they are and fit no reader.

    A name for one trade of several that share a profile ("preschool") stays, too: it fits those who go by it.
    """
    said = dict.fromkeys(word for part in _PARTS for one in getattr(practice, part) for word in one.roles)
    found = {word: library.role_of(word) for word in said}
    wide = library.role_words.families
    exact = library.role_by_key
    keys = {
        word: (word,) if word in exact else tuple(wide.get(plain_words(word), ())) or _keys(word, role)
        for word, role in found.items()
    }
    if all(own == (word,) for word, own in keys.items()):
        return practice, list(_unknown(practice, found, library))
    parts = {part: tuple(_keyed(one, keys) for one in getattr(practice, part)) for part in _PARTS}
    return practice.model_copy(update=parts), list(_unknown(practice, found, library))


def _keys(word: str, found: FoundRole) -> tuple[str, ...]:
    if not (found.known or found.alias):
        return (word,)
    own = found.role.mixed and found.alias not in {plain_words(found.role.key), plain_words(found.role.name)}
    return (found.alias if own else found.role.key,)


def _keyed(one: object, keys: dict[str, tuple[str, ...]]) -> object:
    meant = tuple(dict.fromkeys(key for word in one.roles for key in keys[word]))  # type: ignore[attr-defined]
    keyed = one.model_copy(update={"roles": meant})  # type: ignore[attr-defined]
    vars(keyed)["said_for"] = tuple(plain_words(word) for word in one.roles)  # type: ignore[attr-defined]
    return keyed


def meant_most(said: Sequence[S], roles: Iterable[str]) -> list[S]:
    """Of sentences for readers of one profile those that name the reader's own trade, or else the profile.

    "discharge planner" and "nurse case manager" are one profile, and may be told different things.
    """
    words = [f" {plain_words(role)} " for role in roles]

    def rank(one: S) -> int:
        if any(f" {name} " in word for name in one.said_for for word in words):
            return 0
        whole = not one.said_for or not {*one.roles}.isdisjoint(name.replace(" ", "-") for name in one.said_for)
        return 1 if whole else 2

    best = min(map(rank, said), default=0)
    return [one for one in said if rank(one) == best]


def role_words(said: str, found: FoundRole, library: Library, otherwise: str) -> tuple[str, str]:
    """What is said of a role that is not understood for certain, and what to do about it."""
    role = plain_words(said)
    if found.alias:
        text = f"'{role}' is read as '{found.role.key}' ({found.likeness:.0%} like '{found.alias}')"
        return text, f"write role: {found.role.key} if that is right; `outreach roles` lists the others"
    return f"'{role}' is no role this program knows", library.role_hint(said, otherwise)


def _unknown(practice: Practice, found: dict[str, FoundRole], library: Library) -> Iterator[Problem]:
    """Each word that is no role for certain, at the first place that has it."""
    families = library.role_words.families
    strange = {word for word, role in found.items() if not role.known and plain_words(word) not in families}
    for part in _PARTS:
        for one in getattr(practice, part):
            for index, word in enumerate(one.roles):
                if word in strange:
                    strange.discard(word)
                    otherwise = "it fits no reader until you say it in another word; `outreach roles` lists them"
                    text, hint = role_words(word, found[word], library, otherwise)
                    yield one.where("roles", index).warning(
                        "role-unknown", text, hint.replace("write role: ", "write ")
                    )
