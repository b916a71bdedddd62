"""One record of a file as a text of its own, for somebody to edit in an editor, and put back among the others.

The text is what stands in the file, comments and all, as far to the left as it goes. Put back, it is indented as it
was, and no other byte of the file changes.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from composer.errors import Place, RecordsError, errors_in
from composer.yaml.page import Page, Splice
from composer.yaml.reader import Map, Seq, Value, read_yaml
from composer.yaml.splices import own_piece

_FILE = "the file"


class _Piece(NamedTuple):
    begin: int
    end: int
    column: int
    """How far the record's fields are indented; 0 where it stands in brackets."""
    head: str
    """What stands before the first field on its line: the hyphen with its blanks."""


def record_text(text: str, at: Sequence[str | int], *, path: str = _FILE) -> str:
    """The lines of a record at a path such as ``("contacts", 3)``, or all of a file whose one record it is, at ``()``.

    A `RecordsError` where it stands so that it cannot be taken out alone.
    """
    page = Page(text)
    if not at:
        return page.text
    piece = _piece(page, tuple(at), path)
    lines = page.text[piece.begin + len(piece.head) : piece.end].split("\n")
    return "\n".join([lines[0], *(_less(line, piece.column) for line in lines[1:])]) + "\n"


def with_record_text(text: str, at: Sequence[str | int], edited: str, *, path: str = _FILE) -> str:
    """The file with a record's lines replaced by those that somebody edited.

    Raises:
        RecordsError: what was edited is no record, with the places of its mistakes in the edited text; or the file
            would say something else anywhere but in this record.
    """
    lines = edited.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    new = _read_record(lines)
    page = Page(text)
    if not at:
        made = page.spliced(Splice(0, len(page.text), f"{lines}\n"))
    else:
        piece = _piece(page, tuple(at), path)
        first, *rest = lines.split("\n")
        indented = [f"{' ' * piece.column}{line}" if line.strip() else "" for line in rest]
        made = page.spliced(Splice(piece.begin, piece.end, "\n".join([piece.head + first, *indented])))
    before, after = read_yaml(text, path), read_yaml(made.written, path)
    if errors_in(after.problems) or after.value != _with(before.value, tuple(at), new):
        raise RecordsError(f"it cannot be put back into {path} safely", hint=f"change it in {path} itself")
    return made.written


def _read_record(lines: str) -> Map:
    """The one record of an edited text."""
    document = read_yaml(lines, "your text")
    if found := errors_in(document.problems):
        raise RecordsError(f"there is a mistake in it: {found[0].text}", hint=found[0].hint, problems=found)
    if not isinstance(document.value, Map) or not document.value:
        problem = Place("your text", 1).error("record-edit", "this is no record: it has no fields", "write name: first")
        raise RecordsError("this is no record, so nothing was changed", hint=problem.hint, problems=(problem,))
    return document.value


def _piece(page: Page, at: tuple[str | int, ...], path: str) -> _Piece:
    items = page.root.find(at[:-1]) if page.root else None
    item = page.root.find(at) if page.root else None
    if items is None or item is None or items.flow or not isinstance(at[-1], int):
        raise RecordsError(f"this record cannot be edited alone in {path}", hint=f"open {path} in an editor")
    begin, end = own_piece(page, items, at[-1])
    head = page.text[begin : item.begin]
    if "\n" in head or "#" in head:
        raise RecordsError(f"this record cannot be edited alone in {path}", hint=f"open {path} in an editor")
    return _Piece(begin, end, page.column(item.begin), head)


def _less(line: str, column: int) -> str:
    """A line further to the left; one that is not indented so far, such as a remark, begins at its first letter."""
    return line[min(column, len(line) - len(line.lstrip(" "))) :]


def _with(value: Value, at: tuple[str | int, ...], new: Map) -> object:
    """What the file is to say."""
    if not at:
        return new
    part, rest = at[0], at[1:]
    if isinstance(value, Seq) and isinstance(part, int):
        return [_with(inner, rest, new) if index == part else inner for index, inner in enumerate(value)]
    if isinstance(value, Map) and isinstance(part, str):
        return {key: _with(inner, rest, new) if key == part else inner for key, inner in value.items()}
    return value


def remarks_in(text: str) -> Iterator[str]:
    """The comments of a text, without their signs."""
    yield from (comment.text.lstrip("# ").strip() for comment in Page(text).comments)
