"""People and places as vCards 3.0 (RFC 2426), which every address book takes."""

from collections.abc import Iterator, Mapping, Sequence

from composer.briefs.names import read_names
from composer.records.card import address_value, escaped, folded
from composer.records.contacts import Contact, Organization
from composer.records.name_parts import NameParts

WISH = "Do not contact"
"""The category that a card of somebody has who asked to be left alone; brought back, it is that wish again."""


def as_vcards(
    contacts: Sequence[Contact], places: Sequence[Organization], wishes: Mapping[str, str], names: NameParts
) -> bytes:
    """One card each, with private notes; `wishes` says by id who asked to be left alone, and why."""
    cards = [_contact_fields(one, wishes.get(one.id, ""), names) for one in contacts]
    cards += [_place_fields(one) for one in places]
    return "".join(folded(f"{name}:{value}") for card in cards for name, value in card).encode()


def _contact_fields(contact: Contact, wish: str, names: NameParts) -> Iterator[tuple[str, str]]:
    yield "BEGIN", "VCARD"
    yield "VERSION", "3.0"
    yield "UID", escaped(contact.id)
    yield "FN", escaped(_shown(contact))
    yield "N", _name(contact, names)
    gone = [] if contact.status == "active" else [contact.status.capitalize()]
    categories = [*contact.tags, *gone, *([WISH] if wish or contact.do_not_contact else [])]
    notes = [contact.notes, f"{WISH}: {wish}" if wish else ""]
    said = {
        "ORG": escaped(contact.organization),
        "TITLE": escaped(contact.title or ", ".join(contact.roles)),
        "EMAIL;TYPE=INTERNET,WORK": escaped(contact.email or ""),
        "TEL;TYPE=WORK,VOICE": escaped(contact.phone),
        "TEL;TYPE=WORK,FAX": escaped(contact.fax),
        "ADR;TYPE=WORK": address_value(contact.address),
        "CATEGORIES": ",".join(map(escaped, categories)),
        "NOTE": escaped("\n".join(filter(None, notes))),
    }
    yield from ((key, value) for key, value in said.items() if value)
    yield "END", "VCARD"


def _shown(contact: Contact) -> str:
    """The name; of a place where nobody is known the desk, or the place itself."""
    return contact.name or contact.team or contact.organization


def _name(contact: Contact, names: NameParts) -> str:
    """Family, given, additional, prefixes, suffixes; a name that cannot be told apart stands whole as the given one."""
    person = read_names(contact.name, names)[0] if contact.name else None
    if person is None or person.doubt or not (person.family and person.given):
        return ";".join(["", escaped(contact.name), "", "", ""])
    given = " ".join(person.given)
    front = person.shown.removesuffix(person.bare).strip()
    behind = contact.name.partition(",")[2].strip() if contact.name.startswith(person.shown) else ""
    return ";".join(map(escaped, (person.family, given, "", front, behind)))


def _place_fields(place: Organization) -> Iterator[tuple[str, str]]:
    yield "BEGIN", "VCARD"
    yield "VERSION", "3.0"
    yield "FN", escaped(place.name)
    yield "N", ";;;;"
    said = {
        "ORG": escaped(place.name),
        "X-ABShowAs": "COMPANY",
        "EMAIL;TYPE=INTERNET,WORK": escaped(place.email or ""),
        "TEL;TYPE=WORK,VOICE": escaped(place.phone),
        "TEL;TYPE=WORK,FAX": escaped(place.fax),
        "ADR;TYPE=WORK": address_value(place.address),
        "URL": place.website,
        "CATEGORIES": escaped(WISH) if place.do_not_contact else "",
        "NOTE": escaped(place.notes),
    }
    yield from ((key, value) for key, value in said.items() if value)
    yield "END", "VCARD"
