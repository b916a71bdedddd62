"""What a letter may claim of its writer: no more than the practice's records hold."""

import re
from collections.abc import Iterator

from composer.checks.rule import Finding, Inspection, Rule, phrases

_AFTER_NAME = re.compile(r",? *((?:[A-Z][A-Za-z.-]*[A-Z.][A-Za-z.]*)(?:, *[A-Z][A-Za-z.-]*[A-Z.][A-Za-z.]*)*)")
_EMPLOYERS = (".edu", ".gov", ".mil", ".k12", ".nhs.uk")
_OWN = re.compile(r"\b(?:I|I'm|my|we|our)\b|_{3,}", re.IGNORECASE)
_NEAR = 30


def _plain(word: str) -> str:
    return word.replace(".", "").casefold()


def _credential(inspection: Inspection) -> Iterator[Finding]:
    """Degrees behind the writer's own name, and certificates claimed in a sentence about the writer."""
    practice, body = inspection.practice, inspection.draft.body
    held = {_plain(word) for word in re.split(r"[,\s]+", " ".join((practice.credentials, *practice.certified)))}
    for found in re.finditer(re.escape(practice.name), body):
        behind = _AFTER_NAME.match(body, found.end())
        for word in re.split(r", *", behind[1]) if behind else ():
            if word in inspection.standards.degrees and _plain(word) not in held:
                text = f"'{word}' stands behind your name, and practice.yaml does not have it under credentials:"
                yield Finding(*inspection.at(found.end()), text)
    for sentence, claim in inspection.hits("claims-credential"):
        backed = any(name.casefold() in sentence.text.casefold() for name in practice.certified)
        if not backed and _OWN.search(sentence.text):
            start = sentence.start + claim.start
            text = f"'{inspection.words_at(start, len(claim.text))}' is a claim that nothing under certified: supports"
            yield Finding(*inspection.at(start), text)


def _panel(inspection: Inspection) -> Iterator[Finding]:
    """An insurer the letter says the practice takes, and that is on no list of its panels."""
    panels = [panel.casefold() for panel in inspection.practice.panels]
    insurers = inspection.reader.words("insurer")
    for sentence in {sentence for sentence, _ in inspection.hits("claims-panel")}:
        for insurer in insurers:
            at = re.search(rf"\b{re.escape(insurer)}\b", sentence.text)
            if at and not _held(insurer, sentence.text[max(0, at.start() - _NEAR) : at.start()], panels):
                text = f"'{insurer}' is not among the panels of practice.yaml"
                yield Finding(*inspection.at(sentence.start + at.start()), text)


def _held(insurer: str, before: str, panels: list[str]) -> bool:
    """Whether a panel is the insurer, or stands in front of it: ``Molina Medicaid`` where Molina is held."""
    name = insurer.casefold()
    own = any(name in panel or panel in name for panel in panels)
    return own or (name in {"medicaid", "medicare"} and any(panel in before.casefold() for panel in panels))


def _title(inspection: Inspection) -> Iterator[Finding]:
    titles = {licence.title for licence in inspection.practice.licences}
    if inspection.commercial and titles and not any(title in inspection.draft.body for title in titles):
        text = f"your exact title does not stand in it: {' or '.join(sorted(titles))}"
        yield Finding(inspection.line("body"), 0, text)


def _supervised(inspection: Inspection) -> Iterator[Finding]:
    supervisor = inspection.practice.supervised_by
    name = supervisor.partition(",")[0]
    if (
        inspection.commercial
        and supervisor
        and not re.search(rf"(?i:supervis)\w+[^\n]{{0,40}}{re.escape(name)}", inspection.draft.body)
    ):
        yield Finding(inspection.line("body"), 0, f"it does not say that you work under the supervision of {name}")


def _doctorates(state: str, inspection: Inspection) -> tuple[str, ...]:
    """The degrees whose holders may be called Dr. in a state."""
    return tuple(degree for place in inspection.standards.places.find(state) for degree in place.doctorates)


def _doctor(inspection: Inspection) -> Iterator[Finding]:
    """A doctorate outside the field of care, in a place that has a list of those inside it."""
    practice = inspection.practice
    name = practice.name.removeprefix("Dr. ").removeprefix("Dr ")
    at = max(inspection.draft.body.find(f"{title} {name}") for title in ("Dr.", "Dr"))
    states = [licence.state for licence in practice.licences] if at >= 0 else []
    allowed = {_plain(degree) for state in states for degree in _doctorates(state, inspection)}
    held = {_plain(word) for word in re.split(r"[,\s]+", practice.credentials)}
    if allowed and not allowed & held:
        text = "you are called Dr., and credentials: has no doctorate in a field of care"
        yield Finding(*inspection.at(at), text)


