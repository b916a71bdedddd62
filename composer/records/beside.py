"""Files beside the records that are not read, though somebody may think they are. A wish may stand in one of them."""

import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from composer.errors import ComposerError, Place, Problem
from composer.filenames import names_in, sync_copies
from composer.files import read_text
from composer.patterns import regex
from composer.records.suppression import SUPPRESSION
from composer.records.wish_words import wish_in
from composer.records.wishes import is_wish, said_in
from composer.shipped import templates_folder
from composer.spelling import nearest
from composer.yaml.syntax_errors import shown

_LONGEST = 255
"""Characters; no file system takes a longer name."""

_SAFETY = (SUPPRESSION, "history.yaml")
_YAML = regex(r"((\.ya?ml)+(\.txt)?)?")
_ENDS = regex(r"\.(bak|old|orig|swp|swo|tmp|icloud)$")
_BACKUP = regex(r".*~|#.*#|.*\.(bak|old|orig|swp|swo|tmp|icloud)")
"""What editors leave beside a file; it is read by nobody, and says nothing new where the file itself is there."""
_PASSING = (".swp", ".swo", ".tmp")
"""What they take away again themselves."""
_COPIED = "copy|copies|kopie|copie|copia|c\u00f3pia"
_COPY = regex(
    rf"^(?:{_COPIED})(?: ?\(\d+\))? (?:of|von|de|di) |[ _.-]+(?:{_COPIED})(?:[ _-]*\(?\d+\)?)?(?=\.|$)"
    r"|[ _]*\(\d+\)(?=\.|$)",
    re.IGNORECASE,
)
"""What Explorer, Finder and their like put before or behind the name of a copy, in our languages."""
_OLDER = regex(
    r"(?<=[a-z])[ _.-]+(?:(?i:old|new|backup|bak|saved?|alt|neu|orig(?:inal)?|final|latest|v?\d[\d._-]*)"
    r"|[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*)(?=\.[^.]*$|$)"
)
"""What people, and programs that keep folders in step, put behind the name of an older or another version."""
_TABLE = regex(r"[^.]+|.*\.(?:ya?ml|txt|csv|xlsx?|ods|docx?|numbers)", re.IGNORECASE)
_BOOK = regex(
    r"(?:^|/)(?P<stem>history|contacts)(?!\.torn\.txt)[^/]*(?:/[^/]*)?\.(?:ya?ml|txt|bak|old)\Z", re.IGNORECASE
)
_FIELD = regex(r"(?:^|[{,])[\s-]*(?P<key>[^\W\d][\w' -]{1,40}?)\s*:(?:\s+|$)(?P<value>[^,{}#]*)")
_STORED = regex(r"(?:.*[ _-])?(?:backups?|archive?[ds]?|sicherung(?:en)?|old)(?:[ _-].*)?", re.IGNORECASE)
"""Folders that hold copies on purpose."""


def unread_files(folder: Path, names: Iterable[str], *, read: Iterable[str] = ()) -> list[Problem]:
    """An error for each file under nearly the name of one that is read, or left beside one by a sync program.

    What else is `read`, further down, is nobody's other version.
    """
    there, ours, deeper = names_in(folder), tuple(names), frozenset(read)
    found = [*_second_versions(there, ours), *_one_folder_down(folder, there, deeper)]
    copies = {problem.at.path for problem in found}
    for name in ours:
        for near in _nearly(folder, name, (one for one in there if one not in copies)):
            hint = f"rename it to {name}, or bring what it holds into that file; otherwise move it out of this folder"
            text = f"this is nearly {name}, and is not read"
            found.append(Place(shown(near, _LONGEST)).error("misnamed-file", text, hint))
    return [*found, *_other_books(folder, there, {*ours, *deeper, *(problem.at.path for problem in found)})]


def is_left_behind(name: str, there: Collection[str]) -> bool:
    """Whether an editor or the system left a file in a folder, and it says nothing that is not in a file there."""
    if _BACKUP.fullmatch(name):
        return name.endswith(_PASSING) or name.startswith("#") or _ENDS.sub("", name.removesuffix("~")) in there
    return name.startswith((".", "~$")) and not name.endswith(".icloud")


def is_copy(name: str, there: Collection[str]) -> bool:
    """Whether a file's name is that of a copy of one that is there, as systems name them: ``ann copy.yaml``."""
    original = _COPY.sub("", name)
    return original != name and original in there


