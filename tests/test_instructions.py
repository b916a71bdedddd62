"""How many instructions fixed work takes, beside what it took when the counts were kept.

Seconds depend on the machine and on what else it does; the instructions of the same work are the same within a
thousandth. ``benchmarks/work.py`` is the work, ``benchmarks/instructions.yaml`` has the counts. Where a change is worth
what it costs, or the work takes less, renew them and say why:

    RENEW_COUNTS=1 python -m pytest tests/test_instructions.py

Libraries, too, count: the counts belong to the Python that they were made with.
"""

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.work import MUCH

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "benchmarks/instructions.yaml"
RENEW = "RENEW_COUNTS=1 python -m pytest tests/test_instructions.py"
LEAST, MOST = 0.90, 1.10
FIGURES = {
    "start": "from the start of Python until the sample says what is due",
    "first letter": "a book opened and its first letter drafted, checked and made a message, all of it for the first time",
    "draft": "each further letter, from the brief to the draft",
    "check": "each further letter, checked",
    "message": "each further letter, made a message and read back",
}
HEAD = f"""\
# Millions of instructions that benchmarks/work.py takes; tests/test_instructions.py compares and says what each is.
# Renewed with: {RENEW}
"""
COUNTING = (
    *("valgrind", "--quiet", "--tool=massif", "--time-unit=i", "--depth=1"),
    *("--peak-inaccuracy=0.0", "--massif-out-file=%p.counted"),
)


def this_python() -> dict[str, str]:
    """What counts depend on besides the code: the machine's language, and how Python was made."""
    options = str(sysconfig.get_config_var("CONFIG_ARGS"))
    made = "optimized" if "--enable-optimizations" in options else "plain"
    version = ".".join(platform.python_version_tuple()[:2])
    return {"python": f"{version}, {made}, {platform.python_compiler()}", "machine": platform.machine()}


def work(folder: Path, *arguments: str, tool: tuple[str, ...] = ()) -> list[str]:
    """One run of the work, the same whatever the surroundings; the lines that it prints."""
    surroundings = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8",
        "OUTREACH_SETTINGS": "off", "OUTREACH_CACHE": str(folder / "kept"),
    }  # fmt: skip
    command = [*tool, sys.executable, "-m", "benchmarks.work", *arguments]
    ran = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def noted(path: Path) -> int:
    """The instructions until a child ended."""
    before = path.read_text().partition("heap_tree=peak")[0].rpartition("snapshot=")[2]
    found = dict(line.split("=", 1) for line in before.splitlines() if "=" in line)
    assert int(found["mem_heap_B"]) >= MUCH, "its memory was not the most"
    return int(found["time"])


def count(folder: Path) -> dict[str, float]:
    """Millions of instructions of each figure; a run before compiles modules and keeps what is read."""
    folder.mkdir()
    work(folder, "prepare")
    before, found = 0, {}
    for line in work(folder, tool=COUNTING):
        child, letters, step = line.split(maxsplit=2)
        now = noted(folder / f"{child}.counted")
        found[step] = round((now - before) / int(letters) / 1e6, 2)
        before = now
    return {name: found[name] for name in FIGURES}


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    """The counts of the repository, or of this run where it renews them; skips where they say nothing here."""
    if not shutil.which("valgrind"):
        if os.environ.get("CI"):
            pytest.fail("valgrind is missing; packages.txt names it")
        pytest.skip("valgrind is not installed; packages.txt names it")
    found: dict[str, Any] = yaml.safe_load(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    here = this_python()
    if not os.environ.get("RENEW_COUNTS") and any(found.get(part) != name for part, name in here.items()):
        theirs = " on ".join(str(found.get(part)) for part in here)
        pytest.skip(f"counts are kept for Python {theirs}, and this is {' on '.join(here.values())}: {RENEW}")
    return found


@pytest.fixture(scope="module")
def counts(kept: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """What is counted now.

    What seems to be too much is counted once more: an installation meanwhile, or a module that is saved, has everything
    read anew that was kept.
    """
    folder = tmp_path_factory.mktemp("counts")
    found = count(folder / "first")
    if os.environ.get("RENEW_COUNTS"):
        kept.update(this_python() | {"millions": found})
        KEPT.write_text(HEAD + yaml.safe_dump(kept, sort_keys=False), encoding="utf-8")
    if any(found[name] > MOST * kept["millions"][name] for name in FIGURES):
        again = count(folder / "again")
        found = {name: min(found[name], again[name]) for name in FIGURES}
    return found


@pytest.mark.parametrize("name", FIGURES)
def test_work_takes_no_more_instructions_than_it_did(
    name: str, kept: dict[str, Any], counts: dict[str, float], record_property: Callable[[str, object], None]
) -> None:
    now, then = counts[name], kept["millions"][name]
    line = f"{name}: {now:,.2f} million, {now / then:.3f} of what is kept ({FIGURES[name]})"
    fewer = f"; fewer than {LEAST:.2f}, so renew: {RENEW}" if now < LEAST * then else ""
    record_property("instructions", line + fewer)
    assert now <= MOST * then, (
        f"{line}; at most {MOST:.2f}. Find out what takes more, and make it less; where it is worth that, renew: {RENEW}"
    )
