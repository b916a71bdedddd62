"""What is shown as saved is saved: whenever the app is killed, and whoever else writes at the same time."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest
from starlette.status import HTTP_200_OK

from benchmarks.batch import write_workspace
from composer.drafts.format import parse_draft
from composer.drafts.store import DraftStore
from composer.errors import ConflictError
from composer.files import read_text, write_text
from composer.lock import locked
from composer.records.history import parse_history
from tests.app.conftest import started
from tests.app.saving import Window, cookie_of
from tests.conftest import DAY

pytestmark = [
    pytest.mark.timeout(1800),
    pytest.mark.skipif(os.name != "posix", reason="other systems cannot kill so"),
]
NAME = "person-1.introduction"


def outreach(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One command, in a process of its own."""
    command = [sys.executable, "-m", "composer", "-C", str(folder), *DAY, "-q", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three people with a draft each."""
    made = tmp_path / "book"
    write_workspace(made, 3)
    (made / "history.yaml").touch()
    assert outreach(made, "draft").returncode == 0
    return made


def window_of(folder: Path, port: int, cookie: str) -> Window:
    """A window that has just opened the letter."""
    draft, _ = DraftStore(folder).read(NAME)
    assert draft
    return Window(port, cookie, NAME, draft.subject, draft.body, DraftStore(folder).file(NAME).digest)


# --- killed at any point --------------------------------------------------------------------------------------------


def body_of(number: int) -> str:
    """A text that differs in every line from that of another number, from one line to some thousand."""
    return "".join(f"Edit {number} says line {line}.\n\n" for line in range(1 + number * 37 % 1500))


@dataclass
class Saver:
    """Somebody who types without a pause; each text has the next number."""

    window: Window
    number: int
    """The last text that was sent."""
    answered: int = -1
    """The last one whose answer said that it was saved."""
    first: Event = field(default_factory=Event)

    def save_until_the_app_ends(self) -> None:
        try:
            while True:
                self.number += 1
                self.window.subject, self.window.body = f"Edit {self.number}", body_of(self.number)
                status, told = self.window.send()
                assert status == HTTP_200_OK, told
                self.answered = self.number
                self.first.set()
        except (OSError, ValueError):  # no answer, or half of one
            self.first.set()


def kill_often(folder: Path, kills: int) -> tuple[int, int, int]:
    """Kills the app so often while somebody saves; returns damaged files, lost edits, and edits that were written and not answered."""
    file = folder / f"drafts/{NAME}.md"
    front = re.sub(r"(?m)^subject: .*$", "subject: Edit {}", file.read_text().partition("\n---\n")[0]) + "\n---\n"
    choose = random.Random(7)
    damaged = lost = written = number = 0
    for _ in range(kills):
        with started(folder) as (process, link):
            saver = Saver(window_of(folder, *cookie_of(link)), number)
            typing = Thread(target=saver.save_until_the_app_ends)
            typing.start()
            assert saver.first.wait(120)
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(choose.uniform(0, 0.3))
            process.kill()
            typing.join(120)
        assert saver.answered > number, "what came back could be written to at once"
        text = file.read_text()
        found = re.search(r"^subject: Edit (\d+)$", text, re.MULTILINE)
        number = int(found[1]) if found else -1
        damaged += text != front.format(number) + body_of(number).rstrip("\n") + "\n"
        lost += not saver.answered <= number <= saver.number
        written += number > saver.answered
    assert {path.name for path in file.parent.glob("[!.]*")} == {f"person-{at}.introduction.md" for at in range(3)}
    assert outreach(folder, "check", NAME).returncode in {0, 1}, "and the command line reads it"
    return damaged, lost, written


def test_no_edit_that_was_shown_as_saved_is_lost_when_the_app_is_killed(folder: Path) -> None:
    assert kill_often(folder, kills=3)[:2] == (0, 0)


@pytest.mark.slow
def test_forty_kills_while_somebody_saves(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damaged, lost, written = kill_often(folder, kills=40)
    with capsys.disabled():
        print(
            f"\n40 kills, {written} of them between writing and answering: {damaged} damaged files, {lost} lost edits"
        )
    assert (damaged, lost) == (0, 0)


# --- all at once ----------------------------------------------------------------------------------------------------


def type_in_a_window(window: Window, who: str, edits: int) -> None:
    """Adds a line at the end and saves, so often; where there are two texts, now one stands and now the other."""
    choose = random.Random(who)
    for number in range(edits):
        window.body += f"\n{who} wrote line {number}.\n"
        window.save(choose.choice(["mine", "theirs"]))


def type_in_an_editor(folder: Path, who: str, edits: int) -> None:
    """The same in another program, which looks before it saves whether the file is still the one that it has open."""
    file = folder / f"drafts/{NAME}.md"
    for number in range(edits):
        while True:
            found = read_text(file)
            try:
                with locked(folder):  # the instant between its look and its write, which no file system closes
                    write_text(file, f"{found.text}\n{who} wrote line {number}.\n", like=found, expect=found.digest)
                break
            except ConflictError:
                continue


def repeat(act: Callable[[int], int], until: Event) -> int:
    """Does something again and again until the others are done; how often it was done."""
    done = 0
    while not until.is_set():
        done += act(done)
    return done


def all_at_once(folder: Path, edits: int) -> tuple[int, int, int]:
    """Two windows, an editor and the command line; returns how many edits are kept, in how many texts, and refreshes."""

    def refresh(turn: int) -> int:
        practice = folder / "practice.yaml"
        practice.write_text(re.sub(r"(?m)^phone: .*$", f"phone: 555-01{turn % 100:02}", practice.read_text()))
        return outreach(folder, "draft", "--refresh").returncode == 0

    def log(_: int) -> int:
        return outreach(folder, "log", "called", "person-2").returncode == 0

    over = Event()
    with started(folder) as (_, link), ThreadPoolExecutor(5) as pool:
        port, cookie = cookie_of(link)
        windows = [window_of(folder, port, cookie) for _ in range(2)]
        meanwhile = [pool.submit(repeat, act, over) for act in (refresh, log)]
        typing = [pool.submit(type_in_a_window, one, who, edits) for one, who in zip(windows, "AB", strict=True)]
        typing.append(pool.submit(type_in_an_editor, folder, "C", edits))
        try:
            for one in typing:
                one.result(1500)
        finally:
            over.set()
        refreshes, logged = (one.result(300) for one in meanwhile)
    history = parse_history((folder / "history.yaml").read_text(), "history.yaml")
    assert (history.problems, len(history.events)) == ((), logged)
    kept = [path for place in (".outreach/backup", ".outreach/conflicts") for path in (folder / place).glob(f"{NAME}*")]
    texts = [path.read_text() for path in (folder / f"drafts/{NAME}.md", *kept)]
    for path, text in zip(kept, texts[1:], strict=True):
        assert path.suffix != ".md" or parse_draft(text, NAME, path.name)[0], f"{path.name} is no draft"
    assert parse_draft(texts[0], NAME, NAME)[0]
    wanted = {f"{who} wrote line {number}." for who in "ABC" for number in range(edits)}
    found = {line for text in texts for line in re.findall(r"[ABC] wrote line \d+\.", text)}
    return len(wanted & found), len(texts), refreshes


def test_two_windows_an_editor_and_the_command_line_lose_no_edit(folder: Path) -> None:
    kept, texts, refreshes = all_at_once(folder, edits=30)
    assert kept == 90
    assert texts > 1, "they did meet"
    assert refreshes > 0


@pytest.mark.slow
def test_six_hundred_edits_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept, texts, refreshes = all_at_once(folder, edits=200)
    with capsys.disabled():
        print(f"\n600 edits by three at once, refreshed {refreshes} times meanwhile: {kept} kept, in {texts} texts")
    assert kept == 600
