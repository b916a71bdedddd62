"""One run at a time changes a workspace; who holds the lock may ask again, and nobody else gets in meanwhile."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from composer.errors import ConflictError, ExternalError
from composer.lock import locked
from composer.workspace import snapshot
from tests.conftest import DAY, Run
from tests.disks import posix


def test_a_step_that_needs_the_lock_can_be_part_of_a_longer_one(tmp_path: Path) -> None:
    with locked(tmp_path), locked(tmp_path, patience=0):
        pass
    with locked(tmp_path, patience=0):
        pass


def test_another_thread_waits_its_turn(tmp_path: Path) -> None:
    """The preview answers in threads of one process."""
    said: list[str] = []

    def other() -> None:
        with pytest.raises(ConflictError) as error, locked(tmp_path, patience=0):
            pass
        said.append(error.value.message)

    with locked(tmp_path):
        thread = Thread(target=other)
        thread.start()
        thread.join()
    assert said == ["another run of this program is writing in this folder"]


HOLDING = """
import sys
from pathlib import Path
from composer.lock import locked, name_run
name_run("outreach export")
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_waits_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "held\n"
        assert refused(tmp_path) == f"`outreach export` (process {run.pid}) is writing in this folder"
        run.kill()
    with locked(tmp_path, patience=0):
        pass
    assert not (tmp_path / HOLDER).exists()


HOLDER, NAMELESS = ".outreach/lock-holder.json", "another run of this program is writing in this folder"


def refused(folder: Path) -> str:
    """What somebody is told who cannot wait."""
    with pytest.raises(ConflictError) as error, locked(folder, patience=0):
        pass
    assert error.value.hint == "wait until it has ended, then try again; nothing was changed"
    return error.value.message


@pytest.fixture
def held(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that holds the folder's lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "held\n"
        yield run
        run.kill()


@pytest.mark.parametrize(
    "change",
    [
        {"pid": 0}, {"pid": -1}, {"pid": 2**40}, {"pid": "4711"}, {"pid": None}, {"host": "another"}, {"began": "1"},
        {"began": None}, {"command": "\x1b[31moutreach"}, {"command": "outreach; rm"}, {"command": 7}, {"more": 1},
    ],
)  # fmt: skip
def test_what_may_not_be_true_is_not_said(
    change: dict[str, Any], tmp_path: Path, held: "subprocess.Popen[str]"
) -> None:
    """The file beside the lock may be anybody's, or be left by a run that died and whose number another process has."""
    true = json.loads((tmp_path / HOLDER).read_text())
    (tmp_path / HOLDER).write_text(json.dumps(true | change))
    assert refused(tmp_path) == NAMELESS
    (tmp_path / HOLDER).write_text(json.dumps(true))
    assert refused(tmp_path) != NAMELESS


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, "\xff", '{"pid": 1}', "x" * 20_000])
def test_a_note_that_is_none_is_passed_over(text: str, tmp_path: Path, held: "subprocess.Popen[str]") -> None:
    (tmp_path / HOLDER).write_bytes(text.encode("latin-1"))
    assert refused(tmp_path) == NAMELESS


@pytest.mark.skipif(sys.platform != "linux", reason="a process that ended and was not asked for is told from /proc")
def test_a_run_that_ended_is_not_named(tmp_path: Path, held: "subprocess.Popen[str]") -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        true = json.loads((tmp_path / HOLDER).read_text())
        (tmp_path / HOLDER).write_text(json.dumps(true | {"pid": ended.pid}))
        assert refused(tmp_path) == NAMELESS


def test_who_holds_it_is_noted_only_while_it_is_held_and_for_nobody_else(tmp_path: Path) -> None:
    with locked(tmp_path):
        with locked(tmp_path):
            pass
        assert json.loads((tmp_path / HOLDER).read_text())["pid"] == os.getpid()
        assert os.name != "posix" or (tmp_path / HOLDER).stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / HOLDER).exists()


def test_a_note_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / HOLDER).mkdir(parents=True)
    with locked(tmp_path):
        assert (tmp_path / HOLDER).is_dir()


