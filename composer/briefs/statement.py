"""A piece of a letter with its reason: what is said, why, and which record supports it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeAlias

from composer.briefs.marks import MARK_BEGIN, MARK_END
from composer.patterns import regex
from composer.records.base import Cited

_PRIVATE = regex("[\ue000-\ue0ff]")
_PLAIN = (str, int)


class Statement(NamedTuple):
    """A sentence or a phrase that a letter may hold."""

    text: str
    because: str = ""
    """The rule that chose it, in words."""
    where: tuple[Cited, ...] = ()
    """The records that support it."""
    noted: date | None = None
    """The day the fact was noted; ``None`` where it has none."""

    def __bool__(self) -> bool:
        return bool(self.text)


class Shared(dict[str, "Tree"]):
    """Fields that many letters have in common, as the practice's: they are made plain once, and sent once a chunk."""

    @cached_property
    def plain(self) -> "dict[str, Plain]":
        """As templates see them."""
        return {key: _walk(tree, None) for key, tree in self.items()}


Tree: TypeAlias = "Statement | str | int | Sequence[Tree] | Mapping[str, Tree]"
Plain: TypeAlias = "str | int | list[Plain] | dict[str, Plain]"
NOTHING = Statement("")


def plain(fields: Mapping[str, Tree]) -> dict[str, Plain]:
    """A template's fields as plain values, which is all that it gets to see."""
    return {key: _walk(tree, None) for key, tree in fields.items()}


def marked(fields: Mapping[str, Tree]) -> tuple[dict[str, Plain], tuple[Statement, ...]]:
    """The same with each piece carrying its number, and the pieces in the order of their numbers."""
    said: list[Statement] = []
    return {key: _walk(tree, said) for key, tree in fields.items()}, tuple(said)


def _walk(tree: Tree, said: list[Statement] | None) -> Plain:
    if isinstance(tree, Statement):
        if said is None or not tree.text:
            return tree.text
        said.append(tree)
        return f"{MARK_BEGIN}{len(said) - 1}{MARK_END}{_PRIVATE.sub('', tree.text)}"
    if isinstance(tree, _PLAIN):
        return tree
    if said is None and isinstance(tree, Shared):
        return tree.plain
    if not isinstance(tree, list) and isinstance(tree, dict | Mapping):  # what is told at once comes first
        return {key: _walk(branch, said) for key, branch in tree.items()}
    return [_walk(branch, said) for branch in tree]
