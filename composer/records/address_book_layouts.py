"""What the columns of address books mean, as data: ``templates/address-books.yaml``."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final, Self

from pydantic import Field, model_validator

from composer.patterns import regex
from composer.records.base import Record
from composer.records.fields import Identifier, Line, Many
from composer.spelling import did_you_mean

NOTHING: Final = "nothing"
"""The field of a column that is understood, and not brought: a birthday, a photo."""
NAME_FIELDS: Final = ("name", "given", "family", "organization", "email")
"""A column of one of these makes a row somebody."""
TEXTS: Final = (
    "name", "prefixes", "given", "additional", "family", "suffixes", "nickname", "organization", "department", "title",
    "language", "pronouns",
)  # fmt: skip
PHONES: Final = {
    "phone": "other", "work phone": "work", "home phone": "home", "cell phone": "cell", "main phone": "main",
    "other phone": "other", "fax": "fax", "pager": "pager",
}  # fmt: skip
"""The fields of numbers, each with what such a number is for."""
PARTS: Final = ("street", "extended", "box", "city", "region", "postcode", "country")
ADDRESSES: Final = {
    f"{use} address{part}".lstrip(): (use or "other", part.lstrip())
    for use in ("", "work", "home", "other")
    for part in ("", *(f" {part}" for part in PARTS))
}
"""The fields of addresses, each with what it is for and which part it is; no part is the whole address."""
OWN: Final = {
    **{
        name: name
        for name in (
            "needs", "asked_for", "details", "roles", "met", "introduced_by", "address_as", "family_name",
            "do_not_contact", "status", "verified", "id", "former_ids", "successor", "unknown_person", "team",
            "channel", "visit", "attach", "people_word", "consent", "other_addresses",
        )
    },
    "own title": "title",
}  # fmt: skip
"""Fields of contacts.yaml that no address book has, each with its name there."""
KINDS: Final = ("email kind", "phone kind", "address kind", "custom kind", "relation kind")
FIELDS: Final = frozenset(
    [*TEXTS, "note", "categories", "website", "email", "custom", "relation", *PHONES, *ADDRESSES, *OWN, *KINDS, NOTHING]
)
"""All that a column may be taken for."""
_DROPPED = regex(r"[-'\u2019`\u00b4.]|\(s\)")
_SIGNS = regex(r"[\W_]+")
_NUMBER = regex(r"(?<!\()\d+(?!\))")
_REMARK = regex(r"([^()]+)\(([^()]*)\)")
_BETWEEN = regex(r"[/&,+|;]|\b(?:and|or|und|oder|et|ou)\b")
_LAST_NUMBER = regex(r"(?: ?\d+)+\Z")


@lru_cache(maxsize=8192)
def plain_header(header: str) -> str:
    """A heading as it is compared: in small letters, its words with a blank between, hyphens and dots gone."""
    text = unicodedata.normalize("NFKC", header).casefold()
    return _SIGNS.sub(" ", _DROPPED.sub("", text)).strip()


@lru_cache(maxsize=8192)
def _numbered(header: str) -> tuple[str, str]:
    """A heading with any number for its number, and that number."""
    found = _NUMBER.search(header)
    return plain_header(_NUMBER.sub("0", header)), found[0] if found else ""


class Layout(Record, kind="address-book"):
    """The tables of one program: how they are told from others, and what their columns mean."""

    program: Identifier
    """Its key, which may stand several times: ``outlook`` writes its headings in the language of the computer."""
    name: Line
    """What people call it."""
    headers: Many[Line] = ()
    """Headings that others mostly have not; two of them tell it. None for a table that somebody made."""
    numbered: bool = False
    """Whether a number in a heading may be any number."""
    postcode_first: bool = False
    """Whether the postcode stands before the town."""
    blank: Many[Line] = ()
    """What it writes where nothing is."""
    columns: dict[str, Many[Line]]
    """By what we call it, the headings under which it stands."""
    courtesy: Many[Line] = ()
    courtesy_titles: Many[Line] = ()
    uses: dict[str, Many[Line]] = Field(default_factory=dict)
    """What is said of numbers and addresses, by what it means."""
    totals: Many[Line] = ()
    no_categories: Many[Line] = ()

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        for name in self.columns.keys() - FIELDS:
            raise ValueError(
                f"no column can be '{name}'; {did_you_mean(name, FIELDS, 'the top of the file lists them')}"
            )
        return self

    @cached_property
    def _fields(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for name, headers in self.columns.items():
            for header in headers:
                found.setdefault(_numbered(header)[0] if self.numbered else plain_header(header), name)
        return found

    @cached_property
    def signs(self) -> frozenset[str]:
        """What tells it, as headings are compared."""
        return frozenset(map(plain_header, self.headers))

    def find(self, header: str) -> tuple[str, str] | None:
        """The field that a heading stands for, and the number that tells what belongs to it."""
        if self.numbered:
            plain, number = _numbered(header)
            return (self._fields[plain], number) if plain in self._fields else None
        plain = plain_header(header)
        name = self._fields.get(plain) or ("" if self.headers else self._loosely(header, plain))
        return (name, "") if name else None

    def _loosely(self, header: str, plain: str) -> str:
        """The field of a heading with a number behind it, a remark in brackets, or several words: ``Role / Title``."""
        if found := self._fields.get(_LAST_NUMBER.sub("", plain)):
            return found
        if remark := _REMARK.fullmatch(header.strip()):
            said = (f"{remark[2]} {remark[1]}", remark[1])
            return next((found for one in said if (found := self._fields.get(plain_header(one)))), "")
        names = [found for part in _BETWEEN.split(header) if (found := self._fields.get(plain_header(part)))]
        return "name" if {"given", "family"} <= {*names} else next(iter(names), "")


@dataclass(frozen=True)
class Layouts:
    """All that is known of address books."""

    programs: tuple[Layout, ...] = ()
    """Those of programs, in the order of the file."""
    table: Layout = field(default_factory=lambda: Layout(program="table", name="a table", columns={}))
    """That of a table which somebody made."""

    @classmethod
    def of(cls, layouts: Iterable[Layout]) -> "Layouts":
        """From the records of the file."""
        listed = tuple(layouts)
        table = next((one for one in reversed(listed) if not one.headers), None)
        return cls(tuple(one for one in listed if one.headers), *([table] if table else []))

    def layout_of(self, headers: Iterable[str]) -> Layout:
        """The layout that has most of these headings for its own, two at least, or that of any other table."""
        plain = frozenset(map(plain_header, headers))
        best = max(self.programs, key=lambda one: len(one.signs & plain), default=self.table)
        return best if len(best.signs & plain) > 1 else self.table

    def field_of(self, header: str, layout: Layout) -> tuple[str, str] | None:
        """The field that a heading stands for in a layout, or else in any table, and its number."""
        return layout.find(header) or self.table.find(header)

    @cached_property
    def uses(self) -> Mapping[str, str]:
        """What a number is for, by the words that are said of it."""
        return {plain_header(word): use for use, words in self.table.uses.items() for word in words}

    @cached_property
    def courtesy(self) -> frozenset[str]:
        """Headings of columns that may hold courtesy titles."""
        return frozenset(map(plain_header, self.table.courtesy))

    @cached_property
    def courtesy_titles(self) -> frozenset[str]:
        """Courtesy titles."""
        return frozenset(map(plain_header, self.table.courtesy_titles))

    @cached_property
    def totals(self) -> frozenset[str]:
        """What the row of a total begins with."""
        return frozenset(map(plain_header, self.table.totals))

    @cached_property
    def no_categories(self) -> frozenset[str]:
        """Groups that say nothing of those in them."""
        return frozenset(map(plain_header, self.table.no_categories))
