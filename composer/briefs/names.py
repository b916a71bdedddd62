"""A name as people write it, taken apart into titles, given names, family name and degrees; or the doubt that is left.

It knows nothing of letters: what is said after "Dear" is `salutation`'s, and what stands in ``To:`` is `display_name`.
A name is taken apart only with the lists of `templates/names.yaml`; where they do not decide, it says so.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from composer.briefs.families import (
    PLACES,
    family_of,
    is_one_family,
    looks_like_given,
    recased,
    safely_recased,
    spoken_case,
)
from composer.briefs.titles import Words, words_of
from composer.patterns import regex
from composer.records.name_parts import NameParts, plain_name, plain_title

Gender = Literal["she", "he", ""]

_ADDRESS = regex(r"<[^<>]*@[^<>]*>|\S+@\S+")
_PHONE = regex(r"\+?\(?\d{3}[\d\s().-]{4,}(?:\s*(?:x|ext\.?)\s*\d+)?")
# Somebody's years, and a family name that may be half of two: Smith - Jones.
_UNSURE = regex(
    r"\b(?:19|20)\d\d\s*[-\u2013\u2014/]\s*(?:19|20)\d\d\b|[a-z] - (?!\w+(?:ology|iatr\w+)\b)[^\W\d_a-z]['\w]+\Z"
)
_LOOSE = str.maketrans("()", "  ")  # a bracket without its other half
_REMARK = regex(r"\(([^()]*)\)")
_QUOTED = regex(r"""["“”«»]([^"“”«»]*)["“”«»]|(?<=\s)['\u2018]([^'\u2019]+)['\u2019](?=\s)""")
_MAIDEN = regex(
    r"\((?:née?|nee|geb|geborene|born|maiden(?: name)?)[.:]?\s+[^(),?\d†]+\)"
    r"|,?\s+(?:née|nee|geb\.|geborene)\s+(?:[^\W\d_]+\s+){0,2}?[^\W\d_a-z][\w'\u2019-]*[^\W_](?=\s*(?:,|\Z))"
)
_BEHIND = regex(r"\s+[-\u2013\u2014|]+\s+|\s*[\u2014|;]\s*")
_CARE_OF = regex(r"\s*\b(?:c/o|care of)\b\s*", re.IGNORECASE)
_ATTENTION = regex(
    r"^(?:(?:.*[\s,;(/|\u2013\u2014-])?(?:attn|fao|f\.a\.o|z\.\s?hd|attention(?=\s*:)|for the attention of)\b"
    r"|attention\b|to(?=\s*:))\s*[:.]*\s*",
    re.IGNORECASE,
)
_STRANGE = regex(r"[?#\[\]{}<>_*@=†‡✝%\\]|\$|:")
_DEAD = regex(r"[?†‡✝*]|\br\.?i\.?p\b|\A\W*(?:d\.?\s*\d|dec\.)|\A\W*\d{4}\W*\Z", re.IGNORECASE)
_SOMEBODY = regex(r"\b(?:dr|mr|mrs|ms|miss|mx|prof)\b\.?\s+\w", re.IGNORECASE)
_PRONOUNS = regex(r"(she|her|ella|he|him|él|they|them|elle|ze|xe|any)\s*(?:[/,&]|and|\Z)", re.IGNORECASE)
_HONORABLE = frozenset({"hon", "honorable", "honourable"})
_BENCH = regex(
    r"(?!.*\b(?:supreme|high|appeals?|appellate|clerk|administrator|services|reporter)\b).*\bcourt\b", re.IGNORECASE
)
# A name without any of these has no remark, and is nobody's years, address or inbox.
_MORE_THAN_A_NAME = regex(
    r"[\d@<>()\"\u201c\u201d\u00ab\u00bb'\u2018\u2014|;:/]"
    r"|\s[-\u2013]|\s(?:n[\u00e9e]e|geb)|\b(?:att|fao|f\.a\.o|z\.|care of)",
    re.IGNORECASE,
)
_LONGEST_GIVEN, _FEW = 3, 3
_OFFICES = frozenset({"teams", "offices"})

_SHE, _HE = frozenset({"she", "her", "ella"}), frozenset({"he", "him", "él"})


