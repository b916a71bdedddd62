"""What an entry of an address book would be as a record, with all that was made of it on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from composer.records.wishes import FIELD
from composer.yaml.writer import Field

Sureness = Literal["sure", "likely", "unsure"]
"""Of a guess: the words name it, they may mean it, or whoever wrote them did not know."""
HELD = frozenset({FIELD, "status"})
"""Fields whose guesses are taken unless a person says otherwise, since a letter cannot be taken back."""


ORDER = (
    "name", "unknown_person", "team", "role", "title", "organization", "email", "phone", "fax", "address", "state",
    "country", "website", "channel", "language", "pronouns", "status", "tags", "needs", "asked_for", "details", "met",
    "introduced_by", "verified", "notes", "do_not_contact",
)  # fmt: skip
"""The order in which the fields of a new record are written."""


class Change(NamedTuple):
    """Something that was put right."""

    field: str
    was: str
    """As it was written; empty where it stood in no field of this kind."""
    now: str
    why: str
    """In a few words for a person: ``was all in capitals``."""


class Guess(NamedTuple):
    """A value that no column says in so many words."""

    field: str
    value: str
    why: str
    """What it was taken from: ``'Guidance Counselor' is read as school``."""
    sureness: Sureness

    @property
    def is_doubt(self) -> bool:
        """Whether it is that somebody may be gone: until a person has looked no letter goes, to their place neither."""
        return self.field == "status" and self.sureness == "unsure"

    @property
    def written_to(self) -> str:
        """The field of a record that it fills."""
        return FIELD if self.is_doubt else self.field

    @property
    def words(self) -> str:
        """The words of somebody's own that it was made of, to be kept."""
        if self.field == "status":
            return self.why[1:-1] if self.why.startswith("'") else ""
        return self.value if self.field in {FIELD, "needs"} else self.why

    @property
    def reason(self) -> str:
        """Why nobody is to write meanwhile, where it says that they may be gone."""
        return f"look first, they may be gone: {self.words}".removesuffix(": ")


class LeftOut(NamedTuple):
    """Words that no record may hold, or that none has a place for."""

    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry, put right."""

    file: str
    row: int
    fields: Mapping[str, Field]
    """As they would stand in ``contacts.yaml``, in the order in which they are written; guesses are not among them."""
    part: Literal["contacts", "organizations"] = "contacts"
    """Where they belong: an entry of a company alone is an organization."""
    changes: tuple[Change, ...] = ()
    guesses: tuple[Guess, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    skip: str = ""
    """Why nothing becomes of it: ``a group of addresses, and no person``; empty where something does."""
    is_quiet: bool = False
    """Whether nothing in the row has a word of a wish to be left alone, so that no field of it can be one."""
    digest: str = ""
    """Tells this row of this book from any other, however often it is brought."""
    written: Mapping[str, str] = field(default_factory=dict)
    """As it stood, for the file of those that could not be used."""

    @property
    def key(self) -> str:
        """By what a person names the row: its file and its number."""
        return f"{self.file}:{self.row}"

    def text(self, name: str) -> str:
        """A field that is one text; empty where there is none."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""
