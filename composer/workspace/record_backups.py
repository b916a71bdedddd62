"""The files of records as they were before an edit, so that it can be taken back once; only the newest are kept."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from composer.errors import RecordsError
from composer.files import make_folder, read_text, remove_file, write_text
from composer.lock import ensure_own
from composer.patterns import regex
from composer.records.book import CONTACTS, PRACTICE
from composer.records.contact_parts import may_be_file

FOLDER = ".outreach/records-before"
_MOST = 20
_NAME = regex(r"[0-9a-f]{16}\Z")


@dataclass(frozen=True, slots=True)
class Backup:
    """A file of records before an edit."""

    file: str
    text: str | None
    """With the line ends and the mark that it had; ``None`` where there was no file."""
    left: str
    """The digest of the file as the edit left it; empty where it took the file away."""


def keep_backup(workspace: Path, backups: Sequence[Backup]) -> str:
    """Keeps the files of one edit, lets go of the oldest edits, and returns the name under which these are found.

    Raises:
        ExternalError: the disk refused, or a link leads out of the workspace.
    """
    written = json.dumps([*map(asdict, backups)], ensure_ascii=False, indent=1) + "\n"
    name = hashlib.sha256(written.encode()).hexdigest()[:16]
    path = _path(workspace, name)
    make_folder(path.parent)
    ensure_own(path, workspace)
    remove_file(path)  # one of before would count as old
    write_text(path, written, expect=None)
    others = (other for other in path.parent.glob("*.json") if other != path)
    for other in sorted(others, key=lambda one: one.lstat().st_mtime_ns, reverse=True)[_MOST - 1 :]:
        remove_file(other)
    return name


def find_backup(workspace: Path, name: str) -> tuple[Backup, ...]:
    """The files of an edit by its name; none where nothing is kept under it, or what is there is none.

    Raises:
        ExternalError: it cannot be read.
    """
    path = _path(workspace, name)
    if not _NAME.match(name) or not path.is_file():
        return ()
    ensure_own(path, workspace)
    try:
        found = json.loads(read_text(path).text)
    except (RecordsError, ValueError, RecursionError):
        return ()
    parsed = [*map(_parsed, found if isinstance(found, list) else [found])]  # a single one is of an earlier release
    return tuple(filter(None, parsed)) if all(parsed) else ()


def newest_backup(workspace: Path) -> str:
    """The name of the backup of the last change; empty where none is kept."""
    kept = [path for path in (workspace / FOLDER).glob("*.json") if _NAME.match(path.stem)]
    return max(kept, key=lambda path: path.lstat().st_mtime_ns).stem if kept else ""


def _parsed(found: Any) -> Backup | None:
    match found:
        case {"file": str(file), "text": str() | None as text, "left": str(left)} if is_record_file(file):
            return Backup(file, text, left)
    return None


def is_record_file(file: str) -> bool:
    """Whether a path in the workspace is that of a file of records that is changed for a person."""
    return file in {CONTACTS, PRACTICE} or may_be_file(file)


def forget_backup(workspace: Path, name: str) -> None:
    """Removes a backup that was put back; an `ExternalError` where the system refuses."""
    remove_file(_path(workspace, name))


def _path(workspace: Path, name: str) -> Path:
    return workspace / FOLDER / f"{name}.json"
