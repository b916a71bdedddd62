"""Ten thousand letters from records to files, side by side with mailmerge doing a Markdown letter for the same people.

    python benchmarks/batch.py [--people 10000] [--save docs/benchmarks.md]

Each figure is a whole process: wall seconds, processor seconds of it and its children, and the largest memory of any
one of its processes. Everything happens in a temporary folder; the other program renders and sends nothing.
"""

import argparse
import csv
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from composer.records.library import parse_library, read_templates
from composer.shipped import sample_folder, templates_folder

DAY = "2026-11-24"
NEEDS = (
    "evenings",
    "Medicaid patients wait months",
    "first visit within seven days",
    "trauma",
    "sliding scale",
    "grief",
)


@dataclass(frozen=True)
class Figure:
    """What one process took."""

    name: str
    wall: float
    cpu: float
    memory: float
    """Megabytes, of the largest single process."""


# A program that is installed runs from compiled modules; those of a checkout are compiled into a folder of their own.
ENVIRONMENT = {
    **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "outreach-compiled"),
}


def run(name: str, command: Sequence[str | Path], output: Path) -> Figure:
    """Runs a command to its end and measures it; its output goes to a file."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with output.open("wb") as out:
        done = subprocess.run(
            ["/usr/bin/env", "time", "-f", "%M", *map(str, command)],
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
            env=ENVIRONMENT,
        )
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{name} ended with {done.returncode}:\n{done.stderr.decode()[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Figure(name, wall, cpu, int(done.stderr.split()[-1]) / 1024)


def people(count: int) -> Iterator[dict[str, str]]:
    """Made-up contacts over all roles, each at a place of their own, so that all letters may leave in one week."""
    roles = [role.key for role in parse_library(read_templates([(templates_folder(), "")])).roles]
    for number in range(count):
        role = roles[number % len(roles)]
        spelt = str(number).translate(str.maketrans("0123456789", "abcdefghij"))  # no name of a person holds a digit
        yield {
            "id": f"person-{number}",
            "name": f"Dr. Given{spelt} Family{spelt}",
            "role": role,
            "organization": f"Organization {number}",
            "email": f"person{number}@place{number // 5}.example",
            "need": NEEDS[number % len(NEEDS)],
        }


def write_workspace(folder: Path, count: int) -> None:
    """A workspace with that many contacts and the sample practice."""
    folder.mkdir()
    shutil.copy(sample_folder() / "practice.yaml", folder / "practice.yaml")
    lines = ["contacts:\n"]
    for person in people(count):
        lines.append(  # noqa: PERF401  # a record is five lines, and reads better so
            f"  - id: {person['id']}\n    name: {person['name']}\n    role: {person['role']}\n"
            f"    organization: {person['organization']}\n    email: {person['email']}\n    needs:\n"
            f"      - {{text: {person['need']}, heard: 2026-02-11, source: phone}}\n"
            f"      - someone who can start soon\n"
            f"    verified: 2026-02-11\n"
        )
    (folder / "contacts.yaml").write_text("".join(lines), encoding="utf-8")


ABOUT = """`make bench` measures this anew; each line is a whole process, in one run on one machine.

The two do not do the same work. mailmerge 2.3.0 fills one template, renders Markdown, and prints to one file. Here each
letter is chosen sentence by sentence, kept as a draft and as its base, checked, rendered, read back and compared with
its draft, and written as a message: three files a letter on the disk. Rendering is Python-Markdown's in both.

Not reached: the plan was two and a half times mailmerge's speed, half a second for one letter in a book of 10,000,
and memory that does not grow with the book: the records are held in memory with the place of every value.
"""


LETTER = """TO: {{email}}
SUBJECT: Evenings for your patients
FROM: Maya Chen <maya@harborstreet.example>
CONTENT-TYPE: text/markdown

Dear {{name}},

In February you told me that {{need}}. Which of your patients leave with a therapist's number and never get as far as
a first visit?

