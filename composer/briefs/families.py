"""Which part of a name is the family's: told from its words by the lists of `templates/names.yaml`, or not at all."""

import re
import unicodedata

from composer.patterns import regex
from composer.records.name_parts import NameParts, plain_name

_INITIAL = regex(r"\w\.?|(?:[^\W\d_]\.-?){2,}|[B-DF-HJ-NP-TV-Z]{2}")
_WORD = regex(r"[^\W\d_]+(?:['\u2018\u2019.-]+[^\W\d_]+)*[.'\u2019]?|['\u2019]t")
_CALLED_BY_GIVEN = regex(r".*(?:d[óo]ttir|-san|-sensei|-ji)|.*[ðþöóáæíúý].*son", re.IGNORECASE)
_ICELANDIC = regex(r"[ðþúíýæó]", re.IGNORECASE)
_ARTICLE = regex(r"(?:al|el)-(?!d[ie]e?n\b)\w", re.IGNORECASE)
_POSSESSIVE = regex(r"['\u2019]s\Z")
_GIVEN_IN_THE_EAST = regex(r"[A-Z][^\W\d_]*-[a-z]+")
# One syllable of Pinyin, roughly.
_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?a(?:i|o|ng?)?|i?e(?:i|ng?)?|er|i(?:ng?|u|ong)?|ong|ou?|u(?:o|i|n|e)?)"
)
_WHOLE_NAMES = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "THAI", "MYANMAR", "KHMER")
_LOUD = regex(
    r"(M[a]?c|D[eiu]|L[ae]|V[ao]n|Fitz|[DdOoLl]['\u2019])?([^\W\d_]{2,}(?:[-'\u2019][^\W\d_]+)*|O['\u2019][^\W\d_]+)"
)
_VOWEL = regex(r"[aeiouy]")
_SPECIALTY = regex(r".+(?:ology|iatrics?|iatry|icine|gynecology)", re.IGNORECASE)
_PATRONYMIC = regex(r"[^\W\d_]+(?:ovna|evna|ichna|ovych|ovich|evich)", re.IGNORECASE)
_DAUGHTER = regex(r"[^\W\d_]+(?:ovna|evna|ichna)", re.IGNORECASE)
_SHORT, _TWO, _MOST_CAPITALS, _LONG = 3, 2, 2, 6
_SMALL = frozenset({"particles", "between_families", "patronymics", "inner_particles"})
_GIVEN = frozenset({"given", "given_elsewhere", "given_or_family"})
_NO_LETTERS = frozenset({"family_first", "spanish_families", "portuguese_families", "given_or_family"})
PLACES = frozenset({"places", "offices", "office_words", "teams"})


def family_of(names: tuple[str, ...], parts: NameParts) -> str:
    """The family name where it is beyond doubt; empty otherwise."""
    names = tuple(name for name in names if name != "-")
    if not names or not all(map(_WORD.fullmatch, names)) or _has_none(names, parts) or _is_odd(names, parts):
        return ""
    if len(names) == 1:
        return "" if any(word in _script(names[0]) for word in _WHOLE_NAMES) else spoken_case(names[0], parts)
    loud = [index for index, name in enumerate(names) if _is_loud(name)]
    if loud and len(loud) < len(names):  # ZHANG Wei: capitals mark the family name
        return _marked(names, loud, parts)
    return _unmarked(_without_devotion(names, parts), parts) if all(map(_is_latin, names)) else ""


def _unmarked(names: tuple[str, ...], parts: NameParts) -> str:
    if any(parts.holds("patronymics", name) for name in names[1:]) or _is_arabic(names):
        return " ".join(names[-2 if names[-2] in {"Al", "El"} else -1 :])
    joint = next(
        (at for at, name in enumerate(names[1:-1], 1) if parts.holds("between_families", name) and name.islower()), 0
    )
    if joint:
        return " ".join(names[max(0, joint - 1) :]) if joint <= _TWO else ""
    return _with_particle(names, parts) if _particle(names, parts) >= 0 else _last(names, parts)


def _is_arabic(names: tuple[str, ...]) -> bool:
    """Whether the last of three names can be nothing but a family's: ``Khalid Abdulaziz Al-Otaibi``."""
    return (
        len(names) > _TWO and bool(_ARTICLE.match(names[-1])) and names[-2].casefold() not in {"abd", "abdul", "abdel"}
    )


def _is_loud(name: str) -> bool:
    """Whether a name is in capitals: ``ZHANG``, ``McALLISTER``."""
    found = _LOUD.fullmatch(name)
    return bool(found and found[2].isupper() and len(name) >= _SHORT and "." not in name)


def spoken_case(name: str, parts: NameParts) -> str:
    """A name as it is written in a letter; empty where its capitals do not tell: ``MACDONALD``."""
    if not _is_loud(name):
        return name
    before = (_LOUD.fullmatch(name) or [name, ""])[1] or ""
    return f"{before}{recased(name[len(before) :])}" if before or safely_recased(name, parts) else ""


def _marked(names: tuple[str, ...], loud: list[int], parts: NameParts) -> str:
    """The family name that capitals mark; empty where they may be letters behind a name, or a title before it."""
    at, end = loud[0], loud[-1] + 1
    whole = [spoken_case(name, parts) for name in names[at:end]]
    letters = any(_may_be_letters(name, parts) for name in names[at:end])
    if end - at != len(loud) or len(loud) > _MOST_CAPITALS or not all(whole) or letters:
        return ""
    if any(parts.holds("particles", name) for name in whole):
        return ""  # VAN DYCK
    while at and names[at - 1].islower() and parts.holds("particles", names[at - 1]):
        at -= 1
    before = [name for name in names[:at] if not _INITIAL.fullmatch(name)]
    if end < len(names):
        alone = not before and len(names) - end == 1
        return " ".join(whole) if alone or (not before and _stands_first(names[0], parts)) else ""
    sure = all(looks_like_given(name, parts) for name in before) or (len(before) == 1 and len(names[-1]) > _LONG)
    return " ".join((*names[at : loud[0]], *whole)) if sure else ""


