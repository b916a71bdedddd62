"""Facts of the practice that a letter of its kind cannot do without."""

import re
from collections.abc import Iterator

from composer.checks.rule import Finding, Inspection, Rule


def _commercial(inspection: Inspection) -> bool:
    return inspection.head is not None and inspection.head.purpose == "commercial"


def _postal(inspection: Inspection) -> Iterator[Finding]:
    """Every line of the practice's address must stand in the letter, in any order and on any line."""
    if not _commercial(inspection):
        return
    lines = [line for line in inspection.practice.address.split("\n") if line.strip()]
    body = _squeezed(inspection.draft.body)
    if not lines:
        yield Finding(inspection.line("body"), 0, "a postal address belongs below it, and practice.yaml has none")
    elif any(_squeezed(line) not in body for line in lines):
        yield Finding(inspection.line("body"), 0, "the practice's postal address does not stand below it")


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\\,]+", " ", text).casefold().strip()


def _phone(inspection: Inspection) -> Iterator[Finding]:
    practice = inspection.practice
    if _commercial(inspection) and not practice.phone:
        yield Finding(inspection.line("body"), 0, "it cannot say how to reach you: practice.yaml has no phone")
    elif _commercial(inspection) and practice.phone not in inspection.draft.body:
        yield Finding(inspection.line("body"), 0, f"the practice's phone number {practice.phone} does not stand in it")


def _signed(inspection: Inspection) -> Iterator[Finding]:
    if inspection.practice.name not in inspection.draft.body:
        yield Finding(
            inspection.line("body"), 0, f"it is not signed: '{inspection.practice.name}' does not stand in it"
        )


RULES = (
    Rule(
        "facts-postal", "block", "A commercial letter shows no postal address.",
        "16 CFR 316 asks for one in every commercial email, one to one as well as to many.",
        "put address: into practice.yaml, and the address below the letter", _postal,
    ),
    Rule(
        "facts-phone", "warn", "The letter does not say how to reach you.",
        "A referral is a phone call; a letter without the number makes somebody look for it.",
        "put phone: into practice.yaml, or the number into the letter", _phone,
    ),
    Rule(
        "facts-signed", "warn", "The letter is not signed.",
        "A letter comes from a person.",
        "put your name below it", _signed,
    ),
)  # fmt: skip
