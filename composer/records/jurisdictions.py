"""Jurisdictions: what a law or a board asks of a letter in one place, as data in ``templates/jurisdictions/``."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import Field

from composer.records.base import Record
from composer.records.fields import Identifier, Line, Lines, Sentence

Consent = Literal["opt-out", "opt-in", "corporate", "objection"]


class Jurisdiction(Record, kind="jurisdiction"):
    """One place with rules of its own: a country, a state or a province."""

    key: Identifier
    name: Line
    """As a letter says it: ``Ohio``."""
    also: Lines = ()
    """Other ways to write it, as records do: ``OH``."""
    country: Line = ""
    """The key of the country it is part of; empty for a country."""
    parts: dict[str, Line] = Field(default_factory=dict)
    """Its states or provinces, each with its short form: ``Ohio: OH``."""
    consent: Consent | None = None
    """What commercial mail needs: ``opt-out`` a way to stop it, ``opt-in`` a basis noted beforehand, ``corporate`` a
    basis for those who are no company, ``objection`` a basis and a word about the right to object."""
    number: bool = False
    """Whether advertising shows the licence number."""
    nothing_of_value: bool = False
    """Whether even a lunch or a token may not be given for a referral."""
    doctorates: Lines = ()
    """Degrees whose holders may call themselves Dr. when they offer care; empty says nothing about it."""
    why: Sentence = ""
    source: Line
    """Where it is written."""


@dataclass(frozen=True)
class Jurisdictions:
    """All places that have rules, found by any of their names."""

    places: tuple[Jurisdiction, ...] = ()

    @cached_property
    def _countries(self) -> dict[str, Jurisdiction]:
        """Each country under every way to write it; ``CA`` is Canada here, and California among the states."""
        countries = [place for place in self.places if not place.country]
        return {word.casefold(): place for place in countries for word in (place.key, place.name, *place.also)}

    @cached_property
    def _by_name(self) -> dict[str, Jurisdiction]:
        return {place.name: place for place in self.places}

    @cached_property
    def _country_of(self) -> dict[str, Jurisdiction]:
        return {name: place for place in self.places for name in place.parts}

    def find(self, state: str = "", country: str = "") -> tuple[Jurisdiction, ...]:
        """The places with rules for somebody in a state of a country: the state's own first, then the country's."""
        name = self.state(state)
        nation = self._countries.get(country.strip().casefold()) or self._country_of.get(name)
        own = self._by_name.get(name)
        return tuple(place for place in (own if own is not nation else None, nation) if place)

    @cached_property
    def states(self) -> dict[str, str]:
        """Every state and province under its name and its short form, in small letters, with its full name."""
        found: dict[str, str] = {}
        for place in self.places:
            for name, short in place.parts.items():
                found |= {name.casefold(): name, short.casefold(): name}
        return found

    def state(self, words: str) -> str:
        """The full name of a state, whichever way a record writes it; its own words where no list has it."""
        return self.states.get(words.strip().casefold(), words.strip())
