"""Whether a note can stand in a letter in its own words: as a clause in the third person, or in quotation marks.

What is not surely a clause is none. A note is repeated or it is not; nothing here changes a word of one.
"""

from collections.abc import Collection
from itertools import pairwise

from composer.patterns import regex
from composer.records.phrases import Grammar

_QUOTED = regex(r"""["\u201c\u00ab]\s*([^"\u201c\u201d\u00ab\u00bb]+?)\s*["\u201d\u00bb]\.?\Z""")
_TOKEN = regex(r"[^\W_]+(?:['\u2019.-][^\W_]+)*'?")
# What a clause may be made of: words and figures, commas, hyphens and apostrophes. Anything else is a note's own sign.
_PLAIN = regex(r"[\w\s,'\u2019$%/.-]+\Z")
_NOTE_SIGNS = regex(r"\.\s|\.\.|\s-|-\s|/(?!\d)|(?<!\d)/|,\s*\Z|\A\W")
_FEWEST_QUOTED = 3
_NO_SUBJECT = (["no", "longer"], ["no", "more"])


def quoted(text: str) -> str:
    """What stands in a note that is in quotation marks from end to end; empty where it is not one."""
    found = _QUOTED.match(text.strip())
    inside = found[1] if found else ""
    return inside if len(inside.split()) >= _FEWEST_QUOTED else ""


def is_clause(text: str, grammar: Grammar, plurals: Collection[str] = (), *, addressed: bool = False) -> bool:
    """Whether a note reads as a clause in the third person, so that it can follow "you told me that".

    It begins with its subject, a finite verb agrees with that, and no pronoun means a person whom only the note knows.

    One that is `addressed` to the reader, as a history's ``mention`` is, may speak of you and us. `plurals` are further
    words for several people, beside those of the grammar.
    """
    text = text.strip().removesuffix(".")
    tokens = [_bare(token) for token in _TOKEN.findall(text)]
    if not tokens or not _PLAIN.match(text) or _NOTE_SIGNS.search(_without_short_forms(text, grammar)):
        return False
    if not _pairs(tokens).isdisjoint(grammar.deictic) or not {*tokens}.isdisjoint(grammar.absent):
        return False
    if tokens[:2] in _NO_SUBJECT:
        return False  # "no longer refers couples" begins with no subject
    if tokens[-1] in grammar.unfinished or (not addressed and not {*tokens}.isdisjoint(grammar.speakers)):
        return False
    people = {*grammar.plurals, *(word.casefold() for word in plurals)}
    if addressed and tokens[0] in grammar.speakers and tokens[1:] and _is_past(tokens[1], grammar):
        return True
    begin = _subject(text, tokens, grammar, people, addressed=addressed)
    return bool(begin) and _holds_verb(tokens, begin, grammar, people) and not _is_list(text, tokens, grammar, people)


def _is_list(text: str, tokens: list[str], grammar: Grammar, people: Collection[str]) -> bool:
    """Whether what stands before a comma has no verb: ``Wednesday suppers, free, whole town goes`` is two notes."""
    before, comma, _ = text.partition(",")
    many = len(_TOKEN.findall(before))
    return bool(comma) and not any(_is_finite(tokens, place, grammar, people) for place in range(1, many))


def _is_past(word: str, grammar: Grammar) -> bool:
    return word in grammar.past or word.endswith("ed")


def _subject(text: str, tokens: list[str], grammar: Grammar, people: Collection[str], *, addressed: bool) -> int:
    """How many words into a note a verb may stand; 0 where it does not begin with a subject."""
    first, rest = tokens[0], tokens[1:]
    if _in_any(first, grammar.determiners, grammar.pronouns, people, grammar.addressed if addressed else ()):
        return 1
    if first in grammar.expletives:
        return 1 if rest and rest[0] in grammar.finite else 0
    if _in_any(first, grammar.adjectives, grammar.proper) or "-" in first:
        return 2 if any(word in people for word in rest[:2]) else 0
    if text[0].isupper() or first in grammar.they:  # what is not known may be a name, which keeps its capital
        return 0
    plain = first.endswith("s") and first[:-1] not in grammar.verbs and first.removesuffix("es") not in grammar.verbs
    known = _in_any(first, grammar.verbs, grammar.finite)
    return 1 if plain and not known and _next_verb(rest, grammar) else 0


def _next_verb(rest: list[str], grammar: Grammar) -> bool:
    """Whether a verb for several people is the next word, small adverbs aside."""
    words = [word for word in rest[:2] if word not in grammar.adverbs]
    return bool(words) and _in_any(words[0], grammar.verbs, grammar.plural_finite)


def _in_any(word: str, *lists: Collection[str]) -> bool:
    return any(word in one for one in lists)


def _holds_verb(tokens: list[str], begin: int, grammar: Grammar, people: Collection[str]) -> bool:
    """Whether a finite verb is its own and not that of a clause within, as it is in ``people who can pay``."""
    verbs = [place for place in range(begin, len(tokens)) if _is_finite(tokens, place, grammar, people)]
    if not verbs:
        return False
    subject = [token for token in tokens[: verbs[0]] if token not in grammar.adverbs][-2:]
    if len(subject) > 1 and subject[0] in grammar.joining and subject[1] in grammar.pronouns:
        return False  # "an hour's drive each way and most have no car": the verb is the second subject's
    before = sum(1 for token in tokens[: verbs[0]] if token in grammar.subordinators)
    # What is joined to a verb within belongs to it: "families who say yes and are back" says nothing of them yet.
    alone = [place for place in verbs if tokens[place - 1] not in grammar.joining]
    within = sum(1 for token in tokens[: verbs[-1]] if token in grammar.subordinators)
    return not before or len(alone) > within


def _is_finite(tokens: list[str], place: int, grammar: Grammar, people: Collection[str]) -> bool:
    word = tokens[place]
    before = [token for token in tokens[:place] if token not in grammar.adverbs]
    last = before[-1] if before else ""
    if last in grammar.infinitive:
        return False
    if word in grammar.finite:
        return True
    several = last in people or last in grammar.plural_pronouns or _looks_plural(last, grammar)
    if word in grammar.verbs:
        return several
    one = word.removesuffix("s"), word.removesuffix("es")
    return word.endswith("s") and not {*one}.isdisjoint(grammar.verbs) and _is_one(before, grammar)


def _looks_plural(word: str, grammar: Grammar) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "'s", "us", "is")) and word not in grammar.singular


def _is_one(before: list[str], grammar: Grammar) -> bool:
    """Whether what stands before a verb in -s is one thing or nobody: ``nobody``, ``the clinic``, ``insurance``."""
    return before[-1:] != [] and (before[-1] in grammar.singular or before[:-1] in [[one] for one in grammar.articles])


def _pairs(tokens: list[str]) -> set[str]:
    """Each word and each two words in a row."""
    return {*tokens, *(f"{one} {two}" for one, two in pairwise(tokens))}


def _without_short_forms(text: str, grammar: Grammar) -> str:
    """A note without the dots of ``Dr.`` and ``a.m.``, which end no sentence."""
    return grammar.short_form.sub(r"\1", text) if "." in text else text


def _bare(token: str) -> str:
    return token.replace("\u2019", "'").strip(".").casefold()
