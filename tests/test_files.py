"""The disk: a file is whole, or as it was before."""

import os
import stat
import tempfile
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import ConflictError
from composer.files import (
    append_line,
    make_folder,
    read_text,
    write_private_temporary,
    write_text,
)
from tests.conftest import fsync
from tests.disks import left_over, posix, refusal, root


@pytest.fixture(autouse=True)
def _real_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", fsync)


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
