"""What can go wrong, said to a person: one tree of errors, and problems as values.

The lowest room of the house: it imports nothing of ours, and everything may import it.
"""

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

Level = Literal["error", "ask", "warning"]
"""What stops something, what a person has to answer first, and what is worth a look."""


class Kind(StrEnum):
    """What sort of trouble an error is; the command line and the browser each map these once."""

    INVALID = "invalid"
    """The input is wrong, and its owner can mend it."""
    MISSING = "missing"
    """Something named does not exist."""
    CONFLICT = "conflict"
    """Someone else changed or holds it; nothing was overwritten."""
    EXTERNAL = "external"
    """The disk, the system or another program said no."""


class Place(NamedTuple):
    """A place in a user's file."""

    path: str
    """The file, relative to the workspace where it lies in it."""
    line: int = 0
    """Counted from 1; 0 where the whole file is meant."""
    column: int = 0
    """Counted from 1, in characters; 0 where the whole line is meant."""

    def __str__(self) -> str:
        """``contacts.yaml:14``, or with a column ``contacts.yaml:14:3``."""
        return ":".join([self.path, *(str(number) for number in self[1:] if number)])

    def error(self, code: str, text: str, hint: str = "") -> "Problem":
        """A problem here that stops something."""
        return Problem(at=self, code=code, level="error", text=text, hint=hint)

    def ask(self, code: str, text: str, hint: str, sentence: str) -> "Problem":
        """A question here about a sentence, that a person answers first."""
        return Problem(at=self, code=code, level="ask", text=text, hint=hint, sentence=sentence)

    def warning(self, code: str, text: str, hint: str = "") -> "Problem":
        """A problem here that stops nothing."""
        return Problem(at=self, code=code, level="warning", text=text, hint=hint)


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Problem:
    """One thing to mend in a user's file, with its place and the remedy; `Place.error` makes one.

    Problems are values: they are collected and shown together, never raised one by one.
    """

    at: Place
    code: str
    """A stable name such as ``contact-email``."""
    level: Level
    text: str
    """One sentence: what is wrong."""
    hint: str = ""
    """One sentence: what to do."""
    sentence: str = ""
    """The whole sentence that is asked about, on one line; empty for all but a question."""

    def as_dict(self) -> dict[str, Any]:
        """The problem with the field names that every ``--json`` answer uses."""
        names = ("code", "level", "text", "hint", *(["sentence"] if self.sentence else []))
        return {**self.at._asdict(), **{name: getattr(self, name) for name in names}}


def format_problem(problem: Problem) -> str:
    """The problem as compilers write it: ``contacts.yaml:12:12: error[contact-email]: …`` and the hint below."""
    head = f"{problem.at}: {problem.level}[{problem.code}]: {problem.text}"
    return f"{head}\n  hint: {problem.hint}" if problem.hint else head


def errors_in(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that stop something, questions without an answer among them; warnings left aside."""
    return tuple(problem for problem in problems if problem.level != "warning")


class ComposerError(Exception):
    """Something a user can understand and act on; the base of every error we raise.

    Attributes:
        message: one sentence, what went wrong and where.
        hint: one sentence, what to do; may be empty.
        kind: the sort of trouble.
        problems: the places in the user's files, where there are any.
    """

    kind: Kind = Kind.INVALID

    def __init__(self, message: str, *, hint: str = "", problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = tuple(problems)


class RecordsError(ComposerError):
    """The records cannot be used as they stand."""


class LetterError(ComposerError):
    """A letter cannot be compiled or merged."""


class MessageError(ComposerError):
    """A message would not say what its draft says, so it was not made."""


class ReceivedError(ComposerError):
    """A message that came or went cannot be understood; it is named, and stops no other."""


class NotFoundError(ComposerError):
    """A contact, a letter, a draft or a file that was named does not exist."""

    kind = Kind.MISSING


class ConflictError(ComposerError):
    """A file changed under us, or another process holds the workspace."""

    kind = Kind.CONFLICT


class ExternalError(ComposerError):
    """The disk, the system or another program refused."""

    kind = Kind.EXTERNAL


# --- what the system said, in words --------------------------------------------------------------------------------

HELD: Final = frozenset({5, 32, 33})
"""What Windows says while a virus scanner, a sync program or an editor looks at a file."""
_ROOM = "make room, then run this again; nothing was lost"
_RIGHTS = "ask whoever looks after this computer to allow it, or use a folder of your own"
_WHERE = "check the folder's name"
_REASONS: Final = {
    errno.ENOSPC: ("the disk is full", _ROOM),
    errno.EDQUOT: ("your share of the disk is full", _ROOM),
    errno.EFBIG: ("the disk cannot hold a file this large", "use another disk"),
    errno.EROFS: ("the disk is read-only", "use a folder that you may write to"),
    errno.EACCES: ("you are not allowed to", _RIGHTS),
    errno.EPERM: ("you are not allowed to", _RIGHTS),
    errno.EISDIR: ("there is a folder of that name", "rename the folder"),
    errno.EEXIST: ("there is a file of that name", "rename the file"),
    errno.ENAMETOOLONG: ("the name is too long", "use a shorter one"),
    errno.ENOTDIR: ("a part of its path is a file", _WHERE),
    errno.ENOENT: ("its folder is not there", _WHERE),
    errno.ELOOP: ("its links lead round in a circle", "put the file itself there"),
    errno.EIO: ("the disk reports a fault", "copy your files to another disk while you can"),
    errno.EBUSY: ("another program holds it", "close it there, then try again"),
}


def from_os_error(error: OSError | ValueError, path: Path, verb: str) -> ExternalError:
    """What the system said, as a person would: what could not be done, why, and what to do."""
    if not isinstance(error, OSError):  # Python itself refuses a name with a null character or half of one
        shown = str(path).encode("unicode_escape").decode("ascii")
        return ExternalError(f"could not {verb} {shown}: no file can have this name", hint="use letters and digits")
    number = errno.EBUSY if getattr(error, "winerror", None) in HELD else error.errno
    why, hint = _REASONS.get(number or 0, ((error.strerror or "the system refused").lower(), "try again"))
    return ExternalError(f"could not {verb} {path}: {why}", hint=hint)
