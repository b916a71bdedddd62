"""A template's own tree: its sentences that stand as values, and marks at the beginning of each branch.

Beside `sandbox.py` and `merge.py` an owner of `jinja2`; only a worker imports it.
"""

from collections.abc import Iterator
from typing import cast

from jinja2 import Environment, nodes

from composer.templating.outline import ChosenSentence
from composer.templating.trace import mark_branch

_FEWEST_WORDS = 3
# The shipped letters are at most 7 deep, with 106 parts and 10 names. Jinja compiles in a time that grows with the
# square of the names, and it and we walk trees by functions that call themselves: this bounds all that comes after.
_MOST_DEEP, _MOST_PARTS, _MOST_NAMES = 60, 3_000, 500


def oversized(template: nodes.Template) -> tuple[str, int] | None:
    """Why a template is too large to be a letter, and the line where it becomes so; ``None`` where it is not.

    It is looked at without recursion, and before anything else looks at it.
    """
    names: set[str] = set()
    parts, unseen = 0, [(cast(nodes.Node, template), 0)]
    while unseen:
        node, depth = unseen.pop()
        parts += 1
        names.update(name for name in [getattr(node, "name", None)] if isinstance(name, str))
        names.update(map(str, getattr(node, "names", [])))
        for there, most, what in (
            (depth, _MOST_DEEP, "is nested too deeply"),
            (parts, _MOST_PARTS, f"has more than {_MOST_PARTS:,} parts"),
            (len(names), _MOST_NAMES, f"uses more than {_MOST_NAMES} names"),
        ):
            if there > most:
                return f"this letter {what}", node.lineno
        unseen += [(child, depth + 1) for child in node.iter_child_nodes()]
    return None


def sentences_of(template: nodes.Template, name: str, first_line: int) -> tuple[ChosenSentence, ...]:
    """The sentences that stand in a template as values, in its order; shorter texts are words and no sentences."""
    return tuple(
        ChosenSentence(name, first_line + node.lineno - 1, node.value)
        for node in template.find_all(nodes.Const)
        if isinstance(node.value, str) and len(node.value.split()) >= _FEWEST_WORDS
    )


def take_line_ends_along(template: nodes.Template, env: Environment) -> None:
    """Lets a line that is one choice, ``{% if fax %}Fax {{ fax }}{% endif %}``, end only where it says something."""
    for holder in [template, *template.find_all(nodes.Node)]:
        for field in ("body", "else_"):
            body = getattr(holder, field, None) or []
            for place, node in enumerate(body[:-1]):
                if isinstance(node, nodes.If) and _is_a_line(node, body[place - 1] if place else None, body[place + 1]):
                    after = body[place + 1].nodes[0]
                    after.data = after.data.removeprefix("\n")
                    _end_each(node, env)


def _is_a_line(choice: nodes.If, before: nodes.Node | None, after: nodes.Node) -> bool:
    data = after.nodes[0] if isinstance(after, nodes.Output) else None
    ends = isinstance(data, nodes.TemplateData) and data.data.startswith("\n") and data.lineno == choice.lineno
    first = before.nodes[-1] if isinstance(before, nodes.Output) else None
    return ends and (before is None or (isinstance(first, nodes.TemplateData) and first.data.endswith("\n")))


def _end_each(choice: nodes.If, env: Environment) -> None:
    for branch in (choice.body, *(other.body for other in choice.elif_), choice.else_):
        if len(branch) == 1 and isinstance(branch[0], nodes.If):
            _end_each(branch[0], env)
        elif branch:
            end = nodes.Output([nodes.TemplateData("\n", lineno=choice.lineno)], lineno=choice.lineno)
            end.set_environment(env)
            branch.append(end)


def mark_branches(template: nodes.Template, name: str, env: Environment) -> None:
    """Puts a mark at the beginning of each branch, in the order of `outline.branches_of`."""
    numbers = iter(range(10_000))
    _mark_in(template.body, name, numbers, env)


def _mark_in(body: list[nodes.Node], name: str, numbers: Iterator[int], env: Environment) -> None:
    for node in list(body):
        if isinstance(node, nodes.If):
            branches = [node.body, *(other.body for other in node.elif_), node.else_]
        elif isinstance(node, nodes.For):
            branches = [node.body, node.else_]
        else:
            for field in ("body", "else_"):
                _mark_in(getattr(node, field, None) or [], name, numbers, env)
            continue
        for branch in branches:
            number = next(numbers)
            _mark_in(branch, name, numbers, env)
            mark = nodes.Output([nodes.TemplateData(mark_branch(name, number), lineno=node.lineno)], lineno=node.lineno)
            branch.insert(0, mark)
            mark.set_environment(env)
