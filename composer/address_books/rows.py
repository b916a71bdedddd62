"""An entry from a row of a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from composer.address_books.cells import cleaned, emails_in, listed, one_line, phones_in, postal_text, several, unique
from composer.address_books.entry import Entry, Phone, PostalAddress, Unusable, Use
from composer.address_books.headings import Column, Headings
from composer.address_books.sheet import column_letters
from composer.patterns import regex
from composer.records.address_book_layouts import ADDRESSES, NOTHING, OWN, PHONES, TEXTS, Layouts, plain_header

OURS: Final = "outreach"
"""The program of tables that we wrote."""
NOBODY: Final = "no name, no organization and no email address"
COMMENT: Final = "comment on "
"""Before the name of a column, what is said on a cell of it."""
_NONE: Final[Mapping[int, str]] = {}
_TEXTS: Final = frozenset(TEXTS)
_ENTRY_TEXTS: Final = {name: "formatted_name" if name == "name" else name for name in TEXTS}
_LINED: Final = frozenset({"name", "given", "family", "organization"})
"""Texts that keep their lines: the first may be the name, and the others none of it."""
_SOMEBODY: Final = ("formatted_name", "given", "family", "nickname", "organization", "emails")
_WEBSITE_END = regex(r"[\s;]+(?:::: )?")
_LETTER = regex(r"[^\W\d_]")
_DIGIT = regex(r"\d")
_LAST_NUMBER = regex(r" ?\d+\Z")
_TALLY, _MARKED = regex(r"(?:\d+ |grand |sub )?(?:(?:sub)?totals?\b|\d+ \w)"), regex(r"[^\w\s(\"'\u201c\u2018]{2}")
_FEW, _TOLD = 3, 5
_NUMBER = 7
"""Digits of a telephone number."""
_DITTO = regex(
    r"""(?:["\u201c\u201d\u2033\u3003]|''|,,)(?:\s?(?:["\u201d\u2033]|''))*|[-\u2013]+\s?"\s?[-\u2013]+"""
    r"|(?i:ditto|do\.|(?:same |see )?(?:as )?above|same)\W*"
)
"""What stands for the cell above: ditto marks, and words for them."""
_NO_DITTO = frozenset({"name", "given", "nickname", ""})
"""Fields of which no cell stands for the one above: who somebody is, and what nobody understands."""
_HEADING = "it reads like a heading of the rows below it"
_TOTAL = "it reads like a total"


@dataclass(slots=True)
class _Said:
    """What a row says, sorted."""

    texts: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[tuple[Column, str]]] = field(default_factory=dict)
    """What may stand in several columns, by field, with its column."""
    kinds: dict[tuple[str, str], tuple[Column, str]] = field(default_factory=dict)
    """What says what something is for, by field and number."""
    rest: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> list[tuple[Column, str]]:
        return self.lists.get(name, [])


