"""The disk: a file is whole, or as it was before."""

import errno
import os
import secrets
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import disk
from composer.errors import ComposerError, ConflictError
from composer.files import (
    append_line,
    make_folder,
    read_text,
    sync_folder,
    write_bytes,
    write_private_temporary,
    write_text,
)
from composer.lock import sweep

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


# --- reading and writing back ----------------------------------------------------------------------------------------


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    digest = write_text(tmp_path / "a.md", "Grüße\n")
    found = read_text(tmp_path / "a.md")
    assert (found.text, found.newline, found.bom, found.digest) == ("Grüße\n", "\n", False, digest)
    assert digest == sha256("Grüße\n".encode()).hexdigest()


@pytest.mark.parametrize(
    "data", [b"", b"a", b"a\r\nb\r\n", b"\xef\xbb\xbfa\nb", b"a\nb\n", b"\xef\xbb\xbfa\r\nb", b"a\rb", b"a\r\r\n"]
)
def test_opening_and_saving_changes_no_byte(tmp_path: Path, data: bytes) -> None:
    """Windows line ends and a byte order mark stay."""
    path = tmp_path / "a.md"
    path.write_bytes(data)
    found = read_text(path)
    assert write_text(path, found.text, like=found) == found.digest
    assert path.read_bytes() == data


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])), newline=st.sampled_from(["\n", "\r\n"]), bom=st.booleans()
)
def test_any_text_saved_as_it_was_opened_is_the_same_file(text: str, newline: str, bom: bool) -> None:
    data = (b"\xef\xbb\xbf" if bom else b"") + text.replace("\r", "").replace("\n", newline).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.md"
        path.write_bytes(data)
        found = read_text(path)
        write_text(path, found.text, like=found, sync=False, expect=found.digest)
        assert path.read_bytes() == data


def test_of_mixed_line_ends_the_usual_one_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a\r\nb\r\nc\n")
    (tmp_path / "b").write_bytes(b"a\r\nb\n")
    assert [read_text(tmp_path / name).newline for name in "ab"] == ["\r\n", "\n"]


def test_reading_says_what_is_wrong_in_words(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"a: 1\nname: Zieli\xf1ski\n")
    (tmp_path / "marked").write_bytes(b"\xef\xbb\xbfa\n\n\xff")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    save_as = "save it as UTF-8; your editor offers that under 'Save as' or 'Encoding'"
    for name, says in {
        "none": "NotFoundError: there is no file F/none ()",
        ".": "ExternalError: could not read F: there is a folder of that name (rename the folder)",
        "latin": f"RecordsError: F/latin:2: this is not UTF-8 text ({save_as})",
        "marked": f"RecordsError: F/marked:3: this is not UTF-8 text ({save_as})",
        "latin/x": "ExternalError: could not read F/latin/x: a part of its path is a file (check the folder's name)",
        "loop": "ExternalError: could not read F/loop: its links lead round in a circle (put the file itself there)",
    }.items():
        assert refusal(tmp_path, partial(read_text, tmp_path / name)) == says
    too_large = "ExternalError: F/latin is larger than 5 bytes (split it into parts)"
    assert refusal(tmp_path, lambda: read_text(tmp_path / "latin", limit=5)) == too_large


@posix
def test_a_pipe_or_a_device_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    says = "ExternalError: could not read {}: it is not a file (name a file of text)"
    assert refusal(tmp_path, lambda: read_text(tmp_path / "pipe")) == says.format("F/pipe")
    written = "ExternalError: could not write F/pipe: it is not a file (give another name)"
    assert refusal(tmp_path, lambda: write_text(tmp_path / "pipe", "x")) == written
    assert refusal(tmp_path, lambda: append_line(tmp_path / "pipe", "x")) == written
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert refusal(tmp_path, lambda: read_text(Path("/dev/zero"))) == says.format("/dev/zero")


