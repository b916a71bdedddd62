"""The one question of a letter: fitted to the reader's role and needs, new to them, and not their colleague's."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from composer.briefs.locales import list_words
from composer.briefs.needs import FoundNeed, form_of
from composer.briefs.statement import Statement
from composer.records.library import Library
from composer.records.roles import Question, RoleProfile, fill

_MOST_CHOICES = 3
_FEWEST_CHOICES = 2


@dataclass(frozen=True, slots=True)
class ChosenQuestion:
    """A question as it will be asked, and its key for the history."""

    key: str
    said: Statement


def choose_question(
    role: RoleProfile,
    needs: Sequence[FoundNeed],
    words: dict[str, str],
    *,
    spoken: Collection[str],
    passed: Collection[str],
) -> ChosenQuestion | None:
    """The question for this reader.

    First come questions about one of the reader's own needs, in the record's order, then the role's in its order; none
    of those in `passed`, which this reader has been asked or a colleague gets, while there are others. `words` fill the
    slots, and `spoken` are needs that the letter has spoken of in its first sentence.
    """
    own = [need.key for need in needs if need.recorded]
    fresh = [question for question in role.questions if question.key not in passed] or list(role.questions)
    for question in sorted(fresh, key=lambda question: _rank(question, own)):
        if text := fill(question.text, words):
            where = role.cite("questions", role.questions.index(question))
            return ChosenQuestion(question.key, Statement(text, _because(question, own, spoken), where))
    return None


def _rank(question: Question, own: Sequence[str]) -> int:
    """How near a question is to the reader's own needs; small is near, others' needs are farthest."""
    places = [own.index(need) for need in question.needs if need in own]
    if places:
        return min(places)
    return len(own) + bool(question.needs)


def _because(question: Question, own: Sequence[str], spoken: Collection[str]) -> str:
    for need in question.needs:
        if need in own:
            again = ", which the letter has just spoken of" if need in spoken else ""
            return f"it asks about '{need}', a need of the record{again}"
    return "it is the role's own question"


def choices(
    needs: Iterable[FoundNeed], role: RoleProfile, library: Library, words: dict[str, str], spoken: Collection[str]
) -> str:
    """Up to three kinds of people to choose from, the reader's own first; empty where there are fewer than two."""
    forms: list[str] = []
    for need in needs:
        if need.key in spoken:
            continue
        form = fill(form_of(need.key, "people", role, library), words)
        if form and form not in forms:
            forms.append(form)
    return list_words(library.language, "or").join(forms[:_MOST_CHOICES]) if len(forms) >= _FEWEST_CHOICES else ""
