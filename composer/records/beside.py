"""Files beside the records that are not read, though somebody may think they are. A wish may stand in one of them."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from composer.errors import Place, Problem, from_os_error
from composer.filenames import sync_copies
from composer.records.suppression import SUPPRESSION
from composer.records.wishes import is_wish
from composer.spelling import nearest
from composer.yaml.syntax_errors import shown

_LONGEST = 255
"""Characters; no file system takes a longer name."""

_YAML = re.compile(r"((\.ya?ml)+(\.txt)?)?")
_ENDS = re.compile(r"\.(bak|old|orig|swp|swo|tmp|icloud)$")
_BACKUP = re.compile(r".*~|#.*#|.*\.(bak|old|orig|swp|swo|tmp|icloud)")
"""What editors leave beside a file; it is read by nobody, and says nothing new where the file itself is there."""


def unread_files(folder: Path, names: Iterable[str]) -> list[Problem]:
    """An error for each file under nearly the name of a record's, or left beside one by a sync program.

    Args:
        folder: the workspace.
        names: the files that are read.
    """
    there, ours = _names_in(folder), tuple(names)
    found = [*_second_versions(there, ours)]
    for name in ours:
        for near in _nearly(folder, name, there):
            hint = f"rename it to {name}, or bring what it holds into that file; otherwise move it out of this folder"
            text = f"this is nearly {name}, and is not read"
            found.append(Place(shown(near, _LONGEST)).error("misnamed-file", text, hint))
    return found


def nearly_named(folder: Path, name: str) -> str:
    """A file that has nearly this name; empty for none."""
    return next((shown(near, _LONGEST) for near in _nearly(folder, name, _names_in(folder))), "")


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise from_os_error(error, folder, "read") from error


def _nearly(folder: Path, ours: str, there: Iterable[str]) -> Iterator[str]:
    real = folder / ours
    for name in there:
        if name == ours or name.startswith(".#") or (_BACKUP.fullmatch(name) and os.path.lexists(real)):
            continue
        own = ours != SUPPRESSION and "." not in name and (folder / name).is_dir()
        if _means(name, ours) and not own and not _is_same(folder / name, real):
            yield name


def _means(name: str, ours: str) -> bool:
    """Whether a name is another way to write ours: other separators, letters or endings."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isprintable()).strip(" .#~")
    stem, dot, ending = plain.partition(".")
    letters, right = re.sub(r"\W|_", "", stem), re.sub(r"\W|_", "", ours.partition(".")[0])
    if ours != SUPPRESSION:
        return letters == right and bool(_YAML.fullmatch(_ENDS.sub("", f"{dot}{ending}")))
    return letters == right or is_wish(re.sub(r"([-_ ]?list|s)$", "", stem)) or bool(nearest(letters, [right]))


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names are of one file, as on a disk that does not tell capitals apart."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _second_versions(there: Iterable[str], ours: Iterable[str]) -> Iterator[Problem]:
    """Files that a sync program left beside a record."""
    stems = {Path(name).stem for name in ours}
    for stem, copies in sync_copies(Path(name).stem for name in there if name.endswith(".yaml")).items():
        for copy in copies if stem in stems else ():
            text = f"this was left beside {stem}.yaml by a program that keeps folders in step"
            hint = f"compare the two, bring what is missing into {stem}.yaml, and delete this one"
            yield Place(f"{copy}.yaml").error("sync-copy", text, hint)
