"""What the law asks of mail that offers a service."""

import re
from collections.abc import Iterator

from composer.checks.rule import Finding, Inspection, Rule
from composer.records.contacts import Consent

_REPLY = re.compile(r"\s*(?:re|fw|fwd|aw|antw|sv|rv)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)


def _postal(inspection: Inspection) -> Iterator[Finding]:
    """Every line of the practice's address must stand in the letter, in any order and on any line."""
    if not inspection.commercial:
        return
    lines = [line for line in inspection.practice.address.split("\n") if line.strip()]
    if lines and all(line in inspection.draft.body for line in lines):
        return
    body = _squeezed(inspection.draft.body)
    if not lines:
        yield Finding(inspection.line("body"), 0, "a postal address belongs below it, and practice.yaml has none")
    elif any(_squeezed(line) not in body for line in lines):
        yield Finding(inspection.line("body"), 0, "the practice's postal address does not stand below it")


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\\,]+", " ", text).casefold().strip()


def _opt_out(inspection: Inspection) -> Iterator[Finding]:
    if inspection.commercial and not inspection.hits("commercial-opt-out"):
        yield Finding(inspection.line("body"), 0, "it does not say how to stop further letters")


def _reply(inspection: Inspection) -> Iterator[Finding]:
    found = _REPLY.match(inspection.draft.subject)
    if found and not inspection.draft.in_reply_to:
        text = f"the subject begins with '{found[0].strip()}', and the letter answers nothing"
        yield Finding(inspection.line("subject"), 0, text)


def _subject(inspection: Inspection) -> Iterator[Finding]:
    said = inspection.reader.read(inspection.subject).get("commercial-subject", ())
    if inspection.commercial and said and not inspection.draft.in_reply_to:
        text = f"the subject says '{said[0].text}', and the letter offers your practice"
        yield Finding(inspection.line("subject"), 0, text)


def _mixed(inspection: Inspection) -> Iterator[Finding]:
    """Thanks that offer something: an offer of the practice's own, or words that do."""
    if not inspection.thanks:
        return
    offered = [inspection.draft.body.find(offer.text) for offer in inspection.practice.offers]
    said = [sentence.start + found.start for sentence, found in inspection.hits("commercial-mixed")]
    for start in sorted(at for at in (*offered, *said) if at >= 0)[:1]:
        yield Finding(*inspection.at(start), "it offers your practice, and so is no longer only thanks")


def _consent_of(inspection: Inspection, rule: str) -> Consent | None:
    """What is noted of a reader's consent, where mail to their place follows that rule; ``None`` elsewhere."""
    recipient = inspection.recipient
    if not (inspection.commercial and recipient and any(place.consent == rule for place in recipient.places)):
        return None
    return recipient.consent or Consent()


def _opt_in(inspection: Inspection) -> Iterator[Finding]:
    consent = _consent_of(inspection, "opt-in")
    if consent is not None and not (consent.basis and (consent.source or consent.date)):
        yield Finding(inspection.line("contact"), 0, "it goes to Canada, and the record has no consent with its source")


def _subscriber(inspection: Inspection) -> Iterator[Finding]:
    consent = _consent_of(inspection, "corporate")
    if consent is None or consent.subscriber == "corporate":
        return
    if consent.subscriber == "individual" and not consent.basis:
        text = "it goes to an individual in the United Kingdom who has not agreed to it"
        yield Finding(inspection.line("contact"), 0, text, severity="block")
    elif not consent.subscriber:
        text = "it goes to the United Kingdom, and the record does not say whether to a company or to an individual"
        yield Finding(inspection.line("contact"), 0, text)


def _told(inspection: Inspection) -> Iterator[Finding]:
    consent = _consent_of(inspection, "objection")
    if consent is not None and not (consent.basis and consent.told):
        text = "it goes to the European Union, and the record has no basis, or no day on which they were told"
        yield Finding(inspection.line("contact"), 0, text)


