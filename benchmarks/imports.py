"""How long does the plan of an import take, and how much memory, for address books of different size?

    python -m benchmarks.imports [--rows 1000 10000] [--times 3]

Each figure is a whole process from cold: the median of its seconds, of the processor's with its children, and the most
memory of one of its processes. The table is made up: one place for five people, a note of its own in every fifth row.
A loop of Python that counts to ten million stands beside it, since machines differ.
"""

import argparse
import csv
import random
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.processes import COUNT, Figure, Program, counted, run

HEADINGS = ("Name", "Practice", "Title", "Email", "Phone", "Address", "Notes")
GIVEN = "Ann Bo Carla Dan Eve Finn Gail Hank Iris Jon Kim Lee Mona Ned Olga Paul Quinn Rosa Sam Tess".split()  # noqa: SIM905
FAMILIES = "Abel Baker Cole Dunn Ellis Ford Gray Hale Iqbal Jones Kane Lowe Moss Nash Ortiz Pratt Reyes".split()  # noqa: SIM905
ENDS = ("son", "er", "ley", "man", "wood", "field", "ton", "by")
PLACES = ("Family Medicine", "Clinic", "High School", "Hospital", "Counseling")
TITLES = ("Pediatrician", "School counselor", "Discharge planner", "Psychiatrist", "Pastor", "LCSW", "Case manager")
NOTES = ("Needs evening hours", "Likes tea", "Medicaid patients wait months", "met at the fair", "full until spring")
NOTED = 5
"""One row in so many has a note, no two alike."""


def write_table(path: Path, rows: int) -> None:
    """A made-up table, the same at every run."""
    chance = random.Random(3)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADINGS)
        for at in range(rows):
            given, family = chance.choice(GIVEN), chance.choice(FAMILIES) + chance.choice(ENDS) + _syllable(chance)
            place = f"{chance.choice(FAMILIES)} {chance.choice(PLACES)} {at // 5}"
            email = f"{given}.{family}{at}@p{at // 5}.example".lower()
            note = f"{chance.choice(NOTES)} ({at})" if at % NOTED == 0 else ""
            table.writerow(
                [f"{given} {family}, {chance.choice(('MD', 'LCSW', 'PhD'))}", place, chance.choice(TITLES), email,
                 f"(207) 555-{at % 10_000:04d}", f"{at} Main St\nFairhaven, ME 04101", note]
            )  # fmt: skip


def _syllable(chance: random.Random) -> str:
    return chance.choice("bcdfgklmnprstvz") + chance.choice("aeiou") + chance.choice("bcdfgklmnprstvz")


def measure(folder: Path, rows: int, times: int) -> Sequence[Figure]:
    """The plan of a table, a few times, each in a process of its own, with what the first kept of the templates."""
    write_table(folder / "people.csv", rows)
    program = Program("now", Path(__file__).parents[1], folder / "kept")
    command = program.command("-C", folder, "-q", "import", folder / "people.csv")
    run("templates", program.command("-C", folder, "-q", "needs", "--try", "tea"), folder / "log")
    return [run("plan", command, folder / "log") for _ in range(times)]


def main() -> None:
    """Prints a table of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--times", type=int, default=3)
    chosen = parser.parse_args()
    print("| rows | wall s | processor s | memory MB |\n| ---: | ---: | ---: | ---: |")
    loops = [counted()]
    for rows in chosen.rows:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "contacts.yaml").write_text("contacts:\n")
            (Path(folder) / "practice.yaml").write_text("name: Jo Hale\n")
            found = measure(Path(folder), rows, chosen.times)
        wall, cpu, memory = (
            statistics.median(one) for one in zip(*((f.wall, f.cpu, f.memory) for f in found), strict=True)
        )
        print(f"| {rows:,} | {wall:.2f} | {cpu:.2f} | {memory:.0f} |")
        loops.append(counted())
    print(f"\nA loop that counts to {COUNT:,} took {min(loops):.2f} to {max(loops):.2f} s beside it.")


if __name__ == "__main__":
    main()
