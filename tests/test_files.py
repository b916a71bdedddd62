"""The disk: a file is whole, or as it was before."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import ConflictError, ExternalError, NotFoundError, RecordsError
from composer.files import read_text, safe_name, slug, sweep, write_bytes, write_text


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".outreach-tmp-")]


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    digest = write_text(tmp_path / "a.md", "Grüße\n")
    found = read_text(tmp_path / "a.md")
    assert (found.text, found.newline, found.digest) == ("Grüße\n", "\n", digest)


@pytest.mark.parametrize("data", [b"a\r\nb\r\n", b"\xef\xbb\xbfa\nb", b"a\nb\n", b"\xef\xbb\xbfa\r\nb"])
def test_opening_and_saving_changes_no_byte(tmp_path: Path, data: bytes) -> None:
    """Windows line ends and a byte order mark stay."""
    path = tmp_path / "a.md"
    path.write_bytes(data)
    found = read_text(path)
    write_text(path, found.text, like=found)
    assert path.read_bytes() == data


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")
    path.chmod(0o640)
    write_text(path, "y")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    link = tmp_path / "a.md"
    link.symlink_to(victim)
    write_text(link, "new")
    assert victim.read_text() == "precious"
    assert not link.is_symlink()


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    digest = write_text(path, "one")
    path.write_text("edited elsewhere")
    with pytest.raises(ConflictError, match="has changed since it was read, so nothing was written"):
        write_text(path, "two", expect=digest)
    with pytest.raises(ConflictError):
        write_text(path, "two", expect=None)
    assert path.read_text() == "edited elsewhere"
    write_text(tmp_path / "new", "x", expect=None)


def test_reading_says_what_is_wrong_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no file"):
        read_text(tmp_path / "none")
    with pytest.raises(ExternalError, match="there is a folder of that name"):
        read_text(tmp_path)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"a: 1\nname: Zieli\xf1ski\n")
    with pytest.raises(RecordsError, match=r"latin.yaml:2: this is not UTF-8 text"):
        read_text(latin)
    with pytest.raises(ExternalError, match="is larger than 5 bytes"):
        read_text(latin, limit=5)


def failure_of(path: Path) -> str | None:
    """What a write says when it fails."""
    try:
        write_bytes(path, b"new")
    except ExternalError as error:
        return str(error)
    return None


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_when_any_call_fails_the_old_file_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Each call is made to fail at its first, second … use until the write succeeds; the old text stands till then."""
    path = tmp_path / "a.md"
    path.write_text("old")
    real = getattr(os, call)
    for failing in range(1, 20):
        count = 0

        def fail(*arguments: Any, failing: int = failing, **options: Any) -> Any:
            nonlocal count
            count += 1
            if count == failing:
                raise OSError(28, "No space left on device")
            return real(*arguments, **options)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, fail)
            error = failure_of(path)
            if error is None and count < failing:
                break
            assert error is None or error.endswith(": the disk is full")
        assert path.read_bytes() in {b"old", b"new"}
        if path.read_bytes() == b"old":
            assert left_over(tmp_path) == []
    assert path.read_bytes() == b"new"
    assert left_over(tmp_path) == []


KILLED = """
import sys
from pathlib import Path
from composer.files import write_bytes
folder = Path(sys.argv[1])
print("begin", flush=True)
for turn in range(100000):
    for name in "abcd":
        write_bytes(folder / name, (name * 30_000).encode(), sync=False)
"""


def test_a_killed_run_leaves_whole_files(tmp_path: Path) -> None:
    """Kill -9 twelve times; every file is one that was written, to its end."""
    for turn in range(12):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(0.01 + turn * 0.007)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for name in "abcd":
            if (tmp_path / name).exists():
                assert (tmp_path / name).read_text() == name * 30_000
    now = max((path.stat().st_mtime for path in tmp_path.iterdir()), default=0) + 4_000
    sweep(tmp_path, older_than=3_600, now=now)
    assert left_over(tmp_path) == []


def test_a_young_left_over_is_not_swept(tmp_path: Path) -> None:
    """It may belong to a run that is going on; and nobody else's file is touched."""
    mine, other = tmp_path / ".outreach-tmp-1-x", tmp_path / ".tmp-other"
    mine.write_text("")
    other.write_text("")
    assert sweep(tmp_path, older_than=60, now=mine.stat().st_mtime + 30) == 0
    assert sweep(tmp_path, older_than=60, now=mine.stat().st_mtime + 90) == 1
    assert other.exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="a full disk needs the right to mount one")
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        write_text(disk / "a.md", "my words")
        with pytest.raises(ExternalError, match="the disk is full"):
            write_bytes(disk / "a.md", b"x" * 200_000)
        assert (disk / "a.md").read_text() == "my words"
        assert left_over(disk) == []
    finally:
        subprocess.run(["umount", disk], check=True)


@given(st.text(max_size=80))
def test_every_name_becomes_an_id_that_is_safe(name: str) -> None:
    """On every system, and the same one each time."""
    made = slug(name)
    assert safe_name(made)
    assert made == slug(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "CON",
        "con",
        "nul.md",
        "com1",
        "-a",
        "a-",
        "a..b",
        "a\n",
        "a b",
        "A",
        "ä",
        "a" * 65,
    ],
)
def test_a_name_that_is_not_safe_is_known(name: str) -> None:
    assert not safe_name(name)
