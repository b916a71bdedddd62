"""Mail addresses: what one is, which of them are one mailbox, and how a list of them is taken apart.

A low room that reads text and knows no record. Nothing else asks `email_validator` or `idna`.
"""

from collections.abc import Iterator
from functools import lru_cache

from composer.patterns import regex

ENCODED_WORD = "=?"
"""Begins an encoded word (RFC 2047): mail programs would read another text, and another recipient, out of it."""

# The address nearly everyone has; what it does not match is the library's to judge, which takes six times as long. It
# may take nothing that the library refuses: 64 characters before the @ (RFC 5321 §4.5.3.1.1), 63 in a label (RFC 1035).
_ORDINARY = regex(
    r"(?=[^@]{1,64}@)[a-z0-9](?:[._+-]?[a-z0-9])*+@(?:(?=[^.]{1,63}\.)[a-z0-9](?:-?[a-z0-9])*+\.){1,4}+[a-z]{2,16}\Z"
)
_NO_DOMAINS = frozenset({"arpa", "invalid", "local", "localhost", "onion", "test"})
_ORDINARY_LENGTH = 120
_MAILBOX = regex(r'\s*(?P<name>"(?:[^"\\]|\\.)*"|[^<>]*?)\s*<(?P<address>[^<>]*)>\s*\Z')
_ESCAPED = regex(r"\\(.)")
_PART = regex(r'(?:"(?:[^"\\]|\\.)*+"|<[^<>]*>|[^,;])++')
_LONGEST = 10_000
"""Characters in one line of recipients; a longer one is left whole, to be refused."""
_BARE = regex(r"[^\s<>@]+@[^\s<>@]+\Z")


def check_address(text: str) -> str:
    """An address that can receive mail (RFC 5321 §4.1.2; no SMTPUTF8), its domain in letters; else a `ValueError`."""
    if _ORDINARY.match(text) and len(text) < _ORDINARY_LENGTH and text.rpartition(".")[2] not in _NO_DOMAINS:
        return text
    if ENCODED_WORD in text:
        raise ValueError(f"'{text}' holds '=?', which mail programs would decode into another recipient")
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as error:
        if text.endswith("@") or "@" not in text:
            raise ValueError(f"'{text}' has no domain" if "@" in text else f"'{text}' has no @") from error
        raise ValueError(f"'{text}' cannot be a mail address: {str(error).rstrip('.').lower()}") from error
    return str(found.normalized)


@lru_cache(maxsize=1024)
def ascii_domain(domain: str) -> str:
    """A domain as name servers know it, in A-labels (RFC 5891); empty where it is none.

    By UTS 46, for the standard library's IDNA 2003 writes another domain for ``straße.example``.
    """
    if domain.isascii():
        return domain
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def mailbox(address: str) -> str:
    """What two addresses have in common that reach one mailbox: case, script and a ``+detail`` (RFC 5233) aside.

    Gmail passes over dots, and has a second domain (support.google.com/mail/answer/7436150).
    """
    local, _, domain = address.rpartition("@")
    local, domain = local.casefold(), plain_domain(domain)
    local = local.partition("+")[0] or local
    if domain in {"gmail.com", "googlemail.com"}:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def plain_domain(domain: str) -> str:
    """A domain by which it is compared: small A-labels, without the dot at its end."""
    return (ascii_domain(domain.rstrip(".")) or domain).casefold()


def domains_above(address: str) -> Iterator[str]:
    """The domain of an address and those it lies below, the nearest first, as `plain_domain` gives them."""
    labels = plain_domain(address.rpartition("@")[2]).split(".")
    return (".".join(labels[index:]) for index in range(len(labels)))


def name_and_address(text: str) -> tuple[str, str]:
    """``Dr. Abena Osei <a@b.example>`` as its two parts; a bare address has no name. Nothing is proved."""
    found = _MAILBOX.match(text)
    if not found:
        return "", text.strip()
    name = found["name"]
    return _ESCAPED.sub(r"\1", name[1:-1]) if name.startswith('"') else name, found["address"].strip()


def split_addresses(text: str) -> list[str]:
    """Several recipients written in one line as one text each, at commas or semicolons.

    A comma inside quotation marks or a bare name is a part of that name: ``Osei, Abena <a@b.example>`` is one.
    """
    if len(text) > _LONGEST:
        return [text]
    found: list[str] = []
    begin = 0
    for part in _PART.finditer(text):
        piece = part[0].strip()
        if piece.endswith(">") or _BARE.match(piece):
            found.append(text[begin : part.end()].strip())
            begin = part.end() + 1
    rest = text[begin:].strip(" ,;\t")
    return [*found, rest] if rest or not found else found
