"""Address books of other programs brought into the records: read, planned, and only then written."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from composer.address_books.entry import AddressBook, Unusable
from composer.address_books.formula import guarded
from composer.address_books.reading import header_key, read_address_book
from composer.checks.rules.records import client_in
from composer.errors import NotFoundError, Place, Problem, RecordsError, errors_in, from_os_error
from composer.files import read_bytes, write_bytes
from composer.imports.columns import guess_columns
from composer.imports.plan import Answers, Plan, PlanRow
from composer.imports.planner import make_plan
from composer.imports.tidying import tidy_all
from composer.records.base import is_of_clients
from composer.records.jurisdictions import Jurisdictions
from composer.records.phones import region_of
from composer.records.practice import Practice
from composer.workspace.brought import keep_brought, read_brought
from composer.workspace.record_edits import edit_contacts
from composer.workspace.record_writing import RecordsEdit
from composer.workspace.snapshot import Snapshot, writing
from composer.yaml.reader import uncollected

_CARDS = (".vcf", ".vcard")
_MOST_FILES = 20_000
_OURS = ("Why not", "File", "Row")
_LEFT_OUT = "(left out: it may be about a client)"
_WHO = frozenset({"name", "given", "family", "organization", "email"})
"""Columns that say who it is: a row without them could not be brought again."""
_NO_COLUMNS: Mapping[str, str] = {}
_NO_ANSWERS = Answers()


@dataclass(frozen=True, slots=True)
class Import:
    """What was read, and what would become of it."""

    books: tuple[AddressBook, ...]
    plan: Plan
    digests: Mapping[str, str] = field(default_factory=dict)
    """The files of the records as they were when it was planned, by name; nothing is written over others."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is worth saying of the files."""
        return tuple(problem for book in self.books for problem in book.problems)

    @property
    def unknown(self) -> tuple[tuple[AddressBook, str], ...]:
        """The columns that nobody understood and that say something, with their files."""
        return tuple(
            (book, column)
            for book in self.books
            for column in book.columns
            if column not in {*book.meant, *_OURS} and any(entry.written.get(column) for entry in book.entries)
        )


@uncollected()
def read_files(
    snapshot: Snapshot, paths: Sequence[Path], columns: Mapping[str, str] = _NO_COLUMNS
) -> tuple[AddressBook, ...]:
    """The address books of files, and of the cards in folders; `columns` is what a person says that columns mean.

    Raises:
        NotFoundError: a file is not there, or a folder has no cards.
        ExternalError: the system would not let it be read.
        RecordsError: none of it can be read; its problems say why.
    """
    return read_books(snapshot, [(path.name, _bytes_of(path)) for path in _files(paths)], columns)


def read_books(
    snapshot: Snapshot, files: Sequence[tuple[str, bytes]], columns: Mapping[str, str] = _NO_COLUMNS
) -> tuple[AddressBook, ...]:
    """The same of contents with their names."""
    known = read_brought(snapshot.folder).columns
    books = tuple(_read(name, data, snapshot, known, columns) for name, data in files)
    problems = [problem for book in books for problem in book.problems]
    if errors_in(problems) and not any(book.entries or book.unusable for book in books):
        raise RecordsError("nothing could be read, so nothing was done", problems=problems)
    return books


@uncollected()
def plan_import(snapshot: Snapshot, books: Sequence[AddressBook], answers: Answers = _NO_ANSWERS) -> Import:
    """What an import would do; nothing is written."""
    records = snapshot.records
    region = _region(records.practice, records.library.jurisdictions)
    candidates = tidy_all(books, records, region=region)
    known = read_brought(snapshot.folder).rows
    return Import(tuple(books), make_plan(candidates, records, region=region, answers=answers, known=known))


def apply_import(snapshot: Snapshot, found: Import, columns: Mapping[str, str] = _NO_COLUMNS) -> RecordsEdit:
    """Writes what was planned, all of it or nothing, and remembers which rows became whom.

    Raises:
        ConflictError: the records were changed since it was planned; nothing was written.
        RecordsError: the records would have a mistake that they have not now; nothing was written.
    """
    with writing(snapshot) as now:
        rows = found.plan.of("create", "fill")
        people = [row for row in rows if row.candidate.part == "contacts"]
        added = [row.fields for row in people if row.action == "create"]
        filled = found.plan.filled
        places = [row.fields for row in rows if row.candidate.part == "organizations"]
        edit = edit_contacts(now, added=added, filled=filled, organizations=places)
        ids = iter(edit.contacts)
        became = {
            row.candidate.digest: next(ids) if row in people and row.action == "create" else row.who
            for row in found.plan.of("create", "fill", "keep", "conflict")
        }
        brought = read_brought(now.folder).with_rows({digest: who for digest, who in became.items() if who}, edit.undo)
        for book in found.books:
            said = {column: meant for column, meant in columns.items() if column in book.columns}
            brought = brought.with_columns(header_key(book.columns), said) if said else brought
        keep_brought(now.folder, brought)
    return edit


