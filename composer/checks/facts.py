"""Facts: that the letter's own are there, that they still hold, and that none is somebody else's."""

import re
from collections.abc import Iterator

from composer.checks.rule import Finding, Inspection, Rule
from composer.checks.sentences import finder
from composer.records.practice import Offer, Update

_GREETING = re.compile(r"(?:Dear|Hello|Hi|Estimad[oa]s?|Querid[oa]s?) (?P<name>[^\n]+?)[,:]?\s*(?:\n|\Z)")
_CAPITAL = re.compile(r"\b[A-Z][\w'\u2019-]*")

_capitals_in = finder(_CAPITAL)


def _phone(inspection: Inspection) -> Iterator[Finding]:
    practice = inspection.practice
    if inspection.commercial and not practice.phone:
        yield Finding(inspection.line("body"), 0, "it cannot say how to reach you: practice.yaml has no phone")
    elif inspection.commercial and practice.phone not in inspection.draft.body:
        yield Finding(inspection.line("body"), 0, f"the practice's phone number {practice.phone} does not stand in it")


def _signed(inspection: Inspection) -> Iterator[Finding]:
    if inspection.practice.name not in inspection.draft.body:
        yield Finding(
            inspection.line("body"), 0, f"it is not signed: '{inspection.practice.name}' does not stand in it"
        )


def _greeting(inspection: Inspection) -> Iterator[Finding]:
    """A greeting with names, none of which is the reader's."""
    found = _GREETING.match(inspection.draft.body)
    if not found or "[[" in found["name"] or not inspection.recipient or not inspection.recipient.names:
        return
    named = (
        set(_CAPITAL.findall(found["name"]))
        - inspection.standards.degrees
        - {"Dr", "Dra", "Mr", "Ms", "Mrs", "Sr", "Sra"}
    )
    allowed = {word.strip(".,") for name in inspection.recipient.names for word in name.split()}
    if named and not named & allowed:
        text = f"it greets '{found['name']}', and goes to {inspection.recipient.display_name}"
        yield Finding(*inspection.at(found.start("name")), text)


def _other(inspection: Inspection) -> Iterator[Finding]:
    """A person or a place from another record."""
    seen: set[str] = set()
    hits = ((one, found) for one in inspection.sentences for found in _capitals_in(one.text))
    for sentence, found in hits:
        start = sentence.start + found.start()
        for name in inspection.standards.people.get(found[0], ()):
            if name not in seen and inspection.body.startswith(name, start):
                seen.add(name)
                text = f"'{name}' is from another record; is it meant, or left over?"
                yield Finding(*inspection.at(start), text)


def _stale(inspection: Inspection) -> Iterator[Finding]:
    verified = inspection.recipient.verified if inspection.recipient else None
    limit = inspection.standards.limits.verified_days
    if verified and (inspection.standards.today - verified).days > limit:
        text = f"name, role and address were last known to be right on {verified}"
        yield Finding(inspection.line("contact"), 0, text)


def _expired(inspection: Inspection) -> Iterator[Finding]:
    """An offer, news or talk that stands in the letter and no longer holds."""
    practice, body = inspection.practice, inspection.draft.body
    offers: tuple[Offer | Update, ...] = (*practice.offers, *practice.updates)
    for said in offers:
        at = body.find(said.text) if said.until and said.until < inspection.standards.today else -1
        if at >= 0:
            yield Finding(*inspection.at(at), f"this stood until {said.until}")


RULES = (
    Rule(
        "facts-phone", "warn", "The letter does not say how to reach you.",
        "A referral is a phone call; a letter without the number makes somebody look for it.",
        "be easy to refer to: the advice that referral practice agrees on",
        "put phone: into practice.yaml, or the number into the letter", "Patients can call.",
        "Patients can call 555-0142.", _phone,
    ),
    Rule(
        "facts-signed", "warn", "The letter is not signed.",
        "A letter comes from a person.",
        "15 U.S.C. 7704(a)(1) for commercial mail; courtesy for all",
        "put your name below it", "With good wishes,", "With good wishes, Maya Chen", _signed,
    ),
    Rule(
        "facts-greeting", "block", "The letter greets somebody else than it goes to.",
        "A letter with another person's name tells both that neither was thought of.",
        "a count of 650 letters by one reader: 13.5 percent had the name wrong (Snyder)",
        "mend the greeting, or contact: and to: in the head", "Dear Mr. Vance,", "Dear Ann,", _greeting,
    ),
    Rule(
        "facts-other", "warn", "A name from another record stands in the letter.",
        "It is how a copied letter gives itself away; and a colleague who is named should know of it.",
        "a count of 650 letters by one reader: 27 percent had a role or a place wrong (Snyder)",
        "take it out, or let it stand if you mean them",
        "I know how busy Lakeview Hospital is.", "I know how busy your unit is.", _other,
    ),
    Rule(
        "facts-stale", "warn", "Name, role and address have not been checked for a year.",
        "People change their place every few years; a letter to who was there before is read by nobody.",
        "templates/limits.yaml, verified_days", "look at their page, and set verified: to today in contacts.yaml",
        "verified: 2024-01-10", "verified: 2026-09-01", _stale,
    ),
    Rule(
        "facts-expired", "block", "It offers something that no longer holds.",
        "An opening that is gone costs the family a call and you the next referral.",
        "until: of the offer in practice.yaml",
        "take it out; `outreach draft --refresh` renews drafts that nobody edited",
        "an offer after its last day", "an offer before its last day", _expired,
    ),
)  # fmt: skip
