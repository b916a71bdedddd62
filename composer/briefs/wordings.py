"""How a wording that its writer gave can stand behind who said it: ``that`` it is so, ``of`` something, or quoted.

Behind "that" stands only what surely is a clause, a subject with a verb of its own: it has more finite verbs than
clauses within. Behind "of" stands only what surely is none, ``the nights after a death``, ``burying four people``,
``what it is to wait``. Anything else stands in quotation marks, where every wording reads right.
"""

import re
from collections.abc import Collection
from typing import Literal, NamedTuple

from composer.patterns import regex
from composer.records.phrases import Grammar

Form = Literal["that", "of", "quoted"]

_TOKEN = regex(r"[^\W_]+(?:['\u2019.-][^\W_]+)*|[,;:]")
_JOINED = regex(r"(?P<subject>\w+)'(?:d|ve|re|ll|s|m)\Z")
_DASH = regex(r"\s[\u2013\u2014-]+\s|[\u2013\u2014]|[.!?]\s|\?")
_MONTH = "may"
_LATEST = 10
"""Where at the latest the subject of a clause stands that begins with a time."""
_ALSO_BASE = frozenset({"have", "do"})
_CONDITIONS = frozenset(
    {"when", "if", "because", "while", "although", "though", "until", "once", "since", "where", "as"}
)


class _Counted(NamedTuple):
    """Finite verbs and clauses within, as few and as many as they may be."""

    sure: int
    verbs: int
    within: int
    most_within: int


def form_of_wording(text: str, grammar: Grammar, plurals: Collection[str] = ()) -> Form:
    """How a ``say:`` can stand in a letter; always ``that`` in a language without these lists.

    `plurals` are further words for several people, beside those of the grammar.
    """
    if not grammar.prepositions:
        return "that"
    tokens = [token.replace("\u2019", "'").strip(".").casefold() for token in _TOKEN.findall(text)]
    if not tokens or _DASH.search(text.strip().removesuffix(".")):
        return "quoted"
    words = _Words(tokens, grammar, frozenset({*grammar.plurals, *map(str.casefold, plurals)}))
    if words.begin_with_pronoun() or words.begin_with_time(plurals):
        return "that"
    if _lacks_subject(tokens, grammar):
        return "quoted"
    found = words.counted()
    question = tokens[0] in grammar.subordinators and tokens[0] not in _CONDITIONS
    unsure = tokens[0] in {*_CONDITIONS, "whether"}
    if not question and (found.sure > found.most_within or (not unsure and found.verbs > found.within)):
        return "that"
    thing = _is_gerund(tokens[0], grammar) or _begins_noun(tokens, grammar)
    begins = question or (thing and not words.joins_verb())
    return "of" if begins and not unsure and found.verbs <= found.within else "quoted"


def _lacks_subject(tokens: list[str], grammar: Grammar) -> bool:
    """Whether it begins with its verb: ``never hears back``, ``wants a name``."""
    first = next((token for token in tokens if token not in grammar.adverbs), "")
    return first in {*grammar.verbs, *grammar.finite} or (_base(first, grammar) and first not in grammar.plurals)


def _is_gerund(word: str, grammar: Grammar) -> bool:
    return word.endswith("ing") and word not in {*grammar.singular, *grammar.pronouns}


def _begins_noun(tokens: list[str], grammar: Grammar) -> bool:
    """Whether it begins as a thing does: with an article, a number, or somebody who is not its subject."""
    starts = {
        *grammar.determiners,
        *grammar.plurals,
        *grammar.adjectives,
        *grammar.pronouns,
        "how",
        "your",
        "somewhere",
        "one",
    }
    return tokens[0] in starts or "-" in tokens[0] or (tokens[0].endswith("s") and not tokens[0].endswith("ss"))


def _base(word: str, grammar: Grammar) -> bool:
    """Whether a word is one of the verbs with an -s."""
    return word.endswith("s") and not grammar.verbs.isdisjoint(_bases(word))


def _bases(word: str) -> set[str]:
    return {word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word)}


