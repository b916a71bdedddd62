"""The kinds of files that may go with a letter, as data: ``templates/attachments.yaml``."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from composer.records.base import Record
from composer.records.fields import Identifier, Line, Many, Sentence

Ending = Annotated[Line, StringConstraints(pattern=r"^[a-z0-9]{1,10}$")]


class FileKind(Record, kind="file-kind"):
    """Files of some endings: what a message calls them, or why none of them may go."""

    files: Identifier
    """Its key: ``pdf``."""
    endings: Many[Ending]
    """As they stand behind the last dot of a name, in small letters."""
    type: Annotated[Line, StringConstraints(pattern=r"^([a-z]+/[a-z0-9.+-]+)?$")] = ""
    """The media type (IANA); empty for files that may not go."""
    because: Line = ""
    """Why they may not, as the rest of a sentence about a file."""
    instead: Sentence = ""
    """What to do instead."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.type) == bool(self.because):
            raise ValueError("a kind of file has a 'type', or 'because' where it may not go")
        return self


def kind_of(name: str, kinds: Iterable[FileKind]) -> FileKind | None:
    """The kind of a file by its name's ending; ``None`` for one that is not listed, or without an ending."""
    stem, _, ending = name.rpartition(".")
    return next((one for one in kinds if stem and ending.lower() in one.endings), None)
