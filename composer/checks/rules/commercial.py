"""What the law asks of mail that offers a service."""

import re

from composer.checks.engine.inspection import BLOCK, WARN, Findings, Inspection
from composer.checks.engine.rule import rule
from composer.checks.rules.holes import REPLY
from composer.records.contacts import Consent


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\\,]+", " ", text).casefold().strip()


def _consent_of(inspection: Inspection, law: str) -> Consent | None:
    """What is noted of a reader's consent, where mail to their place follows such a law; ``None`` elsewhere."""
    recipient = inspection.recipient
    if not (inspection.commercial and recipient and any(place.consent == law for place in recipient.places)):
        return None
    return recipient.consent or Consent()


@rule("commercial-postal", level=BLOCK, source="15 U.S.C. 7704(a)(5)(A)(iii); 16 CFR 316.2(p)",
      remedy="put address: into practice.yaml, and the address below the letter", wrong="Maya Chen",
      right="Maya Chen, 12 Harbor Street, Fairhaven, OH 45202")  # fmt: skip
def commercial_postal(inspection: Inspection) -> Findings:
    """A commercial letter shows no postal address. Every commercial email shows one, one to one as well as to many: a
    street, or a box that is registered.
    """
    # Every line of the practice's address must stand in the letter, in any order and on any line.
    if not inspection.commercial:
        return
    lines = [line for line in inspection.practice.address.split("\n") if line.strip()]
    if lines and all(line in inspection.draft.body for line in lines):
        return
    body = _squeezed(inspection.draft.body)
    if not lines:
        yield inspection.on("body", "a postal address belongs below it, and practice.yaml has none")
    elif any(_squeezed(line) not in body for line in lines):
        yield inspection.on("body", "the practice's postal address does not stand below it")


@rule("commercial-opt-out", level=BLOCK, source="15 U.S.C. 7704(a)(3) to (5)",
      remedy="add: 'If you would rather not hear from me, tell me in a word and I will not write again.'",
      wrong="With good wishes,",
      right="If you would rather not hear from me, tell me in a word and I will not write again.")  # fmt: skip
def commercial_opt_out(inspection: Inspection) -> Findings:
    """A commercial letter does not say how to stop further ones. A plain sentence is enough, and a wish to be left
    alone is honoured at once here; the law gives ten working days.
    """
    if inspection.commercial and not inspection.matches("commercial-opt-out"):
        yield inspection.on("body", "it does not say how to stop further letters")


@rule("commercial-reply", level=BLOCK, source="15 U.S.C. 7704(a)(2); 16 CFR 316.3",
      remedy="take it out; a real answer has in-reply-to: in its head", wrong="Re: your patients",
      right="Evenings for your patients")  # fmt: skip
def commercial_reply(inspection: Inspection) -> Findings:
    """The subject pretends to be an answer. 'Re:' on a first letter deceives about what it is."""
    found = REPLY.match(inspection.draft.subject)
    if found and not inspection.draft.in_reply_to:
        text = f"the subject begins with '{found[0].strip()}', and the letter answers nothing"
        yield inspection.on("subject", text)


@rule("commercial-subject", level=WARN, source="15 U.S.C. 7704(a)(2); 16 CFR 316.3(a)",
      remedy="say in the subject what the letter is about", wrong="Thank you",
      right="Two evening openings")  # fmt: skip
def commercial_subject(inspection: Inspection) -> Findings:
    """The subject promises another letter than this one. A reader who opens thanks and finds an offer does not open the
    next one.
    """
    said = inspection.in_subject("commercial-subject")
    if inspection.commercial and said and not inspection.draft.in_reply_to:
        yield inspection.on("subject", f"the subject says '{said[0]}', and the letter offers your practice")


@rule("commercial-mixed", level=WARN, source="16 CFR 316.3(a)(2)",
      remedy="take the offer out, and write it another time",
      wrong="Thank you for your trust. I have two openings on Tuesdays.",
      right="Thank you for your trust.")  # fmt: skip
