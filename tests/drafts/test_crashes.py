"""The plug pulled, and three at once: whatever happens, files are whole, edits are kept, and running again completes."""

import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.batch import write_workspace
from composer.drafts.format import parse_draft
from composer.drafts.store import DraftStore
from composer.records.history import parse_history
from tests.conftest import DAY

pytestmark = pytest.mark.timeout(900)
ENDS = ("won’t write again.\n", "just say so.\n", "is enough.\n")
"""The last words of a letter that is whole; each has one of these."""
MINE = "I saw seven herons by the river."


def outreach(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "composer", "-C", str(folder), *DAY, "-q", *words]


def set_phone(folder: Path, number: int) -> None:
    path = folder / "practice.yaml"
    path.write_text(re.sub(r"^phone: .*$", f"phone: 555-01{number:02}", path.read_text(), flags=re.MULTILINE))


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (folder / "drafts").glob("*.md")}


def kill_often(tmp_path: Path, people: int, kills: int) -> tuple[int, int, int]:
    """Draws the plug so often while drafts are renewed; returns damaged files, lost edits, and drafts renewed when killed."""
    folder, calm = tmp_path / "book", tmp_path / "calm"
    write_workspace(folder, people)
    subprocess.run(outreach(folder, "draft"), check=True, capture_output=True)
    edited = folder / "drafts/person-7.introduction.md"
    edited.write_text(edited.read_text().replace("\n\n", f"\n\n{MINE}\n\n", 1))
    choose = random.Random(7)
    set_phone(folder, 99)
    begin = time.perf_counter()
    subprocess.run(outreach(folder, "draft", "--refresh"), check=True, capture_output=True)
    whole = time.perf_counter() - begin  # the kills fall anywhere in a run, however fast the machine is
    damaged = lost = halfway = 0
    for turn in range(kills):
        set_phone(folder, turn)
        with subprocess.Popen(
            outreach(folder, "draft", "--refresh"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as run:
            try:
                run.wait(choose.uniform(0.1, 1.0) * whole)
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
        found = texts(folder)
        damaged += sum(
            parse_draft(text, name, name)[0] is None or not text.endswith(ENDS) for name, text in found.items()
        )
        lost += MINE not in found["person-7.introduction.md"]
        halfway += 0 < sum(f"555-01{turn:02}" in text for text in found.values()) < people
    subprocess.run(outreach(folder, "draft", "--refresh"), check=True, capture_output=True)
    write_workspace(calm, people)
    set_phone(calm, kills - 1)
    subprocess.run(outreach(calm, "draft"), check=True, capture_output=True)
    after, wanted = texts(folder), texts(calm)
    assert after.pop("person-7.introduction.md").replace(f"{MINE}\n\n", "") == wanted.pop("person-7.introduction.md")
    assert after == wanted, "run again, it is as if nobody had pulled the plug"
    return damaged, lost, halfway


def test_a_killed_run_damages_nothing_and_running_again_completes_it(tmp_path: Path) -> None:
    damaged, lost, _ = kill_often(tmp_path, people=40, kills=3)
    assert (damaged, lost) == (0, 0)


@pytest.mark.slow
def test_sixty_kills_during_a_thousand_drafts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damaged, lost, halfway = kill_often(tmp_path, people=1_000, kills=60)
    with capsys.disabled():
        print(
            f"\n60 kills during 1,000 drafts, {halfway} of them between two writes: {damaged} damaged files, {lost} lost edits"
        )
    assert (damaged, lost) == (0, 0)


EDITING = """
import sys
import time
from pathlib import Path
from composer.errors import ConflictError
from composer.files import read_text, write_text
from composer.lock import locked
path = Path(sys.argv[1]) / "drafts/ann.introduction.md"
for number in range(int(sys.argv[2])):
    while True:
        found = read_text(path)
        try:
            with locked(Path(sys.argv[1])):
                write_text(path, found.text + f"Heron {number} flew by.\\n", like=found, expect=found.digest, sync=False)
            break
        except ConflictError:
            pass
"""
REFRESHING = """
import sys
import time
from pathlib import Path
from composer.drafts.draft import Draft
from composer.drafts.store import DraftStore
from composer.drafts.writing import WritePolicy
from composer.lock import locked
folder = Path(sys.argv[1])
for number in range(int(sys.argv[2])):
    draft = Draft("ann.introduction", "S", f"Dear Ann,\\n\\nThis is refresh {number}.\\n\\nMaya\\n", contact="ann", letter="introduction")
    with locked(folder):
        list(DraftStore(folder).writer.put([draft], WritePolicy(refresh=True)))
"""
LOGGING = """
import sys
from datetime import date, timedelta
from pathlib import Path
from composer.workspace.history_log import NewEvent, log_event
from composer.workspace.snapshot import Snapshot
workspace = Snapshot(Path(sys.argv[1]), today=date(2026, 11, 24))
people = [contact.id for contact in workspace.records.contacts.contacts]
for number in range(int(sys.argv[2])):
    log_event(workspace, NewEvent("called", [people[number % len(people)]], date(2026, 11, 24) - timedelta(number)))
"""


@pytest.mark.parametrize("times", [40, pytest.param(200, marks=pytest.mark.slow)])
def test_three_processes_lose_nothing_of_what_each_does(times: int, sample: Path) -> None:
    """One edits a draft, one refreshes it, one logs: so many times each, all at once."""
    from composer.drafts.draft import Draft
    from composer.drafts.writing import WritePolicy

    first = Draft("ann.introduction", "S", "Dear Ann,\n\nHello.\n\nMaya\n", contact="ann", letter="introduction")
    list(DraftStore(sample).writer.put([first], WritePolicy()))
    before = len(parse_history((sample / "history.yaml").read_text(), "history.yaml").events)
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(sample), str(times)])
        for code in (EDITING, REFRESHING, LOGGING)
    ]
    assert [run.wait() for run in runs] == [0, 0, 0]
    text = (sample / "drafts/ann.introduction.md").read_text()
    assert sum(f"Heron {number} flew by." in text for number in range(times)) == times
    history = parse_history((sample / "history.yaml").read_text(), "history.yaml")
    assert history.problems == ()
    assert len(history.events) - before == times
