"""Files of contacts, whatever program wrote them, read into entries; each is known by what is in it."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from composer.address_books.contents import ZIP, refuse_other_texts, refuse_others, text_of
from composer.address_books.delimited import read_delimited
from composer.address_books.entry import AddressBook
from composer.address_books.headings import HeadingReader, header_key
from composer.address_books.limits import MAX_BYTES
from composer.address_books.problems import TOO_LARGE, RefusedError
from composer.address_books.spreadsheet import read_spreadsheet
from composer.address_books.tables import read_sheets
from composer.address_books.vcards import read_cards
from composer.patterns import regex
from composer.records.address_book_layouts import Layouts

__all__ = ["header_key", "read_address_book"]

_CARD = regex(r"^[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_LOOKED_AT = 65_536
NONE: Final[Mapping[str, str]] = MappingProxyType({})


def read_address_book(name: str, data: bytes, *, layouts: Layouts, columns: Mapping[str, str] = NONE) -> AddressBook:
    """The entries of a file: a table as text or as a workbook, or vCards.

    It never raises for what is in a file: what cannot be read is an error among the problems of the answer.

    Args:
        name: What the file is called, for problems; never asked what the file is.
        data: The file.
        layouts: What is known of programs and their columns.
        columns: What a person said of columns, by their headings: fields of `address_book_layouts.FIELDS`, or an empty
            text for a column that is to be kept under its own name.
    """
    file = re.split(r"[\\/]", name)[-1]
    try:
        return _read(file, data, layouts, columns)
    except RefusedError as refused:
        return AddressBook(file, "", problems=(refused.problem(file),))


def _read(file: str, data: bytes, layouts: Layouts, columns: Mapping[str, str]) -> AddressBook:
    if len(data) > MAX_BYTES:
        raise TOO_LARGE.refused()
    refuse_others(data)
    reader = HeadingReader(layouts, columns)
    if data.startswith(ZIP):
        return read_sheets(file, read_spreadsheet(data), reader, layouts)
    text = text_of(data)
    if _CARD.search(text[:_LOOKED_AT]):
        return read_cards(file, text, layouts)
    refuse_other_texts(text)
    return read_sheets(file, [read_delimited(text, reader.score)], reader, layouts)
