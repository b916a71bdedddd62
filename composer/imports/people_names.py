"""The name on an envelope from whatever an address book has: its order, its capitals, its degrees put right."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from composer.address_books.entry import Entry
from composer.briefs.families import looks_like_given, only_given, recased
from composer.briefs.names import PersonName, in_one_case, read_names
from composer.imports.name_order import in_order
from composer.patterns import regex
from composer.records.name_parts import NameParts, plain_name, plain_title

_TWO = 2
_REMARK = regex(r"\s*\(([^()]*)\)\s*|\s+[-\u2013\u2014|/]\s+(.*)\Z")
_NOBODY = regex(r"[\s?.\-_/*\"'\u201d\u3003]*|(?i:n\s*/?\s*a|none|unknown|no name|tbd|tba|vacant|open|new hire)\W*")
_PLACES = frozenset({"places"})
_DESKS = frozenset({"teams", "offices", "office_words"})
_DOTTED = frozenset({"dr", "mr", "mrs", "ms", "mx", "prof", "rev"})
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})


_PRONOUNS = regex(r"(?i:she|he|they|ella|él|elle|ze|xe)\s*/\s*\w+(?:\s*/\s*\w+)?")
_DIRECTIONS = frozenset({"north", "south", "east", "west", "page", "wing", "house", "church", "court", "temple"})
_NO_NAMES = frozenset({"total", "totals", "sum", "count", "contact", "contacts"})
_TIGHT = regex(r"\b(Dr|Mr|Mrs|Ms|Mx|Prof|Rev|Fr)\.(?=[^\W\d_])")


class EnvelopeName(NamedTuple):
    """A name as it would stand on an envelope, and what was found beside it."""

    name: str = ""
    """``Dr. Abena Osei, MD``; empty where no person is named."""
    team: str = ""
    """A shared inbox or a desk in its place: ``Front Desk``."""
    organization: str = ""
    """A place in its place."""
    title: str = ""
    """What stood beside the name and is none: ``pediatrician``."""
    pronouns: str = ""
    written: str = ""
    """The name as its cells had it, put together."""
    why: str = ""
    """What was done to it, in a few words; empty for nothing."""


def envelope_name(entry: Entry, parts: NameParts) -> EnvelopeName:
    """The name of an entry; where it cannot be told for sure which part is which, it stays as it was written."""
    written, beside = _written(entry, parts)
    written, pronouns = _without_pronouns(_TIGHT.sub(r"\1. ", written))
    found = _read(written, beside, entry, parts)
    return found._replace(pronouns=pronouns)


def _without_pronouns(written: str) -> tuple[str, str]:
    found = _PRONOUNS.search(written)
    if not found:
        return written, ""
    return re.sub(r"\(\s*\)", "", written.replace(found[0], "")).strip(" ,-"), found[0]


def _read(written: str, beside: str, entry: Entry, parts: NameParts) -> EnvelopeName:
    if _NOBODY.fullmatch(written) or is_placeholder(written, parts):
        return EnvelopeName(title=beside, written=written)
    ordered, service = in_order(written, parts)
    named, label = _without_label(ordered, parts)
    plain, remark = _without_remark(named)
    remark = remark or label or service
    if _in_small_letters(plain.split(), parts):
        plain = " ".join(_loud(plain.split(), parts))
    elif plain[:1].islower():
        plain = _with_capital(plain, parts)
    elif plain.isupper() and "," in plain:
        plain = ", ".join(_quiet(group, parts) for group in plain.split(","))
    if organization := _as_place(plain, entry, parts):
        return EnvelopeName(organization=organization, title=beside or remark, written=written)
    people = read_names(plain, parts)
    if people[0].team or _is_desk(plain, parts):
        return EnvelopeName(team=people[0].team or plain, title=beside, written=written)
    if any(one.doubt for one in people) or len(people) > 1:
        return EnvelopeName(name=written, title=beside, written=written)
    made = _made(plain, people[0], parts)
    behind = _behind(made, plain, parts)
    why = _why(written, made, plain, turned=_is_turned_round(plain, people[0]))
    why = "was in another order" if written not in {ordered, made} else why
    return EnvelopeName(name=made, title=beside or remark or behind, written=written, why=why)


def degrees_in(text: str, parts: NameParts) -> tuple[str, ...] | None:
    """The letters of a text that is nothing but degrees and titles, as they are written; ``None`` for any other."""
    words = [word for word in re.split(r"[\s,;/]+", text) if word]
    plain = [plain_title(word) for word in words]
    if not words or not all(word in parts.degrees or word in parts.written for word in plain):
        return None
    return tuple(_degree(word, parts) for word, low in zip(words, plain, strict=True) if low in parts.degrees)


def _written(entry: Entry, parts: NameParts) -> tuple[str, str]:
    """The name's cells as one text, and what among them is no part of a name."""
    prefixes, beside = entry.prefixes, ""
    suffixes = [entry.suffixes] if entry.suffixes else []
    if prefixes and not all(plain_title(word) in parts.written for word in prefixes.split()):
        if degrees_in(prefixes, parts) is not None:
            suffixes.append(prefixes)
        else:
            beside = prefixes
        prefixes = ""
    if not entry.given and len(entry.family.split()) > 1 and "," not in entry.family:
        return _joined("" if _begins(prefixes, entry.family) else prefixes, entry.family, suffixes), beside
    if not (entry.given or entry.family):
        whole = entry.formatted_name or entry.nickname
        known = f" {plain_name(whole)} "
        prefixes = "" if f" {plain_name(prefixes)} " in known else prefixes
        behind = [one for one in suffixes if plain_name(one) not in known]
        return _joined(prefixes, whole, behind), beside
    given, family = entry.given, entry.family
    if "," in family and not given:
        return _joined(prefixes, family, suffixes), beside
    family, own = _cut(family, parts)
    given, first = _cut(given, parts)
    if _are_swapped(given, family, parts):
        given, family = family, given
    whole = " ".join(part for part in (given, entry.additional, family) if part)
    return _joined(prefixes, whole, [*first, *own, *suffixes]), beside


