"""The files of records as they are changed: every byte as it stands, with the digest that a change is bound to."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from composer.drafts.folders import WRITABLE
from composer.errors import ConflictError, NotFoundError, RecordsError
from composer.files import is_there, make_folder, read_bytes, read_text, remove_file, write_bytes
from composer.records.beside import nearly_named
from composer.yaml.reader import Value, read_yaml


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of records."""

    name: str
    text: str = ""
    """With the line ends and the mark that it has, be they mixed; empty where there is no file."""
    digest: str = ""
    """SHA-256 of its bytes; empty where there is no file."""
    mode: int = 0o777

    @property
    def read(self) -> str:
        """The text as `read_text` gives it."""
        return self.text.removeprefix("\ufeff").replace("\r\n", "\n")

    @property
    def value(self) -> Value:
        """What it holds; ``None`` where it cannot be read."""
        return read_yaml(self.text, self.name).value


def open_records(folder: Path, name: str) -> RecordFile:
    """A file of records as it is now; it need not be there.

    Raises:
        NotFoundError: it is not there, but one of nearly this name is, which may be meant.
        ConflictError: it is written at this moment.
        RecordsError: it is not UTF-8.
        ExternalError: the system would not let it be read.
    """
    path = folder / name
    if not is_there(path):
        if "/" not in name and (near := nearly_named(folder, name)):
            raise NotFoundError(f"there is no {name}, and {near} is not read", hint=f"rename {near} to {name}")
        return RecordFile(name)
    found, data = read_text(path), read_bytes(path)
    if data is None or digest_of(data) != found.digest:
        raise ConflictError(f"{name} is being written by another program", hint="wait a moment, then try again")
    return RecordFile(name, data.decode("utf-8"), found.digest, found.mode)


def write_records(folder: Path, file: RecordFile, text: str | None, *, sync: bool = True) -> None:
    """Writes a text in place of a file that was read; ``None`` removes it. The lock is held.

    Without `sync` it need not be on the disk yet.

    Raises:
        ConflictError: the file is another one by now.
        ExternalError: the disk refused.
    """
    path = folder / file.name
    if text is None:
        if digest_of(read_bytes(path) or b"") != file.digest:
            raise ConflictError(f"{file.name} was changed meanwhile, so it was not removed", hint="look at it")
        remove_file(path)
    else:
        if not file.digest:
            make_folder(path.parent)
        write_bytes(path, text.encode("utf-8"), expect=file.digest or None, mode=file.mode, sync=sync)


def ensure_changeable(file: RecordFile) -> None:
    """A `RecordsError` for a file that is read-only: somebody wants it to stay as it is."""
    if not file.mode & WRITABLE:
        text = f"{file.name} is read-only, so nothing was changed"
        raise RecordsError(text, hint="allow writing to it, then try again")


def digest_of(data: bytes) -> str:
    """The digest of bytes, as `open_records` gives it."""
    return hashlib.sha256(data).hexdigest()
