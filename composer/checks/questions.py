"""What a person is asked about a draft: each sentence once, numbered, with the answers that there are."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from composer.checks.engine.inspection import WHO_CODES
from composer.checks.registry import RULES
from composer.errors import Place, Problem

OUT = "out"
"""The answer that takes the sentence out of the letter; every other one is kept in the draft's head."""
ANSWERED: Mapping[str, str] = {
    "colleague": "a colleague",
    "nobody": "nobody in particular",
    "fine": "it is right",
    OUT: "take it out",
}
"""Every answer, and what it says."""
_WHO = "who is it about?", ("colleague", "nobody", OUT)
_RIGHT = "is it right as it stands?", ("fine", OUT)


@dataclass(frozen=True, slots=True)
class Question:
    """One sentence that a person is asked about, whatever number of rules ask."""

    number: int
    """Counted from 1 within the draft, from its top."""
    sentence: str
    """On one line, in the draft's own words; it is what an answer in the head is kept under."""
    at: Place
    codes: tuple[str, ...]
    """The rules that ask, each once."""

    @property
    def key(self) -> str:
        """The question by its sentence, so that an answer given some time ago is never taken for another's."""
        return hashlib.sha256(self.sentence.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def words(self) -> str:
        """The question itself."""
        return self._kind[0]

    @property
    def learned(self) -> tuple[str, ...]:
        """What a stranger could learn from the sentence."""
        return tuple(dict.fromkeys(RULES[code].stranger for code in self.codes))

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers to choose from; a subject cannot be taken out."""
        return tuple(word for word in self._kind[1] if word != OUT or not self.in_head)

    @property
    def in_head(self) -> bool:
        """Whether it is the subject."""
        return not self.at.column

    @property
    def _kind(self) -> tuple[str, tuple[str, ...]]:
        return _RIGHT if WHO_CODES.isdisjoint(self.codes) else _WHO


def questions(problems: Iterable[Problem]) -> tuple[Question, ...]:
    """The questions among the problems of one draft."""
    asked: dict[str, list[Problem]] = {}
    for problem in sorted(problem for problem in problems if problem.level == "ask"):
        asked.setdefault(problem.sentence, []).append(problem)
    return tuple(
        Question(number, sentence, found[0].at, tuple(dict.fromkeys(one.code for one in found)))
        for number, (sentence, found) in enumerate(asked.items(), 1)
    )


def with_answers(problems: Iterable[Problem], draft: str) -> Iterator[Problem]:
    """The problems of a draft, each question among them with the command that answers it for a hint."""
    found = tuple(problems)
    asked = {question.sentence: question for question in questions(found)}
    for problem in found:
        yield replace(problem, hint=_hint(asked[problem.sentence], draft)) if problem.level == "ask" else problem


def _hint(question: Question, draft: str) -> str:
    first, *others = question.answers
    either = f" ({' or '.join(others)} in its place)" if others else ""
    return f"change the sentence, or answer: `outreach answer {draft} {question.number} {first}`{either}"


def in_the_way(blocks: Iterable[Problem], draft: str) -> str:
    """What keeps a draft back, in a sentence with the command that goes on: what is to mend, and else what is asked."""
    first = min(blocks, key=lambda problem: (problem.level == "ask", problem))
    command = "answer" if first.level == "ask" else "check"
    return f"{first.text}; `outreach {command} {draft}` says more"
