"""The practice's own words for needs, as needs that letters know: by key, by the vocabulary, or as they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from composer.errors import Problem
from composer.filenames import slug
from composer.patterns import regex
from composer.records.library import Library
from composer.records.need_index import NeedIndex
from composer.records.practice import Answering, Offer, Practice
from composer.records.role_reader import plain_words
from composer.records.roles import NeedForms
from composer.spelling import nearest

_PARTS = ("offers", "updates", "does_not", "talks")
_FOR = regex(r"\b(?:for|para) ((?:(?!\b(?:per|with|at|so|because)\b)[^.;:])*)")
"""Whom an offer is for, in its own sentence."""
_AND = regex(r",\s*|\s+(?:and|or|y|o)\s+")
_TRY = '`outreach needs` lists the needs; `outreach needs --try "…"` says what words are taken to mean'
_MOST_BESIDE = 3
"""How many words may stand for each word of the name of a role in words that name its readers."""


def understand(practice: Practice, library: Library) -> tuple[Practice, Library, list[Problem]]:
    """The practice with every need under a key, and the library with the practice's own needs before its others.

    Words that no need is known by are a need of their own, found in notes by the same words; that is said once.
    """
    own = [_need(one.name, one.phrases) for one in practice.needs]
    knowing = _with(library, own)
    index = NeedIndex(knowing.needs, library.notes)
    said = dict.fromkeys(word for part in _PARTS for one in getattr(practice, part) for word in one.needs)
    meant = {word: (*_meant(word, knowing, index), *_also_readers(word, knowing, index)) for word in said}
    new = [_need(word) for word, keys in meant.items() if not keys]
    meant = {word: keys or (slug(word),) for word, keys in meant.items()}
    problems = list(_unknown(practice, {need.label for need in new}, library)) if new else []
    return _for_whom(_under_keys(practice, meant), knowing, index), _with(knowing, new), problems


def _need(name: str, phrases: Iterable[str] = ()) -> NeedForms:
    return NeedForms(need=slug(name), label=name, phrases=(*phrases, name), own=True)


def _with(library: Library, own: Iterable[NeedForms]) -> Library:
    return replace(library, needs=(*own, *library.needs)) if own else library


def _meant(word: str, library: Library, index: NeedIndex) -> tuple[str, ...]:
    """The keys that words mean: the one they are, or those of all needs they speak of."""
    known = next((key for key in (word, slug(word)) if key in library.need_by_key), "")
    return (known,) if known else tuple(found.need for found in index.named_in(word))


def _readers(word: str, library: Library) -> tuple[str, ...]:
    """The key of a role's readers, for words that name whom something is for: ``school``, ``first responders``."""
    found = library.role_of(word)
    if not found.known and word.endswith("s"):
        found = library.role_of(word.removesuffix("s"))  # "congregations"
    beside = len(word.split()) > _MOST_BESIDE * len(found.alias.split())  # "one 504 meeting per student" names nobody
    return (readers_of(found.role.key),) if found.known and found.role.key != "general" and not beside else ()


def _also_readers(word: str, library: Library, index: NeedIndex) -> tuple[str, ...]:
    """The same where the words mean a need as well: only where they are just the name of a role, as ``clergy`` is."""
    found, said = library.role_of(word), plain_words(word)
    exact = not found.role.mixed and said in map(plain_words, (found.role.key, found.role.name, *found.role.aliases))
    return _readers(word, library) if exact or not _meant(word, library, index) else ()


def readers_of(role: str) -> str:
    """What stands for all readers of a role where the key of a need does."""
    return f"{role}-readers"


def is_readers(key: str) -> bool:
    """Whether a key stands for all readers of a role."""
    return key.endswith("-readers")


def _under_keys(practice: Practice, meant: dict[str, tuple[str, ...]]) -> Practice:
    """The same practice where every word is a key; itself where it was so."""
    if all(keys == (word,) for word, keys in meant.items()):
        return practice
    parts = {part: tuple(_keyed(one, meant) for one in getattr(practice, part)) for part in _PARTS}
    return practice.model_copy(update=parts)


def _for_whom(practice: Practice, library: Library, index: NeedIndex) -> Practice:
    """The practice with the needs of those whom each offer says it is for."""
    offers = tuple(offer.model_copy(update={"whom": _whom(offer, library, index)}) for offer in practice.offers)
    return practice.model_copy(update={"offers": offers}) if any(offer.whom for offer in offers) else practice


def _whom(offer: Offer, library: Library, index: NeedIndex) -> tuple[str, ...]:
    """The groups that an offer names behind "for"; what else stands there says what it is for, and not whom."""
    if offer.whom:  # what nobody understands is for nobody, and not for all
        return tuple(dict.fromkeys(key for word in offer.whom for key in _meant(word, library, index) or (slug(word),)))
    named = _FOR.findall(offer.text)
    said = dict.fromkeys(word for words in named for word in (words, *_AND.split(words)))
    found = [key for words in said for key in (*_meant(words, library, index), *_readers(words, library))]
    groups = [key for key in found if key not in library.need_by_key or library.is_group(key)]
    return tuple(dict.fromkeys(groups))


def _keyed(one: Answering, meant: dict[str, tuple[str, ...]]) -> Answering:
    return one.under_keys(tuple(dict.fromkeys(key for word in one.needs for key in meant[word])))


def _unknown(practice: Practice, words: set[str], library: Library) -> Iterator[Problem]:
    """Each word that no need is known by, at the first place that has it."""
    for part in _PARTS:
        for one in getattr(practice, part):
            for index, word in enumerate(one.needs):
                if word in words:
                    words.discard(word)
                    near = nearest(slug(word), library.need_by_key)
                    text = f"'{word}' is no need that the program knows; it answers notes that say the same words"
                    hint = f"did you mean '{near}'?" if near else f"keep it so, or say it in other words; {_TRY}"
                    yield one.where("needs", index).warning("need-unknown", text, hint)
