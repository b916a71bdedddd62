"""The disk on a bad day: it fails, it is full, somebody else's, or the plug is pulled, and a file is whole or as it was before."""

import errno
import os
import secrets
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from composer import disk
from composer.files import (
    read_text,
    sync_folder,
    write_bytes,
    write_text,
)
from composer.lock import sweep
from tests.conftest import fsync
from tests.disks import failing_at, folder_of_nobody, left_over, posix, refusal, root, small_disk


@pytest.fixture(autouse=True)
def _real_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", fsync)


# --- failures --------------------------------------------------------------------------------------------------------

CALLS = ["open", "write", "fsync", "replace", "close", "lstat", "fstat", "fchown", "fchmod"]
WHY = {errno.ENOSPC: "the disk is full", errno.EIO: "the disk reports a fault", errno.EMFILE: "too many open files"}


@posix
@pytest.mark.parametrize("number", WHY)
@pytest.mark.parametrize("call", CALLS)
def test_when_any_call_fails_the_old_file_stands(tmp_path: Path, call: str, number: int) -> None:
    """Each call is made to fail at its first, second … use until the write succeeds; the old text stands till then."""
    path = tmp_path / "a.md"
    write_text(path, "old")
    path.chmod(0o664)
    for failing in range(1, 20):
        digest = write_text(path, "old")
        with failing_at(call, failing, number) as reached:
            said = refusal(tmp_path, partial(write_bytes, path, b"new" * 1_000, expect=digest))
        in_place = not said or said.startswith(f"ExternalError: could not make sure of F: {WHY[number]} (")
        assert in_place or said.startswith(f"ExternalError: could not write F/a.md: {WHY[number]} (")
        assert path.read_bytes() == (b"new" * 1_000 if in_place else b"old")
        if not reached():
            break
    assert said == ""


@pytest.mark.parametrize(("sync", "order"), [(True, ["fsync", "replace", "fsync"]), (False, ["replace"])])
def test_a_synced_file_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sync: bool, order: list[str]
) -> None:
    """After a power cut the name leads to the old words or to the new ones, and never to an empty file."""
    seen: list[str] = []

    def noted(call: str, real: Callable[..., None], *given: Any) -> None:
        seen.append(call)
        real(*given)

    for call in ("fsync", "replace"):
        monkeypatch.setattr(os, call, partial(noted, call, getattr(os, call)))
    write_text(tmp_path / "a.md", "x", sync=sync)
    assert seen == order


def test_an_interrupted_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control-C while the disk is slow."""
    write_text(tmp_path / "a.md", "old")

    def interrupted(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_text(tmp_path / "a.md", "new")
    assert (tmp_path / "a.md").read_text() == "old"
    assert left_over(tmp_path) == []


def test_a_file_that_windows_holds_for_a_moment_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virus scanner or a sync program looks at it; one that never lets go is named."""
    monkeypatch.setattr(disk, "_PAUSES", (0, 0, 0))
    real, calls = os.replace, 0

    def held(source: str, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls % 6 != 3:
            error = PermissionError(errno.EACCES, "Access is denied")
            error.winerror = 32  # type: ignore[attr-defined]  # only Windows gives one
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    path = tmp_path / "a.md"
    write_text(path, "one")
    assert path.read_text() == "one"
    says = "ExternalError: could not write F/a.md: another program holds it (close it there, then try again)"
    assert refusal(tmp_path, lambda: write_text(path, "two")) == says
    assert path.read_text() == "one"
    assert left_over(tmp_path) == []


KILLED = """
import sys
from pathlib import Path
from composer.files import write_bytes
folder = Path(sys.argv[1])
print("begin", flush=True)
for turn in range(100000):
    for name in "abcd":
        write_bytes(folder / name, bytes([65 + turn % 26]) * 300_000, sync=turn % 2 == 0)
"""


def test_a_killed_run_leaves_whole_files(tmp_path: Path) -> None:
    """Kill -9 fifteen times; every file is one that was written, to its end."""
    for turn in range(15):
        with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begin\n"
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.01 + turn * 0.007)
            process.send_signal(signal.SIGKILL)
        for path in (tmp_path / name for name in "abcd"):
            data = path.read_bytes() if path.exists() else b"A" * 300_000
            assert data == data[:1] * 300_000
    now = max(path.stat().st_mtime for path in tmp_path.iterdir()) + 4_000
    abandoned = len(left_over(tmp_path))
    assert sweep(tmp_path, older_than=3_600, now=now) == abandoned > 0
    assert left_over(tmp_path) == []


