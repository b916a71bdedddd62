"""What a letter may claim of its writer: no more than the practice's records hold."""

import re

from composer.checks.engine.inspection import BLOCK, WARN, Findings, Inspection
from composer.checks.engine.rule import rule, weighed
from composer.patterns import regex

_AFTER_NAME = regex(r",? *((?:[A-Z][A-Za-z.-]*[A-Z.][A-Za-z.]*)(?:, *[A-Z][A-Za-z.-]*[A-Z.][A-Za-z.]*)*)")
_EMPLOYERS = (".edu", ".gov", ".mil", ".k12", ".nhs.uk")
_OWN = regex(r"\b(?:I|I'm|my|we|our)\b|_{3,}", re.IGNORECASE)
_NEAR = 30  # characters in front of Medicaid in which a panel may stand


def _plain(word: str) -> str:
    return word.replace(".", "").casefold()


def _held(insurer: str, before: str, panels: list[str]) -> bool:
    """Whether a panel is the insurer, or stands in front of it: ``Molina Medicaid`` where Molina is held."""
    name = insurer.casefold()
    own = any(name in panel or panel in name for panel in panels)
    return own or (name in {"medicaid", "medicare"} and any(panel in before.casefold() for panel in panels))


@rule("claims-credential", level=BLOCK, source="APA Ethics Code 5.01(b) and (c); NASW Code 4.06(c); ACA Code C.4",
      remedy="take it out, or put it under credentials: or certified: in practice.yaml if you hold it",
      wrong="I am board-certified in trauma.", right="For trauma I work with EMDR.")  # fmt: skip
def claims_credential(inspection: Inspection) -> Findings:
    """It claims a degree, a certificate or a specialty that no record holds. A claim of training that is not held is
    among the commonest complaints to licensing boards.
    """
    # Degrees behind the writer's own name, and certificates claimed in a sentence about the writer.
    practice, body = inspection.practice, inspection.draft.body
    held = {_plain(word) for word in re.split(r"[,\s]+", " ".join((practice.credentials, *practice.certified)))}
    for found in re.finditer(re.escape(practice.name), body):
        behind = _AFTER_NAME.match(body, found.end())
        for word in re.split(r", *", behind[1]) if behind else ():
            if word in inspection.standards.post_nominals and _plain(word) not in held:
                text = f"'{word}' stands behind your name, and practice.yaml does not have it under credentials:"
                yield inspection.at(found.end(), text)
    for claim in inspection.matches("claims-credential"):
        backed = any(name.casefold() in claim.sentence.text.casefold() for name in practice.certified)
        if not backed and _OWN.search(claim.sentence.text):
            yield inspection.at(claim.start, f"'{claim.text}' is a claim that nothing under certified: supports")


@rule("claims-outcome", level=BLOCK,
      source="APA Ethics Code 5.01(b) and 5.05; ACA Code C.3.a and b; NASW Code 4.06 and 4.07; 16 CFR 255",
      remedy="say what you do, and for whom: a day, a number, a panel",
      wrong="I guarantee that your patients will be well within a month.",
      right="I see people weekly, mostly for six months.",
      stranger="a stranger could read a promise in it, or praise that nobody can check")  # fmt: skip
def claims_outcome(inspection: Inspection) -> Findings:
    """It promises a result, praises the writer above others, or quotes a client. Nobody can promise how a treatment
    ends; praise of oneself cannot be checked; and a client cannot freely refuse a testimonial.
    """
    text = "'{}' claims more than anybody can hold"
    return weighed(inspection, "claims-outcome", text, "does this promise a result or praise yourself: '{}'")


@rule("claims-panel", level=BLOCK, source="APA Ethics Code 5.01(b)(7)",
      remedy="take it out, or add it to panels: in practice.yaml", wrong="I take Aetna.",
      right="I take Buckeye and Molina Medicaid.")  # fmt: skip
