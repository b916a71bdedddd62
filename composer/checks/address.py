"""Whom a draft goes to, and whether it may."""

from collections.abc import Iterator

from composer.checks.rule import Finding, Inspection, Rule


def _about_gone(inspection: Inspection) -> bool:
    """Whether the letter goes to the place where somebody was."""
    return inspection.head is not None and "gone" in inspection.head.when


def _stop(inspection: Inspection) -> Iterator[Finding]:
    recipient = inspection.recipient
    stop = (recipient.stop_there if _about_gone(inspection) else recipient.stop) if recipient else ""
    if stop:
        yield Finding(inspection.line("contact"), 0, f"nothing may go to this contact: {stop}")


def _unknown(inspection: Inspection) -> Iterator[Finding]:
    draft = inspection.draft
    if inspection.recipient is None:
        text = (
            f"no record has the contact '{draft.contact}'"
            if draft.contact
            else "it does not say which contact it is for"
        )
        yield Finding(inspection.line("contact"), 0, text)


def _missing(inspection: Inspection) -> Iterator[Finding]:
    by_mail = inspection.head is None or inspection.head.medium == "email"
    if by_mail and not inspection.draft.to:
        yield Finding(inspection.line("to"), 0, "there is no address to send it to")


def _several(inspection: Inspection) -> Iterator[Finding]:
    if len(inspection.draft.to) > 1:
        yield Finding(
            inspection.line("to"),
            0,
            f"it goes to {len(inspection.draft.to)} people, who will see each other's addresses",
        )


def _differs(inspection: Inspection) -> Iterator[Finding]:
    recipient = inspection.recipient
    email = (recipient.email_there if _about_gone(inspection) else recipient.email) if recipient else ""
    if not recipient or not email or not inspection.draft.to:
        return
    addresses = [address.addr_spec for address in inspection.draft.to]
    if email.casefold() not in {address.casefold() for address in addresses}:
        text = f"it goes to {', '.join(addresses)}, and the record of {recipient.display_name} says {email}"
        yield Finding(inspection.line("to"), 0, text)


def _suppressed(inspection: Inspection) -> Iterator[Finding]:
    """Every address of the draft's head, against the list of those who must not be written to."""
    draft = inspection.draft
    for key, addresses in (("to", draft.to), ("cc", draft.cc), ("bcc", draft.bcc)):
        for address in addresses:
            entry = inspection.standards.suppression.address(address.addr_spec)
            if entry:
                yield Finding(inspection.line(key), 0, f"{address.addr_spec} {entry.because}")


RULES = (
    Rule(
        "address-stop", "block", "This contact may not be written to.",
        "Somebody who asked to be left alone is left alone, whatever a draft says.",
        "15 U.S.C. 7704(a)(4); UK GDPR art. 21(3)",
        "delete the draft, or mend the record if it is wrong",
        "do_not_contact: asked by phone", "nothing of the kind in the record", _stop, final=True,
    ),
    Rule(
        "address-suppressed", "block", "An address is on the list of those who must not be written to.",
        "The list holds whoever the record says it is: a person, an organization, a whole domain.",
        "15 U.S.C. 7704(a)(4)",
        "take the address out; do-not-contact.yaml has the list",
        "to: ann@closed.example", "to: ann@x.example", _suppressed, final=True,
    ),
    Rule(
        "address-unknown", "block", "The contact is in no record.",
        "Without a record nobody can tell whether this person asked not to be written to.",
        "15 U.S.C. 7704(a)(4)",
        "mend 'contact:' in the draft, or add the person to contacts.yaml",
        "contact: nobody-here", "contact: abena-osei", _unknown,
    ),
    Rule(
        "address-differs", "block", "The address is not the one in the record.",
        "A letter in the wrong inbox cannot be taken back.",
        "45 CFR 164.312(e) for what a letter should not hold anyway; courtesy for the rest",
        "mend whichever is wrong",
        "to: ann@old.example", "to: ann@x.example", _differs,
    ),
    Rule(
        "address-missing", "warn", "There is no address.",
        "Such a letter can leave on paper only.",
        "RFC 5322, section 3.6.3",
        "add an email to the contact's record, or send it by post", "no to: in the head", "to: ann@x.example", _missing,
    ),
    Rule(
        "address-several", "warn", "More than one person is in To.",
        "A personal letter goes to one person, and each would see the other's address.",
        "write to a person and not to a list: the advice that referral practice agrees on",
        "keep one; write the others a letter of their own",
        "to: [ann@x.example, bo@x.example]", "to: ann@x.example", _several,
    ),
)  # fmt: skip
