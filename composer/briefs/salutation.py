"""The greeting: what stands after "Dear", or the question what should.

It fails closed: a name is taken apart only with the lists of `templates/names.yaml`, and where they do not decide,
the draft asks. A wrong "Dear Dr. Abena" costs more than a minute's editing; so does "Dear Jane Hale", which no person
writes to another.
"""

from dataclasses import dataclass

from composer.briefs.families import looks_like_given, only_given
from composer.briefs.names import Gender, PersonName, read_names
from composer.patterns import regex
from composer.records.contacts import Contact
from composer.records.name_parts import NameParts
from composer.records.phrases import Greetings
from composer.records.roles import RoleProfile

_SHE, _HE = frozenset({"she", "her", "ella"}), frozenset({"he", "him", "él"})
_SHE_TITLES = frozenset({"Ms.", "Mrs.", "Miss", "Sra.", "Dra.", "Sister", "Srta.", "Mother"})
_HE_TITLES = frozenset({"Mr.", "Brother", "Father"})
_WORD = regex(r"[^\W\d_]+")
_COMPANY = frozenset({"team", "staff", "colleagues", "family", "associates"})
_NOBODY = "nobody's name is known there yet"


# At least two capitals in each word, so that "Osei, Abena" stays.
_DEGREES = regex(r"(?:, *(?:[\w.-]*[A-Z][\w.-]*[A-Z][\w.-]*|Esq\.?)(?: +[\w.-]*[A-Z][\w.-]*[A-Z][\w.-]*)*)+$")


@dataclass(frozen=True, slots=True)
class Salutation:
    """A greeting without its comma, and why it is so."""

    text: str
    """``Dear Dr. Osei``; holds ``[[CONFIRM: …]]`` where only a person can know."""
    because: str
    people: tuple[PersonName, ...] = ()
    """Whom the name names, where it was read."""


@dataclass(frozen=True, slots=True)
class _Addressee:
    """One person as they are spoken to, or the question who only a person can answer."""

    text: str
    because: str
    gender: Gender = ""
    question: str = ""


def salutation(contact: Contact, role: RoleProfile, names: NameParts, greetings: Greetings) -> Salutation:
    """How to greet this contact; the role says whether a doctorate is spoken."""
    if contact.address_as:
        text = f"{_dear(_gender(contact, PersonName()), greetings)} {contact.address_as}"
        return Salutation(text, "the record says how to address them")
    if not contact.name:
        form, because = (greetings.team, "the record names a team") if contact.team else (greetings.nobody, _NOBODY)
        text = form.replace("{team}", contact.team).replace("{organization}", contact.organization)
        return Salutation(text, because)
    people = read_names(contact.name, names)
    spoken = [_spoken(person, contact, role, names, greetings) for person in people[:1]]
    spoken += [_companion(person) or _spoken(person, contact, role, names, greetings) for person in people[1:]]
    open_question = next((each for each in spoken if each.question), None)
    if open_question:
        at = str(contact.where("name")) or "the record"
        because = f"{open_question.because}; `address_as:` at {at} answers it for good"
        question = open_question.question.translate(_BRACKETS)
        return Salutation(f"{greetings.other} [[CONFIRM: {question}]]", because, people)
    together = _list([each.text for each in spoken], greetings.and_)
    dear = _dear(spoken[0].gender if len(spoken) == 1 else "", greetings)
    return Salutation(f"{dear} {together}", "; ".join(dict.fromkeys(each.because for each in spoken)), people)


def salutation_there(contact: Contact, greetings: Greetings) -> str:
    """The greeting for whoever is at a contact's organisation now."""
    return greetings.nobody.replace("{organization}", contact.organization)


_BRACKETS = str.maketrans("[]", "()")  # a bracket of a name must not end the question


def _list(people: list[str], and_: str) -> str:
    *before, last = people
    comma = "," if len(before) > 1 else ""
    return f"{', '.join(before)}{comma} {and_} {last}" if before else last


def _companion(person: PersonName) -> _Addressee | None:
    """``team`` in "Dr. Eze & team"."""
    word = person.shown.casefold()
    return _Addressee(word, "and those who work with them") if word in _COMPANY else None


def _without_degrees(name: str) -> str:
    """A name without the degrees and certificates behind it: ``Kip Brandvold, SHRM-CP`` is ``Kip Brandvold``."""
    return _DEGREES.sub("", name)


