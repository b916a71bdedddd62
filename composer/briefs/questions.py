"""The one question of a letter: fitted to the reader's role and needs, new to them, and not their colleague's."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from composer.briefs.locales import list_words
from composer.briefs.needs import FoundNeed, form_of
from composer.briefs.statement import Statement
from composer.records.library import Library
from composer.records.own_roles import meant_most
from composer.records.practice import OwnQuestion
from composer.records.role_reader import plain_words
from composer.records.roles import GENERAL, Question, RoleProfile, fill

_MOST_CHOICES = 3
_FEWEST_CHOICES = 2
_OPENERS = frozenset({"What", "Which", "Who", "Whom", "How", "Where"})


@dataclass(frozen=True, slots=True)
class ChosenQuestion:
    """A question as it will be asked, and its key for the history."""

    key: str
    said: Statement
    goes_on: bool
    """Whether it goes on from what they said, and so belongs behind what helps with that."""
    about: tuple[str, ...] = ()
    """The needs for which an offer right behind it reads as an answer."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a question goes on from, and what it need not ask."""

    spoken: Collection[str] = ()
    """The needs that the letter speaks of in its first sentence."""
    begun: bool = False
    """Whether its first sentence repeats something that they or their page have said."""
    offered: Sequence[str] = ()
    """The needs that the practice has an offer for; of somebody of whom nothing is known these are asked about."""
    readers_before: int = 0
    """How many of the role stand before this reader."""
    trade: str = ""
    """The reader's roles and place, in plain words."""
    place: str = ""
    """The same as a question that opens a letter begins: ``At Elm House, {question}``; empty where it opens none."""
    notes: Sequence[str] = ()
    """All that the record has of this reader's words."""
    passed: Collection[str] = ()
    """The keys of questions that they have been asked, or that a colleague gets."""
    go_on: Sequence[Question] = ()
    """Questions that go on from anything."""
    voice: int = 0
    """Which of the questions that suit anyone of a role comes first: two readers of one trade compare letters."""
    own: Sequence[OwnQuestion] = ()
    """What the practice would ask such a reader."""
    otherwise: Sequence[Question] = ()
    """What may be asked of anybody, where none of a role's questions is for the reader's trade."""
    besides: Sequence[Question] = ()
    """What is asked of somebody whose people the practice does not see; then nothing else is."""


def choose_question(
    role: RoleProfile, needs: Sequence[FoundNeed], words: dict[str, str], told: Told
) -> ChosenQuestion | None:
    """The question for this reader.

    First come, where the letter begins with what they said, those that go on from anything; then the practice's own for
    the role, and questions about one of the reader's own needs, in the record's order; then the role's in its order,
    where nothing is known of them those first that an offer of the practice answers, and the practice's own for
    anybody, which come first where no role is known. None that the record answers, and none that is passed while there
    are others. `words` fill the slots.
    """
    own = [need.key for need in needs if need.recorded]
    fitting = [one for one in role.questions if not _has_word(one.not_for, told)]
    meant = [one for one in fitting if not one.trades or _has_word(one.trades, told)] or [*told.otherwise]
    asked = in_turn(told.besides or meant, told.voice)
    untold = [question for question in asked if not _answered(question, own, told.notes)]
    ranked = sorted(untold, key=lambda question: _rank(question, own))
    if told.offered and not (told.besides or own or told.spoken or told.begun):
        ranked = _answered_first([question for question in meant if question in untold], told)
    ranked.sort(key=lambda question: not question.trades)
    near = [question for question in ranked if _rank(question, own) < len(own)]
    goes_on = told.go_on if told.spoken or told.begun else ()
    own_of_role, own_of_all = _own(told)
    rest = ranked[len(near) :]
    last = (*own_of_all, *rest) if role.key == GENERAL else (*rest, *own_of_all)  # a trade is asked as one who knows it
    order = (*goes_on, *own_of_role, *near, *last)
    fresh = [question for question in order if question.key not in told.passed]
    for question in fresh or order or asked:
        if text := fill(question.text, words):
            goes = question in told.go_on
            placed = text if isinstance(question, OwnQuestion) else _placed(text, told)
            said = Statement(placed, _because(question, own, told.spoken), question.cite("text"))
            return ChosenQuestion(question.key, said, goes, (*question.needs, *question.suits))
    return None


def _own(told: Told) -> tuple[Sequence[Question], Sequence[Question]]:
    """The practice's own questions for the reader's role, and those for anybody; readers take turns with them."""
    own = () if told.besides else told.own
    for_role, for_all = ([one for one in own if bool(one.roles) is whose] for whose in (True, False))
    return in_turn(meant_most(for_role, [told.trade]), told.voice), in_turn(for_all, told.voice)


def _has_word(trades: Sequence[str], told: Told) -> bool:
    return any(f" {plain_words(word)} " in f" {told.trade} " for word in trades)


def _placed(text: str, told: Told) -> str:
    """A question that opens a letter, with the reader's place before it where its first word lets it."""
    first = text.partition(" ")[0]
    if not told.place or first not in _OPENERS or " place" in text or (first == "Where" and "," in text):
        return text
    return told.place.replace("{question}", text[:1].lower() + text[1:])


def in_turn(questions: Sequence[Question], voice: int) -> Sequence[Question]:
    """The questions with those that suit anyone in another order, so that readers take turns with the first."""
    free = [question for question in questions if not question.needs]
    first = voice % max(1, len(free))
    return [*free[first:], *free[:first], *(question for question in questions if question.needs)]


def _answered(question: Question, own: Sequence[str], notes: Sequence[str]) -> bool:
    """Whether the record has the answer already: nobody is asked what they have told."""
    said = [note.casefold() for note in notes]
    return any(
        told in own or (told == "any" and bool(own or notes)) or any(told.casefold() in note for note in said)
        for told in question.told
    )


def _rank(question: Question, own: Sequence[str]) -> int:
    """How near a question is to the reader's own needs; small is near, others' needs are farthest."""
    places = [own.index(need) for need in question.needs if need in own]
    if places:
        return min(places)
    return len(own) + bool(question.needs)


def _answered_first(questions: Sequence[Question], told: Told) -> list[Question]:
    """Those that an offer answers before the others, in the order of the offers; each further reader takes the next."""

    def place(question: Question) -> int:
        about = {*question.needs, *question.suits}
        return next((place for place, need in enumerate(told.offered) if need in about), len(told.offered))

    suited = sorted((one for one in questions if place(one) < len(told.offered) or not one.needs), key=place)
    first = told.readers_before % max(1, len(suited))
    return [*suited[first:], *suited[:first], *(one for one in questions if one not in suited)]


def _because(question: Question, own: Sequence[str], spoken: Collection[str]) -> str:
    if isinstance(question, OwnQuestion):
        return "you would ask such a reader"
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
        if len(forms) == _MOST_CHOICES:
            break
    return list_words(library.language, "or").join(forms) if len(forms) >= _FEWEST_CHOICES else ""
