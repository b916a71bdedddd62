"""A new workspace: three files with commented examples, or the made-up sample; and what helps an editor with them."""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from composer.errors import ConflictError
from composer.files import is_there, make_folder, read_text, write_text
from composer.lock import ensure_own, locked
from composer.patterns import regex
from composer.records.book import CONTACTS, HISTORY, PRACTICE
from composer.records.contact_files import has_contacts
from composer.records.contact_parts import FOLDER
from composer.records.schemas import MADE, NAMES, schema_text
from composer.records.suppression import SUPPRESSION
from composer.shipped import sample_folder, templates_folder

_FILES = (CONTACTS, PRACTICE, HISTORY)
_DAY = regex(r"@today(?P<shift>[+-]\d+)?@")
_SAMPLE_DAY = date(2026, 11, 24)
SCHEMAS = ".outreach/schema"
"""Where a workspace keeps the schemas: an editor finds them offline, and they are in nobody's way among the letters."""
_NAMED = regex(r"^#\s+(yaml-language-server\s*:|\$schema:)", re.MULTILINE)
_ISO = regex(r"\b20\d\d-\d\d-\d\d\b")


def start_workspace(folder: Path, *, sample: bool, today: date) -> tuple[list[Path], list[Path]]:
    """Makes the files that are not there yet; returns those that were made, and those that were there.

    They hold examples with dates counted from today, or a made-up practice and its contacts. An `ExternalError` where
    the folder cannot be written to.
    """
    there = [folder / name for name in _FILES if (folder / name).exists()]
    wanted = [name for name in _FILES if not (folder / name).exists()]
    if has_contacts(folder):
        return [], there or [folder / FOLDER]
    make_folder(folder)
    source = sample_folder() if sample else templates_folder() / "workspace"
    for name in wanted:
        text = read_text(source / name).text
        if sample:  # its days are as far from today as they were from the day it was written
            text = _ISO.sub(lambda day: str(date.fromisoformat(day[0]) - _SAMPLE_DAY + today), text)
        else:
            text = _DAY.sub(lambda found: str(today + timedelta(days=int(found["shift"] or 0))), text)
        write_text(folder / name, _first_line(folder, folder / name) + text, expect=None)
    write_schemas(folder / SCHEMAS, folder)
    return [folder / name for name in wanted], there


# --- for editors ----------------------------------------------------------------------------------------------------


def help_editors(folder: Path) -> list[Path]:
    """Writes the schemas into a workspace, and names them in the first line of its files; returns the files changed.

    Raises:
        ConflictError: another run is writing here, or a file of that name is not ours.
        ExternalError: the disk refused.
    """
    with locked(folder):
        write_schemas(folder / SCHEMAS, folder)
        return [path for path in _with_schemas(folder) if _name_schema(folder, path)]


def write_schemas(folder: Path, workspace: Path | None = None) -> list[Path]:
    """Writes every schema into a folder, one of the program's own where a workspace is given.

    Raises:
        ConflictError: a file of that name is not ours; nothing was written.
        ExternalError: the disk refused, or a link leads out of the workspace.
    """
    texts = {folder / f"{name}.json": schema_text(name) for name in NAMES}
    foreign = next((path for path in texts if is_there(path) and MADE not in read_text(path).text), None)
    if foreign:
        raise ConflictError(f"{foreign} was not made by this program, and nothing was written",
                            hint="choose another folder with --to, or take that file away first")  # fmt: skip
    if workspace:
        for path in texts:
            ensure_own(path, workspace)
    make_folder(folder)
    for path, text in texts.items():
        write_text(path, text)
    return [*texts]


def _with_schemas(folder: Path) -> Iterator[Path]:
    """The files of a workspace that have a schema; the program's own, in a checkout, stay as they are."""
    yield from (path for name in (*_FILES, SUPPRESSION) if (path := folder / name).is_file())
    own = folder / "templates"
    if own.resolve() != templates_folder().resolve():
        yield from sorted([*own.glob("roles/*.yaml"), *own.glob("*/roles/*.yaml")])


def _name_schema(folder: Path, path: Path) -> bool:
    """Names the schema of a file in its first line; whether it did not stand there yet."""
    file = read_text(path)
    if _NAMED.search(file.text):
        return False
    write_text(path, _first_line(folder, path) + file.text, like=file, expect=file.digest)
    return True


def _first_line(folder: Path, path: Path) -> str:
    """The line by which an editor finds the schema of a file, from where the file is.

    A tab stands behind its sign, so that whoever takes every ``# `` away to use the examples leaves this one alone.
    """
    name = "role" if path.parent.name == "roles" else path.stem
    there = Path(os.path.relpath(folder / SCHEMAS / f"{name}.json", path.parent)).as_posix()
    return f"#\tyaml-language-server: $schema={there}\n"
