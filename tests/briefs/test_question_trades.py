"""The one question of a letter, by the reader's trade."""

from composer.briefs.questions import Told, choose_question
from composer.records.roles import Question, RoleProfile

_COURT = RoleProfile(
    key="court",
    name="Courts",
    about="Courts.",
    subject="A question",
    person="person",
    people="people",
    questions=(
        Question(key="ordered", text="How soon must therapy begin?", not_for=("guardian", "CASA")),
        Question(key="letters", text="What must a letter show?", not_for=("guardian ad litem",)),
    ),
)
_ANYBODY = (Question(key="who", text="When did you last wish for a name?"),)


def _asked(trade: str) -> str:
    chosen = choose_question(_COURT, (), {}, Told(trade=trade, otherwise=_ANYBODY))
    return chosen.key if chosen else ""


def test_a_question_is_not_asked_of_a_trade_in_whose_day_it_has_no_place() -> None:
    assert _asked("probation officer county court") == "ordered"
    assert _asked("casa volunteer") == "letters"


def test_where_no_question_of_the_role_fits_the_trade_one_for_anybody_is_asked() -> None:
    assert _asked("guardian ad litem probate court") == "who"
