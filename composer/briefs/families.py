"""Which part of a name is the family's: told from its words by the lists of `templates/names.yaml`, or not at all."""

import re
import unicodedata

from composer.records.phrases import NameParts, plain_name

_INITIAL = re.compile(r"\w\.?|(?:[^\W\d_]\.-?){2,}|[B-DF-HJ-NP-TV-Z]{2}")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2018\u2019.-]+[^\W\d_]+)*[.'\u2019]?|['\u2019]t")
_CALLED_BY_GIVEN = re.compile(r".*(?:d[óo]ttir|-san|-sensei|-ji)|.*[ðþöóáæíúý].*son", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['\u2019]s\Z")
_GIVEN_IN_THE_EAST = re.compile(r"[A-Z][^\W\d_]*-[a-z]+")
# One syllable of Pinyin, roughly.
_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?a(?:i|o|ng?)?|i?e(?:i|ng?)?|er|i(?:ng?|u|ong)?|ong|ou?|u(?:o|i|n|e)?)"
)
_WHOLE_NAMES = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "THAI", "MYANMAR", "KHMER")
_SHORT, _TWO, _MOST_CAPITALS = 3, 2, 2


def family_of(names: tuple[str, ...], parts: NameParts) -> str:
    """The family name where it is beyond doubt; empty otherwise."""
    names = tuple(name for name in names if name != "-")
    if not names or not all(map(_WORD.fullmatch, names)) or _has_none(names, parts) or _is_odd(names, parts):
        return ""
    if len(names) == 1:
        return "" if any(word in _script(names[0]) for word in _WHOLE_NAMES) else names[0]
    if not all("LATIN" in _script(name) for name in names):
        return ""
    capitals = [index for index, name in enumerate(names) if name.isupper() and len(name) >= _SHORT and "." not in name]
    if capitals and len(capitals) < len(names):  # ZHANG Wei: capitals mark the family name
        whole = names[capitals[0] : capitals[-1] + 1]
        return " ".join(map(recased, whole)) if len(whole) == len(capitals) <= _MOST_CAPITALS else ""
    joint = next(
        (at for at, name in enumerate(names[1:-1], 1) if parts.holds("between_families", name) and name.islower()), 0
    )
    if joint:
        return " ".join(names[max(0, joint - 1) :]) if joint <= _TWO else ""
    return _with_particle(names, parts) if _particle(names, parts) >= 0 else _last(names, parts)


def _has_none(names: tuple[str, ...], parts: NameParts) -> bool:
    """Whether these are names of somebody who is not called by a family name, or whose last one is not written out."""
    parent = any(parts.holds("patronymics", name) and (name.islower() or len(name) > 1) for name in names[1:])
    foreign = any(parts.holds("no_family", name) or _CALLED_BY_GIVEN.fullmatch(name) for name in names)
    return bool(parent or foreign or _INITIAL.fullmatch(names[-1]))


def _is_odd(names: tuple[str, ...], parts: NameParts) -> bool:
    """Whether a word of these may be no name: an unknown short form (``Gov.``), ``Hale's``, ``office``."""
    short = (name for name in names if name.endswith(".") and not _INITIAL.fullmatch(name))
    if any(not parts.holds("particles", name) for name in short) or any(_POSSESSIVE.search(name) for name in names):
        return True
    one_case = len({name.islower() for name in names}) == 1
    return (names[-1].islower() and not one_case) or (len(names) > 1 and bool(_GIVEN_IN_THE_EAST.fullmatch(names[-1])))


def _is_eastern(first: str, last: str, parts: NameParts) -> bool:
    """Whether two words sound like a Chinese family name and a given name of two syllables: ``Xi Jinping``."""
    sounds = re.fullmatch(_SYLLABLE, plain_name(first)) and re.fullmatch(_SYLLABLE * 2, plain_name(last))
    return bool(sounds) and not looks_like_given(first, parts)


def _particle(names: tuple[str, ...], parts: NameParts) -> int:
    """Where a particle begins the family name; -1 where none does."""
    for index, name in enumerate(names[:-1]):
        shy = parts.holds("particle_or_given", name) and name[0].isupper()
        if parts.holds("particles", name) and not (len(name) == 1 and name.isupper() and name.isascii()):
            if shy and _stands_first(names[-1], parts):  # Van Nguyen, Thi Le Tran
                continue
            return index
    return -1


