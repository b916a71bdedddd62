"""The folder ``contacts/`` of a workspace: one file a person, for those who want small differences.

Whatever in it may be somebody's record and is not read is an error: a wish to be left alone may stand in it.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from composer.errors import ComposerError, NotFoundError, Place, Problem, from_os_error
from composer.filenames import draft_name_fault, sync_copies
from composer.files import is_there, read_text
from composer.patterns import regex
from composer.records.beside import is_copy, is_left_behind, is_storage
from composer.records.contact_parts import FOLDER, LIST, file_of, may_be_file, unreadable
from composer.yaml.syntax_errors import shown

_ENDING = ".yaml"
_LIKE_YAML = regex(r".*\.ya?ml\b.*", re.IGNORECASE | re.DOTALL)
_LONGEST = 255
_RENAME = "rename it to a plain name that ends in .yaml; otherwise move it out of this folder"


@dataclass(frozen=True, slots=True)
class ContactFiles:
    """The files of one contact each, as they were read."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """By their paths in the workspace, in the order of their names."""
    problems: tuple[Problem, ...] = ()
    """What cannot be read, or is not."""


def has_contacts(folder: Path) -> bool:
    """Whether a workspace has a file of contacts: ``contacts.yaml``, or one of a contact; were it one to mend."""
    return is_there(folder / LIST) or any(name.endswith(_ENDING) for name in _listed(folder)[0])


def read_contact_files(folder: Path) -> ContactFiles:
    """The contacts of a workspace that have files of their own; it never raises."""
    names, folders, problems = _listed(folder)
    if not names and not folders:
        return ContactFiles({}, problems)
    found = {*names, *folders}
    wanted, left = list[str](), list[Problem]()
    copies = {copy for some in sync_copies(_stems(names)).values() for copy in some}
    for name in names:
        if is_left_behind(name, found):
            continue
        if problem := _why_unread(name, found, copies):
            left.append(problem)
        elif name.endswith(_ENDING):
            wanted.append(name)
    texts, faults = _read_each(folder, wanted)
    return ContactFiles(texts, (*problems, *left, *faults, *_further_down(folder, folders)))


def free_paths(folder: Path, names: Iterable[str]) -> list[str]:
    """The paths for new contacts' files: each of its name, with a number where some file has it already."""
    files, folders, _ = _listed(folder)
    taken, paths = {one.casefold() for one in (*files, *folders)}, list[str]()
    for name in names:
        spellings = (name if number == 1 else f"{name}-{number}" for number in count(1))
        free = next(one for one in spellings if f"{one}{_ENDING}".casefold() not in taken)
        taken.add(f"{free}{_ENDING}".casefold())
        paths.append(file_of(free))
    return paths


def _listed(folder: Path) -> tuple[list[str], list[str], tuple[Problem, ...]]:
    """The names in the folder, those of folders in it apart; what is no folder is told of by `beside`."""
    names, folders = list[str](), list[str]()
    try:
        with os.scandir(folder / FOLDER) as entries:
            for entry in entries:
                (folders if entry.is_dir() and not entry.name.endswith(_ENDING) else names).append(entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return [], [], ()
    except OSError as error:
        said = from_os_error(error, Path(FOLDER), "look into")
        return [], [], (unreadable(FOLDER, said.message, said.hint),)
    return sorted(names), sorted(folders), ()


def _stems(names: Collection[str]) -> Iterator[str]:
    return (name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING))


def _why_unread(name: str, there: Collection[str], copies: Collection[str]) -> Problem | None:
    """Why a file that may be somebody's record is not read; ``None`` for one that is read, or is something else."""
    stem = name.removesuffix(_ENDING)
    if stem not in copies and stem != name and not is_copy(name, there) and may_be_file(file_of(stem)):
        return None
    at = Place(f"{FOLDER}/{shown(name, _LONGEST)}")
    if name.endswith(_ENDING):
        if stem in copies or is_copy(name, there):
            hint = "compare the two, bring what is missing into the other, and delete this one"
            return at.error("sync-copy", "this is a second version of the file beside it, and is not read", hint)
        return at.error("misnamed-file", f"{draft_name_fault(stem)}, so it is not read", _RENAME)
    if _LIKE_YAML.fullmatch(name):
        text = "this file is not read, because its name does not end in .yaml alone"
        return at.error("misnamed-file", text, _RENAME)
    return None


def _read_each(folder: Path, names: Collection[str]) -> tuple[dict[str, str], list[Problem]]:
    texts, problems = dict[str, str](), list[Problem]()
    for name in names:
        path = f"{FOLDER}/{name}"
        try:
            texts[path] = read_text(folder / path).text
        except NotFoundError:
            continue  # it was taken away between the listing and the look
        except ComposerError as error:
            why = error.message.replace(str(folder / path), path)
            problems.append(unreadable(path, why, error.hint))
    return texts, problems


def _further_down(folder: Path, folders: Collection[str]) -> Iterator[Problem]:
    """A folder in the folder is not looked into, so no contact may stand there."""
    for name in folders:
        if name.startswith(".") or is_storage(name):
            continue
        try:
            inside = os.listdir(folder / FOLDER / name)  # noqa: PTH208  # as in `filenames.names_in`
        except OSError:
            inside = [_ENDING]
        if any(_LIKE_YAML.fullmatch(one) for one in inside):
            text = "files in this folder are not read"
            hint = f"move them into {FOLDER}/ itself; otherwise move the folder out of it"
            yield Place(f"{FOLDER}/{shown(name, _LONGEST)}").error("misnamed-file", text, hint)
