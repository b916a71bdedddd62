"""The house keeps its shape: imports go one way, and each outside thing has one owner."""

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import composer

PACKAGE = Path(composer.__file__).parent
# From the ground up. A room may import those before it in this list, and itself; `cli` and `preview` stand on top.
STOREYS = (
    "errors", "spelling", "days", "addresses", "workers", "filenames", "disk", "files", "lock", "cache", "shipped", "yaml", "records", "drafts", "briefs", "templating",
    "letters", "mail", "planning", "checks", "outputs", "start", "workspace", "preview", "cli",
)  # fmt: skip
# Rooms that stand side by side may not know each other, whatever their order above.
STRANGERS = {
    "mail": {"records", "letters", "planning", "checks"},
    "drafts": {"briefs", "templating", "letters", "mail"},
    "planning": {"mail", "outputs"},
    "briefs": {"drafts"},
    "templating": {"records", "drafts"},
    "letters": {"mail", "planning", "checks"},
    "preview": {"cli"},
}  # fmt: skip
OWNERS = {
    "yaml": {"yaml/reader.py"},
    "markdown": {"mail/body.py"},
    "premailer": {"mail/layout.py"},
    "multiprocessing": {"workers.py"},
    "pydantic": {"records", "drafts/format.py", "letters/catalogue.py"},
    "jinja2": {"templating/sandbox.py", "templating/merge.py", "templating/branches.py", "preview/app.py"},
    "babel": {"briefs/dates.py"},
    "starlette": {"preview"},
    "uvicorn": {"preview/connections.py"},
    "h11": {"preview/connections.py"},
    "click": {"cli", "preview/server.py"},
    "email_validator": {"addresses.py"},
    "idna": {"addresses.py"},
    "filelock": {"lock.py"},
    "pickle": {"cache.py", "workers.py"},
    "marshal": {"yaml/places.py"},
    "platformdirs": {"cache.py"},
    "icalendar": {"outputs/calendar.py"},
}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room_of(path: Path) -> str:
    return path.parts[0].removesuffix(".py")


def test_imports_go_one_way() -> None:
    """No room imports one that stands above it."""
    wrong = []
    for path, tree in modules():
        if room_of(path) not in STOREYS:
            continue  # the package's own __init__ and __main__
        for name in imported(tree):
            parts = name.split(".")
            if parts[0] == "composer" and len(parts) > 1 and STOREYS.index(parts[1]) > STOREYS.index(room_of(path)):
                wrong.append(f"{path} imports {name}")
    assert wrong == []


def test_rooms_side_by_side_do_not_know_each_other() -> None:
    """Mail knows nothing of contacts, letters nothing of mail, and so on."""
    wrong = [
        f"{path} imports {name}"
        for path, tree in modules()
        for name in imported(tree)
        if name.split(".")[0] == "composer"
        and len(name.split(".")) > 1
        and name.split(".")[1] in STRANGERS.get(room_of(path), set())
    ]
    assert wrong == []


def test_every_room_is_on_the_plan() -> None:
    """A new module at the top of the package needs a storey."""
    rooms = {room_of(path) for path, _ in modules()} - {"__init__", "__main__"}
    assert rooms == set(STOREYS)


def test_each_outside_thing_has_its_owners() -> None:
    """A search for who touches YAML, or Jinja, has one answer."""
    wrong = [
        f"{path} imports {name}"
        for path, tree in modules()
        for name in imported(tree)
        if (owners := OWNERS.get(name.split(".")[0])) and not any(str(path).startswith(owner) for owner in owners)
    ]
    assert wrong == []


def test_only_the_files_room_opens_files_for_writing() -> None:
    """Every write goes through one place, so that it is whole or not at all."""
    wrong = []
    for path, tree in modules():
        if str(path) in {
            "files.py",
            "cli/boundary.py",
            "preview/server.py",
        }:  # a bug report and a bridge page, both in /tmp
            continue
        wrong += [f"{path}: {ast.unparse(node)}" for node in ast.walk(tree) if writes(node)]
    assert wrong == []


def writes(node: ast.AST) -> bool:
    """Whether a piece of code opens a file for writing."""
    if isinstance(node, ast.Attribute):
        return node.attr in {"write_text", "write_bytes"}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
        modes = [a.value for a in node.args[1:2] if isinstance(a, ast.Constant)]
        return any(isinstance(mode, str) and bool(set(mode) & set("wax+")) for mode in modes)
    return False


def test_nothing_is_imported_that_help_does_not_need() -> None:
    """The root of the command line imports neither records nor letters, so that `--help` is instant."""
    names = {
        name
        for path, tree in modules()
        if str(path) in {"cli/__init__.py", "cli/boundary.py", "cli/root.py", "cli/console.py"}
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(ast.Module([node], []))
    }
    assert not {
        name
        for name in names
        if name.startswith("composer.") and name.split(".")[1] not in {"cli", "errors", "spelling"}
    }


def test_no_file_outgrows_its_room() -> None:
    """A file is one room: four hundred lines at most."""
    long = {str(path): len((PACKAGE / path).read_text(encoding="utf-8").splitlines()) for path, _ in modules()}
    assert {path: lines for path, lines in long.items() if lines > 400} == {}


def test_every_public_name_has_a_docstring() -> None:
    """Classes, functions and modules say what they are."""
    silent = [str(path) for path, tree in modules() if ast.get_docstring(tree) is None]
    silent += [
        f"{path}:{node.name}"
        for path, tree in modules()
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name[0] != "_" and not ast.get_docstring(node)
    ]
    assert silent == []


def test_the_storeys_are_in_order() -> None:
    """The plan itself names each room once."""
    assert len(set(STOREYS)) == len(STOREYS)
    assert all(a != b for a, b in pairwise(STOREYS))
