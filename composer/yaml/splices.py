"""The single changes of a YAML text: a value replaced, a field or an item added or taken out, in lines or in brackets.

Each says which piece of the text comes out and what comes in. None looks whether the text means what it should then:
`editing` reads it again.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from composer.yaml.page import Page, Splice
from composer.yaml.spans import Comment, Node
from composer.yaml.writer import Field, format_behind, format_flow, format_flow_field, format_lines

# --- the whole text -------------------------------------------------------------------------------------------------


def begin_text(page: Page, value: Sequence[Field] | Mapping[str, Field]) -> Splice:
    """The first fields or items of a text that has none: behind its remarks, which may not seem to be about them."""
    text = page.text
    gap = "" if not text or text.endswith("\n") else "\n"
    if text.rstrip("\n").rpartition("\n")[2].startswith("#") and not text.endswith("\n\n"):
        gap += "\n"
    return Splice(len(text), len(text), gap + format_lines(value, page.layout(0)))


# --- values ---------------------------------------------------------------------------------------------------------


def replace(page: Page, group: Node, part: str | int, value: Field) -> Splice:
    """Another value for a field or an item that is there."""
    node, column = group.inside[part], page.column(group.begin)
    if group.flow:
        return _replace_in_brackets(page, node, value)
    is_item = isinstance(part, int)
    begin = page.hyphen(group, part) + 1 if isinstance(part, int) else page.behind_colon(group.keys[part])
    behind, below = format_behind(value, column, page.layout(node.begin), item=is_item)
    if not below and "\n" not in page.text[begin : node.end]:
        return Splice(node.begin, node.end, behind.lstrip() if node.begin > begin else behind)
    end = page.below(node.end, column + 1)
    remarks = page.comments_from(begin, end)
    beside = [remark for remark in remarks if _is_beside(page, node, begin, remark)][:1]
    lines = [behind + _with_gap(page, beside), *below.split("\n")[:-1]]
    if is_item and below and not lines[0]:
        lines[:2] = [f" {lines[1][column + 2 :]}"]
    others = _lines_of((one for one in remarks if one not in beside), column + is_item)
    if node.is_nothing and not column and isinstance(value, Sequence) and page.text.startswith("\n#", end):
        others.append("")  # the remark below shows an example
    return Splice(begin, end, "\n".join([*lines, *others]))


def _replace_in_brackets(page: Page, node: Node, value: Field) -> Splice:
    text, before = format_flow(value), page.text[: node.begin]
    if node.is_nothing and node.begin == node.end:
        text = f" {text}" if before.rstrip().endswith(":") else f": {text}"
        return Splice(len(before.rstrip()), node.end, text)
    return Splice(node.begin, node.end, text)


def _is_beside(page: Page, node: Node, begin: int, remark: Comment) -> bool:
    """Whether a comment stands on the line of the key or hyphen, or behind a value that ends on its own line."""
    at_end = node.flow or (node.kind == "text" and not node.header)
    return remark.begin < page.line_end(begin) or (at_end and node.end <= remark.begin < page.line_end(node.end))


def _with_gap(page: Page, remarks: Iterable[Comment]) -> str:
    """Comments, each with the blanks before it."""
    lines = [(page.before(one.begin), one.text) for one in remarks]
    return "".join((before[len(before.rstrip()) :] or " ") + text for before, text in lines)


def _lines_of(remarks: Iterable[Comment], column: int) -> list[str]:
    return [f"{' ' * column}{remark.text}" for remark in remarks]


# --- fields ---------------------------------------------------------------------------------------------------------


def add_field(page: Page, group: Node, key: str, value: Field) -> Splice:
    """A field behind the others of its group, or below the remark that shows an example of it."""
    if group.flow:
        return _add_in_brackets(group, format_flow_field(key, value))
    column = page.column(group.begin)
    at = _example_of(page, group, key) or page.below(group.end, column)
    return Splice(at, at, "\n" + format_lines({key: value}, page.layout(group.end), column=column).removesuffix("\n"))


def _add_in_brackets(group: Node, text: str) -> Splice:
    last = next(reversed(group.inside.values()), None)
    return Splice(last.end, last.end, f", {text}") if last else Splice(group.begin + 1, group.begin + 1, text)


def _example_of(page: Page, group: Node, key: str) -> int:
    """The end of a remark like ``# phone: 555-0142`` among the fields of a group; 0 where there is none."""
    column = page.column(group.begin)
    stop = len(page.text) if group is page.root else page.below(group.end, column)
    shown, goes_on = re.compile(rf"#+ ?{re.escape(key)}:(?: |$)"), re.compile(rf"\n {{{column}}}#+ {{2,}}\S.*")
    for remark in page.comments_from(group.begin, stop):
        if shown.match(remark.text) and page.before(remark.begin) == " " * column and _is_between(group, remark):
            end = remark.end
            while found := goes_on.match(page.text, end):
                end = found.end()
            return end
    return 0


def _is_between(group: Node, remark: Comment) -> bool:
    pairs = zip(group.keys.values(), group.inside.values(), strict=True)
    return not any(key.begin < remark.begin < value.end for key, value in pairs)


