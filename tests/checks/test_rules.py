"""Rules cannot be forgotten: each has its page, and its own examples are held against it."""

import pytest

from composer.checks.registry import FAMILIES, RULES
from tests.checks.cases import example


@pytest.mark.parametrize("code", RULES)
def test_a_rule_has_a_whole_page(code: str) -> None:
    rule = RULES[code]
    assert rule.code == code
    assert code.partition("-")[0] in FAMILIES
    for sentence in (rule.summary, rule.why):
        assert sentence[0] == sentence[0].upper()
        assert sentence.endswith(".")
        assert "!" not in sentence
    assert len(rule.source) > 10
    assert rule.remedy
    assert rule.right
    assert rule.wrong != rule.right


@pytest.mark.parametrize("code", RULES)
def test_its_wrong_example_breaks_it(code: str) -> None:
    rule = RULES[code]
    found = rule.problems(example(code, rule.wrong))
    assert found, rule.wrong
    assert {problem.code for problem in found} == {code}
    assert found[0].text
    assert found[0].hint


@pytest.mark.parametrize("code", RULES)
def test_its_right_example_does_not(code: str) -> None:
    rule = RULES[code]
    assert rule.problems(example(code, rule.right)) == [], rule.right


def test_every_rule_is_in_its_family() -> None:
    assert {code.partition("-")[0] for code in RULES} == set(FAMILIES)
