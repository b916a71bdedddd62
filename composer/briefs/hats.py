"""Somebody with several roles is written to in one of them: the needs, the words and the questions are that one's."""

import re
from collections.abc import Sequence

from composer.patterns import regex
from composer.records.contacts import Contact
from composer.records.library import Library
from composer.records.noted import Need
from composer.records.people_words import YourPeople
from composer.records.role_names import FoundRole
from composer.records.roles import RoleProfile

_WHERE = regex(r"\s+(?:(?:in|on|at|of|from|with)\s+(?:your|our|my|the|their|his|her)|who|whose|that|we|I)\b[^,]*")
"""Where their people are, or what they do, behind the word for them: ``people on your caseload`` are people."""
_AND = regex(r"\s+(?:and|y)\s+")
_VOWEL = regex(r"[aeiou]", re.IGNORECASE)


def hats_of(contact: Contact, library: Library) -> tuple[FoundRole, ...]:
    """The profiles of all of a contact's roles, in the record's order, each once; the general one where it has none."""
    roles = [library.role_of(said, contact.organization) for said in contact.roles or ("general",)]
    found = {role.role.key: role for role in reversed(roles)}
    return tuple(reversed(found.values()))


def of_another(contact: Contact, hat: FoundRole, library: Library) -> frozenset[str]:
    """The texts of the needs that are another role's: those that say so, and those in the other's own words."""
    others = [other.role for other in hats_of(contact, library) if other.role.key != hat.role.key]
    if not others:
        return frozenset()
    said = ((need, library.role_of(need.role, contact.organization)) for need in contact.needs)
    return frozenset(need.text for need, role in said if _is_others(need, role, hat.role, others))


def own_needs(contact: Contact, hat: FoundRole, library: Library) -> int:
    """How many needs of a contact are not another role's."""
    others = of_another(contact, hat, library)
    return sum(1 for need in contact.needs if need.text not in others)


def _is_others(need: Need, said: FoundRole, hat: RoleProfile, others: Sequence[RoleProfile]) -> bool:
    if need.role:
        return said.role.key != hat.key
    words = set(re.findall(r"[^\W_]+", need.text.casefold()))
    theirs = {word.casefold() for role in others for word in (role.person, role.people)}
    return bool(words & (theirs - {hat.person.casefold(), hat.people.casefold()}))


def in_their_words(role: RoleProfile, word: str, forms: YourPeople | None = None) -> RoleProfile:
    """A profile whose sentences call people what this reader calls them: ``residents``, or ``resident, residents``.

    With a language's `forms` a word stands as its sentences need it: ``the bereaved`` are ``bereaved people``.
    """
    if not word:
        return role
    one, _, several = (part.strip() for part in _WHERE.sub("", word).partition(","))
    if forms and not several:
        one = forms.several(one)
    person, people = (one, several) if several else (_singular(_AND.split(one)[0]), one)
    swap = _Swap(role, person, people)
    texts = {name: swap.text(getattr(role, name)) for name in ("subject", "gathering")}
    lists = {name: tuple(map(swap.text, getattr(role, name))) for name in ("wish", "ask_again", "regard", "kindness")}
    questions = tuple(
        question.model_copy(update={"text": swap.text(question.text), "asked": swap.text(question.asked)})
        for question in role.questions
    )
    wants = tuple(
        want.model_copy(update={name: swap.text(getattr(want, name)) for name in ("people", "clause", "subject")})
        for want in role.wants
    )
    return role.model_copy(
        update={"person": person, "people": people, "questions": questions, "wants": wants, **texts, **lists}
    )


class _Swap:
    """Puts one word for people in the place of another, with its article and its capital."""

    def __init__(self, role: RoleProfile, person: str, people: str) -> None:
        self._words = {role.people.casefold(): people, role.person.casefold(): person}
        either = "|".join(map(re.escape, sorted(self._words, key=len, reverse=True)))
        self._pattern = re.compile(rf"\b(?:(an?) )?({either})\b(?!\}})", re.IGNORECASE)

    def text(self, said: str) -> str:
        return self._pattern.sub(self._swapped, said)

    def _swapped(self, found: re.Match[str]) -> str:
        word = self._words[found[2].casefold()]
        word = word[:1].upper() + word[1:] if found[2][:1].isupper() else word
        if not found[1]:
            return word
        article = article_for(word)
        return f"{article.capitalize() if found[1][0].isupper() else article} {word}"


def article_for(word: str) -> str:
    """``an`` before a vowel, otherwise ``a``."""
    return "an" if _VOWEL.match(word) else "a"


def _singular(people: str) -> str:
    """One of several: ``residents`` is ``resident``, ``families`` is ``family``, ``children`` is ``child``."""
    first, blank, last = people.rpartition(" ")
    if last in _ODD:
        return f"{first}{blank}{_ODD[last]}"
    for ending, one in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if people.endswith(ending):
            return people.removesuffix(ending) + one
    return people


_ODD = {"people": "person", "children": "child", "men": "man", "women": "woman"}
