"""Rules cannot be forgotten: each has its page, and its own examples are held against it."""

import re

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
    assert rule.check.__name__ == code.replace("-", "_")
    assert rule.remedy
    assert rule.right
    assert rule.wrong != rule.right


@pytest.mark.parametrize("code", RULES)
def test_a_rule_has_a_real_source(code: str) -> None:
    """A paragraph, a year or a law that can be looked up; or our judgement, and why in a clause of some words."""
    source = RULES[code].source
    cited = re.search(r"\d|licensing law", source.partition("our judgement")[0])
    reason = re.search(r"our judgement[^:]*: (.+)", source)
    assert cited or (reason and len(reason[1].split()) >= 6), source
    assert "house" not in source


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