def test_a_young_left_over_is_not_swept(tmp_path: Path) -> None:
    """It may belong to a run that is going on; and nobody else's file is touched."""
    mine, other, link, folder = (
        tmp_path / name for name in (".outreach-tmp-1-x", ".tmp-other", ".outreach-tmp-link", ".outreach-tmp-folder")
    )
    mine.write_text("")
    other.write_text("")
    link.symlink_to(other)
    folder.mkdir()
    assert sweep(tmp_path, older_than=60, now=mine.stat().st_mtime + 30) == 0
    assert sweep(tmp_path, older_than=60, now=mine.stat().st_mtime + 90) == 1
    assert sorted(tmp_path.iterdir()) == sorted([other, link, folder])
    assert sweep(tmp_path / "none", older_than=60, now=0) == 0


def test_a_folder_that_is_gone_cannot_be_made_sure_of(tmp_path: Path) -> None:
    sync_folder(tmp_path)
    says = "ExternalError: could not make sure of F/none: its folder is not there (check the folder's name)"
    assert refusal(tmp_path, lambda: sync_folder(tmp_path / "none")) == says


def test_a_disk_that_cannot_sync_a_folder_is_let_be(tmp_path: Path) -> None:
    with failing_at("fsync", 1, errno.EINVAL) as reached:
        sync_folder(tmp_path)
        assert reached()


@posix
def test_a_file_planted_under_the_temporary_name_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that others may write to, a link could lead anywhere."""
    monkeypatch.setattr(secrets, "token_hex", lambda size: "guessed")
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / f".outreach-tmp-{os.getpid()}-guessed").symlink_to(victim)
    said = refusal(tmp_path, lambda: write_text(tmp_path / "a.md", "new"))
    assert said == "ExternalError: could not write F/a.md: there is a file of that name (rename the file)"
    assert victim.read_text() == "precious"


@root
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        write_text(disk / "a.md", "my words")
        full = (
            "ExternalError: could not write F/a.md: the disk is full (make room, then run this again; nothing was lost)"
        )
        assert refusal(disk, lambda: write_bytes(disk / "a.md", b"x" * 200_000)) == full
        assert (disk / "a.md").read_text() == "my words"


@root
def test_a_read_only_disk_is_named(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        write_text(disk / "a.md", "my words")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        says = "ExternalError: could not write F/a.md: the disk is read-only (use a folder that you may write to)"
        assert refusal(disk, lambda: write_text(disk / "a.md", "new")) == says
        assert read_text(disk / "a.md").text == "my words"


ALLOW = "you are not allowed to (ask whoever looks after this computer to allow it, or use a folder of your own)"


@posix
def test_a_file_that_may_not_be_read_is_named() -> None:
    with folder_of_nobody() as folder:
        write_text(folder / "a.md", "my words")
        (folder / "a.md").chmod(0)
        assert refusal(folder, lambda: read_text(folder / "a.md")) == f"ExternalError: could not read F/a.md: {ALLOW}"


@posix
def test_a_folder_that_may_not_be_written_to_is_named() -> None:
    with folder_of_nobody(mode=0o555) as folder:
        said = refusal(folder, lambda: write_text(folder / "a.md", "new"))
        assert said == f"ExternalError: could not write F/a.md: {ALLOW}"
        assert read_text(folder / "a.md").text == "my words"


@root
def test_somebody_elses_file_can_be_replaced_without_its_owner() -> None:
    """In a folder that several people share; the text counts, and the owner is kept where that is allowed."""
    with folder_of_nobody() as folder:
        path = folder / "a.md"
        write_text(path, "new")
        found = path.stat()
        assert (path.read_text(), found.st_uid, stat.S_IMODE(found.st_mode)) == ("new", 65534, 0o664)
