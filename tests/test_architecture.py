"""The house keeps its shape: imports go one way, file by file, and each outside thing has one owner."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import composer
from composer.cli.contact_commands import COMMANDS as CONTACTS
from composer.cli.root import COMMANDS, module_of

PACKAGE = Path(composer.__file__).parent
# From the ground up. A room may import those before it in this list, and itself; `cli` and `app` stand on top.
STOREYS = (
    "patterns", "errors", "spelling", "meaning", "days", "addresses", "worker_process", "workers", "filenames", "disk", "files", "lock", "cache", "settings", "shipped", "yaml", "records", "address_books", "drafts", "briefs", "templating",
"letters", "mail", "received", "planning", "checks", "imports", "outputs", "mailbox", "start", "workspace", "app", "cli",
)  # fmt: skip
# Rooms that stand side by side may not know each other, whatever their order above.
STRANGERS = {
    "mail": {"records", "letters", "planning", "checks"},
    "drafts": {"briefs", "templating", "letters", "mail"},
    "received": {"records", "letters", "mail"},
    "planning": {"mail", "outputs", "received"},
    "briefs": {"drafts"},
    "templating": {"records", "drafts"},
    "letters": {"mail", "planning", "checks"},
    "mailbox": {"records", "drafts", "letters", "mail", "planning", "checks", "outputs"},
    "app": {"cli"},
}  # fmt: skip
OWNERS = {
    "yaml": {"yaml/reader.py", "yaml/spans.py", "yaml/syntax_errors.py"},
    "markdown": {"mail/body.py"},
    "premailer": {"mail/layout.py"},
    "multiprocessing": {"workers.py", "worker_process.py"},
    "pydantic": {"records", "drafts/format.py", "letters/catalogue.py"},
    "jinja2": {"templating/sandbox.py", "templating/merge.py", "templating/branches.py", "app/site.py"},
    "babel": {"briefs/locales.py"},
    "tokenizers": {"meaning.py"},
    "starlette": {"app"},
    "uvicorn": {"app/connections.py"},
    "h11": {"app/connections.py"},
    "click": {"cli", "app/server.py"},
    "email_validator": {"addresses.py"},
    "idna": {"addresses.py"},
    "filelock": {"lock.py"},
    "pickle": {"cache.py", "worker_process.py", "workers.py"},
    "marshal": {"yaml/places.py"},
    "platformdirs": {"cache.py", "settings.py"},
    "icalendar": {"outputs/calendar.py"},
    "vobject": {"address_books/vcards.py"},
    "python_calamine": {"address_books/spreadsheet.py"},
    "phonenumbers": {"records/phones.py"},
    "xlsxwriter": {"outputs/contact_spreadsheet.py"},
    "imapclient": {"mailbox/connection.py"},
    "imaplib": {"mailbox/connection.py", "mailbox/troubles.py"},
    "keyring": {"mailbox/passwords.py"},
    "subprocess": {"mailbox/passwords.py", "cli/contacts_edit.py"},
    "mailbox": {"received/sources.py"},
}


@cache
def modules() -> dict[str, ast.Module]:
    """Every file under the name it is imported by: ``composer.drafts.head``; ``composer.drafts`` is a room's front."""
    return {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def path_of(name: str) -> str:
    """``drafts/head.py``, as the lists here name files."""
    path = PACKAGE.parent / name.replace(".", "/")
    return (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).relative_to(PACKAGE).as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    """What a file imports, wherever the import stands: in a function, or for types only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = node.module or ""
            names = (f"{source}.{alias.name}" for alias in node.names)
            yield from (name if name in modules() else source for name in names)


@cache
def imports() -> dict[str, frozenset[str]]:
    """The files of the package that each file imports."""
    return {name: frozenset(imported(tree)) & modules().keys() for name, tree in modules().items()}


def room_of(name: str) -> str:
    """``drafts`` for ``composer.drafts.head``; empty for what stands before all rooms."""
    return name.removeprefix("composer").removeprefix(".").partition(".")[0]


def test_no_file_imports_itself_by_way_of_others() -> None:
    """There are no circles, so within a room, too, imports go one way."""
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_imports_go_one_way() -> None:
    """No room imports one that stands above it; the entry stands above all of them."""
    height = {room: number for number, room in enumerate(("", *STOREYS, "__main__"))}
    wrong = [
        f"{name} imports {other}"
        for name, others in imports().items()
        for other in others
        if height[room_of(other)] > height[room_of(name)]
    ]
    assert wrong == []


def test_a_worker_that_merges_loads_no_records() -> None:
    """It begins twice as fast without pydantic, and has nothing to do with anybody's record."""
    reached, new = set(), {"composer.templating.merge", "composer.templating.merge_workers"}
    while new:
        reached |= new
        new = {other for name in new for other in imports()[name]} - reached
    assert not {name for name in reached if room_of(name) in {"records", "drafts", "yaml"}}


def test_no_import_of_ours_is_for_types_only() -> None:
    """An import that does not happen at run time is a circle in disguise."""
    wrong = [
        f"{name} imports {other}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for other in imported(node)
        if other in modules()
    ]
    assert wrong == []


def test_every_file_is_used() -> None:
    """By another file, as the entry, or as the command of its name."""
    commands = [*map(module_of, COMMANDS), *(f"contacts_{command}" for command in CONTACTS)]
    used = {"composer.__main__"}.union(*imports().values(), (f"composer.cli.{command}" for command in commands))
    fronts = {name.rpartition(".")[0] for name in modules()}
    assert modules().keys() - used - fronts == set()


def test_the_engine_of_the_checks_knows_no_rule() -> None:
    """A new rule is added below `checks/rules/` and named in the registry; nothing else changes."""
    knows = {
        (name, other)
        for name, others in imports().items()
        for other in others
        if name.startswith("composer.checks.engine") and other.startswith("composer.checks")
    }
    assert {other for _, other in knows if not other.startswith("composer.checks.engine")} == set()


def test_rooms_side_by_side_do_not_know_each_other() -> None:
    """Mail knows nothing of contacts, letters nothing of mail, and so on."""
    wrong = [
        f"{name} imports {other}"
        for name, others in imports().items()
        for other in others
        if room_of(other) in STRANGERS.get(room_of(name), ())
    ]
    assert wrong == []


def test_every_room_is_on_the_plan() -> None:
    """Once; a new module at the top of the package needs a storey."""
    rooms = {room_of(name) for name in modules()} - {"", "__main__"}
    assert sorted(STOREYS) == sorted(rooms)


def test_each_outside_thing_has_its_owners() -> None:
    """A search for who touches YAML, or Jinja, has one answer."""
    wrong = [
        f"{path_of(name)} imports {other}"
        for name, tree in modules().items()
        for other in imported(tree)
        if (owners := OWNERS.get(other.split(".")[0])) and not any(path_of(name).startswith(one) for one in owners)
    ]
    assert wrong == []


def test_only_the_files_room_opens_files_for_writing() -> None:
    """Every write goes through one place, so that it is whole or not at all."""
    wrong = [
        f"{path_of(name)}: {ast.unparse(node)}"
        for name, tree in modules().items()
        if name not in {"composer.files", "composer.app.server"}
        for node in ast.walk(tree)
        if writes(node)
    ]
    assert wrong == []


def writes(node: ast.AST) -> bool:
    """Whether a piece of code opens a file for writing: `Path.write_text`, or any `open` with a mode that says so.

    What is written to `os.devnull` is in no file.
    """
    if isinstance(node, ast.Attribute):
        return node.attr in {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "mkdir"}
    if not isinstance(node, ast.Call) or "devnull" in ast.unparse(node):
        return False
    called = ast.unparse(node.func).rpartition(".")[2]
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    modes = [value.value for value in given if isinstance(value, ast.Constant) and isinstance(value.value, str)]
    return called in {"open", "fdopen"} and any(
        set(mode) <= set("wax+bt") and set(mode) & set("wax+") for mode in modes
    )


def test_nothing_is_imported_that_help_does_not_need() -> None:
    """The root of the command line imports neither records nor letters, so that `--help` is instant."""
    met, waiting = set[str](), ["composer.cli.boundary"]
    while waiting:
        met.add(name := waiting.pop())
        waiting += imports()[name] - met
    assert {room_of(name) for name in met} <= {
        "",
        "cli",
        "disk",
        "errors",
        "files",
        "filenames",
        "patterns",
        "spelling",
    }


def test_no_file_outgrows_its_room() -> None:
    """A file is one room: four hundred lines at most."""
    lines = {path: len((PACKAGE / path).read_text(encoding="utf-8").splitlines()) for path in map(path_of, modules())}
    assert {path: count for path, count in lines.items() if count > 400} == {}


def test_every_public_name_has_a_docstring() -> None:
    """Classes, functions and modules say what they are."""
    silent = [name for name, tree in modules().items() if ast.get_docstring(tree) is None]
    silent += [
        f"{name}:{node.name}"
        for name, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name[0] != "_" and not ast.get_docstring(node)
    ]
    assert silent == []
