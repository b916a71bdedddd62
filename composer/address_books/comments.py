"""The comments on the cells of a workbook: in files of their own beside its sheets, or in the cells of an ODS.

What somebody wrote there is often why nobody is to write to a person. It is read with expat, which opens no other file;
a file that declares anything (a DTD, an entity) is not read, nor one beyond the bounds.
"""

import posixpath
from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers import expat
from zipfile import ZipFile

from composer.address_books.limits import MAX_COLUMNS, MAX_ROWS, MAX_TEXT
from composer.patterns import regex

Comments = Mapping[tuple[int, int], str]
"""What is said on cells, by row and column counted from 0."""
Handler = Callable[[str, Mapping[str, str]], None]

_DIGITS: Final = 7
_MOST: Final = 20_000_000
"""Bytes of a file that is read for comments."""
_CELL = regex(r"([A-Z]{1,3})([0-9]{1,7})")
_THREADED = regex(r"\A\[[^\[\]]{5,60}\]")
"""How a comment begins that stands in the other kind of comments, too, behind words for old programs."""


class UnreadError(Exception):
    """Comments that cannot be read."""


class _Texts:
    """Tells somebody what is opened, and what is closed with its text; text before an inner element has no name."""

    def __init__(self, opened: Handler, closed: Callable[[str, str], None], *, break_at: str = "") -> None:
        self._opened, self._closed, self._break_at = opened, closed, break_at
        self._text: list[str] = []

    def read(self, data: bytes) -> None:
        """Reads a file; elements are named without their prefix."""
        if len(data) > _MOST:
            raise UnreadError
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = _refuse
        try:
            parser.Parse(data, True)
        except expat.ExpatError:
            raise UnreadError from None

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if loose := "".join(self._text):
            self._closed("", loose)
        self._text.clear()
        self._opened(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def _close(self, name: str) -> None:
        text = "".join(self._text)
        self._text.clear()
        self._closed(name.rpartition(":")[2], text)


def _pass(*_: str) -> None:
    """Keeps nothing of what is closed."""


def _refuse(*_: object) -> None:
    raise UnreadError


def read_comments(file: ZipFile, sheets: Mapping[str, str]) -> dict[str, Comments]:
    """The comments of the sheets of an Excel workbook, by the name of the sheet.

    Args:
        file: the workbook.
        sheets: the file of each sheet inside it, by its name; see `sheet_files`.

    Raises:
        UnreadError: they are there and cannot be read.
    """
    return {name: found for name, path in sheets.items() if (found := _of_sheet(file, path))}


def sheet_files(file: ZipFile) -> dict[str, str]:
    """The file of each sheet of an Excel workbook, by the sheet's name."""
    related = _relations(file, "xl/workbook.xml")
    found: dict[str, str] = {}

    def opened(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet" and attributes.get("id", "") in related:
            found[attributes.get("name", "")] = related[attributes["id"]][1]

    _Texts(opened, _pass).read(file.read("xl/workbook.xml"))
    return found


def _relations(file: ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """What a part of a workbook points to, by its name there: the kind, and the file."""
    folder, name = posixpath.split(path)
    beside = f"{folder}/_rels/{name}.rels"
    found: dict[str, tuple[str, str]] = {}

    def opened(element: str, attributes: Mapping[str, str]) -> None:
        if element == "Relationship":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], target)

    if beside in file.namelist():
        _Texts(opened, _pass).read(file.read(beside))
    return found


def _of_sheet(file: ZipFile, path: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for kind, target in sorted(_relations(file, path).values(), reverse=True):  # threadedComment before comments
        if kind in {"comments", "threadedComment"}:
            for at, text in _of_part(file.read(target)).items():
                if kind == "threadedComment" or not (at in found and _THREADED.match(text)):
                    found[at] = "\n".join(filter(None, (found.get(at, ""), text)))
    return found


def _of_part(data: bytes) -> dict[tuple[int, int], str]:
    """The comments of one file, by their cells."""
    part = _Part()
    _Texts(part.opened, part.closed).read(data)
    return part.found


class _Part:
    """Keeps the comments of a file without the name of who wrote one, which Excel puts in front."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self._authors: list[str] = []
        self._at: tuple[int, int] | None = None
        self._author = ""

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """Notes the cell of a comment."""
        if name in {"comment", "threadedComment"}:
            number = attributes.get("authorId", "")
            known = number.isdecimal() and len(number) < _DIGITS and int(number) < len(self._authors)
            self._at, self._author = _place(attributes.get("ref", "")), self._authors[int(number)] if known else ""
            if self._at in self.found:
                self.found[self._at] += "\n"

    def closed(self, name: str, text: str) -> None:
        """Keeps the words of a comment."""
        if name == "author":
            self._authors.append(text)
        elif name in {"t", "text"} and self._at:
            self.found[self._at] = _bounded(self.found.get(self._at, "") + text)
        elif name in {"comment", "threadedComment"} and self._at:
            said = self.found.get(self._at, "")
            self.found[self._at] = (said.removeprefix(f"{self._author}:") if self._author else said).strip()
            self._at = None


def _place(reference: str) -> tuple[int, int]:
    found = _CELL.fullmatch(reference)
    if not found or int(found[2]) > MAX_ROWS:
        raise UnreadError
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise UnreadError
    return text


def read_annotations(content: bytes) -> Mapping[str, Comments]:
    """The comments of the sheets of an OpenDocument workbook, by the name of the sheet.

    Raises:
        UnreadError: they are there and cannot be read.
    """
    if b"annotation" not in content:
        return {}
    reader = _Annotations()
    _Texts(reader.opened, reader.closed).read(content)
    return reader.found


class _Annotations:
    """Counts the rows and cells of a workbook, and keeps what is said on them."""

    def __init__(self) -> None:
        self.found: dict[str, dict[tuple[int, int], str]] = {}
        self._sheet, self._row, self._column, self._after, self._below = "", 0, 0, 0, 0
        self._inside = False

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """Counts what begins."""
        times = attributes.get("number-rows-repeated", attributes.get("number-columns-repeated", "1"))
        step = int(times) if times.isdigit() else 1
        if name == "table":
            self._sheet, self._row, self._below = attributes.get("name", ""), 0, 0
        elif name == "table-row":
            self._row, self._below, self._column, self._after = self._below, self._below + step, 0, 0
        elif name in {"table-cell", "covered-table-cell"}:
            self._column, self._after = self._after, self._after + step
        elif name == "annotation":
            self._inside = True

    def closed(self, name: str, text: str) -> None:
        """Keeps the lines of a comment."""
        if name == "annotation":
            self._inside = False
        elif self._inside and text.strip() and name in {"", "p", "span", "a"}:
            if self._row >= MAX_ROWS or self._column >= MAX_COLUMNS:
                raise UnreadError
            known = self.found.setdefault(self._sheet, {})
            at = (self._row, self._column)
            known[at] = _bounded("\n".join(filter(None, (known.get(at, ""), text.strip()))))