class PersonName(NamedTuple):
    """One person's name in the parts that can be told with certainty."""

    shown: str = ""
    """As it may stand in a header: titles, given names and family name in this order, without remarks or degrees."""
    bare: str = ""
    """The same without titles."""
    titles: tuple[str, ...] = ()
    """As they are spoken: ``Dr.``, ``Professor``."""
    asked: bool = False
    """Whether there is a title that is written and not spoken: ``The Rev.``."""
    given: tuple[str, ...] = ()
    family: str = ""
    """Empty where it cannot be told which part it is."""
    degrees: tuple[str, ...] = ()
    """Plain, and only those that are held: ``phd``."""
    gender: Gender = ""
    """What pronouns behind the name say."""
    team: str = ""
    """A shared inbox or an office in place of a person: ``Intake Team``."""
    doubt: str = ""
    """Why this name must not be spoken before somebody has looked at it."""
    recased: bool = False
    """Whether it was written all in capitals, or all in small letters."""


def read_names(text: str, parts: NameParts) -> tuple[PersonName, ...]:
    """Everyone whom a name names: ``Dr. Abena Osei and Dr. Tom Hale`` are two. Never empty."""
    text, remarks = _without_remarks(text)
    if doubt := _doubt_of(text, remarks, parts):
        return (PersonName(doubt=doubt),)
    if team := _team(text, parts):
        return (PersonName(shown=text, team=team),)
    return _sharing(tuple(_person(one, remarks, parts) for one in _people(text, parts)), text, parts)


def display_name(text: str, parts: NameParts, people: tuple[PersonName, ...] = ()) -> str:
    """A name for a header: ``Smith, John, MD`` is ``John Smith``; nothing where it is nobody's name for certain.

    `people` are those whom the text names, where they are known already.
    """
    plain, _ = _without_remarks(text)
    if plain != text or not people:
        people = () if _doubt_of(plain, (), parts) else read_names(plain, parts)
    return " and ".join(one.shown for one in people if one.shown)


def envelope_name(text: str, shown: str) -> str:
    """A name for an envelope, from the one for a header: as the record has it, degrees too, without remarks."""
    plain = _without_remarks(text)[0]
    return plain if plain.startswith(shown) and shown else shown


def in_one_case(text: str) -> bool:
    """Whether a name comes all in capitals, or all in small letters, as from a spreadsheet."""
    name = text.partition(",")[0]
    if name not in {name.upper(), name.lower()}:
        return False  # as hardly any is
    letters = [letter for letter in name if letter.upper() != letter.lower()]
    return len(letters) > _FEW and (all(map(str.isupper, letters)) or all(map(str.islower, letters)))


@lru_cache(maxsize=4)  # greeting, header and envelope of one person
def _without_remarks(text: str) -> tuple[str, tuple[str, ...]]:
    if not _MORE_THAN_A_NAME.search(text):
        return " ".join(text.split()).strip(" ,-"), ()
    unsure = [found[0] for found in _UNSURE.finditer(text)]
    text = _PHONE.sub(" ", _ADDRESS.sub(" ", text)).strip()
    text = text[1:-1] if text[:1] == text[-1:] == '"' and text.count('"') == 2 else text  # noqa: PLR2004 - as in a header
    text = _MAIDEN.sub(" ", " ".join(_QUOTED.sub(" ", text).split()))
    text = _ATTENTION.sub("", _CARE_OF.split(text)[0])
    remarks = [remark.strip() for remark in _REMARK.findall(text)]
    text, *behind = (" ".join(part.split()) for part in _BEHIND.split(_REMARK.sub(" ", text)))
    return text.translate(_LOOSE).strip(" ,-"), (*remarks, *behind, *unsure)


def _doubt_of(text: str, remarks: Iterable[str], parts: NameParts) -> str:
    words = re.findall(r"[^\s,()]+", text)
    if not any(letter.isalpha() for letter in text):
        return "no name is known"
    if _STRANGE.search(text) or any(parts.holds("placeholders", word) for word in words):
        return "this may be no name yet"
    other = next(filter(_SOMEBODY.search, remarks), "")
    for remark in (*text.split(",")[1:], *remarks):
        if remark == other or _DEAD.search(remark) or _UNSURE.search(remark) or _says_otherwise(remark, parts):
            return f"'{remark.strip()}' may change how they are called"
    return "which of them is not said" if any(word.casefold() == "or" for word in words) else ""


