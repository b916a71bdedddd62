"""Names and places whose cell has more: the first line is the name, and the others are read as what they are."""

import re
from collections.abc import Sequence
from dataclasses import replace

from composer.address_books.entry import Entry, Phone, PostalAddress
from composer.briefs.families import looks_like_given, only_given
from composer.imports.name_order import has_rank
from composer.imports.people_names import degrees_in
from composer.patterns import regex
from composer.records.book import Records
from composer.records.name_parts import plain_title
from composer.records.wishes import said_in

_MARKS = " \t-\u2013\u2014()[]*\u2022|/;"
_ADDRESS = regex(r"\S+@\S+\.\w+")
_NUMBER = regex(r"(?:\D*\d){7,15}\D{0,12}\Z")
_BRACKETS = regex(r"[()\[\],;]|\s[-\u2013\u2014]+\s")
_EMPTY = regex(r"\(\s*\)|\[\s*\]")
_PRONOUNS = regex(r"(?i)\W*(?:she|he|they|ella|él|elle|ze|xe)\s*/.*")
_WORKS = frozenset({"offices", "office_words", "teams", "places"})
_SMALL = frozenset({"of", "and", "for", "the", "at", "in", "&"})
_POSTAL = regex(
    r"\d+(?:[A-Za-z]|st|nd|rd|th)?\s+\S|p\.?\s?o\.?\s?box\b|(?:suite|ste|floor|fl|room|rm|bldg|building|unit|apt)\b"
    r"|[^\W\d_].*\s\d+\s?[A-Za-z]?\Z",
    re.IGNORECASE,
)
"""How a line of a postal address begins, or ends where the number stands last: ``Calle Mayor 9``."""
_BEHIND = regex(
    r"(.*[^\W\d_].*?)\s*[,;\u2013\u2014]\s*(\d+[A-Za-z]?\s+[^,]*\b(?:st|street|rd|road|ave?|avenue|dr|drive|ln|lane|blvd|boulevard|ct"
    r"|court|pl|place|pkwy|hwy|way|sq|square|ter|terrace)\b.*)",
    re.IGNORECASE,
)
"""A place with its street behind it: ``Riverbend Pediatrics, 22 Old Mill Rd``."""
_FEW, _LONGEST = 3, 6
_NAMES = ("formatted_name", "given", "family")


def with_first_lines(entry: Entry, records: Records) -> Entry:
    """The entry with names of one line, and what stood below them under its own name."""
    for field in _NAMES:
        lines = [line.strip() for line in getattr(entry, field).split("\n") if line.strip(_MARKS)]
        if len(lines) > 1:
            entry = _taken_apart(entry, field, lines, records)
    return _without_gone(entry, records)


def _without_gone(entry: Entry, records: Records) -> Entry:
    """The entry with what its place or its title says of somebody who is gone among the notes: ``was w/ Elm House``."""
    words = records.library.import_words
    end = words.gone.end_in(entry.formatted_name)
    if end and not has_rank(entry.formatted_name):
        name = entry.formatted_name.removesuffix(end).rstrip(_MARKS + ",")
        entry = replace(entry, formatted_name=name, note=_with_line(entry.note, end))
    if entry.organization:
        entry = _with_place_left(entry, records)
    if entry.title and words.status_in(entry.title):
        entry = replace(entry, title="", note=_with_line(entry.note, entry.title))
    return entry


def with_place_alone(entry: Entry) -> Entry:
    """The entry with the postal address that stood below or behind its place under its own name.

    Other lines belong to the place, whose name was too long for one.
    """
    lines = [line.strip(" ,") for line in entry.organization.split("\n") if line.strip(" ,")]
    begun = next((at for at, line in enumerate(lines) if at and _POSTAL.match(line)), len(lines))
    place, address = " ".join(lines[:begun]), lines[begun:]
    if not address and (found := _BEHIND.fullmatch(place)):
        place, address = found[1], [found[2]]
    if place == entry.organization:
        return entry
    found_there = (PostalAddress("\n".join(address)),) if address else ()
    return replace(entry, organization=place, addresses=(*entry.addresses, *found_there))


def _with_place_left(entry: Entry, records: Records) -> Entry:
    """The entry with the place where somebody was, and that they are there no longer in its notes."""
    words, place = records.library.import_words, entry.organization
    left = words.gone.left_place(place)
    if not left and not words.status_in(place):
        return entry
    for part in _BRACKETS.split(place) if not left else ():
        if words.status_in(part) and not has_place(part, records):
            place = place.replace(part, "")
    note = _with_line(entry.note, f"no longer there: {entry.organization}")
    rest = " ".join(_EMPTY.sub(" ", place).split()).replace(" ,", ",").strip(_MARKS + ",")
    return replace(entry, organization=left or rest, note=note)


