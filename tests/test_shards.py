"""The example of many machines: letters made by Dask are, byte for byte, those that the program's commands make."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.batch import write_workspace
from tests.conftest import DAY, Run, called

ROOT = Path(__file__).parent.parent
COLLEAGUES = """
  - {id: ana-valdez, name: Dr. Ana Valdez, pronouns: she/her, role: pcp, organization: Elm House,
     email: ana@elm.example, language: es, attach: map.txt}
  - {id: ben-okafor, name: Dr. Ben Okafor, role: pcp, organization: Elm House, email: ben@elm.example}
  - {id: cy-lindqvist, name: Dr. Cy Lindqvist, role: pcp, organization: Elm House, email: cy@elm.example,
     details: [{text: patients wait months, source: your page}]}
  - {id: dora-stone, name: Dr. Dora Stone, role: pcp, organization: Elm House}
"""
"""Each is asked another question, and not all may be written to in one week; Cy's letter has a hole, Dora no address."""


def workspace(folder: Path) -> Path:
    """Sixty people, four of them at one place, and two files that go with letters."""
    write_workspace(folder, 56)
    for name, more in (("contacts.yaml", COLLEAGUES), ("practice.yaml", "\nattach: card\n")):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text + more, encoding="utf-8")
    (folder / "attachments").mkdir()
    (folder / "attachments/map.txt").write_text("Two doors from the ferry.\n")
    return folder


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run_example(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "docs/examples/dask_shards.py", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def made_by_dask(folder: Path, beside: Path) -> tuple[str, dict[str, dict[str, Any]]]:
    """What the example prints for five shards and for one, and what it says of each draft."""
    patient = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "300s", "TMPDIR": str(beside)}
    ran = run_example(folder, *DAY, "--shards", "5", "1", "--to", beside / "letters.jsonl", **patient)
    assert ran.returncode == 0, ran.stderr  # a busy machine may make Dask say that something takes long
    lines = map(json.loads, (beside / "letters.jsonl").read_text(encoding="utf-8").splitlines())
    return ran.stdout, {line["draft"]: line for line in lines}


def test_dask_makes_the_same_bytes_as_the_commands(
    tmp_path: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ours, theirs = workspace(tmp_path / "ours"), workspace(tmp_path / "theirs")
    before = sorted(theirs.rglob("*"))
    printed, letters = made_by_dask(theirs, tmp_path_factory.mktemp("dask"))
    run("-C", ours, *DAY, "draft")
    drafts = {path.relative_to(ours).as_posix(): digest(path) for path in (ours / "drafts").glob("*.md")}
    assert {name: line["text"] for name, line in letters.items()} == drafts
    assert len(drafts) == 60

    checked = json.loads(run("-C", ours, *DAY, "check", "--json").out)["problems"]
    found = [problem for problem in checked if problem["path"] in drafts]
    assert [problem for line in letters.values() for problem in line["problems"]] == found
    assert {"personal-blast", "holes-confirm"} <= {problem["code"] for problem in found}

    run("-C", ours, *DAY, "export", "eml", "--all")
    left = {f"drafts/{name}.md": digest(ours / f"outbox/{stem}.eml") for name, stem in called(ours).items()}
    messages = {name: line["message"] for name, line in letters.items() if line["message"]}
    assert {name: messages[name] for name in left} == left
    assert (len(left), len(messages)) == (57, 58), "one of two colleagues waits for the other; two have no message"

    assert sorted(theirs.rglob("*")) == before, "the workers wrote nothing"
    digests = re.findall(r"shards: (\d); 60 letters.*\n.*: (\w{64})$", printed, re.MULTILINE)
    assert [shards for shards, _ in digests] == ["5", "1"]
    assert len({of_all for _, of_all in digests}) == 1


def test_a_workspace_with_drafts_is_left_alone(with_drafts: Path) -> None:
    """The program writes no letter anew that is there; the example would, and so says what to do."""
    ran = run_example(with_drafts, *DAY)
    said = "this workspace has drafts already; take a copy without drafts/ and .outreach/\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", said)
