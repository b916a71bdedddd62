"""Which folder of an account is for drafts, and which has what was sent: decisions over what the server lists."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from composer.errors import NotFoundError

_SHOWN = 12
_CLOSED = frozenset({"\\noselect", "\\nonexistent"})


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder as a server lists it (RFC 3501 §7.2.2)."""

    name: str
    """Its whole name, in letters: ``[Google Mail]/Entwürfe``."""
    flags: frozenset[str] = frozenset()
    """In small letters: ``\\drafts`` says that it is the one for drafts (RFC 6154)."""
    delimiter: str = ""
    """What stands between the parts of its name; empty where it has none."""

    @property
    def last(self) -> str:
        """The last part of its name."""
        return self.name.rpartition(self.delimiter)[2] if self.delimiter else self.name

    @property
    def is_open(self) -> bool:
        """Whether it can hold messages."""
        return not self.flags & _CLOSED


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a folder is for."""

    key: str
    """As an account and the list of usual names call it; behind a backslash it is the server's mark (RFC 6154)."""
    words: str

    @property
    def mark(self) -> str:
        """How a server marks such a folder."""
        return f"\\{self.key}"


DRAFTS = Purpose("drafts", "the one for drafts")
SENT = Purpose("sent", "the one for what was sent")
PURPOSES = (DRAFTS, SENT)


def folder_for(purpose: Purpose, folders: Iterable[Folder], *, asked: str, known: Sequence[str]) -> str:
    """A folder by what it is for: the one that the account names, that the server marks, or one by a usual name.

    Args:
        purpose: what it is for.
        folders: all that the server lists.
        asked: what the account says it is called; empty where it says nothing.
        known: what such folders are called, the likeliest first.

    Raises:
        NotFoundError: there is none of that name, or none at all; the hint names those there are.
    """
    usable = [folder for folder in folders if folder.is_open]
    if asked:
        return folder_called(asked, usable)
    marked = next((folder.name for folder in usable if purpose.mark in folder.flags), "")
    named = (folder for name in known for folder in usable if _plain(folder.last) == _plain(name))
    by_name = next((folder.name for folder in sorted(named, key=lambda one: _order(one, known))), "")
    if not (marked or by_name):
        hint = f"write its name into the account as '{purpose.key}'; {_there_are(usable)}"
        raise NotFoundError(f"no folder of this account is known to be {purpose.words}", hint=hint)
    return marked or by_name


def folder_called(name: str, folders: Iterable[Folder]) -> str:
    """The folder that somebody means by a name, in capitals or not; a `NotFoundError` names those there are."""
    usable = [folder for folder in folders if folder.is_open]
    if found := next((one for one in usable if one.name == name), None) or _alike(usable, name):
        return found.name
    raise NotFoundError(f"there is no folder '{name}' in this account", hint=_there_are(usable))


def _alike(folders: Sequence[Folder], asked: str) -> Folder | None:
    """The one folder that is called so but for capitals; ``None`` where that is not certain."""
    found = [one for one in folders if _plain(one.name) == _plain(asked)]
    return found[0] if len(found) == 1 else None


def _order(folder: Folder, known: Sequence[str]) -> tuple[int, int, str]:
    """The likeliest name first, and of those the one that lies least deep."""
    place = next(number for number, name in enumerate(known) if _plain(name) == _plain(folder.last))
    return place, folder.name.count(folder.delimiter) if folder.delimiter else 0, folder.name


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _there_are(folders: Sequence[Folder]) -> str:
    if not folders:
        return "the server lists no folder"
    names = [f"'{one.name}'" for one in folders[:_SHOWN]]
    more = f" and {len(folders) - _SHOWN} more" if len(folders) > _SHOWN else ""
    return f"there are {', '.join(names)}{more}"
