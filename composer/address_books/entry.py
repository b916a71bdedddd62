"""An entry of somebody's address book, whatever program wrote it, in the words of vCard (RFC 6350)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from composer.errors import Problem

Kind = Literal["individual", "group", "org"]
"""RFC 6350 §6.1.4."""
Use = Literal["work", "home", "cell", "fax", "pager", "main", "other"]
"""What a number or an address is for; ``main`` is a place's own number, ``fax`` any fax."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as it was written."""

    value: str
    use: Use = "other"


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where post goes."""

    text: str
    """The lines of an envelope below the name, with a line feed between and without the country; empty where no more
    than the state or the country is known."""
    region: str = ""
    """The state, as it was written."""
    country: str = ""
    use: Use = "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it was written: trimmed, decoded and put under the right names, but nothing of it mended or guessed.

    Every text is empty where there is none.
    """

    row: int
    """Its line in the sheet, as a spreadsheet program counts them, or the number of the card in its file, from 1."""
    kind: Kind = "individual"
    formatted_name: str = ""
    """The whole name, where the program has it in one piece."""
    prefixes: str = ""
    given: str = ""
    additional: str = ""
    family: str = ""
    suffixes: str = ""
    nickname: str = ""
    organization: str = ""
    department: str = ""
    title: str = ""
    """What somebody does: the position, never the courtesy title."""
    emails: tuple[str, ...] = ()
    """The preferred one first; as written, so perhaps no addresses at all."""
    phones: tuple[Phone, ...] = ()
    addresses: tuple[PostalAddress, ...] = ()
    websites: tuple[str, ...] = ()
    note: str = ""
    categories: tuple[str, ...] = ()
    language: str = ""
    pronouns: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What a column said that is a field of ours and of no address book: ``needs``, ``met``, ``do_not_contact``."""
    rest: Mapping[str, str] = field(default_factory=dict)
    """What nothing above takes, under the name of its column or property; a birthday and a photo are not here."""
    written: Mapping[str, str] = field(default_factory=dict)
    """The row as it stood, for the file of those that could not be used; of a card, its lines under ``vCard``."""
    sheet: str = ""
    """The tab of the workbook that the row stands in; empty in a file that has only one."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row or a card that says nothing that can be used, and why."""

    row: int
    reason: str
    """A sentence part for a person: ``no name, no organization and no address``."""
    written: Mapping[str, str]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class AddressBook:
    """A file of entries, read."""

    file: str
    """Its name, without folders."""
    program: str
    """Whose layout it has: ``google``, ``outlook``, ``vcard`` …; ``table`` for one that nobody knows."""
    entries: tuple[Entry, ...] = ()
    unusable: tuple[Unusable, ...] = ()
    columns: tuple[str, ...] = ()
    """The columns as they stand in the file, in order; none for cards."""
    meant: Mapping[str, str] = field(default_factory=dict)
    """The field that each column of ``columns`` was taken for; a column that is not in here was not understood."""
    problems: tuple[Problem, ...] = ()
    """What is worth saying of the file; an error means that nothing could be read."""
