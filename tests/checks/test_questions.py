"""What a person is asked about a draft: each sentence once, numbered from its top, each with the answers to it."""

from composer.checks.questions import ANSWERED, OUT, Question, in_the_way, questions, with_answers
from composer.checks.registry import RULES
from composer.drafts.draft import ANSWERS
from composer.errors import Place, Problem
from tests.shipped import LIBRARY


def asked(line: int, code: str = "privacy-client", said: str = "Priya sang.", column: int = 1) -> Problem:
    return Place("drafts/a.md", line, column).ask(code, f"who is this: '{said}'", "change it", said)


BLOCK = Place("drafts/a.md", 9, 1).error("gifts-meal", "a meal is offered", "leave it out")
LOOK = Place("drafts/a.md", 2).warning("wording-cliche", "read too often", "say it in your words")


def test_questions_are_numbered_from_the_top_and_each_sentence_once() -> None:
    found = questions([asked(9, said="Last."), LOOK, asked(7), asked(7, "privacy-name", column=3), BLOCK, asked(12)])
    assert [(one.number, one.sentence, one.codes) for one in found] == [
        (1, "Priya sang.", ("privacy-client", "privacy-name")), (2, "Last.", ("privacy-client",)),
    ]  # fmt: skip
    assert str(found[0].at) == "drafts/a.md:7:1"
    assert questions([BLOCK, LOOK]) == ()


def test_a_hint_has_the_number_that_the_answer_takes_and_nothing_else_changes() -> None:
    first, second = asked(7), asked(8, "claims-outcome", "It works wonders.")
    made = list(with_answers([BLOCK, second, first, LOOK], "ann.thank-you"))
    assert [one for one in made if one.level != "ask"] == [BLOCK, LOOK]
    assert [one.hint for one in made if one.level == "ask"] == [
        "change the sentence, or answer: `outreach answer ann.thank-you 2 fine` (out in its place)",
        "change the sentence, or answer: `outreach answer ann.thank-you 1 colleague` (nobody or out in its place)",
    ]


def test_what_is_to_mend_is_said_before_what_is_asked() -> None:
    assert in_the_way([asked(3), BLOCK], "a") == "a meal is offered; `outreach check a` says more"
    assert in_the_way([asked(3)], "a") == "who is this: 'Priya sang.'; `outreach answer a` says more"


def test_a_subject_has_no_answer_that_takes_it_out() -> None:
    in_subject = Place("drafts/a.md", 4).ask("gifts-value", "a gift?", "", "A hamper")
    assert [one.answers for one in questions([in_subject])] == [("fine",)]


def test_every_answer_to_a_question_is_one_that_a_head_may_hold_or_takes_the_sentence_out() -> None:
    for code, rule in RULES.items():
        if rule.stranger:
            [question] = questions([asked(3, code)])
            assert {*question.answers} <= {*ANSWERS, OUT}
            assert question.learned == (rule.stranger,)
            assert rule.stranger.startswith("a stranger could ")
    assert set(ANSWERED) == {*ANSWERS, OUT}


def test_every_rule_that_sentences_are_weighed_for_says_what_a_stranger_could_learn() -> None:
    assert {code for code, rule in RULES.items() if rule.stranger} == {*LIBRARY.sentence_points.kinds, "privacy-name"}


def test_two_sentences_have_two_keys_and_one_sentence_has_one() -> None:
    at = Place("drafts/a.md", 3, 1)
    keys = {Question(number, said, at, ()).key for number, said in ((1, "A."), (2, "A."), (3, "B."), (4, "\ud800"))}
    assert len(keys) == 3
