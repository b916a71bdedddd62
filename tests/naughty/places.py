"""Where a string can stand in records, and the books that hold one string in such places for each contact."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Put = Callable[[Any], dict[str, Any]]
HARMLESS = "Quillberry"
"""A word that means nothing to the program."""


def _inside(field: str, key: str, **beside: str) -> Put:
    """A field of a group that a contact has one of."""
    return lambda value: {field: {**beside, key: value}}


def _listed(field: str, key: str, **beside: str) -> Put:
    """A field of a group that a contact has several of."""
    return lambda value: {field: [{**beside, key: value}]}


def _own(field: str) -> Put:
    return lambda value: {field: value}


_NOTE = {"heard": "2026-06-03", "source": "phone"}
SAID: Mapping[str, Put] = {
    "name": _own("name"),
    "address_as": _own("address_as"),
    "introduced_by.name": _inside("introduced_by", "name"),
    "introduced_by.how": _inside("introduced_by", "how", name="Ruth Adeyemi"),
    "met.text": _inside("met", "text", date="2026-06-03"),
    "needs.text": _listed("needs", "text", **_NOTE),
    "needs.say": _listed("needs", "say", text="patients on Medicaid wait for months", **_NOTE),
    "needs.source": _listed("needs", "source", text="patients on Medicaid wait for months", heard="2026-06-03"),
    "details.text": _listed("details", "text", heard="2026-06-03", source="your page"),
    "details.say": _listed("details", "say", text="patients are seen for a year", heard="2026-06-03", source="your page"),
    "details.source": _listed("details", "source", text="patients are seen for twelve sessions", heard="2026-06-03"),
    "asked_for.text": _listed("asked_for", "text", **_NOTE),
    "asked_for.source": _listed("asked_for", "source", text="my fax number", heard="2026-06-03"),
    "people_word": _own("people_word"),
}  # fmt: skip
"""The fields that a letter or its envelope may say, each with what stands beside it."""
SILENT: Mapping[str, Put] = {
    "notes": _own("notes"),
    "tags": lambda value: {"tags": [value]},
    "phone": _own("phone"),
    "fax": _own("fax"),
    "address": _own("address"),
    "title": _own("title"),
    "pronouns": _own("pronouns"),
    "family_name": _own("family_name"),
    "hobby": _own("hobby"),
}
"""The fields that no letter says, with one of the user's own."""
READ: Mapping[str, Put] = {
    "organization": _own("organization"),
    "consent.basis": lambda value: {"consent": dict.fromkeys(("basis", "source", "subscriber"), value)},
    "team": lambda value: {"team": value, "name": "", "unknown_person": True},
    "roles": lambda value: {"role": value},
    "needs.need": _listed("needs", "need", heard="2026-06-03"),
    "needs.role": _listed("needs", "role", text="patients on Medicaid wait for months", **_NOTE),
    "channel": _own("channel"),
    "state": _own("state"),
    "country": _own("country"),
    "email": _own("email"),
    "id": _own("id"),
    "former_ids": lambda value: {"former_ids": [value]},
    "language": _own("language"),
    "status": _own("status"),
    "visit": _own("visit"),
    "verified": _own("verified"),
    "needs.heard": _listed("needs", "heard", text="patients on Medicaid wait for months", source="phone"),
    "attach": lambda value: {"attach": [value]},
    "do_not_contact": _inside("do_not_contact", "reason"),
    "a field's name": lambda value: {value: HARMLESS},
}
"""The fields that decide whether and how a letter is written, more than what it says."""
PLACES = {**SAID, **SILENT, **READ}
STOP_ALL = ("status", "do_not_contact")
"""Where a string may be somebody's wish to be left alone: it keeps every letter here, or all to those of that name."""
ONE_ALONE = {name: put for name, put in PLACES.items() if name not in STOP_ALL}
TAKEN_APART = ("name", "people_word", "organization")
"""What is read for its parts, or left out where it does not fit: a letter says no other words than these."""


def contact(number: int, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Somebody who gets a first letter, with these fields in place of the usual ones."""
    usual: dict[str, Any] = {
        "id": f"c{number}",
        "name": f"Dr. Abena {_family(number)}, MD",
        "address_as": "Dr. Osei",
        "role": "pcp",
        "organization": f"River Street {number}",
        "email": address(number),
    }
    return {**usual, **fields}


def _family(number: int) -> str:
    """A name of their own, because a wish of one keeps letters from all of that name."""
    return "".join(random.Random(number).choices("abdefgiklmnoprstuvz", k=8)).capitalize()


def address(number: int) -> str:
    """The one address of a contact."""
    return f"a.osei@river{number}.example"


def in_turn(strings: Sequence[str], places: Sequence[str]) -> list[dict[str, Any]]:
    """A contact for each string, which stands in one of these places."""
    return [contact(number, PLACES[places[number % len(places)]](one)) for number, one in enumerate(strings)]


OF_PRACTICE: Mapping[str, Callable[[dict[str, Any], Any], Any]] = {
    "name": lambda all_, value: all_.update(name=value),
    "credentials": lambda all_, value: all_.update(credentials=value),
    "licences.title": lambda all_, value: all_["licences"][0].update(title=value),
    "licences.state": lambda all_, value: all_["licences"][0].update(state=value),
    "practice": lambda all_, value: all_.update(practice=value),
    "address": lambda all_, value: all_.update(address=value),
    "phone": lambda all_, value: all_.update(phone=value),
    "fax": lambda all_, value: all_.update(fax=value),
    "hours": lambda all_, value: all_.update(hours=value),
    "website": lambda all_, value: all_.update(website=value),
    "email": lambda all_, value: all_.update(email=value),
    "call_back": lambda all_, value: all_.update(call_back=value),
    "when_full": lambda all_, value: all_.update(when_full=value),
    "valediction": lambda all_, value: all_.update(valediction=value),
    "panels": lambda all_, value: all_.update(panels=[value]),
    "certified": lambda all_, value: all_.update(certified=[value]),
    "supervised_by": lambda all_, value: all_.update(supervised_by=value),
    "introduction.text": lambda all_, value: all_.update(introduction=[{"text": value}]),
    "offers.text": lambda all_, value: all_["offers"][0].update(text=value),
    "does_not.text": lambda all_, value: all_.update(does_not=[{"text": value, "needs": ["couples"]}]),
    "how_to_refer.text": lambda all_, value: all_.update(how_to_refer=[{"text": value}]),
    "handouts.name": lambda all_, value: all_["handouts"][0].update(name=value),
    "handouts.text": lambda all_, value: all_["handouts"][0].update(text=value),
    "facts": lambda all_, value: all_["facts"].update(fee=value),
    "a fact's name": lambda all_, value: all_["facts"].update({value: "$140"}),
    "signature": lambda all_, value: all_.update(signature=value),
}
"""The fields of practice.yaml that letters use, each with how a value is put into it."""


def practice(values: Mapping[str, Any]) -> dict[str, Any]:
    """A practice with values in these places, and the usual ones in the others."""
    made: dict[str, Any] = {
        "name": "Maya Chen",
        "licences": [{"title": "Licensed Professional Clinical Counselor", "state": "Ohio"}],
        "email": "maya@harborstreet.example",
        "phone": "555-0142",
        "offers": [{"text": "I take Buckeye Medicaid.", "needs": ["medicaid"]}],
        "handouts": [{"name": "page for front desks", "text": "I have one page for a front desk."}],
        "facts": {"ages": "sixteen and older"},
    }
    for place, value in values.items():
        OF_PRACTICE[place](made, value)
    return made
