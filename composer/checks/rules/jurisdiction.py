"""Where the practice may see somebody, and what the places ask."""

import re

from composer.checks.engine.inspection import BLOCK, WARN, Findings, Inspection
from composer.checks.engine.rule import phrases, rule
from composer.checks.engine.sentences import search_for
from composer.patterns import regex

_SCHOOLS = frozenset({"college-counseling", "college-case-manager"})
_SEEN_IN = regex(
    r"\b(?:licen[sc]ed|registered|authori[sz]ed|i (?:can )?see|i (?:can )?treat|by video|telehealth|practice) ",
    re.IGNORECASE,
)
_CAPITALS = regex(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)?\b")

_seen_in, _capitals_in = search_for(_SEEN_IN), search_for(_CAPITALS)


def _states(inspection: Inspection) -> frozenset[str]:
    """The states of the practice's licences by their full names."""
    places = inspection.standards.places
    return frozenset(places.state(licence.state) for licence in inspection.practice.licences)


def _paragraph(body: str, place: int) -> str:
    begin = body.rfind("\n\n", 0, place) + 1
    end = body.find("\n\n", place)
    return body[begin : end if end > 0 else len(body)]


def _state_in(words: str, named: dict[str, str]) -> str:
    """The state that one or two words with capitals name; empty for none."""
    for said in (words, words.partition(" ")[0]):
        if said.casefold() in named and named[said.casefold()] == said:
            return said
    return ""


@rule("jurisdiction-telehealth", level=BLOCK,
      source="the licensing law of the state where the client is; Counseling Compact, section 4, for the privilege to"
             " practise there",
      remedy="add where they must be: 'when they are in Ohio or Kentucky at the time'",
      wrong="I also see people by video.",
      right="I see people by video when they are in Ohio or Kentucky at the time.")  # fmt: skip
def jurisdiction_telehealth(inspection: Inspection) -> Findings:
    """Care by video, without the states where somebody must be. A session happens where the client physically is, and
    the licence must reach there.
    """
    for match in inspection.matches("jurisdiction-telehealth"):
        paragraph = _paragraph(inspection.draft.body, match.sentence.start)
        if not any(state in paragraph for state in _states(inspection)):
            yield inspection.at(match.start, f"'{match.text}' without the states where somebody must be")
            return


@rule("jurisdiction-state", level=BLOCK, source="the licensing law of the state that is named",
      remedy="take the state out, or add the licence to practice.yaml", wrong="I am licensed in Ohio and Oregon.",
      right="I am licensed in Ohio and Kentucky.")  # fmt: skip
def jurisdiction_state(inspection: Inspection) -> Findings:
    """It names a state for which there is no licence. Care without a licence is a crime in most states, wherever the
    therapist sits.
    """
    held, named = _states(inspection), inspection.standards.places.states
    for sentence in inspection.sentences:
        if not _seen_in(sentence.text):
            continue
        for found in _capitals_in(sentence.text):
            state = _state_in(found[0], named)
            if state and state not in held:
                yield inspection.at(sentence.start + found.start(), f"you have no licence for {state}")


@rule("jurisdiction-anywhere", level=BLOCK, source="the licensing law of each state; Counseling Compact, section 4",
      remedy="name the states of your licences", wrong="I see people nationwide.",
      right="I see people who are in Ohio or Kentucky.")  # fmt: skip
def jurisdiction_anywhere(inspection: Inspection) -> Findings:
    """It promises care wherever somebody is. No licence reaches everywhere, and no compact does."""
    return phrases(inspection, "jurisdiction-anywhere", "'{}' is further than your licences reach")


@rule("jurisdiction-expired", level=BLOCK, source="APA Ethics Code 5.01(b)(3); the licensing law of the state",
      remedy="renew it, and mend expires: in practice.yaml", wrong="Indiana, expires: 2026-01-31",
      right="Indiana, expires: 2028-01-31")  # fmt: skip
def jurisdiction_expired(inspection: Inspection) -> Findings:
    """It shows a licence that has expired. A letter that shows it claims a licence that is not held."""
    for licence in inspection.practice.licences:
        at = inspection.draft.body.find(licence.state)
        if licence.expires and licence.expires < inspection.standards.today and at >= 0:
            yield inspection.at(at, f"your licence for {licence.state} expired on {licence.expires}")


@rule("jurisdiction-far", level=WARN, source="the licensing law of the reader's state",
      remedy="say where their people must be, or do not send it", wrong="state: Oregon",
      right="state: Ohio")  # fmt: skip
def jurisdiction_far(inspection: Inspection) -> Findings:
    """The reader is in a state without a licence. Their people cannot be seen at home, and the letter does not say what
    then.
    """
    theirs = inspection.recipient.state if inspection.recipient else ""
    known = theirs in inspection.standards.places.states.values()
    spoken = inspection.matches("jurisdiction-telehealth")
    if inspection.commercial and known and theirs not in _states(inspection) and not spoken:
        text = f"they are in {theirs}, where you have no licence, and the letter does not say how that goes together"
        yield inspection.on("contact", text)


@rule("jurisdiction-break", level=WARN, source="the licensing law of the student's home state",
      remedy="say what happens over a break: 'while the student is in either state'",
      wrong="I see students by video in Ohio.",
      right="I see students by video while they are in Ohio or Kentucky.")  # fmt: skip
def jurisdiction_break(inspection: Inspection) -> Findings:
    """Video is offered to a college without a word on breaks. Students go home to other states, and the licence does
    not go with them.
    """
    spoken = inspection.matches("jurisdiction-telehealth")
    if inspection.role in _SCHOOLS and spoken and not inspection.matches("jurisdiction-break"):
        text = f"'{spoken[0].text}' to a college, without a word on where the student must be"
        yield inspection.at(spoken[0].start, text)


@rule("jurisdiction-number", level=BLOCK,
      source="Cal. Bus. & Prof. Code 651; templates/jurisdictions/ says which places ask",
      remedy="put number: into practice.yaml, and keep the signature that is made from it",
      wrong="California, without a number", right="California (LPCC 0000)")  # fmt: skip
def jurisdiction_number(inspection: Inspection) -> Findings:
    """The number of the licence is missing where a state wants it. Some boards want it in anything that offers care."""
    if not inspection.commercial:
        return
    for licence in inspection.practice.licences:
        asking = [place for place in inspection.standards.places.find(licence.state) if place.number]
        if asking and (not licence.number or licence.number not in inspection.draft.body):
            missing = "stand below it" if licence.number else "stand in practice.yaml"
            text = f"the number of your licence for {licence.state} does not {missing}"
            yield inspection.on("body", text, f"add it; {asking[0].source} asks for it")
