"""Whether an answer to a letter may ask for no more letters: data in ``templates/answers.yaml``, decided here.

It errs on the side of asking. A person reads the answer in any case, and says in a moment that it asked for nothing;
a letter to somebody who asked for none cannot be taken back. So an answer in a language that has no words here, and one
without any words, is asked about as well. Measured on answers by people who saw none of this; see docs/mail-sync.md.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from composer.patterns import regex
from composer.records.base import Record
from composer.records.fields import Line, Lines
from composer.records.spoken import pattern_of, plain_letters, spoken
from composer.records.wish_words import wish_in

_SENTENCE = regex(
    r"[.!?;:\u2026\u3002\uff01\uff1f()\"\u201c\u201d]+(?=\s|$)|\n\s*\n|\s[-\u2013\u2014]+\s|\u2014|[\u3002\uff01\uff1f]"
)
_WORD = regex(r"[^\W\d_]+")
_LINK = regex(r"\S*(?:@|://|www\.)\S*")
_OTHER_SCRIPT = regex(r"[^\W\d_a-z\u00aa-\u024f]")
_LATIN = ("LATIN", "MODIFIER")
"""How the names of letters begin in Unicode that stand among Latin ones."""
_KNOWN = 0.4
"""The share of the words that tell a language, from which on an answer is in that language."""
_LONG = 4
"""Words, from which on a sentence alone tells its language, whatever the others are in."""


class AnswerWords(Record, kind="answer-words"):
    """The words of one language by which an answer is understood; what each list means stands above it in the file."""

    language: Line
    common: Lines
    stop: Lines
    other: Lines = ()
    continuing: Lines = ()
    notices: Lines = ()

    @cached_property
    def _common(self) -> frozenset[str]:
        return frozenset(" ".join(map(plain_letters, self.common)).split())

    @cached_property
    def _patterns(self) -> Mapping[str, re.Pattern[str]]:
        lists = {"stop": self.stop, "other": self.other, "continuing": self.continuing, "notices": self.notices}
        return {name: pattern_of(phrases) for name, phrases in lists.items()}

    def without_notices(self, sentences: Sequence[str]) -> list[str]:
        """The sentences that are not of the small print below an answer."""
        return [one for one in sentences if not self._patterns["notices"].search(spoken(one))]

    def understands(self, sentences: Sequence[str]) -> bool:
        """Whether these sentences are in this language, all in all and each of them."""
        known = strange = 0
        if any(_OTHER_SCRIPT.search(plain_letters(one)) for one in sentences):
            return False
        for sentence in sentences:
            words, unknown = self._counted(sentence)
            if words + unknown >= _LONG and words < _KNOWN * (words + unknown):
                return False
            known, strange = known + words, strange + unknown
        return known > 0 and known >= _KNOWN * (known + strange)

    def _counted(self, sentence: str) -> tuple[int, int]:
        """How many words are of the language, and how many seem to be of another: a name tells nothing."""
        cased = any(one.islower() for one in sentence)
        words = [(one, plain_letters(one)) for one in _WORD.findall(re.sub("['\u2019`]", "", sentence))]
        known = sum(plain in self._common for _, plain in words)
        return known, sum(plain not in self._common and not (cased and one[:1].isupper()) for one, plain in words)

    def goes_on(self, sentences: Iterable[str]) -> bool:
        """Whether whoever wrote these sentences goes on talking."""
        return any(self._patterns["continuing"].search(spoken(one)) for one in sentences)

    def may_ask(self, sentences: Iterable[str]) -> bool:
        """Whether one of these sentences, in this language, may ask for no more letters."""
        stop, other = self._patterns["stop"], self._patterns["other"]
        return any(stop.search(other.sub(" ", spoken(one))) for one in sentences)


def in_other_script(text: str) -> bool:
    """Whether most letters of a text are of a script in which nothing is understood here: Chinese, Cyrillic, Hebrew."""
    letters = [letter for letter in text if letter.isalpha()]
    other = sum(not (one.isascii() or unicodedata.name(one, "").startswith(_LATIN)) for one in letters)
    return other > 1 and 2 * other > len(letters)


def may_ask_to_stop(text: str, languages: Sequence[AnswerWords]) -> bool:
    """Whether an answer may ask for no more letters, or cannot be understood; `text` is what its writer wrote."""
    sentences = _sentences(text)
    for one in languages:
        if one.understands(said := one.without_notices(sentences)):
            # What looks like small print may hold a wish, too, where it is a plain one.
            return bool(wish_in("\n\n".join(sentences))) or one.may_ask(said) or not one.goes_on(said)
    return True


def may_say_to_stop(text: str, languages: Sequence[AnswerWords]) -> bool:
    """Whether words that need not be the writer's own may ask for no more letters: a subject, what may be a quote."""
    sentences = _sentences(text)
    return bool(wish_in(text)) or any(one.may_ask(one.without_notices(sentences)) for one in languages)


def _sentences(text: str) -> list[str]:
    return [one for part in _SENTENCE.split(_LINK.sub(" ", text)) if (one := part.strip()) and _WORD.search(one)]