# --- what could not be used -------------------------------------------------------------------------------------------


def left_rows(found: Import) -> tuple[tuple[Unusable, str], ...]:
    """The rows that nothing became of though somebody may be in them, each with its file."""
    unusable = [(one, book.file) for book in found.books for one in book.unusable]
    planned = [
        (Unusable(row.candidate.row, row.why, row.candidate.written), row.candidate.file)
        for row in found.plan.of("skip", "ask")
        if not (row.like and row.action == "skip") and not _is_nobody(row)
    ]
    return (*unusable, *planned)


def _is_nobody(row: PlanRow) -> bool:
    return row.candidate.skip in {"a group of addresses, and no person", "nothing is in it"}


def write_left_rows(snapshot: Snapshot, found: Import, folder: Path) -> Path | None:
    """Writes the rows that could not be used as a table, each with its reason first; ``None`` for none.

    Mended there, it can be brought again. It is a file of its own, and replaces none; one that says the same is enough.
    What tells of a client is not in it.
    """
    if not (rows := left_rows(found)):
        return None
    data = _table_of(rows, found.books, snapshot)
    for path in _free(folder, f"not-imported-{snapshot.today}"):
        there = read_bytes(path)
        if there is None:
            write_bytes(path, data, expect=None)
        if there in {None, data}:
            return path
    return None


def _table_of(rows: Sequence[tuple[Unusable, str]], books: Sequence[AddressBook], snapshot: Snapshot) -> bytes:
    known = (column for book in books for column in book.columns)
    every = dict.fromkeys([*known, *(column for one, _ in rows for column in one.written)])
    columns = [column for column in every if column not in _OURS and not is_of_clients(column)]
    who = {column for book in books for column, field in book.meant.items() if field in _WHO}
    lines = io.StringIO()
    table = csv.writer(lines, lineterminator="\r\n")
    table.writerow([*_OURS, *columns])
    for one, file in rows:
        cells = ((column, one.written.get(column, "")) for column in columns)
        written = [cell if column in who else _without_client(cell, snapshot) for column, cell in cells]
        table.writerow([guarded(cell) for cell in (one.reason, file, str(one.row), *written)])
    return lines.getvalue().encode("utf-8-sig")


def _without_client(cell: str, snapshot: Snapshot) -> str:
    return _LEFT_OUT if cell and client_in(cell, snapshot.library) else cell


def _free(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}.csv"
    number = 2
    while True:
        yield folder / f"{name}-{number}.csv"
        number += 1


# --- files ------------------------------------------------------------------------------------------------------------


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        try:
            inside = sorted(
                one for one in path.iterdir() if one.suffix.lower() in _CARDS and not one.name.startswith(".")
            )
        except OSError as error:
            raise from_os_error(error, path, "look into") from error
        if not inside:
            hint = "name the file itself; of a folder the vCards are read, whose names end in .vcf"
            raise NotFoundError(f"there are no vCards in {path}", hint=hint)
        yield from inside[:_MOST_FILES]


def _bytes_of(path: Path) -> bytes:
    data = read_bytes(path)
    if data is None:
        raise NotFoundError(f"there is no file {path}", hint="write its whole path, or drag it into this window")
    return data


def _read(
    name: str,
    data: bytes,
    snapshot: Snapshot,
    known: Mapping[str, Mapping[str, str]],
    columns: Mapping[str, str],
) -> AddressBook:
    layouts = snapshot.library.address_books
    book = read_address_book(name, data, layouts=layouts, columns=columns)
    said = {**(known.get(header_key(book.columns), {}) if book.columns else {}), **columns}
    guessed = {key: value for key, value in guess_columns(book, snapshot.library).items() if key not in said}
    if not (guessed or said):
        return book
    book = read_address_book(name, data, layouts=layouts, columns={**guessed, **said})
    return replace(book, problems=(*book.problems, *(_guessed(name, *one) for one in guessed.items())))


def _guessed(file: str, column: str, field: str) -> Problem:
    text = f"the column '{column}' is read as {field}, by what stands in it"
    return Place(file).warning("address-book-column", text, "say --column with another field if it is something else")


def _region(practice: Practice, jurisdictions: Jurisdictions) -> str:
    """Where a number without ``+`` is dialled: the country of the first licence."""
    places = [place for licence in practice.licences[:1] for place in jurisdictions.find(licence.state)]
    nation = next((place for place in reversed(places) if not place.country), None)
    return region_of(nation.name) if nation else "US"