def commercial_mixed(inspection: Inspection) -> Findings:
    """Thanks turn into an offer. One added sentence about openings may make it commercial mail, with all that such mail
    must show; and the reader learns what the thanks were for.
    """
    if not inspection.thanks:
        return
    offered = [inspection.find(offer.text) for offer in inspection.practice.offers]
    said = [match.start for match in inspection.matches("commercial-mixed")]
    for start in sorted(at for at in (*offered, *said) if at >= 0)[:1]:
        yield inspection.at(start, "it offers your practice, and so is no longer only thanks")


@rule("commercial-consent", level=BLOCK, source="S.C. 2010, c. 23, s. 6 and s. 10(9) (CASL)",
      remedy="note consent: {basis: conspicuous publication, source: their page, date: ...} in the record, or write "
             "by post",
      wrong="country: Canada", right="consent: {basis: conspicuous publication, source: clinic page}")  # fmt: skip
def commercial_consent(inspection: Inspection) -> Findings:
    """A commercial letter goes to Canada without a noted consent. Consent comes first there. A published address counts
    where the message concerns the person's role, and the sender keeps the proof.
    """
    consent = _consent_of(inspection, "opt-in")
    if consent is not None and not (consent.basis and (consent.source or consent.date)):
        yield inspection.on("contact", "it goes to Canada, and the record has no consent with its source")


@rule("commercial-subscriber", level=WARN,
      source="Privacy and Electronic Communications Regulations 2003, reg. 2 and 22",
      remedy="note consent: {subscriber: corporate} or individual with a basis, or write by post",
      wrong="country: United Kingdom", right="consent: {subscriber: corporate}")  # fmt: skip
def commercial_subscriber(inspection: Inspection) -> Findings:
    """A commercial letter goes to the United Kingdom, to an unknown kind of subscriber. A company may be written to
    until it objects. A sole trader or an ordinary partnership counts as an individual and must have agreed.
    """
    consent = _consent_of(inspection, "corporate")
    if consent is None or consent.subscriber == "corporate":
        return
    if consent.subscriber == "individual" and not consent.basis:
        text = "it goes to an individual in the United Kingdom who has not agreed to it"
        yield inspection.on("contact", text, level=BLOCK)
    elif not consent.subscriber:
        text = "it goes to the United Kingdom, and the record does not say whether to a company or to an individual"
        yield inspection.on("contact", text)


@rule("commercial-told", level=WARN, source="GDPR art. 6, 14 and 21(2) to (4)",
      remedy="note consent: {basis: legitimate interest, told: DATE} in the record", wrong="country: Germany",
      right="consent: {basis: legitimate interest, told: 2026-11-02}")  # fmt: skip
def commercial_told(inspection: Inspection) -> Findings:
    """A commercial letter goes to the European Union without a noted basis. Whoever keeps details of a person tells
    them so, with the right to object, at the first letter at the latest.
    """
    consent = _consent_of(inspection, "objection")
    if consent is not None and not (consent.basis and consent.told):
        text = "it goes to the European Union, and the record has no basis, or no day on which they were told"
        yield inspection.on("contact", text)


@rule("commercial-sender", level=WARN, source="15 U.S.C. 7704(a)(1)",
      remedy="mend from: in the draft, or name: in practice.yaml", wrong="From: Harbor Team",
      right="From: Maya Chen")  # fmt: skip
def commercial_sender(inspection: Inspection) -> Findings:
    """The letter is from somebody else than practice.yaml says. The From line tells truly who writes."""
    sender = inspection.draft.sender
    if not sender or not inspection.commercial:
        return
    practice = inspection.practice
    if sender.display_name and practice.name not in sender.display_name:
        text = f"it is from '{sender.display_name}', and practice.yaml says that {practice.name} writes"
        yield inspection.on("from", text)