@posix
def test_no_note_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / ".outreach").mkdir()
    (tmp_path / "mine").write_text("precious")
    (tmp_path / HOLDER).symlink_to("../mine")
    with locked(tmp_path):
        pass
    assert (tmp_path / "mine").read_text() == "precious"


DRAFTING = """
import sys
from composer.cli.boundary import run
from composer.workspace.snapshot import Snapshot
Snapshot.reread = lambda _: (print("held", flush=True), sys.stdin.read())
run(["-C", sys.argv[1], "draft"])
"""


def test_a_command_is_named_as_it_was_typed(sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "locked", partial(locked, patience=0))
    with subprocess.Popen(
        [sys.executable, "-c", DRAFTING, str(sample)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        ran = run("-C", sample, *DAY, "log", "Abena Osei", "called")
        other.kill()
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"error: `outreach draft` (process {other.pid}) is writing in this folder\n")


@posix
@pytest.mark.parametrize(
    ("link", "target", "says"),
    [
        (".outreach/lock", "../contacts.yaml", "could not write F/.outreach/lock: there is a link in its place"),
        (".outreach/lock", "../../outside/file", "could not write F/.outreach/lock: there is a link in its place"),
        (".outreach/lock", "nowhere", "could not write F/.outreach/lock: there is a link in its place"),
        (".outreach", "../outside", "could not write F/.outreach/lock: a link there leads out of the workspace"),
        (
            ".outreach/base",
            "../../outside",
            "could not write F/.outreach/base: a link there leads out of the workspace",
        ),
    ],
)
def test_nothing_is_written_through_a_link_out_of_the_workspace(
    tmp_path: Path, link: str, target: str, says: str
) -> None:
    book = tmp_path / "book"
    for path in (book / "contacts.yaml", tmp_path / "outside/file"):
        path.parent.mkdir()
        path.write_text("precious")
    (book / link).parent.mkdir(exist_ok=True)
    (book / link).symlink_to(target)
    with pytest.raises(ExternalError) as error, locked(book):
        pass
    assert error.value.message.replace(str(book), "F") == says
    assert error.value.hint == "delete the link; the program makes what it needs itself"
    assert (book / "contacts.yaml").read_text() == (tmp_path / "outside/file").read_text() == "precious"
    assert [path.name for path in (tmp_path / "outside").iterdir()] == ["file"]


@posix
def test_the_whole_workspace_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "book").symlink_to("real")
    with locked(tmp_path / "book"):
        assert (tmp_path / "real/.outreach/lock").is_file()


def test_what_a_crash_left_is_swept_wherever_we_write(tmp_path: Path) -> None:
    """At the start of a run that writes; what is young may belong to another one."""
    folders = ("", ".outreach", ".outreach/base", ".outreach/backup", "drafts", "outbox", "templates/letters")
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        for name in ("old", "young"):
            (tmp_path / folder / f".outreach-tmp-{name}").write_text("half of a lett")
        os.utime(tmp_path / folder / ".outreach-tmp-old", (1, 1))
    with locked(tmp_path):
        left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob(".outreach-tmp-*"))
    assert left == sorted(str(Path(folder) / ".outreach-tmp-young") for folder in folders)


@pytest.mark.parametrize("place", [".outreach", ".outreach/lock"])
def test_something_else_in_the_place_of_the_lock_is_named(tmp_path: Path, place: str) -> None:
    if place == ".outreach":
        (tmp_path / place).write_text("")
    else:
        (tmp_path / place).mkdir(parents=True)
    with pytest.raises(ExternalError, match=r"there is a (file|folder) of that name"), locked(tmp_path):
        pass


def test_reading_needs_no_lock(sample: Path, run: Run) -> None:
    """While another run writes, everything that only reads answers."""
    run("-C", sample, *DAY, "draft")
    said: list[int] = []
    with locked(sample):
        for words in (
            ["contacts"],
            ["due"],
            ["check"],
            ["explain", "abena-osei.introduction"],
            ["letters"],
            ["measure"],
        ):
            said.append(run("-C", sample, *DAY, *words).code)  # noqa: PERF401  # a comprehension would hide the lock
    assert said == [0] * 6
