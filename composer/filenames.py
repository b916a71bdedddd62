"""Names of files: which there are, what may be one, what is made of a person's name, and what lies beside one."""

import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from composer.errors import from_os_error
from composer.patterns import regex

ID: Final = regex(r"(?!.*\.\.)[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?\Z")
"""What an id is: small letters, digits and signs between them, at most 64."""
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
)
# What programs that keep folders in step call the loser of two edits: "(Ann's conflicted copy 2026-11-24)" and the like
# in any language (Dropbox, Nextcloud), ".sync-conflict-20261124-…" (Syncthing), " 2" (iCloud), " (1)" (Google Drive),
# "-ANNS-LAPTOP" (OneDrive; our own names have small letters only).
_WORDS = "conflict|konflikt|conflit"
_REST = regex(rf" \(\d+\)\Z| \d+\Z|-[A-Z][A-Z0-9][A-Za-z0-9-]*\Z|[ ._(-].*(?i:{_WORDS})")
_SAID = regex(rf"(?P<stem>.+?)(?: \([^()]*(?:{_WORDS})[^()]*\)|\.sync-conflict-.*|_conflict-.*)\Z", re.IGNORECASE)
_SEAM = regex(r"(?<=.)[ ._(-]")


def safe_name(text: str) -> bool:
    """Whether a text is safe as a file's name on every system."""
    return bool(ID.match(text)) and text.split(".", 1)[0] not in _RESERVED


def same_file_key(name: str) -> str:
    """Equal for names that some system takes for one: by small and capital letters, and by how accents are written."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


_LONGEST = 200
"""Bytes; 255 is what file systems take, and the program's own names put something behind a draft's."""


def draft_name_fault(name: str) -> str:
    """Why no draft may have this name; empty where one may."""
    if not name or name[0] in ".~":
        return "its name begins with a dot or a tilde, as those of files do that programs leave behind"
    if not name.isprintable() or "\\" in name or "/" in name or name != name.strip():
        return "its name holds a character that has no place in one"
    return "its name is too long" if len(name.encode()) > _LONGEST else ""


@lru_cache(maxsize=1_000)  # those of roles and needs are asked for again for every reader
def slug(text: str) -> str:
    """An id made from a name in any script: ``Олена Шевченко`` is ``olena-shevchenko``.

    Where nothing of it can be written in ASCII, a short hash that stays the same for the same name.
    """
    from anyascii import anyascii

    name = unicodedata.normalize("NFC", text)
    words = re.findall(r"[a-z0-9]+", anyascii(name).casefold().replace("'", ""))
    made = "-".join(words)[:60].strip("-")
    if not made or not safe_name(made):
        return f"contact-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
    return made


def sync_copies(stems: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The second versions that a program which keeps folders in step has left, under the name each lies beside.

    `stems` are the names of files of one folder and one ending, without the ending.
    """
    names = frozenset(stems)
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        if beside := _beside(name, names):
            found[beside].append(name)
    return {name: tuple(copies) for name, copies in found.items()}


def _beside(name: str, names: frozenset[str]) -> str:
    """The name that a second version lies beside; empty for a name that is none."""
    for seam in reversed(list(_SEAM.finditer(name))):  # the longest of what it could have been first
        stem, rest = name[: seam.start()], name[seam.start() :]
        if stem in names and _REST.match(rest):
            return stem
    said = _SAID.match(name)
    return said["stem"] if said else ""


def names_in(folder: Path) -> list[str]:
    """All names in a folder, sorted; none where there is no folder, an `ExternalError` where nobody may look."""
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208  # a Path of each costs more than the listing
    except FileNotFoundError:
        return []
    except OSError as error:
        raise from_os_error(error, folder, "look into") from error