def test_writing_says_what_is_wrong_in_words(tmp_path: Path) -> None:
    make_folder(tmp_path / "folder/below")
    make_folder(tmp_path / "folder/below")
    write_text(tmp_path / "file", "x")
    for name, says in {
        "none/a.md": "its folder is not there (check the folder's name)",
        "file/a.md": "a part of its path is a file (check the folder's name)",
        "folder": "there is a folder of that name (rename the folder)",
        "n" * 300: "the name is too long (use a shorter one)",
    }.items():
        said = refusal(tmp_path, partial(write_text, tmp_path / name, "x"))
        assert said == f"ExternalError: could not write F/{name}: {says}"
    said = refusal(tmp_path, lambda: make_folder(tmp_path / "file"))
    assert said == "ExternalError: could not make F/file: there is a file of that name (rename the file)"


@pytest.mark.parametrize(("name", "shown"), [("a\0b", r"a\x00b"), ("a\ud800b", r"a\ud800b")])
def test_a_name_that_no_file_can_have_is_refused_in_words(tmp_path: Path, name: str, shown: str) -> None:
    says = f"F/{shown}: no file can have this name (use letters and digits)"
    assert refusal(tmp_path, lambda: read_text(tmp_path / name)) == f"ExternalError: could not read {says}"
    assert refusal(tmp_path, lambda: write_text(tmp_path / name, "x")) == f"ExternalError: could not write {says}"


def test_half_of_a_character_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """A browser may send one."""
    write_text(tmp_path / "a.md", "old")
    says = "RecordsError: could not write F/a.md: line 2 holds half of a character (delete the character there and type it anew)"
    assert refusal(tmp_path, lambda: write_text(tmp_path / "a.md", "a\nb\ud83d")) == says
    assert (tmp_path / "a.md").read_text() == "old"


# --- what is kept ----------------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o400])
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int, umask: int) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")
    path.chmod(mode)
    before = os.umask(umask)
    try:
        write_text(path, "y")
        write_text(tmp_path / "new.md", "y")
        append_line(tmp_path / "log.yaml", "y")
        make_folder(tmp_path / "folder/below")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new.md", "log.yaml")] == [0o600, 0o600]
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("folder", "folder/below")] == [0o700, 0o700]


@posix
@pytest.mark.parametrize(("source", "standing", "copy"), [
    (0o644, None, 0o600), (0o600, None, 0o600), (0o600, 0o644, 0o600), (0o640, 0o664, 0o640), (0o644, 0o600, 0o600), (0o400, None, 0o400),
])  # fmt: skip
def test_a_copy_is_never_open_to_more_people_than_its_source(
    tmp_path: Path, source: int, standing: int | None, copy: int
) -> None:
    """Whether it is made anew or stands there already."""
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "a.md").chmod(source)
    if standing is not None:
        (tmp_path / "b.md").write_text("x")
        (tmp_path / "b.md").chmod(standing)
    found = read_text(tmp_path / "a.md")
    write_text(tmp_path / "b.md", found.text, like=found)
    assert stat.S_IMODE((tmp_path / "b.md").stat().st_mode) == copy


@posix
def test_a_temporary_file_is_private_and_fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.txt").symlink_to(tmp_path / "victim")
    before = os.umask(0)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(tempfile, "tempdir", str(tmp_path))
            made = [write_private_temporary("what happened: \ud800", name="report.txt") for _ in range(2)]
            patch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
            said = refusal(tmp_path, lambda: write_private_temporary("x", name="report.txt"))
    finally:
        os.umask(before)
    assert len({*made}) == 2
    for path in made:
        assert (path.name[:7], path.suffix, path.read_text()) == ("report-", ".txt", "what happened: ?")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not (tmp_path / "victim").exists()
    assert said == "ExternalError: could not write report.txt: its folder is not there (check the folder's name)"


@root
def test_a_file_keeps_its_owner(tmp_path: Path) -> None:
    """Somebody who runs this once as root can still write to the file afterwards."""
    path = tmp_path / "a.md"
    path.write_text("x")
    os.chown(path, 1234, 4321)
    write_text(path, "y")
    assert (path.stat().st_uid, path.stat().st_gid, path.read_text()) == (1234, 4321, "y")