def claims_panel(inspection: Inspection) -> Findings:
    """It names an insurer whose panel the practice is not on. A family that comes because of a wrong
    panel pays for it.
    """
    panels = [panel.casefold() for panel in inspection.practice.panels]
    for sentence in {match.sentence for match in inspection.matches("claims-panel")}:
        for insurer in inspection.reader.words("insurer"):
            at = re.search(rf"\b{re.escape(insurer)}\b", sentence.text)
            if at and not _held(insurer, sentence.text[max(0, at.start() - _NEAR) : at.start()], panels):
                text = f"'{insurer}' is not among the panels of practice.yaml"
                yield inspection.at(sentence.start + at.start(), text)


@rule("claims-title", level=WARN, source="16 CCR 1811 and the like of other boards; APA Ethics Code 5.01(b)",
      remedy="keep the signature that practice.yaml makes, or write the title out", wrong="Maya Chen, LPCC",
      right="Maya Chen, LPCC, Licensed Professional Clinical Counselor")  # fmt: skip
def claims_title(inspection: Inspection) -> Findings:
    """The exact title of the licence does not stand in it. Boards want the title as they give it, in anything that
    offers care.
    """
    titles = {licence.title for licence in inspection.practice.licences}
    if inspection.commercial and titles and not any(title in inspection.draft.body for title in titles):
        text = f"your exact title does not stand in it: {' or '.join(sorted(titles))}"
        yield inspection.on("body", text)


@rule("claims-supervised", level=BLOCK, source="Cal. Bus. & Prof. Code 4980.44; ACA Code C.4",
      remedy="add: 'Supervised by', with the name and the licence", wrong="Maya Chen, Associate Counselor",
      right="Maya Chen, Associate Counselor, supervised by Dr. Ines Roth")  # fmt: skip
def claims_supervised(inspection: Inspection) -> Findings:
    """It does not say that the writer works under supervision. Whoever is not yet licensed alone says so, and says
    under whom.
    """
    name = inspection.practice.supervised_by.partition(",")[0]
    said = re.search(rf"(?i:supervis)\w+[^\n]{{0,40}}{re.escape(name)}", inspection.draft.body)
    if inspection.commercial and name and not said:
        yield inspection.on("body", f"it does not say that you work under the supervision of {name}")


@rule("claims-doctor", level=WARN, source="APA Ethics Code 5.01(c)",
      remedy="leave out Dr., or name the degree and its field", wrong="Dr. Maya Chen",
      right="Maya Chen, ThD")  # fmt: skip
def claims_doctor(inspection: Inspection) -> Findings:
    """The writer is called Dr. for a degree outside the field of care. A degree is claimed beside a service only where
    it belongs to that service.
    """
    # A doctorate outside the field of care, in a place that has a list of those inside it.
    practice = inspection.practice
    name = practice.name.removeprefix("Dr. ").removeprefix("Dr ")
    at = max(inspection.draft.body.find(f"{title} {name}") for title in ("Dr.", "Dr"))
    states = [licence.state for licence in practice.licences] if at >= 0 else []
    places = (place for state in states for place in inspection.standards.places.find(state))
    allowed = {_plain(degree) for place in places for degree in place.doctorates}
    held = {_plain(word) for word in re.split(r"[,\s]+", practice.credentials)}
    if allowed and not allowed & held:
        yield inspection.at(at, "you are called Dr., and credentials: has no doctorate in a field of care")


@rule("claims-employer", level=WARN, source="ACA Code C.3.d", remedy="send it from the practice's own address",
      wrong="From: maya@northbank.example", right="From: maya@harborstreet.example")  # fmt: skip
def claims_employer(inspection: Inspection) -> Findings:
    """A letter for the practice leaves from an employer's address. Nobody may use a place of work to find clients for a
    practice of their own, and the mail belongs to the employer.
    """
    sender = inspection.draft.sender.addr_spec if inspection.draft.sender else inspection.practice.email or ""
    domain = sender.rpartition("@")[2].casefold()
    whose = inspection.standards.employers.get(domain, "")
    if inspection.commercial and domain and (whose or domain.endswith(_EMPLOYERS)):
        belongs = f"belongs to {whose}" if whose else "looks like an employer's"
        yield inspection.on("from", f"your address {sender} {belongs}, and the letter offers your own practice")
