"""The greeting: what stands after "Dear", or the question what should.

It fails closed: a name is taken apart only with the lists of `templates/names.yaml`, and where they do not decide,
the draft asks. A wrong "Dear Dr. Abena" costs more than a minute's editing.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from composer.records.contacts import Contact
from composer.records.phrases import Greetings, NameParts, plain_title
from composer.records.roles import RoleProfile

_INITIAL = re.compile(r"\w\.?\Z")
_TWO = 2
_NICKNAME = re.compile(r"""["“(]([^"”()]{1,40})["”)]""")


Gender = Literal["she", "he", ""]
_SHE, _HE = frozenset({"she", "ella"}), frozenset({"he", "él"})
_SHE_TITLES = frozenset({"ms", "mrs", "miss", "sra", "dra", "sister"})
_HE_TITLES = frozenset({"mr", "brother", "father", "fr"})


@dataclass(frozen=True, slots=True)
class Salutation:
    """A greeting without its comma, and why it is so."""

    text: str
    """``Dear Dr. Osei``; holds ``[[CONFIRM: …]]`` where only a person can know."""
    because: str


@dataclass(frozen=True, slots=True)
class TakenApart:
    """A name in the parts that can be told with certainty."""

    honorifics: tuple[str, ...]
    names: tuple[str, ...]
    post_nominals: tuple[str, ...]
    rest: str = ""
    """What follows a comma and is no known post-nominal: such a name is not understood."""
    nickname: str = ""
    """What stands in quotes or parentheses: ``Robert "Bob" Hale``."""


def salutation(contact: Contact, role: RoleProfile, names: NameParts, greetings: Greetings) -> Salutation:
    """How to greet this contact; the role says whether a doctorate is spoken."""
    if contact.address_as:
        text = f"{_dear(_gender(contact, ()), greetings)} {contact.address_as}"
        return Salutation(text, "the record says how to address them")
    if not contact.name:
        form, because = (greetings.team, "the record names a team") if contact.team else (greetings.nobody, _NOBODY)
        text = form.replace("{team}", contact.team).replace("{organization}", contact.organization)
        return Salutation(text, because)
    people = _people(contact.name, names)
    if len(people) > 1 and any(name[:1].islower() and not name.startswith("the ") for name in people):
        people = [contact.name]  # "Abena Osei, and family" names one person and no other
    spoken = [_spoken(_take_apart(name, names), contact, role, names, greetings) for name in people]
    open_question = next((each for each in spoken if each.question), None)
    if open_question:
        at = str(contact.where("name")) or "the record"
        because = f"{open_question.because}; `address_as:` at {at} answers it for good"
        return Salutation(f"{greetings.other} [[CONFIRM: {open_question.question}]]", because)
    together = f" {greetings.and_} ".join(each.text for each in spoken)
    dear = _dear(spoken[0].gender if len(spoken) == 1 else "", greetings)
    return Salutation(f"{dear} {together}", "; ".join(dict.fromkeys(each.because for each in spoken)))


def salutation_there(contact: Contact, greetings: Greetings) -> str:
    """The greeting for whoever is at a contact's organisation now."""
    return greetings.nobody.replace("{organization}", contact.organization)


_NOBODY = "nobody's name is known there yet"


@dataclass(frozen=True, slots=True)
class _Addressee:
    """One person as they are spoken to, or the question who only a person can answer."""

    text: str
    because: str
    gender: Gender = ""
    question: str = ""


def _people(name: str, names: NameParts) -> list[str]:
    """The names of those who share a record: ``Dr. Abena Osei and Dr. Tom Hale`` are two."""
    people: list[list[str]] = [[]]
    for word in name.split():
        if word in names.between and people[-1]:
            people.append([])
        else:
            people[-1].append(word)
    return [" ".join(person) for person in people]


