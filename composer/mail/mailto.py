"""A letter as an address that opens a mail program on it (RFC 6068). A pure function over the standard library."""

from urllib.parse import quote

from composer.drafts.draft import Address, Draft
from composer.mail.headers import addr_spec

MOST = 2000
"""Characters: what systems and mail programs are sure to take in an address; longer ones may be cut or refused."""


def mailto(draft: Draft, text: str = "") -> str:
    """The link that opens a new message to a draft's readers, with its subject and this plain text in it.

    It is UTF-8, percent-encoded, with CRLF line ends, and may be longer than `MOST`. It can carry no names beside the
    addresses, no sender and no formatting.

    Raises:
        MessageError: an address cannot stand in a message.
    """
    body = text.rstrip("\n").replace("\n", "\r\n")
    fields = {"cc": _listed("Cc", draft.cc), "bcc": _listed("Bcc", draft.bcc),
              "subject": quote(draft.subject, safe=""), "body": quote(body, safe="")}  # fmt: skip
    query = "&".join(f"{name}={value}" for name, value in fields.items() if value)
    return f"mailto:{_listed('To', draft.to)}{'?' if query else ''}{query}"


def _listed(header: str, addresses: tuple[Address, ...]) -> str:
    """Addresses between commas; whatever could be taken for more of the link is encoded within each (RFC 6068 §2)."""
    return ",".join(quote(addr_spec(header, one.addr_spec), safe="@") for one in addresses)