I can help with part of it. From 8 December I have two openings on Tuesday evenings. With a signed release I send half
a page after the first visit, by fax if your chart prefers that.

Patients can call 555-0142 and say that you suggested it. I call back within one working day. When I am full I say so
the same day and give other names. Please leave patient details out of email.

With good wishes,
Maya Chen, LPCC
Harbor Street Counseling, 12 Harbor Street, Fairhaven, OH 45202

If you would rather not hear from me, tell me in a word and I will not write again.
"""


def write_mailmerge(folder: Path, count: int) -> None:
    """The same people and a letter of the same length, as mailmerge wants them."""
    folder.mkdir()
    (folder / "mailmerge_template.txt").write_text(LETTER, encoding="utf-8")
    (folder / "mailmerge_server.conf").write_text("[smtp_server]\nhost = localhost\nport = 25\n", encoding="utf-8")
    with (folder / "mailmerge_database.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["id", "name", "role", "organization", "email", "need"])
        writer.writeheader()
        writer.writerows(people(count))


def mailmerge_command(folder: Path) -> Path:
    """Mailmerge 2.3.0 in an environment of its own."""
    home = folder / "mailmerge-venv"
    venv.create(home, with_pip=True)
    install: list[str | Path] = [
        home / "bin/python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "mailmerge==2.3.0",
    ]
    subprocess.run(install, check=True)
    return home / "bin/mailmerge"


def measure(count: int, folder: Path) -> list[Figure]:
    """Our three steps, and mailmerge between them, for the same people."""
    ours, theirs, log = folder / "ours", folder / "theirs", folder / "log"
    write_workspace(ours, count)
    write_mailmerge(theirs, count)
    mailmerge = mailmerge_command(folder)
    outreach: list[str | Path] = [sys.executable, "-m", "composer", "-C", ours, "--today", DAY, "-q"]
    merge: list[str | Path] = ["sh", "-c", f"cd {theirs} && exec {mailmerge} --dry-run --no-limit --output-format raw"]
    figures = [
        run("draft", [*outreach, "draft"], log),
        run("draft again, nothing changed", [*outreach, "draft"], log),
        run("one letter in this book", [*outreach, "draft", "introduction", "--to", "person-7"], log),
        run("check", [*outreach, "check"], log),
        run("export eml --all", [*outreach, "export", "eml", "--all"], log),
        run("draft once all have left", [*outreach, "draft"], log),
        run("mailmerge, dry run", merge, log),
        run("--help", [sys.executable, "-m", "composer", "--help"], log),
    ]
    made = len(list((ours / "outbox").glob("*.eml")))
    if made != count:
        sys.exit(f"{made} of {count} messages were written")
    return figures


def report(count: int, figures: Sequence[Figure]) -> str:
    """The figures as a table, and the one ratio that matters."""
    lines = [f"{count:,} people", "", "| step | wall s | processor s | memory MB |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {f.name} | {f.wall:.2f} | {f.cpu:.2f} | {f.memory:.0f} |" for f in figures]
    wall = {figure.name: figure.wall for figure in figures}
    ours = wall["draft"] + wall["check"] + wall["export eml --all"]
    times = wall["mailmerge, dry run"] / ours
    lines += ["", f"Draft, check and export together: {ours:.2f} s. mailmerge takes {times:.1f} times as long."]
    return "\n".join(lines)


def main() -> None:
    """Measures, prints, and with `--save` writes the figures down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}"
    parts = [machine]
    for count in options.people:
        with tempfile.TemporaryDirectory() as folder:
            parts.append(report(count, measure(count, Path(folder))))
        print(parts[-1], flush=True)
    if options.save:
        head = f"# Speed\n\n{ABOUT}\n"
        options.save.write_text(f"{head}\n" + "\n\n".join(parts) + "\n", encoding="utf-8")
    print(json.dumps({"machine": machine}))


if __name__ == "__main__":
    main()
