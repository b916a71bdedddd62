"""What was read is kept: values made from the text of a file, under the digest of that text. Nothing depends on it.

An entry is one value of one file. It is used only where the text, the program (every module of it, and when libraries
were last installed beside it) and the entry's own digest are the same; whatever else lies in the folder is passed over
in silence, and the file is read again. The folder may be deleted at any time.

Entries are pickles that may name no classes but those the caller allows, so that loading one makes values and does
nothing; they lie in a folder of the user's own to which nobody else can write. 10,000 contacts and 50,000 events load
in 0.22 s, without a line for any kind of record. JSON took 0.3 s and marshal 0.2 s, each with sixty lines that build
pydantic's frozen models from the inside.
"""

import hashlib
import io
import os
import pickle
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

from composer.errors import ComposerError
from composer.files import make_folder, remove_file, write_bytes
from composer.lock import sweep

VARIABLE: Final = "OUTREACH_CACHE"
"""The environment variable that names another folder for what is kept, or says ``off``."""
_SUFFIX = ".kept"
_MOST, _LARGEST, _OLDEST = 40, 300_000_000, 60 * 24 * 3600.0  # entries; bytes of all; seconds
_SETTLED = 2_000_000_000  # nanoseconds
# Characters: of a long text a shorter addition is read at every run rather than all of it written anew.
_LONG, _REWRITE = 500_000, 50_000

T = TypeVar("T")

Stamp: TypeAlias = tuple[int, ...]
"""When a file and its entry in the folder were last written, in nanoseconds, its size and its number on the disk."""


def stamps_in(folder: Path) -> dict[str, Stamp]:
    """The stamp of each file in a folder by its name, as Git tells whether it has changed; none for what is no file."""
    found: dict[str, Stamp] = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                file = entry.stat()
                if stat.S_ISREG(file.st_mode):
                    found[entry.name] = (file.st_mtime_ns, file.st_ctime_ns, file.st_size, file.st_ino)
    return found


def cannot(_before: object, _length: int) -> None:
    """Extends nothing: a text that changed is read again."""


@dataclass(frozen=True, slots=True)
class Cache:
    """What is kept in one folder."""

    folder: Path | None = None
    """It need not be there; ``None`` keeps nothing."""
    classes: frozenset[type] = frozenset()
    """All that an entry may hold besides texts, numbers and collections of them."""

    def keep(
        self,
        kind: type[T],
        file: Path,
        text: str,
        read: Callable[[], T],
        *,
        extend: Callable[[T, int], T | None] = cannot,
    ) -> T:
        """What was kept of a text, one value of each `kind` for a file, or what reading it gives, which is then kept.

        `extend` reads the rest of a text, from what was kept of its beginning and the length of that; ``None`` where it
        cannot.
        """
        name = _name(kind, file)
        length, digest, payload = self._find(name)
        value: T | None = None
        if 0 < length <= len(text) and _digest(text[:length]) == digest:
            value = self._load(payload, kind)
            if value is not None and length < len(text):
                value = extend(value, length)
        if value is None:
            value, length = read(), 0
        if len(text) - length > (_REWRITE if length > _LONG else 0):
            self._save(name, text, value)
        return value

    def recall(self, kind: type[T], file: Path, text: str) -> T | None:
        """What was kept of just this text; ``None`` where nothing was."""
        length, digest, payload = self._find(_name(kind, file))
        return self._load(payload, kind) if length == len(text) and digest == _digest(text) else None

    def remember(self, kind: type[T], file: Path, text: str, value: T) -> None:
        """Keeps a value that grew beside a text, in place of what was kept of it."""
        self._save(_name(kind, file), text, value)

    def keep_each(self, folder: Path, stamps: Mapping[str, Stamp], read: Callable[[str], T]) -> list[T]:
        """What was kept of each file of a folder, or what reading it gives where it is new, changed or just written.

        A stamp says how a file stood before it was read; one without is read at every run. What is kept is one entry.
        """
        name = _name(list, folder)
        known: dict[str, tuple[Stamp, T]] = self._load(self._find(name)[2], dict) or {}
        found = {
            file: known[file] if stamp and known.get(file, ((),))[0] == stamp else (stamp, read(file))
            for file, stamp in stamps.items()
        }
        if found.keys() != known.keys() or any(found[file] is not pair for file, pair in known.items()):
            # A clock has its steps: what was written a moment ago may be written again and look the same.
            settled = time.time_ns() - _SETTLED
            kept = {file: pair for file, pair in found.items() if pair[0] and max(pair[0][:2]) < settled}
            self._save(name, "", kept)
        return [value for _, value in found.values()]

    def forget(self, kind: type, file: Path) -> None:
        """Removes what was kept of a file, where there is something."""
        if self.folder:
            _remove(self.folder / _name(kind, file))

    def _find(self, name: str) -> tuple[int, bytes, bytes]:
        """The length and the digest of the text that an entry was made of, and what it holds; 0 where there is none."""
        if self.folder is None or not _is_ours(self.folder):
            return 0, b"", b""
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return 0, b"", b""
        program, length, digest, seal, payload = data[:32], data[32:40], data[40:72], data[72:104], data[104:]
        sound = program == _program() and seal == _seal(data[:72], payload)
        return (int.from_bytes(length, "big"), digest, payload) if sound else (0, b"", b"")

    def _load(self, payload: bytes, kind: type[T]) -> T | None:
        try:
            value = _Loader(payload, self.classes).load()
        except Exception:  # noqa: BLE001  # a pickle can fail in any way, and then the file itself is read
            return None
        return value if type(value) is kind else None

    def _save(self, name: str, text: str, value: Any) -> None:
        """Keeps a value, and lets go of what is too old or too much; silent where the disk says no."""
        if self.folder is None:
            return
        with suppress(ComposerError, OSError):
            make_folder(self.folder)
            if _is_ours(self.folder):
                head = _program() + len(text).to_bytes(8, "big") + _digest(text)
                payload = pickle.dumps(value, protocol=5)
                seal, path = _seal(head, payload), self.folder / name
                if path.is_symlink():
                    remove_file(path)  # what it leads to is nobody's entry, and is never written over
                write_bytes(path, head + seal + payload, sync=False, mode=0o600)
                _make_room(self.folder, time.time())


