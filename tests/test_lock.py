"""One run at a time changes a workspace; who holds the lock may ask again, and nobody else gets in meanwhile."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from composer.errors import ConflictError, ExternalError
from composer.lock import locked
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
from composer.lock import locked
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
        with pytest.raises(ConflictError), locked(tmp_path, patience=0):
            pass
        run.kill()
    with locked(tmp_path, patience=0):
        pass


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
