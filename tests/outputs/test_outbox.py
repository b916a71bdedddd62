"""Handing over on a bad day: the disk fails at every call, or the plug is pulled, and nothing leaves twice or is lost."""

import email
import errno
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest.mock import patch

import pytest

from benchmarks.batch import write_workspace
from composer.drafts.format import parse_draft
from composer.drafts.head import read_head
from composer.errors import ComposerError, ExternalError
from composer.outputs.export import ExportRequest
from composer.workspace.drafting import write_drafts
from composer.workspace.exporting import export_drafts
from composer.workspace.history_log import NewEvent, log_event
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, called
from tests.disks import failing_at, posix, root, small_disk
from tests.inline import Inline, read_once

PEOPLE = 5


class Book:
    """A workspace of drafts that nobody has handed over."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder, self.before = folder, scratch / "before"
        write_workspace(folder, PEOPLE)
        self.workspace = read_once(Snapshot(folder, today=TODAY))
        write_drafts(self.workspace)
        shutil.copytree(folder / "drafts", self.before)
        self.export()
        self.calm = self.messages()
        self.texts = {path.name: path.read_text() for path in (folder / "drafts").glob("*.md")}
        assert len(self.calm) == PEOPLE
        self.runs = self.refused = self.damaged = self.twice = 0

    def put_back(self) -> None:
        for name in ("drafts", "outbox", ".outreach/left"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        shutil.copytree(self.before, self.folder / "drafts")

    def export(self) -> int:
        """How many left."""
        with patch("composer.outputs.export.Pool", Inline):
            everything = ExportRequest(everything=True)
            return sum(bool(one.path) for one in export_drafts(self.workspace.reread_drafts(), everything))

    def messages(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.folder / "outbox").glob("*.eml")}

    def left(self) -> int:
        """How many drafts say that they left; each of them has its message, whole."""
        found = {path.stem: path.read_text() for path in (self.folder / "drafts").glob("*.md")}
        gone = [name for name, text in found.items() if read_head(text, name).status == "handed-over"]
        self.damaged += sum(parse_draft(text, name, name)[0] is None for name, text in found.items())
        files = {name: f"{stem}.eml" for name, stem in called(self.folder).items()} if gone else {}
        self.damaged += sum(self.messages().get(files[name]) != self.calm[files[name]] for name in gone)
        return len(gone)

    def fails(self, hurt: "Callable[[], Iterator[None]]") -> bool:
        """One run with something wrong, then one without; says whether the first was refused."""
        self.put_back()
        refused = False
        with contextmanager(hurt)():
            try:
                self.export()
            except ExternalError:
                refused = True
        before = self.left()
        self.runs, self.refused = self.runs + 1, self.refused + refused
        self.twice += before + self.export() != PEOPLE
        assert self.messages() == self.calm, "run again, it is as if nothing had failed"
        assert {path.name: path.read_text() for path in (self.folder / "drafts").glob("*.md")} == self.texts
        return refused


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[[str, Book], None]:
    def tell(what: str, book: Book) -> None:
        with capsys.disabled():
            print(f"\n{what}: {book.runs} times {PEOPLE} letters handed over, {book.refused} refused, "
                  f"{book.damaged} damaged, {book.twice} runs in which one left twice or never")  # fmt: skip
        assert book.refused, "something did fail"
        assert (book.damaged, book.twice) == (0, 0)

    return tell


@posix
@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_the_nth_call_fails_for_every_n(tmp_path: Path, call: str, told: Callable[[str, Book], None]) -> None:
    book = Book(tmp_path / "book", tmp_path)
    for failing in range(1, 1_000):
        seen: list[Callable[[], bool]] = []

        def hurt(failing: int = failing, seen: list[Callable[[], bool]] = seen) -> Iterator[None]:
            with failing_at(call, failing, errno.EIO) as happened:
                seen.append(happened)
                yield

        book.fails(hurt)
        if not seen[0]():
            break
    told(f"the nth {call} fails", book)


@root
def test_a_disk_that_fills_up_while_letters_are_handed_over(tmp_path: Path, told: Callable[[str, Book], None]) -> None:
    """A small disk in memory with 0, 1, 2 … free pages, until a run fits."""
    with small_disk(tmp_path, "2m") as disk:
        book = Book(disk / "book", tmp_path)
        for free in range(400):

            def hurt(free: int = free) -> Iterator[None]:
                ballast = disk / "ballast"
                ballast.write_bytes(b"\0" * (shutil.disk_usage(disk).free - free * 4_096))
                yield
                ballast.unlink()

            if not book.fails(hurt):
                break
        told("the disk is full", book)


@posix
def test_an_event_is_logged_whole_or_not_at_all_whatever_fails(sample: Path) -> None:
    """Three people in one act: all three lines, or none, and trying again writes each once."""
    history, who = sample / "history.yaml", ["abena-osei", "jonah-brandt", "grace-wang"]
    before = history.read_bytes()
    for call in ("write", "fsync", "replace"):
        for failing in range(1, 20):
            history.write_bytes(before)
            workspace = Snapshot(sample, today=TODAY)
            with failing_at(call, failing, errno.ENOSPC) as happened:
                try:
                    log_event(workspace, NewEvent("called", who, TODAY))
                except ComposerError:
                    assert history.read_bytes().count(b"event: called}") in {0, 3}
                else:
                    assert history.read_bytes().count(b"event: called}") == 3
                if not happened():
                    break
        assert history.read_bytes().startswith(before)


def test_the_plug_pulled_while_letters_are_handed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Kills at random moments; afterwards one run ends what is left, and every letter left once."""
    people, kills = 210, 3
    folder = tmp_path / "book"
    write_workspace(folder, people)
    write_drafts(Snapshot(folder, today=TODAY))
    command = [sys.executable, "-m", "composer", "-C", str(folder), *DAY, "export", "eml", "--all", "--json"]
    choose = random.Random(11)
    shutil.copytree(folder, tmp_path / "calm")
    begin = time.perf_counter()
    subprocess.run(
        [word.replace(str(folder), str(tmp_path / "calm")) for word in command], check=True, capture_output=True
    )
    whole = time.perf_counter() - begin
    damaged = halfway = 0
    for turn in range(kills):
        waiting = next(
            (path for path in sorted((folder / "drafts").glob("*.md")) if "handed-over" not in path.read_text()), None
        )
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            if turn % 2 and waiting:  # every other one as soon as the first draft says that it has left
                node = waiting.stat().st_ino
                while run.poll() is None and waiting.stat().st_ino == node:
                    pass
            else:
                with suppress(subprocess.TimeoutExpired):
                    run.wait(choose.uniform(0.3, 1.0) * whole)
            run.send_signal(signal.SIGKILL)
        texts = {path.stem: path.read_text() for path in (folder / "drafts").glob("*.md")}
        gone = [name for name, text in texts.items() if read_head(text, name).status == "handed-over"]
        halfway += 0 < len(gone) < people
        damaged += sum(parse_draft(text, name, name)[0] is None for name, text in texts.items())
        damaged += sum(
            not email.message_from_bytes((folder / f"outbox/{called(folder)[name]}.eml").read_bytes())["Subject"]
            for name in gone
        )
    ended = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["exported"]
    left_now = sum(bool(one["path"]) for one in ended)
    texts = {path.stem: path.read_text() for path in (folder / "drafts").glob("*.md")}
    with capsys.disabled():
        print(f"\n{kills} kills while {people} letters were handed over, {halfway} of them halfway: {damaged} damaged, "
              f"{left_now} left in the last run")  # fmt: skip
    assert damaged == 0
    assert {read_head(text, name).status for name, text in texts.items()} == {"handed-over"}
    assert sum(1 for _ in (folder / "outbox").glob("*.eml")) == people