def _may_be_letters(name: str, parts: NameParts) -> bool:
    """Whether capitals may be an honour or a degree that is on no list: ``FRCSEd``, ``OAM``."""
    short = len(name) <= _SHORT or not _VOWEL.search(plain_name(name))
    return short and not parts.any_holds(_NO_LETTERS, name)


def _without_devotion(names: tuple[str, ...], parts: NameParts) -> tuple[str, ...]:
    """Without what belongs to a given name of Spanish: ``María del Carmen``, ``María de los Ángeles``."""
    at = next((at for at, name in enumerate(names) if at > 1 and parts.holds("devotions", name)), 0)
    start = at
    while start > 1 and names[start - 1].islower() and parts.holds("particles", names[start - 1]):
        start -= 1
    return names[:start] + names[at + 1 :] if start < at < len(names) - 1 else names


def _has_none(names: tuple[str, ...], parts: NameParts) -> bool:
    """Whether these are names of somebody who is not called by a family name, or whose last one is not written out."""
    parent = any(parts.holds("patronymics", name) and (name.islower() or len(name) > 1) for name in names[1:])
    arabic = _ARTICLE.match(names[-1]) or (len(names) > _TWO and names[-2] in {"Al", "El"})  # bint Saeed al-Harrasi
    foreign = any(parts.holds("no_family", name) or _CALLED_BY_GIVEN.fullmatch(name) for name in names)
    iceland = names[-1].endswith("sson") and _ICELANDIC.search("".join(names))
    slavic = _DAUGHTER.fullmatch(names[-1]) or (len(names) > _TWO and _PATRONYMIC.fullmatch(names[-1]))
    return bool((parent and not arabic) or foreign or iceland or slavic or _INITIAL.fullmatch(names[-1]))


def _is_odd(names: tuple[str, ...], parts: NameParts) -> bool:
    """Whether a word of these may be no name: an unknown short form (``Gov.``), ``Hale's``, ``office``."""
    short = (name for name in names if name.endswith(".") and not _INITIAL.fullmatch(name))
    if any(not parts.holds("particles", name) for name in short) or any(_POSSESSIVE.search(name) for name in names):
        return True
    small = [name for name in names if name.islower() and not parts.any_holds(_SMALL, name)]
    if small and len(small) < len(names):
        return True
    first = next((name for name in names if not _INITIAL.fullmatch(name)), "")
    return len(names) > 1 and bool(
        _GIVEN_IN_THE_EAST.fullmatch(names[-1])
        or _SPECIALTY.fullmatch(names[-1])
        or (parts.any_holds(PLACES, names[-1]) and not looks_like_given(first, parts))
    )


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
    inner = {name for name in names if parts.holds("inner_particles", name) and (name.islower() or len(name) > _SHORT)}
    small = [name in inner or parts.holds("particles", name) for name in names[:-1]]
    end = next((index for index in range(at, len(small)) if not small[index]), len(names) - 1)
    before = [name for name in names[:at] if not _INITIAL.fullmatch(name)]
    shy = parts.holds("particle_or_given", names[at]) and names[at][0].isupper()
    if at and parts.holds("devotions", names[-1]):
        return ""  # María del Mar
    if len(names) - end > 1:  # de la Fuente Robles, not de Jesús López Ortíz
        spanish = parts.holds("spanish_families", names[-1]) and not parts.holds("portuguese_families", names[-1])
        known = spanish and all(looks_like_given(name, parts) for name in before[1:]) and not shy
        return (
            " ".join(names[at:]) if known and end == len(names) - 2 and not looks_like_given(names[end], parts) else ""
        )
    if at == 0:
        return "" if shy and end == 1 else " ".join(names)
    if parts.holds("spanish_families", before[-1]) if len(before) > 1 else False:
        sure = all(looks_like_given(name, parts) for name in before[1:-1])
        return " ".join(names[at - 1 :]) if sure else ""  # García de la Torre
    return " ".join(names[at:]) if all(looks_like_given(name, parts) for name in before[1:]) else ""


def _last(names: tuple[str, ...], parts: NameParts) -> str:
    plain = [name for name in names if not _INITIAL.fullmatch(name)]
    if len(plain) == 1:
        return "" if any(len(name) > 1 and _stands_first(name, parts) for name in names[:-1]) else plain[0]  # NG Wei
    both = _two_families(plain, parts)
    if both is not None:
        return both
    first, *between, last = plain
    if only_given(last, parts) or _stands_first(first, parts) or _is_eastern(first, last, parts):
        return ""  # Nagy Eszter, Zhang Wei, Xi Jinping
    if any(_stands_first(name, parts) for name in between):
        return ""
    known = all(looks_like_given(name, parts) or _PATRONYMIC.fullmatch(name) for name in between)
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
    return all(parts.any_holds(_GIVEN, piece) for piece in name.split("-"))


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


def _is_latin(name: str) -> bool:
    return name.isascii() or "LATIN" in _script(name)


def _script(word: str) -> str:
    return " ".join(unicodedata.name(letter, "").split()[0] for letter in word if letter.isalpha())
