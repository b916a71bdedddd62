"""How a letter names where something was said, and whose word it is: the reader's own, or somebody else's."""

from collections.abc import Collection, Iterable
from itertools import pairwise

from composer.patterns import regex
from composer.records.phrases import Phrases
from composer.records.source_phrases import SourcePhrase

_WORDS = regex(r"[^\W\d_]+")
_DOUBTFUL = regex(r"[?:()]|,\s*\S|\d{4}")
"""Signs in a source behind which stands more than where it was said: ``phone: a mother``, ``in person?``."""
_SIGNS = regex(r"[(),;:\[\]]+")
_PLACE = regex(r"\s(?:in|at|near)\s+(?:the\s+)?[A-Z][^\W\d_]+")
MET = frozenset({"met"})
"""What a source says of which one met; in whatever language the phrases are, the record's word is among them."""


def source_phrase(source: str, phrases: Phrases) -> SourcePhrase | None:
    """How a letter names a source; ``None`` where it is nobody's, or the word of somebody else than the reader."""
    if is_of_others(source, phrases):
        return None
    words, named = _WORDS.findall(source.casefold()), phrases.channels
    owned = any(one in phrases.possessives and after in named for one, after in pairwise(words))
    for phrase in phrases.sources:
        if phrase.begins and source.casefold().startswith(f"{phrase.begins} "):
            return phrase
        if any(set(match.split()) <= set(words) for match in phrase.match):
            return phrase if owned or not (phrase.owned or _of_another(source, named)) else None
    return None


def owned_channel(source: str, phrases: Phrases) -> str:
    """What of the reader's own a source names: ``blog`` in ``her blog``; empty where it does not say whose it is."""
    words = _WORDS.findall(source.casefold())
    found = (after for one, after in pairwise(words) if one in phrases.possessives and after in phrases.channels)
    return next(found, "")


def is_of_others(source: str, phrases: Phrases) -> bool:
    """Whether a source is surely somebody else's than the reader, or in doubt: ``her boss``, ``in person?``."""
    words, named = _WORDS.findall(source.casefold()), phrases.channels
    theirs = {one for one, after in pairwise(words) if after in named}  # "her talk" is what its reader has said there
    left = set(words) - (theirs & set(phrases.possessives))
    return bool(_DOUBTFUL.search(source)) or not left.isdisjoint(phrases.others)


def _of_another(source: str, named: Collection[str]) -> bool:
    """Whether somebody else is in a source: ``site visit by Kim``, ``letter to Kim``; where one met is no person."""
    words = source.split()
    words = [word for word in words if not (word.isupper() and len(word) > 1)]  # "the ESU list" is nobody
    by = [after for one, after in pairwise(words) if one.casefold() == "by" and after.casefold() not in named]
    names = [word for word in words[1:] if word[:1].isupper()] if words and words[0].casefold() != "met" else []
    return bool(by or names)


def told_by_another(source: str, phrases: Phrases, roles: Iterable[str] = ()) -> bool:
    """Whether a source says that another than the reader told it, or nobody did; whose chair it was says neither.

    By the reader's own words for what they are, `roles`, it says nothing of another.
    """
    words = _WORDS.findall(source.casefold())
    own = {word for role in roles for word in _WORDS.findall(role.casefold())}
    mine = words[:1] == ["my"] and not {*words[1:]}.isdisjoint(phrases.channels)  # "my email to her"
    named = mine or not ({*phrases.told_by, *phrases.untold} - own).isdisjoint(words) or "?" in source
    source = _SIGNS.sub(" ", source).strip()
    begins = source[:1].isupper() and words[:1] and words[0] not in {*phrases.no_persons, *phrases.channels}
    return bool(named or begins or (source and _of_another(_PLACE.sub(" there", source), ())))


def is_somebody_elses(source: str, phrases: Phrases) -> bool:
    """Whether somebody else is named in a source, or a word stands in it for one; a place is nobody."""
    named = not {*phrases.others}.isdisjoint(_WORDS.findall(source.casefold()))
    return named or (bool(source) and _of_another(_PLACE.sub(" there", source), ()))