def _employer(inspection: Inspection) -> Iterator[Finding]:
    sender = inspection.draft.sender.addr_spec if inspection.draft.sender else inspection.practice.email or ""
    domain = sender.rpartition("@")[2].casefold()
    whose = inspection.standards.domains.get(domain, "")
    if inspection.commercial and domain and (whose or domain.endswith(_EMPLOYERS)):
        belongs = f"belongs to {whose}" if whose else "looks like an employer's"
        yield Finding(
            inspection.line("from"), 0, f"your address {sender} {belongs}, and the letter offers your own practice"
        )


RULES = (
    Rule(
        "claims-credential", "block", "It claims a degree, a certificate or a specialty that no record holds.",
        "A claim of training that is not held is among the commonest complaints to licensing boards.",
        "APA Ethics Code 5.01(b) and (c); NASW Code 4.06(c); ACA Code C.4",
        "take it out, or put it under credentials: or certified: in practice.yaml if you hold it",
        "I am board-certified in trauma.", "For trauma I work with EMDR.", _credential,
    ),
    Rule(
        "claims-outcome", "block", "It promises a result.",
        "Nobody can promise how a treatment ends, and a rate without its study is a promise.",
        "APA Ethics Code 5.01(b)(6)",
        "say what you do, and for whom",
        "My approach has a success rate of 90 percent.", "I see people weekly, mostly for six months.",
        phrases("claims-outcome", lambda said: f"'{said}' promises a result"),
    ),
    Rule(
        "claims-superlative", "warn", "It praises the writer.",
        "Readers believe a day and a number. Praise of oneself cannot be checked, and boards read it as a claim.",
        "APA Ethics Code 5.01; ACA Code C.3.a",
        "write a fact in its place: a day, a number, a panel",
        "I am the leading trauma therapist in town.", "I have one weekly hour for trauma on Friday mornings.",
        phrases("claims-superlative", lambda said: f"'{said}' is praise that nobody can check"),
    ),
    Rule(
        "claims-testimonial", "block", "It uses what clients are said to have said.",
        "A client cannot freely refuse a testimonial, and a quoted one tells that somebody is a client.",
        "APA Ethics Code 5.05; ACA Code C.3.b; NASW Code 4.07",
        "take it out",
        "My clients say that I listen.", "I answer calls within one working day.",
        phrases("claims-testimonial", lambda said: f"'{said}' is a testimonial"),
    ),
    Rule(
        "claims-panel", "block", "It names an insurer whose panel the practice is not on.",
        "A family that comes because of a wrong panel pays for it.",
        "APA Ethics Code 5.01(b)(7); the rule of this house that facts come from practice.yaml",
        "take it out, or add it to panels: in practice.yaml",
        "I take Aetna.", "I take Buckeye and Molina Medicaid.", _panel,
    ),
    Rule(
        "claims-title", "warn", "The exact title of the licence does not stand in it.",
        "Boards want the title as they give it, in anything that offers care.",
        "16 CCR 1811 and the like of other boards; APA Ethics Code 5.01(b)",
        "keep the signature that practice.yaml makes, or write the title out",
        "Maya Chen, LPCC", "Maya Chen, LPCC, Licensed Professional Clinical Counselor", _title,
    ),
    Rule(
        "claims-supervised", "block", "It does not say that the writer works under supervision.",
        "Whoever is not yet licensed alone says so, and says under whom.",
        "Cal. Bus. & Prof. Code 4980.44; ACA Code C.4",
        "add: 'Supervised by', with the name and the licence",
        "Maya Chen, Associate Counselor", "Maya Chen, Associate Counselor, supervised by Dr. Ines Roth", _supervised,
    ),
    Rule(
        "claims-doctor", "warn", "The writer is called Dr. for a degree outside the field of care.",
        "A degree is claimed beside a service only where it belongs to that service.",
        "APA Ethics Code 5.01(c)",
        "leave out Dr., or name the degree and its field",
        "Dr. Maya Chen", "Maya Chen, ThD", _doctor,
    ),
    Rule(
        "claims-employer", "warn", "A letter for the practice leaves from an employer's address.",
        "Nobody may use a place of work to find clients for a practice of their own, and the mail belongs to the "
        "employer.",
        "ACA Code C.3.d",
        "send it from the practice's own address",
        "From: maya@northbank.example", "From: maya@harborstreet.example", _employer,
    ),
)  # fmt: skip
