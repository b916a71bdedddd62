"""Records changed in their files: a value set, an item added or taken out; no other line changes, nor any comment.

The text is changed where the parts stand, and then read again: if it does not say just what it said before with that
one change, it is refused, so that no spelling, however odd, can make an edit do more than it should.

What is empty is not there: a field set to nothing is taken out with its name, and so is a field whose last item or last
field is taken out. An item of a list goes only when it is taken out itself. With it go the comments in it, those below
it that are indented further than its hyphen, and those directly above it with its hyphen's indent; what stands directly
above the first item may be about the list, and stays.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, Literal, NamedTuple, TypeAlias

from composer.errors import Place, RecordsError, errors_in
from composer.yaml.page import Page, Splice
from composer.yaml.reader import Map, Seq, Value, position_of, read_yaml
from composer.yaml.spans import Node
from composer.yaml.splices import add_field, add_item, begin_text, own_piece, remove_field, remove_item, replace
from composer.yaml.writer import Field

At: TypeAlias = tuple[str | int, ...]
"""The path of a value: the keys of groups, and the positions in lists from 0."""
_FILE = "the file"


def with_value(text: str, at: Sequence[str | int], value: "Field | None", *, path: str = _FILE) -> str:
    """The text with a value set at a path such as ``("contacts", 3, "email")``.

    A field that is not there comes at the end of its group, or below the remark that shows an example of it. Of a list
    or a group only what differs is written anew.

    Args:
        text: the file's, with whatever line ends it has.
        at: where.
        value: ``None`` takes key and value out, as does what is empty: ``""``, ``[]`` and ``{}``.
        path: how an error names the file.

    Raises:
        RecordsError: the file has a mistake or no such place, or is written so that it cannot be changed safely.
    """
    edit, wanted = _Edit(text, path, tuple(at)), _plain(value)
    if wanted in (None, "", [], {}):
        if not edit.is_there:
            return text
        edit.take(_Step("take out", edit.at))
        wanted = None
    else:
        for step in _steps(edit.old, wanted, edit.at):
            edit.take(step)
    return edit.finished(lambda before: _changed(before, edit.at, wanted))


def with_item(text: str, at: Sequence[str | int], value: Field, *, path: str = _FILE) -> str:
    """The text with an item behind the others of the list at a path; where there is none, a list is made.

    The path ``()`` is the whole file. A value that stands there alone becomes the first item. It raises what
    `with_value` does.
    """
    edit, item = _Edit(text, path, tuple(at)), _plain(value)
    items = _items(edit.old)
    if isinstance(edit.old, Seq) and (items or not edit.at):
        edit.take(_Step("add", edit.at, item))
    else:
        edit.take(_Step("set", edit.at, [*items, item]))
    return edit.finished(lambda before: _changed(before, edit.at, [*_items(edit.look(before)[0]), item]))


def with_changes(text: str, changes: Sequence[tuple[At, Field]], *, path: str = _FILE) -> str:
    """The text with many changes at once: values that are set, and items that lists get behind their others.

    It is what `with_value` and `with_item` make one after the other, but read a few times instead of once for each.

    Args:
        text: the file's.
        changes: the path of each and its value. A path that ends in ``-1`` adds an item to the list before it; the
            others set something that is no list or group yet, and no two of them the same.
        path: how an error names the file.

    Raises:
        RecordsError: as `with_value`.
    """
    edit = _Edit(text, path, ())
    added: dict[At, list[Any]] = {}
    wanted: Any = _plain(edit.before)
    for at, value in changes:
        if at[-1:] == (-1,):
            added.setdefault(at[:-1], []).append(_plain(value))
        else:
            wanted = _changed(wanted, at, _plain(value))
    edit.take_together([_Step("set", at, _plain(value)) for at, value in changes if at[-1:] != (-1,)])
    for at, items in added.items():
        edit.add_all(at, items)
        wanted = _changed(wanted, at, [*_items(_value_at(wanted, at)), *items])
    return edit.finished(lambda _: wanted)


def without_item(text: str, at: Sequence[str | int], *, path: str = _FILE) -> str:
    """The text without the item at a path such as ``("contacts", 3)``; it raises what `with_value` does."""
    return with_value(text, at, None, path=path)


class _Step(NamedTuple):
    """One change of the text; the steps of an edit are taken one after the other."""

    act: Literal["set", "add", "take out"]
    at: At
    value: Any = None


class _Edit:
    """A text that is changed step by step, and judged at the end."""

    def __init__(self, text: str, path: str, at: At) -> None:
        document = read_yaml(text, path)
        if found := errors_in(document.problems):
            words = f"{path} cannot be changed, because there is a mistake in it: {found[0].text}"
            raise RecordsError(words, hint=f"mend it in {path}, line {found[0].at.line}", problems=found)
        self.path, self.at, self.before = path, at, document.value
        self._text, self._page = text, Page(text)
        self._remarks = _remarks(self._page)
        self._gone: Counter[str] = Counter()
        self.old, self.is_there = self.look(self.before)

    def look(self, value: Value) -> tuple[Value, bool]:
        """What a file has at the place, and whether it has one; fields on the way may be missing, items may not."""
        for index, part in enumerate(self.at):
            known: Any = value if isinstance(value, Map) else range(len(value)) if isinstance(value, Seq) else ()
            if part in known:
                value = value[part]  # type: ignore[index]  # a group has keys, a list has positions
            elif isinstance(value, Map | None) and all(isinstance(one, str) for one in self.at[index:]):
                return None, False
            else:
                raise self.refused("there is no such place in it")
        return value, True

    # --- steps ------------------------------------------------------------------------------------------------------

    def take(self, step: _Step) -> None:
        """Takes one step."""
        page = self._page
        if step.act == "take out":
            change = self._take_out(page, step.at)
        elif step.act == "add":
            change = add_item(page, self._node(page, step.at), step.value, apart=len(step.at) <= 1)
        else:
            change = self._set(page, step.at, step.value)
        self._page = page.spliced(change)

    def take_together(self, steps: Iterable[_Step]) -> None:
        """Takes many steps, of each record one at a time: what is set in one record moves no other that is above it."""
        waiting: dict[At, list[_Step]] = {}
        for step in steps:
            waiting.setdefault(step.at[:2], []).append(step)
        while waiting:
            page, free = self._page, len(self._page.text) + 1
            now = [(self._set(page, left[0].at, left[0].value), left) for left in waiting.values()]
            for change, left in sorted(now, key=_begin, reverse=True):
                if change.end < free:  # two at one place are taken one after the other
                    self._page, free = self._page.spliced(change), change.begin
                    left.pop(0)
            waiting = {at: left for at, left in waiting.items() if left}

    def add_all(self, at: At, items: Sequence[Any]) -> None:
        """Adds items to a list: the first as any, and the others, which come behind it, in one piece."""
        node = self._page.root.find(at) if self._page.root else None
        first = _Step("add", at, items[0]) if node and node.kind == "list" and (node.inside or not at) else None
        self.take(first or _Step("set", at, [items[0]]))
        page, rest = self._page, items[1:]
        if not rest:
            return
        changes = [add_item(page, self._node(page, at), item, apart=len(at) <= 1) for item in rest]
        if {(one.begin, one.end) for one in changes} == {(changes[0].begin, changes[0].begin)}:
            text = "".join(one.text for one in changes)
            self._page = page.spliced(Splice(changes[0].begin, changes[0].begin, text))
        else:
            for item in rest:
                self.take(_Step("add", at, item))

    def _node(self, page: Page, at: At) -> Node:
        node = page.root.find(at) if page.root else None
        if node is None:
            raise self.refused("it cannot be changed here safely")
        return node

    def _set(self, page: Page, at: At, value: Any) -> Splice:
        if page.root is None or page.root.is_nothing:
            return begin_text(page, _inside(at, value))
        root = page.root
        known = next(count for count in range(len(at), -1, -1) if root.find(at[:count]))
        node, rest = self._node(page, at[:known]), at[known:]
        if rest and not node.is_nothing:
            return add_field(page, node, str(rest[0]), _inside(rest[1:], value))
        if not known:
            raise self.refused("what it holds is not what belongs there")
        return replace(page, self._node(page, at[: known - 1]), at[known - 1], _inside(rest, value))

    def _take_out(self, page: Page, at: At) -> Splice:
        """Takes out a field or an item, and each field above it that would be empty then."""
        if not at:
            raise self.refused("all of it cannot be taken out at once")
        top, gone = at, (0, 0)
        while isinstance(top[-2:][0], str) and len(top) > 1 and len(self._node(page, top[:-1]).inside) == 1:
            top = top[:-1]
        group, part = self._node(page, top[:-1]), top[-1]
        if isinstance(at[-1], int):
            gone = own_piece(page, self._node(page, at[:-1]), at[-1])
        if isinstance(part, int) and len(group.inside) == 1 and isinstance(top[-2:][0], int) and top[:-1]:
            change = replace(page, self._node(page, top[:-2]), top[-2], [])  # a list in a list stays one, without items
        elif isinstance(part, int):
            change = remove_item(page, group, part)
            gone = min(gone[0], change.begin), change.end
        elif len(group.inside) == 1 and top[:-1]:
            change = replace(page, self._node(page, top[:-2]), top[-2], {})
        else:
            change = remove_field(page, group, part, gone=gone)
        self._gone += Counter(remark.text for remark in page.comments_from(*gone))
        return change

    # --- the end ----------------------------------------------------------------------------------------------------

    def finished(self, change: Callable[[Value], Any]) -> str:
        """The changed text, if it says what it said before with this change, and has lost no comment.

        The last line of a file may lack its end; a text that begins with | lacks one then, too. It gets one where
        something comes below it.
        """
        if self._says(self._page, change(self.before)):
            return self._page.written
        ended = self._page.spliced(Splice(len(self._page.text), len(self._page.text), "\n"))
        before = read_yaml(f"{self._text}\n", self.path).value
        for page, wanted in ((ended, change(self.before)), (self._page, change(before)), (ended, change(before))):
            if self._says(page, wanted):
                return page.written
        raise self.refused("it is written so that it cannot be changed here safely")

    def _says(self, page: Page, wanted: Any) -> bool:
        document = read_yaml(page.written, self.path)
        same = (document.value or None) == (wanted or None)
        return same and not errors_in(document.problems) and not self._remarks - _remarks(page) - self._gone

    def refused(self, words: str) -> RecordsError:
        """The error that says where a person can make the change by hand."""
        line = position_of(self.before, self.at).line
        hint = f"change it in {self.path}, line {line}"
        problem = Place(self.path, line).error("record-edit", words, hint)
        return RecordsError(f"nothing was changed in {self.path}: {words}", hint=hint, problems=(problem,))


def _begin(change: tuple[Splice, Any]) -> int:
    return change[0].begin


def _value_at(value: Any, at: At) -> Any:
    for part in at:
        known = value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else {}
        value = known.get(part)
    return value


def _remarks(page: Page) -> Counter[str]:
    return Counter(remark.text for remark in page.comments)


def _plain(value: Any) -> Any:
    """A value as lists, groups and texts, whatever kinds of collections they are."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, Sequence) and not isinstance(value, str) else value