class _Words:
    """The words of one wording, each looked at with what stands around it."""

    def __init__(self, tokens: list[str], grammar: Grammar, people: Collection[str]) -> None:
        self._tokens, self._grammar, self._people = tokens, grammar, people
        # What a subject may stand behind without being that of a clause of its own.
        self._opens = {
            *grammar.prepositions,
            *grammar.joining,
            *grammar.subordinators,
            *grammar.determiners,
            *grammar.adverbs,
        }
        self._subjects = {*grammar.subject_pronouns, *grammar.expletives}

    def begin_with_pronoun(self) -> bool:
        """Whether a pronoun and its verb begin: ``you like``, ``there is``."""
        tokens = self._tokens
        verb = next((at for at in range(1, len(tokens)) if tokens[at] not in self._grammar.adverbs), 0)
        return bool(_JOINED.match(tokens[0]) and self._is_verb(0)) or (
            tokens[0] in self._subjects and verb > 0 and self._is_verb(verb)
        )

    def begin_with_time(self, plurals: Collection[str]) -> bool:
        """Whether a clause stands behind a time or a place: ``after thirteen months your calls stop``."""
        grammar, tokens = self._grammar, self._tokens
        if tokens[0] not in grammar.prepositions:
            return False
        begins = {*self._subjects, *grammar.determiners, *grammar.pronouns, *grammar.plurals, "your"}
        later = (place for place in range(2, min(len(tokens) - 1, _LATEST)) if tokens[place] in begins)
        return any(
            tokens[place - 1] not in {*grammar.prepositions, *grammar.determiners, *grammar.subordinators}
            and form_of_wording(" ".join(tokens[place:]), grammar, plurals) == "that"
            for place in later
        )

    def joins_verb(self) -> bool:
        """Whether a verb of its own stands behind "and" or "or": ``some mothers score fine and say so``."""
        grammar, tokens = self._grammar, self._tokens
        for place, word in enumerate(tokens[1:], 1):
            if word in grammar.verbs and tokens[place - 1] in grammar.joining:
                return not {"to", *grammar.subordinators}.intersection(tokens[:place])
        return False

    def counted(self) -> _Counted:
        """Its verbs and the clauses within."""
        sure = verbs = within = most = 0
        for place in range(len(self._tokens)):
            sure += (known := self._is_verb(place))
            verbs += known or self._may_be_verb(place)
            most += (inner := self._opens_clause(place)) or self._may_open(place)
            within += inner
        return _Counted(sure, verbs, within, most)

    def _before(self, place: int) -> str:
        """The word before, small adverbs aside."""
        while place and self._tokens[place - 1] in self._grammar.adverbs:
            place -= 1
        return self._tokens[place - 1] if place else ""

    def _is_verb(self, place: int) -> bool:
        """Whether a finite verb stands here: one of the list, or any behind a pronoun, or one that agrees."""
        grammar, word, last = self._grammar, self._tokens[place], self._before(place)
        joined = _JOINED.match(word)
        if joined and joined["subject"] in {*self._subjects, *grammar.relatives, "what"}:
            return True
        in_may = word == _MONTH and last in grammar.prepositions
        if in_may or last in grammar.articles or _is_possessive(last):
            return False
        if word in grammar.finite and not (word in _ALSO_BASE and last in grammar.infinitive):
            return last not in grammar.finite
        if last in grammar.infinitive:
            return False
        if last in grammar.subject_pronouns and self._is_subject(place):
            return word not in {*self._opens, *grammar.finite, ",", "to"} and not word.endswith("ing")
        return self._agrees(place, word, last)

    def _agrees(self, place: int, word: str, last: str) -> bool:
        """Whether a word is a verb by its ending, behind what it agrees with."""
        grammar = self._grammar
        if word in grammar.verbs:
            several = last in {*self._people, *grammar.plural_pronouns, *grammar.relatives} or _is_plural(last, grammar)
            return several or self._tokens[place - 2 : place] == ["of", "them"] or self._is_told_of(place - 1)
        if self._is_past(place):
            alone = last in {*grammar.relatives, *grammar.singular, *grammar.subordinators}
            return last not in {*grammar.prepositions, *grammar.finite, ""} and (alone or self._has_object(place))
        one = place > 1 and self._tokens[place - 2] in grammar.articles  # "the clinic closes"
        return _base(word, grammar) and (last in {*grammar.singular, *grammar.relatives} or one)

    def _is_told_of(self, place: int) -> bool:
        """Whether a pronoun and its verb stand behind a noun: ``the families you see`` come back."""
        return place > 0 and self._tokens[place - 1] in self._grammar.subject_pronouns and self._is_verb(place)

    def _is_past(self, place: int) -> bool:
        """Whether a word is of the past and not surely a participle: ``filled by`` is one."""
        word, after = self._tokens[place], self._tokens[place + 1 : place + 2]
        return word in self._grammar.past or (word.endswith("ed") and len(word) > 4 and after != ["by"])  # noqa: PLR2004

    def _has_object(self, place: int) -> bool:
        return self._tokens[place + 1 : place + 2] != [] and self._tokens[place + 1] in self._grammar.determiners

    def _is_subject(self, place: int) -> bool:
        """Whether the pronoun before is no object: ``to you`` is one."""
        at = next((at for at in range(place - 1, -1, -1) if self._tokens[at] not in self._grammar.adverbs), 0)
        before = self._tokens[at - 1] if at else ""
        return before not in self._grammar.prepositions or before in self._grammar.subordinators

    def _may_be_verb(self, place: int) -> bool:
        """Whether a word looks like a verb where one may stand."""
        grammar, word, last = self._grammar, self._tokens[place], self._before(place)
        if not place or last in {*grammar.infinitive, *grammar.finite, *grammar.articles, *grammar.determiners}:
            return False
        if last in {*grammar.prepositions, *grammar.adjectives} or "-" in last or _is_possessive(last):
            return False
        if last in grammar.joining and word in grammar.verbs:
            return False
        unknown = (
            _is_plural(word, grammar) and word not in grammar.prepositions and self._has_object(place)
        )  # "the road floods every spring"
        either = word in grammar.verbs_or_nouns or not grammar.verbs_or_nouns.isdisjoint(_bases(word))
        return unknown or either or word in grammar.verbs or self._is_past(place) or _base(word, grammar)

    def _opens_clause(self, place: int) -> bool:
        """Whether a clause within surely begins: with ``who`` or ``when``, or as in ``the people you help``."""
        grammar, word = self._grammar, self._tokens[place]
        if word in grammar.subordinators:
            return self._may_open(place) and not self._is_doubtful(place)
        joined = _JOINED.match(word)
        if joined and joined["subject"] in {"who", "that", "what"}:
            return place > 0
        begins = word in {*self._subjects, *grammar.pronouns, *grammar.articles} or bool(joined)
        return begins and place > 1 and self._is_noun(place - 1) and self._has_verb_soon(place)

    def _is_noun(self, place: int) -> bool:
        """Whether nothing says that a word is none."""
        word, grammar = self._tokens[place], self._grammar
        known = {*self._opens, *self._subjects, *grammar.finite, *grammar.verbs}
        verb = word.endswith("ing") or _base(word, grammar) or self._is_verb(place) or self._may_be_verb(place)
        return word.isalnum() and word not in known and not verb

    def _has_verb_soon(self, place: int) -> bool:
        """Whether the thing or person here has a verb: ``a man can reach``."""
        return any(self._is_verb(at) for at in range(place, min(place + 3, len(self._tokens))))

    def _may_open(self, place: int) -> bool:
        """Whether a clause within may begin: without a verb behind it ``until spring`` is none."""
        rest = range(place + 1, len(self._tokens))
        return self._tokens[place] in self._grammar.subordinators and any(
            self._is_verb(at) or self._may_be_verb(at) for at in rest
        )

    def _is_doubtful(self, place: int) -> bool:
        """Whether ``after`` and its like may stand before a noun alone; behind a verb of now with "has" it does not."""
        grammar, rest = self._grammar, self._tokens[place + 1 : place + 5]
        if self._tokens[place] not in grammar.prepositions:
            return False
        behind_verb = self._before(place) in grammar.verbs or _base(self._before(place), grammar)
        pronoun = rest[:1] and rest[0] in self._subjects
        return not (pronoun or (behind_verb and "has" in rest))


def _is_plural(word: str, grammar: Grammar) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "'s", "us", "is")) and word not in grammar.singular


def _is_possessive(word: str) -> bool:
    return word.endswith("'s") or word in {"your", "their", "our", "my", "its"}
