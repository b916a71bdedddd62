"""One draft to one reader, held against what ships, and how each rule's examples are put into it."""

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any

from composer.checks.engine.inspection import Inspection, Standards
from composer.checks.engine.recipient import Fact, FreeText, Recipient
from composer.checks.engine.similarity import Near
from composer.checks.engine.standards import make_standards
from composer.checks.registry import inspect
from composer.drafts.draft import Address, Draft
from composer.letters.catalogue import LetterHead
from composer.planning.reason import EARLY, OVER, PRIVACY, Reason
from composer.records.book import Records
from composer.records.contacts import Consent, parse_contacts
from composer.records.history import History
from composer.records.practice import Licence, Offer, Practice
from composer.records.suppression import Suppressed, Suppression
from tests.shipped import CATALOGUE, LIBRARY

TODAY = date(2026, 11, 24)
HEADS = CATALOGUE.heads
PRACTICE = Practice(
    name="Maya Chen",
    credentials="LPCC",
    licences=(
        Licence(title="Licensed Professional Clinical Counselor", state="Ohio"),
        Licence(title="Licensed Professional Clinical Counselor", state="Kentucky"),
    ),
    practice="Harbor Street Counseling",
    email="maya@harborstreet.example",
    address="12 Harbor Street\nFairhaven, OH 45202",
    phone="555-0142",
    panels=("Buckeye", "Molina"),
    offers=(Offer(text="In February a group for grief begins.", needs=("grief",), roles=("clergy",)),),
)
OTHERS = parse_contacts(
    "- {name: Jonah Brandt, organization: Northbank College}\n- {name: Zora Quill, organization: Lakeview Hospital}\n",
    "contacts.yaml",
)
RECORDS = Records(OTHERS, PRACTICE, History(), LIBRARY)
STANDARDS = make_standards(RECORDS, TODAY)
OPT_OUT = "If you would rather not hear from me, tell me in a word and I will not write again."
SIGNATURE = (
    "Maya Chen, LPCC\nLicensed Professional Clinical Counselor, Ohio and Kentucky\n"
    "Harbor Street Counseling, 12 Harbor Street, Fairhaven, OH 45202\n555-0142"
)
END = f"\n\nWith good wishes,\n{SIGNATURE}\n\n{OPT_OUT}\n"
# A letter of a purpose with none of the shapes that its kind asks for, so that a case shows its own fault only.
PLAIN = LetterHead(
    letter="letter", title="L", about="A letter.", purpose="commercial", once="ever", subject="s", words=(0, 999), questions=(0, 9)
)  # fmt: skip
THANKS = PLAIN.model_copy(update={"letter": "thank-you", "purpose": "thanks"})
INTRODUCTION = PLAIN.model_copy(update={"letter": "introduction"})
SHELL = PLAIN.model_copy(update={"letter": "shared-client", "purpose": "coordination", "medium": "record", "blanks": 1})
ANN = Recipient("Ann Lee", "ann@x.example", names=("Ann Lee", "Ann", "Lee"), role="primary-care", state="Ohio",
                places=LIBRARY.jurisdictions.find("Ohio"))  # fmt: skip
DRAFT = Draft(
    "ann.letter", "Two evening openings", "", to=(Address("ann@x.example"),), contact="ann", letter="letter", made=TODAY,
    lines={"to": 2, "subject": 3, "contact": 5, "overrides": 6, "body": 8},
)  # fmt: skip


def inspection(body: str = "How is your garden?", *, whole: bool = False, **fields: Any) -> Inspection:
    """A letter to Ann with a greeting and everything the law wants below it.

    Args:
        body: what stands between greeting and signature.
        whole: whether `body` is all of the letter.
        fields: fields of the draft, of the recipient or of the inspection, by name.
    """
    own = {field.name for field in dataclasses.fields(Draft)}
    known = {field.name for field in dataclasses.fields(Recipient)}
    text = body if whole else f"Dear Ann,\n\nHow is your chart?\n\n{body}{END}"
    draft = dataclasses.replace(DRAFT, body=text, **{key: value for key, value in fields.items() if key in own})
    of_ann = {key: value for key, value in fields.items() if key in known}
    rest = {key: value for key, value in fields.items() if key not in own | known}
    return Inspection(**{
        "draft": draft, "path": f"drafts/{draft.name}.md", "standards": STANDARDS,
        "recipient": dataclasses.replace(ANN, **of_ann), "head": PLAIN, **rest,
    })  # fmt: skip


