"""The titles before a name and the degrees behind it, taken off by the lists of `templates/names.yaml`."""

import re
from typing import NamedTuple

from composer.patterns import regex
from composer.records.name_parts import NameParts, plain_title

_LONGEST_TITLE, _LONG_DEGREE, _TWO, _SHORT = 4, 9, 2, 3
_INITIALS = regex(r"(?:[A-Z]\.){2,3}")
_GENERATIONS = frozenset({"jr", "sr", "jnr", "snr", "ii", "iii", "iv", "2nd", "3rd", "4th"})
_RETIRED = frozenset({"ret", "retd", "rtd", "retired"})


class Words(NamedTuple):
    """The words of one part of a name with the titles before and the degrees behind them taken off."""

    names: tuple[str, ...]
    titles: tuple[str, ...] = ()
    """As they are spoken: ``Dr.``."""
    asked: bool = False
    """Whether there is a title that is written and not spoken: ``The Rev.``."""
    degrees: tuple[str, ...] = ()
    """Plain: ``phd``."""
    written: tuple[str, ...] = ()
    """The titles as they were written."""
    generation: str = ""
    retired: bool = False
    doubt: str = ""


def words_of(text: str, parts: NameParts, *, shouted: bool = False, aside: bool = False) -> Words:
    """The words of one part; ``aside`` is what may be nothing but titles and degrees."""
    words, keep = _after_office(text.split(), parts), 0 if aside else 1
    found, doubt = _titles(words, parts, keep=keep)
    start, end = sum(map(len, found)), len(words)
    while end - start > keep and _is_behind(words[end - 1], parts, shouted=shouted, aside=aside):
        end -= 1
    names, behind = words[start:end], words[end:]
    plain = [" ".join(map(plain_title, title)) for title in found]
    if not aside and behind and _may_be_name(names, plain_title(behind[0]), behind[0], parts, shouted=shouted):
        doubt = f"'{behind[0]}' may be letters or a name"
    return Words(
        names=() if aside and len(names) == 1 and not names[0].strip(".") else tuple(names),
        titles=tuple(parts.honorifics[title] for title in plain if parts.honorifics.get(title)),
        asked=any(title in parts.asked for title in plain),
        degrees=tuple(degree for word in behind for degree in _held(plain_title(word), parts)),
        written=tuple(word for title in found if not parts.holds("dropped", " ".join(title)) for word in title),
        generation=next((word for word in behind if plain_title(word) in _GENERATIONS), ""),
        retired=any(word in _RETIRED for word in (*plain, *map(plain_title, behind))),
        doubt=doubt,
    )


def _may_be_name(names: list[str], plain: str, word: str, parts: NameParts, *, shouted: bool) -> bool:
    """Whether letters behind a name may belong to it: Ramesh C.M., YO-YO MA."""
    alone = len(names) == 1 and plain not in parts.doctoral and (shouted or bool(_INITIALS.fullmatch(word)))
    return alone or (shouted and "." not in word and parts.holds("family_first", plain))


def _after_office(words: list[str], parts: NameParts) -> list[str]:
    """Without what somebody does where it stands before their title: ``School Nurse Mrs. Hale``."""
    at = next((at for at, word in enumerate(words) if _spoken([word], parts) and word[0].isupper()), 0)
    does = at and parts.holds("offices", words[at - 1]) and all(parts.holds("office_words", w) for w in words[: at - 1])
    return words[at:] if does else words


def _titles(words: list[str], parts: NameParts, *, keep: int) -> tuple[list[list[str]], str]:
    """The words of each title that stands first, and the doubt whether one more is a title or a name."""
    found: list[list[str]] = []
    while (left := words[sum(map(len, found)) :])[keep:]:
        sizes = range(min(_LONGEST_TITLE, len(left) - keep), 0, -1)
        title = next((left[:size] for size in sizes if _is_title(left[:size], parts)), [])
        given = len(title) == 1 and parts.holds("title_or_given", title[0])
        if not title or (given and not keep and len(left) == 1):
            break
        if given and (any(_spoken(one, parts) for one in found) or (found and len(left) == _TWO)):
            return found, "" if len(left) == _TWO else "it cannot be told which is title and which is name"
        found.append(title)
    return found, ""


def _spoken(title: list[str], parts: NameParts) -> str:
    return parts.honorifics.get(" ".join(map(plain_title, title)), "")


def _is_title(words: list[str], parts: NameParts) -> bool:
    plain = " ".join(map(plain_title, words))
    airman = words == ["SrA"]  # no Sra.
    return not airman and (plain in parts.written or parts.holds("dropped", plain))


def _is_behind(word: str, parts: NameParts, *, shouted: bool, aside: bool) -> bool:
    """Whether a word is letters behind a name; not ``Ma`` and ``Do``, which are names, unless they are written so."""
    plain = plain_title(word.strip(","))
    known = plain in parts.degrees or (not plain.isalnum() and parts.degrees.issuperset(re.split("[/-]", plain)))
    a_name = word.istitle() and len(plain) <= _SHORT and not aside and "." not in word  # Ien Ang
    if (parts.holds("dropped", word) and not a_name) or (known and (aside or plain in _GENERATIONS)):
        return True
    if known:
        return word in parts.post_nominals or "." in word.strip(".") or (word.isupper() and len(plain) > 1)
    if not aside or shouted or "'" in word or len(plain) > _LONG_DEGREE:
        return False
    capitals = sum(letter.isupper() for letter in word)
    return capitals > 1 and word[0].isupper() and capitals * 2 >= len(plain)


def _held(degree: str, parts: NameParts) -> tuple[str, ...]:
    """What letters stand for: ``md/phd`` for two, ``psyd-c`` for nothing that is known."""
    pieces = re.split("[/-]", degree)
    return (degree, *pieces) if parts.degrees.issuperset(pieces) else (degree,)
