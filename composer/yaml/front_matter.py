"""The head of a letter or a draft: YAML between two lines of three hyphens, then text."""

from dataclasses import dataclass

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Parts:
    """A file with front matter, taken apart."""

    head: str
    """The YAML, with an empty first line where the fence was, so that its line numbers are the file's."""
    body: str
    body_line: int
    """The line of the file on which the body begins, counted from 1."""


def split_front_matter(text: str) -> Parts | None:
    """The two parts of a text; ``None`` where it does not begin with front matter, or the front matter has no end."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return None
    for index in range(1, len(lines)):
        if lines[index].rstrip() == _FENCE:
            return Parts("\n".join(["", *lines[1:index]]), "\n".join(lines[index + 1 :]), index + 2)
    return None