def _with_particle(names: tuple[str, ...], parts: NameParts) -> str:
    at = _particle(names, parts)
    end = next(
        index
        for index in range(at, len(names))
        if not parts.holds("particles", names[index]) or index == len(names) - 1
    )
    before = [name for name in names[:at] if not _INITIAL.fullmatch(name)]
    if len(names) - end > 1:
        return ""  # de Jesús López Ortíz
    if at == 0:
        shy = parts.holds("particle_or_given", names[0]) and names[0][0].isupper()
        return "" if shy and end == 1 else " ".join(names)
    if parts.holds("spanish_families", before[-1]) if len(before) > 1 else False:
        return " ".join(names[at - 1 :]) if len(before) == _TWO else ""  # García de la Torre
    return " ".join(names[at:]) if all(looks_like_given(name, parts) for name in before[1:]) else ""


def _last(names: tuple[str, ...], parts: NameParts) -> str:
    plain = [name for name in names if not _INITIAL.fullmatch(name)]
    if len(plain) == 1:
        return plain[0]
    both = _two_families(plain, parts)
    if both is not None:
        return both
    first, *between, last = plain
    if only_given(last, parts) or _stands_first(first, parts) or _is_eastern(first, last, parts):
        return ""  # Nagy Eszter, Zhang Wei, Xi Jinping
    if any(_stands_first(name, parts) for name in between):
        return ""
    known = all(looks_like_given(name, parts) for name in between)
    return last if known or _stands_first(last, parts) else ""


def _two_families(plain: list[str], parts: NameParts) -> str | None:
    """Two family names of Spanish; empty where it cannot be told, ``None`` where these are not two."""
    *others, before, last = plain
    spanish = [parts.holds("spanish_families", name) for name in (before, last)]
    portuguese = [parts.holds("portuguese_families", name) for name in (before, last)]
    if not (spanish[0] or portuguese[0]) or not (spanish[1] or portuguese[1]):
        return None
    if looks_like_given(before, parts):
        return "" if others else None
    sure = all(spanish) and not all(portuguese) and all(looks_like_given(name, parts) for name in others[1:])
    return f"{before} {last}" if sure else ""


def is_one_family(names: tuple[str, ...], parts: NameParts) -> bool:
    """Whether several words are one family name: ``van der Berg``, ``Garcia Lopez``."""
    spanish = len(names) == _TWO and all(parts.holds("spanish_families", name) for name in names)
    return spanish or (parts.holds("particles", names[0]) and _with_particle(names, parts) == " ".join(names))


def looks_like_given(name: str, parts: NameParts) -> bool:
    """Whether this may be a given name; each half of one with a hyphen."""
    if _INITIAL.fullmatch(name):
        return True
    return all(
        any(parts.holds(which, piece) for which in ("given", "given_elsewhere", "given_or_family"))
        for piece in name.split("-")
    )


def only_given(name: str, parts: NameParts) -> bool:
    """Whether this is a given name and hardly ever a family's."""
    return "-" not in name and looks_like_given(name, parts) and not parts.holds("given_or_family", name)


def _stands_first(name: str, parts: NameParts) -> bool:
    return parts.holds("family_first", name)


def recased(name: str) -> str:
    """A name from capitals or small letters: ``O'BRIEN`` is ``O'Brien``."""
    pieces = re.split(r"([\s'\u2019-])", name)
    return "".join(
        f"Mc{piece[2:].capitalize()}" if piece[:2].casefold() == "mc" and len(piece) > _SHORT else piece.capitalize()
        for piece in pieces
    )


def safely_recased(name: str, parts: NameParts) -> bool:
    """Whether it is beyond doubt which letters of a name are capitals: not ``MACDONALD``, not ``DE LA CRUZ``."""
    words = name.split()
    return (
        len(words) == 1
        and not name.casefold().startswith("mac")
        and not any(parts.holds("particles", word) for word in re.split(r"['\u2019]", name)[:-1] if len(word) > 1)
    )


def _script(word: str) -> str:
    return " ".join(unicodedata.name(letter, "").split()[0] for letter in word if letter.isalpha())
