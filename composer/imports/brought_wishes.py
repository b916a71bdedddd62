"""Wishes to be left alone that an address book says anywhere: in any column, a heading, the name of a sheet or file."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from composer.address_books.entry import AddressBook, Entry, Unusable
from composer.addresses import mailbox
from composer.patterns import regex
from composer.records.address_book_layouts import PHONES
from composer.records.import_words import ImportWords
from composer.records.wish_words import Answer
from composer.records.wishes import is_asked, is_wish, may_say_wish, said_in

_LONGEST = 1_000
_ADDRESS = regex(r"[^\s<>,;:\"]+@[^\s<>,;:\"]+")
_NO = frozenset({"no", "n", "never", "0", "false", "nein", "non"})
_ALLOWS = regex(
    r"\b(?:ok|okay|may|can|allow\w*|send|subscrib\w*|consent\w*|contact\w*|opt\w* in|newsletters?|mailings?)\b"
)


class BroughtWish(NamedTuple):
    """What an entry says of a wish, beside its notes."""

    words: str
    """With where they stand; empty for none."""
    answer: Answer
    """How surely they ask."""
    is_quiet: bool
    """Whether no cell has a word of a wish, whatever it means."""


class BroughtWishes:
    """What one address book says of wishes, beside its notes."""

    def __init__(self, book: AddressBook, words: ImportWords) -> None:
        self._words = words
        self._meant = {*book.meant, "vCard"}
        self._reaching = {name for name, field in book.meant.items() if field == "email" or field in PHONES}
        stem = re.sub(r"[\W_]+", " ", book.file.rpartition(".")[0])
        self._whole = f"the file's name: {stem.strip()}" if _says(stem) else ""
        self._headings = sorted((one.row, one.sheet, _heading(one)) for one in book.unusable)
        self._members = {
            mailbox(address): f"in the group: {entry.formatted_name}"
            for entry in book.entries
            if entry.kind == "group" and _says(entry.formatted_name)
            for address in _ADDRESS.findall(" ".join(entry.written.values()).replace("mailto:", " "))
        }

    def of(self, entry: Entry) -> BroughtWish:
        """What asks to leave somebody alone."""
        member = next((self._members[key] for key in _mailboxes(entry) if key in self._members), "")
        is_quiet = not may_say_wish("\n\n".join(entry.written.values()))
        words, answer = self._cell(entry, is_quiet=is_quiet)
        words, answer = (words, answer) if answer else self._strange(entry)
        sure = words if answer == "clear" else member or self._above(entry) or self._whole
        return BroughtWish(sure, "clear", is_quiet) if sure else BroughtWish(words, answer, is_quiet)

    def _cell(self, entry: Entry, *, is_quiet: bool) -> tuple[str, Answer]:
        """The first cell that surely asks, or else the first that may."""
        maybe = ""
        for name, cell in _cells(entry.written):
            column = _column(name)
            if (is_quiet and not column.asks) or not any(map(str.isalnum, cell)):
                continue
            refused = column.allows and cell.strip().casefold() in _NO
            answer = "clear" if refused else said_in({column.key: cell}, label=True)
            if answer and self._is_of_value(name, cell):
                continue
            if answer == "clear":
                return f"{name}: {' '.join(cell.split())}", answer
            maybe = maybe or (f"{name}: {' '.join(cell.split())}" if answer else "")
        return maybe, "possible" if maybe else ""

    def _strange(self, entry: Entry) -> tuple[str, Answer]:
        """The first cell of a column that nobody understands, or of the labels, in a language that is not read here."""
        cells = [(name, cell) for name, cell in entry.written.items() if name not in self._meant]
        cells += [("label", label) for label in entry.categories]
        strange = self._words.in_other_language
        found = next((f"{name}: {' '.join(cell.split())}" for name, cell in cells if strange(cell[:_LONGEST])), "")
        return found, "possible" if found else ""

    def _is_of_value(self, name: str, cell: str) -> bool:
        """Whether it is of an address or a number alone; what is said of those is read apart: ``555-0142, bounced``."""
        if name not in self._reaching or not self._words.says_no_good(cell):
            return False
        return not said_in(self._words.without_no_good(cell), label=True)

    def _above(self, entry: Entry) -> str:
        """What the sheet is called, or the last heading above a row."""
        if _says(entry.sheet):
            return f"the sheet: {entry.sheet}"
        above = [words for row, sheet, words in self._headings if sheet == entry.sheet and row < entry.row]
        return f"the heading: {above[-1]}" if above and _says(above[-1]) else ""


def _mailboxes(entry: Entry) -> Iterator[str]:
    return (mailbox(address) for cell in entry.emails for address in _ADDRESS.findall(cell))


def _heading(one: Unusable) -> str:
    return " ".join(one.written.values())[:_LONGEST]


def _says(words: str) -> bool:
    return bool(words and (is_wish(words) or said_in(words, label=True)))


class _Column(NamedTuple):
    """What a column is, by its name."""

    key: str
    """As the name of a field."""
    asks: bool
    """Whether one word in it may be a wish."""
    allows: bool
    """Whether a no in it is one: ``Newsletter``, and not ``Opted out``."""


@lru_cache(maxsize=4_096)
def _column(name: str) -> _Column:
    plain = re.sub(r"[\W_]+", " ", name.casefold()).strip()
    key, allows = plain.replace(" ", "_"), bool(_ALLOWS.search(plain)) and not is_wish(plain)
    return _Column(key, allows or may_say_wish(plain) or is_asked(key), allows)


def _cells(written: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The cells of a row, or the properties of a card, by their names."""
    for name, cell in written.items():
        if name != "vCard":
            yield name, cell[:_LONGEST]
            continue
        for line in re.sub(r"\r?\n[ \t]", "", cell).splitlines():
            head, _, value = line.partition(":")
            if value and len(value) < _LONGEST:
                yield (
                    head.split(";")[0].rpartition(".")[2].removeprefix("X-"),
                    value.replace("\\n", "\n").replace("\\,", ","),
                )
