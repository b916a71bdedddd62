"""What a column holds whose name nobody understands, told by what stands in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from composer.address_books.entry import AddressBook
from composer.patterns import regex
from composer.records.base import is_of_clients
from composer.records.library import Library
from composer.records.wishes import is_wish

_EMAIL = regex(r"\S+@\S+")
_PHONE = regex(r"(?:\D*\d){7,15}\D{0,12}\Z")
_STATE = regex(r"[A-Za-z]{2}\.?,?\s*(?:\d{5}(?:-\d{4})?)?\Z|\d{5}(?:-\d{4})?\Z")
_DATE = regex(r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,4}(?:/\d{2,4})?\Z")
_LEAST, _MOSTLY, _ROLES, _WORDS = 3, 0.5, 0.4, 3


def guess_columns(book: AddressBook, library: Library) -> dict[str, str]:
    """For columns that were not understood the field that their values are, by the column's name; fields as in
    `address_book_layouts.FIELDS`. A column of which nobody can tell is not among them.
    """
    strange = [column for column in book.columns if column not in book.meant]
    found: dict[str, str] = {}
    for column in strange:
        values = [entry.written[column] for entry in book.entries if column in entry.written]
        if is_of_clients(column):
            continue
        if is_wish(column.strip(" ?!:")):
            found[column] = "do_not_contact"
            continue
        field = _field(column, values, book, library) if len(values) >= _LEAST else ""
        if field and not (field == "title" and "title" in {*book.meant.values(), *found.values()}):
            found[column] = field
    return found


def _field(column: str, values: Sequence[str], book: AddressBook, library: Library) -> str:
    if _share(values, lambda value: bool(_EMAIL.search(value))) >= _MOSTLY:
        return "email"
    if _share(values, lambda value: bool(_DATE.match(value))) >= _MOSTLY:
        return ""
    if _share(values, lambda value: bool(_PHONE.match(value)) and "@" not in value) >= _MOSTLY:
        return _phone(column)
    if _share(values, lambda value: bool(_STATE.match(value))) >= _MOSTLY and any(map(str.isdigit, "".join(values))):
        return next((f"{one.removesuffix(' city')} region" for one in book.meant.values() if one.endswith(" city")), "")
    if _share(values, lambda value: library.role_of(value).known) >= _ROLES:
        return "title"
    return "note" if sum(len(value.split()) for value in values) / len(values) >= _WORDS else ""


def _phone(column: str) -> str:
    plain = column.casefold()
    names: Mapping[str, tuple[str, ...]] = {
        "fax": ("fax",),
        "cell phone": ("cell", "mobile", "text"),
        "home phone": ("home",),
        "work phone": ("work", "office", "business", "direct"),
    }
    return next((name for name, words in names.items() if _alone(words, plain)), "phone")


def _alone(words: Sequence[str], plain: str) -> bool:
    return any(word in plain for word in words) and "other" not in plain


def _share(values: Sequence[str], is_one: Callable[[str], bool]) -> float:
    return sum(1 for value in _distinct(values) if is_one(value)) / len(set(values))


def _distinct(values: Sequence[str]) -> Iterator[str]:
    yield from dict.fromkeys(values)
