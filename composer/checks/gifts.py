"""Nothing of value for a referral: fees, gifts, meals, discounts and trades."""

from collections.abc import Iterator

from composer.checks.rule import FACILITIES, Finding, Inspection, Rule, Severity, phrases
from composer.records.jurisdictions import Jurisdiction

_OF_VALUE = ("gifts-value", "gifts-thanks", "gifts-meal", "gifts-discount")


def _strict_place(inspection: Inspection) -> Jurisdiction | None:
    """A place, the reader's or the writer's own, where not even a token may be given; ``None`` for none."""
    places = inspection.standards.places
    theirs = inspection.recipient.places if inspection.recipient else ()
    ours = (place for licence in inspection.practice.licences for place in places.find(licence.state))
    return next((place for place in (*theirs, *ours) if place.nothing_of_value), None)


def _meal_severity(inspection: Inspection) -> Severity | None:
    return "block" if _strict_place(inspection) else None


def _meal_hint(inspection: Inspection, _: str) -> str:
    place = _strict_place(inspection)
    return f"leave it out; in {place.name}: {place.why} ({place.source})" if place else ""


def _any_value(inspection: Inspection, who: str) -> Iterator[Finding]:
    """Whatever is worth something, said to a reader to whom not even a lunch may go."""
    for code in _OF_VALUE:
        for sentence, found in inspection.hits(code)[:1]:
            if code != "gifts-thanks" or inspection.thanks:
                start = sentence.start + found.start
                said = inspection.words_at(start, len(found.text))
                yield Finding(*inspection.at(start), f"'{said}' is something of value, and this goes to {who}")


def _facility(inspection: Inspection) -> Iterator[Finding]:
    if inspection.role in FACILITIES:
        yield from _any_value(inspection, "a treatment facility")


def _attorney(inspection: Inspection) -> Iterator[Finding]:
    if inspection.role == "attorney":
        yield from _any_value(inspection, "a lawyer")


RULES = (
    Rule(
        "gifts-value", "block", "The letter offers a gift, a fee or something else of value.",
        "One purpose of many is enough: if it is meant to bring referrals it is a kickback, on both sides.",
        "42 U.S.C. 1320a-7b(b); 18 U.S.C. 220; APA Ethics Code 6.07; ACA Code A.10.b; NASW Code 1.16(c)",
        "take it out; thanks in words are worth more",
        "I am enclosing a gift card for your front desk.", "Your front desk was kind to me on the phone.",
        phrases("gifts-value", lambda said: f"'{said}' is something of value"),
    ),
    Rule(
        "gifts-exchange", "block", "The letter makes referrals a trade.",
        "A referral may depend on the client's need only, and on nothing that comes back for it.",
        "42 U.S.C. 1320a-7b(b); NASW Code 1.16(c); COMAR 10.58.03.06",
        "say what you can take, and ask what they need; leave out what anyone gets",
        "If you refer to me, I will refer to you in return.",
        "Whom do you have room for? I would like to send the right people.",
        phrases("gifts-exchange", lambda said: f"'{said}' makes a trade of it"),
    ),
    Rule(
        "gifts-thanks", "block", "A thank-you speaks of a gift or a meal.",
        "A gift that follows a referral looks like its price, however small it is.",
        "42 U.S.C. 1320a-7b(b); ACA Code A.10",
        "take it out; a handwritten line is enough",
        "I left cookies at the front desk for all of you.", "Thank you for the care with which you choose a name.",
        phrases("gifts-thanks", lambda said: f"'{said}' does not belong into thanks", when=lambda found: found.thanks),
    ),
    Rule(
        "gifts-meal", "warn", "The letter offers a meal.",
        "A modest lunch at a talk is common and must be worth little, open to all, and written down. Where a state "
        "forbids anything of value, it stops the letter.",
        "42 U.S.C. 1320a-7b(b); 42 CFR 411.357(k); Cal. Bus. & Prof. Code 650",
        "leave it out, or write down what it is worth and for whom",
        "I will bring lunch for your staff.", "I could come at noon with a talk of thirty minutes.",
        phrases(
            "gifts-meal", lambda said: f"'{said}' is worth something",
            severity=_meal_severity, hint=_meal_hint, when=lambda found: not found.thanks,
        ),
    ),
    Rule(
        "gifts-discount", "warn", "A discount is tied to this reader's people.",
        "A lower fee for one referrer's clients is worth something to the referrer. A sliding scale is open to all "
        "who need it.",
        "42 U.S.C. 1320a-7b(b); 42 CFR 1003.110",
        "say 'for anyone who pays without insurance'",
        "There is a discount for your patients.",
        "One hour a week is kept at $60 for anyone who pays without insurance.",
        phrases("gifts-discount", lambda said: f"'{said}' ties a lower fee to this reader"),
    ),
    Rule(
        "gifts-facility", "block", "Something of value is offered to a treatment facility.",
        "For recovery homes, treatment facilities and laboratories the law covers every payer, and each time counts.",
        "18 U.S.C. 220 (EKRA)",
        "take it out, the lunch as well",
        "I will bring lunch for your staff.", "I could come at noon with a talk of thirty minutes.", _facility,
    ),
    Rule(
        "gifts-attorney", "block", "Something of value is offered to a lawyer.",
        "A lawyer may neither give nor take anything for a recommendation, and would have to refuse.",
        "ABA Model Rules of Professional Conduct 7.2(b)",
        "take it out, the lunch as well",
        "I will bring lunch for your staff.", "I could come at noon with a talk of thirty minutes.", _attorney,
    ),
)  # fmt: skip