def _items(value: Any) -> list[Any]:
    """What a list holds; what stands in place of one is its one item."""
    return [*map(_plain, value)] if isinstance(value, list) else [_plain(value)] if value else []


def _inside(at: At, value: Any) -> Any:
    """A value with the groups around it that its path names."""
    for part in reversed(at):
        value = {part: value}
    return value


def _changed(value: Any, at: At, new: Any) -> Any:
    """What a file is to say after a change; ``None`` for what is empty then."""
    if not at:
        return new
    part, rest = at[0], at[1:]
    if isinstance(part, int):
        items = [*value]
        inner = _changed(items[part], rest, new)
        empty: Any = [] if isinstance(items[part], list) else {}
        items[part : part + 1] = [empty if inner is None else inner] if rest or inner is not None else []
        return items or None
    fields = {**(value or {})}
    inner = _changed(fields.get(part), rest, new)
    if inner is None:
        fields.pop(part, None)
    return (fields if inner is None else {**fields, part: inner}) or None


def _steps(old: Value, new: Any, at: At) -> Iterator[_Step]:
    """The steps that make one value another: fields before those that are taken out, so that no group gets empty."""
    if isinstance(old, Map) and isinstance(new, dict) and old and new:
        for key, value in new.items():
            yield from _steps(old[key], value, (*at, key)) if key in old else [_Step("set", (*at, key), value)]
        yield from (_Step("take out", (*at, key)) for key in old if key not in new)
    elif isinstance(old, Seq) and isinstance(new, list) and old and new:
        yield from _item_steps(old, new, at)
    elif old != new:
        yield _Step("set", at, new)


def _item_steps(old: Seq, new: list[Any], at: At) -> Iterator[_Step]:
    """Items that are the same at the beginning and at the end stay as they are, where none comes in between."""
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1]) if len(new) <= len(old) else 0
    olds, news = old[first : len(old) - last], new[first : len(new) - last]
    for index, (before, value) in enumerate(zip(olds, news, strict=False), first):
        yield from _steps(before, value, (*at, index))
    for index in reversed(range(first + len(news), first + len(olds))):
        yield _Step("take out", (*at, index))
    for value in news[len(olds) :]:
        yield _Step("add", at, value)


def _alike(old: Sequence[Any], new: Sequence[Any]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
