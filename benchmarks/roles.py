"""How roles in people's own words find their profile: right ones, missed ones and wrong ones, as labelled by others.

Run by ``make accuracy``. A wrong kind shows in the first line of a letter; a missed one only makes it the general
letter. More files of the same form may be named on the command line: columns with a head, of which ``key`` (several
right ones apart by ``/``), ``role`` and ``organization`` are read.
"""

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

from composer.records.library import Library, parse_library, read_templates
from composer.records.roles import GENERAL
from composer.shipped import templates_folder

DATA = Path(__file__).resolve().parents[1] / "tests" / "data" / "roles"
SETS = {
    "strangers": "by somebody who had not seen the program; at first 30 % right, 14 of a wrong kind; tuned on since",
    "unseen": "by another, looked at once and not tuned on",
}


@dataclass(frozen=True)
class LabelledRole:
    """One role as people write it, and the profiles that are right."""

    said: str
    organization: str
    right: tuple[str, ...]
    """Keys of profiles; ``general`` where no kind fits."""


@dataclass(frozen=True)
class Accuracy:
    """What was measured over a set; each case with the key that was found."""

    roles: int
    right: int
    missed: tuple[tuple[LabelledRole, str], ...]
    """Where a kind fits, and the general profile was found."""
    wrong: tuple[tuple[LabelledRole, str], ...]
    """Where another kind was found than one that fits."""
    false: tuple[tuple[LabelledRole, str], ...]
    """Where a kind was found, and none fits."""


def read_labelled(path: str) -> list[LabelledRole]:
    """The labelled roles of one of the sets, or of a file."""
    file = DATA / f"{path}.tsv" if path in SETS else Path(path)
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [LabelledRole(row["role"], row.get("organization") or "", tuple(row["key"].split("/"))) for row in rows]


def measure(path: str, library: Library) -> Accuracy:
    """How many roles of a set found a profile that fits, and which did not."""
    found = [(one, library.role_of(one.said, one.organization).role.key) for one in read_labelled(path)]
    off = [(one, key) for one, key in found if key not in one.right]
    return Accuracy(
        roles=len(found),
        right=len(found) - len(off),
        missed=tuple((one, key) for one, key in off if key == GENERAL),
        wrong=tuple((one, key) for one, key in off if key != GENERAL and GENERAL not in one.right),
        false=tuple((one, key) for one, key in off if GENERAL in one.right),
    )


def main() -> None:
    """Prints each set with who wrote it, and what went wrong in those that may be looked at."""
    library = parse_library(read_templates([(templates_folder(), "")]))
    for path in (*SETS, *sys.argv[1:]):
        got = measure(path, library)
        print(
            f"roles, {path} ({SETS.get(path, 'not seen when the aliases were written')}): {got.roles} roles, "
            f"{got.right} right, {len(got.missed)} general though a kind fits, {len(got.wrong)} of a wrong kind, "
            f"{len(got.false)} of a kind though none fits"
        )
        for label, cases in (("missed", got.missed), ("wrong", got.wrong), ("false", got.false)):
            for one, key in cases if path != "unseen" else ():
                where = f" at {one.organization}" if one.organization else ""
                print(f"  {label}: {one.said}{where}: {key} for {'/'.join(one.right)}")


if __name__ == "__main__":
    main()
