"""Header fields as bytes: RFC 5322 mailboxes, RFC 2047 words, RFC 5890 domains, folded where a fold is safe.

Our own, because the standard library's folding loses quotes and addresses on the Pythons we run on (gh-80222,
gh-100884, gh-121284); its parser is the oracle in the tests. A room of pure functions over `composer.drafts.draft`.
"""

import base64
import re
from collections.abc import Sequence

from composer.addresses import ENCODED_WORD, ascii_domain
from composer.drafts.draft import Address
from composer.errors import MessageError
from composer.patterns import regex

MOST = 998
"""RFC 5322 §2.1.1: the longest a line may be, without its end."""
_LINE = 76
"""RFC 2047 §2: the longest a line with an encoded word may be; RFC 5322 would allow two more."""
_WORD = 75
"""RFC 2047 §2: the longest an encoded word may be."""
_PREFIX, _SUFFIX = "=?utf-8?b?", "?="

_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_TURNS = "\u202a-\u202e\u2066-\u2069"
_STEERING = regex(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_TURNS}\ufeff\ud800-\udfff]")
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ATOMS = regex(rf"{_ATEXT}(?: {_ATEXT})*\Z")
_LOCAL = regex(rf"{_ATEXT}(?:\.{_ATEXT})*\Z")
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_DOMAIN = regex(rf"{_LABEL}(?:\.{_LABEL})*\Z")
_MESSAGE_ID = regex(r"<[!-;=?A-~]+@[!-;=?A-~]+>\Z")


def text_header(name: str, value: str) -> bytes:
    """An unstructured header such as Subject, with its line end; a `MessageError` where it may become another."""
    _ensure_plain(name, value)
    words = value.split(" ")
    written = value.isascii() and "=?" not in value and (all(words) or not value)
    if written and len(name) + len(": ") + max(map(len, words)) <= _LINE:
        return _folded(name, words)
    return _folded(name, encoded_words(value, indent=len(name) + 1))


def address_header(name: str, addresses: Sequence[Address]) -> bytes:
    """A header of mailboxes such as To, with its line end; a `MessageError` where one cannot stand in it."""
    words: list[str] = []
    for place, address in enumerate(addresses, start=1):
        *name_words, spec = _mailbox(name, address, indent=len(name) + 1 if place == 1 else 0)
        words += [*name_words, spec if place == len(addresses) else f"{spec},"]
    return _folded(name, words)


def message_id_header(name: str, value: str) -> bytes:
    """In-Reply-To or References with one id, with its line end; a `MessageError` where it is none."""
    _ensure_plain(name, value)
    if not _MESSAGE_ID.match(value):
        hint = "copy it from the message you answer; it looks like <abc.1@example.org>"
        raise MessageError(f"'{value}' in the {name} header is no message id", hint=hint)
    return _folded(name, [value])


def _ensure_plain(name: str, value: str) -> None:
    """Makes sure that a header's value cannot become another header, nor show another text than it holds."""
    found = _STEERING.search(value)
    if found:
        text = f"the {name} header holds {_kind_of(found[0])} (U+{ord(found[0]):04X})"
        raise MessageError(text, hint="delete it and type the text anew")


def _kind_of(character: str) -> str:
    if character in _BREAKS:
        return "a line break"
    return "a mark that turns the direction of writing" if re.match(f"[{_TURNS}]", character) else "a control character"


def addr_spec(name: str, address: str) -> str:
    """An address that every server takes: an ASCII local part, the domain in its A-label form (RFC 5891).

    Raises:
        MessageError: it is no address, or its local part would need SMTPUTF8 (RFC 6531); it names the header.
    """
    _ensure_plain(name, address)
    local, _, domain = address.rpartition("@")
    if domain and not local.isascii():
        text = f"'{local}' in the {name} header, before the @, has letters that few mail servers take"
        raise MessageError(text, hint="ask for an address in the letters a to z")
    known = ascii_domain(domain)
    if ENCODED_WORD in local or not _LOCAL.match(local) or not _DOMAIN.match(known):
        raise MessageError(f"'{address}' in the {name} header is no mail address", hint="write it as name@example.org")
    return f"{local}@{known}"


def _mailbox(name: str, address: Address, *, indent: int) -> list[str]:
    """One mailbox of RFC 5322 §3.4, in parts between which a fold is allowed; the last is the address."""
    _ensure_plain(name, address.display_name)
    spec = addr_spec(name, address.addr_spec)
    words = address.display_name.split()
    return [*_phrase(" ".join(words), indent), f"<{spec}>"] if words else [spec]


def _phrase(text: str, indent: int) -> list[str]:
    """A display name: as it is, in quotes, or in encoded words where it is long or not ASCII."""
    # Atoms may be folded between words. A quoted string is one part: a fold inside it would be read as part of the
    # name, and Pythons in use lose the quotes of a folded one (gh-80222), which makes two people of "Roe, Ann".
    if text.isascii() and "=?" not in text:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        parts = text.split(" ") if _ATOMS.match(text) else [f'"{escaped}"']
        if indent + 1 + max(map(len, parts)) <= _LINE:
            return parts
    return encoded_words(text, indent=indent)


def encoded_words(text: str, *, indent: int = 0) -> list[str]:
    """Text as base64 encoded words of at most 75 characters, each of whole characters (RFC 2047 §2, §5).

    Blanks between two of them mean nothing, so all of the text stands within them. On the first one's line `indent`
    columns are taken.
    """
    # A character's bytes may not be parted: each word is decoded by itself, and half a letter would be shown as two odd
    # ones. The first word has less room, because the header's name stands before it.
    runs, room = [b""], _octets(min(_WORD, _LINE - 1 - indent))
    for character in text:
        encoded = character.encode()
        if len(runs[-1]) + len(encoded) > room:
            runs.append(b"")
            room = _octets(_WORD)
        runs[-1] += encoded
    return [f"{_PREFIX}{base64.b64encode(run).decode()}{_SUFFIX}" for run in runs]


def _octets(columns: int) -> int:
    """How many octets an encoded word of that width carries."""
    return (columns - len(_PREFIX) - len(_SUFFIX)) // 4 * 3


def _folded(name: str, words: Sequence[str]) -> bytes:
    """A header with a fold before each word that would not fit the line (RFC 5322 §2.2.3)."""
    # A fold stands before a blank and a word, so that no line is blanks alone: such a line is obsolete (RFC 5322 §4.2).
    lines = [f"{name}: {words[0]}"]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append("")
        lines[-1] += f" {word}"
    if max(map(len, lines)) > MOST:
        raise MessageError(f"an address in the {name} header is longer than a line may be", hint="shorten it")
    return ("\r\n".join(lines) + "\r\n").encode("ascii")