class _Loader(pickle.Unpickler):
    """Makes values of the classes that are named, and calls nothing else."""

    def __init__(self, payload: bytes, classes: frozenset[type]) -> None:
        super().__init__(io.BytesIO(payload))
        self._classes = {(one.__module__, one.__qualname__): one for one in classes}

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name; a `KeyError` where it is none of those that may be made."""
        return self._classes[module, name]


def as_one(texts: Iterable[str]) -> str:
    """Texts as one, from which each can be told: no others give the same, whatever characters they hold."""
    return "".join(f"{len(text)} {text}" for text in texts)


def user_cache(classes: frozenset[type]) -> Cache:
    """What is kept for this user: in the system's folder for it, or where the environment says."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen == "off":
        return Cache()
    from platformdirs import user_cache_path

    folder = Path(chosen) if chosen else user_cache_path("outreach-composer", appauthor=False)
    return Cache(folder if folder.is_absolute() else None, classes)  # without a home it would be relative


def _is_ours(folder: Path) -> bool:
    """Whether a folder is the user's own, and nobody else can write to it; Windows keeps profiles apart itself."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    own = not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)
    return own and stat.S_ISDIR(found.st_mode)


def _make_room(folder: Path, now: float) -> None:
    """Removes the oldest entries until few enough are left, and what a crash left behind."""
    sweep(folder, older_than=3600, now=now)
    size = 0
    entries = sorted(((path.stat(), path) for path in folder.glob(f"*{_SUFFIX}")), key=lambda one: -one[0].st_mtime)
    for count, (found, path) in enumerate(entries, 1):
        size += found.st_size
        if count > _MOST or size > _LARGEST or now - found.st_mtime > _OLDEST:
            _remove(path)


def _remove(path: Path) -> None:
    with suppress(ComposerError):
        remove_file(path)


def _name(kind: type, file: Path) -> str:
    return _digest(f"{kind.__name__}\n{file.absolute()}").hex()[:32] + _SUFFIX


def _seal(head: bytes, payload: bytes) -> bytes:
    found = hashlib.sha256(head)
    found.update(payload)  # which may be long, and is not copied for it
    return found.digest()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


@cache
def _program() -> bytes:
    """What has to be the same for a value to be the one that reading would give again.

    Modules are told by size and time, as Python itself tells whether one that it compiled is still good; libraries by
    when something was last installed beside them.
    """
    found = find_spec("pydantic")
    libraries = Path(found.origin or "").parents[1].stat().st_mtime_ns if found else 0
    told = [sys.version, str(libraries), *sorted(_modules(Path(__file__).parent))]
    return _digest("\n".join(told))


def _modules(folder: Path) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _modules(Path(entry.path))
        elif entry.name.endswith(".py"):
            found = entry.stat()
            yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"
