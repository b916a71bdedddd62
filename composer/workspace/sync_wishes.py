"""Whether an answer asks for no more letters, by its words above, between and below those of the letter that it quotes.

Decisions over values: the words are `text.Words`, and what may be meant so is `records.answer_words`.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from composer.patterns import regex
from composer.received.header import Header
from composer.received.likeness import same_subject, without_lines_of, words_of
from composer.received.text import Words
from composer.records.answer_words import AnswerWords, may_ask_to_stop, may_say_to_stop
from composer.records.wish_words import wish_in

Wish = Literal["", "said", "may be"]
"""Whether words ask for no more letters. `may be` counts in an answer to a letter alone: they may be meant so, or are
not understood."""
_LONG = 20_000
"""Characters of an answer that are looked at; of a longer one, its beginning and its end."""
_A_LETTER = 30
"""Words that an answer has in common with a letter, from which on it holds that letter."""
_RE = regex(r"(?:\s*(?:re|aw|antw|sv|vs|odp|rif|ref|fwd?|wg|tr)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)


def wish_of_answer(
    header: Header, words: Words, languages: Sequence[AnswerWords], *, ours: Sequence[str], subjects: Iterable[str]
) -> Wish:
    """Whether a person's answer asks for no more letters, or may.

    The words of what was written to them, `ours`, do not where it quotes them, nor do the `subjects` of our letters.
    """
    own = _ends_of(_without_letter(words.own, ours))
    below, quoted = (_ends_of(without_lines_of(said, ours)) for said in (words.below, words.quoted))
    subject = _without_re(header.subject)
    if same_subject(subject) in map(same_subject, subjects):
        subject = ""
    if any(map(wish_in, (own, below, subject))) or wish_in(quoted) == "clear":
        return "said"
    others = any(may_say_to_stop(said, languages) for said in (below, subject))
    return "may be" if others or may_ask_to_stop(own, languages) else ""


def wish_of_program(header: Header, words: Words) -> Wish:
    """Whether what seems to be no person's own message asks for no more letters; a newsletter speaks of its own."""
    said = f"{_without_re(header.subject)}\n\n{_ends_of(words.own)}"
    return "said" if not header.mark("list-unsubscribe") and wish_in(said) == "clear" else ""


def digest_of(header: Header, words: Words) -> str:
    """Twelve hexadecimal digits that tell a message from others: by its id, or what it is instead, and by its words."""
    told = repr((header.message_id or (header.sender, header.moment.isoformat(), header.subject), words.own))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:12]


def _ends_of(text: str) -> str:
    """So much of an answer as is looked at: of a long one, its beginning and its end."""
    return text if len(text) <= _LONG else f"{text[: _LONG // 2]}\n\n{text[-_LONG // 2 :]}"


def _without_letter(said: str, ours: Sequence[str]) -> str:
    """An answer without the lines of our letter, where it holds that letter: a sentence alone may be its writer's."""
    rest = without_lines_of(said, ours)
    return rest if len(words_of(said)) - len(words_of(rest)) >= _A_LETTER else said


def _without_re(subject: str) -> str:
    found = _RE.match(subject)
    return subject[found.end() :] if found else subject
