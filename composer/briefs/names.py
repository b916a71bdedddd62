"""A name as people write it, taken apart into titles, given names, family name and degrees; or the doubt that is left.

It knows nothing of letters: what is said after "Dear" is `salutation`'s, and what stands in ``To:`` is `display_name`.
A name is taken apart only with the lists of `templates/names.yaml`; where they do not decide, it says so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from composer.briefs.families import family_of, is_one_family, looks_like_given, recased, safely_recased
from composer.records.phrases import NameParts, plain_title

Gender = Literal["she", "he", ""]

_ADDRESS = re.compile(r"<[^<>]*>|\S+@\S+")
_PHONE = re.compile(r"\+?\(?\d{3}[\d\s().-]{4,}(?:\s*(?:x|ext\.?)\s*\d+)?")
_LOOSE = str.maketrans("()", "  ")  # a bracket without its other half
_REMARK = re.compile(r"\(([^()]*)\)")
_QUOTED = re.compile(r"""["“”«»]([^"“”«»]*)["“”«»]|(?<=\s)['\u2018]([^'\u2019]+)['\u2019](?=\s)""")
_BEHIND = re.compile(r"\s+[-\u2013\u2014|]+\s+|\s*[\u2014|;]\s*")
_CARE_OF = re.compile(r"\s*\b(?:c/o|care of)\b\s*", re.IGNORECASE)
_ATTENTION = re.compile(r"^(?:attn|attention|to|fao)\s*[:.]\s*", re.IGNORECASE)
_STRANGE = re.compile(r"[?#\[\]{}<>_*@=†✝%\\]|\$|:")
_PRONOUNS = re.compile(r"(she|her|ella|he|him|él|they|them|elle|ze|xe|any)\s*(?:[/,&]|and|\Z)", re.IGNORECASE)
_LONGEST_TITLE, _LONGEST_GIVEN, _LONG_DEGREE, _TWO, _FEW = 3, 3, 9, 2, 3
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv", "2nd", "3rd"})
_SHE, _HE = frozenset({"she", "her", "ella"}), frozenset({"he", "him", "él"})


@dataclass(frozen=True, slots=True)
class PersonName:
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


@dataclass(frozen=True, slots=True)
class _Words:
    """A name's words with the titles before and the degrees behind them taken off."""

    names: tuple[str, ...]
    titles: tuple[str, ...] = ()
    asked: bool = False
    degrees: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    """The titles as they were written."""
    generation: str = ""
    doubt: str = ""


def read_names(text: str, parts: NameParts) -> tuple[PersonName, ...]:
    """Everyone whom a name names: ``Dr. Abena Osei and Dr. Tom Hale`` are two. Never empty."""
    text, remarks = _without_remarks(text)
    if doubt := _doubt_of(text, remarks, parts):
        return (PersonName(doubt=doubt),)
    if team := _team(text, parts):
        return (PersonName(shown=text, team=team),)
    return _sharing(tuple(_person(one, remarks, parts) for one in _people(text, parts)), text, parts)


def display_name(text: str, parts: NameParts) -> str:
    """A name for a header: ``Smith, John, MD`` is ``John Smith``; nothing where it is nobody's name for certain."""
    plain, _ = _without_remarks(text)
    if _doubt_of(plain, (), parts):
        return ""
    return " and ".join(one.shown for one in read_names(plain, parts) if one.shown)


def envelope_name(text: str, parts: NameParts) -> str:
    """A name for an envelope: as the record has it, degrees too, without what was noted behind it."""
    plain, shown = _without_remarks(text)[0], display_name(text, parts)
    return plain if plain.startswith(shown) and shown else shown


def in_one_case(text: str) -> bool:
    """Whether a name comes all in capitals, or all in small letters, as from a spreadsheet."""
    letters = [letter for letter in text.partition(",")[0] if letter.upper() != letter.lower()]
    return len(letters) > _FEW and (all(map(str.isupper, letters)) or all(map(str.islower, letters)))


def _without_remarks(text: str) -> tuple[str, list[str]]:
    text = _PHONE.sub(" ", _ADDRESS.sub(" ", text)).strip()
    text = text[1:-1] if text[:1] == text[-1:] == '"' and text.count('"') == 2 else text  # noqa: PLR2004 - as in a header
    text = " ".join(_QUOTED.sub(" ", text).split())
    text = _ATTENTION.sub("", next((part for part in _CARE_OF.split(text) if part), ""))
    remarks = [remark.strip() for remark in _REMARK.findall(text)]
    text, *behind = (" ".join(part.split()) for part in _BEHIND.split(_REMARK.sub(" ", text)))
    return text.translate(_LOOSE).strip(" ,-"), [*remarks, *behind]


