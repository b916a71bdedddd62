"""Disks that refuse: a call that fails, a disk that is full, a folder that is somebody else's."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from composer.errors import ComposerError

posix = pytest.mark.skipif(os.name != "posix", reason="owners, modes and pipes are POSIX's")
root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="this needs root's rights")


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".outreach-tmp-")]


def refusal(folder: Path, act: Callable[[], object]) -> str:
    """What an act says when it is refused, its remedy in brackets; the folder is written F. Nothing when all goes well."""
    try:
        act()
    except ComposerError as error:
        assert left_over(folder) == []
        return f"{type(error).__name__}: {error.message} ({error.hint})".replace(str(folder), "F")
    return ""


@contextmanager
def failing_at(call: str, failing: int, number: int) -> Iterator[Callable[[], bool]]:
    """Makes one of the system's calls fail at its nth use, and write in small pieces; says whether it came to that.

    Files that are only read are passed over: a disk that is full refuses nobody to read, and a command reads hundreds.
    """
    count, read = 0, set[int]()
    real: Callable[..., Any] = getattr(os, call)
    really_open = os.open

    def only_reads(path: Any, flags: int) -> bool:
        return not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not Path(path).is_dir()

    def noting(path: Any, flags: int, *arguments: Any, **options: Any) -> int:
        handle = really_open(path, flags, *arguments, **options)
        (read.add if only_reads(path, flags) else read.discard)(handle)
        return handle

    def fail(*arguments: Any, **options: Any) -> Any:
        nonlocal count
        if (call == "open" and only_reads(*arguments[:2])) or (call == "close" and arguments[0] in read):
            return real(*arguments, **options)
        count += 1
        if count == failing:
            if call == "close":
                real(*arguments)
            raise OSError(number, os.strerror(number))
        return real(arguments[0], arguments[1][:700]) if call == "write" else real(*arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        if call == "close":
            patch.setattr(os, "open", noting)
        patch.setattr(os, call, fail)
        yield lambda: count >= failing


@contextmanager
def small_disk(folder: Path, size: str = "64k") -> Iterator[Path]:
    """A disk of 64 kilobytes, or another size."""
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


@contextmanager
def folder_of_nobody(mode: int = 0o777) -> Iterator[Path]:
    """A folder with our file in it, and no more rights than any user has: root's own would pass over every mode."""
    before = os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.md").write_text("my words")
        (folder / "a.md").chmod(0o664)
        folder.chmod(mode)
        try:
            if before == 0:
                os.seteuid(65534)
            yield folder
        finally:
            os.seteuid(before)
            folder.chmod(0o777)
