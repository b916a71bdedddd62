"""Letters as plain text and as JSON."""

import json
from collections.abc import Mapping, Sequence

from composer.drafts.attachments import Attachment, size_in_words
from composer.drafts.draft import Address, Draft
from composer.mail.attached_parts import with_pictures
from composer.mail.body import render_letter
from composer.mail.layout import Layout, direction
from composer.mail.message import ensure_sayable
from composer.outputs.occasion import Occasion


def addresses(draft: Draft) -> Mapping[str, tuple[Address, ...]]:
    """Whom a letter goes to, by what a person calls each list; without those that are empty."""
    lists = {"To": draft.to, "Cc": draft.cc, "Bcc": draft.bcc, "Reply to": draft.reply_to}
    return {name: listed for name, listed in lists.items() if listed}


def to_attach(attached: Sequence[Attachment]) -> str:
    """What a person has to attach by hand, in words: ``one-page.pdf (84 KB)``; empty for nothing."""
    return ", ".join(f"{one.name} ({size_in_words(one.size)})" for one in attached)


def as_text(draft: Draft, layout: Layout, occasion: Occasion) -> bytes:  # noqa: ARG001
    """The addresses, the subject and what is to be attached, a line each, an empty line, and the letter; UTF-8, LF."""
    ensure_sayable(draft)
    lines = [f"{name}: {', '.join(map(str, listed))}" for name, listed in addresses(draft).items()]
    attach = [f"Attach: {said}"] if (said := to_attach(occasion.attached)) else []
    return "\n".join([*lines, f"Subject: {draft.subject}", *attach, "", render_letter(draft).text]).encode()


def as_json(draft: Draft, layout: Layout, occasion: Occasion) -> bytes:  # noqa: ARG001
    """One object: the names of the headers in small letters, then ``text`` and ``html``, a fragment without styles."""
    ensure_sayable(draft)
    body = render_letter(draft)
    known = {
        "draft": draft.name,
        "letter": draft.letter,
        "contact": draft.contact,
        "language": draft.language,
        "direction": direction(draft.language),
        "from": _address(draft.sender) if draft.sender else None,
        "to": [_address(one) for one in draft.to],
        "cc": [_address(one) for one in draft.cc],
        "bcc": [_address(one) for one in draft.bcc],
        "reply_to": [_address(one) for one in draft.reply_to],
        "in_reply_to": draft.in_reply_to or None,
        "subject": draft.subject,
        "text": body.text,
        "html": with_pictures(body.html, occasion.attached),
        "attach": [{"name": one.name, "type": one.media_type, "bytes": one.size} for one in occasion.attached],
    }
    return (json.dumps(known, ensure_ascii=False, indent=2) + "\n").encode()


def _address(one: Address) -> dict[str, str]:
    return {"name": one.display_name, "address": one.addr_spec}