def _doubt_of(text: str, remarks: Iterable[str], parts: NameParts) -> str:
    words = re.findall(r"[^\s,()]+", text)
    if not any(letter.isalpha() for letter in text):
        return "no name is known"
    if _STRANGE.search(text) or any(parts.holds("placeholders", word) for word in words):
        return "this may be no name yet"
    for remark in remarks:
        said = re.findall(r"[^\s,.;:]+", remark)
        if "?" in remark or any(parts.holds("doubts", word) for word in said):
            return f"'{remark}' may change how they are called"
    return "which of them is not said" if any(word.casefold() == "or" for word in words) else ""


def _team(text: str, parts: NameParts) -> str:
    """The name of a shared inbox or an office, as it is greeted; empty for a person."""
    words = text.partition(",")[0].split()
    words = words[1:] if words and words[0].casefold() == "the" else words
    if len(words) < 2 or any(looks_like_given(word, parts) for word in words):  # noqa: PLR2004 - a word before the last
        return ""
    inbox = parts.holds("teams", words[-1]) and not _words(text, parts).titles
    does = parts.holds("offices", words[-1]) and all(
        parts.holds("office_words", word) or parts.holds("offices", word) for word in words[:-1]
    )
    spoken = (word.title() if word.islower() and word not in {"of", "and", "&"} else word for word in words)
    return " ".join(spoken) if inbox or does else ""


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
            return (replace(first, doubt="the names behind 'Drs.' cannot be told apart"),)
        if last.given and last.family and not any(one.given or one.titles for one in people[:-1]):
            return (replace(last, titles=("Drs.",), asked=False),)
        return tuple(replace(one, titles=("Dr.",), asked=False) for one in people)
    alone = parts.honorifics.get(plain_title(first.shown), "")
    if alone and len(others) == 1 and last.titles:
        return (replace(last, titles=(f"{alone} {{and}} {last.titles[0]}",), shown=f"{first.shown} and {last.shown}"),)
    return people


def _person(text: str, remarks: Iterable[str], parts: NameParts) -> PersonName:
    """One person, from the parts between the commas and the remarks behind."""
    head, *groups = (group.strip() for group in text.split(","))
    shouted = in_one_case(text)
    first = _words(head, parts, shouted=shouted)
    rest = [_words(group, parts, shouted=shouted, aside=True) for group in groups if group]
    asides = [_words(remark, parts, aside=True) for remark in remarks if not _PRONOUNS.match(remark)]
    behind = [one for one in (*rest, *asides) if not one.names]
    texts = [one for one in rest if one.names]
    turned = texts[0] if texts and _is_given_part(first, texts[0], parts) else None
    front = (first, turned) if turned else (first,)
    titles = [title for one in front for title in one.titles] or [title for one in behind for title in one.titles]
    unheld = any(parts.holds("not_yet", word) for one in (*groups, *remarks) for word in re.split(r"[\s.]+", one))
    family = " ".join(first.names) if turned else family_of(first.names, parts)
    given = turned.names if turned else first.names[: len(first.names) - len(family.split())]
    others = texts[1:] if turned else texts
    doubt = first.doubt or _doubt_about(first, others, behind, parts, turned=bool(turned))
    written = [word for one in front for word in one.written]
    generation = [one.generation for one in (*front, *behind) if one.generation][:1]
    names = (*given, family) if family else first.names
    bare = " ".join((*(recased(word) if shouted else word for word in names), *generation))
    return PersonName(
        shown=" ".join((*written, bare)),
        bare=bare,
        titles=tuple(dict.fromkeys(titles)),
        asked=any(one.asked for one in (*front, *behind)),
        given=given if family else (),
        family="" if shouted and not safely_recased(family, parts) else recased(family) if shouted else family,
        degrees=() if unheld else tuple(degree for one in (*front, *behind) for degree in one.degrees),
        gender=next((_gender(found[1]) for one in (*groups, *remarks) if (found := _PRONOUNS.match(one))), ""),
        doubt=doubt,
        recased=shouted,
    )