def _sender(inspection: Inspection) -> Iterator[Finding]:
    sender = inspection.draft.sender
    if not sender or not inspection.commercial:
        return
    practice = inspection.practice
    if sender.display_name and practice.name not in sender.display_name:
        text = f"it is from '{sender.display_name}', and practice.yaml says that {practice.name} writes"
        yield Finding(inspection.line("from"), 0, text)


RULES = (
    Rule(
        "commercial-postal", "block", "A commercial letter shows no postal address.",
        "Every commercial email shows one, one to one as well as to many: a street, or a box that is registered.",
        "15 U.S.C. 7704(a)(5)(A)(iii); 16 CFR 316.2(p)",
        "put address: into practice.yaml, and the address below the letter",
        "Maya Chen", "Maya Chen, 12 Harbor Street, Fairhaven, OH 45202", _postal,
    ),
    Rule(
        "commercial-opt-out", "block", "A commercial letter does not say how to stop further ones.",
        "A plain sentence is enough, and a wish to be left alone is honoured at once here; the law gives ten "
        "working days.",
        "15 U.S.C. 7704(a)(3) to (5)",
        "add: 'If you would rather not hear from me, tell me in a word and I will not write again.'",
        "With good wishes,", "If you would rather not hear from me, tell me in a word and I will not write again.",
        _opt_out,
    ),
    Rule(
        "commercial-reply", "block", "The subject pretends to be an answer.",
        "'Re:' on a first letter deceives about what it is.",
        "15 U.S.C. 7704(a)(2); 16 CFR 316.3",
        "take it out; a real answer has in-reply-to: in its head", "Re: your patients", "Evenings for your patients",
        _reply,
    ),
    Rule(
        "commercial-subject", "warn", "The subject promises another letter than this one.",
        "A reader who opens thanks and finds an offer does not open the next one.",
        "15 U.S.C. 7704(a)(2); 16 CFR 316.3(a)",
        "say in the subject what the letter is about", "Thank you", "Two evening openings", _subject,
    ),
    Rule(
        "commercial-mixed", "warn", "Thanks turn into an offer.",
        "One added sentence about openings may make it commercial mail, with all that such mail must show; and the "
        "reader "
        "learns what the thanks were for.",
        "16 CFR 316.3(a)(2)", "take the offer out, and write it another time",
        "Thank you for your trust. I have two openings on Tuesdays.", "Thank you for your trust.", _mixed,
    ),
    Rule(
        "commercial-consent", "block", "A commercial letter goes to Canada without a noted consent.",
        "Consent comes first there. A published address counts where the message concerns the person's role, and "
        "the sender keeps the proof.",
        "S.C. 2010, c. 23, s. 6 and s. 10(9) (CASL)",
        "note consent: {basis: conspicuous publication, source: their page, date: ...} in the record, or write by post",
        "country: Canada", "consent: {basis: conspicuous publication, source: clinic page}", _opt_in,
    ),
    Rule(
        "commercial-subscriber", "warn",
        "A commercial letter goes to the United Kingdom, to an unknown kind of subscriber.",
        "A company may be written to until it objects. A sole trader or an ordinary partnership counts as an "
        "individual and must have agreed.",
        "Privacy and Electronic Communications Regulations 2003, reg. 2 and 22",
        "note consent: {subscriber: corporate} or individual with a basis, or write by post",
        "country: United Kingdom", "consent: {subscriber: corporate}", _subscriber,
    ),
    Rule(
        "commercial-told", "warn", "A commercial letter goes to the European Union without a noted basis.",
        "Whoever keeps details of a person tells them so, with the right to object, at the first letter at the latest.",
        "GDPR art. 6, 14 and 21(2) to (4)",
        "note consent: {basis: legitimate interest, told: DATE} in the record", "country: Germany",
        "consent: {basis: legitimate interest, told: 2026-11-02}", _told,
    ),
    Rule(
        "commercial-sender", "warn", "The letter is from somebody else than practice.yaml says.",
        "The From line tells truly who writes.",
        "15 U.S.C. 7704(a)(1)",
        "mend from: in the draft, or name: in practice.yaml", "From: Harbor Team", "From: Maya Chen", _sender,
    ),
)  # fmt: skip