def _with_line(note: str, line: str) -> str:
    return "\n".join(filter(None, (note, line)))


def is_person(text: str, records: Records, *, beside_role: bool) -> bool:
    """Whether a text is plainly somebody's name: a title before it, or a given name, and no word of a place.

    With what somebody does `beside_role` it, two words with capitals are enough.
    """
    words, names = text.split(), records.library.names
    if not words or (not _FEW >= len(words) > 1 and plain_title(words[0]) not in names.written):
        return False
    placed = has_place(text, records)
    said = plain_title(words[0]) in names.written or only_given(words[0], names)
    return not placed and (said or (beside_role and all(word[:1].isupper() for word in words)))


def has_place(text: str, records: Records) -> bool:
    """Whether a word of a text is one of a place's: ``House``, ``Clinic``."""
    return any(records.library.names.holds("places", word.strip(",.")) for word in text.split())


def _taken_apart(entry: Entry, field: str, lines: Sequence[str], records: Records) -> Entry:
    name, *others = lines
    if field == "formatted_name" and has_place(name, records) and is_person(others[0], records, beside_role=False):
        if entry.organization:
            others.append(name)
            name = others.pop(0)
        else:
            entry, name = replace(entry, organization=name), others.pop(0)
    while others and (joined := _joined(name, others[0], records)):
        name = joined
        others.pop(0)
    entry = replace(entry, **{field: name.rstrip(_MARKS) if others else name})  # type: ignore[arg-type]
    for line in others:
        entry = _put(entry, line, records)
    return entry


def _joined(name: str, line: str, records: Records) -> str:
    """The name with a line that belongs to it, such as degrees or its other half; empty for another line."""
    names = records.library.names
    words = name.strip(" ,").split()
    if degrees_in(line.strip(_MARKS + ","), names):
        return f"{name.rstrip(' ,')}, {line.strip(_MARKS + ',')}"
    if _PRONOUNS.fullmatch(line) or line.casefold().startswith(("and ", "& ")) or words[-1].casefold() in names.between:
        return f"{name} {line}"
    bare = [word for word in words if plain_title(word) not in names.written]
    half = len(bare) <= 1 or name.rstrip().endswith((",", "-")) or all(looks_like_given(word, names) for word in bare)
    return f"{name} {line}" if half and _is_of_name(line, records) else ""


def _is_of_name(line: str, records: Records) -> bool:
    """Whether a line may be the rest of a name: words with capitals, none of a place or of what somebody does."""
    front, names = line.partition(",")[0], records.library.names
    words = front.split()
    capitals = all(word[:1].isupper() or names.holds("particles", word) for word in words)
    works = any(names.any_holds(_WORKS, word.strip(".")) for word in words)
    return capitals and not works and len(words) <= _FEW and not records.library.role_of(front).known


def _put(entry: Entry, line: str, records: Records) -> Entry:
    """The entry with a line below a name where it belongs; among the notes where nothing else is sure."""
    plain = line.strip(_MARKS)
    if _ADDRESS.search(plain):
        return replace(entry, emails=(*entry.emails, plain))
    if _NUMBER.match(plain):
        return replace(entry, phones=(*entry.phones, Phone(plain)))
    role = records.library.role_of(plain).known
    if not entry.organization and _in_capitals(plain) and not role and has_place(plain, records):
        return replace(entry, organization=plain)
    if not entry.title and (role or _is_title(plain, records)):
        return replace(entry, title=plain)
    return replace(entry, note=_with_line(entry.note, plain))


def _is_title(plain: str, records: Records) -> bool:
    """Whether a line reads like what somebody does: capitals, and no person, wish or word of who is gone."""
    words = records.library.import_words
    said, names = plain.split(), records.library.names
    works = any(names.any_holds(_WORKS, word) for word in said)
    if not _in_capitals(plain) or len(said) > _LONGEST or has_place(plain, records):
        return False
    if len(said) > 1 and not works and (looks_like_given(said[0], names) or plain_title(said[0]) in names.written):
        return False
    return not (words.status_in(plain) or said_in(plain, label=True) or words.may_ask_to_stop(plain))


def _in_capitals(plain: str) -> bool:
    return ":" not in plain and all(word[:1].isupper() or word in _SMALL for word in plain.split())
