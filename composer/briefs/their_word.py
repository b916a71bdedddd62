"""What a practice says of those whom its reader sends, with the reader's own word for them.

``Your patient or client can call us`` is for a school ``Your students can call us``. Only what surely speaks of them
is changed: behind ``your`` or an article, and with a word after it that ends the noun, so that ``patient portal``
stays. Whom the practice itself looks after, ``my clients``, ``I see a client``, keeps the practice's word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from composer.briefs.hats import article_for
from composer.records.people_words import TheirWord
from composer.records.practice import Offer, Practice, PracticeSentence, Update

S = TypeVar("S", bound=PracticeSentence)
T = TypeVar("T")
_SPOKEN = ("offers", "updates", "does_not", "introduction", "questions")
_OPEN = "\0"
_CLAUSE = 3
"""The fewest words before an ``and`` that may be a clause: ``we can talk``, and not ``your students``."""
_WORD = r"[^\W_]+(?:['\u2019][^\W_]+)?"


@dataclass(frozen=True)
class Rewording:
    """One reader's word in the place of the practice's, in one language."""

    person: str
    people: str
    your_people: str
    """``your students``, ``the people you work with``."""
    forms: TheirWord

    def practice(self, practice: Practice) -> Practice:
        """The practice with its sentences in the reader's word."""
        told = {field: tuple(map(self.sentence, getattr(practice, field))) for field in _SPOKEN}
        to_refer = replace(self, forms=self.forms.of_anybody)
        told["how_to_refer"] = tuple(map(to_refer.sentence, practice.how_to_refer))
        return practice.model_copy(update={**told, "when_full": self.text(practice.when_full)})

    def sentence(self, one: S) -> S:
        """A record with its sentence in the reader's word."""
        return one.model_copy(update={"text": self.text(one.text)})

    def thing(self, one: T) -> T:
        """An offer or news in the reader's word; what is no sentence of the practice stays."""
        return self.sentence(one) if isinstance(one, Offer | Update) else one

    def text(self, said: str) -> str:
        """A sentence of the practice in the reader's word; nothing else in it changes."""
        return _pattern(self.forms).sub(self.swapped, said) if self.forms.one else said

    def swapped(self, found: re.Match[str]) -> str:
        """What stands for one place of the pattern; the same where it is not surely of those whom the reader sends."""
        forms, before = self.forms, (found["before"] or "").casefold()
        last = re.findall(_WORD, found["noun"])[-1].casefold()
        after, own = (found["next"] or "").casefold(), found["own"] or ""
        if not own and after and after not in {*forms.follow, *forms.verbs}:
            return found[0]
        if before in forms.yours:
            new = self._yours(several=last in forms.several or after in forms.alike, own=bool(own))
        elif last in forms.anybody_one and last in forms.several and after in forms.alike and self._begins(found):
            if not self.your_people.startswith(f"{forms.yours[-1]} "):
                return found[0]
            new = self.your_people  # "the person can call, and leave a time to reach them"
        elif last in forms.one and before in forms.articles and not self._is_ours(found):
            new = self._with_article(before, self._one)
        elif last in forms.several and before in {*forms.plain, ""} and after in forms.verbs and self._begins(found):
            new = self._with_article(before, self.people) if before else self.people
        else:
            return found[0]
        ending = "" if not own else "'" if new.endswith("s") else "'s"
        return (new[:1].upper() + new[1:] if found[0][:1].isupper() else new) + ending

    def _yours(self, *, several: bool, own: bool) -> str:
        """``your student``; where no word is known, or theirs would mean their own kin, another way to say it."""
        forms, word = self.forms, self.people if several else self._one
        if several and not own:
            return self.your_people
        if self.your_people.startswith(f"{forms.yours[-1]} ") and (several or word not in forms.not_yours):
            return f"{forms.yours[-1 if several else 0]} {word}"
        return (forms.whose if own else forms.known_to).replace("{person}", word)

    @property
    def _one(self) -> str:
        """The word for one of them: of a ``crew``, which is a word for all, it is a person."""
        return self.person if self.person != self.people else self.forms.anyone

    def _with_article(self, article: str, word: str) -> str:
        if word.split(maxsplit=1)[0].casefold().endswith(self.forms.feminine_ends):
            article = dict(pair.split(" ", 1) for pair in self.forms.feminine).get(article, article)
        return f"{article_for(word) if article in {'a', 'an'} else article} {word}"

    def _is_ours(self, found: re.Match[str]) -> bool:
        """Whether it is one of those whom the practice looks after: behind ``I see``, or before ``in my care``."""
        said = found.string[: found.start()].casefold().rstrip()
        seen = re.search(rf"\b{_either(self.forms.care)}$", said)
        return bool(seen) or (found["then"] or "").casefold() in self.forms.ours

    def _begins(self, found: re.Match[str]) -> bool:
        """Whether a clause begins here: at the start, behind a mark, or behind a word such as ``when``."""
        said = found.string[: found.start()].casefold().rstrip()
        begins = re.search(rf"\b{_either(self.forms.begin)}$", said)
        if begins and begins[0] in self.forms.joined:  # "students and patients can call" is one clause
            clause = re.split(r"[.!?;:,]", said[: begins.start()])[-1]
            return not clause.strip() or len(clause.split()) >= _CLAUSE
        return not said or said[-1] in ".!?;:," or bool(begins)


def in_any_word(said: str, forms: TheirWord) -> re.Pattern[str]:
    """A sentence of the practice as it may stand in a letter, whatever its reader calls those whom they send."""
    anybody = Rewording(_OPEN, 2 * _OPEN, _OPEN, forms)
    left_open = _pattern(forms).sub(lambda found: _OPEN if _OPEN in anybody.swapped(found) else found[0], said)
    parts = map(re.escape, left_open.split(_OPEN))
    return re.compile(r"\b\w[^.!?\n]{0,60}?".join(parts))


@lru_cache(maxsize=8)  # one for each language
def _pattern(forms: TheirWord) -> re.Pattern[str]:
    """One or several of them with what stands before, whether a thing of theirs follows, and the next two words."""
    noun, before = _either((*forms.one, *forms.several)), _either((*forms.yours, *forms.articles, *forms.plain))
    joined = rf"(?: ?/ ?| {_either(forms.joined)} (?:{_either(forms.articles)} )?)"
    return re.compile(
        rf"(?<![\w-])(?:(?P<before>{before}) )?(?P<noun>{noun}(?:{joined}{noun})?)(?P<own>['\u2019]s?)?"
        rf"(?=\s+(?P<next>{_WORD})(?:\s+(?P<then>{_WORD}))?(?![\w-])|[.,;:!?)]|$)",
        re.IGNORECASE,
    )


def _either(words: Iterable[str]) -> str:
    """A pattern for one of these words; none of them matches nothing."""
    return f"(?:{'|'.join(map(re.escape, words)) or '(?!)'})"
