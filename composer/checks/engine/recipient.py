"""What is known of the person that a draft is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from composer.planning.reason import Reason
from composer.records.contacts import Consent
from composer.records.jurisdictions import Jurisdiction

_PARTICLE = 2  # letters: "de" and "Jr" are no names


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a record says of its contact, and that a letter could speak of."""

    text: str
    need: str = ""
    """The key of the need, where the record names it or the text is one."""


class FreeText(NamedTuple):
    """What somebody wrote into a record in their own words, and the path of its field: ``needs``, 0, ``text``."""

    text: str
    loc: tuple[str | int, ...]

    def below(self, *loc: str | int) -> "FreeText":
        """The same, seen from the record that holds its record."""
        return FreeText(self.text, (*loc, *self.loc))


@dataclass(frozen=True, slots=True)
class Recipient:
    """What the records know of the contact that a draft is for."""

    display_name: str
    """The name, or the place where nobody is known."""
    email: str = ""
    stop: str = ""
    """Why nothing may go to them; empty where it may."""
    stop_there: str = ""
    """The same for a letter about them to the place where they were."""
    email_there: str = ""
    """The address of that place."""
    address: str = ""
    """Where post reaches them, with its lines."""
    names: tuple[str, ...] = ()
    """Names that this letter may hold: theirs, their organisation's, their colleagues'."""
    introduced_by: str = ""
    """Who gave the writer their name; empty where nobody did."""
    role: str = ""
    """The key of the role profile; empty where the record names no role."""
    state: str = ""
    """Its full name."""
    places: tuple[Jurisdiction, ...] = ()
    """The places with rules of their own that this contact is in."""
    consent: Consent | None = None
    verified: date | None = None
    referrals: tuple[date, ...] = ()
    """The days on which the history has a referral from them."""
    timing: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    """The letters that may not go to them any more, or not yet, each with the reasons."""
    facts: tuple[Fact, ...] = ()
    """What their own record says that a letter could speak of: needs, details, what happened."""
    notes: str = ""
    """The private notes about them; empty where the record says whether they may be written to."""
    free_texts: tuple[FreeText, ...] = ()
    """All that stands in their record and history in words of the writer's own."""


def name_words(name: str) -> set[str]:
    """A name, and each word of it that could be taken for another: ``Patience May`` is also ``May``."""
    return {name, *(word.strip(".,") for word in name.split() if len(word.strip(".,")) > _PARTICLE)}
