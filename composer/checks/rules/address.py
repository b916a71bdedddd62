"""Whom a draft goes to, and whether it may."""

from composer.checks.engine.inspection import BLOCK, WARN, Findings, Inspection
from composer.checks.engine.rule import rule


def _about_gone(inspection: Inspection) -> bool:
    """Whether the letter goes to the place where somebody was."""
    return inspection.head is not None and "gone" in inspection.head.when


@rule("address-stop", level=BLOCK, source="15 U.S.C. 7704(a)(4); UK GDPR art. 21(3)",
      remedy="delete the draft, or mend the record if it is wrong", wrong="do_not_contact: asked by phone",
      right="nothing of the kind in the record", final=True)  # fmt: skip
def address_stop(inspection: Inspection) -> Findings:
    """This contact may not be written to. Somebody who asked to be left alone is left alone, whatever a draft says."""
    recipient = inspection.recipient
    stop = (recipient.stop_there if _about_gone(inspection) else recipient.stop) if recipient else ""
    if stop:
        yield inspection.on("contact", f"nothing may go to this contact: {stop}")


@rule("address-suppressed", level=BLOCK, source="15 U.S.C. 7704(a)(4)",
      remedy="take the address out; nothing may go there", wrong="to: ann@closed.example",
      right="to: ann@x.example", final=True)  # fmt: skip
def address_suppressed(inspection: Inspection) -> Findings:
    """An address is on the list of those who must not be written to. The list holds whoever the record says it is: a
    person, an organization, a whole domain.
    """
    draft = inspection.draft
    for key, addresses in (("to", draft.to), ("cc", draft.cc), ("bcc", draft.bcc)):
        for address in addresses:
            stop = inspection.standards.suppression.address(address.addr_spec)
            if stop:
                yield inspection.on(key, f"{address.addr_spec} {stop[1]}")


@rule("address-unknown", level=BLOCK, source="15 U.S.C. 7704(a)(4)",
      remedy="mend 'contact:' in the draft, or add the person to contacts.yaml", wrong="contact: nobody-here",
      right="contact: abena-osei")  # fmt: skip
def address_unknown(inspection: Inspection) -> Findings:
    """The contact is in no record. Without a record nobody can tell whether this person asked not to be written to."""
    draft = inspection.draft
    if inspection.recipient is None:
        known = f"no record has the contact '{draft.contact}'"
        yield inspection.on("contact", known if draft.contact else "it does not say which contact it is for")


@rule("address-differs", level=BLOCK,
      source="45 CFR 164.312(e) for what a letter should not hold anyway; for the rest our judgement: it is "
             "somebody's own",
      remedy="mend whichever is wrong", wrong="to: ann@old.example", right="to: ann@x.example")  # fmt: skip
def address_differs(inspection: Inspection) -> Findings:
    """The address is not the one in the record. A letter in the wrong inbox cannot be taken back."""
    recipient = inspection.recipient
    email = (recipient.email_there if _about_gone(inspection) else recipient.email) if recipient else ""
    if not recipient or not email or not inspection.draft.to:
        return
    addresses = [address.addr_spec for address in inspection.draft.to]
    if email.casefold() not in {address.casefold() for address in addresses}:
        text = f"it goes to {', '.join(addresses)}, and the record of {recipient.display_name} says {email}"
        yield inspection.on("to", text)


@rule("address-missing", level=WARN, source="RFC 5322, section 3.6.3",
      remedy="add an email to the contact's record, or send it by post", wrong="no to: in the head",
      right="to: ann@x.example")  # fmt: skip
def address_missing(inspection: Inspection) -> Findings:
    """There is no address. Such a letter can leave on paper only."""
    by_mail = inspection.head is None or inspection.head.medium == "email"
    if by_mail and not inspection.draft.to:
        yield inspection.on("to", "there is no address to send it to")


@rule("address-several", level=WARN,
      source="our judgement: a letter to a person is no letter to a list, and addresses are not ours to pass on",
      remedy="keep one; write the others a letter of their own", wrong="to: [ann@x.example, bo@x.example]",
      right="to: ann@x.example")  # fmt: skip
def address_several(inspection: Inspection) -> Findings:
    """More than one person is in To. A personal letter goes to one person, and each would see the other's address."""
    if len(inspection.draft.to) > 1:
        text = f"it goes to {len(inspection.draft.to)} people, who will see each other's addresses"
        yield inspection.on("to", text)
