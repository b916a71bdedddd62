"""Where the practice may see somebody, and what the places ask."""

import re
from collections.abc import Iterator

from composer.checks.rule import SCHOOLS, Finding, Inspection, Rule, phrases
from composer.checks.sentences import finder

_SEEN_IN = re.compile(
    r"\b(?:licen[sc]ed|registered|authori[sz]ed|i (?:can )?see|i (?:can )?treat|by video|telehealth|practice) ",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)?\b")

_seen_in, _capitals_in = finder(_SEEN_IN), finder(_CAPITALS)


def _states(inspection: Inspection) -> frozenset[str]:
    """The states of the practice's licences by their full names."""
    places = inspection.standards.places
    return frozenset(places.state(licence.state) for licence in inspection.practice.licences)


def _paragraph(body: str, place: int) -> str:
    begin = body.rfind("\n\n", 0, place) + 1
    end = body.find("\n\n", place)
    return body[begin : end if end > 0 else len(body)]


def _telehealth(inspection: Inspection) -> Iterator[Finding]:
    """Care by video, in a paragraph that names no state of the licence."""
    for sentence, found in inspection.hits("jurisdiction-telehealth"):
        paragraph = _paragraph(inspection.draft.body, sentence.start)
        if not any(state in paragraph for state in _states(inspection)):
            start = sentence.start + found.start
            text = f"'{found.text}' without the states where somebody must be"
            yield Finding(*inspection.at(start), text)
            return


def _state(inspection: Inspection) -> Iterator[Finding]:
    """A state that the letter says somebody may be in, and for which there is no licence."""
    held, named = _states(inspection), inspection.standards.places.states
    for sentence in inspection.sentences:
        if not _seen_in(sentence.text):
            continue
        for found in _capitals_in(sentence.text):
            state = _state_in(found[0], named)
            if state and state not in held:
                yield Finding(*inspection.at(sentence.start + found.start()), f"you have no licence for {state}")


def _state_in(words: str, named: dict[str, str]) -> str:
    """The state that one or two words with capitals name; empty for none."""
    for said in (words, words.partition(" ")[0]):
        if said.casefold() in named and named[said.casefold()] == said:
            return said
    return ""


def _expired(inspection: Inspection) -> Iterator[Finding]:
    for licence in inspection.practice.licences:
        at = inspection.draft.body.find(licence.state)
        if licence.expires and licence.expires < inspection.standards.today and at >= 0:
            text = f"your licence for {licence.state} expired on {licence.expires}"
            yield Finding(*inspection.at(at), text)


def _far(inspection: Inspection) -> Iterator[Finding]:
    """A reader in a state without licence, in a letter that does not speak of distance."""
    theirs = inspection.recipient.state if inspection.recipient else ""
    known = theirs in inspection.standards.places.states.values()
    if (
        inspection.commercial
        and known
        and theirs not in _states(inspection)
        and not inspection.hits("jurisdiction-telehealth")
    ):
        text = f"they are in {theirs}, where you have no licence, and the letter does not say how that goes together"
        yield Finding(inspection.line("contact"), 0, text)


def _break(inspection: Inspection) -> Iterator[Finding]:
    """Video for students, without a word on where they are over a break."""
    spoken = inspection.hits("jurisdiction-telehealth")
    if inspection.role in SCHOOLS and spoken and not inspection.hits("jurisdiction-break"):
        sentence, found = spoken[0]
        text = f"'{found.text}' to a college, without a word on where the student must be"
        yield Finding(*inspection.at(sentence.start + found.start), text)


def _number(inspection: Inspection) -> Iterator[Finding]:
    """The licence's number, where a place wants it in anything that offers care."""
    if not inspection.commercial:
        return
    for licence in inspection.practice.licences:
        asking = [place for place in inspection.standards.places.find(licence.state) if place.number]
        if asking and (not licence.number or licence.number not in inspection.draft.body):
            missing = "stand below it" if licence.number else "stand in practice.yaml"
            text = f"the number of your licence for {licence.state} does not {missing}"
            yield Finding(inspection.line("body"), 0, text, f"add it; {asking[0].source} asks for it")


RULES = (
    Rule(
        "jurisdiction-telehealth", "block", "Care by video, without the states where somebody must be.",
        "A session happens where the client physically is, and the licence must reach there.",
        "the telehealth law of each state; ASPPB and Counseling Compact rules, where membership is not yet authority",
        "add where they must be: 'when they are in Ohio or Kentucky at the time'",
        "I also see people by video.", "I see people by video when they are in Ohio or Kentucky at the time.",
        _telehealth,
    ),
    Rule(
        "jurisdiction-state", "block", "It names a state for which there is no licence.",
        "Care without a licence is a crime in most states, wherever the therapist sits.",
        "the licensing law of the state that is named",
        "take the state out, or add the licence to practice.yaml",
        "I am licensed in Ohio and Oregon.", "I am licensed in Ohio and Kentucky.", _state,
    ),
    Rule(
        "jurisdiction-anywhere", "block", "It promises care wherever somebody is.",
        "No licence reaches everywhere, and no compact does.",
        "the licensing law of each state; Counseling Compact, section 4",
        "name the states of your licences",
        "I see people nationwide.", "I see people who are in Ohio or Kentucky.",
        phrases("jurisdiction-anywhere", lambda said: f"'{said}' is further than your licences reach"),
    ),
    Rule(
        "jurisdiction-expired", "block", "It shows a licence that has expired.",
        "A letter that shows it claims a licence that is not held.",
        "APA Ethics Code 5.01(b)(3); the licensing law of the state",
        "renew it, and mend expires: in practice.yaml", "Indiana, expires: 2026-01-31",
        "Indiana, expires: 2028-01-31", _expired,
    ),
    Rule(
        "jurisdiction-far", "warn", "The reader is in a state without a licence.",
        "Their people cannot be seen at home, and the letter does not say what then.",
        "the licensing law of the reader's state",
        "say where their people must be, or do not send it", "state: Oregon", "state: Ohio", _far,
    ),
    Rule(
        "jurisdiction-break", "warn", "Video is offered to a college without a word on breaks.",
        "Students go home to other states, and the licence does not go with them.",
        "the licensing law of the student's home state",
        "say what happens over a break: 'while the student is in either state'",
        "I see students by video in Ohio.", "I see students by video while they are in Ohio or Kentucky.", _break,
    ),
    Rule(
        "jurisdiction-number", "block", "The number of the licence is missing where a state wants it.",
        "Some boards want it in anything that offers care.",
        "Cal. Bus. & Prof. Code 651; templates/jurisdictions/ says which places ask",
        "put number: into practice.yaml, and keep the signature that is made from it",
        "California, without a number", "California (LPCC 0000)", _number,
    ),
)  # fmt: skip
