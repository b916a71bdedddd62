"""How names are greeted: wrong greetings and needless questions, for names labelled by different hands.

Run by ``make accuracy``. A wrong greeting is one that the label does not allow; a needless question is one where the
label has a greeting. More files of the same form may be named on the command line: columns with a head, of which
``name``, ``salutation`` (or ``greeting``) and ``also-acceptable`` are read.
"""

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

from composer.briefs.salutation import salutation
from composer.records.contacts import Contact
from composer.records.library import Library, parse_library, read_templates
from composer.shipped import templates_folder

DATA = Path(__file__).resolve().parents[1] / "tests" / "data" / "names"
SETS = {
    "own": "written with the lists, by the hand that tunes",
    "tuning": "written by somebody who had not seen the program; tuned on",
}
ASK = "ASK"


@dataclass(frozen=True)
class LabelledName:
    """One name as people write it, and the greetings that are right."""

    name: str
    right: frozenset[str]
    """``Dear Dr. Osei``; ``ASK`` where a careful person would ask."""
    kind: str = ""


def read_labelled(path: str) -> list[LabelledName]:
    """The labelled names of one of the sets, or of a file."""
    file = DATA / f"{path}.tsv" if path in SETS else Path(path)
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        LabelledName(
            row["name"],
            frozenset({row.get("salutation") or row.get("greeting") or "", *also(row).split(";")} - {""}),
            row.get("kind") or "",
        )
        for row in rows
    ]


def also(row: dict[str, str]) -> str:
    """The other greetings that are right, apart by semicolons."""
    return row.get("also-acceptable") or ""


def greet(name: str, library: Library) -> str:
    """The greeting of a name alone, as it stands in a letter to somebody of no known role; or ``ASK``."""
    contact = Contact(name=name, roles=("x",))
    said = salutation(contact, library.role_of("general").role, library.names, library.phrases.greetings).text
    return ASK if "[[CONFIRM: " in said else said


def main() -> None:
    """Prints each set with who wrote it, and what went wrong in it."""
    library = parse_library(read_templates([(templates_folder(), "")]))
    for path in (*SETS, *sys.argv[1:]):
        labelled = read_labelled(path)
        greeted = [(one, greet(one.name, library)) for one in labelled]
        wrong = [(one, said) for one, said in greeted if said != ASK and said not in one.right]
        needless = [one for one, said in greeted if said == ASK and ASK not in one.right]
        title = f"names, {path} ({SETS.get(path, 'not seen when the lists were written')})"
        print(f"{title}: {len(labelled)} names, {len(wrong)} greeted wrongly, {len(needless)} asked about needlessly")
        for one, said in wrong:
            print(f"  wrong: {one.name}: {said}")
        for one in needless:
            print(f"  asked: {one.name}")


if __name__ == "__main__":
    main()
