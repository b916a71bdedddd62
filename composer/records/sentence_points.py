"""What the words of a sentence weigh when it may give a client away, as data: ``templates/sentence-points.yaml``."""

import re
from functools import cached_property
from typing import Self

from pydantic import Field, field_validator, model_validator
from Stemmer import algorithms

from composer.records.base import Record
from composer.records.fields import Lines

_FEWEST = 1_000  # signs; those that ship have ten times as many
# Lines of so many numbers and a sign; atomic, as nothing is tried twice.
_LINES = r"(?>(?>-*[0-9]+ +){MANY}\S[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*\n?)*+"


class SentencePoints(Record, kind="points"):
    """Lists of words that stand for each other, and what each sign of a sentence weighs for each kind of fault."""

    stems: str = "english"
    """The language, as Snowball names it, by whose rules words lose their endings."""
    endings: dict[str, Lines] = Field(default_factory=dict)
    """Endings under the name of what they tell: ``DONE: [ed]``."""
    lists: dict[str, Lines] = Field(default_factory=dict)
    """Words under the name of what they have in common: ``HE: [he, she, him, …]``."""
    kinds: Lines = ()
    """The rules that the columns of `points` are for, in their order."""
    ask: int = 0
    """From so many points on a person is asked, where the sentence is their own."""
    stop: int = 0
    """From so many points on the letter is stopped."""
    stop_thanks: int = 0
    """The same for a thank-you, in which nothing that happened may stand."""
    points: str = ""
    """A sign a line, behind its points for each kind: ``4 0 -1 0 0 she came``."""

    @cached_property
    def usable(self) -> bool:
        """Whether there are enough signs to find anything by."""
        return self.points.count("\n") >= _FEWEST

    @field_validator("stems")
    @classmethod
    def _known(cls, language: str) -> str:
        if language not in algorithms():
            known = ", ".join(algorithms())
            raise ValueError(f"'{language}' is none of the languages whose endings are known: {known}")
        return language

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Every line can be read: a guard that is half there would miss without a word."""
        many = len(self.kinds)
        if many and re.fullmatch(_LINES.replace("MANY", str(many)), self.points):
            return self  # as nearly always, in a tenth of the time
        for number, line in enumerate(self.points.splitlines(), 1):
            parts = line.split(maxsplit=many)
            if not many or len(parts) != many + 1 or not all(part.lstrip("-").isdecimal() for part in parts[:-1]):
                raise ValueError(f"line {number} of 'points' is not {many} whole numbers and a sign: '{line[:40]}'")
        return self
