"""What must not be known from here: who somebody's client is."""

import re
from collections.abc import Iterator

from composer.checks.rule import Finding, Inspection, Rule

_BLANK = re.compile(r"\[\[CLIENT: [^\[\]]*\]\]")


def _shell(inspection: Inspection) -> Iterator[Finding]:
    """A letter about a shared client keeps the blanks that its template has: they are filled elsewhere."""
    if inspection.head is None or inspection.head.medium != "record":
        return
    missing = inspection.head.blanks - len(_BLANK.findall(inspection.draft.body))
    if missing > 0:
        text = f"{missing} of its {inspection.head.blanks} blanks are gone, so it may say something about a client"
        yield Finding(inspection.line("body"), 0, text)


RULES = (
    Rule(
        "privacy-shell", "block", "A shell about a shared client has been filled in here.",
        "What is known of a client belongs into the clinical record system (45 CFR 164.514), and not into this folder.",
        "put the [[CLIENT: \N{HORIZONTAL ELLIPSIS}]] blanks back, and finish the letter there", _shell,
    ),
)  # fmt: skip
