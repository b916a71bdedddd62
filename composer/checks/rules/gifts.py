"""Nothing of value for a referral: fees, gifts, meals, discounts and trades."""

from composer.checks.engine.inspection import BLOCK, WARN, Findings, Inspection
from composer.checks.engine.rule import phrases, rule
from composer.records.jurisdictions import Jurisdiction

# Readers whom EKRA, 18 U.S.C. 220, is about: recovery homes and clinical treatment facilities.
_FACILITIES = frozenset({"treatment-center"})
_OF_VALUE = ("gifts-value", "gifts-thanks", "gifts-meal", "gifts-discount")


def _strict_place(inspection: Inspection) -> Jurisdiction | None:
    """A place, the reader's or the writer's own, where not even a token may be given; ``None`` for none."""
    places = inspection.standards.places
    theirs = inspection.recipient.places if inspection.recipient else ()
    ours = (place for licence in inspection.practice.licences for place in places.find(licence.state))
    return next((place for place in (*theirs, *ours) if place.nothing_of_value), None)


def _any_value(inspection: Inspection, who: str) -> Findings:
    """Whatever is worth something, said to a reader to whom not even a lunch may go."""
    for code in _OF_VALUE:
        for match in inspection.matches(code)[:1]:
            if code != "gifts-thanks" or inspection.thanks:
                yield inspection.at(match.start, f"'{match.text}' is something of value, and this goes to {who}")


@rule("gifts-value", level=BLOCK,
      source="42 U.S.C. 1320a-7b(b); 18 U.S.C. 220; APA Ethics Code 6.07; ACA Code A.10.b; NASW Code 1.16(c)",
      remedy="take it out; thanks in words are worth more", wrong="I am enclosing a gift card for your front desk.",
      right="Your front desk was kind to me on the phone.")  # fmt: skip
def gifts_value(inspection: Inspection) -> Findings:
    """The letter offers a gift, a fee or something else of value. One purpose of many is enough: if it is meant to
    bring referrals it is a kickback, on both sides.
    """
    return phrases(inspection, "gifts-value", "'{}' is something of value")


@rule("gifts-exchange", level=BLOCK, source="42 U.S.C. 1320a-7b(b); NASW Code 1.16(c); COMAR 10.58.03.06",
      remedy="say what you can take, and ask what they need; leave out what anyone gets",
      wrong="If you refer to me, I will refer to you in return.",
      right="Whom do you have room for? I would like to send the right people.")  # fmt: skip
def gifts_exchange(inspection: Inspection) -> Findings:
    """The letter makes referrals a trade. A referral may depend on the client's need only, and on nothing that comes
    back for it.
    """
    return phrases(inspection, "gifts-exchange", "'{}' makes a trade of it")


@rule("gifts-thanks", level=BLOCK, source="42 U.S.C. 1320a-7b(b); ACA Code A.10",
      remedy="take it out; a handwritten line is enough", wrong="I left cookies at the front desk for all of you.",
      right="Thank you for the care with which you choose a name.")  # fmt: skip
def gifts_thanks(inspection: Inspection) -> Findings:
    """A thank-you speaks of a gift or a meal. A gift that follows a referral looks like its price,
    however small it is.
    """
    return phrases(inspection, "gifts-thanks", "'{}' does not belong into thanks") if inspection.thanks else ()


@rule("gifts-meal", level=WARN, source="42 U.S.C. 1320a-7b(b); 65 Fed. Reg. 59441; Cal. Bus. & Prof. Code 650",
      remedy="leave it out, or write down what it is worth and for whom", wrong="I will bring lunch for your staff.",
      right="I could come at noon with a talk of thirty minutes.")  # fmt: skip
def gifts_meal(inspection: Inspection) -> Findings:
    """The letter offers a meal. A modest lunch at a talk is common and must be worth little, open to all, and written
    down. Where a state forbids anything of value, it stops the letter.
    """
    if inspection.thanks:
        return ()
    place = _strict_place(inspection)
    hint = f"leave it out; in {place.name}: {place.why} ({place.source})" if place else ""
    return phrases(inspection, "gifts-meal", "'{}' is worth something", level=BLOCK if place else None, hint=hint)


@rule("gifts-discount", level=WARN, source="42 U.S.C. 1320a-7b(b); 42 CFR 1003.110",
      remedy="say 'for anyone who pays without insurance'", wrong="There is a discount for your patients.",
      right="One hour a week is kept at $60 for anyone who pays without insurance.")  # fmt: skip
def gifts_discount(inspection: Inspection) -> Findings:
    """A discount is tied to this reader's people. A lower fee for one referrer's clients is worth something to the
    referrer. A sliding scale is open to all who need it.
    """
    return phrases(inspection, "gifts-discount", "'{}' ties a lower fee to this reader")


@rule("gifts-facility", level=BLOCK, source="18 U.S.C. 220 (EKRA)", remedy="take it out, the lunch as well",
      wrong="I will bring lunch for your staff.",
      right="I could come at noon with a talk of thirty minutes.")  # fmt: skip
def gifts_facility(inspection: Inspection) -> Findings:
    """Something of value is offered to a treatment facility. For recovery homes, treatment facilities and laboratories
    the law covers every payer, and each time counts.
    """
    return _any_value(inspection, "a treatment facility") if inspection.role in _FACILITIES else ()


@rule("gifts-attorney", level=BLOCK, source="ABA Model Rules of Professional Conduct 7.2(b)",
      remedy="take it out, the lunch as well", wrong="I will bring lunch for your staff.",
      right="I could come at noon with a talk of thirty minutes.")  # fmt: skip
def gifts_attorney(inspection: Inspection) -> Findings:
    """Something of value is offered to a lawyer. A lawyer may neither give nor take anything for a recommendation, and
    would have to refuse.
    """
    return _any_value(inspection, "a lawyer") if inspection.role == "attorney" else ()
