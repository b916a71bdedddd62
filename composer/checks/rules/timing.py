"""Timing: that it is still this letter's turn, once all that happened since it was made is known."""

from composer.checks.engine.inspection import BLOCK, WARN, Findings, Inspection
from composer.checks.engine.rule import rule
from composer.planning.reason import EARLY, OVER


@rule(OVER, level=BLOCK,
      source="our judgement: once: and when: in the letter's head say how often it may be sent; history.yaml, what was",
      remedy="`outreach skip` puts the draft aside; mend history.yaml if it is wrong",
      wrong="an introduction after another letter has gone to them",
      right="an introduction to somebody new")  # fmt: skip
def timing_over(inspection: Inspection) -> Findings:
    """It is not this letter's turn any more. A second introduction, or thanks that went already, tells somebody that
    nobody remembers them.
    """
    yield from inspection.timing(OVER)


@rule(EARLY, level=WARN,
      source="our judgement: apart: and colleagues: in the letter's head are the fewest days that do not feel like a "
             "list",
      remedy="let it lie: `outreach export` leaves it behind until its day; a reason in overrides: lets it go sooner",
      wrong="a second offer within two months", right="an offer two months later")  # fmt: skip
def timing_early(inspection: Inspection) -> Findings:
    """It is too soon for this letter. People who get two letters in a row, or compare theirs with a colleague's, feel
    like a list.
    """
    yield from inspection.timing(EARLY)