def standards(**fields: Any) -> Standards:
    """What drafts are held against, with some of it changed; a practice by its changed fields."""
    if isinstance(practice := fields.get("practice"), dict):
        fields["practice"] = PRACTICE.model_copy(update=practice)
    return dataclasses.replace(STANDARDS, **fields)


def _thanks(text: str) -> Inspection:
    return inspection(text, head=THANKS)


def _subject(text: str) -> Inspection:
    return inspection(subject=text)


def _whole(text: str) -> Inspection:
    return inspection(text, whole=True)


def _signed(text: str) -> Inspection:
    """Between greeting and end, without the usual signature."""
    return inspection(f"Dear Ann,\n\nHello.\n\n{text}\n", whole=True)


def _licence(**fields: Any) -> Standards:
    licence = Licence(title="Licensed Professional Clinical Counselor", **fields)
    return standards(practice={"licences": (*PRACTICE.licences, licence)})


def _california(text: str) -> Inspection:
    number = "0000" if "0000" in text else ""
    return inspection("California is far, 0000.", standards=_licence(state="California", number=number))


def _near(text: str, *, same_contact: bool) -> Inspection:
    share = 0.9 if text in {"two letters that differ in a name", "last year's sentences again"} else 0.1
    near = Near("bo.letter", share, same_contact=same_contact, same_role=True)
    return inspection(near=(near,))


def _consented(text: str, country: str, **consent: Any) -> Inspection:
    noted = Consent(**consent) if text.startswith("consent") else None
    return inspection(places=LIBRARY.jurisdictions.find("", country), consent=noted)


def _timed(code: str, *, said: bool) -> Inspection:
    return inspection(timing={"letter": (Reason(code, "planning says so"),)} if said else {})


