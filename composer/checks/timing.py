"""Timing: that it is still this letter's turn, once all that happened since it was made is known."""

from collections.abc import Iterator

from composer.checks.rule import Finding, Inspection, Rule
from composer.planning.reason import EARLY, OVER


def _over(inspection: Inspection) -> Iterator[Finding]:
    yield from inspection.timing(OVER)


def _early(inspection: Inspection) -> Iterator[Finding]:
    yield from inspection.timing(EARLY)


RULES = (
    Rule(
        OVER, "block", "It is not this letter's turn any more.",
        "A second introduction, or thanks that went already, tells somebody that nobody remembers them.",
        "once: and when: in the letter's head, and history.yaml",
        "`outreach skip` puts the draft aside; mend history.yaml if it is wrong",
        "an introduction after another letter has gone to them", "an introduction to somebody new", _over,
    ),
    Rule(
        EARLY, "warn", "It is too soon for this letter.",
        "People who get two letters in a row, or compare theirs with a colleague's, feel like a list.",
        "apart: and colleagues: in the letter's head, and history.yaml",
        "let it lie: `outreach export` leaves it behind until its day; a reason in overrides: lets it go sooner",
        "a second offer within two months", "an offer two months later", _early,
    ),
)  # fmt: skip