def remove_field(page: Page, group: Node, key: str, *, gone: tuple[int, int] = (0, 0)) -> Splice:
    """A field taken out; comments in it stay as lines of their own, but for those in a piece that is to be `gone`."""
    name, node, column = group.keys[key], group.inside[key], page.column(group.begin)
    if group.flow:
        return _remove_in_brackets(group, [(group.keys[one].begin, two.end) for one, two in _pairs(group)], key)
    end = page.below(node.end, column + 1)
    remarks = [one for one in page.comments_from(name.begin, end) if not gone[0] <= one.begin < gone[1]]
    lines = _lines_of(remarks, column)
    before = page.before(name.begin)
    if before.strip() in {"", "?"}:
        return _whole_lines(page, page.line_begin(name.begin), end, lines)
    following = next((group.keys[one].begin for one, _ in _pairs(group) if group.keys[one].begin > name.begin), end)
    if not lines and page.text[end:following].strip() == "" and page.text.count("\n", end, following) == 1:
        return Splice(name.begin, following, "")
    return Splice(name.begin, end, "\n".join(lines).lstrip(" "))


def _pairs(group: Node) -> list[tuple[str, Node]]:
    return [(str(key), node) for key, node in group.inside.items()]


def _remove_in_brackets(group: Node, spans: list[tuple[int, int]], part: str | int) -> Splice:
    """An entry in brackets taken out with one of the commas beside it; `spans` are those of all entries."""
    index = list(group.inside).index(part)
    begin, end = spans[index]
    if index:
        return Splice(spans[index - 1][1], end, "")
    return Splice(begin, spans[1][0], "") if spans[1:] else Splice(group.begin + 1, group.end - 1, "")


def _whole_lines(page: Page, begin: int, end: int, instead: list[str]) -> Splice:
    """Lines taken out with their ends, and others in their place."""
    text = "".join(f"{line}\n" for line in instead)
    if end < len(page.text):
        return Splice(begin, end + 1, text)
    return Splice(begin - 1, end, f"\n{text}"[:-1]) if begin else Splice(0, end, text[:-1])


# --- items ----------------------------------------------------------------------------------------------------------


def add_item(page: Page, items: Node, value: Field, *, apart: bool) -> Splice:
    """An item behind the others of a list that has some, as they are written and set apart.

    Args:
        page: the text.
        items: the list.
        value: the item.
        apart: whether a blank line comes before it where the list has one item, and so no habit.
    """
    if items.flow or not items.inside:
        return _add_in_brackets(items, format_flow(value))
    count, column = len(items.inside), page.column(items.begin)
    last = items.inside[count - 1]
    at = page.below(last.end, column + 1)
    gap = _gap(page, items, count - 1) if count > 1 else int(apart and "\n" in page.text[last.begin : last.end])
    if any(one.kind == "map" and one.flow for one in items.inside.values()) and _is_short(value):
        text = f"{' ' * column}- {format_flow(value)}"
    else:
        text = _item_lines(page, items, last, value)
    return Splice(at, at, "\n" * (gap + 1) + text)


def _is_short(value: Field) -> bool:
    """Whether a value is a group of texts on one line each."""
    return isinstance(value, Mapping) and all(isinstance(one, str) and "\n" not in one for one in value.values())


def _gap(page: Page, items: Node, index: int) -> int:
    """How many blank lines stand between an item and the one before it."""
    above = page.below(items.inside[index - 1].end, page.column(items.begin) + 1)
    between = page.text[above : page.hyphen(items, index)].split("\n")[1:-1]
    return sum(1 for line in between if not line.strip())


def _item_lines(page: Page, items: Node, last: Node, value: Field) -> str:
    """An item in lines, as far behind its hyphen as the last one."""
    column = page.column(items.begin)
    blanks = page.text[page.hyphen(items, len(items.inside) - 1) + 1 : last.begin]
    wide = len(blanks) if blanks and not blanks.strip(" ") else 1
    behind, below = format_behind(value, column + wide - 1, page.layout(last.end), item=True)
    hyphen = f"{' ' * column}-{' ' * (wide - 1)}"
    return (f"{hyphen}{behind}\n{below}" if behind else f"{hyphen} {below[column + wide + 1 :]}").removesuffix("\n")


def remove_item(page: Page, items: Node, index: int) -> Splice:
    """An item taken out with the comments that are its own, and the blank lines that set it apart."""
    if items.flow:
        return _remove_in_brackets(items, [(item.begin, item.end) for item in items.inside.values()], index)
    column, hyphen = page.column(items.begin), page.hyphen(items, index)
    end = page.below(items.inside[index].end, column + 1)
    if page.before(hyphen).strip():  # it stands behind the hyphen of an outer list
        return (
            Splice(hyphen, page.hyphen(items, index + 1), "")
            if index + 1 in items.inside
            else Splice(hyphen, end, "[]")
        )
    begin = page.line_begin(hyphen)
    above = re.compile(rf" {{{column}}}#.*\n")
    while index and above.match(page.text, page.line_begin(begin - 1)):
        begin = page.line_begin(begin - 1)
    blank = re.compile(r"(?:\n[ \t]*(?=\n))*")
    if index + 1 in items.inside and (found := blank.match(page.text, end)):
        end = found.end()
    elif index:
        begin = len(page.text[:begin].rstrip(" \t\n")) + 1
    return _whole_lines(page, begin, end, [])


def own_piece(page: Page, items: Node, index: int) -> tuple[int, int]:
    """The piece of the text that goes with an item, its comments too."""
    item = items.inside[index]
    if items.flow:
        return item.begin, item.end
    return page.hyphen(items, index), page.below(item.end, page.column(items.begin) + 1)