def _says_otherwise(remark: str, parts: NameParts) -> bool:
    said = re.findall(r"[^\s,.;:]+", remark)
    if all(parts.holds("dropped", word) for word in said) or (len(said) == 1 and looks_like_given(said[0], parts)):
        return False
    return any(parts.holds("doubts", word) for word in said)


def _team(text: str, parts: NameParts) -> str:
    """The name of a shared inbox or an office, as it is greeted; empty for a person."""
    words = text.partition(",")[0].split()
    words = words[1:] if words and words[0].casefold() == "the" else words
    if len(words) < 2 or not parts.any_holds(_OFFICES, words[-1]):  # noqa: PLR2004 - a word before
        return ""
    if any(looks_like_given(word, parts) for word in words):
        return ""
    known = [parts.holds("office_words", word) or parts.holds("offices", word) for word in words[:-1]]
    shown = all(is_known or word[0].isupper() for is_known, word in zip(known, words, strict=False))
    inbox = shown and parts.holds("teams", words[-1]) and not words_of(text, parts).titles
    does = parts.holds("offices", words[-1]) and all(known)
    spoken = (word.title() if word.islower() and word not in {"of", "and", "&"} else word for word in words)
    return " ".join("Department" if plain_name(word) == "dept" else word for word in spoken) if inbox or does else ""


def _people(text: str, parts: NameParts) -> list[str]:
    people: list[list[str]] = [[]]
    for word in text.split():
        if (word.casefold() in parts.between or word in {"/", "+"}) and people[-1]:
            people.append([])
        else:
            people[-1].append(word)
    return [" ".join(person).strip(" ,") for person in people]


def _sharing(people: tuple[PersonName, ...], text: str, parts: NameParts) -> tuple[PersonName, ...]:
    """People who share a title or a family name: ``Dr. and Mrs. Osei``, ``Drs. Ann and Tom Hale``."""
    if len(people) == 1:
        return people
    first, *others = people
    last = others[-1]
    if plain_title(text.split(maxsplit=1)[0]) == "drs":
        if "," in text:
            return (first._replace(doubt="the names behind 'Drs.' cannot be told apart"),)
        if last.given and last.family and not any(one.given or one.titles for one in people[:-1]):
            return (last._replace(titles=("Drs.",), asked=False),)
        return tuple(one._replace(titles=("Dr.",), asked=False) for one in people)
    alone = parts.honorifics.get(plain_title(first.shown), "")
    if alone and len(others) == 1 and last.titles:
        return (last._replace(titles=(f"{alone} {{and}} {last.titles[0]}",), shown=f"{first.shown} and {last.shown}"),)
    return people


class _Pieces(NamedTuple):
    """One person's words, sorted by where they stand."""

    front: tuple[Words, ...]
    """What holds the name: one, or the family name and what stands behind its comma."""
    others: tuple[Words, ...]
    """Words behind a comma that are no part of the name as far as can be told."""
    behind: tuple[Words, ...]
    """Titles and degrees only."""
    said: tuple[str, ...]
    """Every part behind the name as it was written."""
    shouted: bool

    @property
    def all(self) -> tuple[Words, ...]:
        return (*self.front, *self.behind)


def _pieces(text: str, remarks: Iterable[str], parts: NameParts) -> _Pieces:
    head, *groups = (group.strip() for group in text.split(","))
    shouted = in_one_case(text)
    first = words_of(head, parts, shouted=shouted)
    if "of" in first.names[1:] and any(title in parts.by_family_name for title in first.titles):
        first = first._replace(names=first.names[: first.names.index("of")])  # Baroness Ashby of Stowe
    rest = [words_of(group, parts, shouted=shouted, aside=True) for group in groups if group]
    asides = [words_of(remark, parts, aside=True) for remark in remarks if not _PRONOUNS.match(remark)]
    texts = [one for one in rest if one.names]
    turned = tuple(texts[:1]) if texts and _is_given_part(first, texts[0], parts) else ()
    behind = tuple(one for one in (*rest, *asides) if not one.names)
    return _Pieces((first, *turned), tuple(texts[len(turned) :]), behind, (*groups, *remarks), shouted)