class RowReader:
    """Makes entries from the rows below some headings."""

    def __init__(self, headings: Headings, layouts: Layouts, sheet: str = "") -> None:
        self._columns = headings.columns
        self._layout = headings.layout
        self._layouts = layouts
        self._sheet = sheet
        self._blank = frozenset(headings.layout.blank)
        self._wide = sum(1 for one in headings.columns if one) >= _FEW
        self._above: Sequence[str] = ()

    def read(self, number: int, cells: Sequence[str], comments: Mapping[int, str] = _NONE) -> Entry | Unusable:
        """What a row says. Rows are read in their order, since one may say that it is like the one above.

        Args:
            number: The row as a spreadsheet program counts it.
            cells: Cleaned; at least one is not empty.
            comments: What is said on cells of the row, by their columns; it is the row's remark.
        """
        read = self._read(number, cells)
        if not comments:
            return read
        said = {f"{COMMENT}{self._name(at)}": cleaned(text) for at, text in comments.items()}
        read = replace(read, written={**read.written, **said})
        if isinstance(read, Entry):
            read = replace(read, note="\n".join(unique((read.note, *said.values()))))
        return read

    def _name(self, at: int) -> str:
        column = self._columns[at] if at < len(self._columns) else None
        return column.header if column and column.header else f"column {column_letters(at)}"

    def _read(self, number: int, cells: Sequence[str]) -> Entry | Unusable:
        cells = self._above = [self._meant(at, cell) for at, cell in enumerate(cells)]
        said = self._sorted(cells)
        if reason := self._no_person(list(said.written.values())):
            return Unusable(number, reason, said.written, self._sheet)
        fields = self._fields(said)
        entry = Entry(
            number,
            **said.texts,
            **self._lists(said),
            fields=fields,
            rest=said.rest,
            written=said.written,
            sheet=self._sheet,
        )
        if not any(getattr(entry, name) for name in _SOMEBODY):
            return Unusable(number, NOBODY, said.written, self._sheet)
        return entry

    def _sorted(self, cells: Sequence[str]) -> _Said:
        said = _Said()
        columns, blank = self._columns, self._blank
        for index, cell in enumerate(cells):
            if not cell:
                continue
            column = columns[index] if index < len(columns) else None
            header = column.header if column else f"column {column_letters(index)}"
            said.written[header] = cell
            if cell not in blank and (column is None or column.field != NOTHING):
                self._put(said, column or Column(header), cell)
        return said

    def _meant(self, at: int, cell: str) -> str:
        """A cell, or the one above where it says so."""
        column = self._columns[at] if at < len(self._columns) else None
        if not cell or not column or column.field in _NO_DITTO or not _DITTO.fullmatch(cell):
            return cell
        return self._above[at] if at < len(self._above) else cell

    def _put(self, said: _Said, column: Column, cell: str) -> None:
        name = column.field
        if name in _TEXTS:
            if name == "title" and "\n" in cell and self._layout.program == OURS:
                said.lists.setdefault("roles", []).append((column, cell))
                cell = cell.partition("\n")[0]
            text = cell if name in _LINED else one_line(cell)
            if said.texts.setdefault(_ENTRY_TEXTS[name], text) != text:
                said.rest[column.header] = cell
        elif not name:
            said.rest[column.header] = cell
        elif name.endswith(" kind"):
            said.kinds[name, column.group] = column, cell
        else:
            said.lists.setdefault(name, []).append((column, cell))

    def _lists(self, said: _Said) -> dict[str, Any]:
        categories = (one for _, cell in said.of("categories") for one in listed(cell))
        return {
            "emails": self._emails(said),
            "phones": tuple(dict.fromkeys(self._phones(said))),
            "addresses": tuple(self._addresses(said)),
            "websites": unique(one for _, cell in said.of("website") for one in _WEBSITE_END.split(cell)),
            "note": "\n".join(unique(cell for _, cell in said.of("note"))),
            "categories": unique(one for one in categories if plain_header(one) not in self._layouts.no_categories),
        }

    def _emails(self, said: _Said) -> tuple[str, ...]:
        first: list[str] = []
        others: list[str] = []
        for column, cell in said.of("email"):
            kind = self._kind(said, "email kind", column)[0]
            if kind.casefold() != "ex":
                (first if kind.startswith("*") else others).extend(emails_in(cell))
        return unique([*first, *others])

    def _phones(self, said: _Said) -> Iterator[Phone]:
        for name in (one for one in said.lists if one in PHONES):
            for column, cell in said.lists[name]:
                use = self._kind(said, "phone kind", column)[1] if name == "phone" else PHONES[name]
                yield from (Phone(one, use) for one in phones_in(cell))  # type: ignore[arg-type]

    def _kind(self, said: _Said, name: str, beside: Column) -> tuple[str, Use]:
        """What is said of something, and what that means; what is not understood is kept."""
        if (name, beside.group) not in said.kinds:
            return "", "other"
        column, label = said.kinds[name, beside.group]
        use = use_of(label, self._layouts)
        if not use and name != "email kind":
            said.rest[column.header] = label
        return label, use or "other"

    def _addresses(self, said: _Said) -> Iterator[PostalAddress]:
        parts: dict[tuple[str, str], dict[str, str]] = {}
        for name in (one for one in said.lists if one in ADDRESSES):
            use, part = ADDRESSES[name]
            for column, cell in said.lists[name]:
                group = parts.setdefault((use, column.group if use == "other" and self._layout.numbered else ""), {})
                group[part] = f"{group[part]}\n{cell}" if part in group else cell
        for (use, number), found in parts.items():
            kind = self._kind(said, "address kind", Column("", group=number))[1] if use == "other" else use
            for place in _apart(found):
                yield self._address(place, kind)

    def _address(self, parts: dict[str, str], use: str) -> PostalAddress:
        country = one_line(parts.pop("country", ""))
        text = parts.pop("", "")
        region = one_line(parts.get("region", ""))
        if not text and parts.keys() - {"region"}:
            text = postal_text(parts, postcode_first=self._layout.postcode_first)
        elif text and self._layout.program != OURS:
            text = _with_town(text, parts, postcode_first=self._layout.postcode_first)
        return PostalAddress(text.removesuffix(f"\n{country}"), region, country, use)  # type: ignore[arg-type]

    def _fields(self, said: _Said) -> dict[str, str]:
        """What is ours, and what a custom field says where its name is one of ours."""
        found: dict[str, list[str]] = {}
        for name in (one for one in said.lists if one in OWN):
            found.setdefault(OWN[name], []).extend(cell for _, cell in said.lists[name])
        for column, cell in (*said.of("custom"), *said.of("relation")):
            label = said.kinds.get((f"{column.field} kind", column.group), (column, column.header))[1]
            known = self._layouts.table.find(label)
            if known and known[0] in OWN:
                found.setdefault(OWN[known[0]], []).append(cell)
            else:
                said.rest[label] = cell
        return {name: "\n".join(unique(cells)) for name, cells in found.items()}

    def _no_person(self, cells: list[str]) -> str:
        """Why a row that says little is no person's: a heading of a part, a total."""
        if not self._wide or len(cells) > _FEW:
            return ""
        begins = _LAST_NUMBER.sub("", plain_header(cells[0]))
        counted = any(map(_DIGIT.search, cells))
        if _TALLY.match(begins) and not any("@" in cell or sum(map(str.isdigit, cell)) >= _NUMBER for cell in cells):
            return _TOTAL
        total = counted and begins in self._layouts.totals
        if (total or (not begins and len(cells[0]) < _NUMBER)) and not any(map(_LETTER.search, cells[1:])):
            return _TOTAL
        alone = len(cells) == 1 and "@" not in cells[0]
        return _HEADING if alone and _like_heading(cells[0]) else ""


