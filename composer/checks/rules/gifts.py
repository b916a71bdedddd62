"""Nothing of value for a referral: fees, gifts, meals, discounts and trades."""

from composer.checks.engine.inspection import BLOCK, WARN, Findings, Inspection
from composer.checks.engine.rule import phrases, rule, weighed
from composer.records.jurisdictions import Jurisdiction

# Readers whom EKRA, 18 U.S.C. 220, is about: recovery homes and clinical treatment facilities.
_FACILITIES = frozenset({"treatment-center"})


def _strict_place(inspection: Inspection) -> Jurisdiction | None:
    """A place, the reader's or the writer's own, where not even a token may be given; ``None`` for none."""
    places = inspection.standards.places
    theirs = inspection.recipient.places if inspection.recipient else ()
    ours = (place for licence in inspection.practice.licences for place in places.find(licence.state))
    return next((place for place in (*theirs, *ours) if place.nothing_of_value), None)


def _any_value(inspection: Inspection, who: str) -> Findings:
    """Whatever is worth something, said to a reader to whom not even a lunch may go."""
    given = [
        (one.start, one.text) for one in inspection.read_sentences if (one.kind, one.level) == ("gifts-value", BLOCK)
    ]
    for start, said in (*given, *((match.start, match.text) for match in inspection.matches("gifts-meal")[:1])):
        yield inspection.at(start, f"'{said}' is something of value, and this goes to {who}")


@rule("gifts-value", level=BLOCK,
      source="42 U.S.C. 1320a-7b(b); 18 U.S.C. 220; APA Ethics Code 6.07; ACA Code A.10; NASW Code 1.16(c)",
      remedy="take it out; thanks in words are worth more, and a referral depends on nothing that comes back for it",
      wrong="There is a gift card for you each time you refer somebody to me.",
      right="Your front desk was kind to me on the phone.",
      stranger="a stranger could think that somebody gets something for a referral")  # fmt: skip
def gifts_value(inspection: Inspection) -> Findings:
    """Something of value goes with referrals: a gift, a fee, a discount, a trade. One purpose of many is enough: if it
    is meant to bring referrals it is a kickback, on both sides.
    """
    text = "'{}' puts something of value beside a referral"
    question = "does anybody get something for a referral here: '{}'"
    return weighed(inspection, "gifts-value", text, question)


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
