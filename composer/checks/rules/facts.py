"""Facts: that the letter's own are there, that they still hold, and that none is somebody else's."""

from composer.briefs.names import in_one_case
from composer.checks.engine.inspection import BLOCK, WARN, Findings, Inspection
from composer.checks.engine.rule import rule
from composer.checks.engine.sentences import search_for
from composer.patterns import regex
from composer.records.practice import Offer, Update

_GREETING = regex(r"(?:Dear|Hello|Hi|Estimad[oa]s?|Querid[oa]s?) (?P<name>[^\n]+?)[,:]?\s*(?:\n|\Z)")
_CAPITAL = regex(r"\b[A-Z][\w'\u2019-]*")
_LETTERS = regex(r"[^\W\d_]+")

_capitals_in = search_for(_CAPITAL)


@rule("facts-phone", level=WARN,
      source="our judgement, and that of practice coaches: whoever must look for a number calls somebody else",
      remedy="put phone: into practice.yaml, or the number into the letter", wrong="Patients can call.",
      right="Patients can call 555-0142.")  # fmt: skip
def facts_phone(inspection: Inspection) -> Findings:
    """The letter does not say how to reach you. A referral is a phone call; a letter without the number makes somebody
    look for it.
    """
    practice = inspection.practice
    if inspection.commercial and not practice.phone:
        yield inspection.on("body", "it cannot say how to reach you: practice.yaml has no phone")
    elif inspection.commercial and practice.phone not in inspection.draft.body:
        yield inspection.on("body", f"the practice's phone number {practice.phone} does not stand in it")


@rule("facts-signed", level=WARN,
      source="15 U.S.C. 7704(a)(1) for commercial mail; for the rest our judgement: it tells whom to answer",
      remedy="put your name below it", wrong="With good wishes,", right="With good wishes, Maya Chen")  # fmt: skip
def facts_signed(inspection: Inspection) -> Findings:
    """The letter is not signed. A letter comes from a person."""
    if inspection.practice.name not in inspection.draft.body:
        yield inspection.on("body", f"it is not signed: '{inspection.practice.name}' does not stand in it")


@rule("facts-greeting", level=BLOCK,
      source="K. Snyder, Why everyone is deleting your email: of 650 letters to her 13.5 percent had the name wrong",
      remedy="mend the greeting, or contact: and to: in the head", wrong="Dear Mr. Vance,",
      right="Dear Ann,")  # fmt: skip
def facts_greeting(inspection: Inspection) -> Findings:
    """The letter greets somebody else than it goes to. A letter with another person's name tells both that neither was
    thought of.
    """
    found = _GREETING.match(inspection.draft.body)
    if not found or "[[" in found["name"] or not inspection.recipient or not inspection.recipient.names:
        return
    standards, recipient = inspection.standards, inspection.recipient
    capitals = {word for word in _LETTERS.findall(found["name"]) if word[0].isupper()} - standards.post_nominals
    named = {word.casefold() for word in capitals} - standards.titles
    known = {word.casefold() for name in (*recipient.names, recipient.display_name) for word in _LETTERS.findall(name)}
    if named and not named & known:
        text = f"it greets '{found['name']}', and goes to {inspection.recipient.display_name}"
        yield inspection.at(found.start("name"), text)


@rule("facts-capitals", level=WARN,
      source="our judgement: spreadsheets hold names in capitals, and a letter that does looks like a list",
      remedy="write the name in contacts.yaml as they write it themselves", wrong="DR. JANE SMITH, MD",
      right="Dr. Jane Smith, MD")  # fmt: skip
def facts_capitals(inspection: Inspection) -> Findings:
    """The record has the name all in capitals, or all in small letters. Which of its letters are capitals was then
    worked out by rule, and a name in the wrong letters shows that it came from a list.
    """
    name = inspection.recipient.display_name if inspection.recipient else ""
    if " " in name and in_one_case(name):
        letters = "capitals" if name.partition(",")[0].isupper() else "small letters"
        yield inspection.on("to", f"the record has the name in {letters}: '{name}'")


@rule("facts-other", level=WARN,
      source="K. Snyder, Why everyone is deleting your email: of 650 letters to her 27 percent named a role she had "
             "left",
      remedy="take it out, or let it stand if you mean them", wrong="I know how busy Lakeview Hospital is.",
      right="I know how busy your unit is.")  # fmt: skip
def facts_other(inspection: Inspection) -> Findings:
    """A name from another record stands in the letter. It is how a copied letter gives itself away; and a colleague who
    is named should know of it. Whoever gave you this reader's name may be named.
    """
    introducer = inspection.recipient.introduced_by if inspection.recipient else ""
    seen: set[str] = set()
    for start, found in inspection.search(_capitals_in):
        for name in inspection.standards.full_names.get(found[0], ()):
            if name not in seen and name not in introducer and inspection.body.startswith(name, start):
                seen.add(name)
                yield inspection.at(start, f"'{name}' is from another record; is it meant, or left over?")


@rule("facts-stale", level=WARN,
      source="Bond and others, Ann Intern Med 2023: 7.6 percent of physicians move or leave in a year; the limit, "
             "verified_days in templates/limits.yaml, is our judgement",
      remedy="look at their page, and set verified: to today in contacts.yaml", wrong="verified: 2024-01-10",
      right="verified: 2026-09-01")  # fmt: skip
def facts_stale(inspection: Inspection) -> Findings:
    """Name, role and address have not been checked for a year. People change their place every few years; a letter to
    who was there before is read by nobody.
    """
    verified = inspection.recipient.verified if inspection.recipient else None
    limit = inspection.standards.limits.verified_days
    if verified and (inspection.standards.today - verified).days > limit:
        text = f"name, role and address were last known to be right on {verified}"
        yield inspection.on("contact", text)


@rule("facts-expired", level=BLOCK,
      source="our judgement: until: in practice.yaml is your own word on how long an offer holds",
      remedy="take it out; `outreach draft --refresh` renews drafts that nobody edited",
      wrong="an offer after its last day", right="an offer before its last day")  # fmt: skip
def facts_expired(inspection: Inspection) -> Findings:
    """It offers something that no longer holds. An opening that is gone costs the family a call and you the next
    referral.
    """
    practice = inspection.practice
    offers: tuple[Offer | Update, ...] = (*practice.offers, *practice.updates)
    for said in offers:
        at = inspection.find(said.text) if said.until and said.until < inspection.standards.today else -1
        if at >= 0:
            yield inspection.at(at, f"this stood until {said.until}")
