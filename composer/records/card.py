"""The practice's own card: a vCard 3.0 (RFC 2426), which Outlook, Apple and Google take, made of practice.yaml alone.

The same practice gives the same bytes: no clock, no revision, no number made at random.
"""

import re
from collections.abc import Iterator

from composer.patterns import regex
from composer.records.practice import Practice

CARD_TYPE = "text/directory"
"""The media type that RFC 2426 gives a vCard 3.0. Thunderbird 153 drops one of ``text/vcard`` when it opens a draft."""
_WIDTH = 75
_TOWN = regex(r"(?P<town>[^,\d]+), (?P<state>[A-Z]{2}) (?P<code>\d{5}(?:-\d{4})?)\Z")


def card_name(practice: Practice) -> str:
    """What the file is called: ``Maya Lindgren.vcf``."""
    said = " ".join(re.sub(r'[\\/:*?"<>|]+', " ", practice.name).split()).strip(" .")
    return f"{said or 'card'}.vcf"


def card_of(practice: Practice) -> bytes:
    """The card: UTF-8, CRLF, long lines folded. The last word of the name is taken for the family's."""
    return "".join(folded(f"{name}:{value}") for name, value in _fields(practice)).encode()


def folded(line: str) -> str:
    """A line with its CRLF; what is longer than 75 octets goes on behind a blank, each character whole (2.6)."""
    pieces, room = [""], _WIDTH
    for character in line:
        room -= len(character.encode())
        if room < 0:
            pieces.append("")
            room = _WIDTH - 1 - len(character.encode())
        pieces[-1] += character
    return "\r\n ".join(pieces) + "\r\n"


def _fields(practice: Practice) -> Iterator[tuple[str, str]]:
    name = practice.name
    given, _, family = name.rpartition(" ")
    yield "BEGIN", "VCARD"
    yield "VERSION", "3.0"
    yield "FN", escaped(", ".join(filter(None, (name, practice.credentials))))
    yield "N", ";".join(map(escaped, (family, given, "", "", practice.credentials)))
    said = {
        "ORG": escaped(practice.practice),
        "TEL;TYPE=WORK,VOICE": escaped(practice.phone),
        "TEL;TYPE=WORK,FAX": escaped(practice.fax),
        "EMAIL;TYPE=INTERNET,WORK": escaped(practice.email or ""),
        "URL;TYPE=WORK": _link(practice.website),
        "ADR;TYPE=WORK": address_value(practice.address),
    }
    yield from ((key, value) for key, value in said.items() if value)
    yield "END", "VCARD"


def escaped(value: str) -> str:
    """A value whose signs cannot become structure (RFC 2426, section 5)."""
    for sign, written in (("\\", "\\\\"), ("\n", "\\n"), (",", "\\,"), (";", "\\;")):
        value = value.replace(sign, written)
    return value


def _link(website: str) -> str:
    return website if not website or website.startswith(("http://", "https://")) else f"https://{website}"


def address_value(address: str) -> str:
    """Seven parts; town, state and code only where the last line plainly has them, all else stands in the street."""
    *street, last = address.strip().split("\n")
    found = _TOWN.match(last)
    parts = ("\n".join(street), found["town"], found["state"], found["code"]) if found else (address, "", "", "")
    return ";".join(["", "", *map(escaped, parts), ""]) if address else ""
