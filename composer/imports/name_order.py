"""Titles and degrees in the middle of a name, put before and behind it: ``Jane, LCSW, Roe`` is ``Jane Roe, LCSW``."""

import re
from typing import NamedTuple

from composer.briefs.families import looks_like_given, only_given
from composer.patterns import regex
from composer.records.name_parts import NameParts, plain_title

_DOTTED = frozenset({"dr", "mr", "mrs", "ms", "mx", "prof", "rev"})
"""Titles that are no names, so that they are ones wherever they stand."""
_SERVICE = frozenset("us usa usaf usmc usn uscg ussf usar usnr usna arng ang raf usphs".split())  # noqa: SIM905
_OF_SERVICE = frozenset("army navy marine marines corps coast guard air force reserve reserves national royal".split())  # noqa: SIM905
_RANKS = frozenset("maj major col colonel ltc lt lieutenant capt captain cpt sgt sergeant ssgt msgt".split()) | {  # noqa: SIM905
    "gen", "general", "brig", "cmdr", "cdr", "commander", "adm", "admiral", "cpl", "pfc", "pvt", "spc", "ensign",
}  # fmt: skip
_RETIRED = frozenset({"ret", "retd", "rtd", "retired"})
_ALONE = _SERVICE | _RETIRED
_KNOWN = _ALONE | _OF_SERVICE | _RANKS
_APART = regex(r"\s[-\u2013\u2014|/+]\s|[:@&]")
"""What stands between a name and another thing; such a text is taken apart elsewhere."""
_BRACKET = regex(r"\s*[(\[]([^()\[\]]*)[)\]]")
_SHORT, _MOST = 2, 10


class Ordered(NamedTuple):
    """A name with its titles in front and its degrees behind."""

    text: str
    beside: str = ""
    """A service, and that somebody has retired from it: ``USAF ret.``."""


def in_order(text: str, parts: NameParts) -> Ordered:
    """A name put in order; the same text where nothing stands in its middle, and of two people."""
    words = text.casefold().split()
    if not 1 < len(words) <= _MOST or _APART.search(text) or any(word in parts.between for word in words):
        return Ordered(text)
    opened = _opened(text.replace(";", ","), parts)
    groups = [group.strip() for group in opened.split(",") if group.strip()]
    services = [group for group in groups if _is_service(group)]
    kept, beside = [group for group in groups if group not in services], ", ".join(services)
    titles, names, degrees = _sorted(kept, parts)
    turned = _is_given_first(names, parts)
    if not names or not (turned or beside or opened != text or titles or names != kept[: len(names)]):
        return Ordered(text)
    names = [" ".join(names[:2]), *names[2:]] if turned else names
    return Ordered(", ".join([" ".join([*titles, names[0]]), *names[1:], *degrees]), beside)


def is_of_service(text: str) -> bool:
    """Whether words name a service, so that somebody has retired from it and from nothing else: ``US Army Retired``."""
    return _is_service(text) and any(_plain(word) in _SERVICE | _OF_SERVICE for word in text.split())


def is_retired(text: str) -> bool:
    """Whether a text says no more than that somebody has retired: ``Ret.``."""
    return _plain(text) in _RETIRED


def has_rank(text: str) -> bool:
    """Whether a name begins with a rank: ``Maj. Jane Roe``."""
    return bool(text) and _plain(text.split(maxsplit=1)[0]) in _RANKS


def _opened(text: str, parts: NameParts) -> str:
    """The text with degrees, titles and services that stand in brackets behind commas: ``Jane (LPC) Roe``."""
    behind: list[str] = []
    for found in reversed(list(_BRACKET.finditer(text))):
        inner = found[1].strip()
        words = re.findall(r"[^\s,;/]+", inner)
        service = _is_service(inner)
        if words and (service or all(_is_degree(word, text, parts) or _is_title(word) for word in words)):
            behind = [*([" ".join(words)] if service else words), *behind]
            text = f"{text[: found.start()]} {text[found.end() :].lstrip()}".replace(" ,", ",").strip()
    return ", ".join([text, *behind])


def _sorted(groups: list[str], parts: NameParts) -> tuple[list[str], list[str], list[str]]:
    """Titles that stand behind a name, groups of names, degrees; letters at the end of a group of names stay there."""
    titles: list[str] = []
    names: list[str] = []
    degrees: list[str] = []
    whole = ", ".join(groups)
    for group in groups:
        words = group.split()
        plain = [at for at, word in enumerate(words) if not _is_title(word) and not _is_degree(word, whole, parts)]
        first, last = (plain[0], plain[-1]) if plain else (len(words), len(words))
        titles += [word for at, word in enumerate(words) if _is_title(word) and at > (first if plain else -1)]
        degrees += [
            word for at, word in enumerate(words) if _is_degree(word, whole, parts) and (first < at < last or not plain)
        ]
        rest = [word for at, word in enumerate(words) if at <= first or word not in {*titles, *degrees}]
        names += [" ".join(rest)] if plain else []
    return titles, names, degrees


def _is_given_first(names: list[str], parts: NameParts) -> bool:
    """Whether two groups are a given and a family name in this order: ``Jane, Roe``."""
    if len(names) != _SHORT or len(names[1].split()) != 1:
        return False
    first = [word for word in names[0].split() if len(word.strip(".")) > 1]
    given = bool(first) and all(only_given(word, parts) for word in first)
    return given and not looks_like_given(names[1], parts) and names[1].replace("-", "").replace("'", "").isalpha()


def _is_degree(word: str, whole: str, parts: NameParts) -> bool:
    plain = plain_title(word)
    if plain not in parts.degrees or (word.istitle() and "." not in word[:-1]) or word.islower():
        return False
    loud = whole.upper() == whole
    return "." in word or not loud or (len(word) > _SHORT and not looks_like_given(word, parts))


def _is_title(word: str) -> bool:
    return _plain(word) in _DOTTED


def _is_service(group: str) -> bool:
    """Whether a group says of what service somebody is, or that they have retired from it: ``USAF ret.``."""
    words = [_plain(word) for word in group.replace(",", " ").split()]
    if not all(word in _KNOWN for word in words):
        return False
    return not (_ALONE if len(words) == 1 else _ALONE | _OF_SERVICE).isdisjoint(words)


def _plain(word: str) -> str:
    return word.casefold().strip(".,()")
