"""What may be wrong with a file of entries, said to whoever brought it."""

from typing import Final, NamedTuple

from composer.address_books.limits import MAX_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, MAX_UNZIPPED
from composer.errors import Place, Problem

TABLE: Final = "save it as CSV or as an Excel workbook (.xlsx), then bring that file"
_PARTS: Final = "bring it in parts"


class RefusedError(Exception):
    """A file that cannot be read, with the reason for a person; it never leaves this room."""

    def __init__(self, code: str, text: str, hint: str, line: int = 0) -> None:
        super().__init__(text)
        self.code, self.text, self.hint, self.line = code, text, hint, line

    def problem(self, file: str) -> Problem:
        """The reason, at its place."""
        return Place(file, self.line).error(f"address-book-{self.code}", self.text, self.hint)


class Limit(NamedTuple):
    """A bound of `limits`, and what is said of a file beyond it."""

    code: str
    text: str
    hint: str

    def refused(self, line: int = 0) -> RefusedError:
        """The refusal of a file that is beyond it."""
        return RefusedError(self.code, self.text, self.hint, line)


TOO_LARGE: Final = Limit("too-large", f"the file is larger than {MAX_BYTES // 1_000_000} MB", _PARTS)
TOO_LARGE_INSIDE: Final = Limit(
    "too-large",
    f"what is packed in the file is larger than {MAX_UNZIPPED // 1_000_000} MB",
    f"{TABLE}; without pictures",
)
TOO_MANY_ROWS: Final = Limit("too-many-rows", f"there are more than {MAX_ROWS:,} rows in it", _PARTS)
TOO_MANY_CARDS: Final = Limit("too-many-rows", f"there are more than {MAX_ROWS:,} cards in it", _PARTS)
TOO_MANY_CELLS: Final = Limit(
    "too-many-cells",
    f"its sheet goes on for more than {MAX_CELLS:,} cells, or {MAX_COLUMNS:,} columns",
    "delete what stands far below or beside the table, also where it looks empty, or copy the table into a new file",
)
TOO_LONG_CELL: Final = Limit(
    "long-cell",
    f"a cell here is longer than {MAX_TEXT:,} characters",
    "shorten it; if it should be short, look for a quotation mark that is opened and not closed",
)
OPEN_QUOTE: Final = Limit(
    "open-quote",
    "a cell here begins with a quotation mark that is not closed where it should be, so that later rows ran into it",
    f"close it in the file, or open the file in a spreadsheet program and {TABLE}",
)
NO_TABLE: Final = Limit(
    "no-header",
    "no line here names its columns, so nobody can tell a name from a place",
    "write a first line that does, such as: Name, Email, Phone, Organization, Notes",
)
NOT_UNDERSTOOD: Final = Limit(
    "columns",
    "none of the columns here is understood",
    "say which column holds what, or name them in the first line: Name, Email, Phone, Organization, Notes",
)
NOBODY: Final = Limit(
    "nobody",
    "no column here is taken for a name, an organization or an email address",
    "say which column holds what, or name them in the first line: Name, Email, Phone, Organization, Notes",
)
EMPTY: Final = Limit("empty", "there is nothing in the file", "bring the file that the other program exported")
