"""What can be counted in a letter: its own words, its sentences, the facts it uses. Nothing here judges."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from composer.checks.engine.inspection import Inspection
from composer.checks.engine.recipient import Fact
from composer.checks.engine.sentences import words_in, words_of
from composer.patterns import regex
from composer.records.practice import Limit, Offer, Update
from composer.spelling import stem

_DATES = regex(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\d[\d.:,-]*"
)
_YOU = frozenset({"you", "your", "yours", "yourself"})
_I = frozenset({"i", "i'm", "i've", "i'd", "i'll", "my", "me", "mine", "we", "our", "us"})
_VOWELS = regex(r"[aeiouy]+")
_LONG = 4  # letters of a word that says something
_USED = 0.5  # of the words of a fact, for the letter to speak of it
_RUN = 5  # words; shorter runs are everyone's, longer ones miss what was edited


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of one letter, greeting and signature aside."""

    words: int
    longest: int
    """Words of the longest sentence."""
    grade: float
    """Flesch-Kincaid grade; syllables are counted as groups of vowels."""
    questions: int
    you: int
    """How often it says you."""
    i: int
    """How often it says I."""
    used: tuple[str, ...]
    """Facts of the record that it speaks of."""
    unused: tuple[str, ...]
    """Facts of the record that would make it more this person's; none for thanks, which hold no fact."""


def measure(inspection: Inspection) -> Measures:
    """The figures of a letter."""
    words = inspection.own_words
    used, unused = facts_of(inspection)
    return Measures(
        words=len(words),
        longest=max((len(words_of(sentence.text)) for sentence in inspection.own_sentences), default=0),
        grade=grade_of(inspection),
        questions=inspection.own_text[0].count("?"),
        you=sum(word in _YOU for word in words),
        i=sum(word in _I for word in words),
        used=used,
        unused=unused,
    )


def facts_of(inspection: Inspection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the record says that the letter speaks of, and what it leaves out; nothing for thanks, which hold none."""
    facts = inspection.recipient.facts if inspection.recipient and not inspection.thanks else ()
    if not facts:
        return (), ()
    said = set().union(*(_stems(sentence.text) for sentence in inspection.sentences))
    used = {fact for fact in facts if _speaks_of(fact.text, said) or _answered(fact, inspection)}
    # Nobody is told to put into a letter what seems to speak of a client.
    reader = inspection.standards.note_reader
    left = (fact for fact in facts if fact not in used and reader.read(fact.text).points < reader.ask)
    return tuple(fact.text for fact in facts if fact in used), tuple(fact.text for fact in left)


def grade_of(inspection: Inspection) -> float:
    """The Flesch-Kincaid grade of a letter."""
    return grade(inspection.own_words, max(1, len(inspection.own_sentences)))


def _answered(fact: Fact, inspection: Inspection) -> bool:
    """Whether the letter holds an offer that answers a need; that, too, is written for this person."""
    needs = {fact.need} if fact.need else {found.need for found in inspection.standards.needs.find(fact.text)}
    practice = inspection.practice
    said: tuple[Offer | Update | Limit, ...] = (*practice.offers, *practice.updates, *practice.does_not)
    return any(needs & set(one.needs) and inspection.find(one.text) >= 0 for one in said)


def grade(words: Sequence[str], count: int) -> float:
    """The Flesch-Kincaid grade of words in so many sentences (Kincaid and others, 1975)."""
    if not words:
        return 0.0
    syllables = sum(map(_syllables, words))
    return round(0.39 * len(words) / count + 11.8 * syllables / len(words) - 15.59, 1)


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)


@lru_cache(maxsize=20_000)
def _stems(sentence: str) -> frozenset[str]:
    return frozenset(map(stem, words_of(sentence)))


@lru_cache(maxsize=20_000)
def _meaning(fact: str) -> frozenset[str]:
    """The words of a fact that say something."""
    return frozenset(stem(word) for word in words_in(fact) if len(word) >= _LONG)


def _speaks_of(fact: str, said: set[str]) -> bool:
    """Whether most of what a fact says stands among the words of a letter."""
    meaning = _meaning(fact)
    return bool(meaning) and len(meaning & said) >= _USED * len(meaning)


def shingles(inspection: Inspection) -> tuple[int, ...]:
    """The five-word sequences of a letter's own sentences as numbers, sorted; names, places and dates are left out."""
    return tuple(sorted({number for sentence in inspection.own_sentences for number in _numbered(sentence.text)}))


@lru_cache(maxsize=20_000)
def _numbered(sentence: str) -> tuple[int, ...]:
    """The sequences of one sentence; a short one is its own. Every process gives the same numbers; hash() does not."""
    words = words_in(_DATES.sub(" ", sentence.replace("_", "")))
    runs = (" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
    return tuple(crc32(run.encode()) for run in runs if run)