def _spoken(
    parts: TakenApart, contact: Contact, role: RoleProfile, names: NameParts, greetings: Greetings
) -> _Addressee:
    written = " ".join((*parts.honorifics, *parts.names)) if parts.names else contact.name
    how = f"how do you address {contact.name}?"
    if parts.rest or not parts.names:
        return _Addressee("", "the name could not be taken apart with certainty", "", how)
    if any(plain_title(word) in names.ask for word in parts.honorifics):
        return _Addressee("", "this title is written but not spoken", "", how)
    full = " ".join((parts.nickname, *parts.names[1:])) if parts.nickname else " ".join(parts.names)
    english = _title(parts, role, names)
    gender = _gender(contact, parts.honorifics)
    title = _in_language(english, gender, greetings)
    if not title:
        return _Addressee(full, "no title is known, so the whole name", gender)
    family = contact.family_name or _family_name(parts.names, names)
    if not family:
        question = f"{title} and which family name, of {' '.join(parts.names)}?"
        return _Addressee(written, "a title needs the family name, and which part that is cannot be told", "", question)
    return _Addressee(f"{title} {family}", f"'{title}' is theirs, and '{family}' is the family name", gender)


def _gender(contact: Contact, honorifics: tuple[str, ...]) -> Gender:
    """How the record speaks of somebody; empty where it does not say. A given name says nothing."""
    first = contact.pronouns.casefold().partition("/")[0].strip()
    titles = {plain_title(word) for word in honorifics}
    if first in _SHE or titles & _SHE_TITLES:
        return "she"
    return "he" if first in _HE or titles & _HE_TITLES else ""


def _dear(gender: Gender, greetings: Greetings) -> str:
    return {"she": greetings.she, "he": greetings.he, "": greetings.other}[gender]


def _in_language(title: str, gender: Gender, greetings: Greetings) -> str:
    """A title in the letter's language; empty where that language has none that fits what is known."""
    if not title or not greetings.titles:
        return title
    return greetings.titles.get(f"{title} {gender}") or greetings.titles.get(title, "")


def _title(parts: TakenApart, role: RoleProfile, names: NameParts) -> str:
    """The title that is spoken: Dr. for a doctorate in a role where it is used; never two of a kind."""
    spoken = [names.honorifics.get(plain_title(word), "") for word in parts.honorifics]
    titles = list(dict.fromkeys(title for title in spoken if title))
    if "Professor" in titles:
        return "Professor"
    if role.doctor and any(plain_title(degree) in names.doctoral for degree in parts.post_nominals):
        return "Dr."
    return titles[-1] if titles else ""


def _family_name(parts: tuple[str, ...], names: NameParts) -> str:
    """The family name where it is beyond doubt; empty otherwise.

    A name of one part is that part. With a particle, it begins there. Of two parts (initials aside) in Latin letters
    it is the second, unless the first is one that mostly stands first (Zhang Wei, Kim Min-jun, Nagy Anna).
    """
    if len(parts) == 1:
        return parts[0]
    particles = set(names.particles)
    for index, part in enumerate(parts[1:], start=1):
        if part in particles and index < len(parts) - 1:
            return " ".join(parts[index:])
    plain = [part for part in parts if not _INITIAL.match(part)]
    if plain == [parts[-1]]:
        return parts[-1]
    latin = all(_is_latin(part) for part in plain)
    if len(plain) == _TWO and latin and plain[0] not in names.family_first and parts[-1] == plain[1]:
        return plain[1]
    return ""


def _is_latin(word: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in word if letter.isalpha())


def _take_apart(name: str, names: NameParts) -> TakenApart:
    """A name as on an envelope into honorifics, names and post-nominals, by the lists alone."""
    quoted = _NICKNAME.search(name)
    nickname = quoted[1].strip() if quoted else ""
    if "/" in nickname:
        nickname = ""  # pronouns, which have a field of their own
    before, _, after = " ".join(_NICKNAME.sub(" ", name).split()).partition(",")
    following = [part for part in re.split(r"[,\s]+", after) if part]
    rest = "" if all(plain_title(part) in names.degrees for part in following) else after.strip()
    words = before.split()
    honorifics: list[str] = []
    if words and plain_title(words[0]) == "the":
        words = words[1:]
    while len(words) > 1 and plain_title(words[0]) in names.written:
        honorifics.append(words.pop(0))
    while len(words) > _TWO and plain_title(words[-1]) in names.degrees and words[-1].isupper():
        following.append(words.pop())
    return TakenApart(tuple(honorifics), tuple(words), tuple(following), rest, nickname)
