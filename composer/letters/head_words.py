"""What the head of a letter says, in words: to whom it goes, how often, and whether the program chooses it."""

from collections.abc import Mapping
from typing import Final

from composer.letters.catalogue import Condition, LetterHead, Medium, Once

ONCE_WORDS: Final[Mapping[Once, str]] = {
    "ever": "once to a person",
    "12 months": "once in 12 months",
    "per referral": "once for each referral",
    "per letter": "once after each letter",
    "as asked": "whenever you ask for it",
}
"""How often one person may get a letter."""
_WHOM: Final[Mapping[Condition, str]] = {
    "new": "you have not written to them yet",
    "in-touch": "you have been in touch",
    "referral": "a referral of theirs waits for thanks",
    "unanswered": "your last letter has had no answer",
    "asked-for-facts": "they have asked for your details",
    "talk": "a talk of yours answers a need of theirs",
    "opening": "an offer of yours with a date answers a need of theirs",
    "silent": "you have not been in touch for long",
    "not-silent": "you have been in touch not long ago",
    "gone": "they have moved on or retired; it goes to the place where they were",
    "release": "a release is signed",
}
_MEDIUM: Final[Mapping[Medium, str]] = {
    "email": "",
    "card": "a card that you copy by hand",
    "record": "a shell that you finish in your record system",
}


def whom_words(head: LetterHead) -> str:
    """When a letter fits somebody: ``where you have been in touch, and they have asked for your details``."""
    if not head.when:
        return "for anybody"
    return "where " + ", and ".join(_WHOM[condition] for condition in head.when)


def way_words(head: LetterHead) -> tuple[str, ...]:
    """How often a person gets a letter, who chooses it, and what it is where it is no mail; each a few words."""
    chosen = "the program chooses it by itself" if head.turn else "only when you ask for it"
    often = ONCE_WORDS[head.once]
    known = (often,) if head.once == "as asked" and not head.turn else (often, chosen)
    return (*known, *filter(None, [_MEDIUM[head.medium]]))