def _spoken(
    person: PersonName, contact: Contact, role: RoleProfile, names: NameParts, greetings: Greetings
) -> _Addressee:
    if person.team:
        return _Addressee(person.team, "the name is that of a team or an office")
    turned = person.given and person.family and contact.name.startswith(f"{person.family},")
    named = " ".join((*person.given, person.family)) if turned else _without_degrees(contact.name)
    how = f"how do you address {named}?"
    if person.doubt:
        return _Addressee("", person.doubt, "", how)
    gender = _gender(contact, person)
    english = _title(person, role, names, gender) or (_by_work(contact, names) if person.asked else "")
    if not english:
        first = _first_name(person, role, names)
        because = "this title is written but not spoken" if person.asked else "no title is known"
        because = "colleagues call each other by the given name" if first else because
        return _Addressee(first, because, gender, "" if first else how)
    title = _in_language(english.replace("{and}", greetings.and_), gender, greetings)
    if not title:
        return _Addressee("", f"what '{english}' is in this language is not known", gender, how)
    called = _called(person, english, contact, names)
    if not called:
        question = f"{title} and which family name, of {person.bare}?"
        return _Addressee("", "a title needs the family name, and which part that is cannot be told", "", question)
    return _Addressee(f"{title} {called}", f"'{title}' is theirs, and '{called}' is the family name", gender)


def _by_work(contact: Contact, names: NameParts) -> str:
    """``Pastor`` for a reverend whose record says that she is one; empty where it names no such work, or two."""
    words = {word for role in contact.roles for word in _WORD.findall(role.casefold())}
    called = {names.called_by_work[word] for word in words if word in names.called_by_work}
    return called.pop() if len(called) == 1 else ""


def _called(person: PersonName, title: str, contact: Contact, names: NameParts) -> str:
    """What follows the title: the family name, the given one after ``Sir``; empty where it cannot be told."""
    if title in names.by_given_name:
        first = (*person.given, person.family)[0]
        known = person.given or looks_like_given(first, names)  # not Sir Blackwood
        return first if known and len(first.strip(".")) > 1 else ""
    if title in names.by_family_name and person.given:
        return ""
    family = contact.family_name or person.family
    alone = not person.given and not contact.family_name
    if alone and only_given(family, names):
        return family if title in names.given_name_alone else ""
    whole = person.bare.split()
    if title in names.religious and len(whole) > 1 and not contact.family_name:
        mary = whole[0] in _MARY and all(looks_like_given(name, names) for name in whole)
        return person.bare if mary else ""
    return family


_SURGEONS = ("frcs", "mrcs", "frcophth")  # in Britain a surgeon is Mr. or Ms.
_MARY = frozenset({"Mary", "Maria", "Marie"})


def _first_name(person: PersonName, role: RoleProfile, names: NameParts) -> str:
    """The given name where this reader's colleagues use it, and it is certain; empty otherwise."""
    sure = person.family and len(person.given) == 1 and only_given(person.given[0], names)
    return person.given[0] if role.first_names and sure and not person.asked else ""


def _gender(contact: Contact, person: PersonName) -> Gender:
    """How the record speaks of somebody; empty where it does not say. A given name says nothing."""
    first = contact.pronouns.casefold().partition("/")[0].strip()
    if first in _SHE or (not first and person.gender == "she") or {*person.titles} & _SHE_TITLES:
        return "she"
    return "he" if first in _HE or (not first and person.gender == "he") or {*person.titles} & _HE_TITLES else ""


def _dear(gender: Gender, greetings: Greetings) -> str:
    return {"she": greetings.she, "he": greetings.he, "": greetings.other}[gender]


def _in_language(title: str, gender: Gender, greetings: Greetings) -> str:
    """A title in the letter's language; empty where that language has none that fits what is known."""
    if not greetings.titles:
        return title
    return greetings.titles.get(f"{title} {gender}") or greetings.titles.get(title, "")


def _title(person: PersonName, role: RoleProfile, names: NameParts, gender: Gender) -> str:
    """The one title that is spoken; empty where none is certain.

    An office or a rank stands above ``Dr.``, ``Dr.`` above ``Ms.`` and a principal, and anything above "The Rev.".
    """
    stands = [title for title in person.titles if title not in names.yield_to_doctor and title != "Dr."]
    if stands:
        return "Professor" if "Professor" in stands else stands[0]
    surgeon = person.titles and any(degree.startswith(_SURGEONS) for degree in person.degrees)
    held = role.doctor and not surgeon and names.doctoral.intersection(person.degrees)
    if "Dr." in person.titles or held:
        return "Dr."
    if person.asked:
        return ""
    return person.titles[-1] if person.titles else {"she": "Ms.", "he": "Mr.", "": ""}[gender]