def is_storage(folder: str) -> bool:
    """Whether a folder of this name holds copies on purpose."""
    return bool(_STORED.fullmatch(folder))


def nearly_named(folder: Path, name: str) -> str:
    """A file that has nearly this name; empty for none."""
    return next((shown(near, _LONGEST) for near in _nearly(folder, name, names_in(folder))), "")


def _one_folder_down(folder: Path, there: Iterable[str], read: Collection[str]) -> Iterator[Problem]:
    """The list of those to be left alone, or the history, in a folder where nobody reads it."""
    for inside in there:
        if inside.startswith("."):
            continue
        names = _listed(folder / inside)
        deeper = (f"{one}/{name}" for one in names if "." not in one for name in _listed(folder / inside / one))
        for name in (*names, *deeper):
            if f"{inside}/{name}" in read:
                continue
            last = name.rpartition("/")[2]
            ours = next((one for one in _SAFETY if _means(last, one)), "") if _TABLE.fullmatch(last) else ""
            if not ours or (inside == "outbox" and ours != SUPPRESSION):
                continue
            kept = _STORED.fullmatch(inside) and os.path.lexists(folder / ours)
            path = folder / inside / name
            if (
                not kept
                and not _is_same(path, folder / ours)
                and not path.is_dir()
                and not _is_shipped(path, inside, name)
            ):
                text = f"this is nearly {ours}, and is not read in this folder"
                hint = f"bring what it holds into the {ours} of the workspace, and delete this one"
                yield Place("/".join(map(shown, (inside, *name.split("/"))))).error("misnamed-file", text, hint)


def _is_shipped(path: Path, inside: str, name: str) -> bool:
    """Whether a file below ``templates`` is the program's own, as it ships: nobody has written anything in it."""
    shipped = templates_folder() / name
    try:
        return inside == "templates" and shipped.is_file() and read_text(path).text == read_text(shipped).text
    except ComposerError:
        return False


def _other_books(folder: Path, there: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    """Another history, or other contacts, that nobody reads, where somebody's wish stands in them."""
    inside = (f"{one}/{name}" for one in there if not one.startswith(".") for name in _listed(folder / one))
    for name in (*there, *inside):
        book = _BOOK.search(name)
        if book is None or name in known or ("/" in name and _STORED.fullmatch(name.partition("/")[0])):
            continue
        kept = _BACKUP.fullmatch(name) and _size(folder / f"{book['stem']}.yaml")
        if not kept and _says_wish(folder / name):
            text = "somebody asked to be left alone in this file, and it is not read"
            hint = f"bring what it holds into {book['stem']}.yaml; otherwise move it out of this folder"
            yield Place("/".join(map(shown, name.split("/")))).error("misnamed-file", text, hint)


def _says_wish(path: Path) -> bool:
    try:
        lines = read_text(path).text.splitlines() if path.is_file() else []
    except ComposerError:
        return False
    fields = (found for line in lines for found in _FIELD.finditer(line))
    return any(said_in({found["key"]: found["value"].strip(" '\"")}, label=True) for found in fields)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _listed(folder: Path) -> list[str]:
    """What is in a folder; nothing for a file, and where nobody may look."""
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208  # as in `filenames.names_in`
    except OSError:
        return []


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
    shown = "".join(c for c in unicodedata.normalize("NFKC", name) if c.isprintable())
    versions = {shown, _COPY.sub("", shown), *([_OLDER.sub("", _COPY.sub("", shown))] if ours in _SAFETY else [])}
    return any(_is_spelled(one.casefold().strip(" .#~"), ours) for one in versions)


def _is_spelled(plain: str, ours: str) -> bool:
    stem, dot, ending = plain.partition(".")
    letters, right = re.sub(r"\W|_", "", stem), re.sub(r"\W|_", "", ours.partition(".")[0])
    if ours != SUPPRESSION:
        return letters == right and bool(_YAML.fullmatch(_ENDS.sub("", f"{dot}{ending}")))
    # The name may say whom it lists: "opt-outs", "please do not write".
    says = is_wish(re.sub(r"([-_ ]?list|s)$", "", stem)) or wish_in(re.sub(r"[-_]", " ", stem)) == "clear"
    return letters == right or says or bool(nearest(letters, [right]))


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
