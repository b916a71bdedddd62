"""Where a letter lies in ``outbox/``: in a file of its own, in a Maildir, or among others in one file.

A letter is known by the digest of its bytes; the day on which a message is stored is no part of it, so that the same
letter, made again a day later, is the same one.
"""

import hashlib
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from composer.filenames import names_in
from composer.files import is_there, read_bytes, remove_file, write_bytes
from composer.patterns import regex

OUTBOX: Final = "outbox"
SUFFIX: Final = ".eml"
"""The ending of a message in a file of its own."""
_HEAD = regex(rb"(?<=\n)(?=\r?\n)")
_DAY = regex(rb"^(?:From |Date: ).*\n", re.MULTILINE)
_FLAGS: Final = ":2,DS"
"""A draft that is no news to the program that shows it."""


def digest(data: bytes) -> str:
    """SHA-256 of a letter as it leaves, in hexadecimal; the day on which a message was stored is no part of it."""
    head, *rest = _HEAD.split(data, maxsplit=1) if data.startswith(b"From") else (b"", data)
    return hashlib.sha256(b"".join([_DAY.sub(b"", head), *rest])).hexdigest()


@dataclass(frozen=True, slots=True)
class Place(ABC):
    """One way to lie in ``outbox/``."""

    suffix: str
    """Tells the places apart; the ending of its files, where each letter has its own."""

    @abstractmethod
    def path(self, outbox: Path, name: str) -> Path:
        """The file that holds the letter of a draft, be it there or not."""

    @abstractmethod
    def read(self, outbox: Path, name: str, known: str | None) -> bytes | None:
        """The letter as it lies there, by its file's name, or by its digest where many share a file; else ``None``."""

    @abstractmethod
    def remove(self, outbox: Path, name: str, known: str | None) -> None:
        """Takes the letter out."""

    @abstractmethod
    def lying(self, outbox: Path, left: Collection[str], digest_of: Callable[[str], str | None]) -> Iterator[str]:
        """The drafts whose letter lies there; `left` are those that left this way, `digest_of` their digests."""

    @abstractmethod
    def says(self, name: str) -> str:
        """Where the letter lies, in words that a person finds it by."""


class OwnFile(Place):
    """A file for each letter; `name` is what the file is called (`outbox_names`), not the draft."""

    __slots__ = ()

    def path(self, outbox: Path, name: str) -> Path:  # noqa: D102
        usual = outbox / f"{name}{self.suffix}"
        if name.isascii() or is_there(usual):
            return usual
        # A Mac, or a program that copied the folder from one, writes accents apart. To look through the folder instead
        # would take a time that grows with the square of the letters.
        apart = outbox / unicodedata.normalize("NFD", usual.name)
        return apart if is_there(apart) else usual

    def read(self, outbox: Path, name: str, known: str | None) -> bytes | None:  # noqa: ARG002, D102
        return read_bytes(self.path(outbox, name))

    def remove(self, outbox: Path, name: str, known: str | None) -> None:  # noqa: ARG002, D102
        remove_file(self.path(outbox, name))

    def lying(self, outbox: Path, left: Collection[str], digest_of: Callable[[str], str | None]) -> Iterator[str]:  # noqa: ARG002, D102
        return (name.removesuffix(self.suffix) for name in names_in(outbox) if name.endswith(self.suffix))

    def says(self, name: str) -> str:  # noqa: D102
        return f"{OUTBOX}/{name}{self.suffix}"


class Maildir(OwnFile):
    """A file in a Maildir (cr.yp.to/proto/maildir.html); a mail program renames it when it sets a flag."""

    __slots__ = ()

    def path(self, outbox: Path, name: str) -> Path:  # noqa: D102
        folder = maildir_folders(outbox)[0]
        usual = folder / f"{_in_maildir(name)}{_FLAGS}"
        if usual.exists() or not folder.exists():
            return usual
        return next((path for path, found in self._found(outbox) if found == name), usual)

    def lying(self, outbox: Path, left: Collection[str], digest_of: Callable[[str], str | None]) -> Iterator[str]:  # noqa: ARG002, D102
        return (name for _, name in self._found(outbox))

    def says(self, name: str) -> str:  # noqa: D102
        return f"the letter {name} in {OUTBOX}/maildir"

    def _found(self, outbox: Path) -> Iterator[tuple[Path, str]]:
        """The messages in it, each with the draft that its name begins with."""
        for folder in maildir_folders(outbox)[:2]:
            for name in names_in(folder):
                if not name.startswith("."):
                    yield folder / name, unquote(name.partition(":")[0])