@posix
@pytest.mark.parametrize("write", [write_text, append_line])
def test_a_link_to_a_file_is_written_through_and_stays(tmp_path: Path, write: Callable[[Path, str], object]) -> None:
    """Records may lie in the folder of a sync program."""
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere/history.yaml"
    real.touch(0o640)
    for name, target in (("a", real), ("b", tmp_path / "a"), ("c", Path("elsewhere/history.yaml"))):
        (tmp_path / name).symlink_to(target)
        real.write_text("")
        write(tmp_path / name, name)
        assert (tmp_path / name).is_symlink()
        assert real.read_text().rstrip() == name
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert left_over(real.parent) == []


@posix
@pytest.mark.parametrize("write", [write_text, append_line])
def test_a_link_that_leads_to_no_file_is_refused(tmp_path: Path, write: Callable[[Path, str], object]) -> None:
    """It would make a file, or replace a device, wherever somebody likes."""
    targets = {"none": "nowhere", "folder": ".", "loop": "loop", "device": "/dev/null"}
    for name, target in targets.items():
        (tmp_path / name).symlink_to(target)
    assert {name: refusal(tmp_path, partial(write, tmp_path / name, "x")) for name in targets} == {
        "none": "ExternalError: could not write F/none: it is a link that leads to nothing (put the file itself there)",
        "folder": "ExternalError: could not write F/folder: there is a folder of that name (rename the folder)",
        "loop": "ExternalError: could not write F/loop: its links lead round in a circle (put the file itself there)",
        "device": "ExternalError: could not write /dev/null: it is not a file (give another name)",
    }
    assert not (tmp_path / "nowhere").exists()


@posix
@pytest.mark.parametrize("write", [write_text, append_line])
@pytest.mark.parametrize("target", ["../contacts.yaml", "../../victim", "nowhere"])
def test_a_link_in_the_place_of_the_programs_own_file_is_refused(
    tmp_path: Path, write: Callable[[Path, str], object], target: str
) -> None:
    """Nobody makes one there but to have something else overwritten."""
    own = tmp_path / "book/.outreach"
    own.mkdir(parents=True)
    (tmp_path / "book/contacts.yaml").write_text("precious")
    (tmp_path / "victim").write_text("precious")
    (own / "last-logged.json").symlink_to(target)
    says = "ExternalError: could not write F/last-logged.json: there is a link in its place (delete the link; the program makes what it needs itself)"
    assert refusal(own, lambda: write(own / "last-logged.json", "x")) == says
    assert (tmp_path / "victim").read_text() == (tmp_path / "book/contacts.yaml").read_text() == "precious"


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    digest = write_text(path, "one", expect=None)
    meanwhile = "(somebody or another program wrote to it meanwhile; look at it and try again)"
    path.write_text("edited elsewhere")
    changed = f"ConflictError: F/a.md has changed since it was read, so nothing was written {meanwhile}"
    assert refusal(tmp_path, lambda: write_text(path, "two", expect=digest)) == changed
    there = "ConflictError: F/a.md is there already, so nothing was written (look at it; then move it away)"
    assert refusal(tmp_path, lambda: write_text(path, "two", expect=None)) == there
    assert path.read_text() == "edited elsewhere"
    path.unlink()
    gone = f"ConflictError: F/a.md was moved or removed since it was read, so nothing was written {meanwhile}"
    assert refusal(tmp_path, lambda: write_text(path, "two", expect=digest)) == gone
    assert list(tmp_path.iterdir()) == []


def test_a_change_while_the_new_text_is_being_written_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file is looked at last of all, after the slow part."""
    path = tmp_path / "a.md"
    digest = write_text(path, "one")
    real = os.fsync

    def meanwhile(handle: int) -> None:
        real(handle)
        path.write_text("edited elsewhere")

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(ConflictError):
        write_text(path, "two", expect=digest)
    assert path.read_text() == "edited elsewhere"
    assert left_over(tmp_path) == []


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


@contextmanager
def failing_at(call: str, failing: int, number: int) -> Iterator[Callable[[], bool]]:
    """Makes one of the system's calls fail at its nth use, and write in small pieces; says whether it came to that."""
    count = 0
    real: Callable[..., Any] = getattr(os, call)

    def fail(*arguments: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        if count == failing:
            if call == "close":
                real(*arguments)
            raise OSError(number, os.strerror(number))
        return real(arguments[0], arguments[1][:700]) if call == "write" else real(*arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, call, fail)
        yield lambda: count >= failing


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
