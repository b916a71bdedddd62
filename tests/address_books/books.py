"""What the tests of this room share: reading with what ships, and values as plain data."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from composer.address_books.entry import AddressBook, Entry
from composer.address_books.reading import read_address_book
from tests.shipped import LIBRARY

LAYOUTS = LIBRARY.address_books


def read(data: bytes | str, name: str = "people.csv", columns: Mapping[str, str] | None = None) -> AddressBook:
    """A file read with what ships; a text as UTF-8."""
    raw = data.encode() if isinstance(data, str) else data
    return read_address_book(name, raw, layouts=LAYOUTS, columns=columns or {})


def plain(value: Any) -> Any:
    """An entry as plain data, without what is empty and without the row as it was written."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {name: plain(one) for name, one in fields.items() if one not in ("", (), {}) and name != "written"}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value


def whole(book: AddressBook) -> dict[str, Any]:
    """All that a book says, as plain data."""
    return {
        "program": book.program,
        "not understood": [column for column in book.columns if column not in book.meant],
        "entries": [plain(one) for one in book.entries],
        "unusable": [{"row": one.row, "reason": one.reason} for one in book.unusable],
        "problems": [f"{one.at}: {one.code}" for one in book.problems],
    }


def only(book: AddressBook) -> Entry:
    """The one entry of a book in which nothing is wrong."""
    assert [one for one in book.problems if one.level == "error"] == []
    assert len(book.entries) == 1
    return book.entries[0]


def fault(book: AddressBook) -> str:
    """The code of what stopped a book from being read; nothing was read, and a person is told what to do."""
    (problem,) = (one for one in book.problems if one.level == "error")
    assert book.entries == ()
    assert problem.hint
    assert problem.at.path == book.file
    return problem.code.removeprefix("address-book-")