def _begins(prefixes: str, name: str) -> bool:
    return bool(prefixes) and plain_title(name.split(maxsplit=1)[0]) == plain_title(prefixes)


def _are_swapped(given: str, family: str, parts: NameParts) -> bool:
    """Whether a given name stands in the family's column and the other way round: ``Castellaw``, ``Ruth Ann``."""
    firsts, lasts = given.split(), family.split()
    if len(firsts) != 1 or not lasts or looks_like_given(firsts[0], parts):
        return False
    return all(only_given(word, parts) for word in lasts)


def _cut(name: str, parts: NameParts) -> tuple[str, list[str]]:
    """A given or family name without degrees behind it: ``Osei MD``, ``Osei, MD``."""
    head, *behind = (part.strip() for part in name.split(","))
    words = head.split()
    while len(words) > 1 and words[-1].isupper() and plain_title(words[-1]) in parts.degrees:
        behind.insert(0, words.pop())
    return " ".join(words), [one for one in behind if one]


def _joined(prefixes: str, name: str, behind: list[str]) -> str:
    generation = [one for one in behind if plain_title(one) in _GENERATIONS]
    front = " ".join(part for part in (prefixes, name, *generation) if part)
    return ", ".join([front, *(one.strip(" ,") for one in behind if one not in generation)])


def is_placeholder(written: str, parts: NameParts) -> bool:
    """Whether no word is a name's: ``Test Test``, ``New contact``, ``TOTAL 43``."""
    words = re.findall(r"[^\W\d_]+", written.casefold())
    return bool(words) and all(word in _NO_NAMES or parts.holds("placeholders", word) for word in words)


def _without_label(text: str, parts: NameParts) -> tuple[str, str]:
    """A name without what stands before a colon, and that: ``Probation: Kim Tran``."""
    label, colon, name = (part.strip() for part in text.partition(":"))
    known = len(name.split()) > 1 and (
        looks_like_given(name.split()[0], parts) or plain_title(name.split()[0]) in parts.written
    )
    return (name, label) if colon and known else (text, "")


def _without_remark(text: str) -> tuple[str, str]:
    """A name without what stands behind it in brackets or behind a dash, and that."""
    found = _REMARK.search(text)
    if not found or not text[: found.start()].strip():
        return text, ""
    plain = f"{text[: found.start()]} {text[found.end() :]}".strip() if found[1] is not None else text[: found.start()]
    return re.sub(r"\s+,", ",", plain), (found[1] or found[2] or "").strip()


def _as_place(text: str, entry: Entry, parts: NameParts) -> str:
    """The text where it is the name of a place and of no person; empty otherwise."""
    if entry.kind == "org" or (entry.organization and plain_name(text) == plain_name(entry.organization)):
        return text
    words = re.findall(r"[^\s,]+", text)
    place = [word for word in words if parts.any_holds(_PLACES, word) and plain_name(word) not in _DIRECTIONS]
    place = place or ([words[-1]] if len(words) > _TWO and parts.any_holds(_PLACES, words[-1]) else [])
    a_person = looks_like_given(words[0], parts) or plain_title(words[0]) in parts.written
    alone = not entry.organization and bool(place) and not a_person
    return text if alone and "," not in text and (len(words) > _TWO or words[0] not in place) else ""


def _is_desk(text: str, parts: NameParts) -> bool:
    words = text.casefold().split()
    if any(looks_like_given(word, parts) for word in text.split()):
        return False
    shared = len(words) > 1 and parts.holds("teams", words[-1])
    return bool(words) and (shared or all(parts.any_holds(_DESKS, word) for word in words))


