"""The greeting: what stands after "Dear", or the question what should.

It fails closed: a name is taken apart only with the lists of `templates/names.yaml`, and where they do not decide,
the draft asks. A wrong "Dear Dr. Abena" costs more than a minute's editing.
"""

import re
import unicodedata
from dataclasses import dataclass

from composer.records.contacts import Contact
from composer.records.phrases import NameParts, plain_title
from composer.records.roles import RoleProfile

_INITIAL = re.compile(r"\w\.?\Z")
_TWO = 2


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


def salutation(contact: Contact, role: RoleProfile, names: NameParts) -> Salutation:
    """How to greet this contact."""
    if contact.address_as:
        return Salutation(f"Dear {contact.address_as}", "the record says how to address them")
    if not contact.name:
        text = f"To the person who keeps the referral list at {contact.organization}"
        return Salutation(text, "nobody's name is known there yet")
    return _greet(take_apart(contact.name, names), contact, role, names)


def _greet(parts: TakenApart, contact: Contact, role: RoleProfile, names: NameParts) -> Salutation:
    full = " ".join(parts.names)
    if parts.rest or not parts.names:
        return _ask(contact, f"how do you address {contact.name}?", "the name could not be taken apart with certainty")
    if any(plain_title(word) in names.ask for word in parts.honorifics):
        return _ask(contact, f"how do you address {contact.name}?", "this title is written but not spoken")
    title = _title(parts, role, names)
    if not title:
        return Salutation(f"Dear {full}", "no title is known, so the whole name")
    family = contact.family_name or _family_name(parts.names, names)
    if not family:
        question = f"{title} and which family name, of {full}?"
        return _ask(contact, question, "a title needs the family name, and which part that is cannot be told")
    return Salutation(f"Dear {title} {family}", f"'{title}' is theirs, and '{family}' is the family name")


def _ask(contact: Contact, question: str, because: str) -> Salutation:
    at = contact.where("name") or "the record"
    return Salutation(f"Dear [[CONFIRM: {question}]]", f"{because}; `address_as:` at {at} answers it for good")


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


def take_apart(name: str, names: NameParts) -> TakenApart:
    """A name as on an envelope into honorifics, names and post-nominals, by the lists alone."""
    before, _, after = name.partition(",")
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
    return TakenApart(tuple(honorifics), tuple(words), tuple(following), rest)