def use_of(label: str, layouts: Layouts) -> Use | Any:
    """What something is for, by what is said of it; empty where that is not understood."""
    plain = plain_header(label)
    if not plain:
        return "other"
    if found := layouts.uses.get(plain):
        return found
    uses = [layouts.uses[word] for word in plain.split() if word in layouts.uses]
    return "fax" if "fax" in uses else next(iter(uses), "")


def _apart(parts: dict[str, str]) -> Iterator[dict[str, str]]:
    """The addresses of a row, where Google puts several into one cell of each part."""
    values = {part: several(cell) for part, cell in parts.items()}
    for index in range(max(map(len, values.values()), default=0)):
        yield {part: cells[index] for part, cells in values.items() if index < len(cells) and cells[index]}


def _with_town(text: str, parts: dict[str, str], *, postcode_first: bool) -> str:
    """A whole address, with the town below it where a column beside it says it and the address does not."""
    town: dict[str, str] = {name: parts[name] for name in ("city", "region", "postcode") if name in parts}
    if not town or any(parts.get(name, "\0") in text for name in ("city", "postcode")):
        return text
    return "\n".join(filter(None, (text, postal_text(town, postcode_first=postcode_first) if len(town) > 1 else "")))


def _like_heading(cell: str) -> bool:
    told = sum(map(str.islower, cell.split())) >= _TOLD  # ``please add new ones above this line``
    return told or (cell.isupper() and len(cell) > _FEW) or cell.endswith(":") or bool(_MARKED.match(cell))