def maildir_folders(outbox: Path) -> tuple[Path, Path, Path]:
    """The three folders of the Maildir in an outbox: ``cur``, ``new`` and ``tmp``."""
    return outbox / "maildir/cur", outbox / "maildir/new", outbox / "maildir/tmp"


def _in_maildir(name: str) -> str:
    """A draft's name without the colon, behind which a Maildir has its flags."""
    return name.replace("%", "%25").replace(":", "%3A")


@dataclass(frozen=True, slots=True)
class SharedFile(Place):
    """One file that many letters share, one behind the other."""

    file: str
    begins: bytes
    """How the first line of each letter begins, and no other line."""

    def path(self, outbox: Path, name: str = "") -> Path:  # noqa: ARG002, D102
        return outbox / self.file

    def read(self, outbox: Path, name: str, known: str | None) -> bytes | None:  # noqa: ARG002, D102
        return next((one for one in self.letters(outbox) if digest(one) == known), None) if known else None

    def remove(self, outbox: Path, name: str, known: str | None) -> None:  # noqa: D102
        if self.read(outbox, name, known) is not None:
            self.write(outbox, [], without={known})

    def lying(self, outbox: Path, left: Collection[str], digest_of: Callable[[str], str | None]) -> Iterator[str]:  # noqa: D102
        there = set(map(digest, self.letters(outbox))) if left else set()
        return (name for name in left if there and digest_of(name) in there)

    def says(self, name: str) -> str:  # noqa: D102
        return f"the letter {name} in {OUTBOX}/{self.file}"

    def letters(self, outbox: Path) -> list[bytes]:
        """The letters in the file, one after the other."""
        return self.split(read_bytes(self.path(outbox)) or b"")[1:]

    def write(
        self, outbox: Path, letters: Collection[bytes], *, without: Collection[str | None], head: bytes = b""
    ) -> None:
        """Adds letters behind those that are there, but for some of these, by their digests; without any, no file.

        `head` is what a new file begins with.
        """
        head, *there = self.split(read_bytes(self.path(outbox)) or head)
        kept = [one for one in there if digest(one) not in without]
        if kept and not kept[-1].endswith(b"\n\n"):  # some program saved it its own way
            kept[-1] = kept[-1].rstrip(b"\n") + b"\n\n"
        if kept or letters:
            write_bytes(self.path(outbox), head + b"".join([*kept, *letters]))
        else:
            remove_file(self.path(outbox))

    def split(self, data: bytes) -> list[bytes]:
        """What stands before the first letter, then each of them."""
        return re.split(rb"^(?=%b)" % re.escape(self.begins), data, flags=re.MULTILINE)


PLACES: Final[tuple[Place, ...]] = (
    OwnFile(SUFFIX),
    OwnFile(".html"),
    OwnFile(".txt"),
    OwnFile(".json"),
    SharedFile(".mbox", "letters.mbox", b"From "),
    # No draft's own page can have this name, because those end with .html.
    SharedFile(".mailto", "letters.htm", b"<article "),
    Maildir(".maildir"),
)
"""Every place, the usual one first."""
PLACE_OF: Final[Mapping[str, Place]] = {place.suffix: place for place in PLACES}
NAMED: Final = frozenset({SUFFIX, ".html", ".txt", ".json"})
"""Where each letter has a file of its own, with a name for people."""
OF_MANY: Final = frozenset({".mbox", ".maildir", ".mailto"})
"""Where the letters lie of many drafts together."""
IN_A_MAILBOX: Final = frozenset({".mbox", ".maildir"})
"""Where a mail program may have read a letter, and have a copy of it since."""
