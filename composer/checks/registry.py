"""Every rule there is, by its code."""

from collections.abc import Mapping

from composer.checks import address, facts, holes, privacy
from composer.checks.rule import Inspection, Rule
from composer.errors import Problem

RULES: Mapping[str, Rule] = {rule.code: rule for family in (privacy, holes, address, facts) for rule in family.RULES}


def inspect(inspection: Inspection) -> tuple[Problem, ...]:
    """All that the rules find in one draft, in the order of its lines."""
    return tuple(sorted(problem for rule in RULES.values() for problem in rule.problems(inspection)))
