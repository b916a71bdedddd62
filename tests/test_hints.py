"""What a message tells somebody to do can be done: the commands exist, and the files are in their own folder."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from composer.cli.root import outreach
from composer.start import start_workspace
from tests.conftest import TODAY

PACKAGE = Path(__file__).parents[1] / "composer"
# Files that no new workspace has, each with who makes it.
MADE_LATER = {
    "do-not-contact.yaml": "the user, for a wish: README and docs/records.md",
    "history.torn.txt": "workspace/history_log.py",
    ".outreach/last-logged.json": "workspace/history_log.py",
    "due.ics": "`outreach due --ics`",
    "accounts.yaml": "mailbox/accounts.py",
    "mail-programs.yaml": "templates/, which ship",
}


def said(module: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module that may be shown, with its line: no docstring, no rule's source, no name of a file."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    unseen = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        sources = (keyword.value for keyword in call.keywords if keyword.arg == "source")
        unseen |= {id(part) for source in sources for part in ast.walk(source)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unseen:
            yield node.lineno, node.value


TEXTS = [
    (f"{module.relative_to(PACKAGE)}:{line}", text)
    for module in sorted(PACKAGE.rglob("*.py"))
    if module != PACKAGE / "checks/pages.py"  # it writes docs/rules.md, which speaks of the program's own files
    for line, text in said(module)
]
COMMANDS = [(where, named) for where, text in TEXTS for named in re.findall(r"`outreach ([^`{]+)", text)]
# A path that is all of a text is the program's own; what stands among words is told to somebody.
GRAMMAR = re.compile(r"\b(?:clause|noun|verb|adjective|pronoun|participle|third person|preposition|subjunctive)s?\b")
FILES = [
    (where, named)
    for where, text in TEXTS
    if " " in text.strip()
    for named in re.findall(r"[\w./-]*\b[\w-]+\.(?:yaml|txt|json|ics)\b", text)
    if not named.startswith("/")  # the end of a path that the message makes: a file that the user is asked to write
]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    start_workspace(folder, sample=False, today=TODAY)
    return folder


def test_there_is_enough_to_look_at() -> None:
    assert len(COMMANDS) > 40
    assert len(FILES) > 30


@pytest.mark.parametrize(("where", "words"), COMMANDS)
def test_a_command_that_a_message_names_exists(where: str, words: str) -> None:
    """With its options; what stands in capitals or after three dots is for the reader to fill in."""
    context = click.Context(outreach)
    options = {opt for parameter in outreach.params for opt in parameter.opts}
    parts = words.split()
    while parts and parts[0].startswith("-"):
        assert parts[0] in options | {"--help"}, where
        parts = parts[2:] if parts[0] in {"-C", "--today"} else parts[1:]
    if not parts or not parts[0].isalpha() or not parts[0].islower():
        return
    command = outreach.get_command(context, parts[0])
    assert command, (where, words)
    known = {opt for parameter in command.params for opt in (*parameter.opts, *parameter.secondary_opts)}
    assert {part for part in parts[1:] if part.startswith("--")} <= known | {"--help"}, (where, words)


@pytest.mark.parametrize(("where", "name"), FILES)
def test_a_file_that_a_message_names_is_there_or_made(where: str, name: str, fresh: Path) -> None:
    assert (fresh / name).is_file() or name in MADE_LATER, where


def test_a_file_that_is_made_later_is_made_by_somebody() -> None:
    for name, who in MADE_LATER.items():
        if who.endswith(".py"):
            assert name in (PACKAGE / who).read_text(encoding="utf-8")


def test_no_message_speaks_of_grammar() -> None:
    assert [said for said in TEXTS if " " in said[1] and "(?" not in said[1] and GRAMMAR.search(said[1])] == []