SUPPRESSION = Suppression((Suppressed(domain="closed.example"),))
# How an example's text becomes a draft, for the rules whose examples are not a sentence of the letter.
SETTINGS: dict[str, Callable[[str], Inspection]] = {
    "privacy-noted": lambda text: inspection(free_texts=(FreeText(text.removeprefix("details: "), ("details", 0)),)),
    "address-wish": lambda text: inspection(notes=text.removeprefix("notes: ")),
    "privacy-initials": inspection,
    "privacy-date": _thanks,
    "privacy-count": _thanks,
    "privacy-timing": lambda text: _timed(PRIVACY, said="two days" in text),
    "privacy-subject": lambda text: inspection(head=THANKS, subject=text),
    "privacy-part-2": lambda text: inspection(text, role="treatment-center"),
    "privacy-details": lambda text: inspection(text, head=INTRODUCTION),
    "privacy-shell": lambda text: inspection(text, head=SHELL),
    "address-stop": lambda text: inspection(stop="they asked by phone" if "asked" in text else ""),
    "address-suppressed": lambda text: inspection(
        to=(Address(text.removeprefix("to: ")),), standards=standards(suppression=SUPPRESSION)
    ),
    "address-unknown": lambda text: inspection(recipient=None) if "nobody" in text else inspection(),
    "address-differs": lambda text: inspection(to=(Address(text.removeprefix("to: ")),)),
    "address-missing": lambda text: inspection(to=() if text.startswith("no") else (Address("ann@x.example"),)),
    "address-several": lambda text: inspection(to=tuple(map(Address, text.strip("to: []").split(", ")))),
    "timing-over": lambda text: _timed(OVER, said="another" in text),
    "timing-early": lambda text: _timed(EARLY, said="within" in text),
    "holes-field": _whole,
    "holes-placeholder": _whole,
    "holes-later": _whole,
    "holes-letters": _whole,
    "holes-attachment": _whole,
    "holes-greeting": _whole,
    "holes-doubled": _whole,
    "holes-empty": _whole,
    "holes-subject": _subject,
    "gifts-thanks": _thanks,
    "gifts-facility": lambda text: inspection(text, role="treatment-center"),
    "gifts-attorney": lambda text: inspection(text, role="attorney"),
    "claims-title": _signed,
    "claims-supervised": lambda text: inspection(text, standards=standards(practice={"supervised_by": "Dr. Ines Roth, PhD"})),
    "claims-doctor": lambda text: inspection(text, standards=standards(practice={"credentials": "ThD"})),
    "claims-employer": lambda text: inspection(
        sender=Address(text.removeprefix("From: ")), standards=standards(employers={"northbank.example": "Northbank College"})
    ),
    "commercial-postal": _signed,
    "commercial-opt-out": _signed,
    "commercial-reply": _subject,
    "commercial-subject": _subject,
    "commercial-mixed": _thanks,
    "commercial-consent": lambda text: _consented(text, "Canada", basis="conspicuous publication", source="clinic page"),
    "commercial-subscriber": lambda text: _consented(text, "United Kingdom", subscriber="corporate"),
    "commercial-told": lambda text: _consented(text, "Germany", basis="legitimate interest", told=TODAY),
    "commercial-sender": lambda text: inspection(sender=Address("maya@harborstreet.example", text.removeprefix("From: "))),
    "jurisdiction-expired": lambda text: inspection(
        "I see people in Indiana.", standards=_licence(state="Indiana", expires=date.fromisoformat(text[-10:]))
    ),
    "jurisdiction-far": lambda text: inspection(state=text.removeprefix("state: ")),
    "jurisdiction-break": lambda text: inspection(text, role="college-counseling"),
    "jurisdiction-number": _california,
    "facts-phone": _signed,
    "facts-signed": _signed,
    "facts-capitals": lambda text: inspection(display_name=text),
    "facts-greeting": lambda text: inspection(f"{text}\n\nHello.{END}", whole=True),
    "facts-stale": lambda text: inspection(verified=date.fromisoformat(text[-10:])),
    "facts-expired": lambda text: inspection(
        "Two hours are free.",
        standards=standards(practice={"offers": (
            Offer(text="Two hours are free.", needs=("grief",), until=date(2026, 11, 1 if "after" in text else 30)),
        )}),
    ),
    "personal-subject": lambda text: inspection(subject=text),
    "personal-facts": lambda text: inspection(text, head=INTRODUCTION, facts=(Fact("families wait months"),)),
    "personal-blast": lambda text: _near(text, same_contact=False),
    "personal-repeats": lambda text: _near(text, same_contact=True),
    "personal-question": lambda text: inspection(text, head=PLAIN.model_copy(update={"questions": (0, 2)})),
    "personal-first": lambda text: inspection(f"Dear Ann,\n\n{text}{END}", whole=True),
    "personal-trade": lambda text: inspection(f"Dear Ann,\n\n{text}{END}", whole=True),
    "personal-length": lambda text: inspection(text, head=PLAIN.model_copy(update={"words": (6, 30)})),
    "personal-offer": lambda text: inspection(
        PRACTICE.offers[0].text, role="primary-care" if "physician" in text and "clergy" in text else "clergy"
    ),
    "wording-role": lambda text: inspection(text, role="therapist"),
}  # fmt: skip


def example(code: str, text: str) -> Inspection:
    """The draft that a rule's example makes."""
    return SETTINGS.get(code, inspection)(text)


def codes(found: Inspection) -> list[str]:
    return [problem.code for problem in inspect(found)]


def whole(body: str, **fields: Any) -> Inspection:
    """A letter without the usual greeting."""
    return inspection(f"{body}{END}", whole=True, **fields)
