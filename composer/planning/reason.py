"""Why a letter may go to somebody now, later or never."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["now", "later", "never"]

STOP = "address-stop"
OVER = "timing-over"
EARLY = "timing-early"
PRIVACY = "privacy-timing"
HANDED_OVER = "handed-over"
SKIPPED = "skipped"
REST = "rest"
UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Reason:
    """What is so between one letter and one contact on a day."""

    code: str
    """The rule under which a check says it, where one does; otherwise what kind of reason it is."""
    sentence: str
    verdict: Verdict = "never"
    day: date | None = None
    """For ``later``: the first day on which it may go; ``None`` where that hangs on what a person does first."""


def decisive(reasons: Iterable[Reason]) -> Reason | None:
    """Of what stands against a letter the first ``never``, otherwise what holds it longest; ``None`` for nothing."""
    longest: Reason | None = None
    for reason in reasons:
        if reason.verdict == "never":
            return reason
        if longest is None or (reason.day or date.max) > (longest.day or date.max):
            longest = reason
    return longest
