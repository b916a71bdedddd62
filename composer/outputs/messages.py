"""Letters as messages: files that open as drafts, and letters that lie in a mailbox."""

from composer.drafts.draft import Draft
from composer.mail.headers import addr_spec
from composer.mail.layout import Layout
from composer.mail.message import MessageKind, Stored, build_message, message_id
from composer.outputs.occasion import Occasion


def opens_as_draft(draft: Draft, layout: Layout, occasion: Occasion) -> bytes:
    """A message for programs that take ``X-Unsent``, with HTML."""
    return build_message(draft, layout, attached=occasion.attached)


def text_alone(draft: Draft, layout: Layout, occasion: Occasion) -> bytes:
    """The same without HTML, for programs that edit only text."""
    return build_message(draft, layout, MessageKind(html=False), occasion.attached)


def in_maildir(draft: Draft, layout: Layout, occasion: Occasion) -> bytes:
    """A message as it lies in a Maildir: with a date and an id, lines ending in LF."""
    kind = MessageKind(html=not occasion.text_alone, stored=Stored(occasion.moment, message_id(draft)))
    return build_message(draft, layout, kind, occasion.attached).replace(b"\r\n", b"\n")


def in_mbox(draft: Draft, layout: Layout, occasion: Occasion) -> bytes:
    """The same in an mbox, between the line that begins it and an empty one (RFC 4155).

    No line of it begins ``From ``, with or without > before it (`transfer.quoted_printable`), so that nothing needs the
    quoting on which readers of mboxo and mboxrd differ. ``X-Status: T`` is what Alpine, Dovecot and Python's `mailbox`
    have for a draft, so that a copy of the file is not taken for a folder of sent mail.
    """
    data = in_maildir(draft, layout, occasion).replace(b"\n\n", b"\nX-Status: T\n\n", 1)
    sender = addr_spec("From", draft.sender.addr_spec) if draft.sender else ""
    return f"From {sender} {occasion.moment.ctime()}\n".encode() + data + b"\n"