def _person(text: str, remarks: Iterable[str], parts: NameParts) -> PersonName:
    """One person, from the parts between the commas and the remarks behind."""
    pieces = _pieces(text, remarks, parts)
    titles, given, family = _titles(pieces), *_given_and_family(pieces, parts)
    generation = [one.generation for one in pieces.all if one.generation][:1]
    names = (*given, family) if family else pieces.front[0].names
    bare = " ".join((*(recased(word) if pieces.shouted else word for word in names), *generation))
    unheld = any(parts.holds("not_yet", word) for one in pieces.said for word in re.split(r"[\s.]+", one))
    shown = recased(family) if pieces.shouted else family
    return PersonName(
        shown=" ".join((*(word for one in pieces.front for word in one.written), bare)),
        bare=bare,
        titles=titles,
        asked=any(one.asked for one in pieces.all),
        given=given,
        family="" if (pieces.shouted and not safely_recased(family, parts)) or shown.islower() else shown,
        degrees=() if unheld else tuple(degree for one in pieces.all for degree in one.degrees),
        gender=next((_gender(found[1]) for one in pieces.said if (found := _PRONOUNS.match(one))), ""),
        doubt=_doubt_about(pieces, titles, parts),
        recased=pieces.shouted,
    )


def _titles(pieces: _Pieces) -> tuple[str, ...]:
    """The spoken titles: those before the name, or else those behind it; an honorable one of a court is a judge."""
    front = [title for one in pieces.front for title in one.titles]
    titles = front or [title for one in pieces.behind for title in one.titles]
    honorable = any(plain_title(word) in _HONORABLE for one in pieces.front for word in one.written)
    if not titles and honorable and any(map(_BENCH.match, pieces.said)):
        return ("Judge",)
    return tuple(dict.fromkeys(titles))


def _given_and_family(pieces: _Pieces, parts: NameParts) -> tuple[tuple[str, ...], str]:
    first, *turned = pieces.front
    if turned:
        plain = [spoken_case(name, parts) for name in first.names]
        return turned[0].names, " ".join(plain) if pieces.shouted or all(plain) else ""
    family = family_of(first.names, parts)
    size = len(family.split())
    before = [spoken_case(name, parts) for name in first.names[:size]] == family.split()  # ZHANG Wei
    if before and size < len(first.names) and first.names[-size:] != first.names[:size]:
        return first.names[size:], family
    return first.names[:-size] if family else (), family


def _doubt_about(pieces: _Pieces, titles: tuple[str, ...], parts: NameParts) -> str:
    """What stands behind the comma may be a family name, another person, or show that a title is a given name."""
    first, *turned = pieces.front
    people = (one for one in pieces.others if not _is_place(one, parts))
    if first.doubt or any(one.titles or (not first.titles and not turned and len(first.names) > 1) for one in people):
        return first.doubt or "what stands behind the comma is not understood"
    keeps = any(title != "Dr." and title not in parts.yield_to_doctor for title in titles)
    if any(one.retired for one in pieces.all) and not keeps:
        return "they have retired"
    named_so = first.written and parts.holds("title_or_given", first.written[-1]) and len(first.names) == 1
    unsure = named_so and any(one.degrees for one in pieces.behind)
    return f"'{first.written[-1]}' may be a title or a name" if unsure else ""


def _is_given_part(first: Words, after: Words, parts: NameParts) -> bool:
    """Whether what stands behind the first comma is the given name: ``MacKenzie, Fiona``."""
    if _is_place(after, parts) or len(after.names) > _LONGEST_GIVEN or (first.titles and after.titles):
        return False
    if len(first.names) == 1:
        return not looks_like_given(first.names[0], parts) or looks_like_given(after.names[0], parts)
    bare = not first.titles and not looks_like_given(first.names[0], parts)
    return is_one_family(first.names, parts) or (bare and looks_like_given(after.names[0], parts))


def _is_place(after: Words, parts: NameParts) -> bool:
    """Whether what stands behind a comma is a place or an occupation."""
    return any(
        not word[0].isupper() or any(letter.isdigit() for letter in word) or parts.any_holds(PLACES, word)
        for word in after.names
    )


def _gender(pronoun: str) -> Gender:
    said = pronoun.casefold()
    return "she" if said in _SHE else "he" if said in _HE else ""
