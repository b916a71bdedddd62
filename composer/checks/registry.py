"""Every rule there is, by its code."""

from collections.abc import Iterator, Mapping

from composer.checks.engine.inspection import Inspection
from composer.checks.engine.rule import Rule
from composer.checks.rules import (
    address,
    claims,
    commercial,
    facts,
    gifts,
    holes,
    jurisdiction,
    personal,
    privacy,
    records,
    timing,
    wording,
)
from composer.errors import Place, Problem
from composer.spelling import did_you_mean

# In the order in which it matters: what may hurt somebody first, taste last.
FAMILIES: Mapping[str, str] = {
    "privacy": "Who is somebody's client is never said",
    "address": "To whom a draft goes, and whether it may",
    "timing": "That it is still this letter's turn",
    "holes": "What a merge left open",
    "gifts": "Nothing of value for a referral",
    "commercial": "What the law asks of mail that offers a service",
    "claims": "What a letter may say of its writer",
    "jurisdiction": "Where somebody may be seen",
    "facts": "That what it says is so, and still so",
    "personal": "A letter to one person, and no blast",
    "wording": "Phrases that everyone has read too often",
}
_MODULES = (privacy, records, address, timing, holes, gifts, commercial, claims, jurisdiction, facts, personal, wording)
RULES: Mapping[str, Rule] = {
    rule.code: rule for family in _MODULES for rule in vars(family).values() if isinstance(rule, Rule)
}
"""Every rule for drafts, in the order of the families and of their modules."""
# These look at what the whole batch has in common, and are asked once all of it has been read.
_OF_THE_BATCH = ("personal-blast", "personal-repeats")


def inspect(inspection: Inspection) -> tuple[Problem, ...]:
    """All that the rules find in one draft, in the order of its lines."""
    found = [rule.problem(inspection, finding) for rule in RULES.values() for finding in rule.check(inspection)]
    return tuple(sorted([*found, *_overrides(inspection)]))


def inspect_batch(inspection: Inspection) -> tuple[Problem, ...]:
    """What the rules about the whole batch find in a draft whose nearest others are known."""
    return tuple(problem for code in _OF_THE_BATCH for problem in RULES[code].problems(inspection))


def _overrides(inspection: Inspection) -> Iterator[Problem]:
    """Overrides of rules that do not exist, or that no reason lets pass."""
    place = Place(inspection.path, inspection.on("overrides", "").line)
    for code, _ in inspection.draft.overrides:
        rule = RULES.get(code)
        if rule is None:
            hint = did_you_mean(code, RULES, "`outreach rule` lists them")
            text = f"there is no rule '{code}' to let pass"
            yield place.warning("override-unknown", text, hint)
        elif rule.final:
            text = f"no reason lets '{code}' pass"
            yield place.warning("override-final", text, rule.remedy)
