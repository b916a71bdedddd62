"""What one entry is found to say, field by field, with all that was done to it on the way."""

from dataclasses import dataclass, field

from composer.address_books.entry import Entry
from composer.imports.candidate import Change, Guess, LeftOut
from composer.records.book import Records
from composer.yaml.writer import Field


@dataclass
class Gathering:
    """What is gathered of one entry until it is a candidate."""

    entry: Entry
    records: Records
    region: str
    fields: dict[str, Field] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wishes: list[str] = field(default_factory=list)
    """What asks to leave them alone beside an address or a number."""
    beside: str = ""
    """What stood beside the name and is none."""

    def put(self, name: str, value: str, was: str = "", why: str = "") -> None:
        """A field, and what was done to it."""
        if not value:
            return
        self.fields[name] = value
        if why and value != was:
            self.changes.append(Change(name, was, value, why))