def _doubt_about(first: _Words, texts: list[_Words], behind: list[_Words], parts: NameParts, *, turned: bool) -> str:
    """What stands behind the comma may be a family name, another person, or show that a title is a given name."""
    people = (one for one in texts if not _is_place(one, parts))
    if any(one.titles or (not first.titles and not turned and len(first.names) > 1) for one in people):
        return "what stands behind the comma is not understood"
    named_so = first.written and parts.holds("title_or_given", first.written[-1]) and len(first.names) == 1
    unsure = named_so and any(one.degrees for one in behind)
    return f"'{first.written[-1]}' may be a title or a name" if unsure else ""


def _is_given_part(first: _Words, after: _Words, parts: NameParts) -> bool:
    """Whether what stands behind the first comma is the given name: ``MacKenzie, Fiona``."""
    if _is_place(after, parts) or len(after.names) > _LONGEST_GIVEN or (first.titles and after.titles):
        return False
    if len(first.names) == 1:
        return not looks_like_given(first.names[0], parts) or looks_like_given(after.names[0], parts)
    bare = not first.titles and not looks_like_given(first.names[0], parts)
    return is_one_family(first.names, parts) or (bare and looks_like_given(after.names[0], parts))


def _is_place(after: _Words, parts: NameParts) -> bool:
    """Whether what stands behind a comma is a place or an occupation."""
    return any(
        not word[0].isupper()
        or any(letter.isdigit() for letter in word)
        or any(parts.holds(which, word) for which in ("places", "offices", "office_words", "teams"))
        for word in after.names
    )


def _words(text: str, parts: NameParts, *, shouted: bool = False, aside: bool = False) -> _Words:
    """The words of one part; ``aside`` is what may be nothing but titles and degrees."""
    words = text.split()
    keep = 0 if aside else 1
    titles: list[str] = []
    written: list[str] = []
    asked, doubt, degrees, generation = False, "", [], ""
    while len(words) > keep:
        size = next((n for n in range(_LONGEST_TITLE, 0, -1) if len(words) - n >= keep and _title(words[:n], parts)), 0)
        if not size or (aside and len(words) == 1 and parts.holds("title_or_given", words[0])):
            break
        plain = " ".join(map(plain_title, words[:size]))
        if parts.holds("title_or_given", plain) and (titles or (len(words) == _TWO and len(text.split()) > _TWO)):
            doubt = "" if len(words) == _TWO else "it cannot be told which is title and which is name"
            break
        asked |= plain in parts.asked
        if spoken := parts.honorifics.get(plain, ""):
            titles.append(spoken)
        if plain != "the" and not parts.holds("dropped", plain):
            written += words[:size]
        words = words[size:]
    while len(words) > keep and (
        _is_degree(words[-1], parts, shouted=shouted, aside=aside) or parts.holds("dropped", words[-1])
    ):
        word = words.pop()
        plain = plain_title(word)
        generation = word if plain in _GENERATIONS else generation
        degrees += [] if parts.holds("dropped", word) else re.split("[/-]", plain)
        degrees.append(plain)
    if aside and len(words) == 1 and not words[0].strip("."):
        words = []
    return _Words(tuple(words), tuple(titles), asked, tuple(degrees), tuple(written), generation, doubt)


def _title(words: list[str], parts: NameParts) -> bool:
    plain = " ".join(map(plain_title, words))
    return plain in parts.written or parts.holds("dropped", plain)


def _is_degree(word: str, parts: NameParts, *, shouted: bool, aside: bool) -> bool:
    """Whether a word is letters behind a name; not ``Ma`` and ``Do``, which are names, unless they are written so."""
    plain = plain_title(word.strip(","))
    known = all(piece in parts.degrees for piece in ([plain] if plain in parts.degrees else re.split("[/-]", plain)))
    if known and (aside or plain in _GENERATIONS):
        return True
    if known:
        return word in parts.post_nominals or "." in word.strip(".") or (word.isupper() and len(plain) > 1)
    capitals = sum(letter.isupper() for letter in word)
    return (
        aside
        and not shouted
        and capitals > 1
        and word[0].isupper()
        and len(plain) <= _LONG_DEGREE
        and "'" not in word
        and capitals * 2 >= len(plain)
    )


def _gender(pronoun: str) -> Gender:
    said = pronoun.casefold()
    return "she" if said in _SHE else "he" if said in _HE else ""
