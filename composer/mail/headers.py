"""Header fields as bytes: RFC 5322 mailboxes, RFC 2047 words, RFC 5890 domains, folded where a fold is safe.

Our own, because the standard library's folding loses quotes and addresses on the Pythons we run on (gh-80222,
gh-100884, gh-121284); its parser is the oracle in the tests.
"""

import base64
import re
from collections.abc import Sequence

from composer.drafts.draft import Address
from composer.errors import MessageError

LINE = 78
MOST = 998
"""RFC 5322 §2.1.1: the longest a line may be, without its end."""
_WORD = 64  # 75 is allowed (RFC 2047 §2), on a line of 76; so the longest name before it fits, too
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_MESSAGE_ID = re.compile(r"<[^\s<>@]+@[^\s<>@]+>\Z")


def ensure_plain(name: str, value: str) -> str:
    """A header's value, if it cannot become another header.

    Raises:
        MessageError: it holds a line break, a control character or a direction override.
    """
    found = _STEERING.search(value)
    if found:
        hint = "delete it and type the text anew"
        raise MessageError(
            f"the {name} holds a character that cannot stand in a header (U+{ord(found[0]):04X})", hint=hint
        )
    return value


def text_header(name: str, value: str) -> bytes:
    """An unstructured header such as Subject, with its line end."""
    ensure_plain(name, value)
    needs_words = not value.isascii() or "=?" in value or len(name) + len(value) + 2 > MOST or value != value.strip()
    words = encoded_words(value) if needs_words else value.split(" ")
    return _folded(name, words)


def address_header(name: str, addresses: Sequence[Address]) -> bytes:
    """A header of mailboxes such as To, with its line end."""
    words: list[str] = []
    for index, address in enumerate(addresses):
        comma = "," if index < len(addresses) - 1 else ""
        parts = mailbox(name, address)
        words += [*parts[:-1], parts[-1] + comma]
    return _folded(name, words)


def mailbox(name: str, address: Address) -> list[str]:
    """One mailbox of RFC 5322 §3.4, in parts between which a fold is allowed."""
    ensure_plain(name, address.display_name)
    spec = addr_spec(name, address.addr_spec)
    if not address.display_name.strip():
        return [spec]
    return [*_phrase(" ".join(address.display_name.split())), f"<{spec}>"]


def _phrase(text: str) -> list[str]:
    """A display name: as it is, in quotes, or in encoded words."""
    if text.isascii() and "=?" not in text:
        if _ATOM.match(text):
            return text.split(" ")
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return [f'"{escaped}"']
    return encoded_words(text)


def addr_spec(name: str, address: str) -> str:
    """An address that every server takes: an ASCII local part, the domain in its A-label form (RFC 5891).

    Raises:
        MessageError: it has no domain, or a local part that would need SMTPUTF8.
    """
    import idna

    ensure_plain(name, address)
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        raise MessageError(f"'{address}' in {name} is no mail address", hint="write it as name@example.org")
    if not _LOCAL.match(local):
        raise MessageError(
            f"'{local}' before the @ in {name} is not in plain letters",
            hint="ask for another address; no mail server would take this one",
        )
    try:
        return f"{local}@{domain if domain.isascii() else idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as error:
        raise MessageError(f"'{domain}' in {name} is no domain", hint="write it as name@example.org") from error


def message_id_header(name: str, value: str) -> bytes:
    """In-Reply-To or References with one id."""
    ensure_plain(name, value)
    if not _MESSAGE_ID.match(value) or not value.isascii():
        raise MessageError(
            f"'{value}' is no message id",
            hint="it looks like <abc.1@example.org>, as the message shows it under 'source'",
        )
    return _folded(name, [value])


def encoded_words(text: str) -> list[str]:
    """Text as base64 encoded words of at most 64 characters, each of whole characters (RFC 2047 §2, §5)."""
    most = (_WORD - len("=?utf-8?b??=")) // 4 * 3
    words: list[str] = []
    run = b""
    for character in text:
        encoded = character.encode("utf-8")
        if len(run) + len(encoded) > most:
            words.append(run.decode("utf-8"))
            run = b""
        run += encoded
    words.append(run.decode("utf-8"))
    return [f"=?utf-8?b?{base64.b64encode(word.encode()).decode()}?=" for word in words]


def _folded(name: str, words: Sequence[str]) -> bytes:
    """A header on lines of at most 78 characters where its parts allow it (RFC 5322 §2.2.3)."""
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE and word and len(lines[-1]) > len(name) + 1 and lines[-1].strip():
            lines.append("")
        lines[-1] += f" {word}"
    if any(len(line) > MOST for line in lines):
        raise MessageError(f"the {name} is longer than a header may be", hint="shorten it")
    return ("\r\n".join(lines) + "\r\n").encode("ascii")