def _made(plain: str, person: PersonName, parts: NameParts) -> str:
    """Titles, name and degrees, in this order."""
    bare, shouted = person.bare, person.recased
    names = bare.split()
    if shouted and "," not in plain and len(names) == _TWO and _is_turned(names, parts):
        bare = f"{names[1]} {names[0]}"
    titles = person.shown.removesuffix(person.bare).split()
    front = " ".join([*(_title(word) for word in titles), bare])
    return ", ".join([front, *_degrees(plain, parts)])


def _is_turned_round(plain: str, person: PersonName) -> bool:
    """Whether the family name stood before a comma, and the given ones behind it."""
    front = plain.partition(",")[0].casefold().split()
    return bool(person.given and person.family) and person.given[0].casefold() not in front


def _is_turned(names: list[str], parts: NameParts) -> bool:
    """Whether a name all in capitals has the family's part first: ``SMITH JOHN``."""
    first, last = names
    return looks_like_given(last, parts) and not looks_like_given(first, parts)


def _title(word: str) -> str:
    if word in {"and", "&"}:
        return word
    said = word.title() if word.isupper() or word.islower() else word
    return (
        f"{said}." if plain_title(said) in {"dr", "mr", "mrs", "ms", "mx", "prof", "rev"} and said[-1] != "." else said
    )


def _degrees(plain: str, parts: NameParts) -> Iterator[str]:
    """The letters behind a name, once each, as their holders write them."""
    head, *groups = plain.split(",")
    words = head.split()
    behind = [word for index, word in enumerate(words) if index and (not word.istitle() or "." in word[:-1])]
    found = [word for part in (behind, *(group.split() for group in groups)) for word in part]
    for word in dict.fromkeys(one.strip(" ;") for one in found):
        if plain_title(word) in parts.degrees and plain_title(word) not in _GENERATIONS:
            yield _degree(word, parts)


def _degree(word: str, parts: NameParts) -> str:
    """A degree as it stands in the list where it came in small letters: ``phd`` is ``PhD``."""
    if not word.islower() and not (word.isupper() and len(word) > len("LCSW")):
        return word
    known = (one for one in parts.post_nominals if plain_title(one) == plain_title(word))
    return next(known, word.upper() if word.islower() else word)


def _behind(made: str, plain: str, parts: NameParts) -> str:
    """What stands behind a comma and is neither name nor degree: ``Jane Roe, school counselor``."""
    _, *groups = (group.strip() for group in plain.split(","))
    known = {plain_name(word) for word in re.findall(r"[^\s,]+", made)}
    strange = [one for one in groups if one and not {plain_name(word) for word in one.split()} & known]
    return ", ".join(one for one in strange if not degrees_in(one, parts))


def _in_small_letters(words: list[str], parts: NameParts) -> bool:
    """Whether a name came in small letters, its degrees or not: ``joyce tran, PA-C``."""
    return " ".join(words[: _first_degree(words, parts)]).islower()


def _with_capital(plain: str, parts: NameParts) -> str:
    """A name that begins with a small letter and does not go on so: ``shanice b. Monroe``; particles stay."""
    words = plain.split()
    if parts.holds("particles", words[0].strip(",")):
        return plain
    initials = (f"{word[0].upper()}." if re.fullmatch(r"[a-z]\.?", word) else word for word in words[1:])
    return " ".join([_capitalized(words[0]), *initials])


def _first_degree(words: list[str], parts: NameParts) -> int:
    """Where the degrees behind a name begin."""
    behind = len(words)
    while behind > 1 and plain_title(words[behind - 1].strip(",")) in parts.degrees:
        if len(words[behind - 1].strip(",")) <= _TWO and behind <= _TWO:
            break  # a name of two words may end so: ``yo ma``
        behind -= 1
    return behind


def _loud(words: list[str], parts: NameParts) -> Iterator[str]:
    """The words of a name in small letters, its degrees behind as they are written elsewhere."""
    behind = _first_degree(words, parts)
    yield from (_capitalized(word) if behind < len(words) else word for word in words[:behind])
    yield from (_degree(word.strip(","), parts) for word in words[behind:])


def _quiet(group: str, parts: NameParts) -> str:
    """A part between commas that came in capitals; letters that are a degree and no given name stay: ``ANN MD``."""
    words = group.split()
    kept = [_is_degree(word, parts) for word in words]
    return " ".join(word if keep else recased(word) for word, keep in zip(words, kept, strict=True))


def _capitalized(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _is_degree(word: str, parts: NameParts) -> bool:
    sure = len(word) <= _TWO or "." in word or not looks_like_given(word, parts)
    return plain_title(word) in parts.degrees and sure


def _why(written: str, made: str, plain: str, *, turned: bool) -> str:
    if made == written:
        return ""
    if in_one_case(written):
        return "was all in capitals" if written.partition(",")[0].isupper() else "was all in small letters"
    if "," in plain and turned:
        return "had the family name first"
    return "had a remark beside it" if plain != written else "is put as on an envelope"
