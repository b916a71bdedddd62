"""Many entries are put right by several workers, and come out as they would from one process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TODAY

pytestmark = pytest.mark.workers

PEOPLE = ("OSEI, ABENA MD", "Dr. Tom Reyes", "Front Desk", "Sister Mary Kane", "ann lee, lcsw", "Elm House Clinic")
ROWS = 300
COMMAND = """
import os, sys
import composer.imports.tidy, composer.imports.tidying
processes, lost, *sys.argv[1:] = sys.argv[1:]
os.cpu_count = lambda: int(processes)
if processes == "0":
    composer.imports.tidying.may_fork = lambda: False
whole = composer.imports.tidy.Tidier.candidate

def candidate(tidier, at):
    if str(at) == lost:
        raise MemoryError
    return whole(tidier, at)

composer.imports.tidy.Tidier.candidate = candidate
from composer.cli import main
main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with nobody in it, and the tables of a good many people."""
    (tmp_path / "contacts.yaml").write_text("contacts:\n")
    (tmp_path / "practice.yaml").write_text("name: Jo Hale\n")
    for file, rows in (("one.csv", range(ROWS)), ("two.csv", range(ROWS, ROWS + 20))):
        lines = (
            f'"{PEOPLE[at % 6]} {chr(65 + at % 26)}",Counselor,Place {at},207-555-{at:04d},{"No more letters" * (at % 7 == 0)}\n'
            for at in rows
        )
        (tmp_path / file).write_text("Name,Title,Practice,Phone,Notes\n" + "".join(lines))
    return tmp_path


def planned(folder: Path, processes: int, lost: str = "") -> list[dict[str, Any]]:
    """The rows of the plan that so many processes make, none of them for 0."""
    command: list[str | Path] = [
        sys.executable,
        "-c",
        COMMAND,
        str(processes),
        lost,
        "-C",
        folder,
        "--today",
        str(TODAY),
        "import",
    ]
    files = [folder / "one.csv", folder / "two.csv"]
    done = subprocess.run([*command, *files, "--json"], capture_output=True, text=True, check=False)
    assert not done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)["rows"]
    return rows


def test_workers_give_what_one_process_gives_in_the_order_of_the_files(folder: Path) -> None:
    alone = planned(folder, 0)
    assert len(alone) == ROWS + 20
    assert planned(folder, 3) == alone


def test_an_entry_that_breaks_a_limit_is_passed_over_and_the_others_come(folder: Path) -> None:
    alone, made = planned(folder, 0), planned(folder, 2, lost="100")
    (gone,) = [row for row in made if "megabytes of memory" in row["why"]]
    assert (gone["action"], gone["row"]) == ("skip", alone[100]["row"])
    assert [row["row"] for row in made] == [row["row"] for row in alone]
